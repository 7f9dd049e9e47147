"""Tried in a real terminal: keys, sizes, the way to the shell and back, and how the terminal is left."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.terminal.conftest import Start
from tests.terminal.tmux import POLEMICS

RAISES = """
from tui.app import build
app = build()
app.call_later(lambda: 1 / 0)
app.run()
"""


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (40, 12)], ids=lambda size: f"{size[0]}x{size[1]}")
def test_a_reader_goes_from_an_organization_to_the_timeline_and_leaves_in_good_order(
    terminal: Start, size: tuple[int, int]
) -> None:
    there = terminal(size)
    there.run(POLEMICS)
    there.wait("All articles")
    there.press("G", "Enter")
    there.wait("2 Articles")
    there.press("Enter")
    there.wait("▶ 3 Text")
    there.press("4")
    there.wait("▶ 4 Timeline")
    there.press("G", "Enter")
    there.wait("Provenance")
    there.press("Q")
    there.wait(r"ready>\s*\Z")
    assert there.is_sane()


def test_it_is_suspended_and_comes_back_whole(terminal: Start) -> None:
    there = terminal((80, 24))
    there.run(POLEMICS)
    before = there.wait("Ukraine War: IG Goes")
    there.press("C-z")
    there.wait("Stopped")
    assert there.is_sane()
    there.run(["fg"])
    there.wait("1 Organizations")
    there.wait("Ukraine War: IG Goes")
    there.press("Q")
    there.wait(r"ready>\s*\Z")
    assert "All articles" in before


def test_it_follows_the_size_of_the_terminal(terminal: Start) -> None:
    there = terminal((80, 24))
    there.run(POLEMICS)
    there.wait("4 Timeline")
    there.resize(38, 10)
    there.wait("38×10 is too small")
    there.resize(120, 40)
    there.wait("1 Organizations.*2 Articles.*3 Text")
    there.resize(50, 20)
    screen = there.wait("1 Organizations")
    assert "3 Text" not in screen


def test_the_mouse_lights_a_row_and_can_be_switched_off(terminal: Start) -> None:
    there = terminal((80, 24))
    there.run(POLEMICS)
    there.wait("4 Timeline")
    there.type("\x1b[<0;5;6M\x1b[<0;5;6m")
    there.wait("International Communist League")
    assert there.says("mouse_any_flag") == "1"
    there.press("m")
    there.wait("the mouse is off")
    assert there.says("mouse_any_flag") == "0"
    there.press("m")
    there.wait("the mouse is on")
    assert there.says("mouse_any_flag") == "1"


def test_after_a_crash_the_terminal_is_sane(terminal: Start) -> None:
    there = terminal((80, 24))
    there.run([sys.executable, "-c", RAISES])
    there.wait("ZeroDivisionError")
    there.wait(r"ready>\s*\Z")
    assert there.is_sane()


@pytest.mark.parametrize("cut", [signal.SIGTERM, signal.SIGHUP], ids=["term", "hup"])
def test_a_cut_connection_leaves_a_sane_terminal_and_a_bookmark(
    terminal: Start, home: dict[str, str], cut: signal.Signals
) -> None:
    there = terminal((80, 24))
    there.run(["bash", "-c", f'echo $$ > {home["HOME"]}.pid; exec "$@"', "-", *POLEMICS])
    there.wait("4 Timeline")
    there.press("4")
    there.wait("▶ 4 Timeline")
    pid = Path(f"{home['HOME']}.pid").read_text(encoding="utf-8").strip()
    subprocess.run(["kill", f"-{cut.value}", pid], check=True)
    there.wait(r"ready>\s*\Z")
    assert there.is_sane()
    there.run(POLEMICS)
    there.wait("▶ 4 Timeline")


def test_a_missing_folder_is_one_line_and_exit_code_3(terminal: Start) -> None:
    there = terminal((120, 24))
    there.run([*POLEMICS, "/nowhere/press"])
    there.wait("/nowhere/press")
    there.run(["echo", "code", "$?"])
    there.type("\n")
    there.type("echo is $?\n")
    assert "Traceback" not in there.screen


def test_keys_typed_in_a_burst_go_where_they_were_meant(terminal: Start) -> None:
    there = terminal((80, 24))
    there.run(POLEMICS)
    there.wait("summer 2022")
    there.type("gd2014\r")
    there.wait("▶ 4 Timeline")
    there.type("p")
    there.wait("going back to 2014")
    there.type("q3/decisive\r")
    there.wait("decisive is not in this pane")
    there.type("1G\r\r")
    there.wait("▶ 3 Text . The International")
    there.type("?citation")
    there.wait("Copy a citation")


def test_all_is_sent_that_may_have_changed_or_only_what_did(terminal: Start) -> None:
    there = terminal((80, 24))
    there.run(POLEMICS)
    there.wait("Ukraine War: IG Goes")
    there.press("3", "j", "j")
    there.wait("line 3/")
    for words in ("all that may have changed is sent", "only what changed is sent"):
        there.press("F")
        there.wait(words)
        there.press("j", "Space", "4", "j", "3", "b", "j")
        there.wait("▶ 3 Text")
        time.sleep(0.5)
        shown = there.screen
        there.press("R")
        time.sleep(0.5)
        assert there.screen == shown
    there.press("Q")
    there.wait(r"ready>\s*\Z")
    assert there.is_sane()
