"""A result of a search."""

from __future__ import annotations

from dataclasses import dataclass

from tui.model.article import Article
from tui.model.interval import Interval
from tui.model.span import Span


@dataclass(frozen=True, slots=True)
class Hit:
    """A place where a search found something: `span` in the article's reading, with the words around it (KWIC).

    `when` is set where what was found is a date.
    """

    article: Article
    span: Span
    left: str
    words: str
    right: str
    when: Interval | None = None
