"""The server's side of the zygote: asks it for children, and starts another when it is gone."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from time import monotonic

from tui.serve import fresh, zygote
from tui.serve.child import TAKEN, Limits
from tui.serve.house import House
from tui.serve.visit import Visit
from tui.serve.waiting import ended, readable

_PATIENCE = 60.0
"""Seconds in which a zygote must be ready, and a visitor have a process."""

_ATTEMPTS = 3
_FIRST_PAUSE, _LONGEST_PAUSE = 0.1, 30.0


class Nursery:
    """Keeps a zygote running, and has visitors' processes made by it."""

    def __init__(
        self,
        house: House,
        *,
        warm: int,
        limits: Limits,
        user: str = "",
        told: Callable[[str], None] = lambda words: None,
    ) -> None:
        """Of a house, with `warm` processes ahead of their visitors; `told` hears of zygotes that came to harm."""
        self._house = house
        self._warm = warm
        self._limits = limits
        self._user = user
        self._told = told
        self._turn = asyncio.Lock()
        self._zygote: _Zygote | None = None
        self._there = asyncio.Event()
        self._keeper: asyncio.Task[None] | None = None

    @property
    def pid(self) -> int:
        """The zygote's process number; 0 while there is none."""
        return self._zygote.process.pid if self._zygote is not None else 0

    async def open(self) -> None:
        """Start a zygote, and another whenever it ends; returns when the first is ready. Raises `OSError` if it is not."""
        first = await self._started()
        self._keeper = asyncio.create_task(self._keep(first))

    async def renew(self) -> None:
        """Have the next processes made by a new zygote, which has seen what is new; raises `OSError` where there is none, and keeps the old."""
        old = self._zygote
        await self._keep_no_more()
        try:
            there = await self._started()
        except (OSError, TimeoutError):
            if old is not None:
                self._keeper = asyncio.create_task(self._keep(old))
            raise
        self._keeper = asyncio.create_task(self._keep(there))
        if old is not None:
            # Not while a visitor waits for its answer.
            async with self._turn:
                await old.end()

    async def close(self) -> None:
        """End the zygote and the children that wait; those with a visitor live on."""
        await self._keep_no_more()
        if self._zygote is not None:
            await self._zygote.end()
            self._zygote = None

    async def visited(self, visit: Visit, files: Sequence[int]) -> Child:
        """A process that has a visit, with these standard streams; raises `OSError` where there is none to be had."""
        for _ in range(_ATTEMPTS):
            child = await self._child()
            if await child.take(visit, files):
                return child
            child.close()
        raise OSError("processes die before they can take a visit")

    async def _child(self) -> Child:
        async with asyncio.timeout(_PATIENCE), self._turn:
            while True:
                await self._there.wait()
                if self._zygote is not None and (born := await self._zygote.child()):
                    return born
                # It has just died; there will be another.
                self._there.clear()

    async def _keep_no_more(self) -> None:
        if self._keeper is not None:
            self._keeper.cancel()
            with suppress(asyncio.CancelledError):
                await self._keeper

    async def _started(self) -> _Zygote:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        ours.setblocking(False)
        with theirs:
            arguments = (theirs.fileno(), self._house, self._warm, self._limits)
            process = fresh.start(zygote.run, *arguments, fds=[theirs.fileno()], user=self._user)
        started = _Zygote(process, ours)
        try:
            await started.ready()
        except BaseException:
            await started.end()
            raise
        self._zygote = started
        self._there.set()
        return started

    async def _keep(self, there: _Zygote) -> None:
        """Start another zygote when one has ended, in longer and longer pauses if it ends at once."""
        pause = _FIRST_PAUSE
        while True:
            began = monotonic()
            await ended(there.process.pid)
            self._there.clear()
            self._zygote = None
            await there.end()
            self._told(f"the zygote ended with {there.process.returncode}; another is started")
            if monotonic() - began > _LONGEST_PAUSE:
                pause = _FIRST_PAUSE
            while self._zygote is None:
                await asyncio.sleep(pause)
                try:
                    there = await self._started()
                except (OSError, TimeoutError) as error:
                    self._told(f"no zygote can be started: {error}")
                    pause = min(2 * pause, _LONGEST_PAUSE)


@dataclass(frozen=True, slots=True)
class Child:
    """A process that waits for a visitor: a handle (pidfd) of it, and the line to it (see `tui.serve.child`)."""

    handle: int
    line: socket.socket

    async def take(self, visit: Visit, files: Sequence[int]) -> bool:
        """Give it the visit and its standard streams; false where it has died meanwhile."""
        try:
            socket.send_fds(self.line, [visit.to_json()], files)
            async with asyncio.timeout(_PATIENCE):
                await readable(self.line)
            return self.line.recv(len(TAKEN)) == TAKEN
        except OSError:
            return False

    def close(self) -> None:
        """Let go of it."""
        os.close(self.handle)
        self.line.close()


@dataclass(frozen=True, slots=True)
class _Zygote:
    process: subprocess.Popen[bytes]
    socket: socket.socket
    asked: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Held while an answer is awaited, so that the socket is not closed under it."""

    async def ready(self) -> None:
        async with asyncio.timeout(_PATIENCE):
            await readable(self.socket)
        if self.socket.recv(len(zygote.READY)) != zygote.READY:
            raise OSError("the process that visitors' processes are made from did not come up")

    async def child(self) -> Child | None:
        """One of its children; `None` where it is not there any more."""
        try:
            async with self.asked:
                self.socket.send(zygote.WANTED)
                await readable(self.socket)
                said, files, _, _ = socket.recv_fds(self.socket, len(zygote.BORN), 2)
        except OSError:
            return None
        if said != zygote.BORN or len(files) != 2:
            return None
        line = socket.socket(fileno=files[1])
        line.setblocking(False)
        return Child(files[0], line)

    async def end(self) -> None:
        """It ends by itself when its socket closes, unless it hangs."""
        async with self.asked:
            self.socket.close()
        try:
            async with asyncio.timeout(2):
                await ended(self.process.pid)
        except TimeoutError:
            self.process.send_signal(signal.SIGKILL)
        self.process.wait()
