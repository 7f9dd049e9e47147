"""The files of a collection: their keys, and how they are read with care; nothing is ever written."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path

from tui.model import filed, visible

ORGANIZATIONS = "organizations.yaml"
COLLECTION = "collection.yaml"
DAYS = "days.yaml"
SIDECARS = (".yaml", ".yml")
LARGEST = 64 * 1024 * 1024
LONGEST_DESCRIPTION = 1024 * 1024
_HARMLESS = 64 * 1024
_PLAIN = (".txt", ".text", ".md", ".markdown", ".mdown", ".mkd")
_LATEST = 2**63 - 1
_BYTE = re.compile(rb"\\x([0-9a-f]{2})")
_MOST_SIGNS = 20
_LIKE_A_BYTE = re.compile(r"\\(?=x[0-9a-f]{2})")


class Refused(Exception):
    """A file that is not read; the message is the reason, in a few words."""


def key_of(path: str) -> str:
    """The key of a file by its path from the collection's root with `/`; bytes that are no UTF-8 are written `\\xNN`.

    A backslash that only looks as if it began such a byte is written as one itself: no two files have the same key.
    """
    if "\\" in path:
        path = _LIKE_A_BYTE.sub(r"\\x5c", path)
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def filing_of(key: str, number: int) -> str:
    """What the article with that number in the file is put in order by: folder by folder, then as they stand in the file."""
    return "\x01".join((*map(filed, key.split("/")), f"{number:07}"))


def read_bytes(path: str | Path, limit: int = LARGEST) -> bytes:
    """Read the file; raises `Refused` where it is no ordinary file or larger than `limit`, and `OSError`."""
    # A pipe put in the place of the file must not hold us up.
    flags = (
        os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    )
    with os.fdopen(os.open(path, flags), "rb") as file:
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise Refused("is no ordinary file")
        if status.st_size > limit:
            raise Refused(f"is too large ({status.st_size >> 20} MB; at most {limit >> 20} MB are read)")
        return file.read(limit)


def reason(error: Exception) -> str:
    """Why a file could not be read, in a few words."""
    if isinstance(error, OSError):
        return f"cannot be read ({(error.strerror or type(error).__name__).lower()})"
    return visible(str(error), lines=False)


def is_plain(path: str) -> bool:
    """Whether a file is of a format that is read without another program's code."""
    return path.lower().endswith(_PLAIN)


def is_harmless(path: str, size: int) -> bool:
    """Whether a file of so many bytes can be read in this process: it can take neither long nor much memory."""
    return is_plain(path) and size <= _HARMLESS


def mtime_of(status: os.stat_result) -> int:
    """When a file was last changed, in nanoseconds, as far as the index can count: some clocks are thousands of years ahead."""
    return max(-_LATEST, min(_LATEST, status.st_mtime_ns))


def is_sidecar(path: str) -> bool:
    """Whether a file is no article but says something of one, or of the collection."""
    return path.lower().endswith(SIDECARS)


def sidecars_of(path: str) -> tuple[str, ...]:
    """Where the sidecar of a file can stand."""
    return tuple(path + ending for ending in SIDECARS)


def path_of(key: str, root: Path) -> str | None:
    """The path of an ordinary file by an article's key, where the key is a plain path within the collection."""
    paths = (os.fsdecode(_BYTE.sub(_byte, os.fsencode(whole))) for whole in wholes_of(key))
    return next((path for path in paths if _is_within(path, root)), None)


def wholes_of(key: str) -> Iterator[str]:
    """What can be the file in a key: all of it, or what stands before a `#`, the longest first."""
    ends = [at for at, char in enumerate(key) if char == "#"][:_MOST_SIGNS]
    yield key
    yield from (key[:end] for end in reversed(ends))


def _is_within(path: str, root: Path) -> bool:
    """Whether an ordinary file stands there, in the collection and on no hidden path."""
    parts = path.split("/")
    if "\0" in path or not all(parts) or any(part.startswith(".") for part in parts):
        return False
    try:
        status = os.lstat(root / path)
        within = (root / path).resolve().is_relative_to(root.resolve())
    except OSError:
        return False
    return within and stat.S_ISREG(status.st_mode)


def _byte(match: re.Match[bytes]) -> bytes:
    return bytes([int(match[1], 16)])
