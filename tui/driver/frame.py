"""The screen as the app wants it, kept cell by cell from Textual's updates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rich.color import ColorSystem
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.strip import Strip

from tui.driver.cells import BLANK, Cell, all_sure, blank, cell, cells_of

Row = list[Cell]


class Box(NamedTuple):
    """A rectangle of the screen: cells from `left` and lines from `top`, ends exclusive."""

    left: int
    top: int
    right: int
    bottom: int


class Uncovered(NamedTuple):
    """An update of parts of the screen that one widget alone draws, each with its lines; `width` and `height` are the screen's."""

    width: int
    height: int
    parts: list[tuple[Box, list[Strip]]]


Update = LayoutUpdate | ChopsUpdate | Uncovered


class Frame:
    """A screen of so many cells; `rows` hold them, always as many as it is wide."""

    def __init__(self, width: int, height: int, colours: ColorSystem | None, ambiguous_sure: bool) -> None:
        """Make a blank screen for a terminal with these colours, which draws characters of ambiguous width in one cell or may not."""
        self.width, self.height = width, height
        self.rows: list[Row] = [[BLANK] * width for _ in range(height)]
        self.doubtful: set[int] = set()
        """Rows that have held cells that are not sure."""
        self._colours, self._ambiguous_sure = colours, ambiguous_sure

    def is_sure(self, y: int) -> bool:
        """Whether all cells of a row are sure."""
        if y in self.doubtful and all_sure(self.rows[y]):
            self.doubtful.discard(y)
        return y not in self.doubtful

    def apply(self, update: Update) -> tuple[Box, ...]:
        """Take over what an update draws; the answer is the rectangles that it drew."""
        if isinstance(update, Uncovered):
            for box, lines in update.parts:
                for y, strip in enumerate(lines, box.top):
                    # One that was cut amid a cluster may be longer than it says.
                    self._put(box.left, y, self._cells(strip)[: box.right - box.left])
            return tuple(box for box, _ in update.parts)
        if isinstance(update, LayoutUpdate):
            x, y, width, height = update.region
            for line, strips in enumerate(update.strips, y):
                at = x
                for strip in strips:
                    # Each at its place: one that was cut amid a cluster of characters may be longer than it says.
                    self._put(at, line, self._cells(strip))
                    at += strip.cell_length
            return (Box(x, y, x + width, y + height),)
        for x, y, strip in _pieces(update):
            self._put(x, y, self._cells(strip))
        return tuple(_boxes(update.spans, self.width, self.height))

    def _cells(self, strip: Strip) -> Row:
        row: Row = []
        colours, sure = self._colours, self._ambiguous_sure
        for text, style, control in strip:
            if control or not text:
                continue
            cells = cells_of(text, style, colours, sure)
            if cells and cells[0].is_tail and cells[0].text:
                _add_marks(row, cells[0].text)
                cells = cells[1:]
            row += cells
        return row

    def _put(self, x: int, y: int, cells: Row) -> None:
        if not 0 <= y < self.height or x >= self.width:
            return
        row, end = self.rows[y], min(x + len(cells), self.width)
        if end <= x:
            return
        if row[x].is_tail and x:
            row[x - 1] = blank(row[x - 1].pen)
        if end < self.width and row[end].is_tail:
            row[end] = blank(row[end].pen)
        row[x:end] = cells[: end - x]
        if not all_sure(cells):
            self.doubtful.add(y)
        if row[end - 1].width == 2:
            row[end - 1] = blank(row[end - 1].pen)


def size_of(update: Update) -> tuple[int, int]:
    """The width and height of the screen that an update is for."""
    if isinstance(update, Uncovered):
        return update.width, update.height
    if isinstance(update, LayoutUpdate):
        return update.region.right, update.region.bottom
    return max((ends[-1] for ends in update.chop_ends if ends), default=0), len(update.chops)


def _add_marks(row: Row, marks: str) -> None:
    """Give marks that begin a text to the character before, which some other piece of the screen has drawn."""
    head = len(row) - 1
    while head > 0 and row[head].is_tail:
        head -= 1
    if head < 0:
        return
    base = row[head]
    row[head] = cell(base.text + marks, base.pen, base.width, False)
    for tail in range(head + 1, len(row)):
        row[tail] = cell("", base.pen, 0, False)


def _pieces(update: ChopsUpdate) -> Iterator[tuple[int, int, Strip]]:
    """What an update draws and where, as its own `render_segments` has it."""
    for y, left, right in update.spans:
        for end, (x, strip) in zip(update.chop_ends[y], update.chops[y].items(), strict=False):
            if strip is None or x > right or end <= left:
                continue
            whole = left <= x < right and end <= right
            yield x, y, strip if whole else strip.crop(0, min(end, right) - x)


def _boxes(spans: Sequence[tuple[int, int, int]], width: int, height: int) -> Iterator[Box]:
    """Spans of the same columns under each other, as rectangles."""
    open_: dict[tuple[int, int], tuple[int, int]] = {}
    for y, left, right in spans:
        columns = max(0, left), min(right, width)
        first, last = open_.get(columns, (y, y - 1))
        if last != y - 1:
            yield Box(columns[0], first, columns[1], last + 1)
            first = y
        open_[columns] = first, y
    for (left, right), (first, last) in open_.items():
        yield Box(left, max(0, first), right, min(last + 1, height))
