"""Amounts counted from an event that the text has dated: "eight days after Fort Carrow"."""

from __future__ import annotations

from dataclasses import replace

from tui.dates.clock import Clock, Resolved, resolved_at
from tui.dates.found import Found
from tui.dates.points import RANK
from tui.dates.words import NAME, Words
from tui.model import Certainty, TimexType

_LONGEST_NAME = 5


def after_event(found: Found, clock: Clock) -> Resolved | None:
    """The date so long before or after an event that is called by a name; `None` if that is not what the words say.

    The event's date is the one that the text told with its name: the first date after the name in its paragraph, else
    the last one before it in its sentence.
    """
    name = _named(found, clock)
    unit, count = found.fields.get("unit") or found.fields.get("units"), found.fields.get("count")
    if name is None or unit is None or not isinstance(count, float | int) or RANK.get(unit, 0) < RANK["day"]:
        return None
    first, last, step = name
    told = _told_with(clock.words.span(first, last).of(clock.words.text), found, clock)
    if told is None or told.point is None or RANK[told.point.unit] > RANK[unit]:
        return None
    whole = replace(found, last=last, span=clock.words.span(found.first, last))
    point = told.point.plus(unit, step * int(count))
    return resolved_at(whole, point, Certainty.INFERRED, clock.anchor_of(told))


def _named(found: Found, clock: Clock) -> tuple[int, int, int] | None:
    """The name after "after" or "before": its first word, its last (exclusive), and the direction."""
    words, language = clock.words, clock.language
    if found.last + 1 >= len(words) or "elapsed" in found.fields:
        return None
    step = language.value("SIDE", [words.word(found.last)])
    if step is None:
        return None
    first = found.last + 1
    if words.signs[first] in language.signs_of("DETERMINER"):
        first += 1
    last = first
    while last < min(len(words), first + _LONGEST_NAME) and words.signs[last] == NAME:
        last += 1
    # What goes on as a word is more than the name, or not of the event: "before Hanlon's march", "after Moss wrote it".
    whole = last == len(words) or not words.word(last)[0].isalpha()
    return (first, last, step) if last > first and whole and not _possessive(words, last) else None


def _possessive(words: Words, last: int) -> bool:
    return last < len(words) and words.word(last)[0] in "'’"


def _told_with(name: str, found: Found, clock: Clock) -> Resolved | None:
    """The date that the text told with a name, where it last stood before the expression."""
    text = clock.words.text
    place = text.rfind(name, 0, found.span.start)
    if place < 0:
        return None
    end = text.find("\n\n", place)
    dated = [each for each in clock.done if _is_date(each)]
    after = next((each for each in dated if each.found.span.start > place), None)
    if after is not None and (end < 0 or after.found.span.start < end):
        return after
    begin = max(text.rfind(end, 0, place) for end in ("\n\n", ". ", ".\n"))
    return next((each for each in reversed(dated) if begin < each.found.span.start < place), None)


def _is_date(each: Resolved) -> bool:
    if each.type is not TimexType.DATE or each.point is None or not each.point.known:
        return False
    return RANK[each.point.unit] <= RANK["year"]
