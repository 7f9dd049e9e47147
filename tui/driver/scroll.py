"""Finds a band of the screen that has moved up or down."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from operator import is_not
from typing import NamedTuple

from tui.driver.cells import Cell
from tui.driver.frame import Box


class Scroll(NamedTuple):
    """The lines of a box move up by `lines` (down when negative), and blank ones follow them."""

    box: Box
    lines: int


def find(old: Sequence[list[Cell]], new: Sequence[list[Cell]], box: Box) -> Scroll | None:
    """The one move within a box after which the fewest cells differ; `None` if no move is worth its bytes.

    `old` is what the terminal shows, `new` what it shall show.
    """
    left, top, right, bottom = box
    if bottom - top < 3:
        return None
    before = [tuple(row[left:right]) for row in old[top:bottom]]
    after = [tuple(row[left:right]) for row in new[top:bottom]]
    lines = _shift(before, after)
    if not lines:
        return None
    same = [y for y, row in enumerate(after) if 0 <= y + lines < len(before) and row == before[y + lines]]
    first, last = min(same[0], same[0] + lines), max(same[-1], same[-1] + lines)
    box = Box(left, top + first, right, top + last + 1)
    moved = moved_rows(before[first : last + 1], lines)
    gain = _differing(before[first : last + 1], after[first : last + 1]) - sum(
        right - left if row is None else _count(row, wanted)
        for row, wanted in zip(moved, after[first : last + 1], strict=True)
    )
    return Scroll(box, lines) if gain > _WORTH else None


def moved_rows(rows: Sequence[tuple[Cell, ...]], lines: int) -> list[tuple[Cell, ...] | None]:
    """The rows after a move; `None` for those that the terminal makes anew."""
    count = len(rows)
    return [rows[y + lines] if 0 <= y + lines < count else None for y in range(count)]


_WORTH = 30
"""Cells that a move must spare: about what its own bytes are."""


def _shift(before: Sequence[tuple[Cell, ...]], after: Sequence[tuple[Cell, ...]]) -> int:
    """By how many lines most lines have moved up; 0 if none have."""
    places: dict[tuple[Cell, ...], list[int]] = {}
    for y, row in enumerate(before):
        if len(set(row)) > 2:
            places.setdefault(row, []).append(y)
    votes = Counter(
        there - y for y, row in enumerate(after) if row != before[y] for there in places.get(row, ())
    )
    return max(votes, key=lambda lines: (votes[lines], -abs(lines))) if votes else 0


def _differing(before: Sequence[tuple[Cell, ...]], after: Sequence[tuple[Cell, ...]]) -> int:
    return sum(_count(old, new) for old, new in zip(before, after, strict=True))


def _count(old: tuple[Cell, ...], new: tuple[Cell, ...]) -> int:
    return sum(map(is_not, old, new))
