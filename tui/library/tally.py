"""The tally: how many events there are on each shelf and lane, added up once a transaction instead of once an article."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping

from tui.library.schema import UNDATED, stretch_of

ALL = "*"
"""The shelf of the whole collection."""

Days = Mapping[tuple[int, int], int]
"""How many events have the same first and last day."""


def shelf_of(organization: str) -> str:
    """The shelf of an organization's articles."""
    return f"={organization}"


class Tally:
    """Counts that wait to be written."""

    def __init__(self) -> None:
        """Start with nothing."""
        self._spans: Counter[tuple[str, int, int]] = Counter()
        self._stretches: Counter[tuple[str, int, int]] = Counter()
        self._dated: Counter[str] = Counter()
        self._undated: Counter[str] = Counter()

    def add(self, organization: str, about: Iterable[str], days: Days, sign: int = 1) -> None:
        """Count an article's events in, or out with `sign` -1: on its organization's lane and on all its shelves."""
        shelves = {ALL, shelf_of(organization), *map(shelf_of, about)}
        for (first, last), count in days.items():
            (self._undated if first >= UNDATED else self._dated)[organization] += sign * count
            stretch = stretch_of(first, last)
            for shelf in shelves:
                self._spans[shelf, first, last] += sign * count
                self._stretches[shelf, *stretch] += sign * count

    def write(self, database: sqlite3.Connection) -> None:
        """Add what was counted to the tables."""
        _add(database, "spans", self._spans)
        _add(database, "stretches", self._stretches)
        database.executemany(
            "INSERT INTO lanes VALUES (?1, ?2, ?3) ON CONFLICT (organization) "
            "DO UPDATE SET dated = dated + excluded.dated, undated = undated + excluded.undated",
            (
                (organization, self._dated[organization], self._undated[organization])
                for organization in {*self._dated, *self._undated}
            ),
        )


def _add(database: sqlite3.Connection, table: str, counts: Mapping[tuple[str, int, int], int]) -> None:
    database.executemany(
        f"INSERT INTO {table} VALUES (?1, ?2, ?3, ?4) "  # noqa: S608 - a name of ours
        "ON CONFLICT (shelf, first, last) DO UPDATE SET count = count + excluded.count",
        ((*days, count) for days, count in sorted(counts.items()) if count),
    )
    database.executemany(
        f"DELETE FROM {table} WHERE shelf = ? AND first = ? AND last = ? AND count <= 0",  # noqa: S608
        (days for days, count in counts.items() if count < 0),
    )
