"""What the server needs to know of what it serves: four verbs, each called in a process of its own kind."""

from __future__ import annotations

import socket
from collections.abc import Collection
from typing import Protocol

from tui.serve.visit import Visit


class House(Protocol):
    """What is served. It is pickled on its way to other processes, so it holds plain values alone."""

    @property
    def commands(self) -> Collection[str]:
        """The first words of the commands that are answered; others come to no process."""

    def prepare(self) -> int | None:
        """Bring up to date what all visitors share, where it is kept; in a process of its own, at the start and now and then.

        A number that is not 0 means trouble, which has been told on standard error.
        """

    def preload(self) -> None:
        """Import and compute what every visitor needs; in the zygote, which must be left without threads and open files."""

    def ready(self) -> None:
        """Open what is shared; in a visitor's process, before the visitor comes."""

    def receive(self, visit: Visit, line: socket.socket) -> int:
        """Serve the visitor on the standard streams, and give the exit code; in the visitor's process.

        Each message on `line` is words (UTF-8) to be shown to the visitor at once; SIGHUP and SIGTERM end the visit
        politely. An exception that leaves it is told to the server's log, never to the visitor.
        """
