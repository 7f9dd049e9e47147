"""A screen whose keys come from the table of commands."""

from __future__ import annotations

from typing import Any, ClassVar

from textual import events
from textual.screen import Screen
from textual.widgets import Input

from tui.commands import Keys, shown
from tui.widgets.status import Status


class Commanded(Screen[Any]):
    """A screen that looks its keys up in the table of commands, sequences such as `g g` too."""

    table: ClassVar[str] = ""
    """The screen's name in the table of commands."""

    AUTO_FOCUS = None

    def __init__(self, keys: Keys) -> None:
        """Take the keys as the user has them."""
        super().__init__()
        self.keys = keys
        self._typed = ""

    @property
    def status(self) -> Status:
        """The status line."""
        return self.query_one(Status)

    def say(self, words: str) -> None:
        """Say something in the status line, until the next key."""
        self.status.notice = words

    async def on_key(self, event: events.Key) -> None:
        """Run the command of a key; keys of a line that is being typed are left to it."""
        if isinstance(self.focused, Input) and event.key not in ("escape", "ctrl+c"):
            return
        key = (
            event.character
            if event.character and event.is_printable and event.character != " "
            else event.key
        )
        typed = f"{self._typed} {key}".strip()
        self.status.notice = ""
        if self._typed and key == "escape":
            self._wait("")
        elif command := self.keys.command(self.table, typed):
            self._wait("")
            await self.run_action(f"screen.{command.action}")
        elif self.keys.continuing(self.table, typed):
            self._wait(typed)
        elif self._typed:
            self._wait("")
            self.say(f"{shown(typed)} is no key here")
        else:
            return
        event.stop()
        event.prevent_default()

    def hints(self) -> tuple[tuple[str, str], ...]:
        """What the status line offers: keys, and a word for each."""
        return tuple(
            (shown(self.keys.of(command.id)[0]), command.hint)
            for command in self.keys.commands(self.table)
            if command.hint and self.keys.of(command.id)
        )

    def _wait(self, typed: str) -> None:
        """Wait for the next key of a sequence, and show which there are."""
        self._typed = typed
        self.status.pending = (
            tuple((shown(key), command.help) for key, command in self.keys.continuing(self.table, typed))
            if typed
            else ()
        )
