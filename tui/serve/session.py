"""A session: one visitor at a door, one process behind it, and what goes between them within bounds.

A door makes none itself: `Hall.enter` does, and gives it to the door.

    session = await hall.enter(visit, send, hold=hold)
    session.feed(data)              # bytes that the visitor typed
    session.resize(columns, rows)   # as often as it happens; clamped and coalesced here
    session.close("gone")           # when the visitor is not there any more
    end = await session.end         # how it ended; all that there was to send has been sent by then

`send` is a coroutine function of the door that takes bytes for the visitor and returns when the next may come: while it
waits, nothing more is read from the visitor's process, which waits in its turn. It may raise `ConnectionError`.
`hold(True)` asks the door to read no more from the visitor, `hold(False)` to go on.
"""

from __future__ import annotations

import asyncio
import json
import signal
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from time import monotonic

from tui.serve import wires
from tui.serve.child import MOST_TOLD
from tui.serve.clock import Clock
from tui.serve.nursery import Nursery
from tui.serve.visit import Visit
from tui.serve.waiting import readable

Send = Callable[[bytes], Awaitable[None]]

GRACE = 3.0
"""Seconds in which a process that was asked to end must have ended, and the rest of its output been taken."""

PATIENCE = 60.0
"""Seconds in which a visitor must have taken what is left when the process has ended by itself."""

RESET = (
    b"\x18\x1b[?2026l\x1b[<u\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l\x1b[?1015l\x1b[?1016l\x1b[?1004l\x1b[?2004l"
    b"\x1b[?2048l\x1b[?69l\x1b[r\x1b[?7h\x1b[?1049l\x1b[?25h\x1b[m\r\n"
)
"""Leaves a terminal as a shell expects it, in whatever state a process that was killed has left it."""

FAREWELLS = {
    "left": "Goodbye.",
    "crashed": "Something went wrong here; it has been noted. Please come again.",
    "idle": "The session was closed: no key was pressed for so long.",
    "time": "The session was closed: its time was up. Please come again.",
    "stopped": "The session was closed: the server is being stopped. Please come again later.",
}
"""What a visitor is told at the end, by its reason (`End.why`); each short enough for a websocket's close frame."""


@dataclass(frozen=True, slots=True)
class End:
    """How a session ended: the exit code for the visitor, and why for the log.

    `why` is `left` (the process ended by itself), `crashed`, or what it was closed for (`idle`, `time`, `gone`,
    `stopped`); `crash` is the traceback of a crash, where there was one.
    """

    code: int
    why: str
    crash: str = ""


class Session:
    """A visitor's session, from the process's first byte to its last."""

    def __init__(
        self,
        visit: Visit,
        send: Send,
        *,
        complain: Send | None = None,
        hold: Callable[[bool], None] = lambda held: None,
        idle: float | None = None,
        total: float | None = None,
    ) -> None:
        """For a visit; `idle` and `total` are seconds after which it is closed, `None` for no bound.

        `complain` takes the standard error of a visit without a terminal; without it, `send` takes both.
        """
        self.visit = visit
        self.end: asyncio.Future[End] = asyncio.get_running_loop().create_future()
        self.began = monotonic()
        self.received = self.sent = self.fed = 0
        self._send, self._complain = send, complain or send
        self._wires = wires.open_terminal(visit, hold) if visit.has_terminal else wires.open_pipes()
        self._clock = Clock(idle, total, self.say, self.close)
        self._why = ""

    async def begin(self, nursery: Nursery) -> None:
        """Have the process made; raises `OSError` where that cannot be."""
        try:
            self._child = await nursery.visited(self.visit, self._wires.theirs)
        except BaseException:
            self._wires.close()
            raise
        finally:
            self._wires.hand_over()
        self._clock.start()
        self._life = asyncio.create_task(self._live())

    # -- the verbs of a door

    def feed(self, data: bytes) -> None:
        """Hand on what the visitor typed, no faster than `limits.INPUT` on average; the door is held meanwhile."""
        self.fed += 1
        self.received += len(data)
        self._clock.heard()
        self._wires.feed(data)

    def resize(self, columns: int, rows: int) -> None:
        """Give the terminal another size: clamped, and of a storm of sizes only some."""
        self._wires.resize(columns, rows)

    def say(self, words: str) -> None:
        """Show the visitor some words, on the screen that they read on."""
        if self.visit.has_terminal and not self.end.done():
            # A process that does not listen any more hears no words either.
            with suppress(OSError):
                self._child.line.send(words.encode()[:MOST_TOLD])

    def close(self, why: str) -> None:
        """Ask the process to end, and make it end if it does not; `end` follows. Only the first reason counts."""
        if self._why or self.end.done():
            return
        self._why = why
        self._signal(signal.SIGHUP if why == "gone" else signal.SIGTERM)
        asyncio.get_running_loop().call_later(GRACE, self._signal, signal.SIGKILL)

    # -- inside

    async def _live(self) -> None:
        """Carry the output, wait for the process's end, and bring everything to an end after it."""
        sends = (self._send, self._complain)
        pumps = {
            asyncio.create_task(self._pump(*pair)) for pair in zip(self._wires.outputs, sends, strict=False)
        }
        end = End(1, "crashed")
        try:
            await readable(self._child.handle)
            code, crash = self._last_word()
            clean = code is not None
            end = End(1 if code is None else code, self._why or ("left" if clean else "crashed"), crash)
            if end.why != "gone":
                await self._finish(pumps, end, clean=clean)
        finally:
            for pump in pumps:
                pump.cancel()
            # Not before they have let go of the files: other files may get the numbers of those that are closed.
            await asyncio.wait(pumps)
            self._clock.stop()
            self._wires.close()
            self._child.close()
            self.end.set_result(end)

    async def _pump(self, output: wires.Output, send: Send) -> None:
        try:
            while data := await output.read():
                await send(data)
                self.sent += len(data)
                if not self.visit.has_terminal:
                    self._clock.heard()
        except ConnectionError:
            self.close("gone")

    def _last_word(self) -> tuple[int | None, str]:
        """The exit code that the process has told (`None` where it was killed), and the traceback of a crash."""
        try:
            told = json.loads(self._child.line.recv(MOST_TOLD))
        except (OSError, ValueError):
            told = None
        match told:
            case {"code": int(code)}:
                return code & 0xFF, ""
            case {"crash": str(crash)}:
                return None, crash
        return None, ""

    async def _finish(self, pumps: set[asyncio.Task[None]], end: End, *, clean: bool) -> None:
        """See that what the process has written is taken, and leave the terminal in order."""
        _, late = await asyncio.wait(pumps, timeout=GRACE if self._why else PATIENCE)
        farewell = f"{FAREWELLS.get(end.why, '')}\r\n".encode()
        try:
            async with asyncio.timeout(GRACE):
                if self.visit.has_terminal and not self.visit.words:
                    await self._send(farewell if clean and not late else RESET + farewell)
                elif not clean:
                    await self._complain(farewell)
        except (ConnectionError, TimeoutError):
            # Whoever does not take the last words has gone.
            return

    def _signal(self, number: int) -> None:
        if not self.end.done():
            with suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._child.handle, number)
