"""Characters of a text as a terminal with ASCII alone can show them, each in the cells that it takes."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

from rich.cells import split_graphemes
from rich.segment import Segment

_LIKE = {
    '"': "“”„‟«»″",
    "'": "‘’‚‛‹›′ʼ",
    "-": "‐‑‒–—―−",
    ".": "…·",
    "*": "•‣▪◦",
    "x": "×",
    "s": "ß",
    "a": "æ",
    "A": "Æ",
    "o": "œøº°",
    "O": "ŒØ",
    "d": "đð",
    "D": "ĐÐ",
    "l": "ł",
    "L": "Ł",
    "c": "©",
    "P": "¶",
    "S": "§",
    "+": "†‡",
}
_PLAIN = {like: plain for plain, likes in _LIKE.items() for like in likes}
UNKNOWN = "?"
"""What is shown in each cell of a character that none of ASCII is like."""


@lru_cache(maxsize=4096)
def plain(words: str) -> str:
    """The words in ASCII, as wide as they were: each character as one that is like it, else as `UNKNOWN`."""
    if words.isascii():
        return words
    spans, _ = split_graphemes(words)
    return "".join(_plain(words[start]) if width == 1 else UNKNOWN * width for start, _end, width in spans)


def in_ascii(segments: Iterable[Segment]) -> Iterator[Segment]:
    """Segments of a line with their words in ASCII."""
    return (Segment(plain(text), style, control) for text, style, control in segments)


def _plain(character: str) -> str:
    if character in _PLAIN:
        return _PLAIN[character]
    base = unicodedata.normalize("NFKD", character)[0]
    return base if base.isascii() and base.isprintable() else UNKNOWN
