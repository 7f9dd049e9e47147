"""The plan of a refresh: what has to be read again, and why not more."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from tui.library.edition import edition
from tui.library.files import (
    COLLECTION,
    DAYS,
    LARGEST,
    LONGEST_DESCRIPTION,
    ORGANIZATIONS,
    Refused,
    is_sidecar,
    key_of,
    read_bytes,
    sidecars_of,
)
from tui.library.schema import ARTICLES, OTHER, SIDECAR
from tui.library.store import Store
from tui.library.survey import CLOSED, FILE, LINK, Found, Survey, survey, told_of_link
from tui.model import Problem

# What is wrong with these is told when they are read.
_DESCRIPTIONS = (ORGANIZATIONS, COLLECTION, DAYS)
_NO_ARTICLES = ("readme", "license", "licence", "copying")


class Job(NamedTuple):
    """An article's file to be read; `sidecar` is the path of the one beside it, `moved_from` the one under which it was known."""

    path: str
    found: Found
    sidecar: str = ""
    moved_from: str = ""


@dataclass(slots=True)
class Plan:
    """What a refresh has to do; `edition` is the one that everything has then.

    `others` are what is no article's file, with what is wrong with it; `gone` are paths. `described`: organizations or
    code are others than at the last refresh. `ended`: that one came to its end.
    """

    edition: str
    whole: bool
    jobs: list[Job] = field(default_factory=list)
    others: list[tuple[str, Found, str, Problem | None]] = field(default_factory=list)
    gone: set[str] = field(default_factory=set)
    described: bool = False
    ended: bool = True

    def __bool__(self) -> bool:
        """Whether there is anything to do."""
        return not self.ended or bool(self.jobs or self.others or self.gone)

    @property
    def size(self) -> int:
        """The bytes of all files to be read (those that are too large are not)."""
        return sum(job.found.size for job in self.jobs if job.found.size <= LARGEST)


def plan(root: Path, store: Store, most: int | None = None) -> Plan:
    """Compare the folder with the index; of more than `most` files only a part is compared, and the plan is not `whole`."""
    now = edition(root, store)
    if most is not None and (store.one("SELECT count(*) FROM files") or (0,))[0] > most:
        return Plan(now, whole=False)
    described, ended = store.meta("edition") != now, store.meta("ended") == now
    known = _Known(store, now)
    seen = survey(root, known, most)
    told = Plan(now, seen.whole, described=described, ended=ended)
    if seen and seen.whole:
        _sort(root, store, seen, known, told)
    return told


class _Known:
    """Size and mtime of what was read in this edition; what was read in another looks changed."""

    def __init__(self, store: Store, now: str) -> None:
        self._store = store
        self._now = now

    def of(self, folder: str) -> dict[str, tuple[int, int]]:
        sql = "SELECT path, CASE edition WHEN ? THEN size ELSE -2 END, mtime FROM files WHERE folder = ?"
        return {
            os.fsdecode(path): (size, mtime)
            for path, size, mtime in self._store.all(sql, (self._now, _bytes(folder)))
        }

    def folders(self) -> list[str]:
        return [os.fsdecode(folder) for (folder,) in self._store.all("SELECT DISTINCT folder FROM files")]

    def one(self, path: str) -> Found | None:
        row = self._store.one("SELECT size, mtime FROM files WHERE path = ?", (_bytes(path),))
        return Found(FILE, *row) if row else None


def _sort(root: Path, store: Store, seen: Survey, known: _Known, told: Plan) -> None:
    """Put everything that is new, other or gone where it belongs."""
    from tui.formats import format_of

    again: dict[str, None] = {}
    articles: dict[str, Found] = {}
    for path, found in sorted(seen.changed.items()):
        name = path.rpartition("/")[2]
        if found.kind != FILE:
            problem = None if path in _DESCRIPTIONS else _odd(root, path, found)
            told.others.append((path, found, OTHER, problem))
        elif is_sidecar(path):
            told.others.append((path, found, SIDECAR, None))
            again[path.rpartition(".")[0]] = None
        elif name.partition(".")[0].lower() in _NO_ARTICLES:
            told.others.append((path, found, OTHER, None))
        elif format_of(name) is None:
            problem = Problem(key_of(path), "is of a format that is not read; passed over")
            told.others.append((path, found, OTHER, problem))
        else:
            articles[path] = found
    told.gone = seen.gone
    again |= dict.fromkeys(path.rpartition(".")[0] for path in seen.gone if is_sidecar(path))
    for path in again:
        if path in articles or path in seen.gone or path in seen.changed or is_sidecar(path):
            continue
        if format_of(path) is not None and (found_before := known.one(path)) is not None:
            articles[path] = found_before
    told.jobs = list(_jobs(root, store, articles, seen, known))


def _jobs(root: Path, store: Store, articles: dict[str, Found], seen: Survey, known: _Known) -> Iterator[Job]:
    """The files to be read; one that only moved is known by what it holds."""

    def stands(path: str) -> bool:
        return path in seen.changed or (path not in seen.gone and known.one(path) is not None)

    lost = _lost(store, seen.gone)
    sizes = {size for _, size in lost.values()}
    for path, found in articles.items():
        sidecar = next(filter(stands, sidecars_of(path)), "")
        if found.size in sizes and (content := _content(root, path, sidecar)) in lost:
            moved_from, _ = lost.pop(content)
            seen.gone.discard(moved_from)
            yield Job(path, found, sidecar, moved_from)
        else:
            yield Job(path, found, sidecar)


def _lost(store: Store, gone: set[str]) -> dict[bytes, tuple[str, int]]:
    """Path and size of the articles' files that are gone, by what they held."""
    lost = {}
    for path in gone:
        sql = "SELECT content, size FROM files WHERE path = ? AND kind = ?"
        row = store.one(sql, (_bytes(path), ARTICLES))
        if row is not None and row[0]:
            lost[bytes(row[0])] = (path, int(row[1]))
    return lost


def _content(root: Path, path: str, sidecar: str) -> bytes:
    from tui.library.digest import content_of

    try:
        beside = read_bytes(root / sidecar, LONGEST_DESCRIPTION) if sidecar else b""
        return content_of(read_bytes(root / path), beside)
    except (OSError, Refused):
        return b""


def lonely(store: Store) -> Iterator[Problem]:
    """The sidecars that stand beside no article."""
    paths = store.all("SELECT path, kind FROM files WHERE kind IN (?, ?) ORDER BY path", (ARTICLES, SIDECAR))
    known = {bytes(path) for path, kind in paths if kind == ARTICLES}
    known |= {name.encode() for name in _DESCRIPTIONS}
    for path, kind in paths:
        article = bytes(path).rpartition(b".")[0]
        if kind == SIDECAR and path not in known and article not in known:
            key = key_of(path.decode("utf-8", "surrogateescape"))
            name = key.rpartition(".")[0].rpartition("/")[2]
            yield Problem(key, f"there is no article {name} beside it; passed over")


def _odd(root: Path, path: str, found: Found) -> Problem | None:
    key = key_of(path) if path else str(root)
    if found.kind == CLOSED:
        return Problem(key, f"cannot be read ({found.why})")
    if found.kind == LINK:
        what, hint = told_of_link(root, path)
        return Problem(key, what, hint=hint) if what else None
    return Problem(key, "is no ordinary file; passed over")


def _bytes(path: str) -> bytes:
    return path.encode("utf-8", "surrogateescape")
