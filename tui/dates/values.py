"""TIMEX3 values of amounts of time, and the days they cover when they touch a known day."""

from __future__ import annotations

from tui.dates.numbers import VAGUE
from tui.model import Day, Granularity, Interval

_LETTERS = {
    "second": "S",
    "minute": "M",
    "hour": "H",
    "day": "D",
    "night": "D",
    "morning": "D",
    "week": "W",
    "weekend": "D",
    "month": "M",
    "quarter": "Q",
    "year": "Y",
}
_OTHERS = {
    "fortnight": (2, "W"),
    "decade": (10, "Y"),
    "century": (100, "Y"),
    "millennium": (1000, "Y"),
    "weekend": (2, "D"),
}
_MONTHS = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}
_DAYS = {"day": 1, "night": 1, "week": 7, "fortnight": 14}


def duration(count: float | str, unit: str) -> str:
    """The TIMEX3 value: `P5Y`, `PT24H`, `P2Y6M`, `PXM` for an amount that is not said."""
    clock = "T" if unit in ("second", "minute", "hour") else ""
    if count == VAGUE or isinstance(count, str):
        return f"P{clock}X{_LETTERS.get(unit, 'Y')}"
    if unit in _OTHERS:
        times, letter = _OTHERS[unit]
        return f"P{number(count * times)}{letter}"
    if count % 1 == 0.5 and unit in ("year", "hour", "minute"):
        part = {"year": "6M", "hour": "30M", "minute": "30S"}[unit]
        whole = f"{int(count)}{_LETTERS[unit]}" if count >= 1 else ""
        return f"P{clock}{whole}{part}"
    return f"P{clock}{number(count)}{_LETTERS[unit]}"


def number(count: float) -> str:
    """A number as TIMEX3 writes it, without a needless point."""
    return str(int(count)) if count == int(count) else f"{count:g}"


def back_from(day: Day, count: float | str, unit: str) -> Interval | None:
    """The stretch of so many units that ends with a day; without a beginning when the amount is not said."""
    if isinstance(count, str):
        return Interval(None, day, Granularity.SPAN)
    if unit in _MONTHS:
        return Interval(day.plus_months(-int(count * _MONTHS[unit])), day, Granularity.SPAN)
    if unit in _DAYS:
        return Interval(day.plus(-int(count * _DAYS[unit])), day, Granularity.SPAN)
    return Interval(day, day, Granularity.DAY)


def time(clock: str | int | None, half: int | None, zone: str | None) -> str:
    """A time of day as TIMEX3 writes it after the T: `15:00`, `21:34-05`, `12:00Z`; empty for none.

    `half` is 0 before noon and 12 after it, `None` where the words do not say.
    """
    if clock is None:
        return ""
    clock = str(clock).replace(".", ":")
    digits = clock if ":" in clock else f"{clock[:-2]}:{clock[-2:]}" if len(clock) > 2 else f"{clock}:00"
    hour, *rest = digits.split(":")
    number = int(hour)
    if half is not None:
        number = number % 12 + half
    return ":".join((f"{number:02d}", *rest)) + (zone or "")


def elapsed(clock: str) -> str:
    """A time that a clock has measured, `3:07:35`, as an amount: `PT3H7M35S`."""
    hours, minutes, seconds = (int(part) for part in clock.split(":"))
    return f"PT{hours}H{minutes}M{seconds}S"
