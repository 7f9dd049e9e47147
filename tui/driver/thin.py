"""The thin driver: sends only the cells that changed."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from functools import partial
from typing import Any, ClassVar
from unicodedata import east_asian_width
from weakref import WeakKeyDictionary

from rich.color import ColorSystem
from textual import events
from textual._ansi_sequences import SYNC_END, SYNC_START
from textual._compositor import ChopsUpdate
from textual.driver import Driver
from textual.message import Message

from tui.driver import Painted, abilities
from tui.driver.cells import cell
from tui.driver.frame import Box, Frame, Row, Uncovered, Update, size_of
from tui.driver.pace import Pace
from tui.driver.packed import Packed, Unpacked, pack, unpack
from tui.driver.pen import PLAIN
from tui.driver.terminal import Abilities, Terminal
from tui.driver.tty import Tty
from tui.driver.uncovered import uncovered

PACKET = 1200
"""Bytes of a frame that reach the terminal together in any case, so that nothing has to be held back for the rest."""


class Thin(Driver):
    """Keeps what the terminal shows and sends the difference, for whichever driver comes after it in the order of bases."""

    full_repaint: ClassVar[bool] = False
    """Whether it begins with Textual's own output, which draws everything that might have changed."""

    def __init__(
        self, app: Any, *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        """Take the app's output over, from `App._display` on."""
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._colours = abilities.colours(app.console._color_system, os.environ)
        app.console._color_system = self._colours or ColorSystem.STANDARD
        self._ambiguous_sure = True
        self._terminal = Terminal(Abilities(*abilities.erasing(os.environ)))
        self._frame: Frame | None = None
        self._whole = self.full_repaint
        self._drawn: list[Box] | None = None
        self._paces: WeakKeyDictionary[Any, Pace] = WeakKeyDictionary()
        self._held = False
        self._stock_display = app._display
        app._display = self._display

    @property
    def repaints_fully(self) -> bool:
        """Whether Textual's own output is used."""
        return self._whole

    def repaint_fully(self, whole: bool) -> None:
        """Use Textual's own output, or no longer; the screen is drawn anew."""
        if whole:
            self.write(self._terminal.leave())
        self._whole = whole
        self._frame = None
        self.repaint()

    def repaint(self) -> None:
        """Draw the whole screen anew, whatever the terminal shows."""
        if self._whole or self._frame is None:
            self._app.screen.refresh(layout=True)
        else:
            self._terminal.forget()
            self._send(self._frame, ())

    def forget(self) -> None:
        """Take nothing that the terminal showed for granted: the next frame is drawn whole."""
        self._terminal.forget()

    # -- when it is drawn

    def hold(self) -> None:
        """Draw nothing for a moment, since a key has come and all that it does shall be drawn together."""
        self._hold(True)

    def draw(self) -> None:
        """Draw what has changed; it is sent with `release`."""
        if self._drawn is None:
            self._drawn = []
        if pace := self._paces.get(self._app.screen):
            pace.draw()

    def release(self) -> None:
        """Send what was drawn, and from now on draw whatever changes."""
        self._hold(False)
        drawn, self._drawn = self._drawn, None
        if drawn and self._frame is not None and not self._whole:
            self._send(self._frame, drawn)

    def _hold(self, held: bool) -> None:
        self._held = held
        for pace in self._paces.values():
            pace.held = held

    def _pace(self, screen: Any) -> None:
        if screen not in self._paces:
            self._paces[screen] = pace = Pace(screen)
            pace.held = self._held
            stock = screen._compositor.render_partial_update
            screen._compositor.render_partial_update = partial(self._update, screen._compositor, stock)

    def _update(self, compositor: Any, stock: Callable[[], ChopsUpdate | None]) -> Update | None:
        """What has changed on a screen: drawn by the widgets that changed, if nothing else stands there, else as Textual does."""
        return (None if self._whole else uncovered(compositor)) or stock()

    def _display(self, screen: Any, update: Any) -> None:
        self._pace(screen)
        app = self._app
        is_shown = update is not None and app._running and not app._closed and not app._batch_count
        if self._whole or not is_shown:
            if not isinstance(update, Uncovered):
                self._stock_display(screen, update)
            return
        if not isinstance(update, Update):
            self.write(self._terminal.leave())
            self._stock_display(screen, update)
            return
        try:
            self._draw(update)
        except Exception as error:
            app._handle_exception(error)
        finally:
            app.post_display_hook()

    def _draw(self, update: Update) -> None:
        width, height = size_of(update)
        if self._frame is None or (self._frame.width, self._frame.height) != (width, height):
            self._frame = Frame(width, height, self._colours, self._ambiguous_sure)
        drawn = self._frame.apply(update)
        if self._drawn is None:
            self._send(self._frame, drawn)
        else:
            self._drawn += drawn

    def _send(self, frame: Frame, drawn: Any) -> None:
        at = self._app.cursor_position
        data = self._terminal.show(frame, drawn, (at.x, at.y) if at != (0, 0) else None)
        if data:
            held = self._app._sync_available and len(data) > PACKET
            self.write(f"{SYNC_START}{data}{SYNC_END}" if held else data)
            self.flush()

    # -- what happens to the terminal

    def start_application_mode(self) -> None:
        """Take the terminal over, and show again what it showed before."""
        self.forget()
        super().start_application_mode()  # type: ignore[safe-super]  # the next of the bases has it
        if self._frame is not None and not self._whole:
            self._send(self._frame, ())

    def stop_application_mode(self) -> None:
        """Give the terminal back."""
        self.write(self._terminal.leave())
        super().stop_application_mode()  # type: ignore[safe-super]


class ThinDriver(Thin, Tty):
    """The thin driver of a terminal."""

    painted: ClassVar[Painted | None] = None
    """What stands in the terminal at the start."""

    _answers: str | None = None
    _narrow_at: int | None = None
    """In which column the cursor stands if a character of ambiguous width takes one cell; `None` when it was not asked."""

    def start_application_mode(self) -> None:
        """Take the terminal over; where the screen was painted already, go on from that."""
        painted, type(self).painted = self.painted, None
        self._begins_with = _unpacked(painted)
        super().start_application_mode()
        if painted is not None:
            self.attrs_before = painted.attributes
            painted.hand_over()
        if self._begins_with is not None:
            rows, self._ambiguous_sure = self._begins_with
            self._terminal.take(rows)

    def _enter(self) -> None:
        if self._begins_with is None:
            super()._enter()

    def _ask(self) -> None:
        super()._ask()
        self._answers = ""
        if os.environ.get("TERM_PROGRAM") != "Apple_Terminal":
            self.write("\x1b[?69$p")
        self._ask_width(self._begins_with.rows if self._begins_with else [])

    def _ask_width(self, rows: list[Row]) -> None:
        """Ask where the cursor stands after a character of ambiguous width: one that is on the screen, written again."""
        there = (
            (x, y, one)
            for y, row in enumerate(rows)
            for x, one in enumerate(row[:-2])
            if one.width == 1 and len(one.text) == 1 and east_asian_width(one.text) == "A"
        )
        x, y, one = next(there, (0, 0, None if rows else cell("\u00b7", PLAIN, 1, True)))
        if one is None:
            return
        self._narrow_at = x + 1
        self.write(f"\x1b[{y + 1};{x + 1}H{PLAIN.to(one.pen)}{one.text}{one.pen.to(PLAIN)}\x1b[6n")

    def _feed(self, text: str) -> None:
        if self._answers is not None:
            self._find_margins(self._answers + text)
        super()._feed(text)

    def _find_margins(self, said: str) -> None:
        """Look for the answer about margins in what the terminal says first."""
        self._answers = said[-_ANSWERS:]
        if answer := _MARGINS.search(said):
            self._answers = None
            if answer[1] in "123":
                self._terminal.can.margins = True
                self.write("\x1b[?69h")

    def process_message(self, message: Message) -> None:
        """Hear what the terminal says of itself, and hand on the rest."""
        if isinstance(message, events.CursorPosition) and self._narrow_at is not None:
            is_sure, self._narrow_at = message.x != self._narrow_at + 1, None
            if is_sure is not self._ambiguous_sure:
                self._ambiguous_sure = is_sure
                self._frame = None
                self._app.screen.refresh(layout=True)
            return
        super().process_message(message)

    def pack(self) -> Packed | None:
        """The screen as it was last shown; `None` if it is not known."""
        if self._whole or self._frame is None or self._drawn is not None:
            return None
        return pack(self._frame, self._terminal.can, self._ambiguous_sure)

    def _tell_size(self) -> None:
        self.forget()
        super()._tell_size()


def _unpacked(painted: Painted | None) -> Unpacked | None:
    """The cells of what was painted; `None` if they can't be told, so that everything has to be drawn."""
    try:
        return unpack(painted.cells) if painted is not None else None
    except ValueError:
        return None


_MARGINS = re.compile(r"\x1b\[\?69;([0-4])\$y")
_ANSWERS = 256


class FullRepaint(ThinDriver):
    """The thin driver, switched off to begin with."""

    full_repaint = True
