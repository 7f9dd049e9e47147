"""A house in which some visitors make trouble in the process behind their session, for tests of what others feel of it.

    python -m tests.serve.trouble serve COLLECTION [option …]

does as `polemics serve` does, except to visitors by one of the names below.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from tui.serve.house import House
from tui.serve.visit import Visit


@dataclass(frozen=True)
class Troubled:
    """A house, and troublemakers in it."""

    house: House

    @property
    def commands(self) -> Collection[str]:
        return self.house.commands

    def prepare(self) -> None:
        self.house.prepare()

    def preload(self) -> None:
        self.house.preload()

    def ready(self) -> None:
        self.house.ready()

    def receive(self, visit: Visit, line: socket.socket) -> int:
        if visit.name == "stumble":
            stumble()
        if visit.name not in TROUBLES:
            return self.house.receive(visit, line)
        # As an app leaves a terminal that it was torn from: alternate screen, mouse, keys, no cursor.
        os.write(
            1, b"\x1b[?1049h\x1b[?25l\x1b[?1000h\x1b[?1003h\x1b[?1006h\x1b[?2004h\x1b[?1004h\x1b[?7l\x1b[5;9r"
        )
        TROUBLES[visit.name]()
        return 0


def spin() -> NoReturn:
    """Use all the processor there is, and hear nothing."""
    for one in (signal.SIGHUP, signal.SIGTERM, signal.SIGINT):
        signal.signal(one, signal.SIG_IGN)
    os.write(1, b"spinning")
    while True:
        continue


def crash() -> NoReturn:
    """Fail with an exception whose text is nobody's business."""
    raise ValueError("the secret of the lamps \x1b]2;stolen\x07")


def stumble() -> None:
    """Have the room itself fail when `x` is pressed."""
    from textual.events import Event, Key

    from tui.app import Polemics

    take = Polemics.on_event

    async def on_event(self: Polemics, event: Event) -> None:
        if isinstance(event, Key) and event.key == "x":
            raise ValueError("the secret of the lamps")
        await take(self, event)

    Polemics.on_event = on_event


def die() -> NoReturn:
    """End without a word."""
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


def eat() -> NoReturn:
    """Take memory until there is none to be had."""
    eaten = []
    while True:
        eaten.append(bytearray(64 * 1024 * 1024))


def fork() -> NoReturn:
    """Leave children behind that want to outlive the session, and hold its terminal."""
    for _ in range(3):
        if not os.fork():
            os.setsid()
            spin_quietly()
    os.write(1, b"forked")
    time.sleep(3600)
    raise AssertionError


def spin_quietly() -> NoReturn:
    """Stay, and hear nothing."""
    for one in (signal.SIGHUP, signal.SIGTERM):
        signal.signal(one, signal.SIG_IGN)
    while True:
        time.sleep(3600)


def tell() -> None:
    """Say what this process is made of: its variables, open files, groups of processes and bounds."""
    files = [str(fd.readlink()) for fd in Path("/proc/self/fd").iterdir() if fd.exists()]
    told = {"environment": dict(os.environ), "files": files, "leads": os.getsid(0) == os.getpid()}
    os.write(1, b"\x1b[?1049l" + json.dumps(told).encode() + b"\r\n")


TROUBLES: dict[str, Callable[[], None]] = {
    "spin": spin,
    "crash": crash,
    "die": die,
    "eat": eat,
    "fork": fork,
    "tell": tell,
}


if __name__ == "__main__":
    from tests.serve.trouble import Troubled as Importable
    from tui.cli import main
    from tui.serve import server

    serve = server.serve
    server.serve = lambda house, *rest: serve(Importable(house), *rest)
    sys.exit(main())
