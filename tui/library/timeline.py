"""The rows of a timeline: counted by days, fetched a stretch of days at a time, drawn by sums."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import OrderedDict, defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import accumulate

from tui.library import rows
from tui.library.catalogue import articles_by_number
from tui.library.lazy import Lazy
from tui.library.schema import STRETCH, UNDATED
from tui.library.store import Store
from tui.model import Mention

_DAYS = 1 << STRETCH
_UNDATED = UNDATED >> STRETCH
_KEPT = 64
_WINDOW = 64
# How many stretches a column must hold for them to be summed up before the days are.
_COARSE = 4

_ALL_OF = "SELECT id, first, last FROM events WHERE first BETWEEN ?1 AND ?2 ORDER BY first, last, start, id"
_SHELVED = (
    "SELECT e.id, e.first, e.last FROM events e WHERE e.first BETWEEN ?1 AND ?2 AND "
    "(e.organization = ?3 OR EXISTS (SELECT 1 FROM about o WHERE o.organization = ?3 AND o.article = e.article)) "
    "ORDER BY e.first, e.last, e.start, e.id"
)

Days = tuple[int, int]
"""The ordinals of a first day and a last, both inclusive."""
Dated = tuple[int, int, int]
"""An event's number and its days."""


class Timeline:
    """The events of an organization's articles (by it and on it), or of all, in the order of time, the undated last.

    Nothing here grows with the number of events but what is looked at: how many there are is summed from the counts of
    stretches of days, and an event is found by its stretch.
    """

    def __init__(self, store: Store, organization: str | None) -> None:
        """Of an organization, or of the collection."""
        self._store = store
        self._organization = organization
        self._shelf = "*" if organization is None else f"={organization}"
        self._kept: OrderedDict[int, list[Dated]] = OrderedDict()

    def __len__(self) -> int:
        """How many events there are."""
        return self._ends[-1] if self._ends else 0

    def mentions(self) -> Sequence[Mention]:
        """The events with their articles; each is fetched when it is looked at."""
        return Lazy(len(self), self._fetch)

    @property
    def dated(self) -> int:
        """How many have a day: they come first."""
        place = bisect_left(self._stretches, _UNDATED)
        return self._ends[place - 1] if place else 0

    @cached_property
    def bounds(self) -> Days | None:
        """The first day and the last, as ordinals; `None` where nothing is dated."""
        first = self._store.one(
            "SELECT first FROM spans WHERE shelf = ? AND first < ? ORDER BY first LIMIT 1",
            (self._shelf, UNDATED),
        )
        # The last day of all is in one of the stretches that reach the furthest.
        last = self._store.one(
            "SELECT max(s.last) FROM stretches t JOIN spans s ON s.shelf = t.shelf "
            "AND s.first BETWEEN t.first * ?3 AND t.first * ?3 + ?3 - 1 WHERE t.shelf = ?1 AND t.first < ?2 "
            "AND t.last = (SELECT max(last) FROM stretches WHERE shelf = ?1 AND first < ?2)",
            (self._shelf, _UNDATED, _DAYS),
        )
        return (int(first[0]), int(last[0])) if first and last else None

    # -- places

    def row_at(self, place: int) -> Dated | None:
        """The number of an event and its days, by its place; `None` where the index has changed since."""
        index = bisect_right(self._ends, place)
        within = self._rows(index) if index < len(self._ends) else []
        offset = place - (self._ends[index - 1] if index else 0)
        return within[offset] if offset < len(within) else None

    def place_of(self, number: int, first: int) -> int | None:
        """The place of an event, by its number and its first day; `None` where it is not among them."""
        index = bisect_left(self._stretches, first >> STRETCH)
        if index == len(self._stretches) or self._stretches[index] != first >> STRETCH:
            return None
        start = self._ends[index - 1] if index else 0
        return next((start + i for i, row in enumerate(self._rows(index)) if row[0] == number), None)

    def find(self, key: str, start: int, end: int) -> int | None:
        """The place of the event that stands in an article at those characters; `None` if there is none."""
        found = find_event(self._store, key, start, end)
        return None if found is None else self.place_of(*found)

    def nearest(self, days: Days) -> int | None:
        """The place of the dated event nearest to some days, of those that begin about then; `None` if none is dated."""
        here = self._begun_before(days[0])
        places = range(max(0, here - _WINDOW), min(here + _WINDOW, self.dated))
        found = [(distance(row[1:], days), place) for place in places if (row := self.row_at(place))]
        return min(found)[1] if found else None

    def _begun_before(self, day: int) -> int:
        """How many events begin before a day."""
        index = bisect_left(self._stretches, day >> STRETCH)
        before = self._ends[index - 1] if index else 0
        if index < len(self._stretches) and self._stretches[index] == day >> STRETCH:
            before += bisect_left(self._rows(index), day, key=lambda row: row[1])
        return before

    # -- bars

    def density(self, first: int, days: int, columns: int) -> list[float]:
        """How many events each of `columns` columns holds that show `days` days from the ordinal `first`.

        An event of several columns is spread evenly over them; a column that no event touches is exactly 0. Where columns
        hold hundreds of days, the first and the last weeks of events that are longer may be left out.
        """
        counts = [0.0] * columns
        rises, covers = [0.0] * (columns + 1), [0] * (columns + 1)
        for (begin, end), count in self._in_columns(first, days, columns).items():
            if begin >= columns or end < 0:
                continue
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

    def _in_columns(self, first: int, days: int, columns: int) -> dict[tuple[int, int], int]:
        """How many events begin in one column and end in another, both counted beyond the view, too."""

        def column(day: int) -> int:
            return (day - first) * columns // days

        def last_column(day: int) -> int:
            # A day can fill several columns.
            return column(day) if days >= columns else ((day + 1 - first) * columns - 1) // days

        found: dict[tuple[int, int], int] = defaultdict(int)
        if days < _COARSE * _DAYS * columns:
            for begin, end, count in self._spans(first, first + days - 1):
                found[column(begin), last_column(end)] += count
            return found
        # A stretch lies in one column, or in two; where both ends of events stand in one that lies in two, the days are
        # looked at. Of longer events the part is left out that lies in a stretch at their ends and in another column.
        for begin, end, count in self._sums:
            one, other = column((begin + 1) * _DAYS - 1), column(end * _DAYS)
            if begin != end:
                found[min(one, other), other] += count
            elif one == other:
                found[one, one] += count
            else:
                for from_day, to_day, few in self._of_stretch(begin):
                    if to_day >> STRETCH == end:
                        found[column(from_day), column(to_day)] += few
        return found

    def _spans(self, first: int, last: int) -> Iterator[tuple[int, int, int]]:
        """Days with how many events have them, of those that touch some days."""
        sql = "SELECT first, last, count FROM spans WHERE shelf = ? AND first <= ? AND last >= ?"
        yield from self._store.all(sql, (self._shelf, last, first))

    def _of_stretch(self, stretch: int) -> Iterator[tuple[int, int, int]]:
        """Days with how many events have them, of those that begin in a stretch."""
        sql = "SELECT first, last, count FROM spans WHERE shelf = ? AND first BETWEEN ? AND ?"
        yield from self._store.all(sql, (self._shelf, stretch * _DAYS, (stretch + 1) * _DAYS - 1))

    # -- inside

    @cached_property
    def _sums(self) -> list[tuple[int, int, int]]:
        """Stretches in which dated events begin and end, with how many do."""
        sql = "SELECT first, last, count FROM stretches WHERE shelf = ? AND first < ?"
        return list(self._store.all(sql, (self._shelf, _UNDATED)))

    @cached_property
    def _counts(self) -> list[tuple[int, int]]:
        """Stretches of days with events, by number, and how many events begin in each."""
        sql = "SELECT first, sum(count) FROM stretches WHERE shelf = ? GROUP BY first ORDER BY first"
        return list(self._store.all(sql, (self._shelf,)))

    @cached_property
    def _stretches(self) -> list[int]:
        return [stretch for stretch, _ in self._counts]

    @cached_property
    def _ends(self) -> list[int]:
        """At which place each stretch of days ends."""
        return list(accumulate(count for _, count in self._counts))

    def _fetch(self, first: int, count: int) -> list[Mention]:
        numbers: list[int] = []
        index = bisect_right(self._ends, first)
        while len(numbers) < count and index < len(self._ends):
            start = self._ends[index - 1] if index else 0
            within = self._rows(index)[first + len(numbers) - start : first + count - start]
            numbers += (row[0] for row in within)
            index += 1
        told = mentions_of(self._store, numbers)
        # The index has changed since the rows were counted: who counts anew gets them right.
        return told + told[-1:] * (count - len(told))

    def _rows(self, index: int) -> list[Dated]:
        """The events of a stretch of days."""
        kept = self._kept.get(index)
        if kept is None:
            start = self._stretches[index] * _DAYS
            values: tuple[object, ...] = (start, start + _DAYS - 1)
            if self._organization is None:
                found = self._store.all(_ALL_OF, values)
            else:
                found = self._store.all(_SHELVED, (*values, self._organization))
            kept = self._kept[index] = [(number, first, last) for number, first, last in found]
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return kept


def distance(row: Sequence[int], days: Days) -> tuple[int, int, int]:
    """Sorts events by how near their days are to some: days between, then between the first days, then the shorter."""
    first, last = row
    return max(0, first - days[1], days[0] - last), abs(first - days[0]), last


def mentions_of(store: Store, numbers: Sequence[int]) -> list[Mention]:
    """Events with their articles, by their numbers, in that order; those that are gone are left out."""
    marks = ",".join("?" * len(numbers))
    sql = f"SELECT id, article, sentence, data FROM events WHERE id IN ({marks})"  # noqa: S608 - question marks
    found = {number: rest for number, *rest in store.all(sql, numbers)}
    articles = articles_by_number(store, list({article for article, _, _ in found.values()}))
    rows_in_order = (found[number] for number in numbers if number in found and found[number][0] in articles)
    return [rows.mention_from(articles[article], sentence, data) for article, sentence, data in rows_in_order]


def find_event(store: Store, key: str, start: int, end: int) -> Days | None:
    """The number of the event that stands in an article at those characters, and its first day (`UNDATED` and more: none)."""
    found = store.all(
        "SELECT e.id, e.first, e.data FROM articles a JOIN events e ON e.article = a.id "
        "WHERE a.key = ? AND e.start = ?",
        (key, start),
    )
    return next((row[:2] for row in found if rows.event_from(row[2]).span == (start, end)), None)
