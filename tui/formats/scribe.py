"""Writes a `Reading` down: every format hands its text and marks to a `Scribe`, which settles how the pieces join."""

from __future__ import annotations

import re
from dataclasses import replace
from enum import IntEnum
from functools import cached_property

from tui.model import Mark, MarkKind, Reading, Span, visible

_ENDS = re.compile("\r\n?|[\v\x85\u2028]")
_LETTERS_LAST = re.compile(r"[^\W\d_]+\Z")
_LETTERS_FIRST = re.compile(r"[^\W\d_]+")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
# With the signs of Markdown that can stand at a line's end and beginning.
_BROKEN_WORD = re.compile(r"(?<![^\W\d_])[^\W\d_]+-[ \t*_]*\n[\s*_>]*[^\W\d_]+")
_ENUMERATOR = re.compile(r"\w{1,3}[.)]\s")
_ADDRESS = re.compile(r"\S*[^\s.][/@.]\w")
_WIDE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")
_TAIL = 80
_PARAGRAPH = 60


class Gap(IntEnum):
    """What stands between two pieces of text; of several in a row the widest counts."""

    NONE = 0
    SOFT = 1
    """A line end that means nothing (a hard wrap)."""
    LINE = 2
    """A line break of the text itself."""
    PARAGRAPH = 3
    """A paragraph's end, unless the paragraph goes on after a page end."""
    BLOCK = 4
    """A paragraph's end in any case: round headings, quotations, lists."""


def even(text: str) -> str:
    """The text with every kind of line end as a line feed; form feeds (page ends) stay."""
    if any(end in text for end in "\r\v\x85\u2028"):
        text = _ENDS.sub("\n", text)
    return text.replace("\u2029", "\n\n")


class Scribe:
    """Takes text, gaps and marks in the order of reading and gives the `Reading`.

    Control characters are made visible, wrapped lines are joined (a word broken by a hyphen is healed), and a
    paragraph that a page end broke in mid-sentence is rejoined. `source` is the whole text that it is taken from: its
    words decide whether a hyphen at a line end belongs to the word.
    """

    def __init__(self, source: str) -> None:
        """Begin with an empty page."""
        self._source = source
        self._pieces: list[str] = []
        self._length = 0
        self._tail = ""
        self._gap = Gap.NONE
        self._paragraph = 0
        self._lines = False
        self._open: list[tuple[MarkKind, str, int | None]] = []
        self._page: tuple[str, int | None] | None = None
        self._marks: list[Mark] = []
        self._pages: list[Mark] = []

    @property
    def length(self) -> int:
        """How many characters are written so far."""
        return self._length

    @property
    def at_gap(self) -> bool:
        """Whether a gap stands before the next piece of text."""
        return self._gap is not Gap.NONE

    def text(self, words: str) -> None:
        """Write a piece of text; line feeds in it are line breaks of the text itself."""
        words = visible(words)
        if "\r" in words:  # written as `&#13;`, it is no line end to the parser
            words = even(words)
        if self._gap or not self._length:
            words = words.lstrip(" \t\n")
        if not words:
            return
        if self._gap:
            self._trim()
            if self._length:
                self._join(words)
        self._gap = Gap.NONE
        self._open = [
            (kind, value, self._length if start is None else start) for kind, value, start in self._open
        ]
        if self._page is not None and self._page[1] is None:
            self._page = (self._page[0], self._length)
        self._write(words)

    def gap(self, gap: Gap) -> None:
        """Say what stands before the next piece of text."""
        self._gap = max(self._gap, gap)

    def open(self, kind: MarkKind, value: str = "") -> None:
        """Begin a mark at the next piece of text."""
        self._open.append((kind, visible(value, lines=False), None))

    def close(self) -> None:
        """End the mark that was opened last; one without text leaves nothing."""
        kind, value, start = self._open.pop()
        if start is not None and start < self._length:
            self._marks.append(Mark(Span(start, self._length), kind, value))

    def page(self, number: str) -> None:
        """Begin a page at the next piece of text; the one before ends there, wherever that is in other marks."""
        self._end_page()
        self._page = (visible(number, lines=False), None)

    def _end_page(self) -> None:
        if self._page is not None and self._page[1] is not None and self._page[1] < self._length:
            self._pages.append(Mark(Span(self._page[1], self._length), MarkKind.PAGE, self._page[0]))
        self._page = None

    def reading(self) -> Reading:
        """What was written; marks still open end here."""
        self._trim()
        self._end_page()
        while self._open:
            self.close()
        end = self._length
        pages = [
            replace(page, span=Span(page.span.start, min(page.span.end, end)))
            for page in self._pages
            if page.span.start < end
        ]
        return Reading("".join(self._pieces), tuple(sorted([*self._marks, *pages])))

    def _write(self, words: str) -> None:
        self._pieces.append(words)
        self._length += len(words)
        self._tail = words[-_TAIL:] if len(words) >= _TAIL else (self._tail + words)[-_TAIL:]

    def _join(self, words: str) -> None:
        """Fill the gap before `words`."""
        if self._gap is Gap.SOFT or (self._gap is Gap.PARAGRAPH and self._goes_on(words)):
            joint = self._joint(words)
            if joint:
                self._write(joint)
        elif self._gap is Gap.LINE:
            self._lines = True
            self._write("\n")
        else:
            self._write("\n\n")
            self._paragraph, self._lines = self._length, False

    def _goes_on(self, words: str) -> bool:
        """Whether a paragraph of prose that breaks off in mid-sentence goes on with `words`."""
        return (
            words[0].islower()
            and not self._lines
            and self._length - self._paragraph >= _PARAGRAPH
            and (self._tail[-1].isalnum() or self._tail[-1] in ",-\xad")
            and not _ENUMERATOR.match(words)
            and not _ADDRESS.match(words)
        )

    def _joint(self, words: str) -> str:
        """What joins a wrapped line to the next: mostly a space."""
        last, before = self._tail[-1], self._tail[-2:-1]
        if last == "\xad":
            self._unwrite()
            return ""
        if last == "-" and before.isalnum() and words[0].isalnum():
            if words[0].islower() and not self._keeps_hyphen(words):
                self._unwrite()
            return ""
        if last in "—–" and not before.isspace():
            return ""
        if words[0] == "—" and not words[1:2].isspace():
            return ""
        return "" if _WIDE.match(last) and _WIDE.match(words[0]) else " "

    def _keeps_hyphen(self, words: str) -> bool:
        """Whether the hyphen at a line end is the word's own: judged by the other words of the same text."""
        left, right = _LETTERS_LAST.search(self._tail[:-1]), _LETTERS_FIRST.match(words)
        if left is None or right is None:
            return True
        first, second = left[0].casefold(), right[0].casefold()
        if first + second in self._vocabulary:
            return False
        if f"{first}-{second}" in self._vocabulary:
            return True
        return first in self._vocabulary and second in self._vocabulary

    @cached_property
    def _vocabulary(self) -> frozenset[str]:
        whole = _BROKEN_WORD.sub(" ", self._source)
        return frozenset(word.casefold() for word in _WORD.findall(whole))

    def _trim(self) -> None:
        """Take the blanks back that were written last."""
        while self._pieces and self._pieces[-1][-1:] in ("", " ", "\t", "\n"):
            self._unwrite(len(self._pieces[-1]) - len(self._pieces[-1].rstrip(" \t\n")))
            if self._pieces[-1]:
                break
            self._pieces.pop()
        if not self._tail and self._pieces:
            self._tail = self._pieces[-1][-_TAIL:]

    def _unwrite(self, count: int = 1) -> None:
        """Take back the last characters of the last piece, from the marks over them too."""
        kept = self._pieces[-1][: len(self._pieces[-1]) - count]
        self._pieces[-1] = kept
        self._tail = self._tail[: max(0, len(self._tail) - count)]
        self._length -= count
        end = self._length
        cut: list[Mark] = []
        while self._marks and self._marks[-1].span.end > end:
            mark = self._marks.pop()
            if mark.span.start < end:
                cut.append(replace(mark, span=Span(mark.span.start, end)))
        self._marks.extend(reversed(cut))
        self._open = [
            (kind, value, start if start is None else min(start, end)) for kind, value, start in self._open
        ]
