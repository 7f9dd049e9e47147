"""The driver on a real pseudo-terminal: what it asks, how it reads, how it leaves the terminal."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

PATIENCE = 10.0
PROGRAM = """
from textual.app import App
from textual.widgets import Static
from tui import driver

class Echo(App):
    ENABLE_COMMAND_PALETTE = False
    BINDINGS = [("ctrl+l", "again")]
    def compose(self):
        yield Static("ready")
    def show(self, words):
        self.query_one(Static).update(words)
    def on_key(self, event):
        if event.key == "Q":
            self.exit()
        elif event.key != "ctrl+l":
            self.show(f"key {event.key}")
    def on_paste(self, event):
        self.show(f"paste {event.text}")
    def on_mouse_down(self, event):
        self.show(f"mouse {event.x} {event.y}")
    def on_resize(self, event):
        self.show(f"size {event.size.width}")
    def on_app_blur(self):
        self.show("blurred")
    def action_again(self):
        self._driver.repaint()

app = Echo()
app.driver_class = driver.choose(app.driver_class)
app.run()
"""


class Line:
    """A program on a pseudo-terminal."""

    def __init__(self) -> None:
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            stale = {"COLUMNS": "80", "LINES": "24"}
            env = os.environ | stale | {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
            os.execve(sys.executable, [sys.executable, "-c", PROGRAM], env)
        self.seen = b""
        self.resize(40, 10)

    def resize(self, width: int, height: int) -> None:
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))

    def type(self, data: bytes) -> None:
        self.seen = b""
        os.write(self.fd, data)

    def wait(self, words: bytes) -> bytes:
        """Read on until the words have come; the answer is all that came since the last key."""
        end = time.monotonic() + PATIENCE
        while words not in self.seen:
            assert time.monotonic() < end, f"{words!r} did not come: {self.seen!r}"
            self.read(0.1)
        return self.seen

    def read(self, seconds: float) -> bytes:
        """Read what comes in that time."""
        while select.select([self.fd], [], [], seconds)[0]:
            try:
                data = os.read(self.fd, 65536)
            except OSError:
                break
            self.seen += data
            if not data:
                break
        return self.seen

    def end(self) -> int:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            self.read(0.05)
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.pid = 0
                return os.waitstatus_to_exitcode(status)
        raise AssertionError("it does not end")


@pytest.fixture
def line() -> Iterator[Line]:
    one = Line()
    yield one
    if one.pid:
        os.kill(one.pid, signal.SIGKILL)
        os.waitpid(one.pid, 0)
    os.close(one.fd)


def test_keys_pastes_and_the_mouse_arrive(line: Line) -> None:
    line.wait(b"size 40")
    for typed, shown in (
        (b"x", b"x"),
        (b"\x1b", b"escape"),
        (b"\x1b[A", b"up"),
        (b"\x1b[200~so \x1b[201~", b"paste so"),
        (b"\x1b[<0;4;3M\x1b[<0;4;3m", b"mouse 3 2"),
        (b"\x1b[O", b"blurred"),
    ):
        line.type(typed)
        line.wait(shown.split()[-1])


def test_margins_are_used_where_the_terminal_says_so(line: Line) -> None:
    assert b"\x1b[?69$p" in line.wait(b"size 40")
    line.type(b"\x1b[?69;2")
    line.type(b"$y")
    line.wait(b"\x1b[?69h")
    line.type(b"Q")
    assert b"\x1b[?69l" in line.wait(b"\x1b[?1049l")


def test_the_screen_is_drawn_anew_when_it_is_asked_for_and_at_a_new_size(line: Line) -> None:
    line.wait(b"size 40")
    line.read(0.3)
    line.type(b"\x0c")
    assert b"size 40" in line.wait(b"\x1b[2J")
    line.seen = b""
    line.resize(50, 12)
    line.wait(b"\x1b[2J")
    line.wait(b"50")


def test_it_comes_back_whole_from_a_stop(line: Line) -> None:
    line.wait(b"size 40")
    line.read(0.3)
    line.seen = b""
    os.kill(line.pid, signal.SIGTSTP)
    line.wait(b"\x1b[?1049l")
    line.seen = b""
    os.kill(line.pid, signal.SIGCONT)
    line.wait(b"\x1b[?1049h")
    line.wait(b"size 40")


def test_it_leaves_the_terminal_as_it_was(line: Line) -> None:
    line.wait(b"size 40")
    line.type(b"Q")
    assert line.end() == 0
    for off in (
        b"\x1b[?1049l",
        b"\x1b[?25h",
        b"\x1b[?1000l",
        b"\x1b[?2004l",
        b"\x1b[r",
        b"\x1b[<u",
        b"\x1b[?7h",
    ):
        assert off in line.seen
    assert termios.tcgetattr(line.fd)[3] & termios.ECHO


def test_it_sleeps_while_nothing_happens(line: Line) -> None:
    line.wait(b"size 40")
    line.read(1.0)
    before = _switches(line.pid)
    time.sleep(1.5)
    assert _switches(line.pid) == before


def _switches(pid: int) -> int:
    """How often the program has woken."""
    status = Path(f"/proc/{pid}/status")
    if not status.exists():
        pytest.skip("there is no /proc to count in")
    tasks = Path(f"/proc/{pid}/task").glob("*/status")
    lines = (row for task in tasks for row in task.read_text().splitlines())
    return sum(int(row.split()[1]) for row in lines if row.startswith("voluntary"))
