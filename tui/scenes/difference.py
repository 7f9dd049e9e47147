"""The difference of two screens, for people: changed cells side by side, then changed styles."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from rich.cells import cell_len

from tui.scenes.grid import Cell, Grid, seen

CONTEXT = 6
"""So many columns are shown on either side of a changed cell."""

SIDE = 46
"""So wide is each side at most."""

CHANGED = "bold #000000 on #ffd75f"
SAME = "#7a7a7a on #1c1c1c"

ROWS = 40
"""So many pieces of rows are shown at most; the rest is counted."""


def difference(before: Grid, after: Grid) -> str:
    """What is not the same in two screens, in lines; the first line counts."""
    if (before.width, before.height) != (after.width, after.height):
        return f"the screen was {before.width}x{before.height}, it is {after.width}x{after.height}"
    texts = changed(before, after, "text")
    styles = changed(before, after, "style") - texts
    lines = [f"{_many(len(texts), 'cell')} and {_many(len(styles), 'style')} differ"]
    if texts:
        lines += ["", *_side_by_side(before, after, texts)]
    if styles:
        lines += ["", *_styles(before, after, styles)]
    return "\n".join(lines)


def changed(before: Grid, after: Grid, what: str = "") -> set[tuple[int, int]]:
    """The cells (row, column, from 0) whose `text` or `style` is another, or either; both screens have one size."""
    return {
        (y, x)
        for y, (old, new) in enumerate(zip(before.rows, after.rows, strict=True))
        if old != new
        for x, (a, b) in enumerate(zip(old, new, strict=True))
        if (getattr(a, what) != getattr(b, what) if what else a != b)
    }


def marked(before: Grid, after: Grid) -> Grid:
    """The screen after, with everything grey but the cells that have changed; where it has another size, all have."""
    if (before.width, before.height) != (after.width, after.height):
        cells = {(y, x) for y in range(after.height) for x in range(after.width)}
    else:
        cells = changed(before, after)
    return Grid(
        tuple(
            tuple(Cell(cell.text, CHANGED if (y, x) in cells else SAME) for x, cell in enumerate(row))
            for y, row in enumerate(after.rows)
        )
    )


def _side_by_side(before: Grid, after: Grid, cells: set[tuple[int, int]]) -> Iterator[str]:
    pieces = list(_pieces(cells, before.width))
    side = max(end - start for _, start, end in pieces)
    side = max(side, len("before"))
    yield f"  row  col  {'before':<{side}}   after"
    for y, start, end in pieces[:ROWS]:
        old, new = (_cut(grid.rows[y], start, end) for grid in (before, after))
        marks = "".join("^" if (y, x) in cells else " " for x in range(start, end))
        yield f"  {y + 1:3}  {start + 1:3}  {old}{' ' * (side - cell_len(old))}   {new}".rstrip()
        yield f"  {'':3}  {'':3}  {marks:<{side}}   {marks}".rstrip()
    if len(pieces) > ROWS:
        yield f"  … and {_many(len(pieces) - ROWS, 'more piece')} of rows"


def _pieces(cells: set[tuple[int, int]], width: int) -> Iterator[tuple[int, int, int]]:
    """Row, first and last column (end exclusive) of what is shown: the changed cells with what stands around them."""
    for y, row in groupby(sorted(cells), key=lambda cell: cell[0]):
        start = end = -1
        for _, x in row:
            if start >= 0 and x < end + CONTEXT and x + 1 - start + CONTEXT <= SIDE:
                end = min(x + 1 + CONTEXT, width)
                continue
            if start >= 0:
                yield y, start, end
            start, end = max(x - CONTEXT, end, 0), min(x + 1 + CONTEXT, width)
        yield y, start, end


def _cut(row: tuple[Cell, ...], start: int, end: int) -> str:
    texts = seen(row)[start:end]
    if texts and not texts[0]:
        texts[0] = " "
    return "".join(texts)


def _styles(before: Grid, after: Grid, cells: set[tuple[int, int]]) -> Iterator[str]:
    by_change: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for y, x in sorted(cells):
        by_change.setdefault((before.rows[y][x].style, after.rows[y][x].style), []).append((y, x))
    yield "  styles"
    for (old, new), places in by_change.items():
        yield f"  - {old}"
        yield f"  + {new}"
        yield f"      {_many(len(places), 'cell')}: {_where(places)}"


def _where(places: list[tuple[int, int]]) -> str:
    runs: list[tuple[int, int, int]] = []
    for y, x in places:
        if runs and runs[-1][0] == y and runs[-1][2] == x:
            runs[-1] = (y, runs[-1][1], x + 1)
        else:
            runs.append((y, x, x + 1))
    told = [
        f"row {y + 1} col {start + 1}" + (f"-{end}" if end > start + 1 else "") for y, start, end in runs[:6]
    ]
    return ", ".join(told) + (f" and {_many(len(runs) - 6, 'more place')}" if len(runs) > 6 else "")


def _many(number: int, thing: str) -> str:
    return f"{number} {thing}" + ("" if number == 1 else "s")
