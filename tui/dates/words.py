"""A text as words, and each word as one character: what the language knows of it.

A rule is then a regular expression over a string that is five times shorter than the text, in which "March", "Abril"
and "MAI" are the same character.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate
from typing import TYPE_CHECKING

from tui.dates.kept import Kept
from tui.model import Span

if TYPE_CHECKING:
    from tui.dates.language import Language

TOKEN = re.compile(
    r"""
      \n[^\S\n]*\n\s*                                          # a paragraph ends
    | (?:https?://|www\.)[^\s]+                                # an address: the digits in it are no dates
    | \d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d)?)?(?!\d)           # 2017-01-17, 2017-01-17T15:00
    | \d{1,2}(?P<sep>[/.])\d{1,2}(?P=sep)(?:\d{4}|\d\d)(?![\d/]) # 17/1/2017, 15.6.2013
    | \d{1,2}:\d\d(?::\d\d)?(?![\d:])                          # 15:00
    | \d{1,3}(?:,\d{3})+(?!\d)                                 # 10,000
    | \d+\.\d+                                                 # 22.8
    | \d{3}0['’][^\W\d_]{1,2}\b                                           # 1950's
    | \d{4}/\d\d/\d\d(?![\d/])                                 # 2017/01/17
    | \d\d-\d\d-\d\d(?![\d-])                                  # 08-09-98
    | \d{1,2}-\d{1,2}-\d{4}(?![\d-])                           # 8-9-1998
    | (?<![\d'’‘`])['’‘`]\d\d[^\W\d_]?\b                       # '82, '80s
    | [^\W_]+(?:(?:-\n|\u00ad\n?)[^\W\d_]+)*                   # a word, broken at a line's end or not
    | [^\s\u00ad\u200b\u2060\ufeff]
    """,
    re.VERBOSE,
)
# The signs of a word that the language does not list, of such a word with a capital, and of a paragraph's end.
UNKNOWN = "x"
NAME = "X"
BREAK = "¶"
_MARKS = frozenset(",.;:")
GLUED = re.compile(r"(?P<before>[^\W\d_]+)(?P<year>[12]\d{3})|(?P<number>\d{1,4})(?P<after>[^\W\d_]+)")

# White space that a paragraph's end can have a space in: such a text is not cut at its spaces first.
_RAGGED = re.compile(r"\n[^\S ]{0,99}+ ")
_LONGEST_KEPT = 32
_MOST_KEPT = 1 << 17
_MOST_CUT = 1 << 14


class Pieces(Kept[str]):
    """The signs of what stands between two spaces, kept for the next time: most of a text has been met before."""

    def __init__(self, language: Language) -> None:
        """Start empty."""
        super().__init__(_MOST_KEPT, _LONGEST_KEPT)
        self._language = language

    def made(self, text: str) -> str:
        """Look the words of a piece up."""
        signs = self._language.signs
        if text.isalpha():
            return signs[text]
        if text[-1:] in _MARKS and text[:-1].isalpha():
            return signs[text[:-1]] + signs[text[-1]]
        return "".join([signs[text[start:end]] for start, end in cut(text, self._language)])


class Places(Kept[list[tuple[int, int]]]):
    """Where the words of such a piece start and end in it."""

    def __init__(self, language: Language) -> None:
        """Start empty."""
        super().__init__(_MOST_CUT, _LONGEST_KEPT)
        self._language = language

    def made(self, text: str) -> list[tuple[int, int]]:
        """Cut a piece."""
        return cut(text, self._language)


class Words:
    """The words of a text in order: `signs` has one character a word; where a word stands is found when it is asked.

    The text is held as the pieces between its spaces, with the number of each piece's first word.
    """

    __slots__ = ("_firsts", "_language", "_long", "_pieces", "_starts", "signs", "text")

    def __init__(self, text: str, language: Language) -> None:
        """Cut a text into words and look each one up; linear in the text."""
        self.text = text
        self._language = language
        self._pieces = [text] if _RAGGED.search(text) else text.split(" ")
        told = list(map(language.pieces.__getitem__, self._pieces))
        self.signs = "".join(told)
        self._firsts = list(accumulate(map(len, told), initial=0))
        self._starts = list(accumulate(map((1).__add__, map(len, self._pieces)), initial=0))
        self._long: dict[int, list[tuple[int, int]]] = {}

    def __len__(self) -> int:
        """How many words and marks of punctuation there are."""
        return len(self.signs)

    def place(self, index: int) -> tuple[int, int]:
        """Where a word starts and ends, in characters of the text."""
        number = bisect_right(self._firsts, index) - 1
        start, end = self._places(number)[index - self._firsts[number]]
        before = self._starts[number]
        return before + start, before + end

    def word(self, index: int) -> str:
        """The word as it is written."""
        number = bisect_right(self._firsts, index) - 1
        piece = self._pieces[number]
        if piece.isalpha():
            return piece
        start, end = self._places(number)[index - self._firsts[number]]
        return piece[start:end]

    def span(self, first: int, last: int) -> Span:
        """The characters from word `first` up to and without word `last`."""
        return Span(self.place(first)[0], self.place(last - 1)[1])

    def at(self, offset: int) -> int:
        """The index of the first word that starts at or after a character."""
        number = bisect_right(self._starts, offset) - 1
        if number < 0 or number >= len(self._pieces):
            return 0 if number < 0 else len(self)
        within = offset - self._starts[number]
        if not within or within >= len(self._pieces[number]):
            return self._firsts[number + (within > 0)]
        return self._firsts[number] + bisect_left(self._places(number), (within,))

    def _places(self, number: int) -> list[tuple[int, int]]:
        """Where the words of a piece start and end in it; those of a long one are kept as long as the text."""
        piece = self._pieces[number]
        if len(piece) <= _LONGEST_KEPT:
            return self._language.places[piece]
        if number not in self._long:
            self._long[number] = cut(piece, self._language)
        return self._long[number]


def cut(piece: str, language: Language) -> list[tuple[int, int]]:
    """Where the words of a piece of text stand in it."""
    spans = [match.span() for match in TOKEN.finditer(piece)]
    if any(language.signs[piece[start:end]] == language.glued for start, end in spans):
        spans = list(_unglued(piece, spans, language))
    return spans


def _unglued(text: str, spans: Iterable[tuple[int, int]], language: Language) -> Iterator[tuple[int, int]]:
    """Cut "in1937", "1946with", "7pm", "12hrs" and a hyphen that parts two whole words at a line's end."""
    for start, end in spans:
        if language.signs[text[start:end]] != language.glued:
            yield start, end
        elif match := GLUED.fullmatch(text, start, end):
            middle = match.end("before" if match["before"] else "number")
            yield from ((start, middle), (middle, end))
        else:
            yield from ((start + m.start(), start + m.end()) for m in re.finditer(r"\w+|-", text[start:end]))
