"""What can be asked, and what is answered."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from tui.model.hit import Hit
from tui.model.span import Span


class Sort(StrEnum):
    """By what the articles that a search found are sorted."""

    RELEVANCE = "relevance"
    WRITTEN = "written"
    MENTIONED = "mentioned"


class KeptSearch(NamedTuple):
    """A query that the user keeps under a name."""

    name: str
    query: str


class QueryError(ValueError):
    """A query that is not understood; `span` is the part at fault, in characters of the query."""

    def __init__(self, what: str, span: Span) -> None:
        """Say in one line what is wrong, and what to write instead."""
        super().__init__(what)
        self.span = span


class Stopped(Exception):
    """A question was given up, as who asked it wished."""


@dataclass(frozen=True, slots=True)
class Found:
    """One page of a search's answer: hits of the same article stand together.

    `articles` counts those on this page; `more` says whether another page follows. `passed` are the keys of articles
    with more passages than are among the hits. `compared` is false where relevance was asked for, and too many articles
    hold the words to be compared: those that have them in the title stand first, then the others.
    """

    hits: tuple[Hit, ...]
    articles: int
    more: bool
    passed: frozenset[str] = frozenset()
    compared: bool = True
