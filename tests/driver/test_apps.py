"""Apps drive the thin driver with keys and sizes; emulators show what Textual's own output would show."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from rich.color import ColorSystem
from rich.segment import Segment
from rich.style import Style
from textual.app import App, ComposeResult
from textual.containers import Horizontal
from textual.geometry import Region, Size
from textual.screen import ModalScreen
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import DataTable, Input, Static

from tests.driver.emulator import Pyte
from tests.driver.panes import Pane
from tests.driver.stage import Stage, play
from tests.driver.xterm import Xterm
from tui.driver.terminal import Abilities

LINES = (
    "The Lamplighters’ answer to the Clockmakers — “a scandal”, they say, of 3 May 1932.",
    "",
    "文字列は二つのセルを使う、かなも。 한국어도 그렇다.",
    "A café, a cafe\u0301, naïve and nai\u0308ve; Z\u0351\u0363alg\u0322o.",
    "Family 👩\u200d👩\u200d👧 flag 🇫🇷 hand 👍🏽 sun ☀\ufe0f watch ⌚ end.",
    "العربية من اليمين إلى اليسار, and עברית too.",
    "हिन्दी में संयुक्त अक्षर।",
    "┃ boxes ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━ ▁▂▃▄▅▆▇█ ▶ ●",
    "short",
    "Words words words words words words words words words words words words words words words words.",
)


class Column(ScrollView, can_focus=True):
    """Lines, one of them lit."""

    BINDINGS: ClassVar[list[Any]] = [
        ("j", "by(1)"),
        ("k", "by(-1)"),
        ("space", "by(7)"),
        ("b", "by(-7)"),
        ("d", "roll(1)"),
        ("u", "roll(-1)"),
        ("G", "by(300)"),
    ]
    DEFAULT_CSS = "Column { background: $surface; scrollbar-size: 0 0; overflow: hidden; } Column:focus { background: $panel; }"

    def __init__(self, offset: int, look: str) -> None:
        super().__init__()
        self.lines = [f"{n:3} {LINES[(n * 7 + offset) % len(LINES)]}" for n in range(120)]
        self.lit, self.look = 0, Style.parse(look)
        self.virtual_size = Size(40, len(self.lines))

    def action_by(self, lines: int) -> None:
        self.lit = max(0, min(len(self.lines) - 1, self.lit + lines))
        top = int(self.scroll_offset.y)
        if not top <= self.lit < top + self.size.height:
            self.scroll_to(
                y=self.lit - (0 if lines < 0 else self.size.height - 1),
                animate=False,
                immediate=True,
                force=True,
            )
        self.refresh()

    def action_roll(self, lines: int) -> None:
        self.scroll_to(y=self.scroll_offset.y + lines, animate=False, immediate=True, force=True)

    def render_line(self, y: int) -> Strip:
        line = int(self.scroll_offset.y) + y
        base = self.rich_style
        text = self.lines[line] if line < len(self.lines) else ""
        style = base + self.look if line == self.lit else base
        cut = text.find(" ", 8)
        parts = (
            [Segment(text[:cut], style), Segment(text[cut:], style + Style(bold=True))]
            if cut > 0
            else [Segment(text, style)]
        )
        return Strip(parts).adjust_cell_length(self.size.width, base)


class Sheet(ModalScreen[None]):
    """A table over the columns."""

    BINDINGS: ClassVar[list[Any]] = [("escape", "dismiss")]
    DEFAULT_CSS = (
        "Sheet { align: center middle; } Sheet DataTable { width: 70%; height: 60%; border: round $accent; }"
    )

    def compose(self) -> ComposeResult:
        yield DataTable()

    def on_mount(self) -> None:
        table: DataTable[str] = self.query_one(DataTable)
        table.add_columns("one", "two")
        for n in range(30):
            table.add_row(str(n), LINES[n % len(LINES)])


class Columns(App[None]):
    """Two columns beside each other, one below, a line to type in, and a sheet."""

    CSS = "Horizontal { height: 2fr; } #below { height: 1fr; } Static { height: 1; } Input { height: 1; border: none; }"
    BINDINGS: ClassVar[list[Any]] = [("T", "theme"), ("S", "sheet"), ("H", "hide"), ("N", "say")]
    ENABLE_COMMAND_PALETTE = False

    def compose(self) -> ComposeResult:
        yield Static("━━ a title ━━ with [link='https://example.org']a link[/] 文字 ━━")
        with Horizontal():
            yield Column(0, "reverse")
            yield Column(3, "bold underline")
        below = Column(5, "italic on #604020")
        below.id = "below"
        yield below
        yield Input(placeholder="type")

    def action_theme(self) -> None:
        names = ["textual-dark", "textual-light", "ansi-dark", "gruvbox"]
        self.theme = names[(names.index(self.theme) + 1) % len(names)]

    def action_sheet(self) -> None:
        self.push_screen(Sheet())

    def action_hide(self) -> None:
        column = self.query(Column).last()
        column.display = not column.display

    def action_say(self) -> None:
        self.query_one(Static).update(f"said {LINES[self.size.width % len(LINES)]}")


class Plain(Columns):
    """The same with lines that all terminals draw alike, so that the columns scroll between margins."""

    def on_mount(self) -> None:
        sure = [LINES[0], LINES[2], LINES[7], LINES[9]]
        for column in self.query(Column):
            column.lines = [f"{n:3} {sure[n % len(sure)]}" for n in range(120)]


KEYS = [
    "j",
    "j",
    "k",
    "space",
    "b",
    "d",
    "d",
    "u",
    "G",
    "tab",
    "T",
    "S",
    "escape",
    "H",
    "N",
    "x",
    "backspace",
]
sizes = st.tuples(st.integers(4, 110), st.integers(2, 34))
stories = st.lists(st.one_of(st.sampled_from(KEYS), st.sampled_from(KEYS), sizes), min_size=3, max_size=30)
some = settings(
    max_examples=12,
    deadline=None,
    # An app takes too long to be started again and again for the least story that fails.
    phases=[Phase.explicit, Phase.generate],
    report_multiple_bugs=False,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


def told(story: list[str | tuple[int, int]]) -> Any:
    async def tell(stage: Stage) -> None:
        for what in story:
            await (stage.press(what) if isinstance(what, str) else stage.resize(*what))

    return tell


@contextmanager
def pane(size: tuple[int, int]) -> Iterator[Pane]:
    """A pane of tmux, closed at the end."""
    with TemporaryDirectory() as folder:
        there = Pane(Path(folder), *size)
        try:
            yield there
        finally:
            there.close()


in_tmux = pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")


@pytest.mark.parametrize("margins", [False, True], ids=["lines", "margins"])
@example(
    # A part of the screen that was drawn at another size cuts a wide character in two.
    story=[(37, 32), (66, 22), (92, 21), "d", (77, 34), (89, 22), "d"],
    size=(34, 14),
    colours=ColorSystem.TRUECOLOR,
    erases=True,
)
@given(
    story=stories,
    size=sizes,
    colours=st.sampled_from([ColorSystem.STANDARD, ColorSystem.EIGHT_BIT, ColorSystem.TRUECOLOR]),
    erases=st.booleans(),
)
@some
def test_columns(
    margins: bool, story: list[Any], size: tuple[int, int], colours: ColorSystem, erases: bool
) -> None:
    can = Abilities(erases, erases, margins)
    play(Columns(), size, [Pyte(*size)], told(story), colours=colours, can=can)


@in_tmux
@given(
    story=stories,
    size=sizes,
    colours=st.sampled_from([ColorSystem.STANDARD, ColorSystem.EIGHT_BIT, ColorSystem.TRUECOLOR]),
)
@settings(some, max_examples=6)
def test_columns_in_tmux(story: list[Any], size: tuple[int, int], colours: ColorSystem) -> None:
    with pane(size) as there:
        play(Columns(), size, [there], told(story), colours=colours)


@pytest.mark.parametrize("margins", [False, True], ids=["lines", "margins"])
def test_the_full_repaint_and_back(margins: bool) -> None:
    async def tell(stage: Stage) -> None:
        await told(["j", "d", "d"])(stage)
        thin = stage.sent
        stage.driver.repaint_fully(True)
        await stage.compare("the switch")
        await told(["d", "d"])(stage)
        assert stage.sent > 1.5 * thin
        await told(["space", "j", (100, 30), "H", "d"])(stage)
        whole = stage.sent
        stage.driver.repaint_fully(False)
        await stage.compare("the switch back")
        await told(["d", "d"])(stage)
        assert stage.sent < whole / 1.5
        await told(["space", (80, 20), "T", "S", "escape"])(stage)

    size = (90, 24)
    play(Plain(), size, [Pyte(*size)], tell, can=Abilities(True, True, margins))


def test_what_one_widget_shows_is_drawn_by_that_widget_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[Widget] = []

    def noting(widget: Widget, crop: Region) -> list[Strip]:
        drawn.append(widget)
        return render_lines(widget, crop)

    render_lines = Widget.render_lines
    monkeypatch.setattr(Widget, "render_lines", noting)

    async def tell(stage: Stage) -> None:
        column = stage.app.query(Column).first()
        column.focus()
        await stage.compare("the focus")
        drawn.clear()
        await stage.pilot.press("j")
        await stage.settle()
        assert set(drawn) == {column}
        await told(["S", "j", "escape", "j"])(stage)

    play(Columns(), (90, 24), [Pyte(90, 24)], tell)


def test_the_clock_of_textual_stands_still() -> None:
    async def tell(stage: Stage) -> None:
        await told(["j", "S", "j", "escape", "j"])(stage)
        assert not stage.app.screen._update_timer._stock._active.is_set()  # type: ignore[attr-defined]

    play(Columns(), (60, 20), [Pyte(60, 20)], tell)


ROOM_KEYS = [
    *[
        "j",
        "k",
        "space",
        "b",
        "d",
        "u",
        "J",
        "K",
        "G",
        "enter",
        "tab",
        "shift+tab",
        "z",
        "]",
        "[",
        "p",
        "escape",
    ],
    *[
        "t",
        "T",
        "plus",
        "1",
        "2",
        "3",
        "4",
        "f",
        "slash",
        "a",
        "e",
        "question_mark",
        "i",
        "exclamation_mark",
        "R",
    ],
]


@pytest.fixture
def press(collection: Path) -> Path:
    """The invented collection, with an article in many scripts."""
    paragraphs = "\n\n".join(
        f"In {1890 + n}, {line} The lamps of {1900 + n}." for n, line in enumerate(LINES * 5)
    )
    (collection / "lamp" / "文字.txt").write_text(f"Many scripts 文字\n\n{paragraphs}\n", encoding="utf-8")
    return collection


@given(
    story=st.lists(
        st.one_of(st.sampled_from(ROOM_KEYS), st.sampled_from(ROOM_KEYS), sizes), min_size=5, max_size=40
    ),
    size=st.tuples(st.integers(30, 140), st.integers(8, 45)),
    margins=st.booleans(),
)
@some
def test_the_room(press: Path, story: list[Any], size: tuple[int, int], margins: bool) -> None:
    from tui.app import build

    async def tell(stage: Stage) -> None:
        await stage.press("2")
        await stage.press("enter")
        await told(story)(stage)

    play(
        build(press, resume=False),
        size,
        [Pyte(*size)],
        tell,
        can=Abilities(True, True, margins),
    )


@in_tmux
def test_the_room_in_tmux(press: Path) -> None:
    from tui.app import build

    async def tell(stage: Stage) -> None:
        keys = "2 G enter j j space space b J J 4 j j enter p escape z j j space z t T plus escape question_mark j escape"
        for key in keys.split():
            await stage.press(key)
        await stage.resize(60, 20)
        await stage.press("space")

    with pane((100, 30)) as there:
        play(build(press, resume=False), (100, 30), [there], tell)


@pytest.mark.skipif(
    shutil.which("xterm") is None or shutil.which("Xvfb") is None, reason="xterm or Xvfb is not installed"
)
@given(
    story=st.lists(
        st.sampled_from(["j", "d", "d", "u", "space", "b", "tab", "G", "H", "S", "escape"]),
        min_size=8,
        max_size=20,
    )
)
@settings(some, max_examples=4)
def test_columns_in_xterm_between_margins(story: list[str]) -> None:
    size = (90, 24)
    with TemporaryDirectory() as folder:
        there = Xterm(Path(folder), *size)
        try:
            assert there.has_margins
            play(
                Plain(),
                size,
                [there],
                told([*story, "d", "d"]),
                colours=ColorSystem.STANDARD,
                can=Abilities(True, True, True),
            )
        finally:
            there.close()
