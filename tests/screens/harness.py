"""An app that lays one screen over an empty one, and keeps what it was left with."""

from typing import Any

from textual.app import App
from textual.screen import Screen

from tests.widgets.charts import Few
from tests.widgets.mentions import quarrel
from tui.commands import Keys
from tui.screens.chronicle import Chronicle

LANES = (("lantern", "The Lantern League"), ("anvil", "Anvil Circle"), ("", ""), ("silent", "The Silent"))


class Laid(App[None]):
    """One screen on top."""

    def __init__(self, screen: Screen[Any]) -> None:
        super().__init__()
        self.laid = screen
        self.left_with: list[object] = []

    def on_mount(self) -> None:
        self.push_screen(self.laid, self.left_with.append)

    def lines(self) -> list[str]:
        """What the screen shows, line by line."""
        update = self.screen._compositor.render_update(full=True)
        return ["".join(segment.text for segment in line) for line in update.strips]


def chronicle(**options: Any) -> Chronicle:
    """The quarrel on lanes."""
    return Chronicle(Keys(), Few(quarrel(), LANES), title="the quarrel", **options)
