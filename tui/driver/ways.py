"""The shortest ways of the cursor from one place to another; columns and rows count from 0."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple


class Region(NamedTuple):
    """What scrolls: the rows from `first` to `last`, between which a line feed moves the cursor alone, and the columns from
    `left` on, which the cursor does not leave for those before it but by an absolute move."""

    first: int
    last: int
    left: int = 0


def way(start: tuple[int | None, int | None], x: int, y: int, region: Region) -> str:
    """The shortest way to a place where the cursor does not stand; `start` is its column and its row, as far as they are known."""
    from_x, from_y = start
    direct = _direct(x, y)
    if from_y is None:
        return direct
    first, last, left = region
    down = _down(y - from_y, y, first <= from_y <= last and first <= y <= last)
    if len(down) >= len(direct):
        return direct
    aside = _aside(from_x, x, left)
    return down + aside if len(down) + len(aside) < len(direct) else direct


@lru_cache(maxsize=1024)
def _direct(x: int, y: int) -> str:
    return f"\x1b[{y + 1 if y else ''}{f';{x + 1}' if x else ''}H"


@lru_cache(maxsize=1024)
def _down(by: int, y: int, is_within: bool) -> str:
    """To another row, in the same column; `is_within` says whether both are in the region that scrolls."""
    if not by:
        return ""
    ways = [f"\x1b[{y + 1 if y else ''}d"]
    if is_within:
        ways.append(f"\x1b[{abs(by) if abs(by) > 1 else ''}{'B' if by > 0 else 'A'}")
        if 0 < by <= 3:
            ways.append("\n" * by)
    return min(ways, key=len)


@lru_cache(maxsize=2048)
def _aside(start: int | None, x: int, left: int) -> str:
    """To another column of the same row, with a margin at the left."""
    if x == start:
        return ""
    ways = [f"\x1b[{x + 1 if x else ''}G"]
    if x == left and (not left or (start is not None and start >= left)):
        ways.append("\r")
    if start is not None:
        by = abs(x - start)
        if x > start:
            ways.append(f"\x1b[{by if by > 1 else ''}C")
        elif x >= left or start < left:
            ways += [f"\x1b[{by if by > 1 else ''}D", "\b" * by]
    return min(ways, key=len)
