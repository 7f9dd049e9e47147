"""Hard wraps told from line breaks that are meant.

Plain text comes with one paragraph a line, or wrapped at a width (old mail, e-texts, columns read by OCR), or both; verse,
addresses and tables have short lines on purpose. A line was wrapped if the first word of the next had not fitted any
more; a stretch is prose if most of its lines were, and if they do not all begin with capitals as verse does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tui.formats.scribe import Gap

_LONG = 130
_NEAR = 4
_FULL = 0.86
_SENTENCE_END = re.compile(r"[.!?:;…。！？][\"'”’»)\]]*\Z")
_ITEM = re.compile(r"(?:[-*•·–—]|\(?\d{1,3}[.)]|\(?[a-z][.)])\s+\S")
_BLANKS = re.compile(r"[ \t]+")


class Wraps:
    """How one text is wrapped; `flow` then tells the gap before each line of a block (lines without an empty one)."""

    def __init__(self, blocks: Sequence[Sequence[str]]) -> None:
        """Measure all blocks of the text."""
        lengths = sorted(len(line.strip()) for block in blocks for line in block)
        self._width = lengths[len(lengths) * 95 // 100] if lengths else 0
        self._wrapped = 0 < self._width <= _LONG and self._is_wrapped(blocks)

    def flow(self, block: Sequence[str]) -> Iterator[tuple[Gap, str]]:
        """Each line of a block with the gap before it; the first has a paragraph's."""
        gaps = [Gap.PARAGRAPH, *(self._gaps(block) if len(block) > 1 else ())]
        plain = Gap.LINE not in gaps
        margin = 0 if plain else min(_indent(line) for line in block)
        for gap, line in zip(gaps, block, strict=True):
            yield gap, _evened(line.strip()) if plain else line[margin:].rstrip()

    def _is_wrapped(self, blocks: Sequence[Sequence[str]]) -> bool:
        pairs = full = capitals = 0
        for block in blocks:
            if len(block) > 1:
                fulls = self._fulls(block)
                pairs += len(fulls)
                full += sum(fulls)
                capitals += sum(line.lstrip()[0].isupper() for line in block[1:])
        return pairs > 0 and full >= 0.5 * pairs and capitals <= 0.75 * pairs

    def _fulls(self, block: Sequence[str]) -> list[bool]:
        """For each line but the last, whether the next one's first word had not fitted on it."""
        lengths = [len(line.strip()) for line in block]
        least = self._width if len(block) <= _NEAR else 0
        fulls = []
        for i in range(len(block) - 1):
            width = max(least, *lengths[max(0, i - _NEAR) : i + _NEAR + 1])
            fulls.append(lengths[i] + 1 + len(block[i + 1].split(None, 1)[0]) > _FULL * width)
        return fulls

    def _gaps(self, block: Sequence[str]) -> list[Gap]:
        if not self._wrapped:
            long = [len(line) > _LONG for line in block]
            return [Gap.PARAGRAPH if long[i] or long[i + 1] else Gap.LINE for i in range(len(block) - 1)]
        fulls = self._fulls(block)
        prose = _prose(block, fulls) if len(block) > _NEAR else [True] * len(fulls)
        indents = [_indent(line) for line in block]
        flush = min(indents)
        ragged = 2 * indents.count(flush) < len(indents)
        return [
            _gap(block[i].strip(), block[i + 1].strip(), fulls[i], not ragged and indents[i + 1] > indents[i])
            if prose[i]
            else Gap.LINE
            for i in range(len(fulls))
        ]


def _gap(line: str, following: str, full: bool, indented: bool) -> Gap:
    """The gap between two lines of prose."""
    ended = _SENTENCE_END.search(line) is not None
    if line.isupper() != following.isupper() and len(following) > 3:
        return Gap.LINE
    if indented and (ended or not full):
        return Gap.PARAGRAPH
    if _ITEM.match(following) and (ended or not full):
        return Gap.LINE
    if full:
        return Gap.SOFT
    if ended:
        return Gap.PARAGRAPH
    return Gap.LINE if following[0].isupper() else Gap.SOFT


def _prose(block: Sequence[str], fulls: Sequence[bool]) -> list[bool]:
    """For each line but the last, whether the lines near it are prose."""
    full, capitals = [0], [0]
    for i, value in enumerate(fulls):
        full.append(full[-1] + value)
        capitals.append(capitals[-1] + block[i + 1].lstrip()[0].isupper())
    prose = []
    for i in range(len(fulls)):
        start, end = max(0, i - _NEAR), min(len(fulls), i + _NEAR + 1)
        near = end - start
        prose.append(full[end] - full[start] >= 0.5 * near and capitals[end] - capitals[start] <= 0.75 * near)
    return prose


def _evened(line: str) -> str:
    return _BLANKS.sub(" ", line) if "  " in line or "\t" in line else line


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
