"""A saved page."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser


class Page(NamedTuple):
    """A page as adapters see it: its tree, its source, and its file's name."""

    tree: LexborHTMLParser
    source: str
    name: str
