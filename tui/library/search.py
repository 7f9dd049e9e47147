"""Searching: a query asked of the index, its answer as keywords in context."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from operator import itemgetter
from typing import NamedTuple

from tui.library import ranking, rows
from tui.library.catalogue import Catalogue
from tui.library.conditions import Conditions, conditions, events_asked, words_asked
from tui.library.fold import Folded
from tui.library.listing import Listing
from tui.library.query import Node, Organization, Words, parse
from tui.library.store import Store
from tui.model import Article, Found, Hit, Interval, QueryError, Sort, Span

_AROUND = 90
# Where an article has too many passages, one of so many may be a date.
_DATES = 2
_LETTER = re.compile(r"[^\W_]")
_SPACELESS = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")


class _Place(NamedTuple):
    """Where something stands in a text: a date with its interval, one that only `reaches` into the days asked for; or words."""

    reaches: bool
    span: Span
    when: Interval | None = None


def search(
    store: Store, catalogue: Catalogue, query: str, sort: Sort, first: int, articles: int, passages: int
) -> Found:
    """One page of the answer: so many articles from the `first` on, of each at most so many passages."""
    node, asked = _asked(catalogue, query)
    found, compared = ranking.numbers(store, asked, events_asked(node), sort, first, articles + 1)
    hits: list[Hit] = []
    passed = set()
    for number in found[:articles]:
        article, places, more = _hits(store, node, number, passages)
        hits += places
        if more:
            passed.add(article.key)
    return Found(tuple(hits), min(articles, len(found)), len(found) > articles, frozenset(passed), compared)


def count(store: Store, catalogue: Catalogue, query: str) -> int:
    """How many articles a query finds."""
    _, asked = _asked(catalogue, query)
    return ranking.count(store, asked)


def found(store: Store, catalogue: Catalogue, query: str) -> list[int]:
    """The numbers of all articles that a query finds, in no order."""
    _, asked = _asked(catalogue, query)
    return ranking.found(store, asked)


def listed(store: Store, catalogue: Catalogue, query: str, sort: Sort) -> Listing:
    """All articles that a query finds."""
    node, asked = _asked(catalogue, query)
    numbers, _ = ranking.numbers(store, asked, events_asked(node), sort)
    return catalogue.numbered(numbers)


def _asked(catalogue: Catalogue, query: str) -> tuple[Node, Conditions]:
    node = parse(query)
    return node, conditions(node, lambda organization: _key(catalogue, organization))


def _key(catalogue: Catalogue, named: Organization) -> str:
    organization = catalogue.organization(named.name)
    if organization is not None:
        return organization.key
    keys = catalogue.register.resolve(named.name)
    if keys:
        raise QueryError(f"this can be {' or '.join(keys)}; write the key", named.span)
    raise QueryError("no organization of this collection goes by this name", named.span)


# -- which passages


def _hits(store: Store, node: Node, number: int, most: int) -> tuple[Article, list[Hit], bool]:
    """At most so many passages of an article, and whether there are more.

    They are where the words stand and the dates asked for, in the order of the text, then the dates that reach into the
    days asked for but do not lie within them; where none of these is in the text, how it begins.
    """
    row = store.one(
        "SELECT a.data, t.text FROM articles a JOIN texts t ON t.article = a.id WHERE a.id = ?", (number,)
    )
    if row is None:
        return Article("", ""), [], False
    article, text = rows.article_from(row[0]), row[1]
    dates = list(_dates(store, number, node, most + 1))
    spans = [span for span in _places(text, words_asked(node), most + 1) if not _is_within(span, dates)]
    more = len(dates) + len(spans) > most
    dates = dates[: max(most // _DATES, most - len(spans))]
    places = [*dates, *(_Place(False, span) for span in spans[: most - len(dates)])]
    hits = [_hit(article, text, place.span, place.when) for place in sorted(places, key=itemgetter(0, 1))]
    return article, hits or [_hit(article, text, Span(0, 0))], more


def _is_within(span: Span, dates: Sequence[_Place]) -> bool:
    """Whether a passage is a part of a date that is shown."""
    return any(date.span.start <= span.start and span.end <= date.span.end for date in dates)


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


def _dates(store: Store, number: int, node: Node, most: int) -> Iterator[_Place]:
    """The dates asked for, those that only reach into the days asked for last."""
    asked = events_asked(node)
    if not asked.when:
        return
    sql = f"SELECT NOT ({asked.inside}), data FROM events e WHERE article = ? AND {asked.when} ORDER BY 1, start LIMIT ?"  # noqa: S608
    for reaches, data in store.all(sql, (*asked.values_inside, number, *asked.values, most)):
        event = rows.event_from(data)
        yield _Place(bool(reaches), event.span, event.interval)


def _hit(article: Article, text: str, span: Span, when: Interval | None = None) -> Hit:
    left = " ".join(text[max(0, span.start - _AROUND) : span.start].split())
    right = " ".join(text[span.end : span.end + _AROUND].split())
    before = " " if text[max(0, span.start - 1) : span.start].isspace() else ""
    behind = " " if text[span.end : span.end + 1].isspace() else ""
    return Hit(article, span, left + before, " ".join(span.of(text).split()), behind + right, when)
