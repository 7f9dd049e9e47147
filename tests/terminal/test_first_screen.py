"""Tried in a real terminal: the last screen stands there at once, and becomes the live one without a key being lost."""

from __future__ import annotations

import shutil
import sys
import time
from pathlib import Path

import pytest

from tests.driver.emulator import Pyte, Seen
from tests.terminal.conftest import Start
from tests.terminal.tmux import POLEMICS, ROOT, Tmux

SLOW = """
import sys, time
from tui import first_screen
paint = first_screen.paint
def slowly(words):
    painted = paint(words)
    time.sleep(2)
    return painted
first_screen.paint = slowly
from tui.cli import main
sys.exit(main())
"""
"""The program, which takes two seconds more to start once it has painted."""

SIZE = (90, 26)
BROKEN = SLOW.replace("from tui.cli", "import tui.app\ntui.app.build = None\nfrom tui.cli")


def slow(press: Path, program: str = SLOW) -> list[str]:
    return [sys.executable, "-c", program, str(press)]


@pytest.fixture
def press(tmp_path: Path) -> Path:
    folder = shutil.copytree(ROOT / "seeds", tmp_path / "press")
    return Path(folder)


def look(there: Tmux) -> list[list[Seen]]:
    """What is seen in every cell; blanks at a line's end have no colour in what tmux tells."""
    shown = Pyte(*SIZE)
    for number, line in enumerate(
        there._do("capture-pane", "-e", "-N", "-p", "-t", "t").split("\n")[: SIZE[1]]
    ):
        shown.feed(f"\x1b[{number + 1}H{line}")
    return [shown.row(y) for y in range(SIZE[1])]


def living(there: Tmux) -> list[list[Seen]]:
    """What the living program shows: it has answered keys."""
    there.press("1")
    there.wait("▶ 1 Organizations")
    there.press("3")
    there.wait("▶ 3 Text")
    time.sleep(0.3)
    return look(there)


def leave(there: Tmux) -> None:
    there.press("Q")
    there.wait(r"ready>\s*\Z")
    assert there.is_sane()
    there.run(["clear"])
    there.wait(r"\Aready>\s*\Z")


def read_a_little(there: Tmux, press: Path) -> list[list[Seen]]:
    """Leave the room with an article open; the screen as it was then."""
    there.run([*POLEMICS, str(press)])
    there.wait("All articles")
    there.press("j", "2", "Enter")
    there.wait("▶ 3 Text")
    there.press("Space", "j", "j")
    there.wait(r"line \d\d/")
    left = look(there)
    leave(there)
    return left


def test_it_stands_there_before_the_program_lives(terminal: Start, press: Path) -> None:
    there = terminal(SIZE)
    left = read_a_little(there, press)
    there.run(slow(press))
    there.wait("▶ 3 Text")
    assert look(there) == left
    there.type("2jj1k")
    assert look(there) == left
    there.wait("▶ 1 Organizations")
    there.wait("All articles")
    leave(there)


def test_it_goes_over_into_what_would_be_there_without_it(
    terminal: Start, press: Path, home: dict[str, str]
) -> None:
    there = terminal(SIZE)
    read_a_little(there, press)
    there.run(slow(press))
    there.wait("▶ 3 Text")
    with_it = living(there)
    leave(there)
    shutil.rmtree(Path(home["XDG_CACHE_HOME"]) / "polemics" / "screens")
    there.run([*POLEMICS, str(press)])
    there.wait("▶ 3 Text")
    anew = living(there)
    for y, (row, other) in enumerate(zip(anew, with_it, strict=True)):
        for x, (one, two) in enumerate(zip(row, other, strict=True)):
            assert one == two, f"line {y}, cell {x}: {one} anew, {two} after what was painted"
    leave(there)


def test_keys_typed_meanwhile_arrive_in_order(terminal: Start, press: Path) -> None:
    there = terminal(SIZE)
    read_a_little(there, press)
    there.run(slow(press))
    there.wait("▶ 3 Text")
    there.type("/the quarrel")
    there.type("\x7f\x7f\x7f\x7f\x7f\x7f\x7fWar")
    there.wait("find.*the War")
    there.press("Enter", "Escape")
    leave(there)


@pytest.mark.parametrize("what", ["article", "config", "theme", "size", "key"])
def test_it_does_not_stand_there_when_something_changed(
    terminal: Start, press: Path, home: dict[str, str], what: str
) -> None:
    there = terminal(SIZE)
    read_a_little(there, press)
    config = Path(home["XDG_CONFIG_HOME"]) / "polemics"
    match what:
        case "article":
            (press / "icl" / "new.txt").write_text("New\n\nIn 1931.\n")
        case "config":
            config.mkdir(parents=True)
            (config / "config.yaml").write_text("mouse: false\n")
        case "theme":
            (config / "themes").mkdir(parents=True)
            (config / "themes" / "mine.yaml").write_text("primary: '#335577'\n")
        case "size":
            there.resize(91, 26)
        case _:
            there.run([*POLEMICS, str(press)])
            there.wait("▶ 3 Text")
            there.press("J", "J", "J", "z")
            there.wait(r"\A\W+3 Text")
            leave(there)
    there.run(slow(press))
    there.wait(r"-c")
    time.sleep(1)
    assert "3 Text" not in there.screen
    there.wait("3 Text")
    leave(there)


def test_the_terminal_is_given_back_when_the_program_cannot_start(terminal: Start, press: Path) -> None:
    there = terminal(SIZE)
    read_a_little(there, press)
    there.run(slow(press, BROKEN))
    there.wait("▶ 3 Text")
    there.wait("TypeError")
    assert there.is_sane()
    there.run(["echo", "visible"])
    there.wait(r"echo visible\s+visible")
