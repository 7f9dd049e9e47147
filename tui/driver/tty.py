"""Textual's driver of a terminal, without its threads: it wakes for keys alone."""

from __future__ import annotations

import asyncio
import codecs
import os
import signal
import sys
import termios
import tty
from typing import Any

from textual import constants, events
from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import (
    KITTY_DISAMBIGUATE_ESCAPE_CODES,
    KITTY_REPORT_ALL_KEYS,
    KITTY_REPORT_ASSOCIATED_TEXT,
    LinuxDriver,
)
from textual.geometry import Size
from textual.message import Message

_KITTY = KITTY_DISAMBIGUATE_ESCAPE_CODES | KITTY_REPORT_ALL_KEYS | KITTY_REPORT_ASSOCIATED_TEXT
_READ = 4096


class Tty(LinuxDriver):
    """A driver that reads and writes the terminal from the app's own event loop."""

    def __init__(
        self, app: Any, *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        """Of an app, in the main thread, with a loop running; `size` in cells, else the terminal's own."""
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._unsent: list[str] = []
        self._flushing: asyncio.Handle | None = None
        self._reading = False
        self._waiting: asyncio.TimerHandle | None = None
        output = self._file or sys.stderr
        self._output, self._encoding = output.fileno(), output.encoding or "utf-8"

    # -- writing

    def write(self, data: str) -> None:
        """Write before the loop goes on, or with the next `flush`."""
        self._unsent.append(data)
        if self._flushing is None:
            self._flushing = self._loop.call_soon(self.flush)

    def flush(self) -> None:
        """Write what has not been written; waits for a terminal that is slow."""
        if self._flushing is not None:
            self._flushing.cancel()
            self._flushing = None
        data = memoryview("".join(self._unsent).encode(self._encoding, "replace"))
        self._unsent.clear()
        try:
            while data:
                data = data[os.write(self._output, data) :]
        except OSError:
            # The terminal is gone; its end is told by SIGHUP, or when it is read.
            return

    def close(self) -> None:
        """Write the rest."""
        self.flush()

    # -- beginning and ending

    def start_application_mode(self) -> None:
        """Take the terminal over; does nothing in a job of the shell's background, which is stopped until it comes forward."""
        if not self._has_terminal():
            return
        self._loop.add_signal_handler(signal.SIGWINCH, self._tell_size)
        self._tell_size()
        self._set_attributes()
        self._enter()
        self.write("\x1b[?1004h")
        if not constants.DISABLE_KITTY_KEY:
            self.write(f"\x1b[>{_KITTY}u")
        self._enable_mouse_support()
        self._enable_bracketed_paste()
        self._disable_line_wrap()
        self._start_reading()
        self._ask()
        self.flush()
        if self._must_signal_resume:
            self._must_signal_resume = False
            self.send_message(self.SignalResume())

    def disable_input(self) -> None:
        """Leave the terminal's input alone from now on; what has been typed is thrown away."""
        if not self._reading:
            return
        self._reading = False
        self._loop.remove_reader(self.fileno)
        self._loop.remove_signal_handler(signal.SIGWINCH)
        if self._waiting is not None:
            self._waiting.cancel()
        self._disable_mouse_support()
        try:
            termios.tcflush(self.fileno, termios.TCIFLUSH)
        except termios.error:
            # It is no terminal, or none any more.
            return

    def stop_application_mode(self) -> None:
        """Give the terminal back as it was."""
        super().stop_application_mode()
        self.flush()

    def _enter(self) -> None:
        """Begin a screen of one's own, without a cursor."""
        self.write("\x1b[?1049h\x1b[?25l")

    def _has_terminal(self) -> bool:
        """Whether the terminal listens to this process; one in the background is stopped by asking, as Textual's driver does it."""
        if not os.isatty(self.fileno):
            return True
        stop_again = (signal.SIGTTOU, signal.SIGTTIN)
        for one in stop_again:
            signal.signal(one, lambda *_: os.kill(os.getpid(), signal.SIGSTOP))
        try:
            termios.tcsetattr(self.fileno, termios.TCSANOW, termios.tcgetattr(self.fileno))
        except termios.error:
            return False
        finally:
            for one in stop_again:
                signal.signal(one, signal.SIG_DFL)
        return True

    def _set_attributes(self) -> None:
        """Have keys as they are typed, and output as it is written."""
        try:
            self.attrs_before = termios.tcgetattr(self.fileno)
            attributes = termios.tcgetattr(self.fileno)
            attributes[tty.LFLAG] = self._patch_lflag(attributes[tty.LFLAG])
            attributes[tty.IFLAG] = self._patch_iflag(attributes[tty.IFLAG])
            attributes[tty.OFLAG] &= ~termios.OPOST
            attributes[tty.CC][termios.VMIN] = 1
            termios.tcsetattr(self.fileno, termios.TCSANOW, attributes)
        except termios.error:
            self.attrs_before = None

    def _get_terminal_size(self) -> tuple[int, int]:
        """The terminal's own columns and rows: `COLUMNS` and `LINES`, exported by some shells, never follow it."""
        try:
            columns, rows = os.get_terminal_size(self.fileno)
        except OSError:
            return super()._get_terminal_size()
        return (columns, rows) if columns and rows else super()._get_terminal_size()

    def _ask(self) -> None:
        """Ask the terminal what it can do."""
        self._request_terminal_sync_mode_support()
        self._query_in_band_window_resize()

    def _tell_size(self) -> None:
        if not self._in_band_window_resize:
            size = Size(*self._get_terminal_size())
            self.send_message(events.Resize(size, size))

    # -- reading

    def _start_reading(self) -> None:
        self._parser = XTermParser(self._debug)
        self._decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        try:
            self._loop.add_reader(self.fileno, self._read)
        except PermissionError:
            # A file, which is no terminal: there will be no keys.
            return
        self._reading = True

    def _read(self) -> None:
        try:
            data = os.read(self.fileno, _READ)
        except OSError:
            data = b""
        if not data:
            # The terminal is gone.
            self.disable_input()
            self._app.exit()
            return
        text = self._decode(data)
        if text:
            self._feed(text)

    def _feed(self, text: str) -> None:
        for message in self._parser.feed(text):
            self.process_message(message)
        self._wait_for_more()

    def _wait_for_more(self) -> None:
        """After an Escape, wait whether more comes: alone it is a key."""
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None
        if self._parser._timeout_time is not None:
            self._waiting = self._loop.call_later(constants.ESCAPE_DELAY, self._wait_ended)

    def _wait_ended(self) -> None:
        self._waiting = None
        for message in self._parser.tick():
            self.process_message(message)
        self._wait_for_more()

    def send_message(self, message: Message) -> None:
        """Hand a message to the app, which runs in the same loop."""
        self._app.post_message(message)
