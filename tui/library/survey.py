"""The survey: what stands in the folder now, compared with what the index knows; no file is opened."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

FILE, LINK, ODD, CLOSED = "file", "link", "odd", "closed"


class Found(NamedTuple):
    """Something in the folder: an ordinary file, a link, what is neither (`ODD`), or a folder that cannot be opened.

    `size` is in bytes and `mtime` in nanoseconds; `why` tells why a folder is closed.
    """

    kind: str
    size: int
    mtime: int
    why: str = ""


@dataclass(slots=True)
class Survey:
    """What is new or other than the index has it, by path from the root; what is gone; how much there is in all."""

    changed: dict[str, Found] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    count: int = 0
    whole: bool = True

    def __bool__(self) -> bool:
        """Whether there is anything to do."""
        return bool(self.changed or self.gone)


def survey(root: Path, known: Mapping[str, tuple[int, int]], most: int | None = None) -> Survey:
    """Look through the folder and all below it; `known` are size and mtime by path.

    Names with a dot before them are passed over, links are not followed. After `most` files the survey breaks off and
    is not `whole`.
    """
    told = Survey()
    rest = dict(known)
    folders = [""]
    top = os.fspath(root)
    while folders:
        before = folders.pop()
        try:
            entries = list(os.scandir(f"{top}/{before}"))
        except OSError as error:
            why = (error.strerror or type(error).__name__).lower()
            _note(told, rest, before.removesuffix("/"), Found(CLOSED, -1, 0, why))
            continue
        for entry in entries:
            name = entry.name
            if name[0] == ".":
                continue
            path = before + name
            if entry.is_dir(follow_symlinks=False):
                folders.append(path + "/")
                continue
            try:
                status = entry.stat(follow_symlinks=False)
            except OSError:
                continue  # it went away since the folder was read
            if rest.pop(path, None) == (status.st_size, status.st_mtime_ns):
                continue
            told.changed[path] = Found(_kind(entry), status.st_size, status.st_mtime_ns)
        told.count += len(entries)
        if most is not None and told.count > most:
            told.whole = False
            return told
    told.gone = set(rest)
    return told


def _note(told: Survey, rest: dict[str, tuple[int, int]], path: str, found: Found) -> None:
    if rest.pop(path, None) != (found.size, found.mtime):
        told.changed[path] = found


def _kind(entry: os.DirEntry[str]) -> str:
    if entry.is_symlink():
        return LINK
    return FILE if entry.is_file(follow_symlinks=False) else ODD


def told_of_link(root: Path, path: str) -> tuple[str, str]:
    """What is wrong with a link, and what to do; nothing where it leads to what is found anyway."""
    try:
        target = (root / path).resolve(strict=True)
    except (OSError, RuntimeError):
        return "is a link that leads nowhere or in a circle; passed over", ""
    if target.is_relative_to(root.resolve()):
        return "", ""
    return "is a link that leads out of the collection; passed over", "put the file itself here"
