"""A pane that is a list of rows with a cursor."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, ClassVar, Generic, TypeVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message
from textual.reactive import reactive
from textual.worker import get_current_worker

from tui.model import Stopped
from tui.widgets.arrangement import Arrangement, Looking, Wish, asked
from tui.widgets.pane import Found, Pane
from tui.widgets.rows import Answers, Rows

Row = TypeVar("Row")

MOST = 1000
"""Of how many rows a list looks at every one, to sort, filter or find; of more it asks whoever has them, if anybody has."""


class ListPane(Pane, Generic[Row]):
    """Rows with a cursor: moved, sorted, filtered, searched; one line a row.

    A kind of list says how a row is drawn (`draw_row`), which words it holds (`words_of`), what tells it from others
    (`key_of`), by what it can be sorted (`SORTS`), and which messages `reached` and `chosen` post.
    """

    keeps_lines = True

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
        self._arrangement = Arrangement()
        self._wish = Wish()
        self._places: dict[Hashable, int] | None = None
        self.is_asking = False

    class Missed(Message):
        """The words to find are in none of many rows."""

        def __init__(self, words: str) -> None:
            """Of those words."""
            super().__init__()
            self.words = words

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
        self._arrange(stay)
        if at is None and self._cursor_key() == stay:
            self.scroll_to_line(self._line_of(self.cursor) - above)

    @property
    def is_long(self) -> bool:
        """Whether there are too many rows to look at every one, and somebody who can be asked instead."""
        return self._answers is not None

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
        if self.is_asking:
            return f"{self._wish.find or self._wish.filter or self._wish.sort}{self.glyphs.ellipsis}"
        if self._wish.filter:
            return f"filter {self._wish.filter}: {self.position} of {len(self._rows)}"
        if self._wish.find and (found := self._arrangement.count_at(self.cursor)):
            return f"/{self._wish.find} {found[0]}/{found[1]}"
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
        if name != self.GIVEN and name not in self.SORTS:
            return False
        self._wish = replace(self._wish, sort="" if name == self.GIVEN else name)
        self._arrange(self._cursor_key())
        return True

    def filter(self, words: str) -> None:
        """Show only the rows that hold all of the words; empty words show all."""
        self._wish = replace(self._wish, filter=words)
        self._arrange(self._cursor_key())
        if not self.is_asking and (row := self.row) is not None:
            self.reached(row)

    def find(self, words: str) -> Found | None:
        """Go to the first row at or after the cursor that holds the words; of many rows that is told later."""
        self._wish = replace(self._wish, find=words)
        self.refresh()
        if self._answers is not None:
            self._ask(self._answers)
            return None
        self._arrangement.finds = self._looking.finds(self._order, words)
        return self._go_to_find()

    def find_next(self, steps: int) -> Found | None:
        """Go to the next row that holds the words, round at the ends."""
        place = self._arrangement.find_beside(self.cursor, steps)
        if place is None:
            return None
        self._go(place)
        return self._arrangement.count_at(self.cursor)

    def clear(self) -> bool:
        """End the find, or else the filter; false if there is neither."""
        if self._wish.find:
            self.find("")
            return True
        if self._wish.filter:
            self.filter("")
            return True
        return False

    @property
    def is_narrowed(self) -> bool:
        """Whether there is a find or a filter."""
        return bool(self._wish.find or self._wish.filter)

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
        elif self._wish.find and self._looking.holds(row, self._wish.find):
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
        if isinstance(self._rows, Rows) and (self.is_long or isinstance(self._order, range)):
            index = self._rows.place_of(key)
            if index is None or isinstance(self._order, range):
                return index
            return self._order.index(index) if index in self._order else None
        if self._places is None:
            self._places = {self.key_of(self._rows[i]): place for place, i in enumerate(self._order)}
        return self._places.get(key)

    # -- arranging

    @property
    def _order(self) -> Sequence[int]:
        return self._arrangement.order

    @property
    def _looking(self) -> Looking[Row]:
        return Looking(self._rows, self.SORTS, self.words_of)

    @property
    def _answers(self) -> Answers | None:
        rows = self._rows
        return rows.answers if isinstance(rows, Rows) and len(rows) > MOST else None

    def _arrange(self, stay: Hashable) -> None:
        """Show the rows as wished, the cursor on the row with that key; many as they were given, until they are arranged."""
        if self._answers is None:
            arrangement = self._looking.arrange(self._wish)
            self._show(arrangement, stay)
            self._arrangement.finds = self._looking.finds(self._order, self._wish.find)
        elif self._wish == Wish():
            self._show(Arrangement(range(len(self._rows))), stay)
        else:
            if len(self._order) > len(self._rows):
                self._show(Arrangement(range(len(self._rows))), stay)
            self._ask(self._answers)

    def _show(self, arrangement: Arrangement, stay: Hashable) -> None:
        self.is_asking = False
        self._arrangement = arrangement
        self._arrangement.order = self.ordered(arrangement.order)
        self._places = None
        place = self._place_of(stay) if stay is not None else None
        place = place if place is not None else min(self.cursor, max(0, len(self._order) - 1))
        self.set_reactive(ListPane.cursor, place)
        self.lines_changed()
        self._show_cursor()

    def _go_to_find(self) -> Found | None:
        place = self._arrangement.next_find(self.cursor)
        if place is None:
            return None
        self._go(place)
        return self._arrangement.count_at(self.cursor)

    def _ask(self, answers: Answers) -> None:
        """Have the rows arranged in a thread; the newest wish wins."""
        self.is_asking = True
        self.refresh_head()
        work = partial(self._be_answered, answers, self._rows, self._wish)
        self.run_worker(work, thread=True, exclusive=True, group="rows")

    def _be_answered(self, answers: Answers, rows: Sequence[Row], wish: Wish) -> None:
        worker = get_current_worker()
        try:
            arrangement = asked(answers, len(rows), wish, lambda: worker.is_cancelled)
        except Stopped:
            return
        if not worker.is_cancelled:
            self.app.call_from_thread(self._show_answer, rows, wish, arrangement)

    def _show_answer(self, rows: Sequence[Row], wish: Wish, arrangement: Arrangement) -> None:
        if rows is not self._rows or wish != self._wish:
            return
        before = self._cursor_key()
        self._show(arrangement, before)
        if wish.find and self._go_to_find() is None:
            self.post_message(self.Missed(wish.find))
        elif (row := self.row) is not None and self._cursor_key() != before:
            self.reached(row)
