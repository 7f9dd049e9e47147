"""The way into an article: opened in the background, at its beginning or at a passage."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from textual.worker import get_current_worker

from tui.model import CollectionError, Hit, Mention, Page, visible

if TYPE_CHECKING:
    from tui.screens.reader import Reader


class Opening:
    """Opens articles for a reader; the newest wish wins."""

    def __init__(self, reader: Reader) -> None:
        """Serve a reader."""
        self._reader = reader
        self._wanted: str | None = None

    def article(
        self, key: str, then: Callable[[], None] = lambda: None, *, offset: int = 0, at_once: bool = False
    ) -> None:
        """Open an article, in the background unless `at_once`, and do something `then`."""
        if key == self._reader.place.article:
            then()
            return
        self._wanted = key
        if at_once:
            self._show(self._fetched(key), offset, then)
        else:
            work = partial(self._fetch, key, offset, then)
            self._reader.run_worker(work, thread=True, exclusive=True, group="page")

    def mention(self, mention: Mention) -> None:
        """Open an article at the passage that tells of an event."""
        reader = self._reader

        def light() -> None:
            reader.place = reader.at(mention)
            reader.room.go_to("text")

        self.article(mention.article.key, light, offset=mention.event.span.start)

    def hit(self, hit: Hit) -> None:
        """Open an article at a passage that a search found; its words are lit wherever they are."""
        reader = self._reader

        def light() -> None:
            reader.room.go_to("text")
            reader.place = reader.place.to_offset(hit.span.start)
            reader.call_after_refresh(self._light, hit)

        self.article(hit.article.key, light, offset=hit.span.start)

    def _light(self, hit: Hit) -> None:
        """Now that the text has its place on the screen."""
        text = self._reader.room.text
        if hit.words and hit.when is None:
            text.find(hit.words, at=hit.span.start)
        else:
            text.clear()
            text.show_offset(hit.span.start)

    def _fetch(self, key: str, offset: int, then: Callable[[], None]) -> None:
        worker = get_current_worker()
        page = self._fetched(key)
        if not worker.is_cancelled:
            self._reader.app.call_from_thread(self._show, page, offset, then)

    def _fetched(self, key: str) -> Page | str:
        """The opened article, or why it cannot be."""
        try:
            return self._reader.library.open(key)
        except CollectionError as error:
            return str(error)
        except KeyError:
            return f"{visible(key, lines=False)} is not in the collection any more"

    def _show(self, page: Page | str, offset: int, then: Callable[[], None]) -> None:
        reader = self._reader
        if isinstance(page, str):
            reader.say(page)
        elif page.article.key == self._wanted:
            reader.place = reader.place.to_page(page).to_reading(min(offset, len(page.reading.text)))
            then()
            reader.bookmarks.remember()
