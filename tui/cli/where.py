"""What a PATH on the command line means: a collection, or one article of one."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from tui.cli.progress import caught_up
from tui.library import Library
from tui.library.files import key_of, wholes_of
from tui.model import CollectionError, Problem
from tui.resources import seeds

_MARK = "organizations.yaml"


class Where(NamedTuple):
    """A collection, and the key of an article in it (`None`: all of them)."""

    library: Library
    key: str | None

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the article's file, or with all files."""
        return self.library.problems if self.key is None else self.library.problems_of(self.key)


_only: Library | None = None


def confine(library: Library) -> None:
    """Have every command of this process answer from one library, and look at nothing else on this machine."""
    global _only
    _only = library


def collection_at(path: Path | str | None, *, refreshed: bool = True) -> Library:
    """The collection in a folder, the bundled one where none is named, with its index; raises `CollectionError`.

    Unless it is to be `refreshed`, an index that was once complete is taken as it is.
    """
    if _only is not None:
        if path is not None:
            raise CollectionError(
                Problem(str(path), "no other collection can be asked here", hint="name none")
            )
        return _only
    library = Library(Path(path) if path is not None else seeds())
    return caught_up(library) if refreshed or not library.complete else library


def look_up(path: str | None, collection: str | None = None) -> Where:
    """What PATH names: a folder, a file, or the key of an article in `collection` (the bundled one by default).

    The collection of a file is the nearest folder above it with an `organizations.yaml`, else the folder it stands in.
    Raises `CollectionError` where there is nothing of that name.
    """
    if path is None:
        return Where(collection_at(collection), None)
    if _only is not None:
        return _article(collection_at(collection), path)
    if os.path.isdir(path):  # noqa: PTH112 - of `Path` a name that is too long is an error
        return Where(collection_at(path), None)
    if collection is None and (file := next(filter(os.path.exists, wholes_of(path)), "")):
        return _file(Path(file), path[len(file) :])
    return _article(Library(seeds() if collection is None else Path(collection)), path)


def _article(library: Library, path: str) -> Where:
    try:
        return Where(library, library.article(_as_key(path)).key)
    except KeyError:
        what = "there is no such folder, file or article"
        raise CollectionError(Problem(path, what, hint="`polemics list` lists the articles")) from None


def _as_key(path: str) -> str:
    """A key as it was typed, or the file's name of which it was made where that has bytes that are no UTF-8."""
    return path if path == path.encode("utf-8", "replace").decode() else key_of(path)


def _file(file: Path, part: str) -> Where:
    whole = file.absolute()
    root = next((folder for folder in whole.parents if (folder / _MARK).is_file()), whole.parent)
    library = Library(root)
    key = key_of(whole.relative_to(root).as_posix()) + part
    try:
        return Where(library, library.article(key).key)
    except KeyError:
        raise CollectionError(Problem(str(file), "is no article that can be read")) from None
