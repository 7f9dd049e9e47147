"""When a screen is drawn: at once, not at the next tick of Textual's clock; and once for all that a key does."""

from __future__ import annotations

import asyncio
from typing import Any

from textual.constants import MAX_FPS

PERIOD = 1 / MAX_FPS
"""Seconds that lie between two drawings at least, but for those that end a hold; and a hold lasts at most."""


class Pace:
    """Stands in a screen where Textual has the timer that draws it, and is spoken to as that is."""

    def __init__(self, screen: Any) -> None:
        """Of a screen, which keeps it from now on."""
        self._screen = screen
        self._loop = asyncio.get_running_loop()
        self._next: asyncio.TimerHandle | None = None
        self._last = 0.0
        self.held = False
        """Whether drawing waits, since more is to come."""
        # Kept, so that the screen stops it when it ends.
        self._stock, screen._Screen__update_timer = screen._update_timer, self
        self._stock.pause()

    def resume(self) -> None:
        """Something has to be drawn."""
        if self._next is None:
            now = self._loop.time()
            when = now + PERIOD if self.held else max(now, self._last + PERIOD)
            self._next = self._loop.call_at(when, self.draw)

    def pause(self) -> None:
        """Nothing has to be drawn any more."""
        if self._next is not None:
            self._next.cancel()
            self._next = None

    def draw(self) -> None:
        """Draw what has changed."""
        self.pause()
        screen = self._screen
        if not screen.is_running:
            return
        self._last = self._loop.time()
        try:
            with screen._context():
                screen._on_timer_update()
        except Exception as error:
            screen.app._handle_exception(error)
