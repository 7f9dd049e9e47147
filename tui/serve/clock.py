"""A session's clock: how long it may be quiet and how long it may last, each with a warning before its end."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from time import monotonic

WARNING = 60.0
"""Seconds between a warning and the end, at most half of the time allowed."""


class Clock:
    """Warns and closes; it wakes only when something may be due."""

    def __init__(
        self,
        idle: float | None,
        total: float | None,
        say: Callable[[str], None],
        close: Callable[[str], None],
    ) -> None:
        """Seconds without a key and seconds in all after which `close` is called with `idle` or `time`; `None` for no bound."""
        self._bounds = {"idle": idle, "time": total}
        self._say = say
        self._close = close
        self._warned: set[str] = set()
        self._timer: asyncio.TimerHandle | None = None

    def start(self) -> None:
        """Begin to count."""
        self._since = dict.fromkeys(self._bounds, monotonic())
        self._look()

    def heard(self) -> None:
        """The visitor is there: count the quiet anew."""
        self._since["idle"] = monotonic()
        self._warned.discard("idle")

    def stop(self) -> None:
        """Count no more."""
        if self._timer is not None:
            self._timer.cancel()

    def _look(self) -> None:
        """Do what is due, and come back when the next may be."""
        now, next_look = monotonic(), None
        for why, bound in self._bounds.items():
            if bound is None:
                continue
            left = self._since[why] + bound - now
            ahead = min(WARNING, bound / 2)
            if left <= 0:
                self._close(why)
                return
            if left <= ahead and why not in self._warned:
                self._warned.add(why)
                self._say(_warning(why, left))
            due = left if why in self._warned else left - ahead
            next_look = due if next_look is None else min(next_look, due)
        if next_look is not None:
            self._timer = asyncio.get_running_loop().call_later(max(next_look, 0.001), self._look)


def _warning(why: str, left: float) -> str:
    seconds = max(1, round(left))
    if why == "idle":
        return f"no key was pressed for long: the session is closed in {seconds} s, any key keeps it open"
    return f"time is nearly up: the session is closed in {seconds} s"
