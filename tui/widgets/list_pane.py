"""A pane that is a list: rows that are sorted, filtered and searched."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, ClassVar, Generic, TypeVar

from textual.message import Message
from textual.worker import get_current_worker

from tui.model import Stopped
from tui.widgets.arrangement import Arrangement, Looking, Wish, asked
from tui.widgets.pane import Found
from tui.widgets.rows import Answers, Rows
from tui.widgets.rows_pane import RowsPane

Row = TypeVar("Row")

MOST = 1000
"""Of how many rows a list looks at every one, to sort, filter or find; of more it asks whoever has them, if anybody has."""


class ListPane(RowsPane[Row], Generic[Row]):
    """Rows with a cursor that can be sorted, filtered and searched, however many they are.

    A kind of list says which words a row holds (`words_of`), and by what it can be sorted (`SORTS`).
    """

    SORTS: ClassVar[dict[str, Callable[[Any], Any]]] = {}
    """Sort keys by their names; the order in which the rows are given is always there too, as `GIVEN`."""

    GIVEN: ClassVar[str] = "place"
    """What the order in which the rows are given is called."""

    class Missed(Message):
        """The words to find are in none of many rows."""

        def __init__(self, words: str) -> None:
            """Of those words."""
            super().__init__()
            self.words = words

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        """Make an empty list."""
        super().__init__(id=id, classes=classes)
        self._arrangement = Arrangement()
        self._wish = Wish()
        self._arranged_rows: Sequence[Row] | None = None
        self.is_asking = False

    # -- what a kind of list says of itself

    def words_of(self, row: Row) -> str:
        """The words in which a find or a filter looks."""
        raise NotImplementedError(f"{type(self).__name__} has no words")

    def ordered(self, order: Sequence[int]) -> Sequence[int]:
        """The last word on the order shown, given as indices of `rows` that are filtered and sorted."""
        return order

    # -- rows

    @property
    def is_long(self) -> bool:
        """Whether there are too many rows to look at every one, and somebody who can be asked instead."""
        return self._answers is not None

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

    # -- verbs

    def sort_by(self, name: str) -> bool:
        """Sort by one of `SORTS` or as `GIVEN`; false if this list has no such order."""
        if name != self.GIVEN and name not in self.SORTS:
            return False
        self._wish = replace(self._wish, sort="" if name == self.GIVEN else name)
        self.arrange_rows(self._cursor_key())
        return True

    def filter(self, words: str) -> None:
        """Show only the rows that hold all of the words; empty words show all."""
        self._wish = replace(self._wish, filter=words)
        self.arrange_rows(self._cursor_key())
        if not self.is_asking and (row := self.row) is not None:
            self.reached(row)

    def find(self, words: str) -> Found | None:
        """Go to the first row at or after the cursor that holds the words; of many rows that is told later."""
        self._wish = replace(self._wish, find=words)
        self.refresh()
        if self._answers is not None and (words or self.is_asking):
            self._ask(self._answers, None if self.is_asking else self._order)
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

    def is_found(self, row: Row) -> bool:
        """Whether a row holds the words to find."""
        return bool(self._wish.find) and self._looking.holds(row, self._wish.find)

    # -- arranging

    @property
    def _looking(self) -> Looking[Row]:
        return Looking(self._rows, self.SORTS, self.words_of)

    @property
    def _answers(self) -> Answers | None:
        rows = self._rows
        return rows.answers if isinstance(rows, Rows) and len(rows) > MOST else None

    def set_rows(self, rows: Sequence[Row], at: Hashable = None) -> None:
        """Give the list new rows; they are shown as the old ones were, many as they are given until they are arranged."""
        self._arranged_rows = None
        super().set_rows(rows, at)

    def arrange_rows(self, stay: Hashable) -> None:
        """Show the rows as wished, the cursor on the row with that key; many when whoever has them has arranged them."""
        if self.is_asking:
            self.workers.cancel_group(self, "rows")
        if self._answers is None:
            self._show(self._looking.arrange(self._wish), stay)
            self._arrangement.finds = self._looking.finds(self._order, self._wish.find)
            return
        if self._wish == Wish() or self._arranged_rows is not self._rows:
            self._show(Arrangement(range(len(self._rows))), stay)
        if self._wish != Wish():
            self._ask(self._answers)

    def _show(self, arrangement: Arrangement, stay: Hashable) -> None:
        self.is_asking, self._arranged_rows = False, self._rows
        self._arrangement = arrangement
        self._arrangement.order = self.ordered(arrangement.order)
        self.show_order(self._arrangement.order, stay)

    def _go_to_find(self) -> Found | None:
        place = self._arrangement.next_find(self.cursor)
        if place is None:
            return None
        self._go(place)
        return self._arrangement.count_at(self.cursor)

    def _ask(self, answers: Answers, order: Sequence[int] | None = None) -> None:
        """Have the rows arranged in a thread, of an order that is known only the finds; the newest wish wins."""
        self.is_asking = True
        self.refresh_head()
        work = partial(self._be_answered, answers, self._rows, self._wish, order)
        self.run_worker(work, thread=True, exclusive=True, group="rows")

    def _be_answered(
        self, answers: Answers, rows: Sequence[Row], wish: Wish, order: Sequence[int] | None
    ) -> None:
        worker = get_current_worker()
        try:
            arrangement = asked(answers, len(rows), wish, lambda: worker.is_cancelled, order)
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
