"""Writes the lines of printed pages down as paragraphs, headings and notes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from tui.formats.layout import Line, Run
from tui.formats.scribe import Gap, Scribe
from tui.model import MarkKind, Reading

_HEADING = 1.22
_TITLE = 2.0
_SENTENCE_END = re.compile(r"[.!?:;…]['\"”’)\]\d]*\Z")
_NUMBER = re.compile(r"\d{1,3}")


class PageWriter:
    """Takes pages one after the other and gives the reading."""

    def __init__(self, pages: Sequence[Sequence[Sequence[Line]]], bare: Sequence[str] = ()) -> None:
        """Measure all the pages' blocks; `bare` are the texts of pages whose lines are not known."""
        lines = [line for page in pages for block in page for line in block]
        self._scribe = Scribe("\n".join([line.text for line in lines] + list(bare)))
        sizes: Counter[float] = Counter()
        for line in lines:
            sizes[round(line.size, 1)] += len(line.text)
        self._body = sizes.most_common(1)[0][0] if sizes else 1.0

    def furniture(self, words: str) -> None:
        """Write a running head, marked as one."""
        self._scribe.gap(Gap.BLOCK)
        self._scribe.open(MarkKind.FURNITURE)
        self._scribe.text(words)
        self._scribe.close()
        self._scribe.gap(Gap.BLOCK)

    def page(self, number: str, blocks: Sequence[Sequence[Line]]) -> None:
        """Write a page, its blocks in order."""
        self._scribe.page(number)
        for block in blocks:
            for paragraph in self._paragraphs(block):
                self._write(paragraph)

    def bare_page(self, number: str, text: str) -> None:
        """Write a page of which only the text is known."""
        self._scribe.page(number)
        self._scribe.gap(Gap.PARAGRAPH)
        for line in text.splitlines():
            self._scribe.text(" ".join(line.split()))
            self._scribe.gap(Gap.SOFT)

    def reading(self) -> Reading:
        """What was written."""
        return self._scribe.reading()

    def _write(self, paragraph: Sequence[Line]) -> None:
        heading = self._is_heading(paragraph[0])
        self._scribe.gap(Gap.BLOCK if heading or self._is_new(paragraph) else Gap.PARAGRAPH)
        if heading:
            self._scribe.open(MarkKind.HEADING, "2" if paragraph[0].size > _TITLE * self._body else "3")
        for line in paragraph:
            self._write_line(line)
            self._scribe.gap(Gap.SOFT)
        if heading:
            self._scribe.close()
        self._scribe.gap(Gap.BLOCK if heading else Gap.PARAGRAPH)

    def _is_new(self, paragraph: Sequence[Line]) -> bool:
        """Whether a paragraph begins, and not goes on from another column: its first line is set in."""
        return len(paragraph) > 1 and paragraph[0].left - paragraph[1].left > 0.6 * paragraph[0].size

    def _write_line(self, line: Line) -> None:
        for run, words in line.spaced:
            number = words.strip()
            if _NUMBER.fullmatch(number) and _is_raised(run, line):
                self._scribe.open(MarkKind.NOTE, number)
                self._scribe.text(f"[{number}]")
                self._scribe.close()
            else:
                self._scribe.text(words)

    def _paragraphs(self, block: Sequence[Line]) -> Iterator[list[Line]]:
        """The lines of a column, parted where a paragraph ends."""
        left, right = _margins(block)
        leading = _leading(block)
        paragraph: list[Line] = []
        for line in block:
            if paragraph and self._ends(paragraph[-1], line, left, right, leading):
                yield paragraph
                paragraph = []
            paragraph.append(line)
        if paragraph:
            yield paragraph

    def _ends(self, last: Line, line: Line, left: float, right: float, leading: float) -> bool:
        if self._is_heading(line) or self._is_heading(last):
            same = self._is_heading(line) and self._is_heading(last) and abs(line.size - last.size) < 1
            return not (same and line.top - last.bottom < line.size)
        em = max(line.size, 1.0)
        down = (line.top + line.bottom - last.top - last.bottom) / 2
        if down < 0.5 * em or down > 1.5 * max(leading, em):
            return True
        if 0.6 * em < line.left - left < 8 * em and last.left - left < 0.5 * em:
            return True
        short = right - last.right > 4 * em
        return short and _SENTENCE_END.search(last.text) is not None and not line.text[:1].islower()

    def _is_heading(self, line: Line) -> bool:
        if not any(char.isalpha() for char in line.text):
            return False
        bold = line.bold and len(line.text) < 80 and not line.text.endswith((".", ",", "-"))
        return bold or line.size > _HEADING * self._body


def _is_raised(run: Run, line: Line) -> bool:
    """Whether a number stands above the line, smaller than its type: it points to a note."""
    return (
        run is not line.runs[0] and run.size < 0.85 * line.size and run.bottom < line.bottom - 0.2 * line.size
    )


def _margins(block: Sequence[Line]) -> tuple[float, float]:
    """Where most lines begin, and where the longest end."""
    lefts = sorted(line.left for line in block)
    rights = sorted(line.right for line in block)
    return lefts[len(lefts) // 4], rights[max(0, len(rights) * 9 // 10 - 1)]


def _leading(block: Sequence[Line]) -> float:
    """The usual step from line to line."""
    middles = [(line.top + line.bottom) / 2 for line in block]
    steps = [after - before for before, after in pairwise(middles) if after > before]
    return median(steps) if steps else 0.0
