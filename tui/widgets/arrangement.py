"""In which order rows are shown, which of them, and in which of those words are found."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from tui.model import folded
from tui.widgets.rows import Answers

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Wish:
    """By what rows are to be sorted (empty: as they were given), the words that they must hold, the words to find."""

    sort: str = ""
    filter: str = ""
    find: str = ""


class Arrangement:
    """Rows as shown: `order` are their indices as they were given, `finds` the places in that order where words were found."""

    def __init__(self, order: Sequence[int] = (), finds: Sequence[int] = ()) -> None:
        """Of an order; finds ascend."""
        self.order = order
        self.finds = finds

    def next_find(self, place: int) -> int | None:
        """The first find at or behind a place, round at the end."""
        return self.finds[bisect_left(self.finds, place) % len(self.finds)] if self.finds else None

    def find_beside(self, place: int, steps: int) -> int | None:
        """The find next to a place (before it when negative), round at the ends."""
        if not self.finds:
            return None
        beside = bisect_right(self.finds, place) if steps > 0 else bisect_left(self.finds, place) - 1
        return self.finds[beside % len(self.finds)]

    def count_at(self, place: int) -> tuple[int, int] | None:
        """Which of how many finds is at a place, counted from 1; `None` where none is."""
        here = bisect_left(self.finds, place)
        is_here = here < len(self.finds) and self.finds[here] == place
        return (here + 1, len(self.finds)) if is_here else None


@dataclass(frozen=True, slots=True)
class Looking(Generic[Row]):
    """Arranges rows by a look at every one."""

    rows: Sequence[Row]
    sorts: Mapping[str, Callable[[Any], Any]]
    words_of: Callable[[Row], str]

    def arrange(self, wish: Wish) -> Arrangement:
        """The rows as wished; what is the same in two stays in the order given."""
        order: Sequence[int] = range(len(self.rows))
        if wish.filter:
            order = [i for i in order if self.holds(self.rows[i], wish.filter)]
        if wish.sort:
            by = self.sorts[wish.sort]
            order = sorted(order, key=lambda i: by(self.rows[i]))
        return Arrangement(order)

    def finds(self, order: Sequence[int], words: str) -> list[int]:
        """The places of an order whose rows hold the words."""
        return [place for place, i in enumerate(order) if words and self.holds(self.rows[i], words)]

    def holds(self, row: Row, words: str) -> bool:
        """Whether a row holds all of the words."""
        there = folded(self.words_of(row))
        return all(word in there for word in folded(words).split())


def asked(
    answers: Answers, count: int, wish: Wish, stopped: Callable[[], bool], known: Sequence[int] | None = None
) -> Arrangement:
    """So many rows as wished, which whoever has them arranges, without a look at each; raises `Stopped`.

    Where the order is `known`, only the finds are asked for.
    """
    order = _order(answers, count, wish, stopped) if known is None else known
    if not wish.find:
        return Arrangement(order)
    finds = answers.holding(wish.find, stopped)
    if isinstance(order, range):
        return Arrangement(order, finds)
    sought = set(finds)
    return Arrangement(order, [place for place, i in enumerate(order) if i in sought])


def _order(answers: Answers, count: int, wish: Wish, stopped: Callable[[], bool]) -> Sequence[int]:
    order: Sequence[int] = answers.sorted_by(wish.sort, stopped) if wish.sort else range(count)
    if not wish.filter:
        return order
    held = answers.holding(wish.filter, stopped)
    return _among(order, held) if wish.sort else held


def _among(order: Sequence[int], held: Sequence[int]) -> list[int]:
    there = set(held)
    return [i for i in order if i in there]
