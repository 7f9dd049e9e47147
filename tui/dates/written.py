"""When a text was written, from the text itself: a dateline if it has one, else after the latest day it speaks of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tui.dates.clock import Resolved
from tui.dates.found import Found
from tui.dates.language import Language
from tui.dates.resolve import resolve
from tui.dates.tense import Tense, tense
from tui.dates.words import BREAK, Words
from tui.model import Certainty, Day, Granularity, Interval, Span, Written

# A dateline is a short paragraph among the first or the last of a text.
_LINE = 12
_EDGE = 60


def infer(found: Sequence[Found], words: Words, language: Language, headings: Sequence[Span] = ()) -> Written:
    """The day of a dateline; else a range that begins the day after the latest day spoken of as past, and is open.

    The working day is the first day of the range: an assumption that relative dates count from, never shown as the
    date. Unknown where the text speaks of no day.
    """
    told = resolve(found, words, language, None, headings)
    line = next((each for each in told if _is_dateline(each, words, language)), None)
    if line is not None and line.point is not None:
        day = line.point.first
        return Written(Interval.on(day), day, Certainty.INFERRED, "dateline", (line.found.span,))
    past = [each for each in told if _is_past(each, words, language)]
    if not past:
        return Written()
    latest = max(past, key=_bound)
    return _after(_bound(latest), _evidence(latest, past))


def _after(day: Day, evidence: tuple[Span, ...]) -> Written:
    following = day.plus(1)
    return Written(
        Interval(following, None, Granularity.DAY),
        following,
        Certainty.INFERRED,
        "after the latest day told",
        evidence,
    )


def _evidence(latest: Resolved, past: Iterable[Resolved]) -> tuple[Span, ...]:
    """Where the latest day stands, and what its year was taken from."""
    anchor = latest.anchor
    spans = {latest.found.span, *((anchor.span,) if anchor and anchor.span else ())}
    return tuple(sorted(spans))


def _bound(each: Resolved) -> Day:
    """The day after which the text must have been written: a month or year named may still have been running."""
    if each.point is None:
        raise ValueError(f"no place on the calendar: {each.value}")
    return each.point.first


def _is_past(each: Resolved, words: Words, language: Language) -> bool:
    point = each.point
    if point is None or not point.known or point.unit not in ("day", "part", "month", "year", "season"):
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
    if each.certainty is not Certainty.STATED or each.point is None or each.point.unit != "day":
        return False
    first = words.signs.rfind(BREAK, 0, each.found.first) + 1
    last = words.signs.find(BREAK, each.found.last)
    last = len(words) if last < 0 else last
    if last - first > _LINE or not (first < _EDGE or last > len(words) - _EDGE):
        return False
    line = words.signs[first : each.found.first] + words.signs[each.found.last : last]
    verbs = language.signs_of("AUXILIARY") + language.signs_of("PAST") + language.signs_of("FUTURE")
    return not any(sign in language.signs_of("NOTDATELINE") + verbs for sign in line)
