"""What has to be drawn of a row, in parts of one pen each."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import compress
from operator import is_not
from typing import NamedTuple

from tui.driver.cells import Cell
from tui.driver.pen import Pen


class Part(NamedTuple):
    """What is written to a row `y` from the column `begin` on, which leaves the cursor in the column `after` (`None`: at the edge).

    It is drawn with a pen; if `is_blank`, with any that draws the same blanks. `row` are the cells of the row as they shall be.
    """

    y: int
    begin: int
    text: str
    after: int | None
    pen: Pen
    is_blank: bool
    row: Sequence[Cell]


class Erasing(NamedTuple):
    """What a terminal can erase: blanks with a background, and a number of cells (ECH)."""

    coloured: bool
    runs: bool

    def draws(self, ground: Pen) -> bool:
        """Whether erasing draws the blanks of a pen."""
        return ground.erases and (self.coloured or not ground.back)


def parts_of_row(y: int, old: Sequence[Cell], new: Sequence[Cell], erasing: Erasing) -> list[Part]:
    """The parts that make a row of another; all of its cells must be sure."""
    changed = list(compress(range(len(new)), map(is_not, old, new)))
    rest_from = blank_from(new, erasing)
    rest = bisect_left(changed, rest_from)
    erase = changed[rest] if rest < len(changed) and changed[-1] - changed[rest] >= _ERASE else None
    parts = _parts(y, changed if erase is None else changed[:rest], new, erasing)
    if erase is not None:
        begin = rest_from if parts and parts[-1].after == rest_from else erase
        parts.append(erasure(y, begin, new))
    return parts


def parts_between(y: int, begin: int, end: int, row: Sequence[Cell], erasing: Erasing) -> list[Part]:
    """The cells of a row from `begin` to `end`, whatever was there before."""
    return _parts(y, range(begin, end), row, erasing)


def erasure(y: int, begin: int, row: Sequence[Cell]) -> Part:
    """The blanks at the end of a row, from `begin` on, by erasing them."""
    return Part(y, begin, "\x1b[K", begin, row[begin].pen, True, row)


def blank_from(row: Sequence[Cell], erasing: Erasing) -> int:
    """Where the blanks at the end of a row begin that can be erased; its width if there are none."""
    last, x = row[-1], len(row)
    if last.text == " " and erasing.draws(last.pen):
        while x and row[x - 1] is last:
            x -= 1
    return x


def gap(row: Sequence[Cell], begin: int, end: int, pen: Pen) -> str | None:
    """The cells between two columns, if to write them again with a pen is no longer than to move over them."""
    if end - begin > _GAP:
        return None
    cells = row[begin:end]
    if any(here.pen is not (pen.bare if here.text == " " else pen) for here in cells):
        return None
    text = "".join(here.text for here in cells)
    return text if len(text) == end - begin or text.isascii() else None


def _parts(y: int, changed: Sequence[int], row: Sequence[Cell], erasing: Erasing) -> list[Part]:
    """The cells in these columns, and those between them that are shorter to write again than to leave out."""
    parts: list[Part] = []
    begin = end = -1
    pen, is_blank = row[0].pen, True
    for x in changed:
        if x < end:
            continue
        here = row[x]
        if not here.width:
            x -= 1
            here = row[x]
        if begin >= 0 and x > end and gap(row, end, x, pen) is None:
            parts.append(_part(y, begin, end, row, pen, is_blank, erasing))
            begin = -1
        if here.text == " ":
            if begin < 0 or pen.bare is not here.pen:
                if begin >= 0:
                    parts.append(_part(y, begin, end, row, pen, is_blank, erasing))
                begin, pen, is_blank = x, here.pen, True
        elif begin >= 0 and (here.pen is pen or (is_blank and here.pen.bare is pen)):
            pen, is_blank = here.pen, False
        else:
            if begin >= 0:
                parts.append(_part(y, begin, end, row, pen, is_blank, erasing))
            begin, pen, is_blank = x, here.pen, False
        end = x + (here.width or 1)
    if begin >= 0:
        parts.append(_part(y, begin, end, row, pen, is_blank, erasing))
    return parts


def _part(
    y: int, begin: int, end: int, row: Sequence[Cell], pen: Pen, is_blank: bool, erasing: Erasing
) -> Part:
    text = "".join([here.text for here in row[begin:end]])
    after = end if end < len(row) else None
    if _LONG in text and erasing.runs and erasing.draws(pen.bare):
        last = len(text) - len(text.rstrip(" "))
        if last >= _ERASE_LAST:
            text, after = text[:-last], end - last
        text = _AMID.sub(_erased, text) + (f"\x1b[{last}X" if last >= _ERASE_LAST else "")
    return Part(y, begin, text, after, pen, is_blank, row)


def _erased(blanks: re.Match[str]) -> str:
    count = len(blanks[0])
    return f"\x1b[{count}X\x1b[{count}C"


_ERASE, _ERASE_LAST = 3, 6
"""So many blanks are shorter to erase: at the end of a line; at the end of what is written."""

_AMID = re.compile(" {12,}")
_LONG = " " * _ERASE_LAST

_GAP = 4
"""Cells that are left out are moved over in four bytes, or less."""
