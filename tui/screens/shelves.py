"""The lists of the room: organizations and kept searches, and the articles of the one that is chosen."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Hashable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual.worker import get_current_worker

from tui.model import Article, KeptSearch, QueryError, Shelf, Stopped
from tui.screens.answers import ArticleAnswers
from tui.widgets import articles, organizations
from tui.widgets.rows import Rows

if TYPE_CHECKING:
    from tui.library.listing import Listing
    from tui.screens.reader import Reader


class Shelves:
    """Fills the panes 1 and 2 of a reader's room, and keeps and forgets searches."""

    def __init__(self, reader: Reader) -> None:
        """Serve a reader."""
        self._reader = reader
        self._shelves: Sequence[Shelf] = ()
        self._count = 0
        self._kept: tuple[KeptSearch, ...] = ()
        self._counts: dict[KeptSearch, int | None] = {}

    # -- pane 1

    def show(self, shelves: Sequence[Shelf], count: int) -> None:
        """List the organizations, with how many articles there are in all, and the kept searches."""
        self._shelves, self._count = shelves, count
        self._kept = self._reader.library.searches.kept()
        self._show_organizations()
        if self._kept:
            self._reader.run_worker(self._count_kept, thread=True, exclusive=True, group="kept")

    def keep(self, name: str, query: str) -> str:
        """Keep a search under a name; answers with what is to be said."""
        try:
            self._reader.library.searches.keep(name, query)
        except OSError as error:
            return f"the search cannot be kept: {error.strerror}"
        self.show(self._shelves, self._count)
        return f"kept: {name} stands under the organizations"

    def forget(self) -> None:
        """Forget the kept search under the cursor of pane 1."""
        reader = self._reader
        row = reader.room.organizations.row
        if reader.pane is not reader.room.organizations or row is None or not row.query:
            reader.say("the cursor is on no kept search")
            return
        try:
            reader.library.searches.drop(row.name)
        except OSError as error:
            reader.say(f"the search cannot be forgotten: {error.strerror}")
            return
        self.show(self._shelves, self._count)
        if (row := reader.room.organizations.row) is not None:
            reader.room.organizations.reached(row)
        reader.say(f"forgotten: {row.name}; its query was {row.query}")

    def _show_organizations(self) -> None:
        rows = [organizations.Entry.of_all(self._count)]
        rows += [organizations.Entry.of(shelf) for shelf in self._shelves]
        rows += [organizations.Entry.of_search(*kept, self._counts.get(kept)) for kept in self._kept]
        self._reader.room.organizations.set_rows(rows)

    def _count_kept(self) -> None:
        """Count what the kept searches find (in a thread)."""
        worker = get_current_worker()
        for kept in self._kept:
            try:
                with self._reader.library.aside(lambda: worker.is_cancelled):
                    self._counts[kept] = self._reader.library.count(kept.query)
            except Stopped:
                return
            except QueryError:
                # Of an organization that is there no more; it is told when the search is chosen.
                self._counts[kept] = 0
        if not worker.is_cancelled:
            self._reader.app.call_from_thread(self._show_organizations)

    # -- pane 2

    def show_articles(self) -> None:
        """List the articles of the organization or the search that is chosen."""
        reader = self._reader
        search, key = reader.place.search, reader.place.organization
        if search is not None:
            reader.run_worker(partial(self._fetch, search), thread=True, exclusive=True, group="articles")
            return
        listed = reader.library.articles(key)
        by = next((shelf.by for shelf in self._shelves if shelf.key == key), 0) if key else len(listed)

        def relation_of(index: int) -> str:
            return ("by" if index < by else "on") if key else ""

        self._list(listed, partial(_place_by_key, listed, by), relation_of)

    def _fetch(self, search: KeptSearch) -> None:
        """Ask for what a search finds (in a thread)."""
        worker = get_current_worker()
        listed: Listing | QueryError
        try:
            with self._reader.library.aside(lambda: worker.is_cancelled):
                listed = self._reader.library.listed(search.query)
        except QueryError as fault:
            listed = fault
        except Stopped:
            return
        if not worker.is_cancelled:
            self._reader.app.call_from_thread(self._show_found, search, listed)

    def _show_found(self, search: KeptSearch, listed: Listing | QueryError) -> None:
        if search != self._reader.place.search:
            return
        if isinstance(listed, QueryError):
            self._reader.say(str(listed))
            self._reader.room.articles.set_rows(())
        else:
            self._list(listed, partial(_place_of, listed), lambda i: "")

    def _list(
        self,
        listed: Listing,
        place_of: Callable[[Hashable], int | None],
        relation_of: Callable[[int], str],
    ) -> None:
        def entry(index: int, article: Article) -> articles.Entry:
            return articles.Entry(article, self._reader.short_of(article.organization), relation_of(index))

        room, opened = self._reader.room, self._reader.place.article
        answers = ArticleAnswers(self._reader.library, listed)
        room.articles.set_rows(Rows(listed, entry, place_of, answers))
        if opened:
            room.articles.go_to_article(opened)


def _place_by_key(listed: Sequence[Article], by: int, row: Hashable) -> int | None:
    """Where the row of an article is in a list sorted by keys, first those by the organization, then those on it."""
    key, relation = row if isinstance(row, tuple) else (None, "")
    if not isinstance(key, str):
        return None
    start, end = (by, len(listed)) if relation == "on" else (0, by)
    place = bisect_left(listed, key, start, end, key=lambda article: article.key)
    return place if place < end and listed[place].key == key else None


def _place_of(listed: Listing, row: Hashable) -> int | None:
    """Where the row of an article is in a list in any order."""
    key = row[0] if isinstance(row, tuple) else None
    return listed.place_of(key) if isinstance(key, str) else None
