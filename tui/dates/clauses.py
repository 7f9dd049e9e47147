"""The shortest clause that a date belongs to, found from the marks, the joining words and the verbs around it."""

from __future__ import annotations

from itertools import islice

from tui.dates.found import Found
from tui.dates.language import Language
from tui.dates.words import Words
from tui.model import Span

_REACH = 80
# A clause that has fewer words beside its date does not say what happened.
_FEW = 2
_SHORT_DASHES = "-–‐‑‒−"


class Clauses:
    """Finds clauses in one text; `sentence` and the answers are spans of its characters."""

    def __init__(self, words: Words, language: Language) -> None:
        """Look up once what joins and parts clauses in the language."""
        self._words = words
        self._signs = words.signs
        known = language.signs_of
        self._part = known("PARTING")
        self._join = known("SUBORDINATE")
        self._and = known("COORDINATE")
        self._before = known("PREPOSITION")
        self._auxiliary = known("AUXILIARY")
        self._verb = self._auxiliary + known("PAST") + known("FINITE")
        self._cleft, self._relative = known("CLEFT"), known("RELATIVE")
        self._inner, self._genitive = known("INNER"), known("GENITIVE")
        self._comma = known("COMMA")
        self._open, self._shut = known("OPENING"), known("CLOSING")
        self._determiner = known("DETERMINER")
        self._past_ending = language.past_endings
        self._verb_second = bool(language.tables.get("verb_second", False))
        self._finite_ending = tuple(language.tables.get("finite_endings", "s"))

    def of(self, found: Found, last: int, sentence: Span) -> Span:
        """The clause of an expression that (with what belongs to it) ends before word `last`; its sentence where the clause
        alone does not say what happened."""
        start = max(self._words.at(sentence.start), found.first - _REACH)
        end = min(self._words.at(sentence.end), last + _REACH)
        clause = self._clause(found, last, start, end)
        return clause if self._says_enough(clause, found.first, last) else self._span(start, end)

    def _says_enough(self, clause: Span, first: int, last: int) -> bool:
        """Whether words enough of a clause do not belong to the date."""
        words = range(self._words.at(clause.start), self._words.at(clause.end))
        said = (
            index for index in words if not first <= index < last and self._words.word(index)[0].isalpha()
        )
        return sum(1 for _ in islice(said, _FEW)) == _FEW

    def _clause(self, found: Found, last: int, start: int, end: int) -> Span:
        first = self._lead(found.first, start)
        if (bracket := self._bracket(found.first, start)) >= 0:
            return self._span(self._left(bracket, start), bracket)
        if (following := self._fronted(first, last, start, end)) is not None:
            return self._span(following, self._right(following, end, seen=False))
        if self._attributive(found.first, last, end):
            return self._noun_phrase(found.first, last, start, end)
        left = self._left(first, start)
        # A German verb stands second: the one behind a date at the head of its sentence closes no noun phrase.
        if (
            not self._verb_second
            and self._finite(last, end)
            and (phrase := self._before_verb(left, first, last)) is not None
        ):
            return self._span(phrase, first)
        right = self._right(last, end, seen=self._has_verb(left, first))
        return self._span(left, first if right - last <= 1 and first > left else right)

    def _before_verb(self, left: int, first: int, last: int) -> int | None:
        """Where the noun phrase begins that the date closes before its verb: "the election of Trump in November confirms"."""
        phrase = self._phrase(left, first)
        if first - phrase >= 2:
            return phrase
        return left if first > left and self._signs[last] in self._auxiliary else None

    # Where the expression stands ---------------------------------------------------------------------------------

    def _lead(self, first: int, start: int) -> int:
        """Back over the prepositions and the article before the expression."""
        while first > start and self._signs[first - 1] in self._before + self._determiner:
            first -= 1
        return first

    def _fronted(self, first: int, last: int, start: int, end: int) -> int | None:
        """Where the clause begins that a fronted date belongs to: "On 5 May, in Paris, | they …"; `None` if it is not fronted."""
        clause = self._left(first, start)
        if last < end and self._signs[last] in self._cleft and self._has_auxiliary(clause, first):
            return last + 1
        if first - clause > 3 or self._has_verb(clause, first):
            return None
        comma = self._next(self._comma, last, min(end, last + 6))
        if comma is None:
            return None
        position = comma + 1
        while position < end and self._signs[position] in self._before:
            comma = self._closing_comma(position, end)
            if comma is None or comma - position > 30:
                break
            position = comma + 1
        return position if end - position >= 2 else None

    def _closing_comma(self, position: int, end: int) -> int | None:
        """The comma after a phrase, past the quotation or bracket in it; a comma inside the quotation's end counts."""
        depth = 0
        for index in range(position, end):
            sign, word = self._signs[index], self._words.word(index)
            if word in "“«(":
                depth += 1
            elif word in "”»)":
                depth -= 1
                if depth == 0 and self._words.word(index - 1) in ",?!":
                    return index
            elif depth <= 0 and sign in self._comma:
                return index
            elif depth <= 0 and self._parts(index):
                return None
        return None

    def _bracket(self, first: int, start: int) -> int:
        """The bracket that is open at the expression; -1 if none is."""
        for index in range(first - 1, start - 1, -1):
            if self._signs[index] in self._shut:
                return -1
            if self._signs[index] in self._open:
                return index if index > start else -1
        return -1

    def _attributive(self, first: int, last: int, end: int) -> bool:
        """Whether the date stands before a noun as its attribute: "the January 11 article", "the 2016 election"."""
        if last >= end or first == 0 or self._signs[first - 1] not in self._determiner:
            return False
        word = self._words.word(last)
        return (
            word[0].isalpha()
            and not self._finite(last, end)
            and self._signs[last] not in (self._before + self._and + self._join + self._comma)
        )

    # How far it reaches ------------------------------------------------------------------------------------------

    def _left(self, position: int, start: int) -> int:
        """Back to where the clause begins: after a mark that parts, at a joining word, after "and" before a verb."""
        behind, before = False, True
        for index in range(position - 1, start - 1, -1):
            sign = self._signs[index]
            if self._parts(index):
                return index + 1
            if sign in self._join:
                return index + (sign not in self._relative)
            behind = behind or self._is_verb(index)
            # Without a verb before one "and" there is none before those to its left.
            if sign in self._and and behind and before:
                before = self._has_verb(start, index)
                if before:
                    return index + 1
        return start

    def _right(self, position: int, end: int, *, seen: bool) -> int:
        """On to where the clause ends: at a mark that parts, or a joining word once its verb has been `seen`."""
        for index in range(position, end):
            sign = self._signs[index]
            if self._parts(index) and index > position:
                return index
            seen = seen or self._is_verb(index)
            if sign in self._join and seen and sign not in self._cleft:
                return index - (self._signs[index - 1] in self._comma)
        return end

    def _noun_phrase(self, first: int, last: int, start: int, end: int) -> Span:
        """The noun that the date is an attribute of, and what that belongs to: "interference in the 2016 election"."""
        right = last + 1
        while (
            right < end
            and self._words.word(right)[0].isalpha()
            and not self._finite(right, end)
            and right < last + 4
        ):
            if self._signs[right] in self._before + self._and + self._join:
                break
            right += 1
        left = first - 1
        if left > start and self._signs[left - 1] in self._before and self._signs[left - 1] in self._inner:
            left = self._phrase(self._left(left - 1, start), left - 1)
        return self._span(left, right)

    def _phrase(self, left: int, last: int) -> int:
        """Where the noun phrase before word `last` begins: after the nearest preposition that is not "of", or verb."""
        for index in range(last - 1, left - 1, -1):
            if self._is_verb(index) or (
                self._signs[index] in self._before and self._signs[index] not in self._genitive
            ):
                return index + 1
        return left

    # Words -------------------------------------------------------------------------------------------------------

    def _parts(self, index: int) -> bool:
        """Whether a mark parts clauses: a dash does only where it stands between spaces, or is a long one."""
        if self._signs[index] not in self._part:
            return False
        start, end = self._words.place(index)
        if self._words.text[start:end] not in _SHORT_DASHES:
            return True
        return (
            0 < index < len(self._words) - 1
            and self._words.place(index - 1)[1] < start
            and end < self._words.place(index + 1)[0]
        )

    def _is_verb(self, index: int) -> bool:
        return self._signs[index] in self._verb or (
            self._signs[index] == "x" and self._words.word(index).endswith(self._past_ending)
        )

    def _finite(self, index: int, end: int) -> bool:
        """Whether a word is, as far as its form tells, a verb with a subject."""
        if index >= end:
            return False
        word = self._words.word(index)
        return self._is_verb(index) or (
            self._signs[index] == "x"
            and word.islower()
            and word.endswith(self._finite_ending)
            and len(word) > 4
        )

    def _has_verb(self, first: int, last: int) -> bool:
        return any(self._is_verb(index) for index in range(first, last))

    def _has_auxiliary(self, first: int, last: int) -> bool:
        return any(self._signs[index] in self._verb for index in range(first, last))

    def _next(self, signs: str, first: int, last: int) -> int | None:
        return next((index for index in range(first, last) if self._signs[index] in signs), None)

    def _span(self, first: int, last: int) -> Span:
        while (
            last > first + 1
            and not self._words.word(last - 1)[0].isalnum()
            and self._words.word(last - 1) not in '”»)’"*'
        ):
            last -= 1
        while first < last - 1 and self._words.word(first) in ",.;:!?)]”»—–-":
            first += 1
        return self._words.span(first, max(last, first + 1))
