"""Rows that are made when they are looked at."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Generic, Protocol, TypeVar, overload

Item = TypeVar("Item")
Row = TypeVar("Row")


class Answers(Protocol):
    """What is asked about many rows, instead of looking at every one; a row is named by its index as given.

    Each is given up, by raising `tui.model.Stopped`, when `stopped` says so.
    """

    def sorted_by(self, name: str, stopped: Callable[[], bool]) -> Sequence[int]:
        """The rows in another order, which the list has a name for."""

    def holding(self, words: str, stopped: Callable[[], bool]) -> Sequence[int]:
        """The rows that hold all of the words, in the order given."""


class Rows(Sequence[Row], Generic[Item, Row]):
    """Rows made of items one by one; a list that is given them looks at no more of them than it shows.

    Many are sorted, filtered and searched by whoever `answers`.
    """

    def __init__(
        self,
        items: Sequence[Item],
        make: Callable[[int, Item], Row],
        place_of: Callable[[Hashable], int | None],
        answers: Answers | None = None,
    ) -> None:
        """Make the row of an item and its index with `make`; `place_of` finds the index of a key."""
        self._items = items
        self._make = make
        self.place_of = place_of
        self.answers = answers

    def __len__(self) -> int:
        """How many there are."""
        return len(self._items)

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Row, ...]: ...
    def __getitem__(self, index: int | slice) -> Row | tuple[Row, ...]:
        """A row, or several as a tuple."""
        if isinstance(index, slice):
            return tuple(self[i] for i in range(*index.indices(len(self))))
        return self._make(range(len(self))[index], self._items[index])
