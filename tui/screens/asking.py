"""The line at the foot of the room: words to find, rows to show, a date to go to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.screens.typed_date import EXAMPLES, typed_date
from tui.widgets.list_pane import ListPane
from tui.widgets.pane import Pane

if TYPE_CHECKING:
    from tui.screens.reader import Reader
    from tui.widgets.prompt import Prompt


class Asking:
    """Asks a reader for a line, and does with it what it was asked for, in the pane that was in front."""

    def __init__(self, reader: Reader) -> None:
        """Serve a reader."""
        self._reader = reader
        self._pane: Pane = reader.pane

    async def find(self) -> None:
        """Ask for words to find in the pane."""
        await self._ask("find", "find")

    async def filter(self) -> None:
        """Ask for words that the rows shown must hold."""
        if not isinstance(self._reader.pane, ListPane):
            self._reader.say("only lists can be filtered; / finds in the text")
        else:
            await self._ask("filter", "show only")

    async def date(self) -> None:
        """Ask for a date to go to in the timeline."""
        await self._ask("date", f"go to ({EXAMPLES})")

    def typed(self, event: Prompt.Typed) -> None:
        """Find or filter as one types."""
        if event.purpose == "find":
            self._pane.find(event.words)
        elif event.purpose == "filter" and isinstance(self._pane, ListPane):
            self._pane.filter(event.words)

    def entered(self, event: Prompt.Entered) -> None:
        """Take the line."""
        self._reader.set_focus(self._pane)
        if event.purpose == "date":
            self._go_to_date(event.words)
        elif event.purpose == "find" and event.words:
            found, pane = self._pane.find(event.words), self._pane
            if found is None and not (isinstance(pane, ListPane) and pane.is_asking):
                self._reader.say(f"{event.words} is not in this pane")

    def left(self) -> None:
        """Leave everything as it was."""
        self._reader.set_focus(self._pane)
        self._pane.clear()

    async def _ask(self, purpose: str, label: str) -> None:
        from tui.widgets.prompt import Prompt

        self._pane = self._reader.pane
        if not self._reader.query(Prompt):
            await self._reader.mount(Prompt())
        self._reader.query_one(Prompt).open(purpose, label)

    def _go_to_date(self, words: str) -> None:
        try:
            interval = typed_date(words)
        except ValueError as fault:
            self._reader.say(str(fault))
            return
        self._reader.room.go_to("timeline")
        timeline = self._reader.room.timeline
        if timeline.go_to_date(interval) and timeline.row is not None:
            self._reader.light(timeline.row)
        else:
            self._reader.say("the timeline has no dated event")
