"""Readers at the far end of SSH: connections of asyncssh with a terminal that is watched."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from itertools import cycle
from typing import Any

import asyncssh

ROOM = rb"Organizations"
"""What the room's first screen has and nothing that comes before it."""

PATIENCE = 60.0
SILENCE = 0.05
"""What is drawn after so much silence, in seconds, is not the answer to the key before it."""

_QUESTIONS = re.compile(rb"\x1b\[\?(\d+)\$p|\x1b\[(6n)")


class Terminal(asyncssh.SSHClientSession[bytes]):
    """A terminal that keeps what comes, and answers what programs ask of terminals."""

    chan: asyncssh.SSHClientChannel[bytes]

    def __init__(self) -> None:
        self.said = bytearray()
        self.last = time.monotonic()
        self.ended = asyncio.Event()
        self.moves = cycle((b"j", b"k"))
        self._came = asyncio.Event()

    def connection_made(self, chan: asyncssh.SSHClientChannel[bytes]) -> None:
        self.chan = chan

    def data_received(self, data: bytes, datatype: Any) -> None:
        self.said += data
        self.last = time.monotonic()
        for number, _ in _QUESTIONS.findall(data):
            self.chan.write(b"\x1b[?%b;0$y" % number if number else b"\x1b[1;2R")
        self._came.set()

    def connection_lost(self, exc: Exception | None) -> None:
        self.ended.set()
        self._came.set()

    async def wait(self, words: bytes, begin: int = 0) -> None:
        """Wait until a regular expression is found in what has come since `begin`."""
        await self._until(lambda: re.search(words, self.said[begin:]) is not None, f"{words!r} did not come")

    async def press(self, keys: bytes) -> float:
        """Press keys; gives the seconds to the last byte of the answer, which ends with a silence."""
        begin, at = len(self.said), time.monotonic()
        self.chan.write(keys)
        await self._until(lambda: len(self.said) > begin, f"{keys!r} has no answer")
        answered = self.last
        await asyncio.sleep(SILENCE)
        while answered != self.last:
            answered = self.last
            await asyncio.sleep(SILENCE)
        return answered - at

    async def _until(self, is_so: Callable[[], bool], else_words: str) -> None:
        try:
            async with asyncio.timeout(PATIENCE):
                while not is_so():
                    assert not self.ended.is_set(), (
                        f"{else_words}, the session has ended: {self.said[-400:]!r}"
                    )
                    self._came.clear()
                    await self._came.wait()
        except TimeoutError as error:
            raise AssertionError(f"{else_words}: {self.said[-400:]!r}") from error


@asynccontextmanager
async def connected(
    port: int, user: str = "reader", address: str = "127.0.0.1", key: str = ""
) -> AsyncIterator[asyncssh.SSHClientConnection]:
    """A connection from an address of this machine; it is cut at the end."""
    connection = await asyncssh.connect(
        "127.0.0.1",
        port,
        local_addr=(address, 0),
        username=user,
        client_keys=[key] if key else None,
        known_hosts=None,
        agent_path=None,
        config=None,
        connect_timeout=PATIENCE,
        login_timeout=PATIENCE,
    )
    try:
        yield connection
    finally:
        connection.abort()
        with suppress(Exception):
            await connection.wait_closed()


@asynccontextmanager
async def reading(
    port: int, user: str = "reader", size: tuple[int, int] = (80, 24), *, awaited: bytes = ROOM, **origin: str
) -> AsyncIterator[Terminal]:
    """A reader who sees the room."""
    async with connected(port, user, **origin) as connection:
        _, terminal = await connection.create_session(
            Terminal, term_type="xterm-256color", term_size=size, encoding=None
        )
        await terminal.wait(awaited)
        yield terminal


async def read(terminal: Terminal, seconds: float, pause: float = 0.1) -> list[float]:
    """Move in the first list for some seconds; how long each key took, in seconds."""
    took, end = [], time.monotonic() + seconds
    while time.monotonic() < end:
        took.append(await terminal.press(next(terminal.moves)))
        await asyncio.sleep(pause)
    return took


async def until(is_so: Callable[[], bool], words: Callable[[], str], patience: float = PATIENCE) -> None:
    """Wait until something is so; raises `AssertionError` with the words if it does not come about."""
    end = time.monotonic() + patience
    while not is_so():
        assert time.monotonic() < end, words()
        await asyncio.sleep(0.05)
