"""Lists of articles of any length: fetched as they are looked at, sorted and filtered by the index."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property

from tui.library import rows
from tui.library.lazy import Lazy
from tui.library.store import Store
from tui.model import Article, filed, folded

_GONE = Article("", "(no longer there)")
_SORTED = {
    "name": "SELECT title, article FROM listings",
    "date": "SELECT published, article FROM listings",
}


class Listing(Lazy[Article]):
    """Articles in an order of the index; an article is named by its place there, counted from 0."""

    def __init__(
        self,
        store: Store,
        count: int,
        numbers: Callable[[int], Sequence[int]],
        shorts: Callable[[], Mapping[str, str]],
    ) -> None:
        """So many articles; `numbers` gives the first few of their numbers, or all (-1), `shorts` the publishers' short names."""
        super().__init__(count, self._articles)
        self._store = store
        self._ask = numbers
        self._shorts = shorts

    def place_of(self, key: str) -> int | None:
        """The place of an article; `None` if it is not among them."""
        found = self._store.one("SELECT id FROM articles WHERE key = ?", (key,))
        return self._places.get(found[0]) if found else None

    def sorted_by(self, name: str) -> Sequence[int]:
        """The places in the order of the titles ("name"), of when they were published ("date"), or of the publishers.

        What is equal there stays in the order that it has.
        """
        keyed = self._publishers() if name == "organization" else self._store.all(_SORTED[name])
        places = self._places
        found = sorted((value, places[number]) for value, number in keyed if number in places)
        return array("q", (place for _, place in found))

    def holding(self, words: str) -> Sequence[int]:
        """The places, in their order, of those that hold all of the words in title, authors, publisher or date."""
        conditions, values = [], []
        for word in folded(words).split():
            keys = [key for key, short in self._shorts().items() if word in folded(short)]
            marks = ",".join("?" * len(keys))
            conditions.append(f"(instr(l.words, ?) OR a.organization IN ({marks}))")
            values += [word, *keys]
        sql = (
            "SELECT l.article FROM listings l CROSS JOIN articles a ON a.id = l.article "  # noqa: S608 - question marks
            f"WHERE {' AND '.join(conditions) or '1'}"
        )
        return array("q", sorted(self._places_of([number for (number,) in self._store.all(sql, values)])))

    # -- inside

    def _publishers(self) -> list[tuple[tuple[bool, str], int]]:
        """All articles, each after what its publisher's short name is sorted by, the unknown last."""
        names = {key: (not short, filed(short)) for key, short in self._shorts().items()}
        publishers = self._store.all("SELECT organization, id FROM articles")
        return [(names.get(key) or (not key, filed(key)), number) for key, number in publishers]

    def _places_of(self, numbers: Sequence[int]) -> Sequence[int]:
        places = self._places
        return array("q", (places[number] for number in numbers if number in places))

    @cached_property
    def _places(self) -> dict[int, int]:
        return {number: place for place, number in enumerate(self._numbers)}

    @cached_property
    def _numbers(self) -> Sequence[int]:
        return array("q", self._ask(-1))

    def _articles(self, first: int, length: int) -> list[Article]:
        # Of the first few the question is asked alone.
        is_first = not first and "_numbers" not in self.__dict__
        wanted = self._ask(length) if is_first else self._numbers[first : first + length]
        known = articles_by_number(self._store, wanted)
        told = [known.get(number, _GONE) for number in wanted]
        return told + [_GONE] * (length - len(told))


def articles_by_number(store: Store, numbers: Sequence[int]) -> dict[int, Article]:
    """Articles by their numbers in the index."""
    marks = ",".join("?" * len(numbers))
    sql = f"SELECT id, data FROM articles WHERE id IN ({marks})"  # noqa: S608 - question marks
    return {number: rows.article_from(data) for number, data in store.all(sql, numbers)}
