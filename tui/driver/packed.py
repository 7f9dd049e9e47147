"""A screen as bytes, to be shown again by another process that goes on from it."""

from __future__ import annotations

import json
from itertools import groupby
from typing import NamedTuple

from tui.driver.cells import Cell, cell
from tui.driver.frame import Frame, Row
from tui.driver.pen import Pen, pen
from tui.driver.terminal import Abilities, Terminal


class Packed(NamedTuple):
    """A screen of so many cells: what draws it on an empty one, and the same as cells."""

    width: int
    height: int
    drawn: str
    cells: bytes


class Unpacked(NamedTuple):
    """The cells of a screen, and whether the terminal draws characters of ambiguous width in one cell."""

    rows: list[Row]
    ambiguous_sure: bool


def pack(frame: Frame, abilities: Abilities, ambiguous_sure: bool) -> Packed:
    """Pack a screen for a terminal that erases as this one does."""
    can = Abilities(abilities.erases_coloured, abilities.erases_runs)
    drawn = Terminal(can).show(frame, ()) + "\x1b[m"
    pens: dict[Pen, int] = {}
    rows = [
        [
            _packed_run(pens.setdefault(pen, len(pens)), list(run), is_plain)
            for (pen, is_plain), run in groupby(row, _kind)
        ]
        for row in frame.rows
    ]
    said = {
        "sure": ambiguous_sure,
        "pens": [(p.attributes, p.fore, p.back, p.link) for p in pens],
        "rows": rows,
    }
    return Packed(frame.width, frame.height, drawn, json.dumps(said, separators=(",", ":")).encode())


def unpack(cells: bytes) -> Unpacked:
    """The cells that were packed; raises `ValueError` if they are none."""
    try:
        said = json.loads(cells)
        pens = [pen(*values) for values in said["pens"]]
        rows = [[one for run in row for one in _cells(pens[run[0]], run[1])] for row in said["rows"]]
        return Unpacked(rows, bool(said["sure"]))
    except (KeyError, TypeError, IndexError) as error:
        raise ValueError(f"not a packed screen: {error}") from error


def _kind(one: Cell) -> tuple[Pen, bool]:
    return one.pen, one.sure and one.width == 1 and len(one.text) == 1


def _packed_run(pen: int, run: list[Cell], is_plain: bool) -> tuple[int, object]:
    """Cells of one pen; of most of them the characters say all."""
    return pen, "".join(c.text for c in run) if is_plain else [(c.text, c.width, c.sure) for c in run]


def _cells(pen: Pen, run: str | list[tuple[str, int, bool]]) -> list[Cell]:
    if isinstance(run, str):
        return [cell(character, pen, 1, True) for character in run]
    return [cell(text, pen, width, sure) for text, width, sure in run]
