"""Adapters: what is known of the pages of one site, or of one maker of sites, beyond the generic extractor.

Each is a function that takes a page and gives its article, or `None` where the page is none of its own; the first that
knows the page is taken.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from tui.formats.html_article import Found
from tui.formats.sites import marxists, socialistworker, static
from tui.formats.sites.page import Page


class Adapter(NamedTuple):
    """An adapter and the name under which it is told."""

    name: str
    find: Callable[[Page], Found | None]


ADAPTERS = (
    Adapter("marxists.org", marxists.find),
    Adapter("socialistworker.org", socialistworker.find),
    Adapter("Jekyll or Hugo", static.find),
)

__all__ = ["ADAPTERS", "Adapter", "Page"]
