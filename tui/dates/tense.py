"""The tense of the sentence around an expression, as far as it tells whether a date has been or is to come."""

from __future__ import annotations

from enum import Enum

from tui.dates.found import Found
from tui.dates.language import Language
from tui.dates.words import BREAK, Words

_REACH = 40


class Tense(Enum):
    """Whether the sentence speaks of what was, or of what is to be."""

    PAST = "past"
    FUTURE = "future"
    UNSAID = "unsaid"


def tense(words: Words, found: Found, language: Language) -> Tense:
    """The tense told by the nearest verb that shows one, first those before the expression."""
    if language.contexts["behind"].regex.match(words.signs, found.first):
        return Tense.PAST
    ahead = language.contexts["ahead"].regex.match(words.signs, found.first) is not None
    before, after = around(words, found.first, found.last, language)
    if ahead and "weekday" in found.fields and before < found.first - 1:
        return Tense.FUTURE
    if found.last < after and words.signs[found.last] in language.signs_of("WAS"):
        return Tense.PAST
    present, future = language.signs_of("PRESENT"), language.signs_of("FUTURE")
    past, be = language.signs_of("PAST"), language.signs_of("BE")
    signs, past_endings, future_endings = words.signs, language.past_endings, language.future_endings
    for index in [*reversed(range(before, found.first)), *range(found.last, after)]:
        sign, word = signs[index], words.word(index)
        if sign in present:
            to_come = signs[index + 1 : index + 2] in language.signs_of("INFINITIVE")
            return Tense.FUTURE if to_come else Tense.UNSAID
        if sign in future or word.endswith(future_endings):
            # What "was planned", "had been due", may have been by now.
            planned = index > before and signs[index - 1] in past
            return Tense.UNSAID if planned else Tense.FUTURE
        # A "be" before it makes a form of the past a passive of any time: "will be held".
        if (sign in past or word.endswith(past_endings)) and (not index or signs[index - 1] not in be):
            return Tense.UNSAID if ahead else Tense.PAST
    return Tense.UNSAID


def around(words: Words, first: int, last: int, language: Language) -> tuple[int, int]:
    """The words of the sentence around some words: first, and last exclusive; at most forty on either side."""
    start, end = max(0, first - _REACH), min(len(words), last + _REACH)
    for match in reversed(list(language.stops.finditer(words.signs, start, first))):
        if _stops(words, match.start(), language):
            start = match.end()
            break
    for match in language.stops.finditer(words.signs, last, end):
        if _stops(words, match.start(), language):
            end = match.start()
            break
    return start, end


def _stops(words: Words, index: int, language: Language) -> bool:
    """Whether a sentence ends at a full stop: at one that is not that of an abbreviation, or with its paragraph."""
    if words.signs[index] == BREAK:
        return True
    if index and words.word(index - 1) in language.abbreviations:
        return False
    return index + 1 >= len(words) or words.signs[index + 1] not in language.signs_of("COMMA")
