"""What is known of one event, in a few lines under the lanes."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from tui.model import AnchorKind, Certainty, Event, Mention
from tui.widgets.cells import clip
from tui.widgets.flow import wrapped
from tui.widgets.glyphs import ASCII, UNICODE, Glyphs
from tui.widgets.plain import in_ascii


class Caption(Widget):
    """The event under the cursor: its date and how surely it is known, who says so, and the clause."""

    DEFAULT_CSS = """
    Caption {
        height: 5;
        background: $background;
        color: $foreground;

        & > .caption--stated { color: $text-success; text-style: bold; }
        & > .caption--inferred { color: $text-secondary; text-style: bold; }
        & > .caption--unresolved { color: $text-warning; text-style: bold; }
        & > .caption--source { color: $text-muted; }
        &:ansi > .caption--source { color: ansi_default; text-style: dim; }
    }
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "caption--stated",
        "caption--inferred",
        "caption--unresolved",
        "caption--source",
    }

    mention: reactive[Mention | None] = reactive(None)
    """The event that is told of."""

    ascii: reactive[bool] = reactive(False)
    """Whether it is drawn with ASCII characters alone."""

    def __init__(self, source_of: Callable[[Mention], str], *, id: str | None = None) -> None:
        """Make an empty caption; `source_of` names who tells of an event, and where."""
        super().__init__(id=id)
        self._source_of = source_of

    def render_line(self, y: int) -> Strip:
        """Draw one line (Textual's line API)."""
        width, base = self.size.width, self.rich_style
        segments = self._draw(self.mention, y, width) if self.mention else []
        if self.ascii:
            segments = list(in_ascii(segments))
        return Strip(segments).adjust_cell_length(width, base).apply_style(base)

    def _draw(self, mention: Mention, y: int, width: int) -> list[Segment]:
        glyphs = ASCII if self.ascii else UNICODE
        room = max(0, width - 2)
        if y == 0:
            words = f"{glyphs.mark(mention.event)} {date_words(mention.event, glyphs)}"
            style = self.get_component_rich_style(f"caption--{mention.event.certainty.value}")
            return [Segment(" " + clip(words, room, ellipsis=glyphs.ellipsis), style)]
        if y == 1:
            style = self.get_component_rich_style("caption--source")
            return [Segment(" " + clip(self._source_of(mention), room, ellipsis=glyphs.ellipsis), style)]
        lines = wrapped(" ".join(mention.clause.split()), room)
        last = self.size.height - 1
        words = " ".join(lines[y - 2 :]) if y == last else "".join(lines[y - 2 : y - 1])
        return [Segment(" " + clip(words, room, ellipsis=glyphs.ellipsis), Style.null())]


def date_words(event: Event, glyphs: Glyphs) -> str:
    """An event's date, the words that tell it, and how surely it is known: `2017-01-18 · “A day later” · inferred from …`."""
    when = event.interval.words.replace("–", glyphs.to) if event.interval else "undated"
    told = glyphs.quotes[0] + " ".join(event.timex.words.split()) + glyphs.quotes[1]
    return glyphs.dot.join((when, told, certainty_words(event, glyphs)))


def certainty_words(event: Event, glyphs: Glyphs) -> str:
    """How surely a date is known, and what it was counted from."""
    anchor = event.timex.anchor
    if event.certainty is not Certainty.INFERRED or anchor is None:
        return event.certainty.value
    if anchor.kind is AnchorKind.WRITTEN:
        return f"inferred from when the article was written, {anchor.value}"
    words = " ".join(anchor.words.split())
    if anchor.kind is AnchorKind.TEXT and words:
        words = glyphs.quotes[0] + words + glyphs.quotes[1]
    return f"inferred from {words or anchor.value}"
