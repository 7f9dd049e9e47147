"""Many readers at the far end of SSH, in a process of their own; started by `serve.py`.

Reads a plan (JSON, one line), lets the readers arrive, prints `in`, has some press a key within ten seconds on each word `press`, and at the
word `leave` prints what everyone saw (JSON, one line). Times are seconds of the clock that all processes share.
"""

from __future__ import annotations

import asyncio
import json
import random
import re
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from itertools import cycle
from typing import Any

import asyncssh
import pyte

SIZE = (80, 24)
SILENCE = 0.05
"""What is drawn after so much silence, in seconds, is not the answer to the key before it."""

SOME = 50
"""So many readers of each process press a key when all are told to."""

SETTLED = 0.5
"""After so much silence the first screen is complete."""

ROOM = b"Organizations"
"""What the first screen has and nothing that comes before it."""

PATIENCE = 60.0
"""After so many seconds a reader waits no longer for the room."""

FIRST_KEY = 2.0
"""Seconds from the beginning of the connection to a reader's first key, or more if the screen is not complete by then."""

_QUESTIONS = re.compile(rb"\x1b\[\?(\d+)\$p|\x1b\[(6n)")


@dataclass
class Stroke:
    """A key: when it was pressed, and when the last byte of the answer came (0 if none came)."""

    at: float
    painted: float = 0.0


@dataclass
class Seen:
    """What one reader saw: when it began to connect, its first complete screen (0 if there is none), its keys."""

    began: float
    painted: float = 0.0
    screen: str = ""
    trouble: str = ""
    strokes: list[Stroke] = field(default_factory=list)


class Session(asyncssh.SSHClientSession[bytes]):
    """A terminal that notes when something comes, and answers what programs ask of terminals."""

    def __init__(self) -> None:
        self.chunks: list[tuple[float, bytes]] = []
        self.strokes: list[Stroke] = []
        self.last = time.monotonic()
        self.shows_room = False
        self.ended = ""

    def connection_made(self, chan: Any) -> None:
        self.chan = chan

    def data_received(self, data: bytes, datatype: Any) -> None:
        now = time.monotonic()
        if not self.strokes:
            self.chunks.append((now, data))
            self.shows_room |= ROOM in data
            for number, _ in _QUESTIONS.findall(data):
                self.chan.write(b"\x1b[?%b;0$y" % number if number else b"\x1b[1;2R")
        elif not (stroke := self.strokes[-1]).painted or now - self.last < SILENCE:
            stroke.painted = now
        self.last = now

    def connection_lost(self, exc: Exception | None) -> None:
        self.ended = repr(exc) if exc else "the server closed the session"

    def press(self, key: bytes) -> None:
        """Press a key."""
        self.strokes.append(Stroke(time.monotonic()))
        self.chan.write(key)


class Reader:
    """One reader with a connection of its own."""

    def __init__(self, plan: dict[str, Any], options: asyncssh.SSHClientConnectionOptions) -> None:
        self._plan, self._options = plan, options
        self.session: Session | None = None
        self.seen = Seen(0.0)
        self.settled = asyncio.Event()

    async def visit(self, after: float) -> None:
        """Arrive after some seconds, and read if the plan has keys."""
        await asyncio.sleep(after)
        await self._arrive()
        self.settled.set()
        if self._plan["keys"]:
            await self._read()

    async def _arrive(self) -> None:
        """Connect, and wait for the first screen."""
        self.seen.began = time.monotonic()
        try:
            self._connection = await asyncssh.connect(
                "127.0.0.1", self._plan["port"], options=self._options, username=self._plan["user"]
            )
            _, self.session = await self._connection.create_session(
                Session, term_type="xterm-256color", term_size=SIZE, encoding=None
            )
        except (OSError, asyncssh.Error) as error:
            self.seen.trouble = repr(error)
            return
        while not self.session.shows_room or time.monotonic() - self.session.last < SETTLED:
            if self.session.ended or time.monotonic() - self.seen.began > PATIENCE:
                return
            await asyncio.sleep(0.1)

    async def _read(self) -> None:
        """Press a key in every so many seconds."""
        session = self.session
        if session is None:
            return
        await asyncio.sleep(self.seen.began + FIRST_KEY + random.random() - time.monotonic())
        keys = cycle(self._plan["keys"].encode())
        begin = time.monotonic()
        for number, key in enumerate(keys):
            await asyncio.sleep(begin + number * self._plan["pause"] - time.monotonic())
            if session.ended:
                return
            session.press(bytes([key]))

    def tell(self) -> Seen:
        """What this reader saw."""
        if self.session is not None:
            self.seen.strokes = self.session.strokes
            self.seen.trouble = self.session.ended
            self.seen.painted, self.seen.screen = first_screen(self.session.chunks)
        return self.seen

    def leave(self) -> None:
        """Hang up."""
        if self.session is not None:
            self._connection.abort()


def first_screen(chunks: list[tuple[float, bytes]]) -> tuple[float, str]:
    """When a terminal began to show what it shows after all chunks, and that."""
    screen = pyte.Screen(*SIZE)
    stream = pyte.ByteStream(screen)
    shown = [(at, _shown(screen, stream, data)) for at, data in chunks]
    if not shown:
        return 0.0, ""
    final = shown[-1][1]
    painted = shown[-1][0]
    for at, display in reversed(shown):
        if display != final:
            break
        painted = at
    return painted, final


def _shown(screen: pyte.Screen, stream: pyte.ByteStream, data: bytes) -> str:
    # pyte does not know questions whose letters have a `$` before them, and would print the letter.
    stream.feed(_QUESTIONS.sub(b"", data))
    return "\n".join(screen.display)


async def main() -> None:
    """Do what the plan says."""
    words = _words()
    plan = json.loads(next(words))
    keys = [plan["key"]] if plan["key"] else []
    options = asyncssh.SSHClientConnectionOptions(
        known_hosts=None, client_keys=keys, agent_path=None, config=None, connect_timeout=60, login_timeout=60
    )
    readers = [Reader(plan, options) for _ in plan["arrivals"]]
    begin = plan["begin"] - time.monotonic()
    visits = [
        asyncio.create_task(reader.visit(begin + after))
        for reader, after in zip(readers, plan["arrivals"], strict=True)
    ]
    await asyncio.gather(*(reader.settled.wait() for reader in readers))
    print("in", flush=True)
    loop = asyncio.get_running_loop()
    while (word := await loop.run_in_executor(None, next, words)) != "leave":
        some = random.sample(readers, min(len(readers), SOME))
        await asyncio.gather(*(_once(reader, word.split()[1]) for reader in some))
        print("pressed", flush=True)
    for visit in visits:
        visit.cancel()
    for reader in readers:
        reader.leave()
    print(json.dumps([asdict(reader.tell()) for reader in readers]), flush=True)


async def _once(reader: Reader, key: str) -> None:
    await asyncio.sleep(random.random() * 10)
    if reader.session is not None and not reader.session.ended:
        reader.session.press(key.encode())
        await asyncio.sleep(1)


def _words() -> Iterator[str]:
    return (line.strip() for line in sys.stdin)


if __name__ == "__main__":
    asyncio.run(main())
