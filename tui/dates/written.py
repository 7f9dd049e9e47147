"""When a text was written, from the text itself: a dateline if it has one, else after the latest day it speaks of."""

from __future__ import annotations

from collections.abc import Sequence

from tui.dates.clock import Resolved
from tui.dates.found import Found
from tui.dates.language import Language
from tui.dates.points import Point
from tui.dates.resolve import resolve
from tui.dates.tense import Tense, tense
from tui.dates.words import BREAK, Words
from tui.model import Certainty, Day, Granularity, Interval, Span, Written

# A dateline is a short paragraph among the first or the last of a text.
_LINE = 12
_EDGE = 60


def infer(found: Sequence[Found], words: Words, language: Language, headings: Sequence[Span] = ()) -> Written:
    """The day of a dateline; else an open range that begins after the latest day spoken of as past.

    A month, season or year spoken of as past may not be over: the range then begins with its first day, and the working
    day is its last. The working day is an assumption that relative dates count from, never shown as the date. Unknown
    where the text speaks of no time.
    """
    told = resolve(found, words, language, None, headings)
    line = next((each for each in told if _is_dateline(each, words, language)), None)
    if line is not None and line.point is not None:
        day = line.point.first
        return Written(Interval.on(day), day, Certainty.INFERRED, "dateline", (line.found.span,))
    past = [
        (each, each.point)
        for each in told
        if each.point is not None and _is_past(each, each.point, words, language)
    ]
    if not past:
        return Written()
    latest, point = max(past, key=lambda pair: _earliest_after(pair[1]))
    return Written(
        Interval(_earliest_after(point), None, Granularity.DAY),
        _working_after(point),
        Certainty.INFERRED,
        "after the latest day told",
        _evidence(latest),
    )


def _evidence(latest: Resolved) -> tuple[Span, ...]:
    """Where the latest day stands, and what its year was taken from."""
    anchor = latest.anchor
    spans = {latest.found.span, *((anchor.span,) if anchor and anchor.span else ())}
    return tuple(sorted(spans))


def _is_day(point: Point) -> bool:
    return point.unit in ("day", "part")


def _earliest_after(point: Point) -> Day:
    """The first day on which a text can have been written that speaks of a time as past."""
    return point.first.plus(1) if _is_day(point) else point.first


def _working_after(point: Point) -> Day:
    return point.first.plus(1) if _is_day(point) else point.last


def _is_past(each: Resolved, point: Point, words: Words, language: Language) -> bool:
    if not point.known or point.unit not in ("day", "part", "month", "year", "season"):
        return False
    if each.found.kind not in ("date", "digits") or each.found.fields.keys() & {
        "which",
        "dayword",
        "yearwhich",
    }:
        return False
    spoken = tense(words, each.found, language)
    # A year alone may be a goal, or a name's part: it is evidence where the sentence tells it as past.
    return spoken is Tense.PAST if point.unit == "year" else spoken is not Tense.FUTURE


def _is_dateline(each: Resolved, words: Words, language: Language) -> bool:
    """Whether a full date stands in a short paragraph of its own at the head or the foot of the text."""
    if (
        each.certainty is not Certainty.STATED
        or each.point is None
        or each.point.unit != "day"
        or not each.point.known
    ):
        return False
    first = words.signs.rfind(BREAK, 0, each.found.first) + 1
    last = words.signs.find(BREAK, each.found.last)
    last = len(words) if last < 0 else last
    if last - first > _LINE or not (first < _EDGE or last > len(words) - _EDGE):
        return False
    line = words.signs[first : each.found.first] + words.signs[each.found.last : last]
    verbs = language.signs_of("AUXILIARY") + language.signs_of("PAST") + language.signs_of("FUTURE")
    return not any(sign in language.signs_of("NOTDATELINE") + verbs for sign in line)
