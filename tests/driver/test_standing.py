"""An app that stands ready in one process, and is gone on with in others."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import sys
import termios
import time
from pathlib import Path

import pyte
import pytest

from tui.driver.standing import is_known

PROGRAM = str(Path(__file__).with_name("lamps.py"))
ROOT = str(Path(__file__).parents[2])
PATIENCE = 30.0

pytestmark = pytest.mark.skipif(not is_known(), reason="this Python's event loop is another")


class Forked:
    """The program on a terminal of its own, seen by an emulator."""

    def __init__(self, *variables: str, size: tuple[int, int] = (80, 24)) -> None:
        self.screen = pyte.Screen(*size)
        self.said = b""
        self._stream = pyte.ByteStream(self.screen)
        pid, self._file = pty.fork()
        if not pid:
            os.environ["PYTHONPATH"] = ROOT
            os.execv(sys.executable, [sys.executable, PROGRAM, *variables])
        self._pid = pid
        fcntl.ioctl(self._file, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))

    @property
    def shown(self) -> str:
        return "\n".join(self.screen.display)

    def wait(self, words: str) -> None:
        end = time.monotonic() + PATIENCE
        while words not in self.shown:
            assert time.monotonic() < end, self.shown
            self._read()

    def press(self, key: str) -> None:
        os.write(self._file, key.encode())

    def end(self, key: str = "q") -> int:
        self.press(key)
        try:
            while True:
                self._read()
        except OSError:
            os.close(self._file)
        return os.waitstatus_to_exitcode(os.waitpid(self._pid, 0)[1])

    def _read(self) -> None:
        if select.select([self._file], [], [], 0.1)[0]:
            data = os.read(self._file, 65536)
            self.said += data
            # pyte does not know such a question, and would print its letter.
            self._stream.feed(re.sub(rb"\x1b\[\?\d+\$p", b"", data))


def test_one_after_the_other_goes_on_from_the_same_screen() -> None:
    there = Forked()
    there.wait("Lamp 5 .")
    there.press("j" * 30)
    there.wait("Lamp 29 .")
    there.wait("a thread was here")
    assert "Lamp 5 ." not in there.shown
    there.press("n")
    there.wait("Lamp 5 .")
    assert "a thread was here" not in there.shown
    assert there.end() == 5


@pytest.mark.parametrize("size", [(40, 12), (120, 50)], ids=str)
def test_a_terminal_of_another_size_is_drawn_anew(size: tuple[int, int]) -> None:
    there = Forked(size=size)
    there.wait(f"Lamp {size[1] - 4} .")
    assert f"Lamp {size[1] + 1} ." not in there.shown
    assert there.end() == 5


@pytest.mark.parametrize(
    ("variables", "sent", "not_sent"),
    [
        (["TERM=xterm-256color"], b"8;5;", b"8;2;"),
        (["TERM=xterm-256color", "COLORTERM=truecolor"], b"8;2;", b"\0"),
        (["TERM=linux"], b"\x1b[", b"8;5;"),
    ],
    ids=["256", "true colour", "16"],
)
def test_a_terminal_gets_the_colours_that_it_has(variables: list[str], sent: bytes, not_sent: bytes) -> None:
    there = Forked(*variables)
    there.wait("Lamp 5 .")
    assert sent in there.said
    assert not_sent not in there.said
    assert there.end() == 5


def test_what_keeps_an_app_from_standing_ends_the_program() -> None:
    there = Forked("BROKEN=1", size=(200, 50))
    assert there.end() == 1
    assert b"no lamps are to be had" in there.said
