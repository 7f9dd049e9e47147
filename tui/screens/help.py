"""The keys, made from the table of commands; typing filters them."""

from __future__ import annotations

from collections.abc import Hashable
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen

from tui.commands import Command, Keys, shown
from tui.screens.commanded import Commanded
from tui.widgets.cells import fit
from tui.widgets.list_pane import ListPane
from tui.widgets.prompt import Prompt


class KeyList(ListPane[Command]):
    """One line a command: its keys, what it does, its id (for `config.yaml`)."""

    label = "Keys"

    def __init__(self, keys: Keys) -> None:
        """List the commands with the keys that they have."""
        super().__init__()
        self._keys = keys

    def key_of(self, row: Command) -> Hashable:
        """The command's id."""
        return row.id

    def words_of(self, row: Command) -> str:
        """All that is shown."""
        return f"{self._shown(row)} {row.help} {row.group} {row.id}"

    def draw_row(self, row: Command, width: int, style: Style) -> list[Segment]:
        """Keys, what they do, and the group or the id at the right where there is room."""
        side = 14 if width >= 60 else 10
        right = f"{row.group}: {row.id}" if width >= 84 else ""
        help_width = width - side - 2 - (len(right) + 1 if right else 0)
        return [
            Segment(f" {fit(self._shown(row), side)}", style or self.style_of("pane--title-focused")),
            Segment(fit(row.help, help_width, ellipsis=self.glyphs.ellipsis) + " ", style),
            Segment(right, style or self.style_of("pane--dim")),
        ]

    def _shown(self, row: Command) -> str:
        return " ".join(shown(key) for key in self._keys.of(row.id))


IN_ASCII = "ASCII alone: what it has not is shown by its like, or as ?"
"""What is said of the characters of texts where ASCII alone is shown."""


class Help(Commanded, ModalScreen[None]):
    """The list of keys over the room, with a line to type in."""

    table: ClassVar[str] = "help"

    DEFAULT_CSS = """
    Help {
        align: center middle;
        background: transparent;

        & > Vertical {
            width: 100;
            max-width: 100%;
            height: 100%;
            max-height: 46;
            border: solid $accent;
            background: $background;
        }
        & KeyList { height: 1fr; }
        &.-ascii > Vertical { border: ascii $accent; }
    }
    """

    def __init__(self, keys: Keys, of: str, *, ascii: bool = False) -> None:
        """List the keys of the screen with that name in the table, then those of the others."""
        super().__init__(keys, ascii=ascii)
        mine = tuple(keys.commands(of))
        self._commands = mine + tuple(command for command in keys.all if command not in mine)
        self._list = KeyList(keys)
        self._list.set_reactive(KeyList.ascii, ascii)

    def compose(self) -> ComposeResult:
        """The list, and the line."""
        with Vertical():
            yield self._list
            yield Prompt()

    def on_mount(self) -> None:
        """Ask at once for what is looked for."""
        self._list.set_rows(self._commands)
        if self.ascii:
            self.query_one(Vertical).border_subtitle = IN_ASCII
        self.query_one(Prompt).open("help", "filter")

    def on_prompt_typed(self, event: Prompt.Typed) -> None:
        """Filter as one types."""
        self._list.filter(event.words)

    def on_prompt_entered(self) -> None:
        """Enter leaves the line for the list."""
        self._list.focus()

    def on_prompt_left(self) -> None:
        """Esc leaves the help."""
        self.dismiss(None)

    async def action_choose(self) -> None:
        """Put the help away."""
        self.dismiss(None)
