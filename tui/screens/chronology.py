"""The timeline of the room: the events of the article, of the organization or of the collection, in pane 4."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual.worker import get_current_worker

from tui.model import KeptSearch, Mention, Page, QueryError, Scope, Stopped
from tui.screens.answers import EventAnswers
from tui.widgets.rows import Rows

if TYPE_CHECKING:
    from tui.library.timeline import Timeline
    from tui.screens.reader import Reader

_Shown = tuple[Scope, str | KeptSearch | None]


class Chronology:
    """Fills pane 4 of a reader's room, and keeps its cursor on the event that the reader is at.

    Of many articles no event is looked at but those in view: the rest is sums.
    """

    def __init__(self, reader: Reader) -> None:
        """Serve a reader."""
        self._reader = reader
        self._shown: _Shown | None = None
        self._page: Page | None = None

    def show(self) -> None:
        """Show the events that follow from where the reader stands."""
        place, timeline = self._reader.place, self._reader.room.timeline
        shelf = place.search or place.organization
        wanted = (place.scope, shelf if place.scope is Scope.ORGANIZATION else None)
        timeline.scope = place.scope
        if place.scope is Scope.ARTICLE:
            if wanted != self._shown or place.page is not self._page:
                timeline.set_rows(place.page.mentions if place.page else ())
            self._shown, self._page = wanted, place.page
            self.show_event()
        elif wanted == self._shown:
            self.show_event()
        else:
            self._ask(wanted)

    def show_anew(self) -> None:
        """Show the events of many articles anew, for the index has grown."""
        if self._shown is not None and self._shown[0] is not Scope.ARTICLE:
            self._ask(self._shown)

    def show_event(self) -> None:
        """Put the cursor on the event that the reader is at."""
        timeline = self._reader.room.timeline
        if mention := self._reader.mention:
            timeline.go_to(timeline.key_of(mention))

    def _ask(self, wanted: _Shown) -> None:
        self._shown = wanted
        self._reader.run_worker(partial(self._fetch, wanted), thread=True, exclusive=True, group="timeline")

    def _fetch(self, wanted: _Shown) -> None:
        """Ask for the sums, and for the first events (in a thread)."""
        worker = get_current_worker()
        try:
            with self._reader.library.aside(lambda: worker.is_cancelled):
                timeline = self._timeline(*wanted)
                mentions = timeline.mentions()
                if mentions and timeline.dated:
                    mentions[0]
        except (Stopped, QueryError):
            # The list of articles tells what is wrong with the query.
            return
        if not worker.is_cancelled:
            self._reader.app.call_from_thread(self._show, wanted, timeline, mentions)

    def _timeline(self, scope: Scope, shelf: str | KeptSearch | None) -> Timeline:
        if isinstance(shelf, KeptSearch):
            return self._reader.library.timeline_of(shelf.query)
        return self._reader.library.timeline(scope, shelf)

    def _show(self, wanted: _Shown, timeline: Timeline, mentions: Sequence[Mention]) -> None:
        if wanted == self._shown:
            rows = Rows(
                mentions, _itself, partial(_place_of, timeline), EventAnswers(self._reader.library, timeline)
            )
            self._reader.room.timeline.set_rows(rows, sums=timeline)
            self.show_event()


def _itself(index: int, mention: Mention) -> Mention:
    return mention


def _place_of(timeline: Timeline, key: Hashable) -> int | None:
    """Where an event is among those, dated or not."""
    if not isinstance(key, tuple):
        return None
    article, (start, end), _ = key
    return timeline.find(article, start, end)
