"""Where one was in a collection."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bookmark:
    """What is remembered of a `Place`: keys, a character of the reading, the scope, the pane that had the focus.

    `search` and `query` are the name and the query of the kept search that was chosen, empty where none was.
    """

    organization: str | None = None
    article: str | None = None
    offset: int = 0
    scope: str = "article"
    pane: str = "organizations"
    search: str = ""
    query: str = ""
