"""Dates by their distance from another: "last year", "that same month", "eight days later", "a year ago"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tui.dates.amounts import amount
from tui.dates.clock import Clock, Resolved, about_writing, resolved_at, unresolved
from tui.dates.dated import with_time
from tui.dates.found import Found
from tui.dates.numbers import VAGUE
from tui.dates.points import RANK, Point, containing
from tui.dates.tense import Tense, tense
from tui.model import Certainty, TimexType

# How far back a period may have been named that "this period" means.
_NEARBY = 350
# So many years, and twice or ten times as many, are a round number.
_ROUND = 100


def unit(found: Found, clock: Clock, ahead: Sequence[Found]) -> Resolved | None:
    """A unit of the calendar told by where it stands: "last year", "the following day", "that evening"."""
    name = "day" if "part" in found.fields else found.fields["unit"]
    which = found.fields.get("which") or {"step": 0, "from": "text" if name == "day" else ""}
    if name == "fortnight" or RANK[name] < RANK["day"]:
        return None
    if (
        name == "quarter"
        and clock.quarter
        and clock.quarter.point
        and which["step"] <= 0
        and not clock.narrative
    ):
        return resolved_at(found, clock.quarter.point, Certainty.INFERRED, clock.anchor_of(clock.quarter))
    base = clock.base(which["step"], which.get("from", "") or _source(name, which["step"], clock))
    if base is None:
        return unresolved(found, Point(name, None).value)
    point, anchor = base
    if point is clock.written and (about := about_writing(found, clock, name, same=not which["step"])):
        return about
    if not point.known or RANK[point.unit] > RANK[name]:
        return unresolved(found, point.finer(name).value, anchor)
    point = _counted(found, point, name, which["step"], clock)
    return with_time(resolved_at(found, point, Certainty.INFERRED, anchor), found.fields)


def _source(name: str, step: int, clock: Clock) -> str:
    """ "The next day" after a day told just before counts from that; the day after the day of writing is "tomorrow"."""
    told = clock.told
    return "text" if name == "day" and step > 0 and told is not None and told is clock.done[-1] else ""


def _counted(found: Found, base: Point, name: str, step: int, clock: Clock) -> Point:
    if name == "quarter" and base.unit == "day":
        # The quarter that is spoken of without a number is the last one that is over.
        return base.plus("quarter", step or -1)
    if name == "weekend" and "which" not in found.fields and base.unit == "day":
        ahead = tense(clock.words, found, clock.language) is Tense.FUTURE
        day = base.first
        return containing(day if ahead else day.plus(-((day.weekday - 5) % 7)), "weekend")
    return base.plus(name, step)


def shift(found: Found, clock: Clock, ahead: Sequence[Found]) -> Resolved | None:
    """So much before or after: "two years ago", "eight days later", "the year before", "the year-ago quarter"."""
    direction = found.fields.get("direction") or {"step": found.fields.get("side", 1), "from": "text"}
    name = found.fields.get("unit") or found.fields.get("units") or ""
    count = found.fields.get("count", VAGUE if "units" in found.fields else 1.0)
    step = direction["step"]
    name, count = _whole(name, count)
    vague = "PAST_REF" if step < 0 else "FUTURE_REF"
    if "part" in found.fields:
        name = "day"
    if name in ("second", "minute", "hour") and not isinstance(count, str):
        return amount(found, clock, ahead)
    if isinstance(count, str) or "half" in found.fields or RANK.get(name, 0) < RANK["day"]:
        return unresolved(found, vague)
    if (
        name == "year"
        and step < 0
        and "direction" in found.fields
        and clock.quarter
        and clock.quarter.point
        and not clock.narrative
    ):
        return _year_before_the_quarter(found, clock, clock.quarter, int(count))
    source = direction.get("from", "written")
    base = clock.base(step, "" if source == "written" else source)
    if base is None:
        return unresolved(found, vague)
    point, anchor = base
    if point is clock.written and (about := about_writing(found, clock, name)):
        return about
    if not point.known or RANK[point.unit] > RANK[name]:
        return unresolved(found, point.finer(name).value, anchor)
    resolved = resolved_at(found, point.plus(name, step * int(count)), Certainty.INFERRED, anchor)
    if name == "year" and not count % _ROUND and resolved.interval is not None:
        resolved.interval = replace(resolved.interval, approximate=True)
    return resolved


def _whole(name: str, count: float | str) -> tuple[str, float | str]:
    """An amount in units that the calendar counts: a fortnight is two weeks, half a century fifty years."""
    parts = {
        "fortnight": (2, "week"),
        "decade": (10, "year"),
        "century": (100, "year"),
        "year": (12, "month"),
    }
    if isinstance(count, str) or name not in parts or (name != "fortnight" and count == int(count)):
        return name, count
    times, smaller = parts[name]
    return smaller, count * times


def _year_before_the_quarter(found: Found, clock: Clock, quarter: Resolved, years: int) -> Resolved:
    """Figures of a quarter are held against the same quarter of the year before."""
    point = quarter.point or Point("quarter", None)
    earlier = point._replace(year=None if point.year is None else point.year - years)
    return resolved_at(found, earlier, Certainty.INFERRED, clock.anchor_of(quarter))


def period(found: Found, clock: Clock, ahead: Sequence[Found]) -> Resolved | None:
    """A period or a time named before: "this same period", "at that time"."""
    if found.fields["period"] != "period":
        return _time(found, clock)
    for before in reversed(clock.done[-4:]):
        if found.span.start - before.found.span.end > _NEARBY:
            break
        if before.type is TimexType.DURATION and "-" not in before.found.span.of(clock.words.text):
            resolved = Resolved(
                found, TimexType.DURATION, before.value, None, before.interval, Certainty.INFERRED
            )
            resolved.anchor = clock.anchor_of(before)
            return resolved
        if before.point is not None and before.point.known and RANK[before.point.unit] > RANK["year"]:
            return resolved_at(found, before.point, Certainty.INFERRED, clock.anchor_of(before))
    return unresolved(found, "") if clock.narrative else None


def _time(found: Found, clock: Clock) -> Resolved | None:
    """ "At the same time": the date told last; "this time" says nothing but in a tale."""
    if not clock.narrative:
        return None
    which, named = found.fields.get("which", {"step": 0, "from": "text"}), clock.named
    if which["step"] == 0 and which.get("from") == "text" and named is not None and named.point is not None:
        return resolved_at(found, named.point, Certainty.INFERRED, clock.anchor_of(named))
    return unresolved(found, "")
