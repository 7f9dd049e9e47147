"""Old Style and New Style: a day told in the Julian calendar beside the same day in the Gregorian."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from tui.dates.clock import Resolved
from tui.dates.language import Language
from tui.dates.words import Words
from tui.model import Day, Interval

JULIAN = "Julian"
_FIRST, _LAST = Day(1582, 10, 5), Day(1923, 12, 31)


def behind(day: Day) -> int:
    """By how many days the Julian calendar was behind the Gregorian on a day of it: 13 in 1917."""
    year = day.year - (day.month <= 2)
    return year // 100 - year // 400 - 2


def settle(resolved: Sequence[Resolved], words: Words, language: Language) -> None:
    """Mark the Julian days, and give them the days of the Gregorian calendar; their values stay as they are said.

    A day is Julian where the words say so ("O.S."), or where the same day follows or precedes it in brackets in the
    other calendar: "25 October (7 November) 1917".
    """
    for each in resolved:
        if each.found.fields.get("style") == "old":
            _convert(each)
    for first, last in pairwise(resolved):
        between = words.signs[first.found.last : last.found.first]
        if not 1 <= len(between) <= 2 or between[0] not in language.signs_of("OPENING") + language.signs_of(
            "COMMA"
        ):
            continue
        a, b = _day(first), _day(last)
        if a is None or b is None or first.calendar or last.calendar:
            continue
        if b.ordinal - a.ordinal == behind(a):
            _convert(first)
        elif a.ordinal - b.ordinal == behind(b):
            _convert(last)


def _day(each: Resolved) -> Day | None:
    point = each.point
    if point is None or point.unit != "day" or not point.known:
        return None
    return point.first if _FIRST <= point.first <= _LAST else None


def _convert(each: Resolved) -> None:
    day = _day(each)
    if day is not None:
        each.calendar = JULIAN
        on = Interval.on(day.plus(behind(day)))
        each.interval = (
            on if each.interval is None else replace(each.interval, earliest=on.earliest, latest=on.latest)
        )
