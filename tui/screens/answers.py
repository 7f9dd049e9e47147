"""What long lists ask of the library: in which order their rows stand, and which of them hold some words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from tui.library import Library

if TYPE_CHECKING:
    from tui.library.listing import Listing
    from tui.library.timeline import Timeline


class ArticleAnswers:
    """About a list of articles."""

    def __init__(self, library: Library, listing: Listing) -> None:
        """Of a library."""
        self._library = library
        self._listing = listing

    def sorted_by(self, name: str, stopped: Callable[[], bool]) -> Sequence[int]:
        """The articles in another order."""
        with self._library.aside(stopped):
            return self._listing.sorted_by(name)

    def holding(self, words: str, stopped: Callable[[], bool]) -> Sequence[int]:
        """The articles that hold all of the words."""
        with self._library.aside(stopped):
            return self._listing.holding(words)


class EventAnswers:
    """About a timeline."""

    def __init__(self, library: Library, timeline: Timeline) -> None:
        """Of a library."""
        self._library = library
        self._timeline = timeline

    def sorted_by(self, name: str, stopped: Callable[[], bool]) -> Sequence[int]:
        """The events in another order."""
        with self._library.aside(stopped):
            return self._timeline.sorted_by(name)

    def holding(self, words: str, stopped: Callable[[], bool]) -> Sequence[int]:
        """The events that hold all of the words."""
        with self._library.aside(stopped):
            return self._timeline.holding(words, self._library.shorts())
