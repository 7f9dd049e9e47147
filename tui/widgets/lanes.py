"""The whole-screen timeline: a lane an organization under one time axis, with a cursor on an event."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from textwrap import wrap
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events

from tui.model import Lane, Outline, visible
from tui.widgets.axis import Extent, Scale, axis_line, tick_labels
from tui.widgets.axis_strip import AxisStrip
from tui.widgets.cells import clip, fit
from tui.widgets.chart_pane import ChartPane, days_of
from tui.widgets.stack import Layout, Shape, Stack, shape_of

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
        if chart is None:
            return ""
        position = "0" if self.cursor is None else f"{chart.place(self.cursor) + 1}/{chart.dated}"
        return position + (f"{self.glyphs.dot}{chart.undated} undated" if chart.undated else "")

    @property
    def line_count(self) -> int:
        """The rows of all lanes, and the lines between them."""
        return len(self._layout_now.lines) if self._layout_now else 0

    @property
    def name_width(self) -> int:
        """How many cells at the left are for the names of the lanes."""
        longest = max((cell_len(lane.name) for lane in self._lanes), default=0)
        return min(longest + 2, max(_NARROWEST_NAME, min(self.size.width // 4, _WIDEST_NAME)))

    @property
    def columns(self) -> int:
        """What the names leave."""
        return max(1, self.size.width - self.name_width - 1)

    def line_of(self, outline: Outline) -> int | None:
        """The row of its lane that shows it or counts it."""
        return self._layout_now.line_of(outline) if self._layout_now else None

    def rearrange(self) -> None:
        """Forget the layout."""
        self._layout = None

    # -- watchers

    def watch_ascii(self) -> None:
        """Draw everything again in the other shapes."""
        self.rearrange()
        self.refresh()

    def resized(self) -> None:
        """Leave out the strip of all the time when the pane is low."""
        self.head_height = 4 if self.size.height >= _STRIP_FROM else 3
        super().resized()

    def on_click(self, event: events.Click) -> None:
        """Go to the event clicked on, else to the nearest one in that lane, or at that time of the axis; twice chooses."""
        event.stop()
        outline = self._outline_at(event.x, event.y)
        if outline is None:
            return
        if event.chain > 1:
            self.choose()
        else:
            self.go_to(outline)

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
        layout, dim = self._layout_now, self.style_of("pane--dim")
        place = layout.lines[line] if layout else None
        if layout is None or place is None:
            return [Segment(self._left_cell(""), dim)]
        number, row = place
        is_here = self.cursor is not None and self._lanes[number].key == self.cursor.lane
        pointer = (
            self.glyphs.pointer
            if is_here and self.cursor is not None and layout.line_of(self.cursor) == line
            else " "
        )
        name = fit(self._name_line(number, row), self.name_width - 2, ellipsis=self.glyphs.ellipsis)
        style = self.style_of("pane--strong" if is_here else "pane--dim")
        head = [Segment(f"{pointer}{name} ", style), Segment(self.glyphs.upright, dim)]
        stack = layout.stack(number)
        if row >= len(stack.rows):
            return head
        if layout.is_labelled:
            return head + self._draw_labelled(stack.rows[row][0])
        return head + self._draw_row(stack, row, self._lanes[number].key)

    def _draw_labelled(self, shape: Shape) -> list[Segment]:
        """A shape that has the row for itself, with its clause behind it, or before it where there is more room."""
        told = self.chart.mention(shape.outline) if self.chart else None
        words = " ".join(told.clause.split()) if told else ""
        style = Style.null() if shape.outline == self.cursor else self.style_of("pane--dim")
        drawn = Segment(shape.cells, self._style_of(shape.outline))
        before, behind = shape.start - 1, self.columns - shape.end - 1
        if max(before, behind) < _LEAST_LABEL:
            return [Segment(" " * shape.start), drawn]
        if behind >= min(before, _GOOD_LABEL):
            label = Segment(clip(words, behind, ellipsis=self.glyphs.ellipsis), style)
            return [Segment(" " * shape.start), drawn, Segment(" "), label]
        label = Segment(clip(words, before, ellipsis=self.glyphs.ellipsis), style)
        return [Segment(" " * (before - label.cell_length)), label, Segment(" "), drawn]

    def _draw_row(self, stack: Stack, row: int, lane: str) -> list[Segment]:
        cells = [(" ", Style.null())] * self.columns
        for shape in stack.rows[row]:
            _paint(cells, shape, self._style_of(shape.outline))
        if row == len(stack.rows) - 1:
            for column, count in stack.counted.items():
                cells[column] = (
                    str(count) if count < 10 else self.glyphs.many,
                    self.style_of("pane--strong"),
                )
            if (here := self._counted_here(stack, lane)) is not None:
                _paint(cells, here, self._style_of(here.outline))
        return [
            Segment("".join(cell for cell, _ in group), style)
            for style, group in groupby(cells, key=lambda cell: cell[1])
        ]

    def _counted_here(self, stack: Stack, lane: str) -> Shape | None:
        """The event under the cursor, where it is one of those that are counted."""
        here = self.cursor
        if here is None or self.view is None or here.lane != lane:
            return None
        if any(shape.outline == here for row in stack.rows for shape in row):
            return None
        return shape_of(here, self.view.scale, self.glyphs)

    def _style_of(self, outline: Outline) -> Style:
        if outline == self.cursor:
            return self.style_of("pane--cursor" if self.has_focus else "pane--cursor-blurred")
        return self.style_of(f"pane--{outline.certainty.value}")

    def _draw_strip(self, scale: Scale) -> list[Segment]:
        strip = self._strip_now
        if strip is None:
            return []
        before, view, after = strip.marked(strip.bars(self.glyphs)[0], scale.extent, self.glyphs)
        dim, bar = self.style_of("pane--dim"), self.style_of("lanes--density")
        middle = [Segment(before, bar), Segment(view, self.style_of("lanes--here")), Segment(after, bar)]
        return [Segment(strip.first, dim), *middle, Segment(strip.last, dim)]

    def _draw_axis(self, scale: Scale) -> list[Segment]:
        dim, here = self.style_of("pane--dim"), self.style_of("lanes--here")
        extent = None if self.cursor is None else days_of(self.cursor)
        before, mark, after = axis_line(scale, extent, self.glyphs)
        return [Segment(before, dim), Segment(mark, here), Segment(after, dim)]

    def _left_cell(self, words: str) -> str:
        return fit(f" {words}", self.name_width, ellipsis=self.glyphs.ellipsis) + self.glyphs.upright

    def _name_line(self, number: int, row: int) -> str:
        """The name of a lane goes on over its rows."""
        lines, rows = self._names[number], self._layout_now.rows_of(number) if self._layout_now else 1
        return " ".join(lines[row:]) if row == rows - 1 else "".join(lines[row : row + 1])

    # -- inside

    @property
    def _lanes(self) -> Sequence[Lane]:
        return self.chart.lanes if self.chart else ()

    @property
    def _layout_now(self) -> Layout | None:
        if self._layout is None and self.view is not None and self.chart is not None:
            self._names = [self._lines_of_name(lane) for lane in self._lanes]
            wanted = [len(lines) for lines in self._names]
            self._layout = Layout(self.chart, self.view.scale, self.body_height, wanted, self.glyphs)
        return self._layout

    @property
    def _strip_now(self) -> AxisStrip | None:
        chart = self.chart
        if chart is not None and self._strip[0] != (chart, self.columns):
            bounds = Extent(*chart.bounds) if chart.bounds else None

            def counts_on(scale: Scale) -> Sequence[float]:
                return chart.density(scale.first, scale.days, scale.columns)

            self._strip = ((chart, self.columns), AxisStrip.around(bounds, self.columns, counts_on))
        return self._strip[1]

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

    def _outline_at(self, x: int, y: int) -> Outline | None:
        """The event at a cell, or the nearest that the cell stands for."""
        column = max(0, x - self.name_width - 1)
        layout = self._layout_now
        if self.view is None or self.chart is None or layout is None or y == 0:
            return None
        scale = self.view.scale
        if y < self.head_height:
            strip = self._strip_now if self.head_height - y == 3 else None
            return self.chart.nearest(strip.days_at(column) if strip else scale.days_at(column))
        line = y - self.head_height + self.top
        place = layout.lines[line] if line < self.line_count else None
        if place is None:
            return None
        number, row = place
        stack = layout.stack(number)
        shapes = stack.rows[row] if row < len(stack.rows) else ()
        if layout.is_labelled and shapes:
            return shapes[0].outline
        hit = next((shape.outline for shape in shapes if shape.start <= column < shape.end), None)
        return hit or self.chart.nearest(scale.days_at(column), self._lanes[number].key)


def _paint(cells: list[tuple[str, Style]], shape: Shape, style: Style) -> None:
    cells[shape.start : shape.end] = [(cell, style) for cell in shape.cells]
