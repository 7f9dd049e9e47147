"""Rows that are fetched when they are looked at."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar, overload

Item = TypeVar("Item")
_CHUNK = 128
_CHUNKS = 32


class Lazy(Sequence[Item]):
    """A sequence of known length whose items come in chunks; a few chunks are kept.

    `fetch` gives the items from a place on, so many of them; it is called from whichever thread looks. Two of these are
    equal when their items are, and one is equal to a tuple of its items.
    """

    def __init__(self, length: int, fetch: Callable[[int, int], Sequence[Item]]) -> None:
        """Of this length."""
        self._length = length
        self._fetch = fetch
        self._chunks: OrderedDict[int, Sequence[Item]] = OrderedDict()

    def __len__(self) -> int:
        """How many items there are."""
        return self._length

    @overload
    def __getitem__(self, index: int) -> Item: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Item, ...]: ...
    def __getitem__(self, index: int | slice) -> Item | tuple[Item, ...]:
        """An item, or several as a tuple."""
        if isinstance(index, slice):
            return tuple(self[i] for i in range(*index.indices(self._length)))
        place = index + self._length if index < 0 else index
        if not 0 <= place < self._length:
            raise IndexError(f"there is no item {index} of {self._length}")
        return self._chunk(place // _CHUNK)[place % _CHUNK]

    def __iter__(self) -> Iterator[Item]:
        """All items in order."""
        for number in range(-(-self._length // _CHUNK)):
            yield from self._chunk(number)

    def __eq__(self, other: object) -> bool:
        """Whether the items are the same."""
        return isinstance(other, Sequence) and len(self) == len(other) and all(map(_same, self, other))

    def __hash__(self) -> int:
        """By identity."""
        return id(self)

    def __repr__(self) -> str:
        """The first items."""
        return f"<{self._length} items: {', '.join(map(repr, self[:3]))}>"

    def _chunk(self, number: int) -> Sequence[Item]:
        chunk = self._chunks.get(number)
        if chunk is None:
            first = number * _CHUNK
            chunk = self._fetch(first, min(_CHUNK, self._length - first))
            self._chunks[number] = chunk
            while len(self._chunks) > _CHUNKS:
                self._chunks.popitem(last=False)
        return chunk


def _same(one: object, other: object) -> bool:
    return one == other
