"""A pane that shows rows with a cursor."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Generic, TypeVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.reactive import reactive

from tui.widgets.pane import Pane
from tui.widgets.rows import Rows

Row = TypeVar("Row")


class RowsPane(Pane, Generic[Row]):
    """Rows with a cursor that is moved among them; one line a row, in the order in which they were given or in another.

    A kind of pane says how a row is drawn (`draw_row`), what tells it from others (`key_of`), and which messages `reached`
    and `chosen` post.
    """

    keeps_lines = True

    cursor: reactive[int] = reactive(0, repaint=False)
    """The row that the cursor is on, counted from 0 in the order shown."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        """Make a pane without rows."""
        super().__init__(id=id, classes=classes)
        self._rows: Sequence[Row] = ()
        self._order: Sequence[int] = ()
        self._places: dict[Hashable, int] | None = None

    # -- what a kind of pane says of itself

    def draw_row(self, row: Row, width: int, style: Style) -> list[Segment]:
        """Draw a row in `width` cells; `style` is the cursor's, or empty."""
        raise NotImplementedError(f"{type(self).__name__} draws no rows")

    def key_of(self, row: Row) -> Hashable:
        """What stays the same when the rows are given anew."""
        return row

    @property
    def divider(self) -> int | None:
        """Before which row, counted in the order shown, a line stands that is no row (after the last: how many there are)."""
        return None

    def draw_divider(self, width: int) -> list[Segment]:
        """Draw the line that is no row."""
        return []

    def reached(self, row: Row) -> None:
        """Say that the reader has moved the cursor to a row."""

    def chosen(self, row: Row) -> None:
        """Say that the reader has chosen a row."""

    # -- rows

    @property
    def rows(self) -> Sequence[Row]:
        """All rows, in the order in which they were given."""
        return self._rows

    def set_rows(self, rows: Sequence[Row], at: Hashable = None) -> None:
        """Give the list new rows; the cursor goes to the row with the key `at`, else stays with its row if it is there.

        Where it stays, its row stays where it is on the screen.
        """
        stay = at if at is not None else self._cursor_key()
        above = self._line_of(self.cursor) - self.top
        self._rows = rows
        self.arrange_rows(stay)
        if at is None and self._cursor_key() == stay:
            self.scroll_to_line(self._line_of(self.cursor) - above)

    def arrange_rows(self, stay: Hashable) -> None:
        """Settle which rows are shown in which order, the cursor on the row with that key."""
        self.show_order(range(len(self._rows)), stay)

    def show_order(self, order: Sequence[int], stay: Hashable) -> None:
        """Show the rows with these indices, the cursor on the row with that key if it is among them."""
        self._order, self._places = order, None
        place = self._place_of(stay) if stay is not None else None
        place = place if place is not None else min(self.cursor, max(0, len(order) - 1))
        self.set_reactive(RowsPane.cursor, place)
        self.lines_changed()
        self._show_cursor()

    def go_to(self, key: Hashable) -> bool:
        """Put the cursor on the row with that key, without a message; false if it is not in the list."""
        place = self._place_of(key)
        if place is None:
            return False
        self.cursor = place
        return True

    @property
    def row(self) -> Row | None:
        """The row under the cursor."""
        return None if self.index is None else self._rows[self.index]

    @property
    def index(self) -> int | None:
        """Which of `rows` is under the cursor."""
        return self._order[self.cursor] if self.cursor < len(self._order) else None

    def row_at(self, place: int) -> Row:
        """The row at a place in the order shown."""
        return self._rows[self._order[place]]

    # -- verbs

    @property
    def line_count(self) -> int:
        """One line a row that is shown, and the divider."""
        return len(self._order) + (self.divider is not None)

    @property
    def position(self) -> str:
        """Which of how many rows the cursor is on."""
        return f"{self.cursor + 1}/{len(self._order)}" if self._order else "0"

    @property
    def note(self) -> str:
        """The position."""
        return self.position

    def move(self, lines: int) -> None:
        """Move the cursor."""
        if not self._order:
            return
        place = max(0, min(self.cursor + lines, len(self._order) - 1))
        if place != self.cursor:
            self.cursor = place
            self.reached(self.row_at(place))

    def choose(self) -> None:
        """Choose the row under the cursor."""
        if (row := self.row) is not None:
            self.chosen(row)

    # -- watchers

    def watch_cursor(self, old: int, new: int) -> None:
        """Draw the two lines that changed, and keep the cursor in view."""
        self._show_cursor()
        self.refresh_body_line(self._line_of(old))
        self.refresh_body_line(self._line_of(new))
        self.refresh_head()

    def resized(self) -> None:
        """Keep the cursor in view."""
        super().resized()
        self._show_cursor()

    def on_click(self, event: events.Click) -> None:
        """Put the cursor on the line clicked; a second click chooses it."""
        line = event.y - self.head_height + self.top
        place = self._place_at(line)
        if event.y < self.head_height or place is None:
            return
        event.stop()
        if event.chain > 1:
            self.choose()
        else:
            self._go(place)

    # -- drawing

    def draw_line(self, line: int, width: int) -> list[Segment]:
        """Draw the row on a line, or the divider."""
        place = self._place_at(line)
        if place is None:
            return self.draw_divider(width)
        row = self.row_at(place)
        if place == self.cursor:
            style = self.style_of("pane--cursor" if self.has_focus else "pane--cursor-blurred")
        else:
            style = self.style_of("pane--found") if self.is_found(row) else Style.null()
        return self.draw_row(row, width, style)

    def is_found(self, row: Row) -> bool:
        """Whether a row is drawn as one that was looked for."""
        return False

    # -- inside

    def _go(self, place: int) -> None:
        self.move(place - self.cursor)

    def _show_cursor(self) -> None:
        if self.cursor == len(self._order) - 1:
            self.show_line(self.line_count - 1)
        self.show_line(self._line_of(self.cursor))

    def _line_of(self, place: int) -> int:
        return place + (self.divider is not None and place >= self.divider)

    def _place_at(self, line: int) -> int | None:
        if line >= self.line_count or line == self.divider:
            return None
        return line - (self.divider is not None and line > self.divider)

    def _cursor_key(self) -> Hashable:
        row = self.row
        return None if row is None else self.key_of(row)

    def _place_of(self, key: Hashable) -> int | None:
        if isinstance(self._rows, Rows) and (self._rows.answers or isinstance(self._order, range)):
            index = self._rows.place_of(key)
            if index is None or isinstance(self._order, range):
                return index
            return self._order.index(index) if index in self._order else None
        if self._places is None:
            self._places = {self.key_of(self._rows[i]): place for place, i in enumerate(self._order)}
        return self._places.get(key)
