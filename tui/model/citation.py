"""How an article, and a passage of it, are cited."""

from __future__ import annotations

from collections.abc import Callable

from tui.model.page import Page
from tui.model.span import Span
from tui.model.timex import Certainty
from tui.model.written import Written

UNKNOWN_PUBLISHER = "[publisher unknown]"
"""What stands for a publisher that nobody says."""


def citation(page: Page, name_of: Callable[[str], str]) -> str:
    """The article in one line: authors, title, publisher, date, source, key; what is unknown is said to be.

    `name_of` gives the name of an organization by its key. A date in square brackets is not stated by the source (ISO
    690: supplied information), "n.d." is no date.
    """
    article, written = page.article, page.written
    authors = "; ".join(article.authors)
    publisher = name_of(article.organization) if article.organization else UNKNOWN_PUBLISHER
    date = article.published.words if article.published is not None else undated(written)
    parts = [authors, f"“{article.title}”", publisher, date, article.source]
    return ", ".join(part for part in parts if part) + f" ({article.key})."


def undated(written: Written) -> str:
    """What stands for the date of an article that does not say it: with what its text tells, where it tells anything."""
    if written.certainty is Certainty.INFERRED and written.interval is not None:
        return f"[n.d.; {written.words}, inferred from the text]"
    return "[n.d.]"


def quotation(page: Page, span: Span, name_of: Callable[[str], str]) -> str:
    """A passage in quotation marks with its citation and its place: characters of the text as read, end exclusive."""
    words = " ".join(span.of(page.reading.text).split())
    return f"“{words}”\n— {citation(page, name_of)[:-1]}, characters {span.start}–{span.end}."
