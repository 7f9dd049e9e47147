"""Pages made by Jekyll, Hugo and their like: their themes share a few classes, and they put the date into the address."""

from __future__ import annotations

import re

from tui.formats.html_article import Found, find_article
from tui.formats.html_tree import words_of
from tui.formats.sites.page import Page

_SIGN = re.compile(
    r"""<meta[^>]{0,80}generator[^>]{0,80}content=["']?(?:Jekyll|Hugo|Hexo|Pelican|Eleventy|Zola|Gatsby)"""
    r"|<!-- Begin Jekyll SEO tag|class=[\"']?(?:post-content|post-title|post-header|h-entry)",
    re.IGNORECASE,
)
_BYLINES = (
    '[itemprop="author"] [itemprop="name"], [itemprop="author"], .p-author, .post-author, .author, .byline'
)
_BY = re.compile(r"^(?:by|von|par|por|di)\s+", re.IGNORECASE)


def find(page: Page) -> Found | None:
    """The article of a page made by such a program, `None` for any other page."""
    if not _SIGN.search(page.source[:200_000]):
        return None
    tree = page.tree
    author = _BY.sub("", words_of(tree.css_first(_BYLINES)))
    time = tree.css_first("time[datetime]")
    date = (time.attributes.get("datetime") or "") if time is not None else ""
    title = words_of(tree.css_first(".post-title, .p-name, .entry-title, article h1, main h1"))
    for node in tree.css(".post-meta, .post-tags, .tags, .post-navigation, .paginav, .post-nav, .toc"):
        node.decompose()
    found = find_article(tree)
    if found is None:
        return None
    if author and len(author) < 120 and "authors" not in found.fields:
        found.say("authors", [author])
    if date and "published" not in found.fields:
        found.say("published", date)
    if title:
        found.say("title", title)
    return found
