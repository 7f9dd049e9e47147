"""One process for all readers: every app runs in the event loop of the SSH server, as PyPI's `textish` has it; started by `serve.py`.

python tests/bench/one_process.py COLLECTION PORT HOST_KEY
"""

from __future__ import annotations

import asyncio
import codecs
import gc
import sys
from pathlib import Path
from typing import Any

import asyncssh
from textual import events
from textual._xterm_parser import XTermParser
from textual.geometry import Size

from tui.app import Polemics, build
from tui.driver.thin import ThinDriver


class Session(asyncssh.SSHServerSession[bytes]):
    """A reader: a channel, and an app of their own beside everybody else's."""

    def __init__(self, collection: Path) -> None:
        self._collection = collection

    def connection_made(self, chan: Any) -> None:
        self._chan = chan

    def pty_requested(self, term_type: str, term_size: Any, term_modes: Any) -> bool:
        return True

    def shell_requested(self) -> bool:
        return True

    def session_started(self) -> None:
        self._app = build(self._collection, resume=False)
        # A class of its own: Textual makes the driver, and gives it nothing that says whose it is.
        self._app.driver_class = type("Driver", (ChannelDriver,), {"channel": self._chan})
        self._running = asyncio.create_task(self._run(self._app))

    async def _run(self, app: Polemics) -> None:
        await app.run_async(mouse=app.settings.mouse)
        self._chan.exit(0)

    def data_received(self, data: bytes, datatype: Any) -> None:
        if isinstance(driver := self._app._driver, ChannelDriver):
            driver.take(data)

    def connection_lost(self, exc: Exception | None) -> None:
        self._app.exit()


class ChannelDriver(ThinDriver):
    """The thin driver at the end of a channel instead of a terminal."""

    channel: Any

    def flush(self) -> None:
        if self._flushing is not None:
            self._flushing.cancel()
            self._flushing = None
        if self._unsent and not self.channel.is_closing():
            self.channel.write("".join(self._unsent).encode())
        self._unsent.clear()

    def take(self, data: bytes) -> None:
        """Hand on what was typed."""
        if self._reading and (text := self._decode(data)):
            self._feed(text)

    def disable_input(self) -> None:
        self._reading = False

    def _has_terminal(self) -> bool:
        return True

    def _set_attributes(self) -> None:
        self.attrs_before = None

    def _start_reading(self) -> None:
        self._parser = XTermParser(self._debug)
        self._decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        self._reading = True

    def _get_terminal_size(self) -> tuple[int, int]:
        width, height, *_ = self.channel.get_terminal_size()
        return width, height

    def _tell_size(self) -> None:
        self.forget()
        size = Size(*self._get_terminal_size())
        self.send_message(events.Resize(size, size))


async def serve(collection: Path, port: int, key: str) -> None:
    """Let everybody in, for good."""

    class Server(asyncssh.SSHServer):
        def begin_auth(self, username: str) -> bool:
            return False

        def session_requested(self) -> Session:
            return Session(collection)

    await asyncssh.listen("127.0.0.1", port, server_factory=Server, server_host_keys=[key], encoding=None)
    gc.freeze()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]))
