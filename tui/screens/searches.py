"""The way to the search screen, and from what it found back to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.model import Hit

if TYPE_CHECKING:
    from tui.screens.reader import Reader
    from tui.screens.search import Search, Stand


class Searches:
    """Searches for a reader; the last search is kept as it stood, and Esc in an article that it opened goes back to it."""

    def __init__(self, reader: Reader) -> None:
        """Serve a reader."""
        self._reader = reader
        self._stand: Stand | None = None
        self._opened: Hit | None = None

    async def ask(self) -> None:
        """Search the whole collection; what was searched for last stands there still."""
        await self._open(is_back=False)

    async def back(self) -> bool:
        """Go back to the search from which the reader came; false if the reader has gone elsewhere."""
        if self._opened is None or not self._is_at_passage(self._opened):
            return False
        await self._open(is_back=True)
        return True

    async def _open(self, *, is_back: bool) -> None:
        from tui.screens.search import Search

        reader = self._reader
        search = Search(
            reader.keys,
            reader.library,
            reader.short_of,
            stand=self._stand,
            is_back=is_back,
            keep=reader.shelves.keep,
            ascii=reader.ascii,
        )
        await reader.app.push_screen(search, lambda hit: self._leave(search, hit))

    def _leave(self, search: Search, hit: Hit | None) -> None:
        self._stand = search.stand
        if hit is not None:
            self._opened = hit
            self._reader.opening.hit(hit)

    def _is_at_passage(self, hit: Hit) -> bool:
        """Whether the article of a passage is being read still, and nothing else is looked for in it."""
        reader = self._reader
        text = reader.room.text
        return (
            reader.pane is text
            and reader.place.article == hit.article.key
            and text.sought in ("", hit.words)
            and not reader.room.zoomed
        )
