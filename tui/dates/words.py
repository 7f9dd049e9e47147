"""A text as words, and each word as one character: what the language knows of it.

A rule is then a regular expression over a string that is five times shorter than the text, in which "March", "Abril"
and "MAI" are the same character.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

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
GLUED = re.compile(r"(?P<before>[^\W\d_]+)(?P<year>[12]\d{3})|(?P<number>\d{1,4})(?P<after>[^\W\d_]+)")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text in order: `spans` in characters of it, `signs` one character a word."""

    text: str
    spans: list[tuple[int, int]]
    signs: str

    def __len__(self) -> int:
        """How many words and marks of punctuation there are."""
        return len(self.spans)

    def word(self, index: int) -> str:
        """The word as it is written."""
        start, end = self.spans[index]
        return self.text[start:end]

    def span(self, first: int, last: int) -> Span:
        """The characters from word `first` up to and without word `last`."""
        return Span(self.spans[first][0], self.spans[last - 1][1])

    def at(self, offset: int) -> int:
        """The index of the first word that starts at or after a character."""
        return bisect_left(self.spans, (offset, offset))


def split(text: str, language: Language) -> Words:
    """Cut a text into words and look each one up; linear in the text."""
    spans = [match.span() for match in TOKEN.finditer(text)]
    signs = "".join(map(language.signs.__getitem__, [text[start:end] for start, end in spans]))
    if language.glued in signs:
        spans, signs = _unglued(text, spans, signs, language)
    return Words(text, spans, signs)


def _unglued(
    text: str, spans: list[tuple[int, int]], signs: str, language: Language
) -> tuple[list[tuple[int, int]], str]:
    """Cut "in1937", "1946with", "7pm", "12hrs" and a hyphen that parts two whole words at a line's end."""
    cut: list[tuple[int, int]] = []
    for (start, end), sign in zip(spans, signs, strict=True):
        if sign != language.glued:
            cut.append((start, end))
        elif match := GLUED.fullmatch(text, start, end):
            middle = match.end("before" if match["before"] else "number")
            cut += [(start, middle), (middle, end)]
        else:
            cut += [(start + m.start(), start + m.end()) for m in re.finditer(r"\w+|-", text[start:end])]
    return cut, "".join(language.signs[text[start:end]] for start, end in cut)
