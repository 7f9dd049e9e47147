"""Finds a band of the screen that has moved up or down."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from operator import is_not
from typing import NamedTuple, TypeVar

from tui.driver.cells import Cell
from tui.driver.frame import Box

Rows = Sequence[list[Cell]]
_Item = TypeVar("_Item")


class Scroll(NamedTuple):
    """The lines of a box move up by `lines` (down when negative), and new ones follow them."""

    box: Box
    lines: int


def shift(old: Rows, new: Rows, box: Box) -> int:
    """By how many lines most lines of a box have moved up (down when negative); 0 if none have.

    `old` is what the terminal shows, `new` what it shall show.
    """
    left, top, right, bottom = box
    places: dict[tuple[Cell, ...], list[int]] = {}
    for y in range(top, bottom):
        row = tuple(old[y][left:right])
        if len(set(row)) > 2:
            places.setdefault(row, []).append(y)
    votes: Counter[int] = Counter()
    for y in range(top, bottom):
        row = tuple(new[y][left:right])
        there = places.get(row, ())
        if y not in there:
            votes.update(from_ - y for from_ in there)
    lines = max(votes, key=lambda lines: (votes[lines], -abs(lines)), default=0)
    return lines if votes[lines] >= _LEAST else 0


def best(old: Rows, new: Rows, boxes: Iterable[Box], lines: int) -> Scroll | None:
    """The band of one of the boxes after whose move by `lines` the least is left to draw; `None` if no move is worth its bytes."""
    found = [band for box in boxes if (band := _band(old, new, box, lines))]
    return Scroll(max(found)[1], lines) if found else None


def moved_rows(rows: Sequence[_Item], lines: int) -> list[_Item | None]:
    """The rows after a move; `None` for those that the terminal makes anew."""
    count = len(rows)
    return [rows[y + lines] if 0 <= y + lines < count else None for y in range(count)]


def _band(old: Rows, new: Rows, box: Box, lines: int) -> tuple[int, Box] | None:
    """The lines of a box whose move spares the most, after how much it spares."""
    left, top, right, bottom = box
    columns = slice(left, right)
    first, last = max(top, top - lines), min(bottom, bottom - lines)
    spared = 0
    found: tuple[int, int, int] | None = None
    begin = first
    for y in range(first, last):
        wanted = new[y][columns]
        spared += _cost(old[y][columns], wanted) - _cost(old[y + lines][columns], wanted)
        if spared <= 0:
            spared, begin = 0, y + 1
        elif found is None or spared > found[0]:
            found = spared, begin, y + 1
    if found is None:
        return None
    gain, begin, end = found
    fresh = range(end, end + lines) if lines > 0 else range(begin + lines, begin)
    for y in fresh:
        wanted = new[y][columns]
        gain -= sum(here.text != " " for here in wanted) + _RUN - _cost(old[y][columns], wanted)
    gain -= _WORTH
    return (gain, Box(left, min(begin, fresh.start), right, max(end, fresh.stop))) if gain > 0 else None


def _cost(old: Sequence[Cell], new: Sequence[Cell]) -> int:
    """About how many bytes it takes to make a line of another."""
    differing = bytes(map(is_not, old, new))
    return differing.count(1) + _RUN * (differing.startswith(b"\1") + differing.count(b"\0\1"))


_LEAST = 2
"""Lines that must have moved together."""

_RUN = 4
"""Bytes that it takes to move to cells that differ."""

_WORTH = 30
"""Bytes that a move must spare: about what it takes itself."""
