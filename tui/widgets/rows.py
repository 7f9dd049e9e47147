"""Rows that are made when they are looked at."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Generic, TypeVar, overload

Item = TypeVar("Item")
Row = TypeVar("Row")


class Rows(Sequence[Row], Generic[Item, Row]):
    """Rows made of items one by one; a list that is given them looks at no more of them than it shows."""

    def __init__(
        self,
        items: Sequence[Item],
        make: Callable[[int, Item], Row],
        place_of: Callable[[Hashable], int | None],
    ) -> None:
        """Make the row of an item and its index with `make`; `place_of` finds the index of a key."""
        self._items = items
        self._make = make
        self.place_of = place_of

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
