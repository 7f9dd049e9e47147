"""Other calendars: the French Republican one, and days told in the Julian beside the same day in the Gregorian."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from tui.dates.clock import Clock, Resolved, resolved_at
from tui.dates.found import Found
from tui.dates.language import Language
from tui.dates.points import Point
from tui.dates.words import Words
from tui.model import Certainty, Day, Interval

JULIAN = "Julian"
REPUBLICAN = "French Republican"
# The day of September on which each year of the Republic began, from the year I (1792) to the year XIV.
_NEW_YEARS = (22, 22, 22, 23, 22, 22, 22, 23, 23, 23, 23, 24, 23, 23)
_FIRST, _LAST = Day(1582, 10, 5), Day(1923, 12, 31)


def behind(day: Day) -> int:
    """By how many days the Julian calendar was behind the Gregorian on a day of it: 13 in 1917."""
    year = day.year - (day.month <= 2)
    return year // 100 - year // 400 - 2


def republican_day(year: int, month: int, day: int) -> Day | None:
    """The Gregorian day of a day of the French Republican calendar (12 months of 30 days, in use in the years I to XIV)."""
    if not 1 <= year <= len(_NEW_YEARS) or not 1 <= day <= 30:
        return None
    return Day(1791 + year, 9, _NEW_YEARS[year - 1]).plus(30 * (month - 1) + day - 1)


def republican_year(gregorian: int, month: int) -> int | None:
    """The year of the Republic whose month of that number lies, for the most part, in a Gregorian year."""
    year = gregorian - 1791 - (month > 3)
    return year if 1 <= year <= len(_NEW_YEARS) else None


def republican(found: Found, clock: Clock, ahead: Sequence[Found]) -> Resolved | None:
    """A day of the French Republican calendar; its year from the words, else from the year of the tale."""
    month, day = found.fields["republicanmonth"], found.fields["day"]
    year, anchor = found.fields.get("republican_year"), None
    beside = ahead[0] if ahead and ahead[0].first - found.last <= 2 else None
    if year is None and beside is not None and "year" in beside.fields:
        year = republican_year(beside.fields["year"], month)
    elif (
        year is None and clock.named is not None and clock.named.point is not None and clock.named.point.known
    ):
        anchor = clock.anchor_of(clock.named)
        year = republican_year(clock.named.point.first.year, month)
    on = republican_day(year, month, day) if year is not None else None
    if on is None:
        return None
    resolved = resolved_at(found, Point.on(on), Certainty.INFERRED if anchor else Certainty.STATED, anchor)
    resolved.calendar = REPUBLICAN
    return resolved


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
