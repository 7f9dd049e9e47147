"""A reading room for stories: opened over a collection, driven by keys, read back from the screen."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from textual.pilot import Pilot

from tui.app import Polemics, build
from tui.screens.reader import Reader


class Visit:
    """One visit to the room."""

    def __init__(self, app: Polemics, pilot: Pilot[None]) -> None:
        self.app, self.pilot = app, pilot

    @property
    def reader(self) -> Reader:
        """The first screen."""
        reader = self.app.screen_stack[0]
        assert isinstance(reader, Reader)
        return reader

    async def press(self, *keys: str) -> None:
        """Press keys, and wait until everything has followed."""
        for key in keys:
            await self.pilot.press(key)
            await self.settle()

    async def settle(self) -> None:
        await self.pilot.pause()
        await self.app.workers.wait_for_complete()
        await self.pilot.pause()

    @property
    def screen(self) -> str:
        """The characters on the screen, line by line."""
        width, height = self.app.size
        lines = self.app.screen._compositor.render_strips()
        return "\n".join(
            "".join(segment.text for segment in strip)[:width].rstrip() for strip in lines[:height]
        )


@asynccontextmanager
async def visit(
    collection: Path | None, size: tuple[int, int] = (120, 40), **given: object
) -> AsyncIterator[Visit]:
    """Open the room, wait until it is filled, and leave it at the end."""
    app = build(collection, **given)  # type: ignore[arg-type]
    async with app.run_test(size=size) as pilot:
        visit = Visit(app, pilot)
        await visit.settle()
        yield visit
