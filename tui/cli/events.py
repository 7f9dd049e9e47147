"""`polemics events`: what the timeline shows, through the same call."""

from __future__ import annotations

from argparse import Namespace, _SubParsersAction
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any

from tui.cli import COMMANDS, NOTHING, OK
from tui.cli.output import add_format, tell, wrapped, write_csv, write_json, write_lines
from tui.cli.parser import add_paths
from tui.cli.where import Where, look_up
from tui.model import Event, Mention, Scope, Span, Timex

# The first events are looked at for the width of the dates; longer ones push their clause to the right.
_SAMPLE = 10_000
COLUMNS = (
    *("article", "span_start", "span_end", "words", "type", "value", "mod", "edtf", "earliest", "latest"),
    *("granularity", "certainty", "relation", "rule", "anchor_kind", "anchor_words", "anchor_value"),
    *("anchor_span_start", "anchor_span_end", "sentence", "clause", "also"),
)


def add(subparsers: _SubParsersAction[Any]) -> None:
    """Add the command to the parser."""
    parser = subparsers.add_parser(
        "events",
        help=COMMANDS["events"],
        description="Print the dated events that the articles tell, in the order of a timeline, the undated last. "
        "Spans count characters of the text that `polemics show` prints. Exit code 1 where there are none.",
    )
    add_paths(parser)
    add_format(parser)


def run(args: Namespace) -> int:
    """Print the events of every PATH, each a timeline of its own."""
    places = [look_up(path, args.collection) for path in args.paths or [None]]
    timelines = [_mentions(place) for place in places]
    if args.format == "json":
        write_json(map(row, chain(*timelines)))
    elif args.format == "csv":
        write_csv(map(row, chain(*timelines)), COLUMNS)
    else:
        for mentions in timelines:
            write_lines(_lines(mentions))
    tell(list(dict.fromkeys(problem for place in places for problem in place.problems)))
    return OK if any(timelines) else NOTHING


def row(mention: Mention) -> dict[str, Any]:
    """An event as a record: where it stands, what it says, how it is known."""
    event = mention.event
    timex, when = event.timex, event.interval
    return {
        "article": mention.article.key,
        "span": _span(timex.span),
        "words": timex.words,
        "type": timex.type.value,
        "value": timex.value,
        "mod": timex.mod,
        "edtf": when.edtf if when else None,
        "earliest": when.earliest.iso if when and when.earliest else None,
        "latest": when.latest.iso if when and when.latest else None,
        "granularity": when.granularity.value if when else None,
        "certainty": timex.certainty.value,
        "relation": event.relation.value,
        "rule": timex.rule,
        "anchor": _anchor(timex),
        "sentence": mention.sentence,
        "sentence_span": _span(event.sentence),
        "clause": mention.clause,
        "clause_span": _span(event.clause),
        "also": [
            {"span": _span(other.span), "words": other.words, "value": other.value} for other in event.also
        ],
    }


def _mentions(place: Where) -> Sequence[Mention]:
    if place.key is None:
        return place.library.mentions(Scope.COLLECTION)
    return place.library.mentions(Scope.ARTICLE, place.key)


def _span(span: Span | None) -> dict[str, int] | None:
    return {"start": span.start, "end": span.end} if span else None


def _anchor(timex: Timex) -> dict[str, Any] | None:
    anchor = timex.anchor
    if anchor is None:
        return None
    return {
        "kind": anchor.kind.value,
        "words": anchor.words,
        "value": anchor.value,
        "span": _span(anchor.span),
    }


def _lines(mentions: Sequence[Mention]) -> Iterator[str]:
    """A date and its clause, and under it how the date is known and where it stands."""
    width = max((len(_date(mention.event)) for mention in mentions[:_SAMPLE]), default=0)
    indent = " " * (width + 2)
    for mention in mentions:
        clause = wrapped(" ".join(mention.clause.split()), indent) or [indent]
        yield _date(mention.event).ljust(width) + clause[0][width:]
        yield from clause[1:]
        yield from wrapped(_provenance(mention), indent)
        yield ""


def _date(event: Event) -> str:
    return event.interval.words if event.interval else "undated"


def _provenance(mention: Mention) -> str:
    timex = mention.event.timex
    parts = [f"“{' '.join(timex.words.split())}” {timex.value}", timex.certainty.value, f"rule {timex.rule}"]
    if anchor := timex.anchor:
        place = f" at {anchor.span.start}-{anchor.span.end}" if anchor.span else ""
        parts.append(f"counted from {anchor.words or anchor.value}{place}")
    return f"{', '.join(parts)}; {mention.article.key} {timex.span.start}-{timex.span.end}"
