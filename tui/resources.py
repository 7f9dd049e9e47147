"""Where the files that travel with the program are, in a wheel and in a checkout."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path


def seeds() -> Path:
    """The folder of the bundled collection."""
    return _folder("seeds")


def themes() -> Path:
    """The folder of the bundled themes."""
    return _folder("themes")


def _folder(name: str) -> Path:
    package = files("tui")
    bundled = package / "_data" / name
    if bundled.is_dir():
        return Path(str(bundled))
    return Path(str(package)).parent / name
