"""A sheet laid over the room: the provenance of a date, the catalogue card of an article, the problems of a collection."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen

from tui.commands import Keys
from tui.screens.commanded import Commanded
from tui.widgets.card import Card
from tui.widgets.status import Status


class Sheet(Commanded, ModalScreen[int | None]):
    """Lines of labels and values to read; answers with a character of the reading to go to, or nothing."""

    table: ClassVar[str] = "card"

    DEFAULT_CSS = """
    Sheet {
        align: center middle;
        background: transparent;

        & > Vertical {
            width: 92;
            max-width: 100%;
            height: auto;
            max-height: 100%;
            border: solid $accent;
            background: $background;
        }
        & Card { height: auto; }
        & Status { dock: none; }
        &.-ascii > Vertical { border: ascii $accent; }
    }
    """

    def __init__(self, keys: Keys, card: Card, *, ascii: bool = False) -> None:
        """Show a card."""
        super().__init__(keys, ascii=ascii)
        self._card = card
        card.set_reactive(Card.ascii, ascii)

    def compose(self) -> ComposeResult:
        """The card, and the keys."""
        with Vertical():
            yield self._card
            yield Status()

    def on_mount(self) -> None:
        """Give the card the focus."""
        self._card.focus()
        self.status.hints = self.hints()

    def on_card_goto(self, event: Card.Goto) -> None:
        """Go to where an anchor stands."""
        self.dismiss(event.offset)
