"""The questions of a search, asked of the library in a thread, one after the other."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from threading import Lock

from textual.screen import Screen
from textual.worker import Worker, get_current_worker

from tui.library import Library
from tui.model import Found, QueryError, Sort, Stopped

PAGE, PASSAGES, ALL_PASSAGES = 20, 10, 1000
"""How many articles are asked for at once, how many passages of each, and how many of one whose others are wanted."""

Answer = Found | QueryError | int
"""A page, what is wrong with the query, or how many articles there are."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A page to ask for; of one `group` alone if it has a number."""

    query: str
    sort: Sort
    first: int = 0
    articles: int = PAGE
    passages: int = PASSAGES
    group: int | None = None


class Wishes:
    """Fulfils wishes in their order, in a thread of a screen; one that is wanted no more is given up, however long it takes."""

    def __init__(
        self,
        screen: Screen[object],
        library: Library,
        is_wanted: Callable[[Wish], bool],
        show: Callable[[Wish, Answer], None],
    ) -> None:
        """Ask a library; `is_wanted` is asked in the thread, answers are shown in the screen's."""
        self._screen = screen
        self._library = library
        self._is_wanted = is_wanted
        self._show = show
        self._waiting: deque[Wish] = deque()
        self._lock = Lock()
        self.is_at_work = False

    def add(self, wish: Wish) -> None:
        """Have another one fulfilled, after those that wait."""
        with self._lock:
            self._waiting.append(wish)
            if self.is_at_work:
                return
            self.is_at_work = True
        self._screen.run_worker(self._work, thread=True, group="search")

    def clear(self) -> None:
        """Drop those that wait."""
        with self._lock:
            self._waiting.clear()

    def _next(self) -> Wish | None:
        with self._lock:
            if self._waiting:
                return self._waiting.popleft()
            self.is_at_work = False
            return None

    def _work(self) -> None:
        """Fulfil wish after wish (in a thread)."""
        worker = get_current_worker()
        while not worker.is_cancelled and (wish := self._next()) is not None:
            self._fulfil(wish, partial(self._is_given_up, worker, wish))

    def _fulfil(self, wish: Wish, is_given_up: Callable[[], bool]) -> None:
        try:
            with self._library.aside(is_given_up):
                for answer in self._answers(wish):
                    if is_given_up():
                        return
                    self._screen.app.call_from_thread(self._show, wish, answer)
        except Stopped:
            return

    def _is_given_up(self, worker: Worker[None], wish: Wish) -> bool:
        return worker.is_cancelled or not self._is_wanted(wish)

    def _answers(self, wish: Wish) -> Iterator[Answer]:
        """A page, and for the first of several how many articles there are; or what is wrong with the query."""
        try:
            found = self._library.search(
                wish.query, sort=wish.sort, first=wish.first, articles=wish.articles, passages=wish.passages
            )
            yield found
            if found.more and not wish.first and wish.group is None and self._is_wanted(wish):
                yield self._library.count(wish.query)
        except QueryError as fault:
            yield fault
