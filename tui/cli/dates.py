"""`polemics dates`: the dates of one text, or of many, a line each."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TextIO

from tui.dates import Chronology, chronology
from tui.model import Event, Interval, Reading, Timex, visible


def add(subparsers: Any) -> None:
    """Add the command to the parser."""
    parser = subparsers.add_parser("dates", help="find the dates of a text and what they date")
    parser.add_argument("file", nargs="?", default="-", help="a text file, - for standard input (default)")
    parser.add_argument(
        "--written", metavar="DATE", help="when the text was written, as EDTF: 2017-02-20, 2016-11, 1939"
    )
    parser.add_argument("--format", choices=("text", "json", "timeml"), default="text")
    parser.add_argument(
        "--jsonl", action="store_true", help='read {"id","text","dct"} a line, write {"id","timexes"} a line'
    )
    parser.add_argument("--jobs", type=int, default=1, metavar="N", help="with --jsonl: use N processes")
    parser.add_argument("--language", default="en", metavar="CODE")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Run the command; the exit code."""
    if args.jsonl:
        return _many(args)
    return 2


def _many(args: argparse.Namespace) -> int:
    bad = 0
    with _opened(args.file) as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                answer = _answer(json.loads(line), args.language)
            except (ValueError, KeyError, TypeError) as error:
                bad += 1
                print(f"{args.file}:{number}: {error}", file=sys.stderr)
                continue
            print(json.dumps(answer, ensure_ascii=False))
    return 1 if bad else 0


def _opened(name: str) -> TextIO:
    return sys.stdin if name == "-" else Path(name).open(encoding="utf-8")


def _answer(document: dict[str, Any], language: str) -> dict[str, Any]:
    dct = document.get("dct")
    written = Interval.parse(dct[:10]) if dct else None
    told = chronology(Reading(document["text"]), written, language)
    by_span = {timex.span: event for event in told.events for timex in (event.timex, *event.also)}
    return {
        "id": document["id"],
        "timexes": [_timex(timex, by_span.get(timex.span)) for timex in told.timexes],
    }


def _timex(timex: Timex, event: Event | None) -> dict[str, Any]:
    interval = timex.interval
    answer: dict[str, Any] = {
        "start": timex.span.start,
        "end": timex.span.end,
        "text": timex.words,
        "type": str(timex.type),
        "value": timex.value,
        "begin": interval.earliest.iso if interval and interval.earliest else None,
        "end_date": interval.latest.iso if interval and interval.latest else None,
        "certainty": str(timex.certainty),
        "rule": timex.rule,
    }
    if event:
        answer["event"] = {"start": event.clause.start, "end": event.clause.end}
    return answer
