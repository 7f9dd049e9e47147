"""A house for tests of the doors: a slate on which a visitor sees who they are, how large it is, and what they type."""

from __future__ import annotations

import base64
import os
import signal
import socket
import sys
import tty
from dataclasses import dataclass

from tui.serve.visit import Visit

COPIED = "one sentence — « à copier »"
CRASH_WORDS = "a fault on the slate"


@dataclass(frozen=True)
class Slate:
    """`q` leaves, `y` copies `COPIED`, `?` asks for the clipboard, `x` comes to harm, `f` floods; all else is shown."""

    def prepare(self) -> None:
        return

    def preload(self) -> None:
        return

    def ready(self) -> None:
        return

    def receive(self, visit: Visit, line: socket.socket) -> int:
        tty.setraw(0)
        _write(f"\x1b[2J\x1b[Hreader={visit.reader!a} name={visit.name!a} address={visit.address}\r\n")
        _write(f"term={visit.term} colorterm={visit.colorterm}\r\n")
        signal.signal(signal.SIGWINCH, lambda *_: _tell_size())
        _tell_size()
        while typed := os.read(0, 65536):
            if typed == b"q":
                return 0
            if typed == b"x":
                raise RuntimeError(CRASH_WORDS)
            if typed == b"y":
                _write(f"\x1b]52;c;{base64.b64encode(COPIED.encode()).decode()}\x07copied\r\n")
            elif typed == b"f":
                while True:
                    _write("flood " * 1000)
            elif typed == b"?":
                _write("\x1b]52;c;?\x07asked\r\n")
            else:
                words = typed.decode("utf-8", "replace")
                _write(f"typed {len(typed)} {words[:60]!r}\r\n")
        return 0


def _tell_size() -> None:
    columns, rows = os.get_terminal_size(1)
    _write(f"size={columns}x{rows}\r\n")


def _write(words: str) -> None:
    os.write(sys.stdout.fileno(), words.encode())
