"""A pane that is a list of rows with a cursor."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Hashable, Sequence
from typing import Any, ClassVar, Generic, TypeVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.reactive import reactive

from tui.model import folded
from tui.widgets.pane import Found, Pane
from tui.widgets.rows import Rows

Row = TypeVar("Row")

MOST = 20_000
"""Of how many rows a list looks at every one, to sort, filter or find; in a longer one it would keep the reader waiting."""


class ListPane(Pane, Generic[Row]):
    """Rows with a cursor: moved, sorted, filtered, searched; one line a row.

    A kind of list says how a row is drawn (`draw_row`), which words it holds (`words_of`), what tells it from others
    (`key_of`), by what it can be sorted (`SORTS`), and which messages `reached` and `chosen` post.
    """

    SORTS: ClassVar[dict[str, Callable[[Any], Any]]] = {}
    """Sort keys by their names; the order in which the rows are given is always there too, as `GIVEN`."""

    GIVEN: ClassVar[str] = "place"
    """What the order in which the rows are given is called."""

    cursor: reactive[int] = reactive(0, repaint=False)
    """The row that the cursor is on, counted from 0 in the order shown."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        """Make an empty list."""
        super().__init__(id=id, classes=classes)
        self._rows: Sequence[Row] = ()
        self._order: Sequence[int] = ()
        self._places: dict[Hashable, int] | None = None
        self._finds: list[int] | None = None
        self._sort = self.GIVEN
        self._filter = ""
        self._find = ""

    # -- what a kind of list says of itself

    def draw_row(self, row: Row, width: int, style: Style) -> list[Segment]:
        """Draw a row in `width` cells; `style` is the cursor's, or empty."""
        raise NotImplementedError(f"{type(self).__name__} draws no rows")

    def words_of(self, row: Row) -> str:
        """The words in which a find or a filter looks."""
        raise NotImplementedError(f"{type(self).__name__} has no words")

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

    def ordered(self, order: Sequence[int]) -> Sequence[int]:
        """The last word on the order shown, given as indices of `rows` that are filtered and sorted."""
        return order

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
        if self.is_long:
            self._sort, self._filter, self._find = self.GIVEN, "", ""
        self._arrange(stay)
        if at is None and self._cursor_key() == stay:
            self.scroll_to_line(self._line_of(self.cursor) - above)

    @property
    def is_long(self) -> bool:
        """Whether there are too many rows to look at every one: they are neither sorted nor filtered nor searched."""
        return len(self._rows) > MOST

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
        """One line a row that the filter lets through, and the divider."""
        return len(self._order) + (self.divider is not None)

    @property
    def position(self) -> str:
        """Which of how many rows the cursor is on."""
        return f"{self.cursor + 1}/{len(self._order)}" if self._order else "0"

    @property
    def note(self) -> str:
        """The find, the filter and the position, as far as there are any."""
        if self._filter:
            return f"filter {self._filter}: {self.position} of {len(self._rows)}"
        if self._find and (found := self._found()):
            return f"/{self._find} {found[0]}/{found[1]}"
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

    def sort_by(self, name: str) -> bool:
        """Sort by one of `SORTS` or as `GIVEN`; false if this list has no such order."""
        if name != self.GIVEN and (self.is_long or name not in self.SORTS):
            return False
        self._sort = name
        self._arrange(self._cursor_key())
        return True

    def filter(self, words: str) -> None:
        """Show only the rows that hold all of the words; empty words show all, and so does a long list."""
        self._filter = "" if self.is_long else words
        self._arrange(self._cursor_key())
        if (row := self.row) is not None:
            self.reached(row)

    def find(self, words: str) -> Found | None:
        """Go to the first row at or after the cursor that holds the words; a long list finds nothing."""
        self._find = "" if self.is_long else words
        self._finds = None
        self.refresh()
        finds = self._found_places()
        if not finds:
            return None
        self._go(finds[bisect_left(finds, self.cursor) % len(finds)])
        return self._found()

    def find_next(self, steps: int) -> Found | None:
        """Go to the next row that holds the words, round at the ends."""
        finds = self._found_places()
        if not finds:
            return None
        here = bisect_right(finds, self.cursor) if steps > 0 else bisect_left(finds, self.cursor) - 1
        self._go(finds[here % len(finds)])
        return self._found()

    def clear(self) -> bool:
        """End the find, or else the filter; false if there is neither."""
        if self._find:
            self.find("")
            return True
        if self._filter:
            self.filter("")
            return True
        return False

    @property
    def is_narrowed(self) -> bool:
        """Whether there is a find or a filter."""
        return bool(self._find or self._filter)

    # -- watchers

    def watch_cursor(self, old: int, new: int) -> None:
        """Draw the two lines that changed, and keep the cursor in view."""
        self._show_cursor()
        self.refresh_body_line(self._line_of(old))
        self.refresh_body_line(self._line_of(new))
        self.refresh_head()

    def on_resize(self) -> None:
        """Keep the cursor in view."""
        super().on_resize()
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
        style = Style.null()
        row = self.row_at(place)
        if place == self.cursor:
            style = self.style_of("pane--cursor" if self.has_focus else "pane--cursor-blurred")
        elif self._find and self._holds(row, self._find):
            style = self.style_of("pane--found")
        return self.draw_row(row, width, style)

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
        if isinstance(self._rows, Rows) and isinstance(self._order, range):
            return self._rows.place_of(key)
        if self._places is None:
            self._places = {self.key_of(self._rows[i]): place for place, i in enumerate(self._order)}
        return self._places.get(key)

    def _arrange(self, stay: Hashable) -> None:
        order: Sequence[int] = range(len(self._rows))
        if self._filter:
            order = [i for i in order if self._holds(self._rows[i], self._filter)]
        if self._sort != self.GIVEN:
            by = self.SORTS[self._sort]
            order = sorted(order, key=lambda i: by(self._rows[i]))
        self._order = self.ordered(order)
        self._places = self._finds = None
        place = self._place_of(stay) if stay is not None else None
        place = place if place is not None else min(self.cursor, max(0, len(order) - 1))
        self.set_reactive(ListPane.cursor, place)
        self.lines_changed()
        self._show_cursor()

    def _holds(self, row: Row, words: str) -> bool:
        there = folded(self.words_of(row))
        return all(word in there for word in folded(words).split())

    def _found_places(self) -> list[int]:
        if self._finds is None:
            places = range(len(self._order)) if self._find else ()
            self._finds = [place for place in places if self._holds(self.row_at(place), self._find)]
        return self._finds

    def _found(self) -> Found | None:
        finds = self._found_places()
        here = bisect_left(finds, self.cursor)
        return (here + 1, len(finds)) if here < len(finds) and finds[here] == self.cursor else None
