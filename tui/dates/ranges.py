"""Ranges: two dates that are the ends of one stretch, and amounts whose ends are told beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from tui.dates import values
from tui.dates.clock import Resolved
from tui.dates.language import Language
from tui.dates.words import Words
from tui.model import Anchor, AnchorKind, Certainty, Granularity, Interval, TimexType, Written


def join(resolved: Sequence[Resolved], words: Words, language: Language) -> dict[int, int]:
    """The ends of ranges: for the index of each first end that of its last end ("from … to …", "March 19–April 30")."""
    ends: dict[int, int] = {}
    for index in range(len(resolved) - 1):
        for last in (index + 1, index + 2):
            if last < len(resolved) and _is_range(
                resolved[index], resolved[last], words, language, last - index
            ):
                ends[index] = last
                break
    return ends


def _is_range(first: Resolved, last: Resolved, words: Words, language: Language, steps: int) -> bool:
    """Whether two dates are the ends of a range; one apposed in brackets may stand between them."""
    if not (_dated(first) and _dated(last)) or first.interval is None or last.interval is None:
        return False
    gap = last.found.first - first.found.last
    if not 1 <= gap <= (3 if steps == 1 else 12):
        return False
    determiners, joiners = language.signs_of("DETERMINER"), language.signs_of("RANGE")
    between = [sign for sign in words.signs[first.found.last : last.found.first] if sign not in determiners]
    if not between or between[-1] not in joiners or (steps == 1 and len(between) > 2):
        return False
    opened = words.signs[first.found.first - 1 : first.found.first] if first.found.first else ""
    joiner = words.word(last.found.first - 1)
    if steps > 1 and not (opened and opened in language.signs_of("FROM")):
        return False
    through = between[-1] in language.signs_of("THROUGH")
    if joiner[0].isalpha() and not through and not (opened and opened in language.signs_of("FROM")):
        return False
    start, end = first.interval.earliest, last.interval.latest
    return start is not None and end is not None and start <= end


def _dated(each: Resolved) -> bool:
    return each.type in (TimexType.DATE, TimexType.TIME) and each.interval is not None


def span_of(first: Resolved, last: Resolved) -> Interval | None:
    """The stretch from one date to another."""
    if first.interval is None or last.interval is None:
        return None
    return Interval(first.interval.earliest, last.interval.latest, Granularity.SPAN)


def bound_amounts(
    resolved: Sequence[Resolved], ends: dict[int, int], words: Words, language: Language, written: Written
) -> None:
    """Give amounts their ends: by the range that follows, by "have … for months" up to the day of writing, or by
    the amount that "this same period" means; ends that hang on a day of writing that is not known are approximate."""
    working = written.working
    loose = written.interval is None or written.interval.earliest != written.interval.latest
    by_span = {each.found.span: each for each in resolved}
    for index, each in enumerate(resolved):
        if each.type is not TimexType.DURATION:
            continue
        if index + 1 in ends and _follows(each, resolved[index + 1], words):
            each.interval = span_of(resolved[index + 1], resolved[ends[index + 1]])
            each.certainty, each.anchor = Certainty.INFERRED, _anchor(resolved[index + 1], words)
        elif each.interval is None and each.found.kind == "amount" and working is not None:
            if _perfect(each, words, language):
                count, name = (
                    each.found.fields.get("count", "X"),
                    each.found.fields.get("unit") or each.found.fields["units"],
                )
                each.interval = values.back_from(working, count, name)
                each.certainty, each.anchor = Certainty.INFERRED, Anchor(AnchorKind.WRITTEN, working.iso)
        elif each.found.kind == "period" and each.anchor and each.anchor.span in by_span:
            each.interval = by_span[each.anchor.span].interval
        if loose and each.interval is not None and each.anchor and each.anchor.kind is AnchorKind.WRITTEN:
            each.interval = replace(each.interval, approximate=True)


def _anchor(each: Resolved, words: Words) -> Anchor:
    return Anchor(AnchorKind.TEXT, each.value, each.found.span.of(words.text), each.found.span)


def _follows(amount: Resolved, first: Resolved, words: Words) -> bool:
    return first.found.first - amount.found.last <= 3


def _perfect(each: Resolved, words: Words, language: Language) -> bool:
    """Whether the sentence says "have", "has" … "for" so long."""
    first = each.found.first
    before = words.signs[max(0, first - 30) : first]
    if not before or before[-1] not in language.signs_of("LASTING"):
        return False
    perfect, infinitive = language.signs_of("PERFECT"), language.signs_of("INFINITIVE")
    return any(sign in perfect and after not in infinitive for sign, after in pairwise(before))
