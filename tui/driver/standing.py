"""An app that stands ready: run to its first screen where nobody sees it, and gone on with in forks of the process.

    standing = Standing(app)            # in the parent, which runs no other event loop
    if not os.fork():
        standing.go_on()                # in a child, on the terminal of its standard streams

What the children have in common (widgets, styles, the first frame) is made once, and its memory is shared until they change it.
"""

from __future__ import annotations

import asyncio
import os
import selectors
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from rich.color import ColorSystem
from rich.console import Console
from textual import constants, events
from textual.geometry import Size

from tui.driver import abilities
from tui.driver.terminal import Abilities, Terminal
from tui.driver.thin import ThinDriver

SIZE = Size(80, 24)
"""Columns and rows of the first screen; a terminal of another size is drawn anew."""

_PATIENCE = 30.0
_THREADS = 4


def is_known() -> bool:
    """Whether this Python's event loop has what is needed to go on with it in another process."""
    return all(hasattr(asyncio.SelectorEventLoop, name) for name in ("_make_self_pipe", "_close_self_pipe"))


class Standing:
    """An app in the middle of its run."""

    def __init__(self, app: Any, *, mouse: bool = True) -> None:
        """Run it to its first screen, and leave it there, with no thread and no open file of the loop's.

        What the app itself has opened is its maker's to close before a fork. Raises `RuntimeError` where it does not come
        up, and what the app raised.
        """
        self.app = app
        app.driver_class = WaitingDriver
        self._selector = _Selector()
        self._loop = asyncio.SelectorEventLoop(self._selector)
        asyncio.set_event_loop(self._loop)
        with ThreadPoolExecutor(_THREADS) as executor:
            self._loop.set_default_executor(executor)
            self._run = self._loop.create_task(app.run_async(mouse=mouse))
            self._loop.run_until_complete(self._come_up())
        self._loop._close_self_pipe()  # type: ignore[attr-defined]
        self._selector.close()

    def go_on(self, begun: Callable[[], None] = lambda: None) -> None:
        """Show it on this process's terminal until it ends; `begun` is called when its event loop runs again."""
        self._selector.renew()
        self._loop._make_self_pipe()  # type: ignore[attr-defined]
        self._loop.set_default_executor(ThreadPoolExecutor(_THREADS))
        try:
            self._loop.run_until_complete(self._show(begun))
            self._loop.run_until_complete(self._loop.shutdown_default_executor())
        finally:
            self._loop.close()

    async def _come_up(self) -> None:
        from textual.pilot import Pilot

        async with asyncio.timeout(_PATIENCE):
            while not (self.app.is_running and self.app.screen_stack and self.app.screen.is_mounted):
                if self._run.done():
                    await self._run
                    raise RuntimeError("the app ended before it could stand ready")
                await asyncio.sleep(0.01)
            await self.app.workers.wait_for_complete()
            await Pilot(self.app).pause()

    async def _show(self, begun: Callable[[], None]) -> None:
        begun()
        self.app._driver.take_terminal()
        await self._run


class WaitingDriver(ThinDriver):
    """The thin driver of a terminal that comes later: until then it draws into its frame alone."""

    _has_come = False

    def take_terminal(self) -> None:
        """Begin to show, on the terminal of the standard streams and the environment, what was drawn so far."""
        self._has_come = True
        self._encoding = "utf-8"
        self._terminal = Terminal(Abilities(*abilities.erasing(os.environ)))
        colours = _colours(self._app.console, os.environ)
        if colours is not self._colours:
            self._colours = colours
            self._app.console._color_system = colours or ColorSystem.STANDARD
            self._frame = None
        self.start_application_mode()
        if self._frame is None:
            self.repaint()

    def start_application_mode(self) -> None:
        """Take the terminal over, if there is one."""
        if self._has_come:
            super().start_application_mode()
        else:
            self.send_message(events.Resize(SIZE, SIZE))

    def flush(self) -> None:
        """Write what has not been written, if there is a terminal."""
        if self._has_come:
            super().flush()
            return
        if self._flushing is not None:
            self._flushing.cancel()
            self._flushing = None
        self._unsent.clear()


def _colours(console: Console, environ: Mapping[str, str]) -> ColorSystem | None:
    """How many colours to send to the terminal of an environment."""
    kept = {name: value for name, value in environ.items() if name != "NO_COLOR"}
    system: Any = constants.COLOR_SYSTEM
    said = Console(color_system=system, file=console.file, legacy_windows=False, _environ=kept)._color_system
    return abilities.colours(said, environ)


class _Selector(selectors.BaseSelector):
    """A selector that can be closed before a fork, and made anew after it."""

    def __init__(self) -> None:
        self.renew()

    def renew(self) -> None:
        self._inner = selectors.DefaultSelector()

    def register(self, fileobj: Any, events: int, data: Any = None) -> selectors.SelectorKey:
        return self._inner.register(fileobj, events, data)

    def unregister(self, fileobj: Any) -> selectors.SelectorKey:
        return self._inner.unregister(fileobj)

    def modify(self, fileobj: Any, events: int, data: Any = None) -> selectors.SelectorKey:
        return self._inner.modify(fileobj, events, data)

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        return self._inner.select(timeout)

    def close(self) -> None:
        self._inner.close()

    def get_map(self) -> Mapping[Any, selectors.SelectorKey]:
        return self._inner.get_map()
