"""Halls with the lodge behind them, and visitors who stand in them without a door."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.serve.lodge import Lodge
from tui.serve.child import Limits
from tui.serve.hall import Hall
from tui.serve.log import Log
from tui.serve.nursery import Nursery
from tui.serve.session import End, Session
from tui.serve.settings import Settings
from tui.serve.visit import Visit

PATIENCE = 30.0
READER = Visit(term="xterm-256color", columns=80, rows=24, address="192.0.2.1", name="ada")


@asynccontextmanager
async def nursery_of(house: Lodge, *, warm: int = 1, limits: Limits | None = None) -> AsyncIterator[Nursery]:
    """A nursery that is open."""
    told: list[str] = []
    nursery = Nursery(house, warm=warm, limits=limits or Limits(), told=told.append)
    await nursery.open()
    try:
        yield nursery
    finally:
        await nursery.close()


@asynccontextmanager
async def hall_of(
    folder: Path, house: Lodge | None = None, *, limits: Limits | None = None, **said: Any
) -> AsyncIterator[Hall]:
    """A hall whose log is the file `log` in a folder."""
    settings = replace(Settings(guests=True, state=folder, log=folder / "log"), **said)
    log = Log(settings.log, "text", time.monotonic)
    async with nursery_of(house or Lodge(), limits=limits) as nursery:
        hall = Hall(settings, nursery, log)
        yield hall
        await hall.clear("stopped")
    log.close()


class Guest:
    """A visitor in a hall, with all that was sent to them; `slow` makes them take nothing more."""

    def __init__(self) -> None:
        self.said = bytearray()
        self.errors = bytearray()
        self.holds: list[bool] = []
        self.slow = asyncio.Event()
        self.slow.set()
        self.session: Session

    async def enter(self, hall: Hall, visit: Visit = READER) -> Guest:
        self.session = await hall.enter(
            visit, self._take, door="test", complain=self._take_errors, hold=self.holds.append
        )
        return self

    async def _take(self, data: bytes) -> None:
        await self.slow.wait()
        self.said += data

    async def _take_errors(self, data: bytes) -> None:
        self.errors += data

    async def sees(self, words: bytes, times: int = 1) -> None:
        """Wait until a regular expression has come, so often."""
        await until(lambda: len(re.findall(words, self.said)) >= times, lambda: bytes(self.said[-400:]))

    async def end(self) -> End:
        async with asyncio.timeout(PATIENCE):
            return await asyncio.shield(self.session.end)


async def until(
    is_so: Callable[[], bool], words: Callable[[], object] = lambda: "it does not come true"
) -> None:
    """Wait until something is so."""
    end = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < end, words()
        await asyncio.sleep(0.01)


def is_there(pid: int) -> bool:
    """Whether a process is there and has not ended."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2][0]
    except OSError:
        return False
    return state != "Z"


def kill(pid: int) -> None:
    """As hard as can be."""
    os.kill(pid, signal.SIGKILL)
