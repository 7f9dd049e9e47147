"""Where one was the evening before, and where one is when one leaves."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tui.model import Bookmark, KeptSearch, Place, Scope
from tui.widgets.room import PANES

if TYPE_CHECKING:
    from tui.screens.reader import Reader

SHORT = 200_000
"""Bytes up to which an article is opened before the first screen is drawn, since it takes no longer than a blink."""


class Bookmarks:
    """Brings a reader to where a bookmark says, and keeps a new one when an article is opened and when the room is left."""

    def __init__(self, reader: Reader, start: Bookmark | None, remember: Callable[[Bookmark], None]) -> None:
        """Serve a reader; `remember` is called with each new bookmark."""
        self._reader = reader
        self._start = start or Bookmark()
        self._remember = remember

    def remember(self) -> None:
        """Keep where the reader is."""
        reader, place = self._reader, self._reader.place
        self._remember(
            Bookmark(
                place.organization,
                place.article,
                reader.room.text.reading_offset,
                place.scope,
                reader.room.front,
                *(place.search or ("", "")),
            )
        )

    def go_to_start(self) -> None:
        """Go where one was, as far as it is still there; else to the first article."""
        reader, start = self._reader, self._start
        place = self._place()
        reader.set_reactive(type(reader).place, place)
        reader.room.organizations.go_to(tuple(place.search) if place.search else (place.organization,))
        reader.shelves.show_articles()
        reader.room.go_to(start.pane if start.pane in PANES else PANES[0])
        key, offset = start.article, start.offset
        if self._is_short(key) is None:
            key, offset = None, 0
        listed = reader.library.articles(place.organization) or reader.library.articles(None)
        if key is None and listed:
            key = listed[0].key
        if key is not None:
            reader.opening.article(key, offset=offset, at_once=bool(self._is_short(key)))

    def _place(self) -> Place:
        start, library = self._start, self._reader.library
        scope = Scope(start.scope) if start.scope in set(Scope) else Scope.ARTICLE
        search = KeptSearch(start.search, start.query)
        if start.query and search in library.searches.kept():
            return Place(scope=scope, search=search)
        known = {shelf.key for shelf in library.organizations()}
        return Place(organization=start.organization if start.organization in known else None, scope=scope)

    def _is_short(self, key: str | None) -> bool | None:
        """Whether an article is so short that it is opened before the first screen is drawn; `None` if there is no such."""
        try:
            return key is not None and self._reader.library.file(key).stat().st_size <= SHORT
        except (KeyError, OSError):
            return None
