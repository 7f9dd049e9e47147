"""What a terminal shows: cells, each with its text and its style."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from rich.cells import split_graphemes
from rich.color import Color, ColorType
from rich.style import Style

ATTRIBUTES = (
    "bold",
    "dim",
    "italic",
    "underline",
    "underline2",
    "strike",
    "overline",
    "reverse",
    "blink",
    "blink2",
    "conceal",
    "frame",
    "encircle",
)
PLAIN = "none"
"""The style of a cell in the terminal's own colours."""


class Cell(NamedTuple):
    """One column of a row.

    `text` is a character with what combines with it; empty in the second column of a wide one. `style` is a style as Rich
    writes it (`bold #ffffff on #000000`), always in the same order.
    """

    text: str
    style: str


@dataclass(frozen=True, repr=False)
class Grid:
    """A whole screen, row by row; every row has as many cells as the screen has columns."""

    rows: tuple[tuple[Cell, ...], ...]

    def __repr__(self) -> str:
        """The size alone: thousands of cells help nobody in a message."""
        return f"<Grid {self.width}x{self.height}>"

    @property
    def width(self) -> int:
        """Columns."""
        return len(self.rows[0]) if self.rows else 0

    @property
    def height(self) -> int:
        """Rows."""
        return len(self.rows)

    def lines(self) -> list[str]:
        """The text of each row, trailing blanks cut off."""
        return ["".join(cell.text for cell in row).rstrip(" ") for row in self.rows]


def row(pieces: Iterable[tuple[str, Style | None]]) -> tuple[Cell, ...]:
    """The cells of one row out of its pieces of text, each in one style."""
    cells: list[Cell] = []
    for text, style in pieces:
        inked, plain = describe(style or _NULL)
        empty = Cell(" ", plain)
        parts = text if text.isascii() else graphemes(text)
        cells += [empty if part == " " else Cell(part, inked) for part in parts]
        if cells and text and not parts:
            cells[-1] = Cell(cells[-1].text + text, cells[-1].style)
    return tuple(cells)


def graphemes(text: str) -> list[str]:
    """The text column by column: a character with what combines with it, and "" for the second column of a wide one.

    What takes no column stands with the character before it, at the start with the one after it; alone it gives nothing.
    """
    parts: list[str] = []
    last, loose = 0, ""
    for start, end, width in split_graphemes(text)[0]:
        if width:
            last = len(parts)
            parts += [loose + text[start:end], *[""] * (width - 1)]
            loose = ""
        elif parts:
            parts[last] += text[start:end]
        else:
            loose += text[start:end]
    return parts


def seen(row: tuple[Cell, ...], *, strict: bool = False) -> list[str]:
    """The texts of a row's cells as they can be shown: what is not seen, or is obeyed by a terminal, is replaced.

    `strict` replaces all characters made of several code points too. The texts take as many columns as the cells.
    """
    texts = [cell.text for cell in row]
    for x, text in enumerate(texts):
        if any(unicodedata.category(char) in _UNSEEN for char in text) or (strict and len(text) > 1):
            texts[x] = "\N{REPLACEMENT CHARACTER}"
            if x + 1 < len(texts) and not texts[x + 1]:
                texts[x + 1] = " "
    return texts


@lru_cache(4096)
def describe(style: Style) -> tuple[str, str]:
    """The style in words, for a cell with ink and for a blank one.

    A blank keeps only what can be seen of it: its background and lines through it; the foreground only where the blank shows
    it (reversed, or as the colour of a line).
    """
    attributes = [name for name in ATTRIBUTES if getattr(style, name)]
    ink, paper = _colour(style.color), _colour(style.bgcolor)
    link = f"link {style.link}" if style.link else ""
    inked = " ".join(filter(None, [*attributes, ink, paper and f"on {paper}", link]))
    seen = [name for name in attributes if name in _SEEN_ON_BLANKS]
    ink, paper = ink if seen else "", "" if "reverse" in seen and len(seen) == 1 else paper
    blank = " ".join(filter(None, [*seen, ink, paper and f"on {paper}", link]))
    return inked or PLAIN, blank or PLAIN


@lru_cache(4096)
def blank(style: str) -> str:
    """What is left of a style, given in words, on a blank."""
    return describe(Style.parse(style))[1]


def _colour(color: Color | None) -> str:
    if color is None or color.type is ColorType.DEFAULT:
        return ""
    if color.triplet is not None:
        return color.triplet.hex
    return _names().get(color.number or 0, f"color({color.number})")


@cache
def _names() -> dict[int, str]:
    base = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"]
    return dict(enumerate([*base, *(f"bright_{name}" for name in base)]))


_NULL = Style.null()
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_SEEN_ON_BLANKS = {"underline", "underline2", "strike", "overline", "reverse", "frame", "encircle"}
