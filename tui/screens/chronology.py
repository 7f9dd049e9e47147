"""The timeline of the room: the events of the article, of the organization or of the collection, in pane 4."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable, Sequence
from functools import partial
from itertools import takewhile
from typing import TYPE_CHECKING

from textual.worker import get_current_worker

from tui.model import Mention, Page, Scope
from tui.widgets.rows import Rows

if TYPE_CHECKING:
    from tui.library.timeline import Timeline
    from tui.screens.reader import Reader

_Shown = tuple[Scope, str | None]


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
        wanted = (place.scope, place.organization if place.scope is Scope.ORGANIZATION else None)
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
        timeline = self._reader.library.timeline(*wanted)
        mentions = timeline.mentions()
        if mentions and timeline.dated:
            mentions[0]
        if not worker.is_cancelled:
            self._reader.app.call_from_thread(self._show, wanted, timeline, mentions)

    def _show(self, wanted: _Shown, timeline: Timeline, mentions: Sequence[Mention]) -> None:
        if wanted == self._shown:
            rows = Rows(mentions, _itself, partial(_place_of, mentions, timeline.dated))
            self._reader.room.timeline.set_rows(rows, sums=timeline)
            self.show_event()


def _itself(index: int, mention: Mention) -> Mention:
    return mention


def _place_of(mentions: Sequence[Mention], dated: int, key: Hashable) -> int | None:
    """Where an event with a day is among those; an undated one is not looked for among many."""
    article, span, order = key if isinstance(key, tuple) else ("", None, (True,))
    if order[0]:
        return None
    first = bisect_left(mentions, order, 0, dated, key=lambda mention: mention.event.order)
    same = takewhile(lambda place: mentions[place].event.order == order, range(first, dated))
    return next(
        (p for p in same if (mentions[p].article.key, mentions[p].event.span) == (article, span)), None
    )
