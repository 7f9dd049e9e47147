"""A pane that is a list of rows with a cursor."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any, ClassVar, Generic, TypeVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.reactive import reactive

from tui.widgets.pane import Found, Pane

Row = TypeVar("Row")


class ListPane(Pane, Generic[Row]):
    """Rows with a cursor: moved, sorted, filtered, searched; one line a row.

    A kind of list says how a row is drawn (`draw_row`), which words it holds (`words_of`), what tells it from others
    (`key_of`), by what it can be sorted (`SORTS`), and which messages `reached` and `chosen` post.
    """

    SORTS: ClassVar[dict[str, Callable[[Any], Any]]] = {}
    """Sort keys by their names; the collection's own order is always there as `place`."""

    cursor: reactive[int] = reactive(0, repaint=False)
    """The line that the cursor is on."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        """Make an empty list."""
        super().__init__(id=id, classes=classes)
        self._rows: Sequence[Row] = ()
        self._order: Sequence[int] = ()
        self._sort = "place"
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
        """Give the list new rows; the cursor goes to the row with the key `at`, else stays with its row if it is there."""
        stay = at if at is not None else self._cursor_key()
        self._rows = rows
        self._arrange(stay)

    def go_to(self, key: Hashable) -> bool:
        """Put the cursor on the row with that key, without a message; false if it is not in the list."""
        line = self._line_of(key)
        if line is None:
            return False
        self.cursor = line
        return True

    @property
    def row(self) -> Row | None:
        """The row under the cursor."""
        return self._rows[self._order[self.cursor]] if self.cursor < len(self._order) else None

    def row_at(self, line: int) -> Row:
        """The row on a line."""
        return self._rows[self._order[line]]

    # -- verbs

    @property
    def line_count(self) -> int:
        """One line a row that the filter lets through."""
        return len(self._order)

    @property
    def note(self) -> str:
        """The find, the filter and the position, as far as there are any."""
        total = len(self._rows)
        count = f"{self.cursor + 1}/{self.line_count}" if self.line_count else "0"
        if self._filter:
            return f"filter {self._filter}: {count} of {total}"
        if self._find and (found := self._found()):
            return f"/{self._find} {found[0]}/{found[1]}"
        return count

    def move(self, lines: int) -> None:
        """Move the cursor."""
        if not self.line_count:
            return
        line = max(0, min(self.cursor + lines, self.line_count - 1))
        if line != self.cursor:
            self.cursor = line
            self.reached(self.row_at(line))

    def choose(self) -> None:
        """Choose the row under the cursor."""
        if (row := self.row) is not None:
            self.chosen(row)

    def sort_by(self, name: str) -> bool:
        """Sort by one of `SORTS` or by `place`; false if this list has no such order."""
        if name != "place" and name not in self.SORTS:
            return False
        self._sort = name
        self._arrange(self._cursor_key())
        return True

    def filter(self, words: str) -> None:
        """Show only the rows that hold all of the words; empty words show all."""
        self._filter = words
        self._arrange(self._cursor_key())
        if (row := self.row) is not None:
            self.reached(row)

    def find(self, words: str) -> Found | None:
        """Go to the first row at or after the cursor that holds the words."""
        self._find = words
        self.refresh()
        lines = self._found_lines()
        if not lines:
            return None
        self._go(next((line for line in lines if line >= self.cursor), lines[0]))
        return self._found()

    def find_next(self, steps: int) -> Found | None:
        """Go to the next row that holds the words, round at the ends."""
        lines = self._found_lines()
        if not lines:
            return None
        if steps > 0:
            line = next((line for line in lines if line > self.cursor), lines[0])
        else:
            line = next((line for line in reversed(lines) if line < self.cursor), lines[-1])
        self._go(line)
        return self._found()

    # -- watchers

    def watch_cursor(self, old: int, new: int) -> None:
        """Draw the two lines that changed, and keep the cursor in view."""
        self.show_line(new)
        self.refresh_body_line(old)
        self.refresh_body_line(new)
        self.refresh_head()

    def on_resize(self) -> None:
        """Keep the cursor in view."""
        super().on_resize()
        self.show_line(self.cursor)

    def on_click(self, event: events.Click) -> None:
        """Put the cursor on the line clicked; a second click chooses it."""
        line = event.y - self.head_height + self.top
        if event.y < self.head_height or line >= self.line_count:
            return
        event.stop()
        if event.chain > 1:
            self.choose()
        else:
            self.move(line - self.cursor)

    # -- drawing

    def draw_line(self, line: int, width: int) -> list[Segment]:
        """Draw the row on a line."""
        style = Style.null()
        row = self.row_at(line)
        if line == self.cursor:
            style = self.style_of("pane--cursor" if self.has_focus else "pane--cursor-blurred")
        elif self._find and self._holds(row, self._find):
            style = self.style_of("pane--found")
        return self.draw_row(row, width, style)

    # -- inside

    def _go(self, line: int) -> None:
        self.move(line - self.cursor)

    def _cursor_key(self) -> Hashable:
        row = self.row
        return None if row is None else self.key_of(row)

    def _line_of(self, key: Hashable) -> int | None:
        return next((n for n, i in enumerate(self._order) if self.key_of(self._rows[i]) == key), None)

    def _arrange(self, stay: Hashable) -> None:
        order: Sequence[int] = range(len(self._rows))
        if self._filter:
            order = [i for i in order if self._holds(self._rows[i], self._filter)]
        if self._sort != "place":
            by = self.SORTS[self._sort]
            order = sorted(order, key=lambda i: by(self._rows[i]))
        self._order = order
        line = self._line_of(stay) if stay is not None else None
        line = line if line is not None else min(self.cursor, max(0, len(order) - 1))
        self.set_reactive(ListPane.cursor, line)
        self.lines_changed()
        self.show_line(line)

    def _holds(self, row: Row, words: str) -> bool:
        folded = self.words_of(row).casefold()
        return all(word in folded for word in words.casefold().split())

    def _found_lines(self) -> list[int]:
        if not self._find:
            return []
        return [n for n in range(self.line_count) if self._holds(self.row_at(n), self._find)]

    def _found(self) -> Found | None:
        lines = self._found_lines()
        return (lines.index(self.cursor) + 1, len(lines)) if self.cursor in lines else None
