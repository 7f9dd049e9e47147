"""Cells of a screen, and which of them every terminal draws as wide as Rich counts them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from operator import attrgetter
from unicodedata import category, east_asian_width

from rich.cells import get_character_cell_size, split_graphemes
from rich.color import ColorSystem
from rich.style import Style

from tui.driver.pen import PLAIN, Pen, pen_of


class Cell:
    """What stands in one cell of the screen: a character with its marks, and the pen it is drawn with.

    A wide character stands in its first cell; the second holds its tail. Cells are made by `cell`, the same one for the
    same values, so they are compared with `is`.
    """

    __slots__ = ("pen", "sure", "text", "width")

    def __init__(self, text: str, pen: Pen, width: int, sure: bool) -> None:
        """Of a character that takes `width` cells (1 or 2; 0 for a tail); not `sure` if some terminal may take more or fewer."""
        self.text, self.pen, self.width, self.sure = text, pen, width, sure

    @property
    def is_tail(self) -> bool:
        """Whether it is the second cell of a wide character."""
        return self.width == 0


@lru_cache(maxsize=16384)
def cell(text: str, pen: Pen, width: int, sure: bool, /) -> Cell:
    """The cell of these values; a blank has its pen's bare one."""
    if text == " " and pen is not pen.bare:
        return cell(text, pen.bare, 1, True)
    return Cell(text, pen, width, sure)


def blank(pen: Pen) -> Cell:
    """A blank drawn with a pen."""
    return cell(" ", pen, 1, True)


BLANK = blank(PLAIN)
UNKNOWN = Cell("", PLAIN, 1, True)
"""Stands where it is not known what the terminal shows; is no cell of any text."""


def all_sure(cells: Iterable[Cell]) -> bool:
    """Whether all of the cells are."""
    return all(map(_SURE, cells))


_SURE = attrgetter("sure")


class _Ascii(dict[str, Cell]):
    """The cells of ASCII characters with a pen, made when they are wanted."""

    def __init__(self, pen: Pen) -> None:
        self._pen = pen

    def __missing__(self, character: str) -> Cell:
        made = self[character] = cell(character, self._pen, 1, True)
        return made


@lru_cache(maxsize=64)
def _ascii_of(pen: Pen) -> _Ascii:
    return _Ascii(pen)


@lru_cache(maxsize=1024)
def cells_of(
    text: str, style: Style | None, colours: ColorSystem | None, ambiguous_sure: bool
) -> tuple[Cell, ...]:
    """The cells of a text in one style, as many as Rich counts; control characters have none.

    Marks at the beginning, which belong to the cell before, come as a first cell of no width.
    """
    pen = pen_of(style, colours)
    if text.isascii():
        printable = text if text.isprintable() else filter(str.isprintable, text)
        return tuple(map(_ascii_of(pen).__getitem__, printable))
    cells: list[Cell] = []
    for start, end, width in split_graphemes(text)[0]:
        cluster = "".join(c for c in text[start:end] if category(c) not in ("Cc", "Cs"))
        if not cluster:
            continue
        sure = len(cluster) == 1 and _is_sure(cluster, width, ambiguous_sure)
        if width or not cells:
            cells.append(cell(cluster, pen, width, sure))
            cells.extend([cell("", pen, 0, sure)] * (width - 1))
    return tuple(cells)


@lru_cache(maxsize=4096)
def _is_sure(character: str, width: int, ambiguous_sure: bool) -> bool:
    """Whether terminals agree on the width of a character that stands by itself.

    They do on the letters, digits and signs of left-to-right scripts without conjuncts, and on those of East Asia; not on
    marks, joiners, emoji, what shaping or right-to-left order may touch, nor on what has no meaning yet.
    """
    code, wide = ord(character), east_asian_width(character)
    if category(character)[0] not in "LNPSZ" or width != get_character_cell_size(character):
        return False
    if wide == "A" and not ambiguous_sure:
        return False
    if any(start <= code <= end for start, end in _DOUBTFUL):
        return False
    return width == (2 if wide in "WF" else 1)


_DOUBTFUL = (
    (0x0590, 0x10FF),  # Hebrew, Arabic, the scripts of India and South-East Asia
    (0x1100, 0x11FF),  # Hangul by parts
    (0x1200, 0x1DFF),  # rare scripts
    (0x200B, 0x200F),
    (0x2028, 0x202E),
    (0x2060, 0x206F),
    (0x231A, 0x231B),  # emoji among the signs
    (0x23E9, 0x23F3),
    (0x25FD, 0x25FE),
    (0x2614, 0x2615),
    (0x2648, 0x2653),
    (0x267F, 0x267F),
    (0x2693, 0x2693),
    (0x26A1, 0x26A1),
    (0x26AA, 0x26AB),
    (0x26BD, 0x26BE),
    (0x26C4, 0x26C5),
    (0x26CE, 0x26CE),
    (0x26D4, 0x26D4),
    (0x26EA, 0x26EA),
    (0x26F2, 0x26F5),
    (0x26FA, 0x26FD),
    (0x2705, 0x2705),
    (0x270A, 0x270B),
    (0x2728, 0x2728),
    (0x274C, 0x274E),
    (0x2753, 0x2757),
    (0x2795, 0x2797),
    (0x27B0, 0x27BF),
    (0x2B1B, 0x2B1C),
    (0x2B50, 0x2B55),
    (0x2E3A, 0x2E3B),  # dashes of two and three ems
    (0x2FF0, 0x2FFF),
    (0x303F, 0x303F),
    (0x3248, 0x324F),
    (0x4DC0, 0x4DFF),
    (0xA000, 0xABFF),
    (0xD7B0, 0xD7FF),
    (0xE000, 0xF8FF),
    (0xFB1D, 0xFEFF),
    (0x10000, 0x1FFFF),
    (0xE0000, 0x10FFFF),
)
"""Ranges in which terminals differ, by what they take for wide, for joined, or for right to left; the surrogates are none."""
