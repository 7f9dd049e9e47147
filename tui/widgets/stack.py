"""Events as shapes on the columns of a scale, stacked on rows where they meet."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from tui.model import Certainty, Granularity, Lane, Outline, Side
from tui.widgets.axis import Extent, Scale
from tui.widgets.chart import Chart
from tui.widgets.glyphs import Glyphs

MOST_ROWS = 20
"""How many rows a lane has at most."""

_NONE: Mapping[int, int] = {}


@dataclass(frozen=True, slots=True, order=True)
class Shape:
    """An event as it is drawn: `cells` from the column `start` on."""

    outline: Outline
    start: int
    cells: str

    @property
    def end(self) -> int:
        """The column behind it."""
        return self.start + len(self.cells)


@dataclass(frozen=True, slots=True)
class Stack:
    """The shapes of a lane on its rows. Those for which no row was left are `counted`: how many begin at a column of the last row."""

    rows: Sequence[Sequence[Shape]]
    counted: Mapping[int, int] = field(default_factory=dict)
    left: Sequence[Shape] = ()

    def row_of(self, outline: Outline) -> int:
        """The row that shows an event in view, or counts it: the last."""
        rows = enumerate(self.rows)
        return next(
            (number for number, row in rows if any(shape.outline == outline for shape in row)),
            max(0, len(self.rows) - 1),
        )


def shape_of(outline: Outline, scale: Scale, glyphs: Glyphs) -> Shape | None:
    """An event's shape, cut to the columns in view; `None` if it is out of view.

    A day is a point. What is longer has the length that it has in time: `├──┤`, with its precision in the middle unless
    it is a span with ends of its own. What is inferred is drawn with `~`; an open side has an arrow.
    """
    first, last = scale.columns_of(Extent(outline.first, outline.last))
    if last < 0 or first >= scale.columns:
        return None
    wave = glyphs.inferred if outline.certainty is Certainty.INFERRED else ""
    if outline.open is Side.AFTER:
        return _cut(outline, first, glyphs.lane_left + wave + glyphs.after, scale)
    if outline.open is Side.BEFORE:
        start = last - 1 - len(wave)
        return _cut(outline, start, glyphs.before + wave + glyphs.lane_right, scale)
    precision = _precision(outline, glyphs)
    if outline.granularity in (Granularity.DAY, Granularity.TIME):
        return _cut(outline, (first + last) // 2, precision + wave, scale)
    is_span = outline.granularity is Granularity.SPAN
    if first == last:
        return _cut(outline, first, (glyphs.narrow_span if is_span else precision) + wave, scale)
    return _stretch(outline, (first, last), "" if is_span else precision, wave, scale, glyphs)


def _precision(outline: Outline, glyphs: Glyphs) -> str:
    if outline.certainty is Certainty.UNRESOLVED:
        return glyphs.unresolved
    return glyphs.fineness(outline.granularity).strip()


def _stretch(
    outline: Outline, columns: tuple[int, int], middle: str, wave: str, scale: Scale, glyphs: Glyphs
) -> Shape | None:
    first, last = columns
    start, end = max(first, 0), min(last, scale.columns - 1)
    if last == first + 1:
        cells = [middle, wave or glyphs.lane_line] if middle else [*glyphs.span, *wave]
        return _cut(outline, first, "".join(cells), scale) or Shape(outline, start, glyphs.lane_line)
    cells = [wave or glyphs.lane_line] * (end - start + 1)
    if first >= 0:
        cells[0] = glyphs.lane_left
    if last < scale.columns:
        cells[-1] = glyphs.lane_right
    if middle and len(cells) > 2:
        cells[len(cells) // 2] = middle
    if wave not in cells:
        cells.append(wave)
    return _cut(outline, start, "".join(cells), scale)


def _cut(outline: Outline, start: int, cells: str, scale: Scale) -> Shape | None:
    shown = cells[max(0, -start) : max(0, scale.columns - start)]
    return Shape(outline, max(0, start), shown) if shown else None


def stack(shapes: Iterable[Shape], limit: int = MOST_ROWS, more: Mapping[int, int] = _NONE) -> Stack:
    """Put shapes, given in the order of time, on at most `limit` rows; where they are more, the last row counts the rest.

    `more` are shapes that are not given, for there is no room for them: how many begin at a column.
    """
    shapes = sorted(shapes, key=lambda shape: shape.start)
    rows, left = _pack(shapes, limit)
    if (left or more) and limit > 1:
        rows, left = _pack(shapes, limit - 1)
        rows.append([])
    counted = Counter(shape.start for shape in left)
    counted.update(more)
    if limit == 1:
        counted = Counter({at: count + _covering(rows[0], at) for at, count in counted.items()})
    return Stack(rows, counted, left)


def _covering(row: Sequence[Shape], column: int) -> int:
    """How many shapes of a row cover a column: one or none."""
    before = bisect_right(row, column, key=lambda shape: shape.start)
    return int(before > 0 and column < row[before - 1].end)


def _pack(shapes: Sequence[Shape], limit: int) -> tuple[list[list[Shape]], list[Shape]]:
    """Each shape on the first row that is free where it begins; those that find none are left."""
    rows: list[list[Shape]] = [[]]
    left = []
    for shape in shapes:
        row = next((row for row in rows if not row or row[-1].end <= shape.start), None)
        if row is not None:
            row.append(shape)
        elif len(rows) < limit:
            rows.append([shape])
        else:
            left.append(shape)
    return rows, left


def share(needs: Sequence[int], height: int) -> list[int]:
    """How many rows each lane gets of a height: one at least, no more than it needs, and the rest evenly."""
    given = [1] * len(needs)
    spare = height - len(needs)
    while spare > 0 and (wanting := [i for i, need in enumerate(needs) if given[i] < need]):
        for i in wanting[:spare]:
            given[i] += 1
        spare -= len(wanting[:spare])
    return given


class Layout:
    """Where the lanes of a chart are drawn on a scale: of each line its lane and row (`None`: between lanes).

    It `is_labelled` when there is so much room that each event has a row of its own. Lanes have as many lines as the
    height allows, one at least, and those that are `wanted` for a lane if there is room; they are parted by a line if there
    is room for that, too. Where there is a line for each lane only, none is looked at before it is drawn.
    """

    def __init__(
        self, chart: Chart, scale: Scale, height: int, wanted: Sequence[int], glyphs: Glyphs
    ) -> None:
        """Of a chart on so many lines."""
        self._chart, self._scale, self._glyphs = chart, scale, glyphs
        self._lanes = chart.lanes
        self._stacks: dict[int, Stack] = {}
        self._rows = [1] * len(self._lanes)
        self.is_labelled = self._label(height, wanted)
        if not self.is_labelled:
            self._share_out(height, wanted)
        is_parted = self.is_labelled or sum(self._rows) + len(self._rows) - 1 <= height
        self.lines: list[tuple[int, int] | None] = []
        for lane, count in enumerate(self._rows):
            self.lines += [None] if is_parted and lane else []
            self.lines += [(lane, row) for row in range(count)]

    def stack(self, lane: int) -> Stack:
        """The shapes of a lane."""
        if lane not in self._stacks:
            self._stacks[lane] = self._stack(self._lanes[lane], self._rows[lane])
        return self._stacks[lane]

    def rows_of(self, lane: int) -> int:
        """How many lines a lane has."""
        return self._rows[lane]

    def line_of(self, outline: Outline) -> int | None:
        """The line that shows an event, or counts it; `None` if it is out of view."""
        lane = next((i for i, lane in enumerate(self._lanes) if lane.key == outline.lane), None)
        if lane is None or shape_of(outline, self._scale, self._glyphs) is None:
            return None
        return self.lines.index((lane, self.stack(lane).row_of(outline)))

    def _label(self, height: int, wanted: Sequence[int]) -> bool:
        """Give each event a row, if there is room."""
        spare = height - len(self._lanes) + 1
        groups: list[list[Shape]] = []
        for lane, rows in zip(self._lanes, wanted, strict=True):
            found = self._chart.within(lane.key, self._scale.extent, spare) if spare >= rows else None
            if found is None:
                return False
            shapes = (shape_of(outline, self._scale, self._glyphs) for outline in found)
            groups.append([shape for shape in shapes if shape])
            spare -= max(len(groups[-1]), rows)
        if spare < 0:
            return False
        self._rows = [max(len(group), rows) for group, rows in zip(groups, wanted, strict=True)]
        self._stacks = {lane: Stack([[shape] for shape in group]) for lane, group in enumerate(groups)}
        return True

    def _share_out(self, height: int, wanted: Sequence[int]) -> None:
        """Give each lane as many rows as it needs and there are."""
        most = min(MOST_ROWS, height - len(self._lanes) + 1)
        if most <= 1:
            return
        stacks = [self._stack(lane, most) for lane in self._lanes]
        needs = [max(len(each.rows), rows) for each, rows in zip(stacks, wanted, strict=True)]
        self._rows = share(needs, height)
        for lane, (each, rows) in enumerate(zip(stacks, self._rows, strict=True)):
            if len(each.rows) <= rows:
                self._stacks[lane] = each

    def _stack(self, lane: Lane, limit: int) -> Stack:
        """A lane on at most so many rows: of each column no more events are looked at than there are rows."""
        scale = self._scale
        shapes: list[Shape] = []
        more: dict[int, int] = {}
        cells = min(scale.columns, scale.days)
        for cell, (outlines, others) in enumerate(
            self._chart.begun(lane.key, scale.first, scale.days, cells, limit)
        ):
            shapes += (shape for each in outlines if (shape := shape_of(each, scale, self._glyphs)))
            if others:
                more[shapes[-1].start if shapes else cell * scale.columns // cells] = others
        return stack(shapes, limit, more)
