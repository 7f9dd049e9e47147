"""A small house for tests of sessions: a porter who tells what he hears, and does what a key asks of him."""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import sys
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from tui.serve.visit import Visit

ENTERED = b"\x1b[?1049h\x1b[?1000h\x1b[?25lcome in\r\n"
SECRET = "the porter's secret"
FLOOD = b"0123456789abcdef" * 1024


@dataclass(frozen=True)
class Lodge:
    """A terminal is told every key, size and word; `q` leaves, other keys make the trouble that `_key` lists.

    With a `folder` its verbs leave marks there; `broken` says which verb fails.
    """

    folder: Path | None = None
    broken: str = ""

    @property
    def commands(self) -> Collection[str]:
        return ("echo", "fail", "flood", "wait", "crash")

    def prepare(self) -> int:
        return self._mark("prepare")

    def preload(self) -> None:
        self._mark("preload")

    def ready(self) -> None:
        self._mark("ready")

    def receive(self, visit: Visit, line: socket.socket) -> int:
        return _answer(visit.words) if visit.words else _sit(visit, line)

    def _mark(self, verb: str) -> int:
        if self.folder is not None:
            with (self.folder / verb).open("a") as file:
                file.write(f"{os.getpid()}\n")
        if self.broken == verb:
            raise RuntimeError(SECRET)
        return 0


def _answer(words: tuple[str, ...]) -> int:
    match words[0]:
        case "echo":
            print(*words[1:])
        case "fail":
            print("it failed", file=sys.stderr)
            return 3
        case "flood":
            for _ in range(640):
                sys.stdout.buffer.write(FLOOD)
        case "wait":
            print("waiting", flush=True)
            try:
                signal.pause()
            except KeyboardInterrupt:
                return 130
        case "crash":
            raise RuntimeError(SECRET)
    return 0


def _sit(visit: Visit, line: socket.socket) -> int:
    woken, waker = os.pipe()
    os.set_blocking(waker, False)
    signal.set_wakeup_fd(waker)
    for one in (signal.SIGWINCH, signal.SIGTERM, signal.SIGHUP):
        signal.signal(one, lambda *_: None)
    os.write(1, ENTERED)
    _tell(f"visit {visit.to_json().decode()}")
    _tell_size()
    while True:
        ready, _, _ = select.select([0, line, woken], [], [])
        if woken in ready:
            signals = os.read(woken, 64)
            if signal.SIGTERM in signals or signal.SIGHUP in signals:
                return _leave("asked to leave")
            _tell_size()
        if line in ready:
            _tell(f"heard {line.recv(65536).decode()}")
        if 0 in ready:
            typed = os.read(0, 65536)
            if not typed or typed == b"q":
                return _leave("left")
            _key(typed)


def _key(typed: bytes) -> None:
    match typed:
        case b"x":
            raise RuntimeError(SECRET)
        case b"d":
            os.kill(os.getpid(), signal.SIGKILL)
        case b"s":
            for one in (signal.SIGTERM, signal.SIGHUP):
                signal.signal(one, signal.SIG_IGN)
            _tell("stuck")
            signal.pause()
            while True:
                signal.pause()
        case b"f":
            while True:
                os.write(1, FLOOD)
        case b"e":
            files = sorted(str(fd.readlink()) for fd in Path("/proc/self/fd").iterdir() if fd.is_symlink())
            _tell(
                json.dumps(
                    {"environment": dict(os.environ), "files": files, "leads": os.getsid(0) == os.getpid()}
                )
            )
        case _:
            _tell(f"typed {len(typed)} {typed[:20]!r}")


def _leave(words: str) -> int:
    os.write(1, f"\x1b[?25h\x1b[?1000l\x1b[?1049l{words}\r\n".encode())
    return 0


def _tell_size() -> None:
    columns, rows = os.get_terminal_size(1)
    _tell(f"size {columns}x{rows}")


def _tell(words: str) -> None:
    os.write(1, f"{words}\r\n".encode())
