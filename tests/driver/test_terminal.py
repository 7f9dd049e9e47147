"""Whatever is shown after whatever else, the terminal shows it cell by cell."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.color import ColorSystem
from rich.segment import Segment
from rich.style import Style
from textual._compositor import LayoutUpdate
from textual.geometry import Region
from textual.strip import Strip

from tests.driver.emulator import Pyte, Seen, look, seen
from tui.driver.frame import Box, Frame
from tui.driver.terminal import Abilities, Terminal

STYLES = [
    Style.parse(words)
    for words in (
        "none",
        "bold",
        "dim",
        "bold red",
        "italic #aabbcc on #112233",
        "on #112233",
        "bold underline on #112233",
        "reverse",
        "reverse red on blue",
        "strike color(7)",
        "underline",
        "blink green",
        "default on default",
        "bright_red on color(235)",
        "#d7af5f on #1c1c1c",
        "bold #d7af5f on #000000",
    )
]
SURE = [*"   abcXYZ019.,-", *"éñüß“”‘’–—…·", *"━─│▁▃▶├┤◐●", *"жΩ", *"文字列", *"かな", *"한글", "，"]
DOUBTFUL = [
    "e\u0301",
    "a\u0308\u0323",
    "👩\u200d👩\u200d👧",
    "🇫🇷",
    "👍🏽",
    "☀\ufe0f",
    "⌚",
    "ب",
    "ש",
    "कि",
    "☕",
]

Grid = list[list[tuple[str, int]]]
"""Rows of clusters, each with the number of its style; as many cells as the screen is wide."""


@dataclass
class Step:
    """A screen that is shown, and what the app says that it drew."""

    grid: Grid
    boxes: list[Box]


def fit(clusters: list[tuple[str, int]], width: int) -> list[tuple[str, int]]:
    row, room = [], width
    for text, style in clusters:
        if cell_len(text) <= room:
            row.append((text, style))
            room -= cell_len(text)
    return row + [(" ", row[-1][1] if row else 0)] * room


def window(row: list[tuple[str, int]], left: int, right: int) -> list[tuple[str, int]] | None:
    """The clusters of some columns; `None` if a wide one stands across their edges."""
    x, found, ends = 0, [], set()
    for text, style in row:
        ends.add(x)
        if left <= x < right:
            found.append((text, style))
        x += cell_len(text)
    return found if {left, right} <= ends | {x} else None


@st.composite
def steps(draw: st.DrawFn) -> tuple[int, int, list[Step]]:
    width, height = draw(st.integers(2, 44)), draw(st.integers(1, 12))
    alphabet = st.sampled_from(draw(st.sampled_from([SURE, [*"    abc"], SURE + DOUBTFUL])))
    run = st.tuples(st.lists(alphabet, min_size=1, max_size=20), st.integers(0, len(STYLES) - 1))
    row = st.lists(run, max_size=4).map(
        lambda runs: fit([(text, style) for texts, style in runs for text in texts], width)
    )
    pool = draw(st.lists(row, min_size=2, max_size=14))
    rows = st.sampled_from(pool)
    grid: Grid = [draw(rows) for _ in range(height)]
    shown = []
    for _ in range(draw(st.integers(1, 7))):
        grid = [*grid]
        left, right = sorted(draw(st.tuples(st.integers(0, width), st.integers(0, width))))
        top, bottom = sorted(draw(st.tuples(st.integers(0, height), st.integers(0, height))))
        match draw(st.sampled_from(["rows", "lines", "band", "nothing"])):
            case "rows":
                for y in range(top, bottom):
                    grid[y] = draw(rows)
            case "lines":
                by = draw(st.integers(-3, 3))
                for y, source in enumerate(grid[top:bottom]):
                    if top <= top + y + by < bottom:
                        grid[top + y + by] = source
            case "band":
                by = draw(st.integers(-2, 2))
                cut = [window(line, left, right) for line in grid]
                for y in range(top, bottom):
                    if top <= y + by < bottom and cut[y] is not None and cut[y + by] is not None:
                        before, after = window(grid[y], 0, left), window(grid[y], right, width)
                        assert before is not None
                        assert after is not None
                        grid[y] = before + cut[y + by] + after
            case _:
                pass
        boxes = [Box(0, 0, width, height)] + ([Box(left, top, right, bottom)] if left < right else [])
        shown.append(Step(grid, boxes))
    return width, height, shown


def strip(row: list[tuple[str, int]]) -> Strip:
    segments: list[Segment] = []
    for text, style in row:
        if segments and segments[-1].style is STYLES[style]:
            segments[-1] = Segment(segments[-1].text + text, STYLES[style])
        else:
            segments.append(Segment(text, STYLES[style]))
    return Strip(segments)


def expected(row: list[tuple[str, int]], colours: ColorSystem) -> list[Seen | None]:
    """What is to be seen in each cell; `None` where terminals differ."""
    cells: list[Seen | None] = []
    for text, number in row:
        sequence = f"\x1b[{Strip.render_ansi(STYLES[number], colours)}m"
        width = cell_len(text)
        if text in DOUBTFUL:
            cells += [None] * width
        else:
            char = look(sequence)
            cells.append(seen(char._replace(data=unicodedata.normalize("NFC", text))))
            cells += [seen(char._replace(data=""))] * (width - 1)
    return cells


def assert_shown(emulator: Pyte, grid: Grid, colours: ColorSystem) -> None:
    for y, row in enumerate(grid):
        there = emulator.row(y)
        for x, wanted in enumerate(expected(row, colours)):
            if wanted is not None:
                assert there[x] == wanted, f"line {y}, cell {x}: {there[x]} instead of {wanted}"


@pytest.mark.parametrize("colours", [ColorSystem.STANDARD, ColorSystem.EIGHT_BIT, ColorSystem.TRUECOLOR])
@pytest.mark.parametrize("margins", [False, True], ids=["lines", "margins"])
@pytest.mark.parametrize("erases_coloured", [False, True], ids=["plain", "bce"])
@given(shown=steps())
@settings(max_examples=150, deadline=None)
def test_the_terminal_shows_every_frame(
    colours: ColorSystem, margins: bool, erases_coloured: bool, shown: tuple[int, int, list[Step]]
) -> None:
    width, height, frames = shown
    emulator = Pyte(width, height)
    terminal = Terminal(Abilities(erases_coloured, erases_coloured, margins))
    frame = Frame(width, height, colours, True)
    for step in frames:
        frame.apply(LayoutUpdate([[strip(row)] for row in step.grid], Region(0, 0, width, height)))
        emulator.feed(terminal.show(frame, step.boxes))
        assert_shown(emulator, step.grid, colours)
        assert terminal.show(frame, step.boxes) == ""


class Shown:
    """Lines that are shown on a terminal with all abilities but perhaps margins, and what was sent for them."""

    def __init__(self, lines: list[str], *, margins: bool = False) -> None:
        self.width, self.height = len(lines[0]), len(lines)
        self.terminal = Terminal(Abilities(True, True, margins))
        self.frame = Frame(self.width, self.height, ColorSystem.EIGHT_BIT, True)
        self.emulator = Pyte(self.width, self.height)
        self.show(lines, Box(0, 0, self.width, self.height))

    def show(self, lines: list[str], *drawn: Box) -> str:
        """Show other lines, of which only some boxes were drawn, and look whether they are there."""
        strips = [[Strip([Segment(line, STYLES[5])])] for line in lines]
        self.frame.apply(LayoutUpdate(strips, Region(0, 0, self.width, self.height)))
        sent = self.terminal.show(self.frame, drawn)
        self.emulator.feed(sent)
        assert [self.emulator.screen.display[y] for y in range(self.height)] == lines
        return sent


def columns(first: int, names: list[str]) -> list[str]:
    """A short list beside a text that begins with a line."""
    words = "lamps were lit in that year and put out again by those who had none"
    return [
        f"{names[y] if y < len(names) else '':20}{words[(first + y) % 9 :] + str((first + y) * 7):72}"
        for y in range(20)
    ]


TEXT = Box(20, 0, 92, 20)


def test_whole_lines_are_moved_where_what_stands_beside_is_little_to_draw_again() -> None:
    for names, most in ((["one", "two"], 160), ([f"{n * n * 977:018}" for n in range(20)], 320)):
        sent = Shown(columns(0, names)).show(columns(1, names), TEXT)
        assert len(sent) < most


def test_the_margins_of_a_pane_at_the_right_are_left_set() -> None:
    many = [f"{n * n * 977:018}" for n in range(20)]
    shown = Shown(columns(0, many), margins=True)
    assert "\x1b[21;92s" in shown.show(columns(1, many), TEXT)
    for first in (2, 3):
        sent = shown.show(columns(first, many), TEXT)
        assert not re.search(r"\x1b\[[\d;]*s", sent)
        assert len(sent) < 100
    beside = ["a list of its own", *many[1:]]
    assert shown.show(columns(3, beside), Box(0, 0, 20, 20)).endswith("a list of its own ")
    assert shown.terminal.leave().endswith("\x1b[s\x1b[?69l")


def test_only_what_moved_is_scrolled_though_other_lines_look_alike() -> None:
    lines = [f"{'' if y in (5, 11, 17) else y * y * 977:<40}" for y in range(20)]
    shown = Shown(lines)
    moved = [*lines[1:9], f"{'new':<40}", *lines[9:]]
    sent = shown.show(moved, Box(0, 0, 40, 20))
    assert "\x1b[;9r" in sent
    assert len(sent) < 60
