"""The rows of a timeline: counted by days, fetched a stretch of days at a time, drawn by sums."""

from __future__ import annotations

import json
import re
from array import array
from bisect import bisect_left, bisect_right
from collections import Counter, OrderedDict, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import accumulate

from tui.library import rows
from tui.library.lazy import Lazy
from tui.library.listing import articles_by_number
from tui.library.schema import STRETCH, UNDATED, stretch_of
from tui.library.store import Store
from tui.library.tally import ALL, shelf_of
from tui.model import Day, Interval, Mention, folded

_DAYS = 1 << STRETCH
_UNDATED = UNDATED >> STRETCH
_KEPT = 64
# How many answers about bars are kept: a few sizes of the screen.
_BARS = 16
_WINDOW = 64
# Of how many events each place is looked up by itself; of more, all are gone through in the order of time.
_FEW = 500
_DATE = re.compile(r"\d{4}(-\d\d){0,2}")
# How many stretches a column must hold for them to be summed up before the days are.
_COARSE = 4

_IN_TIME = "ORDER BY e.first, e.last, e.start, e.id"
_BY_OR_ON = "(e.organization = ? OR EXISTS (SELECT 1 FROM about o WHERE o.organization = ? AND o.article = e.article))"
_SORTED = {
    "place": "(SELECT a.key FROM articles a WHERE a.id = article), start",
    "certainty": "CASE certainty WHEN 'stated' THEN 0 WHEN 'inferred' THEN 1 ELSE 2 END, place",
}

Days = tuple[int, int]
"""The ordinals of a first day and a last, both inclusive."""
Dated = tuple[int, int, int]
"""An event's number and its days."""

Sum = tuple[int, int, int]
"""Days (or stretches) with how many events have them."""


class Timeline:
    """The events of an organization's articles (by it and on it), or of all, in the order of time, the undated last.

    Nothing here grows with the number of events but what is looked at: how many there are is summed from the counts of
    stretches of days, and an event is found by its stretch.
    """

    def __init__(self, store: Store, organization: str | None) -> None:
        """Of an organization, or of the collection."""
        self._store = store
        self._shelf = ALL if organization is None else shelf_of(organization)
        self._condition = "1" if organization is None else _BY_OR_ON
        self._values: tuple[object, ...] = () if organization is None else (organization, organization)
        self._kept: OrderedDict[int, list[Dated]] = OrderedDict()
        self._bars: dict[tuple[int, int, int], list[float]] = {}

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
            "AND t.last > (SELECT max(last) FROM stretches WHERE shelf = ?1 AND first < ?2) - ?3",
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

    def days_at(self, place: int) -> Days:
        """The days of an event, by its place (0, 0 where the index has changed since)."""
        row = self.row_at(place)
        return (0, 0) if row is None else row[1:]

    def sorted_by(self, name: str) -> Sequence[int]:
        """All places in another order: of the texts ("place"), or by how surely the dates are known ("certainty")."""
        sql = (
            f"SELECT place FROM (SELECT row_number() OVER ({_IN_TIME}) - 1 AS place, article, start, certainty "  # noqa: S608
            f"FROM events e WHERE {self._condition}) ORDER BY {_SORTED[name]}"
        )
        return array("q", (place for (place,) in self._store.stream(sql, self._values)))

    def holding(self, words: str, shorts: Mapping[str, str]) -> Sequence[int]:
        """The places, in order, of the events that hold all of the words in sentence, first or last day, or publisher.

        `shorts` are the publishers' short names.
        """
        found = dict(
            self._holding(folded(words).split(), {key: folded(name) for key, name in shorts.items()})
        )
        if len(found) < _FEW:
            places = (self.place_of(number, first) for number, first in found.items())
            return array("q", sorted(place for place in places if place is not None))
        sql = f"SELECT e.id FROM events e WHERE {self._condition} {_IN_TIME}"  # noqa: S608 - ours
        in_time = enumerate(self._store.stream(sql, self._values))
        return array("q", (place for place, (number,) in in_time if number in found))

    def _holding(self, words: Sequence[str], publishers: Mapping[str, str]) -> Iterator[Days]:
        """Numbers and first days of the events that hold all of the words; SQLite leaves out what surely does not."""
        conditions, values = [self._condition], list(self._values)
        for word in words:
            keys = [key for key, name in publishers.items() if word in name]
            if (days := _days_like(word)) is not None:
                # In a sentence with characters that are not ASCII one may be folded to what is sought.
                conditions.append(
                    "(e.sentence LIKE ? OR length(e.sentence) <> length(CAST(e.sentence AS BLOB)) "
                    f"OR e.organization IN ({','.join('?' * len(keys))}) "
                    "OR e.first BETWEEN ? AND ? OR e.last BETWEEN ? AND ? OR e.first < 1)"
                )
                values += [f"%{word}%", *keys, *days, *days]
        sql = (
            "SELECT e.id, e.first, e.last, e.sentence, e.organization FROM events e "  # noqa: S608 - ours
            f"WHERE {' AND '.join(conditions)}"
        )
        for number, first, last, sentence, organization in self._store.stream(sql, values):
            there = sentence.lower() if sentence.isascii() else folded(sentence)
            publisher = publishers.get(organization, "")
            if all(word in there or word in publisher or word in _iso(first, last) for word in words):
                yield number, first

    # -- bars

    def density(self, first: int, days: int, columns: int) -> list[float]:
        """How many events each of `columns` columns holds that show `days` days from the ordinal `first`.

        An event of several columns is spread evenly over them; a column that no event touches is exactly 0.
        """
        asked = first, days, columns
        if asked not in self._bars:
            if len(self._bars) >= _BARS:
                self._bars.clear()
            self._bars[asked] = self._density(*asked)
        return list(self._bars[asked])

    def _density(self, first: int, days: int, columns: int) -> list[float]:
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
        # Where a stretch lies in two columns, the days of what begins in it are looked at.
        parted = set()
        for stretch, end, count in self._sums:
            begin = column(stretch * _DAYS)
            if begin == column((stretch + 1) * _DAYS - 1):
                found[begin, column(end)] += count
            else:
                parted.add(stretch)
        for stretch in parted:
            for from_day, to_day, count in self._of_stretch(stretch):
                found[column(from_day), column(to_day)] += count
        return found

    def _spans(self, first: int, last: int) -> Iterator[Sum]:
        """Days with how many events have them, of those that touch some days."""
        sql = "SELECT first, last, count FROM spans WHERE shelf = ? AND first <= ? AND last >= ?"
        yield from self._store.all(sql, (self._shelf, last, first))

    def _of_stretch(self, stretch: int) -> Iterator[Sum]:
        """Days with how many events have them, of those that begin in a stretch."""
        sql = "SELECT first, last, count FROM spans WHERE shelf = ? AND first BETWEEN ? AND ?"
        yield from self._store.all(sql, (self._shelf, stretch * _DAYS, (stretch + 1) * _DAYS - 1))

    # -- inside

    @cached_property
    def _sums(self) -> list[Sum]:
        """Stretches in which dated events begin, and days by which they end (see `schema`), with how many do."""
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
            found = self._store.all(
                f"SELECT e.id, e.first, e.last FROM events e WHERE {self._condition} "  # noqa: S608 - ours
                f"AND e.first BETWEEN ? AND ? {_IN_TIME}",
                (*self._values, start, start + _DAYS - 1),
            )
            kept = self._kept[index] = [(number, first, last) for number, first, last in found]
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return kept


class Selection(Timeline):
    """The events of chosen articles; they are counted when they are first asked for, all at once."""

    def __init__(self, store: Store, articles: Sequence[int]) -> None:
        """Of the articles with these numbers."""
        super().__init__(store, None)
        self._condition = "e.article IN (SELECT value FROM json_each(?))"
        self._values = (json.dumps(list(articles)),)

    @cached_property
    def bounds(self) -> Days | None:
        """The first day and the last, as ordinals; `None` where nothing is dated."""
        dated = [days for days in self._of_days if days[0] < UNDATED]
        return (min(first for first, _ in dated), max(last for _, last in dated)) if dated else None

    @cached_property
    def _of_days(self) -> Counter[Days]:
        sql = f"SELECT e.first, e.last, count(*) FROM events e WHERE {self._condition} GROUP BY 1, 2"  # noqa: S608
        return Counter({(first, last): n for first, last, n in self._store.stream(sql, self._values)})

    def _spans(self, first: int, last: int) -> Iterator[Sum]:
        return ((*days, n) for days, n in self._of_days.items() if days[0] <= last and days[1] >= first)

    def _of_stretch(self, stretch: int) -> Iterator[Sum]:
        return ((*days, n) for days, n in self._of_days.items() if days[0] >> STRETCH == stretch)

    @cached_property
    def _sums(self) -> list[Sum]:
        sums: Counter[Days] = Counter()
        for (first, last), count in self._of_days.items():
            sums[stretch_of(first, last)] += count
        return [(*stretches, count) for stretches, count in sums.items() if stretches[0] < _UNDATED]

    @cached_property
    def _counts(self) -> list[tuple[int, int]]:
        begun: Counter[int] = Counter()
        for (first, _), count in self._of_days.items():
            begun[first >> STRETCH] += count
        return sorted(begun.items())


def _days_like(word: str) -> Days | None:
    """The days that can be written with a word, none (1, 0) if it has no number; `None` where that is not easily said."""
    if word.isascii() and word.isalpha():
        return 1, 0
    try:
        when = Interval.parse(word) if _DATE.fullmatch(word) else None
    except ValueError:
        return 1, 0
    return (when.earliest.ordinal, when.latest.ordinal) if when and when.earliest and when.latest else None


@lru_cache(maxsize=100_000)
def _iso(first: int, last: int) -> str:
    """The days of an event as they can be typed."""
    if first >= UNDATED:
        return ""
    return f"{Day.from_ordinal(first).iso} {Day.from_ordinal(last).iso}"


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
