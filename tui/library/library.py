"""The one face of a collection."""

from __future__ import annotations

import os
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, TypeVar

from tui.library import pages
from tui.library.catalogue import UNKNOWN, Catalogue
from tui.library.files import path_of, reason
from tui.library.store import Spoilt, Store, open_store, place_of, remove
from tui.library.timeline import Selection, Timeline
from tui.library.upkeep import keep_up, settle
from tui.model import (
    Article,
    CollectionError,
    Found,
    Mention,
    Organization,
    Page,
    Problem,
    Progress,
    Scope,
    Shelf,
    Sort,
)

if TYPE_CHECKING:
    from tui.library.chart import Chart
    from tui.library.listing import Listing
    from tui.library.searches import Searches

_PAGES = 16
Answer = TypeVar("Answer")


class Library:
    """A collection: its organizations, its articles, and the events that they tell.

    The files are the truth and are never written; what they hold is kept in an index, a cache that anybody may delete.
    A small collection is compared with its index when it is first asked; a large one answers with what the index
    knows, and `refresh` brings the index up to date. It may be asked from several threads. Everything wrong with the
    files becomes a `Problem` in `problems`, and the rest opens.
    """

    def __init__(self, root: Path, cache: Path | None = None, *, read_only: bool = False) -> None:
        """Take a collection's folder; raises `CollectionError` where there is none.

        The index is kept under `cache`, the user's cache folder by default. With `read_only` it is taken as it is:
        neither the index nor anything else is written, and the files are not looked at.
        """
        self.root = root
        self.read_only = read_only
        _check(root)
        self._cache = cache
        self._lock = RLock()
        self._store: Store | None = None
        self._seen: Catalogue | None = None
        self._settled = read_only
        self._searches: Searches | None = None
        self._pages: OrderedDict[str, tuple[pages.Stamp, Page]] = OrderedDict()
        self._told: dict[Problem, None] = {}

    # -- what there is

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What was wrong with the files that were read so far, file by file; none twice."""
        return self._answer(
            lambda store: tuple(dict.fromkeys((*pages.problems(store, self.root), *self._told)))
        )

    def organizations(self) -> tuple[Shelf, ...]:
        """The organizations with their counts: as `organizations.yaml` has them, then the undeclared, then the unknown publisher."""
        return self._answer(lambda store: self._catalogue(store).shelves)

    def organization(self, key: str) -> Organization | None:
        """The organization with that key, or the only one that goes by that name; `None` if there is none."""
        return self._answer(lambda store: self._catalogue(store).organization(key))

    def name_of(self, key: str) -> str:
        """The name of an organization; the key itself where nobody has declared it."""
        if not key:
            return UNKNOWN
        organization = self.organization(key)
        return organization.name if organization else key

    def articles(self, organization: str | None = None) -> Listing:
        """The articles by an organization, then those on it; "" is the unknown publisher, `None` means all.

        They are fetched as they are looked at: to count them costs nothing.
        """
        return self._answer(lambda store: self._catalogue(store).articles(organization))

    def article(self, key: str) -> Article:
        """The catalogue's entry; raises `KeyError` where there is no such article."""
        return self._of_article(key, pages.article)

    def file(self, key: str) -> Path:
        """The file that the article stands in; raises `KeyError` where there is no such article."""
        return self.root / self._of_article(key, pages.path)

    def problems_of(self, key: str) -> tuple[Problem, ...]:
        """What is wrong with the file of an article."""
        return self._of_article(key, pages.problems_of)

    # -- what the articles say

    def open(self, key: str) -> Page:
        """The article with its text and its events.

        Raises `KeyError` where there is no such article, and `CollectionError` where its file cannot be read (any more).
        """
        path = self._of_article(key, pages.path)
        stamp = pages.stamp(self.root, path)
        with self._lock:
            kept = self._pages.get(key)
            if kept is not None and kept[0] == stamp:
                self._pages.move_to_end(key)
                return kept[1]
        if not self.read_only and not self._ask(lambda store: pages.holds(store, self.root, path)):
            self._read_again(path)
        page = self._of_article(key, pages.page)
        with self._lock:
            self._pages[key] = (stamp, page)
            self._pages.move_to_end(key)
            while len(self._pages) > _PAGES:
                self._pages.popitem(last=False)
        return page

    def mentions(self, scope: Scope, key: str | None = None) -> Sequence[Mention]:
        """The rows of a timeline, in its order: of an article, of an organization's articles (by it and on it), or of all.

        `key` is the article's or the organization's. The rows are fetched as they are looked at.
        """
        if scope is Scope.ARTICLE:
            return self.open(key).mentions if key is not None else ()
        return self.timeline(scope, key).mentions()

    def timeline(self, scope: Scope, key: str | None = None) -> Timeline:
        """The timeline of an organization or of the collection: its rows, its bounds, its density."""
        organization = key if scope is Scope.ORGANIZATION else None
        return self._answer(lambda store: Timeline(store, organization))

    def chart(self) -> Chart:
        """The collection's timeline on lanes, a lane a publisher, in the order of `organizations`."""
        return self._answer(lambda store: self._catalogue(store).chart)

    # -- questions

    def search(
        self,
        query: str,
        *,
        sort: Sort = Sort.RELEVANCE,
        first: int = 0,
        articles: int = 20,
        passages: int = 10,
    ) -> Found:
        """One page of what a query finds (the language is told in `tui.library.query`), article by article.

        The page has so many articles from the `first` on, and of each at most so many passages. Raises `QueryError`.
        """
        from tui.library.search import search

        return self._answer(
            lambda store: search(store, self._catalogue(store), query, sort, first, articles, passages)
        )

    def count(self, query: str) -> int:
        """How many articles a query finds; raises `QueryError`."""
        from tui.library.search import count

        return self._answer(lambda store: count(store, self._catalogue(store), query))

    def listed(self, query: str, *, sort: Sort = Sort.RELEVANCE) -> Listing:
        """All articles that a query finds, fetched as they are looked at; raises `QueryError`."""
        from tui.library.search import listed

        return self._answer(lambda store: listed(store, self._catalogue(store), query, sort))

    def timeline_of(self, query: str) -> Timeline:
        """The timeline of the articles that a query finds; raises `QueryError`."""
        from tui.library.search import found

        return self._answer(lambda store: Selection(store, found(store, self._catalogue(store), query)))

    @contextmanager
    def aside(self, stopped: Callable[[], bool]) -> Iterator[None]:
        """Ask aside what this thread asks meanwhile: nobody waits for it, and it is given up when `stopped` says so.

        `stopped` is called often, from this thread. A question that is given up raises `Stopped`.
        """
        with self._ask(lambda store: store.aside(stopped)):
            yield

    def shorts(self) -> Mapping[str, str]:
        """The short names of the publishers, by their keys."""
        return self._answer(lambda store: self._catalogue(store).shorts())

    @property
    def searches(self) -> Searches:
        """The searches that the user keeps, and those asked lately."""
        if self._searches is None:
            from platformdirs import user_data_path

            from tui.library.searches import Searches

            self._searches = Searches(self.root, user_data_path("polemics"))
        return self._searches

    def keep_searches(self, searches: Searches) -> None:
        """Have somebody else's searches instead of the user's."""
        self._searches = searches

    # -- the index

    @property
    def complete(self) -> bool:
        """Whether the index has once been brought up to date to the end (files may have changed since)."""
        return self._answer(lambda store: bool(store.meta("ended")))

    @property
    def generation(self) -> int:
        """Another number than before whenever the index has grown or changed: what was asked may be asked anew."""
        return self._ask(lambda store: store.generation)

    def refresh(
        self,
        told: Callable[[Progress], None] = lambda progress: None,
        *,
        jobs: int = 1,
        dask: str = "",
        rebuild: bool = False,
        stopped: Callable[[], bool] = lambda: False,
    ) -> Progress:
        """Bring the index up to date with the folder; meanwhile everything may be asked.

        `told` is called with the progress after each step, in this thread; the work ends early when `stopped` says so.
        Files are read in `jobs` processes, or by the workers of a Dask scheduler whose address `dask` is. With
        `rebuild` the index is made from nothing. Where another process is at it, nothing is done (`Progress.busy`). Raises `CollectionError` where the index cannot
        be written any more, or nobody answers at the scheduler's address.
        """
        if self.read_only:
            return Progress()
        if rebuild:
            if not self._ask(lambda store: store.take_turn()):
                return Progress(busy=True)
            self._ask(lambda store: store.end_turn())
        self._reopen(rebuild=rebuild)

        self._settled = True
        try:
            return self._ask(lambda store: keep_up(self.root, store, told, stopped, jobs, dask))
        except OSError as error:
            raise CollectionError(_unwritten(self.root, error)) from error

    def close(self) -> None:
        """Let go of the index's file."""
        with self._lock:
            if self._store is not None:
                self._store.close()
            self._store = self._seen = None

    # -- inside

    def _answer(self, question: Callable[[Store], Answer]) -> Answer:
        """Answer from the index; a small collection is compared with it first, once."""
        if not self._settled:
            with self._lock:
                if not self._settled:
                    self._settled = True
                    try:
                        self._ask(lambda store: settle(self.root, store))
                    except OSError as error:
                        # What the index has is answered from all the same.
                        self._told[_unwritten(self.root, error)] = None
        return self._ask(question)

    def _ask(self, question: Callable[[Store], Answer]) -> Answer:
        """Answer from the index, made anew where it turns out to be spoilt."""
        try:
            return question(self._opened())
        except Spoilt as error:
            if self.read_only:
                raise _without_index(self.root, str(error)) from error
            with self._lock:
                self._reopen(rebuild=True)
            self._ask(lambda store: settle(self.root, store))
            return question(self._opened())

    def _opened(self) -> Store:
        with self._lock:
            if self._store is None:
                place = place_of(self.root, self._cache or _cache_folder())
                if self.read_only:
                    self._store = _opened_to_read(self.root, place)
                    return self._store
                self._store, why = open_store(place)
                if why:
                    what = f"the index cannot be kept ({why}); it is made anew each time"
                    self._told[Problem(str(place), what)] = None
            return self._store

    def _reopen(self, *, rebuild: bool) -> None:
        """Begin a new file where the old one was deleted, or has to be."""
        store = self._opened()
        if store.there and not rebuild:
            return
        with self._lock:
            self.close()
            if rebuild and store.path is not None:
                remove(store.path)
            self._pages.clear()

    def _of_article(self, key: str, question: Callable[[Store, str], Answer]) -> Answer:
        """Answer about one article; its file alone is read where the index does not know it yet."""
        try:
            return self._ask(lambda store: question(store, key))
        except KeyError:
            path = path_of(key, self.root)
            if path is None or self._settled or not _is_article(path):
                raise
        self._read_again(path)
        return self._ask(lambda store: question(store, key))

    def _read_again(self, path: str) -> None:
        """Read one file; raises `CollectionError` where it cannot be read, `KeyError` where it is no article's."""
        problems = self._ask(lambda store: pages.read_again(store, self.root, path))
        if problems is not None:
            with self._lock:
                self._told |= dict.fromkeys(problems)
            raise CollectionError(problems[0])

    def _catalogue(self, store: Store) -> Catalogue:
        with self._lock:
            if self._seen is None or self._seen.generation != store.generation:
                self._seen = Catalogue(store)
            return self._seen


def _opened_to_read(root: Path, place: Path) -> Store:
    try:
        return Store(place, read_only=True)
    except OSError as error:
        raise _without_index(root, (error.strerror or str(error)).lower()) from error


def _without_index(root: Path, why: str) -> CollectionError:
    return CollectionError(
        Problem(str(root), f"the index cannot be read ({why})", hint="`polemics index` makes it")
    )


def _unwritten(root: Path, error: OSError) -> Problem:
    return Problem(str(root), f"the index cannot be written ({error.strerror})")


def _is_article(path: str) -> bool:
    from tui.formats import format_of

    return format_of(path) is not None


def _cache_folder() -> Path:
    from platformdirs import user_cache_path

    return user_cache_path("polemics")


def _check(root: Path) -> None:
    try:
        with os.scandir(root):
            return
    except FileNotFoundError:
        problem = Problem(str(root), "there is no such folder", hint="name the folder of a collection")
    except NotADirectoryError:
        problem = Problem(str(root), "is no folder", hint="name the folder that the file stands in")
    except (OSError, ValueError) as error:
        problem = Problem(str(root), reason(error))
    raise CollectionError(problem)
