"""A screen whose keys come from the table of commands."""

from __future__ import annotations

from inspect import isawaitable
from operator import attrgetter
from typing import Any, ClassVar

from textual import actions, events
from textual.screen import Screen

from tui.commands import Keys, shown
from tui.widgets.pane import Pane
from tui.widgets.status import Status


class Commanded(Screen[Any]):
    """A screen that looks its keys up in the table of commands, sequences such as `g g` too.

    It answers the commands that all screens share: they go to the pane that has the focus.
    """

    table: ClassVar[str] = ""
    """The screen's name in the table of commands."""

    AUTO_FOCUS = None

    def __init__(self, keys: Keys, *, ascii: bool = False) -> None:
        """Take the keys as the user has them, and whether lines are drawn with ASCII characters alone."""
        super().__init__()
        self.keys = keys
        self.ascii = ascii
        self.set_class(ascii, "-ascii")
        self._typed = ""
        self._is_said = False

    @property
    def pane(self) -> Pane:
        """The pane that keys act on: the one with the focus, else the first."""
        return self.focused if isinstance(self.focused, Pane) else self.query(Pane).first()

    @property
    def status(self) -> Status:
        """The status line."""
        return self.query_one(Status)

    @property
    def is_asking(self) -> bool:
        """Whether a line is being typed."""
        return bool(self.query("Prompt.-open"))

    def say(self, words: str) -> None:
        """Say something in the status line, until the next key."""
        self.status.notice = words
        self._is_said = bool(words)

    async def take_key(self, event: events.Key) -> bool:
        """Run the command of a key where a pane has the focus, which wants none itself; false if it means nothing here."""
        return isinstance(self.focused, Pane) and await self._type(_name(event))

    async def on_key(self, event: events.Key) -> None:
        """Run the command of a key that the widget with the focus has left; keys of a line that is being typed are the line's."""
        if not isinstance(self.focused, Pane) and self.is_asking:
            return
        if await self._type(_name(event)):
            event.stop()
            event.prevent_default()

    async def _type(self, key: str) -> bool:
        """Take a key; false if it means nothing here."""
        typed = f"{self._typed} {key}".strip()
        waiting = bool(self._typed)
        self._clear_notice()
        if waiting and key == "escape":
            self._wait("")
        elif command := self.keys.command(self.table, typed):
            self._wait("")
            await self.run_command(command.action)
        elif self.keys.continuing(self.table, typed):
            self._wait(typed)
        elif waiting:
            self._wait("")
            self.say(f"{shown(typed)} is no key here")
        else:
            return False
        return True

    async def run_command(self, action: str) -> None:
        """Run an action of the table: a verb of the screen, or of what it names first (`pane.move(1)`, `desk.edit`)."""
        path, verb, arguments = actions.parse(action)
        owner = attrgetter(path)(self) if path else self
        done = getattr(owner, verb if path else f"action_{verb}")(*arguments)
        if isawaitable(done):
            await done

    def hints(self) -> tuple[tuple[str, str], ...]:
        """What the status line offers: keys, and a word for each."""
        return tuple(
            (shown(self.keys.of(command.id)[0]), command.hint)
            for command in self.keys.commands(self.table)
            if command.hint and self.keys.of(command.id)
        )

    async def action_choose(self) -> None:
        """Choose what the cursor is on."""
        self.pane.choose()

    async def action_back(self) -> None:
        """Leave the screen without an answer."""
        self.dismiss(None)

    async def action_help(self) -> None:
        """List the keys."""
        from tui.screens.help import Help

        await self.app.push_screen(Help(self.keys, self.table, ascii=self.ascii))

    def action_suspend(self) -> None:
        """Suspend to the shell."""
        self.app.action_suspend_process()

    def action_redraw(self) -> None:
        """Draw the screen anew, whatever the terminal shows."""
        self.refresh(repaint=True, layout=True)
        # A driver that sends only what changed has to be told that the terminal shows something else.
        if repaint := getattr(self.app._driver, "repaint", None):
            repaint()

    def action_quit(self) -> None:
        """Quit the program."""
        self.app.exit()

    def _clear_notice(self) -> None:
        if self._is_said:
            self._is_said = False
            self.status.notice = ""

    def _wait(self, typed: str) -> None:
        """Wait for the next key of a sequence, and show which there are."""
        if typed == self._typed:
            return
        self._typed = typed
        next_keys = self.keys.continuing(self.table, typed) if typed else ()
        for status in self.query(Status):
            status.pending = tuple((shown(key), command.help) for key, command in next_keys)


def _name(event: events.Key) -> str:
    """A key as the table of commands names it."""
    printable = event.character is not None and event.is_printable and event.character != " "
    return event.character if printable and event.character else event.key
