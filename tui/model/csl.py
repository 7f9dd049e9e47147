"""An article for a bibliography: CSL-JSON, which Zotero, pandoc and citeproc read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tui.model.citation import UNKNOWN_PUBLISHER, undated
from tui.model.interval import Day, Granularity, Interval, days_in
from tui.model.page import Page

_OF_SEASON = {3: 1, 6: 2, 9: 3, 12: 4}


def csl(page: Page, name_of: Callable[[str], str]) -> dict[str, Any]:
    """The article as an item of CSL-JSON (citation-style-language/schema, 1.0.2); `id` is its key.

    It is a `document`, since nothing says whether it stood in a paper or a pamphlet, and names are kept as they are
    given (`literal`). A date that the source does not state is in words and in square brackets, as in a citation.
    `name_of` gives the name of an organization by its key.
    """
    article = page.article
    publisher = name_of(article.organization) if article.organization else UNKNOWN_PUBLISHER
    is_address = article.source.startswith(("https://", "http://"))
    item = {
        "id": article.key,
        "type": "document",
        "title": article.title,
        "author": [{"literal": name} for name in article.authors],
        "publisher": publisher,
        "issued": issued(article.published) if article.published else {"literal": undated(page.written)},
        "URL": article.source if is_address else "",
        "source": "" if is_address else article.source,
        "language": article.language,
        "note": article.note,
    }
    return {name: value for name, value in item.items() if value}


def issued(when: Interval) -> dict[str, Any]:
    """An interval as a date of CSL: one date, two, or words where an end is open."""
    first, last = when.earliest, when.latest
    if first is None or last is None:
        return {"literal": when.words}
    date: dict[str, Any] = {"date-parts": _parts(first, last)}
    if when.granularity is Granularity.SEASON and first.month in _OF_SEASON:
        date = {"date-parts": [[_year(first)]], "season": _OF_SEASON[first.month]}
    return date | {"circa": True} if when.approximate else date


def _parts(first: Day, last: Day) -> list[list[int]]:
    """Both ends as finely as they need to be told; one where they are the same."""
    begin = [_year(first), first.month, first.day]
    end = [_year(last), last.month, last.day]
    if first.day == 1 and last.day == days_in(last.year, last.month):
        whole = 1 if (first.month, last.month) == (1, 12) else 2
        begin, end = begin[:whole], end[:whole]
    return [begin] if begin == end else [begin, end]


def _year(day: Day) -> int:
    """The year as CSL counts: -1 is 1 BC."""
    return day.year if day.year > 0 else day.year - 1
