"""The sheets that can be laid over the room, and the whole-screen timeline."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual.worker import get_current_worker

from tui.model import Mention
from tui.screens.desk import NOTHING_OPEN

if TYPE_CHECKING:
    from tui.library.chart import Chart
    from tui.screens.reader import Reader
    from tui.widgets.card import Card

MOST_TITLES = 2000
"""Of how many articles the palette offers the titles; among more one searches."""


class Sheets:
    """Lays sheets over a reader's room; each is imported when it is first asked for, so that the start stays fast."""

    def __init__(self, reader: Reader) -> None:
        """Serve a reader."""
        self._reader = reader

    async def provenance(self) -> None:
        """Show where the lit date comes from."""
        from tui.widgets.card import Card, event_card

        page, event = self._reader.place.page, self._reader.place.near
        if page is None or event is None:
            self._reader.say("the article names no date" if page else NOTHING_OPEN)
            return
        await self._lay(Card("Provenance", event_card(page, page.events[event])))

    async def article(self) -> None:
        """Show what is known of the article, and who says so."""
        from tui.widgets.card import Card, article_card

        page = self._reader.place.page
        if page is None:
            self._reader.say(NOTHING_OPEN)
            return
        await self._lay(Card("Article", article_card(page, self._reader.name_of)))

    async def problems(self) -> None:
        """List what could not be read as meant."""
        from tui.widgets.card import Card

        told = self._reader.problems
        if not told:
            self._reader.say("no problems: everything was read as meant")
            return
        await self._lay(Card("Problems", tuple((str(n), line) for n, line in enumerate(told, 1))))

    async def palette(self) -> None:
        """Choose a command, a theme or an article by name."""
        from tui.palette import palette

        reader = self._reader
        themes = [
            (f"Theme: {name}", "how the room looks", partial(reader.use_theme, name))
            for name in reader.themes
        ]
        listed = reader.library.articles(None)
        titles = [
            (
                article.title,
                reader.name_of(article.organization),
                partial(reader.opening.article, article.key),
            )
            for article in (listed if len(listed) <= MOST_TITLES else ())
        ]
        await reader.app.push_screen(
            palette(reader.keys, reader.table, reader.run_command, [*themes, *titles])
        )

    def chronicle(self) -> None:
        """Show the whole collection's timeline on the whole screen, opened where the reader stands."""
        self._reader.run_worker(self._fetch_chronicle, thread=True, exclusive=True, group="chronicle")

    def _fetch_chronicle(self) -> None:
        """Ask for the lanes and the bounds (in a thread)."""
        worker = get_current_worker()
        chart = self._reader.library.chart()
        if chart.bounds and not worker.is_cancelled:
            chart.at(0)
        if not worker.is_cancelled:
            self._reader.app.call_from_thread(self._show_chronicle, chart)

    def _show_chronicle(self, chart: Chart) -> None:
        from tui.screens.chronicle import Chronicle

        reader = self._reader
        title = "the collection" if reader.library.complete else "what is read of the collection so far"
        screen = Chronicle(reader.keys, chart, title=title, start=reader.mention, ascii=reader.ascii)
        reader.app.push_screen(screen, self._from_chronicle)

    def _from_chronicle(self, mention: Mention | None) -> None:
        if mention is not None:
            self._reader.opening.mention(mention)

    async def _lay(self, card: Card) -> None:
        from tui.screens.sheet import Sheet

        self._reader.app.push_screen(
            Sheet(self._reader.keys, card, ascii=self._reader.ascii), self._reader.go_to_offset
        )
