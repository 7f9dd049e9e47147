"""One article: its entry, its file, its page, as the index has them, and its file read again when that has changed."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from tui.library import rows
from tui.library.files import COLLECTION, DAYS, ORGANIZATIONS, key_of, mtime_of, sidecars_of
from tui.library.register import UNDECLARED
from tui.library.store import Store
from tui.model import Article, Page, Problem

_MOST_TOLD = 3

Stamp = tuple[tuple[int, int] | None, ...]
"""Size and mtime of a file, of the places where its sidecar can stand, and of what the collection says of itself."""


def article(store: Store, key: str) -> Article:
    """The catalogue's entry; raises `KeyError`."""
    row = store.one("SELECT data FROM articles WHERE key = ?", (key,))
    if row is None:
        raise KeyError(key)
    return rows.article_from(row[0])


def path(store: Store, key: str) -> str:
    """The path of its file from the root; raises `KeyError`."""
    row = store.one("SELECT f.path FROM articles a JOIN files f ON f.id = a.file WHERE a.key = ?", (key,))
    if row is None:
        raise KeyError(key)
    return os.fsdecode(row[0])


def page(store: Store, key: str) -> Page:
    """The article with its text and its events; raises `KeyError`."""
    row = store.one(
        "SELECT a.id, a.data, a.written, t.text, t.marks FROM articles a JOIN texts t ON t.article = a.id "
        "WHERE a.key = ?",
        (key,),
    )
    if row is None:
        raise KeyError(key)
    number, data, written, text, marks = row
    events = store.all("SELECT data FROM events WHERE article = ? ORDER BY first, last, start", (number,))
    return Page(
        rows.article_from(data),
        rows.reading_from(text, marks),
        tuple(rows.event_from(event) for (event,) in events),
        rows.written_from(written),
    )


def problems(store: Store, root: Path) -> list[Problem]:
    """What is wrong with all files, in the order of their names; what is wrong with the collection as a whole comes last."""
    rows = store.all(
        "SELECT p.file, p.what, p.line, p.field, p.hint FROM problems p LEFT JOIN files f ON f.id = p.owner "
        "ORDER BY f.path, p.id"
    )
    told = list(_gathered([Problem(*row) for row in rows]))
    if store.one("SELECT 1 FROM articles") is None and store.meta("ended"):
        told.append(_empty(root, anything=store.one("SELECT 1 FROM files") is not None))
    return told


def _gathered(problems: Sequence[Problem]) -> Iterator[Problem]:
    """The problems; where many files name the same undeclared organization, one stands for them all."""
    files: dict[str, list[str]] = {}
    for problem in problems:
        if problem.hint == UNDECLARED:
            files.setdefault(problem.what, []).append(problem.file)
    for problem in problems:
        same = files.get(problem.what, []) if problem.hint == UNDECLARED else []
        if len(same) <= _MOST_TOLD:
            yield problem
        elif problem.file == same[0]:
            others = f"{', '.join(same[1:_MOST_TOLD])} and {len(same) - _MOST_TOLD:,} more"
            files[problem.what] = [""] * len(same)
            yield replace(problem, what=f"{problem.what}; so in {others}")


def problems_of(store: Store, key: str) -> tuple[Problem, ...]:
    """What is wrong with the article's file."""
    found = store.all(
        "SELECT p.file, p.what, p.line, p.field, p.hint FROM problems p JOIN articles a ON a.file = p.owner "
        "WHERE a.key = ? ORDER BY p.id",
        (key,),
    )
    return tuple(Problem(*row) for row in found)


def stamp(root: Path, path: str) -> Stamp:
    """What changes when the file, the sidecar beside it or the collection's description does."""
    return tuple(_stamp_of(root / each) for each in _told_by(path))


def holds(store: Store, root: Path, path: str) -> bool:
    """Whether the index has read the file as it stands there now."""
    made = store.one("SELECT edition FROM files WHERE path = ?", (path.encode("utf-8", "surrogateescape"),))
    if made is None or made[0] != store.meta("edition"):
        return False
    return stamp(root, path) == tuple(_known_of(store, each) for each in _told_by(path))


def read_again(store: Store, root: Path, path: str) -> tuple[Problem, ...] | None:
    """Read one file into the index; gives what is wrong where it cannot be read (any more)."""
    from tui.library.crew import read_alone
    from tui.library.description import read_description
    from tui.library.digest import Digester, Task
    from tui.library.edition import edition
    from tui.library.schema import ARTICLES, SIDECAR
    from tui.library.survey import FILE, Found
    from tui.library.writer import writing

    stamps = stamp(root, path)
    described = read_description(root)
    others = list(zip(_told_by(path)[1:], stamps[1:], strict=True))
    beside = next((each for each, told in others if told is not None and each in sidecars_of(path)), "")
    size, _ = stamps[0] or (0, 0)
    digest = read_alone(Digester(root, described), Task(path, beside), size)
    now = edition(root, store)
    with writing(store) as writer:
        if store.meta("edition") != now:
            writer.register(described.register, described.problems)
            writer.meta("edition", now)
        if stamps[0] is None:
            writer.remove(path)
            return tuple(digest.problems) or (Problem(key_of(path), "is gone"),)
        file = writer.file(path, Found(FILE, *stamps[0]), ARTICLES, now)
        writer.digest(file, digest)
        for each, told in others:
            if told is not None:
                writer.file(each, Found(FILE, *told), SIDECAR, now)
            else:
                writer.remove(each)
    return None if digest.articles else tuple(digest.problems) or None


def _told_by(path: str) -> tuple[str, ...]:
    """The files that an article is made from."""
    return (path, *sidecars_of(path), ORGANIZATIONS, COLLECTION, DAYS)


def _stamp_of(path: Path) -> tuple[int, int] | None:
    try:
        status = path.lstat()
    except OSError:
        return None
    return status.st_size, mtime_of(status)


def _known_of(store: Store, path: str) -> tuple[int, int] | None:
    name = path.encode("utf-8", "surrogateescape")
    row = store.one("SELECT size, mtime FROM files WHERE path = ?", (name,))
    return (int(row[0]), int(row[1])) if row else None


def _empty(root: Path, *, anything: bool) -> Problem:
    if anything:
        return Problem(str(root), "none of the files here can be read as an article")
    hint = "put .txt or .md files in a folder an organization"
    return Problem(str(root), "there are no articles here", hint=hint)
