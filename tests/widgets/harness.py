"""An app that shows one pane over the whole screen."""

from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.message import Message
from textual.widget import Widget

from tests.widgets.mentions import quarrel
from tui.model import Scope
from tui.widgets.chart_pane import ChartPane
from tui.widgets.list_pane import ListPane
from tui.widgets.timeline import Timeline


class Harness(App[None]):
    """One pane, its verbs on a few keys, and the messages that it posted."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("j,down", "verb('move', 1)"),
        ("k,up", "verb('move', -1)"),
        ("g", "verb('move_to_top')"),
        ("G", "verb('move_to_bottom')"),
        ("enter", "verb('choose')"),
        ("q", "quit"),
    ]
    CSS = "Harness > Screen > * { width: 100%; height: 100%; }"

    def __init__(self, pane: Widget) -> None:
        super().__init__()
        self.pane = pane
        self.said: list[Message] = []

    def compose(self) -> ComposeResult:
        yield self.pane

    def on_mount(self) -> None:
        self.pane.focus()

    def action_verb(self, name: str, *arguments: int) -> None:
        getattr(self.pane, name)(*arguments)

    def on_timeline_reached(self, message: Timeline.Reached) -> None:
        self.said.append(message)

    def on_timeline_chosen(self, message: Timeline.Chosen) -> None:
        self.said.append(message)

    def on_chart_pane_reached(self, message: ChartPane.Reached) -> None:
        self.said.append(message)

    def on_chart_pane_chosen(self, message: ChartPane.Chosen) -> None:
        self.said.append(message)

    def on_list_pane_missed(self, message: ListPane.Missed) -> None:
        self.said.append(message)

    def lines(self) -> list[str]:
        """What the pane shows, line by line."""
        return ["".join(s.text for s in self.pane.render_line(y)) for y in range(self.pane.size.height)]


def timeline(scope: Scope = Scope.COLLECTION) -> Timeline:
    """A timeline of the quarrel."""
    pane = Timeline(lambda mention: mention.article.organization or "unknown")
    pane.scope = scope
    pane.set_rows(quarrel())
    return pane
