"""The dates that an edition itself gives to its words (TEI's `date`): the editor's, and so they go before any rule's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tui.dates.clock import Clock, Resolved, resolved_at
from tui.dates.found import Found
from tui.dates.language import Rule
from tui.dates.points import Point
from tui.dates.words import Words
from tui.model import Certainty, Granularity, Interval, Mark, MarkKind, TimexType

RULE = Rule("the edition's own date", "edition", (), {}, ())


def with_editions(found: Sequence[Found], words: Words, marks: Iterable[Mark]) -> list[Found]:
    """The expressions found, with those that the edition dates in their places; a value that is no EDTF is left to the rules."""
    dated = [
        each for mark in marks if mark.kind is MarkKind.DATE if (each := _found(mark, words)) is not None
    ]
    if not dated:
        return list(found)
    kept = [each for each in found if not any(each.span.overlaps(other.span) for other in dated)]
    return sorted([*kept, *dated], key=lambda each: each.span)


def edition(found: Found, clock: Clock, ahead: Sequence[Found]) -> Resolved:
    """The day, month, year or stretch that the edition gives."""
    interval: Interval = found.fields["interval"]
    point = _point(interval)
    if point is not None:
        return resolved_at(found, point, Certainty.STATED, None)
    return Resolved(found, TimexType.DATE, interval.edtf, None, interval, Certainty.STATED)


def _found(mark: Mark, words: Words) -> Found | None:
    try:
        interval = Interval.parse(mark.value)
    except ValueError:
        return None
    first, last = words.at(mark.span.start), words.at(mark.span.end)
    return Found(mark.span, first, last, RULE, {"interval": interval}) if first < last else None


def _point(interval: Interval) -> Point | None:
    """The interval as one unit of the calendar, if it is one that a tale can go on from."""
    day = interval.earliest
    if day is None:
        return None
    match interval.granularity:
        case Granularity.DAY:
            return Point.on(day)
        case Granularity.MONTH:
            return Point("month", day.year, day.month)
        case Granularity.YEAR:
            return Point("year", day.year)
        case _:
            return None
