"""HTML: a saved page. The article is found by the adapter that knows the site, else by the generic extractor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from tui.formats.draft import Draft, Unreadable
from tui.formats.encoding import read_text
from tui.formats.fields import Field
from tui.formats.html_tree import label_of, parse
from tui.formats.scribe import Scribe
from tui.model import Reading

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

    from tui.formats.html_article import Found
    from tui.formats.sites import Page

GENERIC = "generic"


def read(data: bytes, name: str) -> Sequence[Draft]:
    """Read a saved page; raises `Unreadable` where the bytes are no text or hold no words."""
    from tui.formats.html_article import find_article
    from tui.formats.sites import Page

    source, problems = read_text(data, name, label_of(data))
    page = Page(parse(source), source, name)
    found = _known(page)
    if found is None and (found := find_article(page.tree)) is not None:
        found.adapter = GENERIC
    reading = _write(found.root, found.headings) if found else Reading("")
    if found is None or not reading.text:
        raise Unreadable("holds no words that a reader could see")
    return [Draft(reading, found.fields, problems, adapter=found.adapter)]


def read_piece(source: str, name: str) -> tuple[Reading, Mapping[str, Field], str]:
    """A piece of HTML from a feed or a dump: its reading, and the fields and the name of the adapter that knew it.

    What no adapter knows is the article as it stands.
    """
    from tui.formats.sites import Page

    page = Page(parse(source), source, name)
    if (found := _known(page)) is not None:
        return _write(found.root, found.headings), found.fields, found.adapter
    body = page.tree.body
    return (_write(body, {}) if body is not None else Reading("")), {}, ""


def _known(page: Page) -> Found | None:
    """The article, if an adapter knows the site."""
    from tui.formats.sites import ADAPTERS

    for adapter in ADAPTERS:
        if (found := adapter.find(page)) is not None:
            found.adapter = adapter.name
            return found
    return None


def _write(root: LexborNode, headings: Mapping[int, int]) -> Reading:
    from tui.formats.html_writer import HtmlWriter

    scribe = Scribe("")
    HtmlWriter(scribe, headings).write(root)
    return scribe.reading()
