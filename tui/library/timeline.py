"""The rows of a timeline: counted by days, fetched a stretch of days at a time, drawn by sums."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Sequence
from functools import cached_property
from itertools import accumulate

from tui.library import rows
from tui.library.catalogue import articles_by_number
from tui.library.lazy import Lazy
from tui.library.schema import UNDATED
from tui.library.store import Store
from tui.model import Mention

_STRETCH = 32
_KEPT = 64
# Days before the view are counted from so many views earlier: SQL rounds towards 0.
_FAR = 1_000_000

_ALL_OF = "SELECT id FROM events WHERE first BETWEEN ?1 AND ?2 ORDER BY first, last, start, id"
_SHELVED = (
    "SELECT e.id FROM events e JOIN articles a ON a.id = e.article WHERE e.first BETWEEN ?1 AND ?2 AND "
    "(a.organization = ?3 OR EXISTS (SELECT 1 FROM about o WHERE o.organization = ?3 AND o.article = e.article)) "
    "ORDER BY e.first, e.last, e.start, e.id"
)


class Timeline:
    """The events of an organization's articles (by it and on it), or of all, in the order of time, the undated last.

    Nothing here grows with the number of events but what is looked at: how many there are is summed from the counts of
    days, and an event is found by its stretch of days.
    """

    def __init__(self, store: Store, organization: str | None) -> None:
        """Of an organization, or of the collection."""
        self._store = store
        self._organization = organization
        self._shelf = "*" if organization is None else f"={organization}"
        self._kept: OrderedDict[int, array[int]] = OrderedDict()

    def mentions(self) -> Sequence[Mention]:
        """The events with their articles; each is fetched when it is looked at."""
        return Lazy(self.ends[-1] if self.ends else 0, self._fetch)

    @property
    def dated(self) -> int:
        """How many have a day: they come first."""
        place = bisect_right(self._stretches, UNDATED // _STRETCH - 1)
        return self.ends[place - 1] if place else 0

    @cached_property
    def bounds(self) -> tuple[int, int] | None:
        """The first day and the last, as ordinals; `None` where nothing is dated."""
        sql = "SELECT min(first), max(last) FROM spans WHERE shelf = ? AND first < ?"
        row = self._store.one(sql, (self._shelf, UNDATED))
        return (int(row[0]), int(row[1])) if row and row[0] is not None else None

    def density(self, first: int, days: int, columns: int) -> list[float]:
        """How many events each of `columns` columns holds that show `days` days from the ordinal `first`.

        An event of several columns is spread evenly over them; a column that no event touches is exactly 0.
        """
        last = first + days - 1
        left = f"(first - ?2 + {_FAR} * ?4) * ?3 / ?4 - {_FAR} * ?3"
        right = f"(last - ?2 + {_FAR} * ?4) * ?3 / ?4 - {_FAR} * ?3"
        if days < columns:
            # A day fills several columns.
            right = f"((last + 1 - ?2 + {_FAR} * ?4) * ?3 - 1) / ?4 - {_FAR} * ?3"
        sql = (
            f"SELECT {left}, {right}, sum(count) FROM spans "  # noqa: S608 - put together from ours
            "WHERE shelf = ?1 AND first <= ?5 AND last >= ?2 GROUP BY 1, 2"
        )
        counts = [0.0] * columns
        rises, covers = [0.0] * (columns + 1), [0] * (columns + 1)
        for begin, end, count in self._store.all(sql, (self._shelf, first, columns, days, last)):
            if begin == end:
                counts[begin] += count
                continue
            share = count / (end - begin + 1)
            begin, behind = max(begin, 0), min(end + 1, columns)
            rises[begin] += share
            rises[behind] -= share
            covers[begin] += 1
            covers[behind] -= 1
        spread = zip(accumulate(rises), accumulate(covers), strict=True)
        return [
            point + (rise if cover else 0.0) for point, (rise, cover) in zip(counts, spread, strict=False)
        ]

    # -- inside

    @cached_property
    def _counts(self) -> list[tuple[int, int]]:
        """Stretches of days with events, by number, and how many events each has."""
        sql = (
            f"SELECT floor(first / {_STRETCH}.0), sum(count) FROM spans WHERE shelf = ? GROUP BY 1 ORDER BY 1"  # noqa: S608
        )
        return [(int(stretch), count) for stretch, count in self._store.all(sql, (self._shelf,))]

    @cached_property
    def _stretches(self) -> list[int]:
        return [stretch for stretch, _ in self._counts]

    @cached_property
    def ends(self) -> list[int]:
        """At which place each stretch of days ends."""
        return list(accumulate(count for _, count in self._counts))

    def _fetch(self, first: int, count: int) -> list[Mention]:
        numbers: list[int] = []
        index = bisect_right(self.ends, first)
        while len(numbers) < count and index < len(self.ends):
            start = self.ends[index - 1] if index else 0
            within = self._numbers(index)
            numbers += within[first + len(numbers) - start : first + count - start]
            index += 1
        told = _mentions(self._store, numbers)
        # The index has changed since the rows were counted: who counts anew gets them right.
        return told + told[-1:] * (count - len(told))

    def _numbers(self, index: int) -> array[int]:
        """The events of a stretch of days."""
        kept = self._kept.get(index)
        if kept is None:
            start = self._stretches[index] * _STRETCH
            values: tuple[object, ...] = (start, start + _STRETCH - 1)
            if self._organization is None:
                found = self._store.all(_ALL_OF, values)
            else:
                found = self._store.all(_SHELVED, (*values, self._organization))
            kept = self._kept[index] = array("q", (number for (number,) in found))
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return kept


def _mentions(store: Store, numbers: Sequence[int]) -> list[Mention]:
    marks = ",".join("?" * len(numbers))
    sql = f"SELECT id, article, sentence, data FROM events WHERE id IN ({marks})"  # noqa: S608 - question marks
    found = {number: rest for number, *rest in store.all(sql, numbers)}
    articles = articles_by_number(store, list({article for article, _, _ in found.values()}))
    rows_in_order = (found[number] for number in numbers if number in found and found[number][0] in articles)
    return [rows.mention_from(articles[article], sentence, data) for article, sentence, data in rows_in_order]
