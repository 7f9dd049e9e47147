"""Amounts of time, times that come again, and words for the present, past and future as such."""

from __future__ import annotations

from collections.abc import Sequence

from tui.dates import values
from tui.dates.clock import Clock, Resolved, mod_of, unresolved
from tui.dates.events import after_event
from tui.dates.found import Found
from tui.dates.numbers import VAGUE
from tui.dates.points import Point
from tui.model import Certainty, TimexType


def amount(found: Found, clock: Clock, ahead: Sequence[Found]) -> Resolved | None:
    """An amount of time: "two years", "months"; "12 to 18 months" says no one amount."""
    if "elapsed" in found.fields:
        return Resolved(found, TimexType.DURATION, values.elapsed(found.fields["elapsed"]))
    event = after_event(found, clock)
    if event is not None:
        return event
    lent = ahead[0].fields if ahead and "borrow" in found.fields else {}
    name = str({**lent, **found.fields}.get("unit") or {**lent, **found.fields}.get("units") or "")
    if not name:
        return None
    count = VAGUE if "range" in found.fields else found.fields.get("count", VAGUE)
    if "half" in found.fields and not isinstance(count, str):
        count += 0.5
    return Resolved(found, TimexType.DURATION, values.duration(count, name), mod=mod_of(found))


def spanning(found: Found, clock: Clock, ahead: Sequence[Found]) -> Resolved | None:
    """A stretch that touches an anchor: "the past five years", "the next decade", "the first weeks"."""
    name = found.fields.get("unit") or found.fields["units"]
    one = 1.0 if "unit" in found.fields else VAGUE
    count = VAGUE if "range" in found.fields else found.fields.get("count", one)
    resolved = Resolved(found, TimexType.DURATION, values.duration(count, name), mod=mod_of(found))
    resolved.certainty = Certainty.UNRESOLVED
    if found.fields["spanning"] == "past" and clock.now and not clock.narrative:
        resolved.interval = values.back_from(clock.now, count, name)
        resolved.certainty, resolved.anchor = Certainty.INFERRED, clock.written_anchor
    return resolved


def every(found: Found, clock: Clock, ahead: Sequence[Found]) -> Resolved | None:
    """A time that comes again."""
    if "often" in found.fields:
        return Resolved(found, TimexType.SET, found.fields["often"])
    if "weekday" in found.fields:
        return Resolved(found, TimexType.SET, f"XXXX-WXX-{found.fields['weekday'] + 1}", quant="EACH")
    if "season" in found.fields:
        return Resolved(
            found, TimexType.SET, Point("season", None, found.fields["season"]).value, quant="EACH"
        )
    if "month" in found.fields:
        return Resolved(found, TimexType.SET, Point("month", None, found.fields["month"]).value, quant="EACH")
    if "named" in found.fields:
        return _every_named(found)
    if "part" in found.fields:
        return Resolved(found, TimexType.SET, f"XXXX-XX-XXT{found.fields['part']}", quant="EACH")
    name = found.fields.get("unit") or found.fields["units"]
    count = 2.0 if "other" in found.fields else found.fields.get("count", 1.0)
    return Resolved(found, TimexType.SET, values.duration(count, name), quant="EACH")


def _every_named(found: Found) -> Resolved:
    """A named day of every year: "every May Day" is `XXXX-05-01`, "every Easter", which moves, only `P1Y`."""
    named = found.fields["named"]
    fixed = "day" in named and "year" not in named
    value = Point("day", None, named["month"], named["day"]).value if fixed else "P1Y"
    return Resolved(found, TimexType.SET, value, quant="EACH")


def reference(found: Found, clock: Clock, ahead: Sequence[Found]) -> Resolved | None:
    """A word for the present, the past or the future as such; some are dates in a tale only."""
    if found.fields.get("tale") and not clock.narrative:
        return None
    return unresolved(found, found.fields["ref"])
