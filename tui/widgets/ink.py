"""What lies over each character of a text: headings, quotations, dates."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from enum import IntFlag

from tui.model import Certainty, Event, MarkKind, Page, Span


class Ink(IntFlag):
    """A way of drawing a character; of several, the later ones are drawn over the earlier ones."""

    FAINT = 1
    HEADING = 2
    EMPHASIS = 4
    STRONG = 8
    QUOTATION = 16
    CODE = 32
    LINK = 64
    LIT = 128
    STATED = 256
    INFERRED = 512
    UNRESOLVED = 1024
    LIT_DATE = 2048
    FOUND = 4096
    FOUND_HERE = 8192


STYLES = {
    Ink.FAINT: "pane--dim",
    Ink.HEADING: "text--heading",
    Ink.EMPHASIS: "text--emphasis",
    Ink.STRONG: "text--strong",
    Ink.QUOTATION: "text--quotation",
    Ink.CODE: "text--code",
    Ink.LINK: "text--link",
    Ink.LIT: "text--lit",
    Ink.STATED: "text--stated",
    Ink.INFERRED: "text--inferred",
    Ink.UNRESOLVED: "text--unresolved",
    Ink.LIT_DATE: "text--lit-date",
    Ink.FOUND: "pane--found",
    Ink.FOUND_HERE: "pane--found-here",
}
"""The component class of each."""

OF_CERTAINTY = {
    Certainty.STATED: Ink.STATED,
    Certainty.INFERRED: Ink.INFERRED,
    Certainty.UNRESOLVED: Ink.UNRESOLVED,
}
_OF_MARK = {
    MarkKind.HEADING: Ink.HEADING,
    MarkKind.EMPHASIS: Ink.EMPHASIS,
    MarkKind.STRONG: Ink.STRONG,
    MarkKind.QUOTATION: Ink.QUOTATION,
    MarkKind.CODE: Ink.CODE,
    MarkKind.LINK: Ink.LINK,
    MarkKind.NOTE: Ink.FAINT,
    MarkKind.FURNITURE: Ink.FAINT,
}


def dates_of(event: Event) -> tuple[Span, ...]:
    """The expressions that name the event's time."""
    return (event.span, *(timex.span for timex in event.also))


def inked(page: Page) -> Iterator[tuple[Span, Ink]]:
    """The marks and the dates of a page, with how each is drawn."""
    for mark in page.reading.marks:
        if mark.kind in _OF_MARK:
            yield mark.span, _OF_MARK[mark.kind]
    for event in page.events:
        for span in dates_of(event):
            yield span, OF_CERTAINTY[event.certainty]


class Layers:
    """For every character of a text all the ink over it, looked up and not searched for.

    Made in `n log n` for `n` spans, however they overlap.
    """

    def __init__(self, spans: Iterable[tuple[Span, Ink]]) -> None:
        """Lay spans over the text; empty ones are left out."""
        changes: defaultdict[int, list[tuple[Ink, int]]] = defaultdict(list)
        for span, ink in spans:
            if span.start < span.end:
                changes[span.start].append((ink, 1))
                changes[span.end].append((ink, -1))
        self._starts = array("L", sorted(changes))
        self._inks = array("L")
        depth: Counter[Ink] = Counter()
        for place in self._starts:
            for ink, step in changes[place]:
                depth[ink] += step
            self._inks.append(sum(ink for ink, count in depth.items() if count))

    def at(self, offset: int) -> Ink:
        """The ink over the character."""
        place = bisect_right(self._starts, offset) - 1
        return Ink(self._inks[place]) if place >= 0 else Ink(0)

    def edges(self, start: int, end: int) -> array[int]:
        """Where ink begins or ends between two characters, both exclusive."""
        return self._starts[bisect_right(self._starts, start) : bisect_left(self._starts, end)]


class Dates:
    """The date expressions of events in the order of the text, and where they stand."""

    def __init__(self, events: Sequence[Event]) -> None:
        """Take the events of a page; they are named by their index."""
        dates = sorted((span, i) for i, event in enumerate(events) for span in dates_of(event))
        self._starts = array("L", [span.start for span, _ in dates])
        self._spans = [span for span, _ in dates]
        self._indices = array("L", [i for _, i in dates])

    def beginning(self, start: int, end: int) -> array[int]:
        """The indices of the events that have a date that begins in the stretch."""
        return self._indices[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def at(self, offset: int) -> int | None:
        """The index of the event whose date expression (the shortest, where several do) holds the character."""
        holding = [
            (span.end - span.start, index)
            for span, index in zip(self._spans, self._indices, strict=True)
            if span.holds(offset)
        ]
        return min(holding)[1] if holding else None
