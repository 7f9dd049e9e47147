"""Dates by the parts of the calendar that they name: "March 1918", "22 October", "the spring", "Tuesday night"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from tui.dates import namedays, values
from tui.dates.clock import Clock, Resolved, about_writing, resolved_at, unresolved
from tui.dates.found import Found
from tui.dates.points import Point, containing
from tui.dates.tense import Tense, tense
from tui.dates.years import missing_year, of_writing, stated_year
from tui.model import Anchor, Certainty, Day, TimexType

_OF_A_YEAR = {"month", "season", "quarter", "halfwhich", "easter", "name"}

# How many years from the last one a year is still taken for one of the same tale.
_NEAR = 60
# So many years after the day of writing a year in two figures may yet be.
_AHEAD = 20
_REFERENCES = {0: "PRESENT_REF", -1: "PAST_REF", 1: "FUTURE_REF"}


def date(found: Found, clock: Clock, ahead: Sequence[Found]) -> Resolved | None:
    """A date by its parts."""
    parts = {**(found.fields.get("named") or {}), **found.fields}
    _lend(parts, clock, ahead)
    if "tale_era" in parts:
        if not _fits_the_tale(parts, clock):
            return None
        parts["era"] = parts["tale_era"]
    if "month_told" in parts:
        return _in_month_told(found, parts, clock)
    if "dayword" in parts:
        return _day_word(found, parts, clock)
    if "weekday" in parts and "month" not in parts:
        return _weekday(found, parts, clock)
    if "decades" in parts or "decades2" in parts:
        year = parts.get("decades") or parts["decades2"]
        if "centuryhead" in parts:
            year = 100 * parts["centuryhead"] + year % 100
        if year < 100 and parts.get("era") != "BC":
            year = clock.year_of(year)
        count = -(year // 10) - 1 if parts.get("era") == "BC" else year // 10
        return resolved_at(found, Point("decade", count), Certainty.STATED, None)
    if "decade" in parts:
        count = 10 * (parts["nth"] - 1) + (parts["decade"] - 1) % 10
        return resolved_at(found, Point("decade", count), Certainty.STATED, None)
    if "nth" in parts:
        count = parts["nth"] - 1 if parts.get("era") != "BC" else -parts["nth"]
        return resolved_at(found, Point("century", count), Certainty.STATED, None)
    if parts.keys() & _OF_A_YEAR:
        return _part_of_year(found, parts, clock, ahead)
    if "clock" in parts:
        return _at_an_hour(found, parts, clock)
    year = stated_year(parts, clock)
    if year is None:
        return None
    return resolved_at(found, Point("year", year), *_known_from(parts, clock))


def _fits_the_tale(parts: Mapping[str, Any], clock: Clock) -> bool:
    """Whether a short year before Christ is near the one that the tale has got to: "By 262" after "264 BC"."""
    told = clock.told.point if clock.told else None
    return (
        told is not None
        and told.known
        and told.first.year <= 0
        and abs(1 - parts["year"] - told.first.year) <= _NEAR
    )


def _lend(parts: dict[str, Any], clock: Clock, ahead: Sequence[Found]) -> None:
    """Fill what the words leave out from the expression beside them: "6-7 February", "1914-18"."""
    for name in parts.get("borrow", ()):
        for each in ahead:
            if name in each.fields:
                parts.setdefault(name, each.fields[name])
            if name in each.fields or "borrow" not in each.fields:
                break
    before = clock.done[-1].point if clock.done else None
    if "inherit" not in parts or before is None or before.year is None:
        return
    if "short" in parts:
        parts |= _short_year(before.first.year, parts["short"])
    elif "digit" in parts:
        # In the same decade, "1901-2", or none.
        year = before.first.year // 10 * 10 + parts["digit"]
        parts |= {"year": year} if year > before.first.year else {}
    elif before.unit in ("day", "part"):
        parts["month"], parts["sameyear"] = before.number, before.year


def _short_year(before: int, short: int) -> dict[str, int]:
    """The year that "18" is in "1914-18"; nothing where it would not be later, but for the turn of a century."""
    if short > before % 100:
        return {"year": before - before % 100 + short}
    return {"year": before + 1} if before % 100 == 99 and short == 0 else {}


def _known_from(parts: Mapping[str, Any], clock: Clock) -> tuple[Certainty, Anchor | None]:
    """How a year is known that the words give or point to."""
    if "yearwhich" not in parts:
        inferred = bool(parts.keys() & {"sameyear", "short", "digit"})
        return (Certainty.INFERRED, clock.anchor_of(clock.done[-1])) if inferred else (Certainty.STATED, None)
    base = clock.base(parts["yearwhich"]["step"], parts["yearwhich"].get("from", ""))
    return Certainty.INFERRED, base[1] if base else None


def _part_of_year(
    found: Found, parts: dict[str, Any], clock: Clock, ahead: Sequence[Found]
) -> Resolved | None:
    """A month, day, season, quarter, half or named day, with its year or without."""
    year = stated_year(parts, clock)
    certainty, anchor = _known_from(parts, clock)
    if year is None:
        year, anchor = missing_year(found, parts, clock, ahead, lambda year: _known_in(parts, year))
        certainty = Certainty.UNRESOLVED if year is None else Certainty.INFERRED
    point = point_of(parts, year)
    if point is None:
        return _no_such_day(found, parts, year)
    return with_time(resolved_at(found, point, certainty, anchor), parts)


def _no_such_day(found: Found, parts: Mapping[str, Any], year: int | None) -> Resolved | None:
    """A day that no calendar has ("31 September"): found, so it is told, but it has no place in time."""
    if "month" not in parts or "day" not in parts:
        return None
    return unresolved(found, Point("day", year, parts["month"]).value)


def point_of(parts: Mapping[str, Any], year: int | None) -> Point | None:
    """The unit of the calendar that the parts name in a year; `None` where no calendar has it."""
    if "easter" in parts or "name" in parts or "nth_weekday" in parts:
        return _week_or_day(parts, namedays.day(parts, year), year)
    if parts.get("unit") in ("week", "weekend"):
        day = _valid(Point("day", year, parts["month"], parts["day"]))
        return day and _week_or_day(parts, day.first if day.known else None, year)
    if "month" in parts and (parts.get("unit") == "day" or "part" in parts) and "day" not in parts:
        return Point("day", year, parts["month"])
    if "month" in parts:
        return (
            _valid(Point("day", year, parts["month"], parts["day"]))
            if "day" in parts
            else Point("month", year, parts["month"])
        )
    if "season" in parts:
        return Point("season", year, parts["season"])
    if "quarter" in parts:
        return Point("quarter", year, parts["quarter"]) if 1 <= parts["quarter"] <= 4 else None
    return Point("half", year, parts["halfwhich"])


def _week_or_day(parts: Mapping[str, Any], day: Day | None, year: int | None) -> Point | None:
    """A day, or its week or weekend if the words say so; the weekend of a Monday is the one it ends."""
    if day is None:
        return Point(parts.get("unit", "year"), year)
    if parts.get("unit") == "weekend" and day.weekday == 0:
        day = day.plus(-1)
    return containing(day, parts.get("unit", "day"))


def _known_in(parts: Mapping[str, Any], year: int) -> Point | None:
    """What the parts name in a year, as far as it has a place there: the month of "some day in May"."""
    point = point_of(parts, year)
    return Point("month", year, point.number) if point is not None and not point.known else point


def _valid(point: Point) -> Point | None:
    """The day, unless no calendar has it."""
    try:
        Day.of(2000 if point.year is None else point.year, point.number or 1, point.day or 1)
    except ValueError:
        return None
    return point


def _in_month_told(found: Found, parts: Mapping[str, Any], clock: Clock) -> Resolved | None:
    """A day by its number, in the month that the text spoke of last: "on the 11th"."""
    told = clock.named.point if clock.named else None
    if told is None or not told.known or told.unit not in ("day", "part", "month"):
        return None
    point = _valid(Point("day", told.year, told.number, parts["day"]))
    return resolved_at(found, point, Certainty.INFERRED, clock.anchor_of(clock.named)) if point else None


def _weekday(found: Found, parts: Mapping[str, Any], clock: Clock) -> Resolved | None:
    """A day of the week: the last one, or the next where the sentence looks ahead."""
    told = clock.told.point if clock.told else None
    tale = clock.narrative and not of_writing(parts.get("which"))
    if tale and told is not None and told.known and told.unit in ("day", "part"):
        base, anchor = told.first, clock.anchor_of(clock.told)
    elif clock.today is not None:
        base, anchor = clock.today, clock.written_anchor
    elif about := about_writing(found, clock, "day"):
        return about
    else:
        return unresolved(found, f"XXXX-WXX-{parts['weekday'] + 1}")
    step = parts["which"]["step"] if "which" in parts else None
    back, on = (base.weekday - parts["weekday"]) % 7, (parts["weekday"] - base.weekday) % 7
    if step is None or step == 0:
        ahead = tense(clock.words, found, clock.language) is Tense.FUTURE
        day = base.plus(on if ahead else -back)
    else:
        day = base.plus(-(back or 7) if step < 0 else on or 7)
    return with_time(resolved_at(found, Point.on(day), Certainty.INFERRED, anchor), parts)


def _day_word(found: Found, parts: Mapping[str, Any], clock: Clock) -> Resolved:
    """Today, yesterday, tomorrow, tonight; in a tale they have no day."""
    shift = parts["dayword"]
    if clock.written is None or clock.narrative:
        return unresolved(found, _REFERENCES[(shift["days"] > 0) - (shift["days"] < 0)])
    if about := about_writing(found, clock, "day", same=not shift["days"]):
        return about
    point = clock.written.plus("day", shift["days"])
    return with_time(resolved_at(found, point, Certainty.INFERRED, clock.written_anchor), {**shift, **parts})


def _at_an_hour(found: Found, parts: Mapping[str, Any], clock: Clock) -> Resolved | None:
    """A time of day without its day: on the day told last, or the day of writing."""
    named = clock.named
    if named is not None and named.point is not None and named.point.unit == "day" and named.point.known:
        return with_time(resolved_at(found, named.point, Certainty.INFERRED, clock.anchor_of(named)), parts)
    if clock.today is None:
        return about_writing(found, clock, "day", same=True)
    return with_time(
        resolved_at(found, Point.on(clock.today), Certainty.INFERRED, clock.written_anchor), parts
    )


def with_time(resolved: Resolved, parts: Mapping[str, Any]) -> Resolved:
    """The day with the time of day that the words give."""
    time = values.time(parts.get("clock"), parts.get("ampm"), parts.get("zone")) or parts.get("part")
    if time and resolved.point is not None and resolved.point.unit == "day":
        resolved.point = resolved.point._replace(time=f"T{time}")
        resolved.type = TimexType.TIME
        resolved.value, resolved.interval = resolved.point.value, resolved.point.interval
    return resolved


def digits(found: Found, clock: Clock, ahead: Sequence[Found]) -> Resolved | None:
    """A date in digits: 2017-01-17, 17.1.2017, 1/17/2017."""
    if "iso" in found.fields:
        year, month, day = (int(part) for part in found.fields["iso"][:10].replace("/", "-").split("-"))
    else:
        text = found.fields["slashed"]
        month, day, year = (int(part) for part in re.split("[/.-]", text))
        if "." in text or clock.language.tables["order"] == "dmy":
            month, day = day, month
        if month > 12:
            month, day = day, month
        if year < 100:
            year += 2000 if year < 40 else 1900
            # In an article of 1937, "36" is no year of the next century.
            year -= 100 * (clock.until is not None and year > clock.until.year + _AHEAD)
    if not 1 <= month <= 12 or not day:
        return None
    point = _valid(Point("day", year, month, day))
    if point is None:
        return None
    resolved = resolved_at(found, point, Certainty.STATED, None)
    return (
        with_time(resolved, {"clock": found.fields["iso"][11:]})
        if "T" in found.fields.get("iso", "")
        else resolved
    )
