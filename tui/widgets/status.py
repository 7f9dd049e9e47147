"""The last line of the screen: what was just said, else what the keys do."""

from __future__ import annotations

from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.reactive import reactive
from textual.strip import Strip

from tui.widgets.cells import clip, fit
from tui.widgets.drawn import Drawn
from tui.widgets.plain import in_ascii

Hints = tuple[tuple[str, str], ...]
"""Keys, and a word for each."""


class Status(Drawn):
    """One line: a notice, or the keys that go on with a sequence, or the keys of the screen; at the right, a state."""

    DEFAULT_CSS = """
    Status {
        dock: bottom;
        height: 1;
        background: $panel;
        color: $foreground;

        & > .status--key { color: $accent; text-style: bold; }
        & > .status--notice { text-style: bold; }
        & > .status--state { color: $text-muted; }
        &:ansi { background: ansi_default; }
        &:ansi > .status--state { color: ansi_default; }
    }
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"status--key", "status--notice", "status--state"}

    hints: reactive[Hints] = reactive(())
    """What is offered when there is nothing to say."""
    pending: reactive[Hints] = reactive(())
    """The keys that go on with the sequence begun."""
    notice: reactive[str] = reactive("")
    """What was just said."""
    state: reactive[str] = reactive("")
    """What holds on: at the right."""

    def render_line(self, y: int) -> Strip:
        """Draw the line."""
        width, base = self.size.width, self.rich_style
        state = clip(f" {self.state}", max(0, width // 2)) if self.state else ""
        room = width - cell_len(state)
        if self.notice:
            left = [Segment(fit(f" {self.notice}", room), self._style("notice"))]
        else:
            left = self._draw_hints(self.pending or self.hints, room)
        strip = Strip(left).adjust_cell_length(room, base)
        segments = [*strip, Segment(state, self._style("state"))]
        if self.screen.has_class("-ascii"):
            segments = list(in_ascii(segments))
        return Strip(segments).apply_style(base)

    def _draw_hints(self, hints: Hints, room: int) -> list[Segment]:
        segments: list[Segment] = []
        for key, word in hints:
            need = cell_len(key) + cell_len(word) + 3
            if need > room:
                break
            segments += [Segment(f" {key} ", self._style("key")), Segment(f"{word} ", Style.null())]
            room -= need
        return segments

    def _style(self, name: str) -> Style:
        return self.get_component_rich_style(f"status--{name}", partial=True)
