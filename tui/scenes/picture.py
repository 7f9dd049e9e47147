"""A screen as a picture: SVG for a browser, colours for a terminal. Drawn from the cells, so no app is needed for it."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO
from itertools import groupby
from operator import itemgetter

from rich.console import Console
from rich.segment import Segment, Segments
from rich.style import Style
from rich.terminal_theme import SVG_EXPORT_THEME

from tui.scenes.grid import Cell, Grid, seen

Repaint = Callable[[int, int, Cell], str]
"""Given row, column (from 0) and cell: the style to paint it in."""

_FRAME = """\
<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{ font: {char_height}px/{line_height}px "Fira Code", "DejaVu Sans Mono", Menlo, Consolas, monospace; font-variant-east-asian: full-width; }}
.{unique_id}-title {{ font: bold 18px sans-serif; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal"><rect x="0" y="0" width="{terminal_width}" height="{terminal_height}"/></clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""
"""Rich's own frame fetches a font from the network; this one takes what is there."""


def svg(screen: Grid, title: str, repaint: Repaint | None = None) -> str:
    """The screen as an SVG document that needs nothing from outside."""
    console = Console(
        width=max(screen.width, 1),
        height=max(screen.height, 1),
        file=StringIO(),
        force_terminal=True,
        color_system="truecolor",
        legacy_windows=False,
        record=True,
        _environ={},
    )
    console.print(Segments(_segments(screen, repaint), new_lines=False), end="")
    return console.export_svg(title=title, theme=SVG_EXPORT_THEME, code_format=_FRAME)


def ansi(screen: Grid, *, color: bool = True) -> str:
    """The screen for a terminal, a row a line; only its text where `color` is off. No control character of a cell is passed on."""
    paper = StringIO()
    console = Console(
        width=screen.width,
        file=paper,
        force_terminal=color,
        color_system="truecolor" if color else None,
        legacy_windows=False,
        no_color=not color,
        _environ={},
    )
    console.print(Segments(_segments(screen, None), new_lines=False), end="")
    return paper.getvalue()


def _segments(screen: Grid, repaint: Repaint | None) -> list[Segment]:
    segments: list[Segment] = []
    for y, row in enumerate(screen.rows):
        styles = [repaint(y, x, cell) if repaint else cell.style for x, cell in enumerate(row)]
        for style, run in groupby(zip(styles, seen(row), strict=True), key=itemgetter(0)):
            segments.append(Segment("".join(text for _, text in run), Style.parse(style)))
        segments.append(Segment.line())
    return segments
