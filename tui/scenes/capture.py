"""What an app shows now. The only place that calls what Textual keeps to itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.style import Style

from tui.scenes.grid import Grid, row

if TYPE_CHECKING:
    from textual.app import App

Drawing = list[list[tuple[str, Style | None]]]


def drawing(app: App[Any]) -> Drawing:
    """Each row of the screen as pieces of text in one style; cheap to compare with an earlier one.

    Textual has no public call for this that does not draw an SVG; its own `App.export_screenshot` begins in the same way.
    """
    update: Any = app.screen._compositor.render_update(
        full=True, screen_stack=app._background_screens, simplify=True
    )
    return [
        [(segment.text, segment.style) for strip in strips for segment in strip if not segment.control]
        for strips in update.strips
    ]


def grid(drawing: Drawing) -> Grid:
    """The drawing cell by cell."""
    return Grid(tuple(row(pieces) for pieces in drawing))


def text(app: App[Any]) -> str:
    """The text on the screen: its rows without trailing blanks, one a line."""
    return "\n".join("".join(text for text, _ in pieces).rstrip(" ") for pieces in drawing(app))
