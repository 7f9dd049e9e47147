"""The cells that are taken from Textual, against what is really to be seen: a terminal's cells, and Textual's own picture."""

from __future__ import annotations

import html
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.scenes.apps import notes
from tui.cli.snapshot import make
from tui.scenes import Goldens, Grid, Scene, Size, play
from tui.scenes.picture import svg
from tui.scenes.step import Press, Type

ROOT = Path(__file__).parents[2]
START = Scene("start", Size(80, 24))
SCENES = [
    START,
    replace(START, name="wide", size=Size(120, 40), steps=(Press("j"), Press("enter"))),
    replace(START, name="narrow", size=Size(40, 12), steps=(Press("enter"), Press("enter"))),
    replace(START, name="text", steps=(Press("3"), Press("]"), Press("]"), Press("J"))),
    replace(START, name="help", steps=(Press("?"), Type("e"), Type("v"))),
]
ON_TERMINAL = """
import sys, pickle
scene, make = pickle.loads(bytes.fromhex(sys.argv[1]))
from tui.scenes.stage import stage
with stage(scene):
    make(scene).run()
"""


class Terminal:
    """A tmux of its own, with nothing but the app in it."""

    def __init__(self, folder: Path) -> None:
        self.socket = folder / "tmux"

    def tmux(self, *words: str) -> str:
        command = ["tmux", "-f", "/dev/null", "-S", str(self.socket), *words]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    def open(self, scene: Scene) -> None:
        import pickle
        import shlex

        packed = pickle.dumps((scene, make)).hex()
        command = shlex.join(["env", f"PYTHONPATH={ROOT}", sys.executable, "-c", ON_TERMINAL, packed])
        width, height = map(str, scene.size)
        self.tmux("new-session", "-d", "-x", width, "-y", height, command, ";", "set", "-g", "status", "off")

    def press(self, key: str) -> None:
        named = {"enter": "Enter", "down": "Down", "tab": "Tab"}
        self.tmux("send-keys", *([named[key]] if key in named else ["-l", key]))

    def lines(self) -> list[str]:
        return [line.rstrip() for line in self.tmux("capture-pane", "-p").split("\n")[:-1]]

    def comes_to(self, lines: list[str], seconds: float = 15) -> list[str]:
        """The lines, when they are these, or what they are when the time is over."""
        end = time.monotonic() + seconds
        while (seen := self.lines()) != lines and time.monotonic() < end:
            time.sleep(0.05)
        return seen


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    if shutil.which("tmux") is None:
        pytest.skip("tmux is not here")
    terminal = Terminal(tmp_path)
    yield terminal
    subprocess.run(["tmux", "-S", str(terminal.socket), "kill-server"], check=False, capture_output=True)


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_a_terminal_shows_the_same_cells(scene: Scene, terminal: Terminal) -> None:
    # After each step, so that no key is sent before the screen is there that it is meant for.
    screens: list[list[str]] = []
    take = play(scene, make, lambda _, screen: screens.append(screen.lines()))
    assert take.screen is not None, take.trouble
    terminal.open(scene)
    for step, lines in zip([None, *scene.steps], screens, strict=True):
        if step is not None:
            terminal.press(getattr(step, "key", "") or getattr(step, "character", ""))
        assert terminal.comes_to(lines) == lines


def test_the_pictures_of_textual_and_of_the_golden_have_the_same_texts_and_colours() -> None:
    """Blanks apart, whose ink is not to be seen and not kept."""
    taken: list[str] = []

    def make_notes(scene: Scene) -> object:
        app = notes(scene)
        app.fault = lambda: taken.append(app.export_screenshot(title="picture", simplify=True))
        return app

    take = play(replace(START, steps=(Press("down"), Press("n"), Press("m"))), make_notes)  # type: ignore[arg-type]
    assert take.screen is not None, take.trouble
    assert pieces(taken[-1]) == pieces(svg(take.screen, "picture"))


def pieces(picture: str) -> list[tuple[str, str, str]]:
    """Place, character and look of each character in an SVG."""
    looks = dict(re.findall(r"-(r\d+) \{ (.*?) \}", picture))
    found = []
    texts = re.findall(
        r'<text class="\S+-(r\d+)" x="([\d.]+)" y="([\d.]+)" textLength="\S+" clip-path="\S+">(.*?)</text>',
        picture,
    )
    assert texts
    for look, x, y, text in texts:
        for at, char in enumerate(html.unescape(text)):
            if char != "\xa0":
                found.append((f"{float(x) + 12.2 * at:.0f},{y}", char, looks[look]))
    return sorted(found)


def test_a_golden_is_repainted_cell_by_cell_in_a_terminal(terminal: Terminal, tmp_path: Path) -> None:
    take = play(SCENES[1], make)
    assert take.screen is not None, take.trouble
    (tmp_path / "scenes.yaml").write_text("scenes: [{name: wide}]", encoding="utf-8")
    Goldens(tmp_path).keep("wide", take.screen)
    shown = show(terminal, tmp_path / "scenes.yaml", take.screen)
    assert shown == take.screen.lines()


def show(terminal: Terminal, scenes: Path, screen: Grid) -> list[str]:
    import shlex

    command = shlex.join([sys.executable, "-m", "tui.cli", "snapshot", str(scenes), "--show", "wide"])
    terminal.tmux(
        "new-session",
        "-d",
        "-x",
        str(screen.width),
        "-y",
        str(screen.height + 2),
        f"{command}; sleep 60",
        ";",
        "set",
        "-g",
        "status",
        "off",
    )
    return terminal.comes_to([*screen.lines(), "", ""])[: screen.height]
