"""The room: four panes, arranged as the terminal has space."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Container, Horizontal, Vertical
from textual.reactive import var
from textual.widget import Widget

from tui.widgets.articles import Articles
from tui.widgets.organizations import Organizations
from tui.widgets.pane import Pane
from tui.widgets.text import Text
from tui.widgets.timeline import Timeline

PANES = ("organizations", "articles", "text", "timeline")
"""The panes by the names of their ids, in the order of their numbers."""

WIDE, MEDIUM = 120, 60
"""From how many columns there are three columns, and from how many more than one pane."""


class Room(Horizontal):
    """Organizations and articles beside the text over its timeline; in a narrow terminal, one of them at a time."""

    DEFAULT_CSS = """
    Room {
        & > #lists { width: 1fr; min-width: 26; max-width: 44; }
        & > #reading { width: 2fr; border-left: solid $border; }
        & #organizations { height: 2fr; }
        & #articles { height: 3fr; }
        & #text { height: 2fr; }
        & #timeline { height: 1fr; min-height: 4; max-height: 16; }

        &.-wide > #lists { layout: horizontal; width: 1fr; max-width: 110; }
        &.-wide > #reading { width: 1fr; min-width: 60; }
        &.-wide #organizations { width: 3fr; max-width: 44; height: 1fr; }
        &.-wide #articles { width: 4fr; height: 1fr; border-left: solid $border; }

        &.-alone > #lists { width: 1fr; max-width: 100%; min-width: 0; }
        &.-alone > #reading { width: 1fr; border: none; }
        &.-alone Pane { width: 1fr; height: 1fr; max-width: 100%; max-height: 100%; border: none; }
        &.-ascii > #reading { border-left: ascii $border; }
        &.-ascii.-wide #articles { border-left: ascii $border; }
    }
    """

    zoomed: var[bool] = var(False)
    """Whether the pane with the focus has the room to itself, though there is space for all."""

    def __init__(self) -> None:
        """Make the room with its empty panes."""
        super().__init__()
        self.organizations = Organizations(id="organizations")
        self.articles = Articles(id="articles")
        self.text = Text(id="text")
        self.timeline = Timeline(id="timeline")
        self._front = "organizations"

    def compose(self) -> ComposeResult:
        """Two columns, each of two panes."""
        with Container(id="lists"):
            yield self.organizations
            yield self.articles
        with Vertical(id="reading"):
            yield self.text
            yield self.timeline

    @property
    def panes(self) -> tuple[Pane, ...]:
        """The panes, in the order of their numbers."""
        return (self.organizations, self.articles, self.text, self.timeline)

    @property
    def front(self) -> str:
        """The name of the pane that has the focus, or had it last."""
        return self._front

    @property
    def alone(self) -> bool:
        """Whether one pane is shown at a time."""
        return self.zoomed or self.app.size.width < MEDIUM

    def go_to(self, name: str) -> None:
        """Bring a pane to the front and give it the focus."""
        self._front = name
        self.rearrange()
        pane = self.panes[PANES.index(name)]
        self.screen.set_focus(pane)

    def by_pane(self, steps: int, around: bool = True) -> None:
        """Go that many panes on; round at the ends, or not."""
        place = PANES.index(self._front) + steps
        place = place % len(PANES) if around else max(0, min(place, len(PANES) - 1))
        self.go_to(PANES[place])

    def zoom(self) -> None:
        """Give the pane in front the whole room, and take it back."""
        self.zoomed = not self.zoomed

    def rearrange(self) -> None:
        """Arrange the panes for the size of the terminal."""
        width, alone = self.app.size.width, self.alone
        self.set_class(width >= WIDE, "-wide")
        self.set_class(alone, "-alone")
        for name, pane in zip(PANES, self.panes, strict=True):
            _show(pane, not alone or name == self._front)
        lists = self._front in PANES[:2]
        _show(self.query_one("#lists"), not alone or lists)
        _show(self.query_one("#reading"), not alone or not lists)

    def watch_zoomed(self) -> None:
        """Arrange the panes anew."""
        if self.is_mounted:
            self.rearrange()

    def on_descendant_focus(self) -> None:
        """A pane got the focus, by key or by mouse."""
        focused = self.screen.focused
        if focused is not None and focused.id in PANES:
            self._front = focused.id


def _show(widget: Widget, shown: bool) -> None:
    """Show a widget or not; the screen is laid out again only if that changes something."""
    if widget.display != shown:
        widget.display = shown
