"""Searching: a query asked of the index, its answer as keywords in context."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from tui.library import rows
from tui.library.catalogue import Catalogue
from tui.library.conditions import Conditions, conditions, events_asked, words_asked
from tui.library.fold import Folded
from tui.library.listing import Listing
from tui.library.query import Node, Organization, Words, parse
from tui.library.schema import UNDATED
from tui.library.store import Store
from tui.model import Article, Found, Hit, QueryError, Sort, Span

_AROUND = 90
# A word of the title is worth ten of the text.
_RANK = "bm25(10.0, 1.0, 1.0)"
_LETTER = re.compile(r"[^\W_]")
_SPACELESS = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")


def search(
    store: Store, catalogue: Catalogue, query: str, sort: Sort, first: int, articles: int, passages: int
) -> Found:
    """One page of the answer: so many articles from the `first` on, of each at most so many passages."""
    node = parse(query)
    asked = conditions(node, lambda organization: _key(catalogue, organization))
    numbers = _numbers(store, node, asked, sort, first, articles + 1)
    hits: list[Hit] = []
    passed = set()
    for number in numbers[:articles]:
        article, found = _hits(store, node, number, passages + 1)
        hits += found[:passages]
        if len(found) > passages:
            passed.add(article.key)
    return Found(tuple(hits), min(articles, len(numbers)), len(numbers) > articles, frozenset(passed))


def count(store: Store, catalogue: Catalogue, query: str) -> int:
    """How many articles a query finds."""
    asked = conditions(parse(query), lambda organization: _key(catalogue, organization))
    tables, where, values = _asked(asked)
    row = store.one(f"SELECT count(*) FROM {tables} WHERE {where}", values)  # noqa: S608 - put together from ours
    return int(row[0]) if row else 0


def found(store: Store, catalogue: Catalogue, query: str) -> list[int]:
    """The numbers of all articles that a query finds, in no order."""
    asked = conditions(parse(query), lambda organization: _key(catalogue, organization))
    tables, where, values = _asked(asked)
    sql = f"SELECT a.id FROM {tables} WHERE {where}"  # noqa: S608 - put together from ours
    return [number for (number,) in store.all(sql, values)]


def listed(store: Store, catalogue: Catalogue, query: str, sort: Sort) -> Listing:
    """All articles that a query finds."""
    node = parse(query)
    asked = conditions(node, lambda organization: _key(catalogue, organization))
    return catalogue.numbered(_numbers(store, node, asked, sort, 0, -1))


# -- which articles


def _numbers(store: Store, node: Node, asked: Conditions, sort: Sort, first: int, most: int) -> list[int]:
    if asked.match and not asked.where and sort is Sort.RELEVANCE:
        # The full text alone: no other table is looked at before the first results are known.
        sql = "SELECT rowid FROM words WHERE words MATCH ? AND rank MATCH ? ORDER BY rank LIMIT ? OFFSET ?"
        return [number for (number,) in store.all(sql, (asked.match, _RANK, most, first))]
    tables, where, values = _asked(asked)
    order, more = _order(node, asked, sort)
    if order.startswith("m."):
        events = events_asked(node)
        many = f"SELECT article, count(*) AS many FROM events e WHERE {events.inside} GROUP BY article"  # noqa: S608
        tables += f" LEFT JOIN ({many}) m ON m.article = a.id"
        values = [*events.values_inside, *values]
    sql = f"SELECT a.id FROM {tables} WHERE {where} ORDER BY {order} LIMIT ? OFFSET ?"  # noqa: S608 - ours
    return [number for (number,) in store.all(sql, (*values, *more, most, first))]


def _asked(asked: Conditions) -> tuple[str, str, list[Any]]:
    """Tables and condition; the full text comes first, for its part is the narrower one."""
    where = asked.where or "1"
    if not asked.match:
        return "articles a", where, asked.values
    tables = "words CROSS JOIN articles a ON a.id = words.rowid"
    return tables, f"words MATCH ? AND {where}", [asked.match, *asked.values]


def _order(node: Node, asked: Conditions, sort: Sort) -> tuple[str, list[Any]]:
    """What the articles are sorted by; the relevance of one found by dates alone is how many it mentions."""
    events = events_asked(node)
    if sort is Sort.MENTIONED:
        days = f"SELECT min(e.first) FROM events e WHERE e.article = a.id AND e.first < {UNDATED}"  # noqa: S608
        days += f" AND {events.inside}" if events.inside else ""
        return f"ifnull(({days}), {UNDATED}), a.filing", events.values_inside
    if sort is Sort.WRITTEN:
        return f"ifnull(ifnull(a.earliest, a.latest), {UNDATED}), a.filing", []
    if asked.match:
        return "bm25(words, 10.0, 1.0, 1.0)", []
    return ("m.many DESC, a.filing" if events.inside else "a.filing"), []


def _key(catalogue: Catalogue, named: Organization) -> str:
    organization = catalogue.organization(named.name)
    if organization is not None:
        return organization.key
    keys = catalogue.register.resolve(named.name)
    if keys:
        raise QueryError(f"this can be {' or '.join(keys)}; write the key", named.span)
    raise QueryError("no organization of this collection goes by this name", named.span)


# -- which passages


def _hits(store: Store, node: Node, number: int, most: int) -> tuple[Article, list[Hit]]:
    """The passages of an article: where the words stand, else the dates asked for, else how it begins."""
    row = store.one(
        "SELECT a.data, t.text FROM articles a JOIN texts t ON t.article = a.id WHERE a.id = ?", (number,)
    )
    if row is None:
        return Article("", ""), []
    article, text = rows.article_from(row[0]), rows.text_from(row[1])
    hits = [_hit(article, text, span) for span in _places(text, words_asked(node), most)]
    if not hits:
        hits = list(_events(store, article, text, node, number, most))
    return article, hits or [_hit(article, text, Span(0, 0))]


def _places(text: str, asked: Sequence[Words], most: int) -> Iterator[Span]:
    if not asked:
        return
    folded = Folded(text)
    # What stands before is looked at afterwards: a pattern that begins with letters is found some times as fast.
    regex = re.compile("|".join(_pattern(words) for words in asked))
    at = 0
    while most and (match := regex.search(folded.text, at)):
        first, at = match.start(), match.start() + 1
        if first and _LETTER.match(folded.text, first - 1) and not _SPACELESS.match(match[0]):
            continue
        at = match.end()
        start, end = folded.source(first), folded.source(at - 1) + 1
        yield Span(start, max(end, start + 1))
        most -= 1


def _pattern(words: Words) -> str:
    """The words one after the other with anything between that is none."""
    pattern = ""
    for at, word in enumerate(words.words):
        spaceless = _SPACELESS.match(word)
        if at:
            pattern += r"[\W_]*" if spaceless else r"[\W_]+"
        pattern += re.escape(word)
    return pattern if words.prefix or _SPACELESS.match(words.words[-1]) else pattern + r"(?![^\W_])"


def _events(store: Store, article: Article, text: str, node: Node, number: int, most: int) -> Iterator[Hit]:
    asked = events_asked(node)
    if not asked.when:
        return
    order = f"NOT ({asked.inside}), first, last, start"
    sql = f"SELECT data FROM events e WHERE article = ? AND {asked.when} ORDER BY {order} LIMIT ?"  # noqa: S608
    for (data,) in store.all(sql, (number, *asked.values, *asked.values_inside, most)):
        event = rows.event_from(data)
        hit = _hit(article, text, event.span)
        yield Hit(hit.article, hit.span, hit.left, hit.words, hit.right, event.interval)


def _hit(article: Article, text: str, span: Span) -> Hit:
    left = " ".join(text[max(0, span.start - _AROUND) : span.start].split())
    right = " ".join(text[span.end : span.end + _AROUND].split())
    before = " " if text[max(0, span.start - 1) : span.start].isspace() else ""
    behind = " " if text[span.end : span.end + 1].isspace() else ""
    return Hit(article, span, left + before, " ".join(span.of(text).split()), behind + right)
