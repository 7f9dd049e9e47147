"""The running date of a tale: which dates carry it on, and which are only told aside."""

from __future__ import annotations

from collections.abc import Sequence

from tui.dates.found import Found
from tui.dates.language import Language
from tui.dates.points import Point
from tui.dates.words import BREAK, Words

_REACH, _NEAR = 14, 3
_HEADING = 14


def is_heading(words: Words, found: Found, language: Language) -> bool:
    """Whether an expression stands in a heading: a short paragraph without a full stop."""
    start = words.signs.rfind(BREAK, 0, found.first) + 1
    end = words.signs.find(BREAK, found.last)
    end = len(words) if end < 0 else end
    return end - start <= _HEADING and (end == start or words.signs[end - 1] not in language.signs_of("STOP"))


def is_aside(words: Words, found: Found, language: Language) -> bool:
    """Whether a date is told aside: an end ("until 1945"), a plan, a flashback ("had invaded in 1943"), a since.

    Only the words of its own clause before it are asked; a date at the head of its sentence carries the tale on.
    """
    near = language.signs_of("ASIDENEAR")
    asides, stops = (
        language.signs_of("ASIDE"),
        language.signs_of("STOP") + BREAK + language.signs_of("CLAUSE"),
    )
    for index in range(found.first - 1, max(-1, found.first - _REACH), -1):
        sign = words.signs[index]
        if sign in asides or (sign in near and found.first - index <= _NEAR):
            return True
        if sign in stops:
            return False
    return False


def tells_history(found: Sequence[Found], written: Point | None) -> bool:
    """Whether a text goes by dates of its own rather than by the day that it was written on."""
    if written is None:
        return True
    year = written.last.year
    own = sum(each.fields.get("year", year) != year for each in found)
    near = sum(_is_near(each) for each in found)
    return bool(own > 2 * near + 2)


def _is_near(found: Found) -> bool:
    """Whether an expression counts from the day of writing: "yesterday", "Tuesday", "last week", "a year ago"."""
    fields = found.fields
    if "dayword" in fields or ("weekday" in fields and "day" not in fields):
        return True
    relative = fields.get("which") or fields.get("yearwhich") or fields.get("direction")
    return relative is not None and "period" not in fields and bool(relative.get("from") != "text")
