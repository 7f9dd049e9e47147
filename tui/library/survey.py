"""The survey: what stands in the folder now, compared with what the index knows; no file is opened."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, Protocol

from tui.library.files import mtime_of

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
    closed: dict[str, Found] = field(default_factory=dict)
    count: int = 0
    whole: bool = True

    def __bool__(self) -> bool:
        """Whether there is anything to do."""
        return bool(self.changed or self.gone)


class Known(Protocol):
    """What an index knows of the folder."""

    def of(self, folder: str) -> dict[str, tuple[int, int]]:
        """Size and mtime, by path, of what stands in one folder."""

    def folders(self) -> Iterable[str]:
        """All folders in which something stood."""


def survey(root: Path, known: Known, most: int | None = None) -> Survey:
    """Look through the folder and all below it, one folder after the other.

    Names with a dot before them are passed over, links are not followed. After `most` files the survey breaks off and
    is not `whole`.
    """
    told = Survey()
    seen: set[str] = set()
    folders = [""]
    top = os.fspath(root)
    while folders:
        folder = folders.pop()
        seen.add(folder)
        rest = known.of(folder)
        before = f"{folder}/" if folder else ""
        try:
            entries = list(os.scandir(f"{top}/{folder}"))
        except OSError as error:
            why = (error.strerror or type(error).__name__).lower()
            told.closed[folder] = Found(CLOSED, -1, 0, why)
            entries = []
        for entry in entries:
            name = entry.name
            if name[0] == ".":
                continue
            path = before + name
            if entry.is_dir(follow_symlinks=False):
                folders.append(path)
                continue
            try:
                status = entry.stat(follow_symlinks=False)
            except OSError:
                continue  # it went away since the folder was read
            mtime = mtime_of(status)
            if rest.pop(path, None) != (status.st_size, mtime):
                told.changed[path] = Found(_kind(entry), status.st_size, mtime)
        told.gone.update(rest)
        told.count += len(entries)
        if most is not None and told.count > most:
            told.whole = False
            return told
    for folder in known.folders():
        if folder not in seen:
            told.gone.update(known.of(folder))
    _settle_closed(told)
    return told


def _settle_closed(told: Survey) -> None:
    """A closed folder is known as a file of its name: tell it when it is new, forget it when it is open again."""
    for folder, found in told.closed.items():
        if folder in told.gone:
            told.gone.discard(folder)
        else:
            told.changed[folder] = found


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
