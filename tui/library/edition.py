"""The edition of an index: by which code and which `organizations.yaml` its rows were made."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

from tui.library.files import COLLECTION, DAYS, LONGEST_DESCRIPTION, ORGANIZATIONS, Refused, read_bytes
from tui.library.store import Store

# What decides what becomes of a file. The rest of the library only keeps it and answers.
_PARTS = ("model", "formats", "dates")
_MODULES = (
    "description",
    "digest",
    "edition",
    "entry",
    "files",
    "fold",
    "organizations",
    "register",
    "rows",
    "values",
)
_PACKAGES = re.compile("(?:site|dist)-packages$")
_ENDINGS = (".py", ".yaml", ".json")


def edition(root: Path, store: Store) -> str:
    """Names the code and the collection's own description that rows are made by now.

    The code is read only where its files have other sizes or times than when it was last read.
    """
    stamp = _stamp()
    kept, _, code = store.meta("code").partition(" ")
    if kept != stamp:
        code = _code()
        with store.write() as database:
            database.execute("REPLACE INTO meta VALUES ('code', ?)", (f"{stamp} {code}",))
    described = blake2b(digest_size=8)
    for name in (ORGANIZATIONS, COLLECTION, DAYS):
        described.update(_bytes(root / name) + b"\0")
    return f"{code}-{described.hexdigest()}"


def _stamp() -> str:
    names = blake2b(digest_size=8)
    for folder in filter(_PACKAGES.search, sys.path):
        # A package that is installed or removed, maybe one with a format of its own, changes its folder.
        with suppress(OSError):
            names.update(f"{folder} {Path(folder).stat().st_mtime_ns}\n".encode("utf-8", "surrogateescape"))
    for file in _files():
        status = file.stat()
        names.update(f"{file} {status.st_size} {status.st_mtime_ns}\n".encode("utf-8", "surrogateescape"))
    return names.hexdigest()


def _code() -> str:
    from importlib.metadata import entry_points

    from tui.formats.table import GROUP

    code = blake2b(f"{sys.version_info}".encode(), digest_size=8)
    for file in _files():
        code.update(file.name.encode() + file.read_bytes())
    for point in sorted(entry_points(group=GROUP), key=lambda point: point.name):
        version = point.dist.version if point.dist else ""
        code.update(f"{point.name} {point.value} {version}\n".encode("utf-8", "surrogateescape"))
    return code.hexdigest()


def _files() -> Iterator[Path]:
    here = Path(__file__).parent
    yield from (here / f"{module}.py" for module in _MODULES)
    folders = [str(here.parent / part) for part in _PARTS]
    for folder in folders:
        for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
            if entry.is_dir() and entry.name != "__pycache__":
                folders.append(entry.path)
            elif entry.name.endswith(_ENDINGS):
                yield Path(entry.path)


def _bytes(path: Path) -> bytes:
    try:
        return read_bytes(path, LONGEST_DESCRIPTION)
    except (OSError, Refused):
        return b""
