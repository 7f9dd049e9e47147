"""HTML: a saved page. The article is found by the adapter that knows the site, else by the generic extractor."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tui.formats.draft import Draft, Unreadable
from tui.formats.encoding import read_text
from tui.formats.html_tree import label_of, parse
from tui.formats.scribe import Scribe
from tui.model import Reading

if TYPE_CHECKING:
    from tui.formats.html_article import Found

GENERIC = "generic"


def read(data: bytes, name: str) -> Sequence[Draft]:
    """Read a saved page; raises `Unreadable` where the bytes are no text or hold no words."""
    from tui.formats.html_writer import HtmlWriter

    source, problems = read_text(data, name, label_of(data))
    found = _find(source, name)
    scribe = Scribe("")
    if found is not None:
        HtmlWriter(scribe, found.headings).write(found.root)
    reading = scribe.reading()
    if found is None or not reading.text:
        raise Unreadable("holds no words that a reader could see")
    return [Draft(reading, found.fields, problems, adapter=found.adapter)]


def read_piece(source: str) -> Reading:
    """A piece of HTML as it stands in feeds and dumps: all of it is the article's."""
    from tui.formats.html_writer import HtmlWriter

    scribe = Scribe("")
    body = parse(source).body
    if body is not None:
        HtmlWriter(scribe).write(body)
    return scribe.reading()


def _find(source: str, name: str) -> Found | None:
    from tui.formats.html_article import find_article
    from tui.formats.sites import ADAPTERS, Page

    page = Page(parse(source), source, name)
    for adapter in ADAPTERS:
        if (found := adapter.find(page)) is not None:
            found.adapter = adapter.name
            return found
    if (found := find_article(page.tree)) is not None:
        found.adapter = GENERIC
    return found
