"""Gather: the sentence and clause of each date, how they stand to it, and which dates are one event."""

from __future__ import annotations

from collections.abc import Sequence

from tui.dates import ranges
from tui.dates.clauses import Clauses
from tui.dates.clock import Resolved
from tui.dates.language import Language
from tui.dates.sentences import Sentences
from tui.dates.words import Words
from tui.model import Day, Event, Granularity, Interval, Relation, TimexType, Written


def gather(
    resolved: Sequence[Resolved], words: Words, language: Language, written: Written
) -> tuple[Event, ...]:
    """The events of a text, in the order of a timeline."""
    today = written.working if written.interval is not None and written.interval.latest is not None else None
    ends = ranges.join(resolved, words, language)
    ranges.bound_amounts(resolved, ends, words, language, written)
    sentences = Sentences(words.text, language.abbreviations)
    clauses = Clauses(words, language)
    events = []
    for group in _groups(resolved, ends, words, language):
        head = group[0]
        sentence = sentences.at(head.found.span.start)
        clause = clauses.of(head.found, group[-1].found.last, sentence)
        relation = _relation(head, group[-1], words, language)
        interval = _interval(group, relation, today)
        also = tuple(each.timex(words) for each in group[1:])
        events.append(Event(head.timex(words), relation, interval, sentence, clause, also))
    return tuple(sorted(events, key=lambda event: event.order))


def is_event(each: Resolved) -> bool:
    """Whether an expression dates something; sets and words for the present or the past as such do not."""
    return each.type is not TimexType.SET and not each.value.endswith("_REF") and each.value != ""


def _groups(
    resolved: Sequence[Resolved], ends: dict[int, int], words: Words, language: Language
) -> list[list[Resolved]]:
    """The expressions that make one event: the two ends of a range, and those that name the same time side by side."""
    groups: list[list[Resolved]] = []
    open_until = -1
    for index, each in enumerate(resolved):
        if not is_event(each):
            continue
        if groups and (index <= open_until or _apposed(groups[-1][-1], each, words, language)):
            groups[-1].append(each)
        else:
            groups.append([each])
        open_until = max(open_until, ends.get(index, -1))
        if index + 1 in ends and each.type is TimexType.DURATION and _bounded_by(each, resolved[index + 1]):
            open_until = max(open_until, index + 1)
    return groups


def _bounded_by(amount: Resolved, first: Resolved) -> bool:
    """Whether an amount has its ends from the range that begins with a date."""
    return (
        amount.interval is not None and amount.anchor is not None and amount.anchor.span == first.found.span
    )


def _apposed(before: Resolved, each: Resolved, words: Words, language: Language) -> bool:
    """Whether two expressions side by side name one time: "A day later, on January 18", "Election Day (November 8)"."""
    between = words.signs[before.found.last : each.found.first]
    if len(between) > 3 or before.interval is None:
        return False
    if before.interval != each.interval and not _completes(before, each):
        return False
    allowed = (
        language.signs_of("COMMA")
        + language.signs_of("PREPOSITION")
        + language.signs_of("OPENING")
        + language.signs_of("CLOSING")
    )
    return all(sign in allowed for sign in between)


def _completes(before: Resolved, each: Resolved) -> bool:
    """Whether an expression is only the year of the one before it: "25 October (7 November) 1917"."""
    if each.point is None or each.point.unit != "year" or before.anchor is None:
        return False
    return before.anchor.span == each.found.span


def _relation(head: Resolved, last: Resolved, words: Words, language: Language) -> Relation:
    """How the clause stands to the date, by the word before it."""
    if head is not last and head.interval != last.interval:
        return Relation.DURING
    first = head.found.first
    ends = language.ends_of("RELATION")
    for size in (3, 2, 1):
        if first >= size and words.signs[first - 1] in ends:
            said = language.value("RELATION", [words.word(index) for index in range(first - size, first)])
            if said is not None:
                return Relation(said)
    return Relation.DURING if head.type is TimexType.DURATION else Relation.AT


def _interval(group: list[Resolved], relation: Relation, today: Day | None) -> Interval | None:
    """When the event was: the stretch between the ends, or the date opened on the side that the relation says.

    What goes on "since" a date goes on until `today`, the day of writing; it stays open where that is not known.
    """
    known = [each.interval for each in group if each.interval is not None]
    if not known:
        return None
    first, last = known[0], known[-1]
    if len(known) > 1 and _completes(group[-2], group[-1]):
        last = known[-2]
    if len(known) > 1 and first != last:
        return Interval(first.earliest, last.latest, Granularity.SPAN)
    match relation:
        case Relation.SINCE | Relation.FROM:
            going_on = today is not None and first.earliest is not None and first.earliest <= today
            return Interval(first.earliest, today if going_on else None, Granularity.SPAN, first.approximate)
        case Relation.UNTIL | Relation.TO:
            return Interval(None, first.latest, Granularity.SPAN, first.approximate)
        case Relation.BEFORE:
            return Interval(None, first.earliest.plus(-1) if first.earliest else None, Granularity.SPAN)
        case Relation.AFTER:
            return Interval(first.latest.plus(1) if first.latest else None, None, Granularity.SPAN)
    return first
