"""The clock of a reading: what has been resolved, the day the article was written, and where its tale has got to."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from tui.dates.found import Found
from tui.dates.language import Language
from tui.dates.points import RANK, Point
from tui.dates.tale import is_heading
from tui.dates.words import Words
from tui.model import Anchor, AnchorKind, Certainty, Day, Interval, Span, Timex, TimexType


@dataclass(slots=True)
class Resolved:
    """An expression with its meaning; `point` is its place on the calendar, if it is one unit of it."""

    found: Found
    type: TimexType
    value: str
    point: Point | None = None
    interval: Interval | None = None
    certainty: Certainty = Certainty.STATED
    anchor: Anchor | None = None
    mod: str = ""
    quant: str = ""
    freq: str = ""
    calendar: str = ""

    def timex(self, words: Words) -> Timex:
        """The finished value."""
        interval = self.interval
        if interval is not None and self.mod == "APPROX":
            interval = replace(interval, approximate=True)
        return Timex(
            self.found.span,
            self.found.span.of(words.text),
            self.type,
            self.value,
            self.found.rule.name,
            self.certainty,
            interval,
            self.anchor,
            self.mod,
            self.quant,
            self.freq,
            self.calendar,
        )


@dataclass(slots=True)
class Clock:
    """The two anchors, and all that has been resolved so far.

    `written` is when the article was written, as finely as that is known: a day, or a month or a year of which the day is
    not known; `None` if it is not known at all. `told` is the last date that carried the tale
    on, `named` the last one named at all, `quarter` the quarter that figures are reported for. `narrative` says that
    the text goes by its own dates rather than by the day it was written on. `until` is the last day on which it can have
    been written, if that is known and not only taken from its own dates.
    """

    words: Words
    language: Language
    written: Point | None
    narrative: bool = False
    told: Resolved | None = None
    named: Resolved | None = None
    quarter: Resolved | None = None
    left: Resolved | None = None
    headings: Sequence[Span] = ()
    until: Day | None = None
    done: list[Resolved] = field(default_factory=list)

    def tell(self, resolved: Resolved) -> None:
        """Let the tale get to a date; `left` is where it was before it came to another year."""
        old = self.told
        if (
            old
            and old.point
            and old.point.known
            and resolved.point
            and old.point.first.year != resolved.point.first.year
        ):
            self.left = old
        self.told = resolved

    def in_heading(self, found: Found) -> bool:
        """Whether an expression stands in a heading: one that the reading marks, or a short line without a full stop."""
        index = bisect_right(self.headings, found.span) - 1
        if index >= 0 and self.headings[index].overlaps(found.span):
            return True
        return is_heading(self.words, found, self.language)

    def anchor_of(self, resolved: Resolved | None) -> Anchor | None:
        """An expression as an anchor."""
        if resolved is None:
            return None
        span = resolved.found.span
        return Anchor(AnchorKind.TEXT, resolved.value, span.of(self.words.text), span)

    @property
    def written_anchor(self) -> Anchor | None:
        """The article's own date as an anchor."""
        return Anchor(AnchorKind.WRITTEN, self.written.value) if self.written else None

    @property
    def now(self) -> Day | None:
        """The day that the article counts from: the last on which it can have been written."""
        return self.written.last if self.written else None

    def year_of(self, figures: int) -> int:
        """The year of two figures: 1968, or the last such year of an article that is older: 1848 in 1850."""
        old = self.until is not None and self.until.year < 1900 + figures
        return (1800 if old else 1900) + figures

    @property
    def today(self) -> Day | None:
        """The day that the article was written on, where that is known to the day."""
        return self.written.first if self.written and self.written.unit == "day" else None

    def base(self, step: int, source: str) -> tuple[Point, Anchor | None] | None:
        """What a relative expression counts from: `source` is "text", "writing", or "" for whichever the passage goes by.

        "That", "the same" (`step` 0) point to the last date named, "the following" to where the tale has got to.
        """
        if source == "writing" and self.written is not None:
            return self.written, self.written_anchor
        tale = self.named if step == 0 and source == "text" else self.told
        if tale is not None and tale.point is not None and (source == "text" or self.narrative):
            return tale.point, self.anchor_of(tale)
        if self.written is not None:
            return self.written, self.written_anchor
        if tale is not None and tale.point is not None:
            return tale.point, self.anchor_of(tale)
        return None


def mod_of(found: Found) -> str:
    """The TIMEX3 `mod` that the words give: START, MID, END, APPROX, MORE_THAN …"""
    for name in ("early", "edge", "hedge", "about"):
        if found.fields.get(name):
            return str(found.fields[name])
    return ""


def resolved_at(
    found: Found, point: Point, certainty: Certainty, anchor: Anchor | None, type_: TimexType = TimexType.DATE
) -> Resolved:
    """An expression that names one unit of the calendar."""
    return Resolved(found, type_, point.value, point, point.interval, certainty, anchor, mod_of(found))


def unresolved(found: Found, value: str, anchor: Anchor | None = None) -> Resolved:
    """An expression that has no place on the calendar, or none that is known."""
    return Resolved(found, TimexType.DATE, value, None, None, Certainty.UNRESOLVED, anchor, mod_of(found))


def about_writing(found: Found, clock: Clock, unit: str, *, same: bool = False) -> Resolved | None:
    """A unit told by its distance from the day of writing, where only the month or the year of that day is known:
    somewhere in it if it is the `same`, else somewhere about it; `None` if the day is known, or nothing is."""
    written = clock.written
    if written is None or written.interval is None or RANK[written.unit] <= RANK[unit]:
        return None
    interval = replace(written.interval, approximate=not same)
    value, anchor = written.finer(unit).value, clock.written_anchor
    return Resolved(found, TimexType.DATE, value, None, interval, Certainty.INFERRED, anchor, mod_of(found))
