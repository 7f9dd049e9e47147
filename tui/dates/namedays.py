"""Days that have a name, by the year: Easter, Thanksgiving, an election day."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tui.model import Day
from tui.model.interval import days_in


def day(parts: Mapping[str, Any], year: int | None) -> Day | None:
    """The day that the parts name in a year: `month` and `day`, the `nth` `weekday` of a month, so many days from
    `easter`, or a day with a rule of its own (`name`)."""
    if year is None:
        return None
    if "easter" in parts:
        return easter(year).plus(parts["easter"])
    if parts.get("name") == "us-election":
        return nth_weekday(year, 11, 0, 1).plus(1)
    if "nth_weekday" in parts:
        return nth_weekday(year, parts["month"], parts["weekday"], parts["nth_weekday"])
    return Day(year, parts["month"], parts["day"])


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> Day:
    """The `nth` such weekday of a month, -1 the last; one that the month lacks falls into the next."""
    if nth < 0:
        last = Day(year, month, days_in(year, month))
        return last.plus(-((last.weekday - weekday) % 7))
    first = Day(year, month, 1)
    return first.plus((weekday - first.weekday) % 7 + 7 * (nth - 1))


def easter(year: int) -> Day:
    """Easter Sunday, Gregorian (the anonymous algorithm of 1876, as in Meeus, "Astronomical Algorithms", ch. 8)."""
    a, (b, c) = year % 19, divmod(year, 100)
    (d, e), f = divmod(b, 4), (b + 8) // 25
    h = (19 * a + b - d - (b - f + 1) // 3 + 15) % 30
    i, k = divmod(c, 4)
    ell = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * ell) // 451
    month, rest = divmod(h + ell - 7 * m + 114, 31)
    return Day(year, month, rest + 1)
