"""A pane that shows events in time: a cursor on one of them, a view of a part of the time, and the verbs for both."""

from __future__ import annotations

from textual.message import Message
from textual.reactive import reactive

from tui.model import Interval, Mention, Outline
from tui.widgets.axis import Extent
from tui.widgets.chart import Chart
from tui.widgets.pane import Pane
from tui.widgets.view import View

_GAP = 3
# A chart is opened on the time of all but so many of a hundred events at either end, if that is at most so much of all the
# time: a few old dates would press all others into a corner.
_OUTLYING, _MUCH = 1, 0.5


class ChartPane(Pane):
    """Events of a chart, one of them under the cursor, in a view that goes from all of the time to a day.

    A kind of chart pane says on how many columns (`columns`) and on which line (`line_of`) it draws events.
    """

    cursor: reactive[Outline | None] = reactive(None, repaint=False)
    """The event that the cursor is on; `None` when none has a known day."""

    class Reached(Message):
        """The reader moved the cursor to an event."""

        def __init__(self, mention: Mention) -> None:
            """Of that event."""
            super().__init__()
            self.mention = mention

    class Chosen(Reached):
        """The reader chose an event."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        """Make a pane without events."""
        super().__init__(id=id, classes=classes)
        self.chart: Chart | None = None
        self.view: View | None = None

    # -- what a kind of chart pane says of itself

    @property
    def columns(self) -> int:
        """How many columns the time has."""
        raise NotImplementedError(f"{type(self).__name__} has no columns")

    def line_of(self, outline: Outline) -> int | None:
        """On which line an event is drawn; `None` if it is out of view."""
        raise NotImplementedError(f"{type(self).__name__} has no lines")

    def rearrange(self) -> None:
        """Forget how the events were arranged: the chart, the view or the size is another."""

    # -- events

    def set_chart(self, chart: Chart, at: Mention | None = None) -> None:
        """Show a chart where most of its events are, the cursor on an event if it is dated, else on the first there."""
        self.chart = chart
        most = self._most()
        first = chart.nearest((most.first, most.first)) if most else chart.at(0)
        start = (chart.find(at) if at is not None else None) or first
        self.set_reactive(ChartPane.cursor, start)
        self._fit(most)

    def _most(self) -> Extent | None:
        """The days of the events between the outlying ones, where they are much fewer than all."""
        if self.chart is None or self.chart.bounds is None:
            return None
        outlying = self.chart.dated * _OUTLYING // 100
        first, last = self.chart.at(outlying), self.chart.at(self.chart.dated - 1 - outlying)
        if not outlying or first is None or last is None:
            return None
        most = Extent(first.first, last.last)
        return most if most.days <= _MUCH * Extent(*self.chart.bounds).days else None

    @property
    def mention(self) -> Mention | None:
        """The event under the cursor, with its words; `None` if it is no longer there, too."""
        return self.chart.mention(self.cursor) if self.chart and self.cursor else None

    # -- verbs that keys call

    def zoom(self, steps: int) -> bool:
        """Show less time in more detail (more when negative), around the cursor; false at the ends."""
        if self.view is None or self.cursor is None:
            return False
        return self.look(self.view.zoomed(steps, days_of(self.cursor).middle))

    def fit(self) -> None:
        """Show all of the time."""
        self._fit(None)

    def _fit(self, part: Extent | None) -> None:
        """Show all of a part of the time, or all of it."""
        bounds = Extent(*self.chart.bounds) if self.chart and self.chart.bounds else None
        self.look(View.of(part or bounds, bounds, self.columns) if bounds else None)

    def by_event(self, steps: int) -> bool:
        """Go that many events on in time (back when negative), whatever their lane; false at the ends."""
        if self.chart is None or self.cursor is None:
            return False
        return self.go_to(self.chart.at(self.chart.place(self.cursor) + steps))

    def along(self, steps: int) -> bool:
        """Go that many events on in the lane (back when negative); false at its ends."""
        if self.chart is None or self.cursor is None:
            return False
        return self.go_to(self.chart.along(self.cursor, steps))

    def by_gap(self, steps: int) -> bool:
        """Go over the next empty stretch that can be seen at this scale (back when negative); false if there is none."""
        if self.chart is None or self.cursor is None or self.view is None:
            return False
        scale = self.view.scale
        least = _GAP * scale.days // scale.columns + 1
        return self.go_to(self.chart.by_gap(self.cursor, steps, least))

    def go_to_date(self, interval: Interval) -> bool:
        """Go to the event nearest to a date; false if there is none."""
        days = Extent.of(interval)
        if self.chart is None or self.cursor is None or days is None:
            return False
        self.go_to(self.chart.nearest(days))
        return True

    def move(self, lines: int) -> None:
        """Go to the event that is nearest in time so many lanes below (above when negative), of the lanes with dated events."""
        if self.chart is None or self.cursor is None:
            return
        keys = [lane.key for lane in self.chart.lanes if lane.dated]
        here = keys.index(self.cursor.lane) if self.cursor.lane in keys else 0
        there = max(0, min(here + lines, len(keys) - 1))
        if there != here:
            self.go_to(self.chart.nearest(days_of(self.cursor), keys[there]))

    def move_page(self, pages: float) -> None:
        """Go as much time on as is in view (back when negative), and by one event at least."""
        if self.chart is None or self.cursor is None or self.view is None:
            return
        day = days_of(self.cursor).middle + int(self.view.scale.days * pages)
        there, step = self.chart.nearest((day, day)), 1 if pages > 0 else -1
        if there is None or (self.chart.place(there) - self.chart.place(self.cursor)) * step <= 0:
            self.by_event(step)
        else:
            self.go_to(there)

    def move_to_top(self) -> None:
        """Go to the first event in time."""
        if self.chart is not None:
            self.go_to(self.chart.at(0))

    def move_to_bottom(self) -> None:
        """Go to the last event in time."""
        if self.chart is not None:
            self.go_to(self.chart.at(self.chart.dated - 1))

    def choose(self) -> None:
        """Choose the event under the cursor."""
        if (mention := self.mention) is not None:
            self.post_message(self.Chosen(mention))

    # -- watchers

    def watch_cursor(self) -> None:
        """Bring the event into view, and draw it."""
        self.show_cursor()
        self.refresh()

    def resized(self) -> None:
        """Show as much in the new size as was in view before."""
        self.look(self.view.resized(self.columns) if self.view else None)
        super().resized()

    # -- helpers for kinds of chart panes

    def look(self, view: View | None, *, with_cursor: bool = True) -> bool:
        """Look at another part of the time, or at it in other detail; false if it is the same.

        The event under the cursor is brought into view, or may stay out of it until the next step.
        """
        before, self.view = self.view, view
        self.rearrange()
        if with_cursor:
            self.show_cursor()
        self.lines_changed()
        return self.view != before

    def show_cursor(self) -> None:
        """Bring the event under the cursor into view."""
        if self.view is None or self.cursor is None:
            return
        shown = self.view.showing(days_of(self.cursor))
        if shown != self.view:
            self.view = shown
            self.rearrange()
            self.lines_changed()
        line = self.line_of(self.cursor)
        if line is not None:
            self.show_line(line)

    def go_to(self, outline: Outline | None) -> bool:
        """Put the cursor on an event and say so; false if it is there already, or there is none."""
        if outline is None or outline == self.cursor:
            return False
        self.cursor = outline
        if (mention := self.mention) is not None:
            self.post_message(self.Reached(mention))
        return True


def days_of(outline: Outline) -> Extent:
    """The days of an event."""
    return Extent(outline.first, outline.last)
