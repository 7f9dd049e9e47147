"""The one face of a collection."""

from __future__ import annotations

import os
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from threading import RLock

from tui.formats import Draft, Unreadable, format_of
from tui.library.catalogue import (
    Catalogue,
    read_catalogue,
    read_entries,
    read_organizations,
    sidecar_paths,
)
from tui.library.entry import Entry
from tui.library.files import reason
from tui.library.register import Register
from tui.model import (
    Article,
    CollectionError,
    Mention,
    Organization,
    Page,
    Problem,
    Scope,
    Shelf,
)

_PAGES = 16
_LANGUAGE = "en"
UNKNOWN = "unknown publisher"
Stamp = tuple[tuple[int, int] | None, ...]


@dataclass(frozen=True, slots=True)
class _Kept:
    """Something made of a file, good as long as the file's stamp is the same."""

    stamp: Stamp
    page: Page


class Library:
    """A collection: its organizations, its articles, and the events that they tell.

    Files are read when something is asked, never written. It may be asked from several threads. Everything wrong with the
    files becomes a `Problem` in `problems`, and the rest opens.
    """

    def __init__(self, root: Path) -> None:
        """Take a collection's folder; raises `CollectionError` where there is none."""
        self.root = root
        self._lock = RLock()
        self._register: Register | None = None
        self._catalogue: Catalogue | None = None
        self._pages: OrderedDict[str, _Kept] = OrderedDict()
        self._mentions: dict[str, tuple[Stamp, tuple[Mention, ...]]] = {}
        self._problems: dict[Problem, None] = {}
        _check(root)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What was wrong with the files that were read so far, in the order it was met."""
        with self._lock:
            return tuple(self._problems)

    def organizations(self) -> tuple[Shelf, ...]:
        """The organizations with their counts: as `organizations.yaml` has them, then the undeclared, then the unknown publisher."""
        with self._lock:
            return self._all().shelves()

    def organization(self, key: str) -> Organization | None:
        """The organization with that key, or the only one that goes by that name; `None` if there is none."""
        with self._lock:
            register = self._known()
            keys = register.resolve(key)
            if len(keys) == 1:
                return register.organizations[keys[0]]
            return self._all().undeclared.get(key)

    def name_of(self, key: str) -> str:
        """The name of an organization; the key itself where nobody has declared it."""
        if not key:
            return UNKNOWN
        organization = self.organization(key)
        return organization.name if organization else key

    def articles(self, organization: str | None = None) -> tuple[Article, ...]:
        """The articles by an organization, then those on it; "" is the unknown publisher, `None` means all."""
        with self._lock:
            return self._all().of(organization)

    def article(self, key: str) -> Article:
        """The catalogue's entry; raises `KeyError` where there is no such article."""
        with self._lock:
            if self._catalogue is None and (path := self._path(key)) is not None:
                for entry, _ in self._entries(path):
                    if entry.article.key == key:
                        return entry.article
            return self._all().articles[key]

    def file(self, key: str) -> Path:
        """The file that the article stands in; raises `KeyError` where there is no such article."""
        with self._lock:
            return self._path(key) or self._all().paths[key]

    def open(self, key: str) -> Page:
        """The article with its text and its events.

        Raises `KeyError` where there is no such article, and `CollectionError` where its file cannot be read (any more).
        """
        with self._lock:
            path = self.file(key)
            stamp = _stamp(path)
            kept = self._pages.get(key)
            if kept is not None and kept.stamp == stamp:
                self._pages.move_to_end(key)
                return kept.page
            entries = self._entries(path)
        for entry, draft in entries:
            if entry.article.key == key:
                page = self._date(entry.article, draft)
                self._keep(key, stamp, page)
                return page
        raise KeyError(key)

    def mentions(self, scope: Scope, key: str | None = None) -> tuple[Mention, ...]:
        """The rows of a timeline, in its order: of an article, of an organization's articles (by it and on it), or of all.

        `key` is the article's or the organization's. An article that cannot be opened is told in `problems`.
        """
        if scope is Scope.ARTICLE:
            return self.open(key).mentions if key is not None else ()
        rows: list[Mention] = []
        for article in self.articles(key if scope is Scope.ORGANIZATION else None):
            rows.extend(self._mentions_of(article.key))
        return tuple(sorted(rows, key=lambda row: row.event.order))

    def _mentions_of(self, key: str) -> tuple[Mention, ...]:
        try:
            with self._lock:
                stamp = _stamp(self._all().paths[key])
                kept = self._mentions.get(key)
            if kept is not None and kept[0] == stamp:
                return kept[1]
            rows = self.open(key).mentions
        except CollectionError as error:
            self._tell([error.problem])
            return ()
        with self._lock:
            self._mentions[key] = (stamp, rows)
        return rows

    def _known(self) -> Register:
        if self._register is None:
            self._register, problems = read_organizations(self.root)
            self._tell(problems)
        return self._register

    def _all(self) -> Catalogue:
        if self._catalogue is None:
            self._catalogue = read_catalogue(self.root, self._known())
            self._tell(self._catalogue.problems)
        return self._catalogue

    def _path(self, key: str) -> Path | None:
        """The file of an article, found without the catalogue where the key is a plain path."""
        if self._catalogue is not None:
            return self._catalogue.paths.get(key)
        parts = PurePosixPath(key.partition("#")[0]).parts
        if not parts or parts[0] == "/" or ".." in parts or "\0" in key:
            return None
        path = self.root.joinpath(*parts)
        within = path.resolve().is_relative_to(self.root.resolve())
        return path if within and format_of(path.name) and path.is_file() and not path.is_symlink() else None

    def _entries(self, path: Path) -> list[tuple[Entry, Draft]]:
        try:
            entries = list(read_entries(self.root, path, self._known()))
        except (OSError, Unreadable) as error:
            problem = Problem(path.relative_to(self.root).as_posix(), reason(error))
            self._tell([problem])
            raise CollectionError(problem) from error
        for entry, _ in entries:
            self._tell(entry.problems)
        return entries

    def _date(self, article: Article, draft: Draft) -> Page:
        # The engine is large, and a catalogue needs none of it.
        from tui.dates import chronology

        language = article.language.replace("_", "-").partition("-")[0].lower() or _LANGUAGE
        try:
            known = chronology(draft.reading, article.published, language)
        except LookupError as error:
            if isinstance(error, KeyError | IndexError):
                raise
            what = f"dates in the language {article.language!r} cannot be read yet"
            self._tell([Problem(article.key, what, field="language")])
            return Page(article, draft.reading)
        return Page(article, draft.reading, known.events, known.written)

    def _keep(self, key: str, stamp: Stamp, page: Page) -> None:
        with self._lock:
            self._pages[key] = _Kept(stamp, page)
            self._pages.move_to_end(key)
            while len(self._pages) > _PAGES:
                self._pages.popitem(last=False)

    def _tell(self, problems: Iterable[Problem]) -> None:
        with self._lock:
            self._problems.update(dict.fromkeys(problems))


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


def _stamp(path: Path) -> Stamp:
    """What changes when the file or the sidecar beside it does."""
    stamps: list[tuple[int, int] | None] = []
    for each in (path, *sidecar_paths(path)):
        try:
            status = each.stat()
            stamps.append((status.st_mtime_ns, status.st_size))
        except OSError:
            stamps.append(None)
    return tuple(stamps)
