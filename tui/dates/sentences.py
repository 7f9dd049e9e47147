"""Sentences of a text, as spans."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection

from tui.model import Span

_PARAGRAPH = re.compile(r"\n[^\S\n]*\n\s*")
# French has a space before the closing mark of a quotation, German closes one with “ or «.
_END = re.compile(r"[.!?…]+(?:[\"'”’»“«)\]*_]|[ \u00a0\u202f]»)*(?=\s)")
_WORD_BEFORE = re.compile(r"[\w.]{1,12}$")


class Sentences:
    """Where the sentences of a text stand, asked by offset; a paragraph is cut when it is first asked for."""

    def __init__(self, text: str, abbreviations: Collection[str]) -> None:
        """Take the text; a full stop after one of the abbreviations or an initial ends nothing."""
        self._text = text
        self._abbreviations = abbreviations
        self._paragraphs = [0, *(match.end() for match in _PARAGRAPH.finditer(text)), len(text)]
        self._ends: dict[int, list[int]] = {}

    def at(self, offset: int) -> Span:
        """The sentence in which a character stands, without the white space around it."""
        number = min(bisect_right(self._paragraphs, offset), len(self._paragraphs) - 1)
        start, end = self._paragraphs[number - 1], self._paragraphs[number]
        ends = self._ends.get(number)
        if ends is None:
            found = _END.finditer(self._text, start, end)
            ends = [match.end() for match in found if _ends(self._text, match, self._abbreviations)]
            self._ends[number] = ends
        index = bisect_right(ends, offset)
        return trim(
            self._text, ends[index - 1] if index else start, ends[index] if index < len(ends) else end
        )


def _ends(text: str, match: re.Match[str], abbreviations: Collection[str]) -> bool:
    following = text[match.end() : match.end() + 3].lstrip()
    if not following or match[0][0] != "." or len(match[0]) > 1:
        return not following[:1].islower() and not _closes_a_title(text, match)
    start = match.start()
    if following[0].islower():
        return False
    before = _WORD_BEFORE.search(text[max(0, start - 12) : start])
    word = before[0] if before else ""
    return word not in abbreviations and not (len(word) == 1 and word.isupper()) and "." not in word


def _closes_a_title(text: str, match: re.Match[str]) -> bool:
    """Whether the mark ends a quotation that stands in the sentence like a noun: an article titled “Who is next?”."""
    if match[0][0] not in "!?" or match[0][-1] not in "”»":
        return False
    opened = text.rfind("“" if match[0][-1] == "”" else "«", max(0, match.start() - 200), match.start())
    before = text[max(0, opened - 8) : opened].rstrip()[-1:] if opened > 0 else ""
    return before.isalnum()


def trim(text: str, start: int, end: int) -> Span:
    """A stretch without the white space at its ends."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)
