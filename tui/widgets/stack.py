"""Events as shapes on the columns of a scale, stacked on rows where they meet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from tui.model import Certainty, Event, Granularity
from tui.widgets.axis import Extent, Scale
from tui.widgets.chart import Chart, Lane
from tui.widgets.glyphs import Glyphs

_MOST_ROWS = 20


@dataclass(frozen=True, slots=True, order=True)
class Shape:
    """An event as it is drawn: `cells` from the column `start` on; `index` is that of its mention."""

    index: int
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

    def row_of(self, index: int) -> int | None:
        """The row that shows the event or counts it."""
        for number, row in enumerate(self.rows):
            if any(shape.index == index for shape in row):
                return number
        return len(self.rows) - 1 if any(shape.index == index for shape in self.left) else None


def shape_of(index: int, event: Event, extent: Extent, scale: Scale, glyphs: Glyphs) -> Shape | None:
    """An event's shape, cut to the columns in view; `None` if it is out of view.

    A day is a point. What is longer has the length that it has in time: `├──┤`, with its precision in the middle unless
    it is a span with ends of its own. What is inferred is drawn with `~`; an open side has an arrow.
    """
    first, last = scale.columns_of(extent)
    when = event.interval
    if when is None or last < 0 or first >= scale.columns:
        return None
    wave = glyphs.inferred if event.certainty is Certainty.INFERRED else ""
    if when.latest is None:
        return _cut(index, first, glyphs.lane_left + wave + glyphs.after, scale)
    if when.earliest is None:
        start = last - 1 - len(wave)
        return _cut(index, start, glyphs.before + wave + glyphs.lane_right, scale)
    precision = glyphs.precision(event).strip()
    if when.granularity in (Granularity.DAY, Granularity.TIME):
        return _cut(index, (first + last) // 2, precision + wave, scale)
    is_span = when.granularity is Granularity.SPAN
    if first == last:
        return _cut(index, first, (glyphs.narrow_span if is_span else precision) + wave, scale)
    return _stretch(index, (first, last), "" if is_span else precision, wave, scale, glyphs)


def _stretch(
    index: int, columns: tuple[int, int], middle: str, wave: str, scale: Scale, glyphs: Glyphs
) -> Shape | None:
    first, last = columns
    start, end = max(first, 0), min(last, scale.columns - 1)
    if last == first + 1:
        cells = [middle, wave or glyphs.lane_line] if middle else [*glyphs.span, *wave]
        return _cut(index, first, "".join(cells), scale) or Shape(index, start, glyphs.lane_line)
    cells = [wave or glyphs.lane_line] * (end - start + 1)
    if first >= 0:
        cells[0] = glyphs.lane_left
    if last < scale.columns:
        cells[-1] = glyphs.lane_right
    if middle and len(cells) > 2:
        cells[len(cells) // 2] = middle
    if wave not in cells:
        cells.append(wave)
    return _cut(index, start, "".join(cells), scale)


def _cut(index: int, start: int, cells: str, scale: Scale) -> Shape | None:
    shown = cells[max(0, -start) : max(0, scale.columns - start)]
    return Shape(index, max(0, start), shown) if shown else None


def stack(shapes: Iterable[Shape], limit: int = _MOST_ROWS) -> Stack:
    """Put shapes, given in the order of time, on at most `limit` rows; where they are more, the last row counts the rest."""
    shapes = sorted(shapes, key=lambda shape: shape.start)
    rows, left = _pack(shapes, limit)
    if left and limit > 1:
        rows, left = _pack(shapes, limit - 1)
        rows.append([])
    counted = Counter(shape.start for shape in left)
    if limit == 1:
        counted = Counter({at: count + _covering(rows[0], at) for at, count in counted.items()})
    return Stack(rows, counted, left)


def _covering(row: Sequence[Shape], column: int) -> int:
    return sum(shape.start <= column < shape.end for shape in row)


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


@dataclass(frozen=True, slots=True)
class Layout:
    """Where all lanes of a chart are drawn: a stack a lane, and of each line its lane and row (`None`: between lanes).

    It `is_labelled` when there is so much room that each event has a row of its own.
    """

    stacks: Sequence[Stack] = ()
    lines: Sequence[tuple[int, int] | None] = ()
    is_labelled: bool = False

    @classmethod
    def of(cls, chart: Chart, scale: Scale, height: int, wanted: Sequence[int], glyphs: Glyphs) -> Layout:
        """On so many lines if each lane can have one; each lane has the rows that are `wanted` for it, if there is room.

        Lanes are parted by a line if there is room for that, too.
        """
        shapes = [list(_shapes(chart, lane, scale, glyphs)) for lane in chart.lanes]
        single = [max(len(group), rows) for group, rows in zip(shapes, wanted, strict=True)]
        if sum(single) + len(single) - 1 <= height:
            stacks = [Stack([[shape] for shape in group]) for group in shapes]
            return cls(stacks, _lines(single, is_parted=True), True)
        stacks = [stack(group) for group in shapes]
        needs = [max(len(each.rows), rows) for each, rows in zip(stacks, wanted, strict=True)]
        given = share(needs, height)
        stacks = [
            each if len(each.rows) <= rows else stack(group, rows)
            for each, group, rows in zip(stacks, shapes, given, strict=True)
        ]
        return cls(stacks, _lines(given, is_parted=sum(given) + len(given) - 1 <= height))

    def rows_of(self, lane: int) -> int:
        """How many lines a lane has."""
        return sum(place is not None and place[0] == lane for place in self.lines)

    def line_of(self, lane: int, index: int) -> int | None:
        """The line that shows an event of a lane, or counts it; `None` if it is out of view."""
        row = self.stacks[lane].row_of(index)
        return None if row is None else self.lines.index((lane, row))


def _lines(rows: Sequence[int], *, is_parted: bool) -> list[tuple[int, int] | None]:
    lines: list[tuple[int, int] | None] = []
    for lane, count in enumerate(rows):
        lines += [None] if is_parted and lane else []
        lines += [(lane, row) for row in range(count)]
    return lines


def _shapes(chart: Chart, lane: Lane, scale: Scale, glyphs: Glyphs) -> Iterator[Shape]:
    for index in lane.dated:
        if found := shape_of(index, chart.mentions[index].event, chart.extents[index], scale, glyphs):
            yield found
