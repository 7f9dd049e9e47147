"""Keys take turns: each waits until the one before has had its whole effect."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable

from textual.app import App
from textual.events import Key
from textual.message import Message
from textual.message_pump import MessagePump

ROUNDS = 3
"""How often the marker goes round: behind the key, behind what it sent, and behind what that sent."""

LIMIT = 0.25
"""Seconds after which a key whose end did not come, for its widget is gone, is taken to have ended."""


class Settled(Message):
    """Sent behind a key through the same queues: where it arrives, the key has been."""

    def __init__(self, turn: int, rounds: int) -> None:
        """Of a turn; with so many rounds to go."""
        super().__init__()
        self.turn, self.rounds = turn, rounds


class Turns:
    """Lets keys through one at a time.

    A key travels through queues to the widget with the focus and up to the screen, and what it did there (a row chosen)
    travels as a message in the same way; a key typed quickly behind it would overtake that message and go to the pane that
    had the focus before. So a marker is sent behind each key, and sent again as often as a message may answer a
    message. Keys that arrive meanwhile wait, and go to whatever has the focus then.
    """

    def __init__(self, app: App[None], forward: Callable[[Key], Awaitable[None]]) -> None:
        """Let keys through to `forward`, which hands them to the widget with the focus."""
        self._app = app
        self._forward = forward
        self._waiting: deque[Key] = deque()
        self._turn = 0
        self._target: MessagePump | None = None
        self._limit: asyncio.TimerHandle | None = None

    async def take(self, key: Key) -> None:
        """Let a key through, or have it wait for its turn."""
        if self._target is not None:
            self._waiting.append(key)
        else:
            await self._begin(key)

    async def settled(self, marker: Settled) -> None:
        """A marker has come back: send it round again, or end the turn."""
        if marker.turn != self._turn or self._target is None:
            return
        if marker.rounds == 0 or not self._target.post_message(Settled(self._turn, marker.rounds - 1)):
            await self._end(self._turn)

    async def _begin(self, key: Key) -> None:
        self._turn += 1
        self._target = self._app.focused or self._app.screen
        loop = asyncio.get_running_loop()
        turn = self._turn
        self._limit = loop.call_later(LIMIT, lambda: self._app.call_later(self._end, turn))
        await self._forward(key)
        if not self._target.post_message(Settled(self._turn, ROUNDS - 1)):
            await self._end(self._turn)

    async def _end(self, turn: int) -> None:
        if turn != self._turn or self._target is None:
            return
        self._target = None
        if self._limit is not None:
            self._limit.cancel()
        if self._waiting:
            await self._begin(self._waiting.popleft())
