"""`polemics dates`: the dates of one text or of many, and what they are worth."""

from __future__ import annotations

import json
import os
import sys
from argparse import Namespace, _SubParsersAction
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any, TextIO

from tui.cli import COMMANDS, NOTHING, OK, TROUBLE, USAGE
from tui.cli.output import write_json, write_lines
from tui.model import Certainty, Event, Interval, Problem, Reading, Span, Timex, visible

# Lines that a process is handed at a time.
_BATCH = 16


def add(subparsers: _SubParsersAction[Any]) -> None:
    """Add the command to the parser."""
    parser = subparsers.add_parser(
        "dates",
        help=COMMANDS["dates"],
        description="Find the expressions of time in a text, and what each one dates. Spans count characters of the "
        "text, the end exclusive. Exit code 1 where there are none, or where a line of --jsonl could not be read.",
    )
    parser.add_argument(
        "file", nargs="?", default="-", metavar="FILE", help="a text; - is standard input (default)"
    )
    parser.add_argument(
        "--written",
        metavar="DATE",
        help="when the text was written, as EDTF (2017-02-20, 2016-11, 1939); else it is inferred from the text",
    )
    parser.add_argument(
        "--language",
        default="",
        metavar="CODE",
        help="the language of the text (default: recognised by its small words; English where that is not clear)",
    )
    parser.add_argument(
        "--format", choices=("text", "json", "timeml"), default="text", help="how one text is answered"
    )
    parser.add_argument(
        "--jsonl",
        action="store_true",
        help='read many texts, {"id", "text", "dct"} a line, and write {"id", "timexes"} a line',
    )
    parser.add_argument("--jobs", type=int, default=1, metavar="N", help="with --jsonl: work in N processes")
    parser.add_argument(
        "--audit",
        metavar="DIR",
        help="score the dates found against those marked by hand in DIR (*.jsonl, and NAME.dates.yaml beside NAME)",
    )


def run(args: Namespace) -> int:
    """Answer one text, many, or an audit."""
    try:
        written = Interval.parse(args.written) if args.written else None
    except ValueError as error:
        return _usage(f"--written: {error}; write it as 2017-02-20, 2016-11 or 1939")
    if args.jobs < 1:
        return _usage("--jobs: must be 1 or more")
    try:
        _language(args.language)
        if args.audit:
            return _audit(Path(args.audit), args.language)
        return _many(args) if args.jsonl else _one(args, written)
    except LookupError as error:
        return _usage(f"--language: {error.args[0]}")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "is not UTF-8 text"
        print(Problem(str(args.audit or args.file), str(reason)), file=sys.stderr)
        return TROUBLE


def _language(code: str) -> None:
    from tui.dates import load

    load(code or "en")


def _usage(message: str) -> int:
    print(f"polemics dates: {visible(message, lines=False)}", file=sys.stderr)
    return USAGE


# One text ---------------------------------------------------------------------------------------------------------


def _one(args: Namespace, written: Interval | None) -> int:
    from tui.dates import chronology

    with _opened(args.file) as stream:
        text = stream.read()
    told = chronology(Reading(text), written, args.language)
    if args.format == "timeml":
        from tui.dates.timeml import timeml

        print(timeml(text, told, "" if args.file == "-" else args.file), end="")
    elif args.format == "json":
        write_json([_timex(timex, event) for timex, event in _dated(told.timexes, told.events)])
    else:
        write_lines(_lines(text, told.timexes, told.events, told.written.words, told.written.certainty))
    return OK if told.timexes else NOTHING


def _lines(
    text: str, timexes: Iterable[Timex], events: Iterable[Event], written: str, certainty: Certainty
) -> Iterator[str]:
    yield f"written {written}" + (" (inferred from the text)" if certainty is Certainty.INFERRED else "")
    for timex, event in _dated(timexes, events):
        known = "" if timex.certainty is Certainty.STATED else f", {timex.certainty}"
        from_ = f" from {timex.anchor.words or timex.anchor.value}" if timex.anchor else ""
        clause = f"  {' '.join(event.clause.of(text).split())}" if event else ""
        yield (
            f"{timex.span.start:>6}-{timex.span.end:<6} {timex.type:<8} {timex.value:<16} "
            f"{' '.join(timex.words.split())!r} ({timex.rule}{known}{from_}){clause}"
        )


def _dated(timexes: Iterable[Timex], events: Iterable[Event]) -> Iterator[tuple[Timex, Event | None]]:
    """The expressions in the order of the text, each with the event it stands under."""
    by_span = {timex.span: event for event in events for timex in (event.timex, *event.also)}
    return ((timex, by_span.get(timex.span)) for timex in timexes)


def _timex(timex: Timex, event: Event | None) -> dict[str, Any]:
    interval, anchor = timex.interval, timex.anchor
    row: dict[str, Any] = {
        **_place(timex.span),
        "text": timex.words,
        "type": str(timex.type),
        "value": timex.value,
        **{
            name: said
            for name, said in (("mod", timex.mod), ("quant", timex.quant), ("freq", timex.freq))
            if said
        },
        "begin": interval.earliest.iso if interval and interval.earliest else None,
        "end_date": interval.latest.iso if interval and interval.latest else None,
        "edtf": interval.edtf if interval else None,
        "certainty": str(timex.certainty),
        "rule": timex.rule,
        "anchor": anchor
        and {
            "kind": str(anchor.kind),
            "value": anchor.value,
            "words": anchor.words,
            "span": anchor.span and _place(anchor.span),
        },
    }
    if timex.calendar:
        row["calendar"] = timex.calendar
    if event is not None:
        row["event"] = {
            **_place(event.clause),
            "relation": str(event.relation),
            "sentence": _place(event.sentence),
        }
    return row


def _place(span: Span) -> dict[str, int]:
    return {"start": span.start, "end": span.end}


# Many texts -------------------------------------------------------------------------------------------------------


def _many(args: Namespace) -> int:
    bad = 0
    with _opened(args.file) as lines:
        numbered = ((number, line, args.language) for number, line in enumerate(lines, 1) if line.strip())
        for number, answer, reason in _mapped(_answer, numbered, args.jobs):
            if reason:
                bad += 1
                print(Problem(args.file, reason, line=number), file=sys.stderr)
            else:
                print(answer)
    return NOTHING if bad else OK


_SAFE = "PYTHONSAFEPATH"

Task = tuple[int, str, str]
Answer = tuple[int, str, str]


def _mapped(work: Callable[[Task], Answer], tasks: Iterable[Task], jobs: int) -> Iterator[Answer]:
    """The answers in order; with several processes only a few batches are read ahead."""
    if jobs == 1:
        yield from map(work, tasks)
        return
    from multiprocessing import get_context

    tasks = iter(tasks)
    with _ours_alone(), get_context("spawn").Pool(jobs) as pool:
        while batch := list(islice(tasks, _BATCH * jobs * 4)):
            yield from pool.imap(work, batch, _BATCH)


@contextmanager
def _ours_alone() -> Iterator[None]:
    """Meanwhile a Python that is started looks for no program in the folder that the user stands in."""
    before = os.environ.get(_SAFE)
    os.environ[_SAFE] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ[_SAFE]
        else:
            os.environ[_SAFE] = before


def _answer(task: Task) -> Answer:
    """The answer to one line: its number, the JSON, or the reason why there is none."""
    number, line, language = task
    try:
        document = json.loads(line)
        if (
            not isinstance(document, dict)
            or not isinstance(document.get("text"), str)
            or "id" not in document
        ):
            return number, "", 'must be an object with "id" and "text"'
        return number, json.dumps(answer(document, language), ensure_ascii=False), ""
    except ValueError as error:
        return number, "", str(error)


def answer(document: dict[str, Any], language: str) -> dict[str, Any]:
    """The answer to one document: its id, when it was written in words, and its expressions; raises `ValueError`."""
    from tui.dates import chronology

    dct = document.get("dct")
    written = Interval.parse(str(dct).partition("T")[0]) if dct else None
    told = chronology(Reading(document["text"]), written, document.get("language") or language)
    rows = [_timex(timex, event) for timex, event in _dated(told.timexes, told.events)]
    return {"id": document["id"], "written": told.written.words, "timexes": rows}


@contextmanager
def _opened(name: str) -> Iterator[TextIO]:
    if name == "-":
        yield sys.stdin
        return
    with Path(name).open(encoding="utf-8", newline="") as stream:
        yield stream


# Audit ------------------------------------------------------------------------------------------------------------


def _audit(folder: Path, language: str) -> int:
    from tui.dates.audit import Audit, Count

    if not folder.is_dir():
        print(Problem(str(folder), "there is no such folder"), file=sys.stderr)
        return TROUBLE
    audit, bad = Audit(), 0
    for name, line, read in _marked_texts(folder, language):
        try:
            audit.add(*read())
        except (ValueError, KeyError, TypeError, OSError, LookupError) as error:
            bad += 1
            print(Problem(name, str(error), line=line), file=sys.stderr)
    if not audit.whole.marked:
        print(
            Problem(str(folder), "nothing is marked there", hint="see NAME.dates.yaml in the README"),
            file=sys.stderr,
        )
        return NOTHING

    def row(name: str, count: Count) -> str:
        return f"{name:<28} {count.marked:>6} {count.found:>6} {count.matched:>6} {count.right:>6} {count.f1:>7.3f}"

    print(f"{'':<28} {'marked':>6} {'found':>6} {'match':>6} {'right':>6} {'F1':>7}")
    write_lines([row("all", audit.whole), *(row(name, audit.types[name]) for name in sorted(audit.types))])
    print(f"\n{'rule':<28} {'found':>6} {'match':>6} {'right':>6} {'precision':>9}")
    for name, count in sorted(audit.rules.items(), key=lambda each: -each[1].found):
        write_lines(
            [f"{name:<28} {count.found:>6} {count.matched:>6} {count.right:>6} {count.precision:>9.3f}"]
        )
    return NOTHING if bad else OK


def _marked_texts(folder: Path, language: str) -> Iterator[tuple[str, int, Callable[[], tuple[Any, Any]]]]:
    """What is marked by hand under a folder: where it stands, and how to read it with what is found in its text."""
    from tui.dates import chronology
    from tui.dates.audit import Marked, marked_by_quote

    def of_line(line: str) -> tuple[Any, Any]:
        document = json.loads(line)
        dct = document.get("dct")
        written = Interval.parse(str(dct).partition("T")[0]) if dct else None
        marked = [
            Marked(Span(each["start"], each["end"]), each.get("value") or "", each.get("type") or "")
            for each in document["timexes"]
        ]
        return marked, chronology(Reading(document["text"]), written, language).timexes

    def of_file(file: Path) -> tuple[Any, Any]:
        import yaml

        known = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 (strings only)
        if not isinstance(known, dict) or not isinstance(known.get("dates"), list):
            raise ValueError("must have a list `dates` of {words, value}")
        reading = _reading(file.with_name(file.name.removesuffix(".dates.yaml")))
        written = Interval.parse(known["written"]) if known.get("written") else None
        marked = marked_by_quote(reading.text, known["dates"])
        return marked, chronology(reading, written, known.get("language", language)).timexes

    for file in sorted(folder.rglob("*.jsonl")):
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            if line.strip():
                yield str(file), number, lambda line=line: of_line(line)  # type: ignore[misc]
    for file in sorted(folder.rglob("*.dates.yaml")):
        yield str(file), 0, lambda file=file: of_file(file)  # type: ignore[misc]


def _reading(file: Path) -> Reading:
    """A text as the reading room reads it, so that spans mean the same."""
    from tui.formats import format_of

    known = format_of(file.name)
    if known is None:
        raise ValueError(f"no reader for {file.name}")
    return known.read(file.read_bytes(), file.name)[0].reading
