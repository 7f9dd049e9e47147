"""Keys take turns: each waits until the one before has had its whole effect, and has been drawn."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

from textual.app import App
from textual.events import Key
from textual.message_pump import MessagePump

LIMIT = 0.25
"""Seconds after which a key is taken to have had its effect, though something it began still goes on."""

LOOKS, PAUSE = 64, 0.005
"""How often to look with every round of the loop whether all is at rest, and seconds between looks after that."""

DRAWINGS = 3
"""How often what a key changed is drawn before it is shown: to draw may give panes a size, which has them change again."""


class Turns:
    """Lets keys through one at a time.

    A key travels through queues to the widget with the focus and up to the screen, and what it did there (a row chosen)
    travels as a message in the same way; a key typed quickly behind it would overtake that message and go to the pane that
    had the focus before. So a key's turn lasts until every widget waits for its next message. Keys that arrive
    meanwhile wait, and go to whatever has the focus then.
    """

    def __init__(
        self,
        app: App[None],
        forward: Callable[[Key], Awaitable[None]],
        *,
        began: Callable[[], None] = lambda: None,
        draw: Callable[[], None] = lambda: None,
        ended: Callable[[], None] = lambda: None,
    ) -> None:
        """Let keys through to `forward`, which hands them to the widget with the focus.

        `began` is called before each; `draw` when it has had its effect and none waits behind it, and again if drawing had
        effects of its own; `ended` after that.
        """
        self._app = app
        self._forward = forward
        self._began, self._draw, self._ended = began, draw, ended
        self._waiting: deque[Key] = deque()
        self._is_on = False
        self._until = 0.0
        self._looks = self._drawings = 0

    async def take(self, key: Key) -> None:
        """Let a key through, or have it wait for its turn."""
        if self._is_on:
            self._waiting.append(key)
        else:
            await self._begin(key)

    async def _begin(self, key: Key) -> None:
        loop = asyncio.get_running_loop()
        self._is_on, self._until = True, loop.time() + LIMIT
        self._looks = self._drawings = 0
        self._began()
        await self._forward(key)
        loop.call_soon(self._look)

    def _look(self) -> None:
        """See whether the key has had its effect."""
        loop = asyncio.get_running_loop()
        if self._is_moving() and loop.time() < self._until:
            self._looks += 1
            if self._looks < LOOKS:
                loop.call_soon(self._look)
            else:
                loop.call_later(PAUSE, self._look)
        elif self._waiting:
            self._app.call_later(self._next)
        elif self._drawings < DRAWINGS:
            self._drawings += 1
            self._draw()
            if self._is_moving():
                loop.call_soon(self._look)
            else:
                self._end()
        else:
            self._end()

    def _end(self) -> None:
        self._is_on = False
        self._ended()

    async def _next(self) -> None:
        self._ended()
        await self._begin(self._waiting.popleft())

    def _is_moving(self) -> bool:
        """Whether a message is on its way, or is being answered."""
        return not all(_is_at_rest(pump) for pump in self._pumps())

    def _pumps(self) -> Iterator[MessagePump]:
        yield self._app
        if self._app.screen_stack:
            yield from self._app.screen.walk_children(with_self=True)


def _is_at_rest(pump: MessagePump) -> bool:
    """Whether it has answered all messages, and waits for the next."""
    queue: Any = pump._message_queue
    return queue.empty() and bool(queue.ready_event._waiters)
