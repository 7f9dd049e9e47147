"""Gather: the sentence and clause of each date, how they stand to it, and which dates are one event."""

from __future__ import annotations

from collections.abc import Sequence

from tui.dates.clauses import clause_of
from tui.dates.language import Language
from tui.dates.resolve import Resolved
from tui.dates.sentences import Sentences
from tui.dates.words import Words
from tui.model import Event, Relation, TimexType


def gather(resolved: Sequence[Resolved], words: Words, language: Language) -> tuple[Event, ...]:
    """The events of a text, in the order of a timeline."""
    sentences = Sentences(words.text, frozenset(language.tables.get("abbreviations", ())))
    events = []
    for each in resolved:
        if each.type is TimexType.SET or each.value.endswith("_REF"):
            continue
        sentence = sentences.at(each.found.span.start)
        clause = clause_of(each.found, sentence, words, language)
        events.append(Event(each.timex(words), Relation.AT, each.interval, sentence, clause))
    return tuple(sorted(events, key=lambda event: event.order))
