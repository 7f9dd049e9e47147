"""The wires between a session and its process: a terminal of its own, or pipes."""

from __future__ import annotations

import asyncio
import fcntl
import os
import struct
import termios
import tty
from collections.abc import Callable
from time import monotonic

from tui.serve import limits
from tui.serve.visit import Visit

_READ = 32 * 1024

_EACH = 100
"""What a message counts beside its bytes: thousands of small ones, as of a mouse that never rests, are more work than a large one."""


class Output:
    """What a process writes: read when it is asked for, by one at a time."""

    def __init__(self, file: int) -> None:
        """Of a file that is closed with this."""
        os.set_blocking(file, False)
        self._file = file
        self._loop = asyncio.get_running_loop()
        self._asked: asyncio.Future[bytes] | None = None
        self._listens = False

    async def read(self) -> bytes:
        """What has been written at the other end, empty when it is closed."""
        self._asked = self._loop.create_future()
        if not self._listens:
            self._listens = True
            self._loop.add_reader(self._file, self._take)
        return await self._asked

    def close(self) -> None:
        """Read no more; nobody may be waiting for it."""
        self._listen_no_more()
        os.close(self._file)

    def _take(self) -> None:
        if self._asked is None or self._asked.done():
            # Whoever asks has not yet dealt with what came before: the process waits.
            self._listen_no_more()
            return
        try:
            data = os.read(self._file, _READ)
        except BlockingIOError:
            return
        except OSError:
            # A terminal whose other end is closed tells it so (EIO).
            data = b""
        self._asked.set_result(data)

    def _listen_no_more(self) -> None:
        if self._listens:
            self._listens = False
            self._loop.remove_reader(self._file)


class Wires:
    """The server's ends in `outputs`, the process's standard streams in `theirs`."""

    def __init__(self, theirs: tuple[int, ...], outputs: tuple[int, ...]) -> None:
        """Take the ends over: they are closed with this."""
        self.theirs = theirs
        self.outputs = tuple(map(Output, outputs))

    def hand_over(self) -> None:
        """Close the process's ends here, now that it has them."""
        for file in set(self.theirs):
            os.close(file)
        self.theirs = ()

    def close(self) -> None:
        """Close the ends of this side."""
        for output in self.outputs:
            output.close()
        self.outputs = ()

    def feed(self, data: bytes) -> None:
        """Type something: there is nobody who reads it."""

    def resize(self, columns: int, rows: int) -> None:
        """Change the size of the terminal, of which there is none."""


class Terminal(Wires):
    """A pseudo-terminal: what is typed goes in no faster than `limits.INPUT` on average, sizes as `limits.Sizes` lets them."""

    def __init__(self, theirs: tuple[int, ...], master: int, hold: Callable[[bool], None]) -> None:
        """Take both ends over; `hold` is called with true when there is more typed than may go in, and with false later."""
        super().__init__(theirs, (master,))
        self._loop = asyncio.get_running_loop()
        self._master = master
        self._hold = hold
        self._held = False
        self._typed = bytearray()
        self._rate = limits.input_rate(monotonic)
        self._sizes = limits.Sizes(monotonic)
        self._pause: asyncio.TimerHandle | None = None
        self._sizing: asyncio.TimerHandle | None = None

    def feed(self, data: bytes) -> None:
        """Type something."""
        self._typed += data
        if (seconds := self._rate.spend(len(data) + _EACH)) > 0:
            if self._pause is not None:
                self._pause.cancel()
            self._pause = self._loop.call_later(seconds, self._go_on)
        self._type()

    def resize(self, columns: int, rows: int) -> None:
        """Change the size, now or after the pause since the last change."""
        seconds = self._sizes.offer(columns, rows)
        if seconds is not None:
            self._sizing = self._loop.call_later(seconds, self._set_size)

    def close(self) -> None:
        """Close this side: the process is told that its terminal hangs up."""
        for timer in (self._pause, self._sizing):
            if timer is not None:
                timer.cancel()
        if self.outputs:
            self._loop.remove_writer(self._master)
        super().close()
        self._typed.clear()

    def _go_on(self) -> None:
        self._pause = None
        self._type()

    def _type(self) -> None:
        """Hand on what the process takes, come back for the rest, and hold the door meanwhile."""
        if not self.outputs:
            return
        try:
            written = os.write(self._master, self._typed) if self._typed else 0
        except BlockingIOError:
            written = 0
        except OSError:
            # The process is gone; its end is told elsewhere.
            written = len(self._typed)
        del self._typed[:written]
        if self._typed:
            self._loop.add_writer(self._master, self._type)
        else:
            self._loop.remove_writer(self._master)
        held = bool(self._typed) or self._pause is not None
        if held != self._held:
            self._held = held
            self._hold(held)

    def _set_size(self) -> None:
        if self.outputs and (size := self._sizes.take()):
            _set_size(self._master, *size)


def open_terminal(visit: Visit, hold: Callable[[bool], None]) -> Wires:
    """A terminal for a visit; for a command it is one for output alone: nothing can be typed but Ctrl+C."""
    master, slave = os.openpty()
    _set_size(master, *limits.clamp(visit.columns, visit.rows))
    if visit.words:
        attributes = termios.tcgetattr(slave)
        attributes[tty.LFLAG] &= ~(termios.ECHO | termios.ICANON)
        attributes[tty.CC][termios.VSUSP] = attributes[tty.CC][termios.VQUIT] = b"\0"
        termios.tcsetattr(slave, termios.TCSANOW, attributes)
        return Terminal((os.open(os.devnull, os.O_RDONLY), slave, slave), master, hold)
    # What is typed early waits unseen for the app, which sets it so as well.
    tty.setraw(slave)
    return Terminal((slave, slave, slave), master, hold)


def open_pipes() -> Wires:
    """Pipes for output and errors; nothing can be typed."""
    out, out_there = os.pipe()
    errors, errors_there = os.pipe()
    return Wires((os.open(os.devnull, os.O_RDONLY), out_there, errors_there), (out, errors))


def _set_size(file: int, columns: int, rows: int) -> None:
    fcntl.ioctl(file, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
