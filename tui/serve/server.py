"""The server's life: what is opened and in which order, what signals mean, and how it ends."""

from __future__ import annotations

import asyncio
import errno
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from time import monotonic
from typing import TYPE_CHECKING, Any

from tui.serve import fresh, sandbox
from tui.serve.child import Limits
from tui.serve.hall import Hall
from tui.serve.house import House
from tui.serve.log import Log
from tui.serve.nursery import Nursery
from tui.serve.settings import Fault, Settings, SettingsError, waiting_for_restart
from tui.serve.waiting import ended

if TYPE_CHECKING:
    from tui.serve import ssh, web

PREPARE_EVERY = 600.0
"""Seconds between two looks at what is served, whether it is up to date."""

FILES_A_SESSION, FILES_BESIDE = 5, 100
"""Files that the server has open for each session (socket, terminal, process, line, one more as it begins), and beside."""

STOP_SECONDS = 5.0
"""Seconds that readers have after they were told that the server is being stopped; none after a second SIGTERM."""


def serve(house: House, settings: Settings, load: Callable[[], Settings]) -> int:
    """Serve a house until SIGTERM or SIGINT, and give the exit code; SIGHUP has `load` give the settings anew.

    Raises `OSError` or `ValueError` where a door, the log or a key cannot be opened, `SettingsError` where a port is taken.
    """
    return asyncio.run(_Server(house, settings, load).run())


class _Server:
    def __init__(self, house: House, settings: Settings, load: Callable[[], Settings]) -> None:
        self._house = house
        self._settings = settings
        self._load = load
        self._log = Log(settings.log, settings.log_format, monotonic)
        self._nursery = Nursery(
            house, warm=settings.warm, limits=Limits(), user=settings.user, told=self._log.note
        )
        self._hall = Hall(settings, self._nursery, self._log)
        self._ssh: ssh.Door | None = None
        self._web: web.Door | None = None
        self._stopped = asyncio.Event()
        self._reloading = asyncio.Event()

    async def run(self) -> int:
        loop = asyncio.get_running_loop()
        for stop in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(stop, self._stopped.set)
        loop.add_signal_handler(signal.SIGHUP, self._reloading.set)
        loop.add_signal_handler(signal.SIGCHLD, fresh.reap)
        fresh.adopt_orphans()
        self._have_files()
        opening = asyncio.create_task(self._open())
        stopping = asyncio.create_task(self._stopped.wait())
        try:
            await asyncio.wait((opening, stopping), return_when=asyncio.FIRST_COMPLETED)
            if opening.done() and opening.result():
                upkeep = asyncio.create_task(self._keep())
                await stopping
                await _cancelled(upkeep)
            self._stopped.clear()
            self._log.note(f"stopping; sessions: {len(self._hall)}")
        finally:
            await _cancelled(opening)
            await self._close()
        return 0 if stopping.done() else 3

    async def _open(self) -> bool:
        """Make everything ready, and open the doors; false if what is served cannot be."""
        if not await self._prepare():
            return False
        if await _code_of(fresh.start(sandbox.probe)):
            self._log.note(
                "this kernel has no filter of system calls: sessions are bound by all the other bounds alone"
            )
        if os.geteuid() == 0 and not self._settings.user:
            self._log.note("sessions run as root; give them a user of their own (user)")
        await self._nursery.open()
        await self._open_doors()
        return True

    def _have_files(self) -> None:
        """Have as many files open as the settings' sessions need, if that is allowed."""
        _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
        if most < self._settings.sessions * FILES_A_SESSION + FILES_BESIDE:
            self._log.note(
                f"{most} open files are allowed, too few for {self._settings.sessions} sessions (ulimit -n)"
            )

    async def _prepare(self) -> bool:
        """Bring what is served up to date, in a process of its own."""
        return await _code_of(fresh.start(self._house.prepare, user=self._settings.user)) == 0

    async def _open_doors(self) -> None:
        settings = self._settings
        if settings.ssh:
            from tui.serve import ssh

            door = ssh.Door(self._hall, self._house.commands)
            await _opened(door, "port", settings.address, settings.port)
            self._ssh = door
            self._log.note(f"SSH: port {self._ssh.port}, key {self._ssh.fingerprint}")
        if settings.web:
            from tui.serve import web

            page = web.Door(self._hall)
            await _opened(page, "web-port", settings.web_address, settings.web_port)
            self._web = page
            self._log.note(f"web: port {self._web.port}")
            if sys.stderr.isatty():
                # For the owner, who sits there; a token has no place in the log.
                print(f"Open {self._web.invitation} in a browser.", file=sys.stderr)

    async def _keep(self) -> None:
        """Reload when that is asked for, and look now and then whether what is served is up to date."""
        while True:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._reloading.wait(), PREPARE_EVERY)
            if self._reloading.is_set():
                self._reloading.clear()
                self._reload()
            if not await self._prepare():
                self._log.note("what is served could not be brought up to date")
                continue
            try:
                await self._nursery.renew()
            except (OSError, TimeoutError) as error:
                self._log.note(f"new readers see what the server began with: {error}")

    def _reload(self) -> None:
        try:
            settings = self._load()
            self._log.reopen()
            self._hall.settle(settings)
            for door in (self._ssh, self._web):
                if door is not None:
                    door.reload()
        except (SettingsError, OSError, ValueError) as error:
            self._log.note(f"not reloaded: {error}")
            return
        waiting = waiting_for_restart(self._settings, settings)
        self._settings = settings
        later = f"; {', '.join(waiting)} with the next start" if waiting else ""
        self._log.note(f"reloaded{later}")

    async def _close(self) -> None:
        """Send the readers home, then close the doors behind them."""
        await self._hall.clear("stopped", seconds=STOP_SECONDS, hurry=self._stopped)
        for door in (self._ssh, self._web):
            if door is not None:
                await door.close()
        await self._nursery.close()
        self._log.close()


async def _opened(door: ssh.Door | web.Door, option: str, address: str, port: int) -> None:
    """Open a door; raises `SettingsError` where its port is another's, and `OSError` where it cannot be opened else."""
    try:
        await door.open()
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        where = "every address" if address == "all" else address
        why = f"{port} is in use already at {where}"
        hint = f"end the program that uses it, or choose another (--{option} NUMBER)"
        raise SettingsError((Fault("polemics serve", option, why, hint),)) from error


async def _code_of(process: subprocess.Popen[bytes]) -> int:
    try:
        await ended(process.pid)
    finally:
        # Nothing where it has ended, the end of it where nobody waits any more.
        process.terminate()
        code = process.wait()
    return code


async def _cancelled(task: asyncio.Task[Any]) -> None:
    task.cancel()
    await asyncio.wait((task,))
