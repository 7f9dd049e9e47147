"""Days that have a name with the reader: those of a collection's own list."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from tui.dates.found import Found
from tui.dates.language import Rule
from tui.dates.words import Words
from tui.model import Day, Interval, Span

OWN_DAY = Rule("day of the collection", "date", (), {}, ())
_YEARLY = re.compile(r"--(\d\d)-(\d\d)")


def own_days(words: Words, days: Mapping[str, str], taken: bytearray) -> list[Found]:
    """Where the names of days stand in a text; their words are marked as `taken`. Raises `ValueError` for a bad date."""
    fields = {name.casefold(): own_day(name, when) for name, when in days.items()}
    names = sorted((re.escape(name) for name in days if name), key=len, reverse=True)
    if not names:
        return []
    found = []
    for match in re.finditer(rf"(?<!\w)(?:{'|'.join(names)})(?!\w)", words.text, re.IGNORECASE):
        first, last = words.at(match.start()), words.at(match.end())
        if first < last and not any(taken[first:last]):
            taken[first:last] = b"\1" * (last - first)
            found.append(Found(Span(*match.span()), first, last, OWN_DAY, fields[match[0].casefold()]))
    return found


def own_day(name: str, when: str) -> dict[str, Any]:
    """What the name says, by field: the parts of the date. Raises `ValueError`, in one line, if it is none."""
    if match := _YEARLY.fullmatch(when):
        yearly = Day.of(2000, int(match[1]), int(match[2]))
        return {"month": yearly.month, "day": yearly.day}
    interval = Interval.parse(when)
    day, last = interval.earliest, interval.latest
    if day is None or last is None:
        raise ValueError(f"{name}: a named day must be one day, month or year, not {when!r}")
    if day == last:
        return {"year": day.year, "month": day.month, "day": day.day}
    return (
        {"year": day.year, "month": day.month}
        if (day.year, day.month) == (last.year, last.month)
        else {"year": day.year}
    )
