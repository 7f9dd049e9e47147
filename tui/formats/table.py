"""The table of formats."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from typing import NamedTuple

from tui.formats.draft import Draft


class Format(NamedTuple):
    """A format: its name, the endings of its files, and the module whose `read` reads it (imported when first used)."""

    name: str
    endings: tuple[str, ...]
    module: str

    def read(self, data: bytes, name: str) -> Sequence[Draft]:
        """The articles in the bytes of a file called `name`; raises `Unreadable` where they are none of this format."""
        read: Callable[[bytes, str], Sequence[Draft]] = import_module(self.module).read
        return read(data, name)


FORMATS = (
    Format("text", (".txt", ".text"), "tui.formats.text"),
    Format("markdown", (".md", ".markdown", ".mdown", ".mkd"), "tui.formats.markdown"),
    Format("html", (".html", ".htm", ".xhtml"), "tui.formats.html"),
    Format("epub", (".epub",), "tui.formats.epub"),
)

_BY_ENDING = {ending: format for format in FORMATS for ending in format.endings}


def format_of(name: str) -> Format | None:
    """The format that a file's name promises, `None` if it is none of ours."""
    return _BY_ENDING.get("." + name.rpartition(".")[2].lower()) if "." in name else None
