"""The files of a collection, found and read with care; nothing is ever written."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass, field
from pathlib import Path

from tui.formats import Unreadable, format_of
from tui.model import Problem, visible

ORGANIZATIONS = "organizations.yaml"
SIDECARS = (".yaml", ".yml")
LARGEST = 64 * 1024 * 1024
_NO_ARTICLES = ("readme", "license", "licence", "copying")


@dataclass(slots=True)
class Files:
    """What stands in a collection's folder: article files and sidecars by key, and what was passed over and why.

    A key is the path from the root with `/`; bytes that are no UTF-8 are written `\\xNN`.
    """

    articles: dict[str, Path] = field(default_factory=dict)
    sidecars: dict[str, Path] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def key_of(root: Path, path: Path) -> str:
    """The key of a file in the collection."""
    return os.fsencode(path.relative_to(root).as_posix()).decode("utf-8", "backslashreplace")


def find_files(root: Path) -> Files:
    """Look through the folder and all below it, in the order of names.

    Hidden files, READMEs and licences are passed over; links are not followed: those within the collection lead to what
    is found anyway, and those out of it are told.
    """
    files = Files()
    folders = [root]
    while folders:
        folder = folders.pop()
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError as error:
            files.problems.append(Problem(_shown(root, folder), reason(error)))
            continue
        below = []
        for entry in entries:
            if entry.name.startswith("."):
                continue
            path = Path(entry.path)
            if entry.is_symlink():
                _tell_link(root, path, files)
            elif entry.is_dir(follow_symlinks=False):
                below.append(path)
            elif entry.is_file(follow_symlinks=False):
                _take(root, path, files)
            else:
                files.problems.append(Problem(key_of(root, path), "is no ordinary file; passed over"))
        folders.extend(reversed(below))
    _tell_lonely(files)
    return files


def read_bytes(path: Path, limit: int = LARGEST) -> bytes:
    """Read the file, or its first `limit` bytes (cut at the end of a line where one is near).

    Raises `Unreadable` where it is no ordinary file or larger than `LARGEST`, and `OSError`.
    """
    # A pipe put in the place of the file must not hold us up.
    flags = (
        os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    )
    with os.fdopen(os.open(path, flags), "rb") as file:
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise Unreadable("is no ordinary file")
        if status.st_size > LARGEST:
            raise Unreadable(f"is too large ({status.st_size >> 20} MB; at most {LARGEST >> 20} MB are read)")
        data = file.read(limit + 1)
    if len(data) <= limit:
        return data
    data = data[:limit]
    cut = max(data.rfind(b"\n", limit - 4096), data.rfind(b" ", limit - 4096))
    return data[:cut] if cut > 0 else data


def reason(error: Exception) -> str:
    """Why a file could not be read, in a few words."""
    if isinstance(error, OSError):
        return f"cannot be read ({(error.strerror or type(error).__name__).lower()})"
    return visible(str(error), lines=False)


def _take(root: Path, path: Path, files: Files) -> None:
    """Put a file where it belongs."""
    key = key_of(root, path)
    if path.suffix.lower() in SIDECARS:
        if key != ORGANIZATIONS:
            files.sidecars[key] = path
    elif path.name.partition(".")[0].lower() in _NO_ARTICLES:
        return
    elif format_of(path.name) is None:
        files.problems.append(Problem(key, "is of a format that is not read; passed over"))
    else:
        files.articles[key] = path


def _tell_link(root: Path, path: Path, files: Files) -> None:
    key = key_of(root, path)
    try:
        target = path.resolve(strict=True)
    except (OSError, RuntimeError):
        files.problems.append(Problem(key, "is a link that leads nowhere or in a circle; passed over"))
        return
    if not target.is_relative_to(root.resolve()):
        files.problems.append(
            Problem(
                key,
                "is a link that leads out of the collection; passed over",
                hint="put the file itself here",
            )
        )


def _tell_lonely(files: Files) -> None:
    """Tell the sidecars that stand beside no article."""
    for key in files.sidecars:
        article = key.rpartition(".")[0]
        if article not in files.articles:
            files.problems.append(
                Problem(key, f"there is no article {article.rpartition('/')[2]} beside it; passed over")
            )


def _shown(root: Path, path: Path) -> str:
    return key_of(root, path) if path != root else str(root)
