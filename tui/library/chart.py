"""The events of the whole collection on lanes, a lane a publisher; nothing but what is drawn or gone to is looked at."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import pairwise

from tui.library import rows
from tui.library.schema import UNDATED
from tui.library.store import Row, Store
from tui.library.timeline import Days, Timeline, distance, find_event, mentions_of
from tui.model import Lane, Mention, Outline

_WINDOW = 64
# Up to how many events of a lane are asked for in one go; where more are in view, each stretch of time is asked for.
_FEW = 200
# How many more events in a stretch of time are told apart from many.
_MANY = 10

_DRAWN = "id, first, last, kind"
_IN_TIME = "ORDER BY first, last, start, id"
_OF_DAYS = "FROM events WHERE organization = ?1 AND first BETWEEN ?2 AND ?3"
_BEGUN = f"SELECT {_DRAWN} {_OF_DAYS} {_IN_TIME} LIMIT ?4"
# With each event how many there are, as far as they are counted.
_COUNT = f"SELECT count(*) FROM (SELECT 1 {_OF_DAYS} LIMIT ?5)"  # noqa: S608 - put together from ours
_COUNTED = f"SELECT {_DRAWN}, ({_COUNT}) {_OF_DAYS} {_IN_TIME} LIMIT ?4"
_BACK = "ORDER BY first DESC, last DESC, start DESC, id DESC"
# By how long they are, the indexes that they are found in, and how many days before a day those that reach it begin.
_LENGTHS = (
    ("events_by_lane", "last - first <= 31", 31),
    ("events_over_months", "last - first > 31 AND last - first <= 366", 366),
    ("events_over_years", "last - first > 366", 10**8),
)


class Chart:
    """Dated events as outlines on lanes, and the steps from one to another; the undated are counted.

    Each question costs the same for a thousand events and a million. An outline whose event is no longer there leads
    nowhere.
    """

    def __init__(self, store: Store, names: Sequence[tuple[str, str]]) -> None:
        """Take key and name of each publisher, in the order of the lanes; one without any event has no lane."""
        self._store = store
        self._timeline = Timeline(store, None)
        counts = {
            key: (dated, undated)
            for key, dated, undated in store.all("SELECT organization, dated, undated FROM lanes")
            if dated or undated
        }
        named = dict(names) | {key: key for key in sorted(counts) if key not in dict(names)}
        self.lanes = tuple(Lane(key, name, *counts[key]) for key, name in named.items() if key in counts)

    @property
    def dated(self) -> int:
        """How many events have a day."""
        return self._timeline.dated

    @property
    def undated(self) -> int:
        """How many have none."""
        return len(self._timeline) - self.dated

    @property
    def bounds(self) -> Days | None:
        """The first day and the last, as ordinals; `None` where nothing is dated."""
        return self._timeline.bounds

    def density(self, first: int, days: int, columns: int) -> list[float]:
        """How many events each column holds, as `Timeline.density` has it."""
        return self._timeline.density(first, days, columns)

    # -- events

    def mention(self, outline: Outline) -> Mention | None:
        """An event with its words and its article; `None` if it is no longer there."""
        return next(iter(mentions_of(self._store, (outline.number,))), None)

    def find(self, mention: Mention) -> Outline | None:
        """The dated event that stands at the same place of the same article."""
        found = find_event(self._store, mention.article.key, *mention.event.span)
        return None if found is None else self._outline(found[0])

    def at(self, place: int) -> Outline | None:
        """The dated event at a place in the order of time, counted from 0; of a place beyond the ends that at the end."""
        row = self._timeline.row_at(max(0, min(place, self.dated - 1))) if self.dated else None
        return None if row is None else self._outline(row[0])

    def place(self, outline: Outline) -> int:
        """At which place in the order of time an event is (0 if it is no longer there)."""
        return self._timeline.place_of(outline.number, outline.first) or 0

    def along(self, outline: Outline, steps: int) -> Outline | None:
        """So many events on in the same lane (back when negative), or at its end; `None` where it ends with this one."""
        here = self._store.one(f"SELECT first, last, start, id FROM events WHERE id = {outline.number:d}")  # noqa: S608
        if here is None or not steps:
            return None
        than, order = (">", _IN_TIME) if steps > 0 else ("<", _BACK)
        found = self._store.all(
            f"SELECT {_DRAWN} FROM events WHERE organization = ? AND (first, last, start, id) {than} (?, ?, ?, ?) "  # noqa: S608
            f"AND first < {UNDATED} {order} LIMIT ?",
            (outline.lane, *here, abs(steps)),
        )
        return rows.outline_from(outline.lane, *found[-1]) if found else None

    def nearest(self, days: Days, lane: str | None = None) -> Outline | None:
        """The event nearest to some days, of those that begin about then; in a lane if one is named."""
        if lane is None:
            place = self._timeline.nearest(days)
            return None if place is None else self.at(place)
        before, behind = (
            self._store.all(
                f"SELECT {_DRAWN} FROM events WHERE organization = ? AND first {than} ? AND first < {UNDATED} "  # noqa: S608
                f"{order} LIMIT {_WINDOW}",
                (lane, days[0]),
            )
            for than, order in (("<", _BACK), (">=", _IN_TIME))
        )
        found = sorted(before + behind, key=lambda row: distance(row[1:3], days))
        return rows.outline_from(lane, *found[0]) if found else None

    # -- empty time

    def by_gap(self, outline: Outline, steps: int, least: int) -> Outline | None:
        """The first event behind the next stretch of at least `least` days without any (the last before, when negative)."""
        if steps > 0:
            begun = bisect_left(self._gaps, (outline.first + 1, 0))
            gap = next((gap for gap in self._gaps[begun:] if gap[1] - gap[0] >= least - 1), None)
            return gap and self._first_where(f"first = {gap[1] + 1:d}", _IN_TIME)
        ended = bisect_left(self._gaps, outline.first, key=lambda gap: gap[1])
        gap = next((gap for gap in reversed(self._gaps[:ended]) if gap[1] - gap[0] >= least - 1), None)
        return gap and self._first_where(f"first < {gap[0]:d} AND last = {gap[0] - 1:d}", _BACK)

    @cached_property
    def _gaps(self) -> list[Days]:
        """The stretches of days, between the first and the last, that no event touches."""
        found: list[Days] = []
        reached: int | None = None
        sql = (
            "SELECT first, max(last) FROM spans WHERE shelf = '*' AND first < ? GROUP BY first ORDER BY first"
        )
        for first, last in self._store.all(sql, (UNDATED,)):
            if reached is not None and first > reached + 1:
                found.append((reached + 1, first - 1))
            reached = last if reached is None else max(reached, last)
        return found

    def _first_where(self, condition: str, order: str) -> Outline | None:
        row = self._store.one(f"SELECT organization, {_DRAWN} FROM events WHERE {condition} {order} LIMIT 1")  # noqa: S608
        return None if row is None else rows.outline_from(*row)

    def _outline(self, number: int) -> Outline | None:
        return self._first_where(f"id = {number:d} AND first < {UNDATED}", "")

    # -- what is in view

    def within(self, lane: str, days: Days, most: int) -> list[Outline] | None:
        """The events of a lane that touch some days, in the order of time; `None` where there are more than so many."""
        before = self._begun_before(lane, days[0], most + 1)
        found = before + self._begun(lane, *days, most + 1 - len(before)) if len(before) <= most else before
        return None if len(found) > most else [rows.outline_from(lane, *row) for row in found]

    def begun(
        self, lane: str, first: int, days: int, cells: int, most: int
    ) -> Iterator[tuple[list[Outline], int]]:
        """The events of a lane in `cells` even stretches of `days` days from the ordinal `first`, by where they begin.

        What began before stands in the first. Of each stretch come so many events in the order of time, and how many
        more there are, of which ten are counted at most. There must not be more cells than days.
        """
        edges = [first + -(-cell * days // cells) for cell in range(cells + 1)]
        before = self._begun_before(lane, first, most + _MANY)
        for cell, (found, count) in enumerate(self._in_cells(lane, edges, most)):
            if not cell and before:
                found, count = before + found, len(before) + count
            drawn = [rows.outline_from(lane, *row) for row in found[:most]]
            yield drawn, min(_MANY, count - len(drawn))

    def _in_cells(self, lane: str, edges: Sequence[int], most: int) -> Iterator[tuple[list[Row], int]]:
        """Those that begin from one edge to before the next, so many at most, and how many there are (at least)."""
        few = self._begun(lane, edges[0], edges[-1] - 1, _FEW)
        if len(few) < _FEW:
            places = [bisect_left(few, day, key=lambda row: row[1]) for day in edges]
            yield from ((few[low : min(high, low + most)], high - low) for low, high in pairwise(places))
            return
        cells = ((lane, start, end - 1, most, most + _MANY) for start, end in pairwise(edges))
        for found in self._store.each(_COUNTED, cells):
            yield [row[:-1] for row in found], found[0][-1] if found else 0

    def _begun(self, lane: str, first: int, last: int, most: int) -> list[Row]:
        return self._store.all(_BEGUN, (lane, first, last, most))

    def _begun_before(self, lane: str, day: int, most: int) -> list[Row]:
        """The first events that begin before a day and last until then at least."""
        found = []
        for index, length, days in _LENGTHS:
            found += self._store.all(
                f"SELECT {_DRAWN} FROM events INDEXED BY {index} WHERE organization = ? "  # noqa: S608
                f"AND first BETWEEN ? AND ? AND last >= ? AND {length} {_IN_TIME} LIMIT ?",
                (lane, day - days, day - 1, day, most),
            )
        found.sort(key=lambda row: row[1:3])
        return found[:most]
