"""Which articles a query finds, and in which order they stand.

By relevance means: by BM25 of the words, of which one of the title is worth ten of the text; without words, by how many of
the dates asked for an article mentions. What is found in more than `MOST_COMPARED` articles says next to nothing of each:
then those with the words in the title stand first, behind them the others, both in the order in which they were indexed,
and none is looked at but those that are shown.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

from tui.library.conditions import Conditions, Events
from tui.library.schema import UNDATED
from tui.library.store import Store
from tui.model import Sort

MOST_COMPARED = 10_000
"""How many articles are compared with each other; each takes about a microsecond."""

_RELEVANCE = "bm25(words, 10.0, 1.0, 1.0)"


class _Question(NamedTuple):
    """A question of SQL, or a part of one, with the values of its question marks."""

    sql: str
    values: Sequence[Any]


def numbers(
    store: Store, asked: Conditions, events: Events, sort: Sort, first: int = 0, most: int = -1
) -> tuple[list[int], bool]:
    """The numbers in the index of so many articles (-1: of all) from the `first` on, and whether they were compared."""
    compared = True
    if sort is Sort.WRITTEN:
        sql, values = _ordered(asked, f"ifnull(ifnull(a.earliest, a.latest), {UNDATED})")
    elif sort is Sort.MENTIONED:
        sql, values = _ordered(asked, *_first_mention(events))
    elif not asked.match:
        sql, values = _ordered(asked, *_mentions(events))
    elif (few := _compared(store, asked)) is not None:
        sql, values = f"{few.sql} ORDER BY {_RELEVANCE}", few.values
    else:
        compared = False
        sql, values = _titles_first(asked)
    return [number for (number,) in store.all(f"{sql} LIMIT ? OFFSET ?", (*values, most, first))], compared


def found(store: Store, asked: Conditions) -> list[int]:
    """The numbers of all articles, in no order."""
    return [number for (number,) in store.all(*_found(asked, asked.match))]


def count(store: Store, asked: Conditions) -> int:
    """How many articles there are."""
    sql, values = _found(asked, asked.match)
    row = store.one(f"SELECT count(*) FROM ({sql})", values)  # noqa: S608 - put together from ours
    return int(row[0]) if row else 0


def _compared(store: Store, asked: Conditions) -> _Question | None:
    """The articles that are compared; `None` where they are too many."""
    found = _found(asked, asked.match)
    if not _hold_many(store, asked):
        return found
    for narrower in (_found(asked, ""), found) if asked.where else ():
        among = store.all(*_limited(narrower))
        if len(among) <= MOST_COMPARED:
            sql = "SELECT rowid FROM words WHERE words MATCH ? AND +rowid IN (SELECT value FROM json_each(?))"
            return _Question(sql, (asked.match, json.dumps([number for (number,) in among])))
    return None


def _hold_many(store: Store, asked: Conditions) -> bool:
    """Whether too many articles hold the words, whatever else is asked of them."""
    # Of all words with one beginning the places are put in order first; in the titles there are few.
    begun = [asked.titled] if "*" in asked.titled else []
    return any(_are_many(store, _found(Conditions(), match)) for match in (*begun, asked.match))


def _are_many(store: Store, found: _Question) -> bool:
    sql, values = _limited(found)
    return store.one(f"SELECT count(*) FROM ({sql})", values) == (MOST_COMPARED + 1,)  # noqa: S608 - ours


def _limited(found: _Question) -> _Question:
    return _Question(f"{found.sql} LIMIT {MOST_COMPARED + 1}", found.values)


# -- articles found


def _found(asked: Conditions, match: str, *, alone: bool = True) -> _Question:
    """Those that match so and hold to the other conditions; `alone`: the full text is asked by itself where it can be."""
    if not match:
        return _Question(f"SELECT a.id FROM articles a WHERE {asked.where or 1}", asked.values)  # noqa: S608 - ours
    if alone and not asked.where:
        return _Question("SELECT rowid FROM words WHERE words MATCH ?", (match,))
    # The full text comes first, for its part is the narrower one.
    tables = "words CROSS JOIN articles a ON a.id = words.rowid"
    sql = f"SELECT a.id FROM {tables} WHERE words MATCH ? AND {asked.where or 1}"  # noqa: S608 - put together from ours
    return _Question(sql, (match, *asked.values))


def _titles_first(asked: Conditions) -> _Question:
    if not asked.titled:
        return _found(asked, asked.match)
    titled, others = _found(asked, asked.titled), _found(asked, f"{asked.match} NOT {asked.titled}")
    return _Question(f"{titled.sql} UNION ALL {others.sql}", (*titled.values, *others.values))


# -- their order


def _ordered(asked: Conditions, by: str, values: Sequence[Any] = ()) -> _Question:
    """By something; what is the same there stands in the order of the collection."""
    found = _found(asked, asked.match, alone=False)
    return _Question(f"{found.sql} ORDER BY {by}, a.filing", (*found.values, *values))


def _first_mention(events: Events) -> _Question:
    """The first of their dates, of those asked for if there are."""
    inside = f"AND {events.inside}" if events.inside else ""
    sql = f"SELECT min(e.first) FROM events e WHERE e.article = a.id AND e.first < {UNDATED} {inside}"  # noqa: S608
    return _Question(f"ifnull(({sql}), {UNDATED})", events.values_inside)


def _mentions(events: Events) -> _Question:
    """How many dates of those asked for they mention, the most first."""
    if not events.inside:
        return _Question("NULL", ())
    sql = f"SELECT -count(*) FROM events e WHERE e.article = a.id AND {events.inside}"  # noqa: S608 - ours
    return _Question(f"({sql})", events.values_inside)
