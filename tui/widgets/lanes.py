"""The whole-screen timeline: a lane an organization under one time axis, with a cursor on an event."""

from __future__ import annotations

from itertools import groupby
from textwrap import wrap
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events

from tui.model import visible
from tui.widgets.axis import Scale, axis_line, tick_labels
from tui.widgets.axis_strip import AxisStrip
from tui.widgets.cells import clip, fit
from tui.widgets.chart import Lane
from tui.widgets.chart_pane import ChartPane
from tui.widgets.stack import Layout, Shape, Stack

_STRIP_FROM = 12
_NARROWEST_NAME, _WIDEST_NAME = 10, 24
_LEAST_LABEL, _GOOD_LABEL = 4, 16


class Lanes(ChartPane):
    """Events on lanes, true to scale, from a century to a day; the time that the axis leaves out is never squeezed."""

    DEFAULT_CSS = """
    Lanes {
        & > .lanes--density { color: $accent; }
        & > .lanes--here { color: $warning; text-style: bold; }
        &:ansi > .lanes--density { color: ansi_default; }
        &:ansi > .lanes--here { color: ansi_default; text-style: bold; }
    }
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"lanes--density", "lanes--here"}

    label = "Timeline"

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        """Make an empty timeline."""
        super().__init__(id=id, classes=classes)
        self.title = ""
        self._layout: Layout | None = None
        self._names: list[list[str]] = []
        self._strip: tuple[object, AxisStrip | None] = (None, None)

    # -- what kind of pane this is

    @property
    def caption(self) -> str:
        """Whose timeline it is."""
        return f"{self.label} of {self.title}" if self.title else self.label

    @property
    def note(self) -> str:
        """The position, and how many are undated."""
        chart = self.chart
        position = "0" if self.cursor is None else f"{chart.place(self.cursor) + 1}/{len(chart.dated)}"
        return position + (f"{self.glyphs.dot}{chart.undated} undated" if chart.undated else "")

    @property
    def line_count(self) -> int:
        """The rows of all lanes, and the lines between them."""
        return len(self._laid_out.lines)

    @property
    def name_width(self) -> int:
        """How many cells at the left are for the names of the lanes."""
        longest = max((cell_len(lane.name) for lane in self.chart.lanes), default=0)
        return min(longest + 2, max(_NARROWEST_NAME, min(self.size.width // 4, _WIDEST_NAME)))

    @property
    def columns(self) -> int:
        """What the names leave."""
        return max(1, self.size.width - self.name_width - 1)

    def line_of(self, index: int) -> int | None:
        """The row of its lane that shows it or counts it."""
        return self._laid_out.line_of(self.chart.lane_of[index], index)

    def rearrange(self) -> None:
        """Forget the layout."""
        self._layout = None

    # -- watchers

    def watch_ascii(self) -> None:
        """Draw everything again in the other shapes."""
        self.rearrange()
        self.refresh()

    def on_resize(self) -> None:
        """Leave out the strip of all the time when the pane is low."""
        self.head_height = 4 if self.size.height >= _STRIP_FROM else 3

    def on_click(self, event: events.Click) -> None:
        """Go to the event clicked on, else to the nearest one in that lane, or at that time of the axis; twice chooses."""
        event.stop()
        index = self._index_at(event.x, event.y)
        if index is None:
            return
        if event.chain > 1:
            self.choose()
        else:
            self.go_to(index)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Zoom in around the pointer."""
        self._zoom_by_wheel(event, 1)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Zoom out around the pointer."""
        self._zoom_by_wheel(event, -1)

    # -- drawing

    def draw_head(self, line: int, width: int) -> list[Segment]:
        """The title; a strip of all the time, with what is in view marked on it, if there is room; labels; axis."""
        if line == 0:
            return super().draw_head(line, width)
        dim = self.style_of("pane--dim")
        if self.view is None:
            return [Segment(" nothing dated", dim)] if line == 1 else []
        scale = self.view.scale
        match self.head_height - line:
            case 3:
                return [Segment(self._left_cell("overview"), dim), *self._draw_strip(scale)]
            case 2:
                return [Segment(self._left_cell(self.view.name), dim), Segment(tick_labels(scale), dim)]
            case _:
                return [Segment(self._left_cell(""), dim), *self._draw_axis(scale)]

    def draw_line(self, line: int, width: int) -> list[Segment]:
        """A row of a lane with the lane's name, or a line between two."""
        place = self._laid_out.lines[line]
        dim = self.style_of("pane--dim")
        if place is None:
            return [Segment(self._left_cell(""), dim)]
        number, row = place
        is_here = self.cursor is not None and self.chart.lane_of[self.cursor] == number
        pointer = (
            self.glyphs.pointer if self.cursor is not None and self.line_of(self.cursor) == line else " "
        )
        name = fit(self._name_line(number, row), self.name_width - 2, ellipsis=self.glyphs.ellipsis)
        style = self.style_of("pane--strong" if is_here else "pane--dim")
        head = [Segment(f"{pointer}{name} ", style), Segment(self.glyphs.upright, dim)]
        stack = self._laid_out.stacks[number]
        if row >= len(stack.rows):
            return head
        if self._laid_out.is_labelled:
            return head + self._draw_labelled(stack.rows[row][0])
        return head + self._draw_row(stack, row)

    def _draw_labelled(self, shape: Shape) -> list[Segment]:
        """A shape that has the row for itself, with its clause behind it, or before it where there is more room."""
        words = " ".join(self.chart.mentions[shape.index].clause.split())
        style = Style.null() if shape.index == self.cursor else self.style_of("pane--dim")
        drawn = Segment(shape.cells, self._style_of(shape.index))
        before, behind = shape.start - 1, self.columns - shape.end - 1
        if max(before, behind) < _LEAST_LABEL:
            return [Segment(" " * shape.start), drawn]
        if behind >= min(before, _GOOD_LABEL):
            label = Segment(clip(words, behind, ellipsis=self.glyphs.ellipsis), style)
            return [Segment(" " * shape.start), drawn, Segment(" "), label]
        label = Segment(clip(words, before, ellipsis=self.glyphs.ellipsis), style)
        return [Segment(" " * (before - label.cell_length)), label, Segment(" "), drawn]

    def _draw_row(self, stack: Stack, row: int) -> list[Segment]:
        cells = [(" ", Style.null())] * self.columns
        for shape in stack.rows[row]:
            _paint(cells, shape, self._style_of(shape.index))
        if row == len(stack.rows) - 1:
            for column, count in stack.counted.items():
                cells[column] = (
                    str(count) if count < 10 else self.glyphs.many,
                    self.style_of("pane--strong"),
                )
            for shape in stack.left:
                if shape.index == self.cursor:
                    _paint(cells, shape, self._style_of(shape.index))
        return [
            Segment("".join(cell for cell, _ in group), style)
            for style, group in groupby(cells, key=lambda cell: cell[1])
        ]

    def _style_of(self, index: int) -> Style:
        if index == self.cursor:
            return self.style_of("pane--cursor" if self.has_focus else "pane--cursor-blurred")
        return self.style_of(f"pane--{self.chart.mentions[index].event.certainty.value}")

    def _draw_strip(self, scale: Scale) -> list[Segment]:
        if self._strip[0] != (self.chart, self.columns):
            strip = AxisStrip.of(self.chart.extents.values(), self.columns)
            self._strip = ((self.chart, self.columns), strip)
        strip = self._strip[1]
        if strip is None:
            return []
        before, view, after = strip.marked(strip.bars(self.glyphs)[0], scale.extent, self.glyphs)
        dim, bar = self.style_of("pane--dim"), self.style_of("lanes--density")
        middle = [Segment(before, bar), Segment(view, self.style_of("lanes--here")), Segment(after, bar)]
        return [Segment(strip.first, dim), *middle, Segment(strip.last, dim)]

    def _draw_axis(self, scale: Scale) -> list[Segment]:
        dim, here = self.style_of("pane--dim"), self.style_of("lanes--here")
        extent = None if self.cursor is None else self.chart.extents[self.cursor]
        before, mark, after = axis_line(scale, extent, self.glyphs)
        return [Segment(before, dim), Segment(mark, here), Segment(after, dim)]

    def _left_cell(self, words: str) -> str:
        return fit(f" {words}", self.name_width, ellipsis=self.glyphs.ellipsis) + self.glyphs.upright

    def _name_line(self, number: int, row: int) -> str:
        """The name of a lane goes on over its rows."""
        lines, rows = self._names[number], self._laid_out.rows_of(number)
        return " ".join(lines[row:]) if row == rows - 1 else "".join(lines[row : row + 1])

    # -- inside

    @property
    def _laid_out(self) -> Layout:
        if self._layout is None and self.view is not None:
            self._names = [self._lines_of_name(lane) for lane in self.chart.lanes]
            wanted = [len(lines) for lines in self._names]
            self._layout = Layout.of(self.chart, self.view.scale, self.body_height, wanted, self.glyphs)
        return self._layout or Layout()

    def _lines_of_name(self, lane: Lane) -> list[str]:
        """The name, and how many of the events have no place in time."""
        undated = [f"{lane.undated} undated"] if lane.undated else []
        name = visible(lane.name, lines=False)
        return [*wrap(name, self.name_width - 2, break_long_words=False), *undated]

    def _zoom_by_wheel(self, event: events.MouseScrollUp | events.MouseScrollDown, steps: int) -> None:
        event.stop()
        event.prevent_default()
        if self.view is not None:
            column = max(0, min(event.x - self.name_width - 1, self.columns - 1))
            self.look(self.view.zoomed(steps, self.view.scale.days_at(column).first), with_cursor=False)

    def _index_at(self, x: int, y: int) -> int | None:
        """The event at a cell, or the nearest that the cell stands for."""
        column = max(0, x - self.name_width - 1)
        if self.view is None or y == 0:
            return None
        scale = self.view.scale
        if y < self.head_height:
            strip = self._strip[1] if self.head_height - y == 3 else None
            return self.chart.nearest(strip.days_at(column) if strip else scale.days_at(column))
        line = y - self.head_height + self.top
        place = self._laid_out.lines[line] if line < self.line_count else None
        if place is None:
            return None
        number, row = place
        stack = self._laid_out.stacks[number]
        shapes = stack.rows[row] if row < len(stack.rows) else ()
        if self._laid_out.is_labelled and shapes:
            return shapes[0].index
        hit = next((shape.index for shape in shapes if shape.start <= column < shape.end), None)
        if hit is None and self.chart.lanes[number].dated:
            hit = self.chart.nearest(scale.days_at(column), number)
        return hit


def _paint(cells: list[tuple[str, Style]], shape: Shape, style: Style) -> None:
    cells[shape.start : shape.end] = [(cell, style) for cell in shape.cells]
