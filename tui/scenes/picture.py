"""A screen as a picture: SVG for a browser, colours for a terminal. Drawn from the cells, so no app is needed for it."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO
from itertools import groupby
from operator import itemgetter

from rich.console import Console
from rich.segment import Segment, Segments
from rich.style import Style
from rich.terminal_theme import SVG_EXPORT_THEME

from tui.scenes.grid import Grid, seen

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


def svg(screen: Grid, title: str) -> str:
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
    console.print(_lines(screen), end="")
    return console.export_svg(title=title, theme=SVG_EXPORT_THEME, code_format=_FRAME)


def ansi(screen: Grid, *, color: bool = True) -> str:
    """The screen for a terminal, a row a line; only its text where `color` is off. No control character of a cell is passed on."""
    if not color:
        return "".join(f"{''.join(seen(row)).rstrip(' ')}\n" for row in screen.rows)
    paper = StringIO()
    console = Console(
        width=max(screen.width, 1),
        file=paper,
        force_terminal=True,
        color_system="truecolor",
        legacy_windows=False,
        _environ={},
    )
    console.print(_lines(screen), end="")
    return paper.getvalue()


def segments(screen: Grid) -> Iterator[list[Segment]]:
    """Each row as Rich's pieces of text in one style; what a terminal would obey is replaced."""
    for row in screen.rows:
        styled = zip((cell.style for cell in row), seen(row), strict=True)
        yield [
            Segment("".join(text for _, text in run), Style.parse(style))
            for style, run in groupby(styled, key=itemgetter(0))
        ]


def _lines(screen: Grid) -> Segments:
    return Segments([piece for line in segments(screen) for piece in (*line, Segment.line())])
