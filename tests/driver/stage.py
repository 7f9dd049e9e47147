"""Plays an app with the thin driver and has emulators watch it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from itertools import dropwhile, takewhile, zip_longest
from typing import Any, Protocol

from rich.cells import cell_len
from rich.color import ColorSystem
from rich.segment import Segment
from textual import events
from textual.app import App
from textual.driver import Driver
from textual.geometry import Size
from textual.pilot import Pilot
from textual.strip import Strip

from tests.driver.emulator import Pyte, Seen
from tui.driver.frame import Frame
from tui.driver.terminal import Abilities
from tui.driver.thin import Thin

_ROUNDS = 3
"""How often a screen that is not yet what it will be is looked at again."""


class Watcher(Protocol):
    """A terminal that can be fed and looked at."""

    exact: bool
    """Whether it tells in which cell a character stands, behind one of doubtful width too."""

    def feed(self, data: str) -> None:
        """Take what a program writes."""

    def resize(self, width: int, height: int) -> None:
        """Have another size."""

    def row(self, y: int) -> list[Seen]:
        """What is seen in a line, cell by cell."""


class _Memory(Driver):
    """A terminal that keeps what is written to it."""

    written = ""

    def write(self, data: str) -> None:
        self.written += data

    def start_application_mode(self) -> None:
        self.tell_size()

    def disable_input(self) -> None:
        pass

    def stop_application_mode(self) -> None:
        pass

    def tell_size(self) -> None:
        assert self._size is not None
        size = Size(*self._size)
        self._app.post_message(events.Resize(size, size))


class ThinMemory(Thin, _Memory):
    """The thin driver before such a terminal, which can do what is said here."""

    can = Abilities()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._terminal.can = self.can


class Stage:
    """An app that is being played."""

    def __init__(self, app: App[Any], pilot: Pilot[Any], watchers: Sequence[Watcher]) -> None:
        self.app, self.pilot, self.watchers = app, pilot, watchers
        self.sent = 0

    @property
    def driver(self) -> ThinMemory:
        """The app's driver."""
        driver = self.app._driver
        assert isinstance(driver, ThinMemory)
        return driver

    async def press(self, key: str) -> None:
        """Press a key, and compare what is shown then."""
        await self.pilot.press(key)
        await self.compare(key)

    async def resize(self, width: int, height: int) -> None:
        """Have a terminal of another size, and compare what is shown then."""
        for watcher in self.watchers:
            watcher.resize(width, height)
        self.driver._size = (width, height)
        self.driver.forget()
        self.driver.tell_size()
        await self.compare(f"resize to {width}×{height}")

    async def compare(self, after: str) -> None:
        """Compare the cells that the watchers see with those that Textual's own output would have shown."""
        self.sent = 0
        for left in range(_ROUNDS, -1, -1):
            await self.settle()
            sent, self.driver.written = self.driver.written, ""
            self.sent += len(sent.encode())
            for watcher in self.watchers:
                watcher.feed(sent)
            try:
                self._compare_now(after, sent)
            except AssertionError:
                if not left:
                    raise
                # A screen can ask for another layout when it has drawn one: a bar comes, and text gets narrower.
                await asyncio.sleep(0.05)
            else:
                return

    def _compare_now(self, after: str, sent: str) -> None:
        wanted = self.wanted()
        for watcher in self.watchers:
            for y, row in enumerate(wanted):
                there = watcher.row(y)
                if not watcher.exact and None in row:
                    row, there = _after_doubts(row, there)
                if not watcher.exact:
                    row = _without_last_blanks(row)
                for x, (cell, other) in enumerate(zip_longest(row, there[: len(row)], fillvalue=NONE)):
                    assert cell is None or cell == other, (
                        f"after {after}, {type(watcher).__name__}, line {y}, cell {x}: {other}, not {cell}\n"
                        f"  shown:  {''.join(c.text for c in there)}\n  sent: {sent!r}"
                    )

    async def settle(self) -> None:
        """Wait until nothing is left to be drawn."""
        for _ in range(200):
            await self.pilot.pause()
            screen = self.app.screen
            busy = screen._dirty_widgets or screen._layout_required or screen._compositor._dirty_regions
            frame = self.driver._frame
            if not self.driver.repaints_fully:
                busy = busy or frame is None or (frame.width, frame.height) != self.app.size
            if not busy and not any(not worker.is_finished for worker in self.app.workers):
                return
            await asyncio.sleep(0.01)
        raise AssertionError("the app goes on drawing")

    def wanted(self) -> list[list[Seen | None]]:
        """The screen as a terminal shows it that gets Textual's own output; `None` where terminals differ."""
        update = self.app.screen._compositor.render_update(
            full=True, screen_stack=self.app._background_screens
        )
        width, height = self.app.size
        fresh = Pyte(width, height)
        colours = self.driver._colours
        assert colours is not None
        for y, strips in enumerate(update.strips):  # type: ignore[union-attr]
            fresh.feed(f"\x1b[{y + 1}H")
            for text, style, _ in (segment for strip in strips for segment in _without_first_marks(strip)):
                # Not `Strip.render`, which keeps what it made for the colours of another terminal.
                fresh.feed(f"\x1b[{Strip.render_ansi(style, colours) if style else ''}m{text}\x1b[m")
        frame = self.driver._frame
        if self.driver.repaints_fully:
            # Rich keeps the sequence of a style for whichever colours it was first asked for.
            return [[Seen(seen.text, ()) for seen in fresh.row(y)] for y in range(height)]
        assert frame is not None
        assert (frame.width, frame.height) == (width, height)
        again = Frame(width, height, colours, frame._ambiguous_sure)
        rows: list[list[Seen | None]] = []
        for y in range(height):
            shown = fresh.row(y)
            strips = update.strips[y]  # type: ignore[union-attr]
            if all(c.sure for strip in strips for c in again._cells(strip)):
                rows.append(list(shown))
            else:
                # Textual cuts a line with clusters in doubt elsewhere when it draws a part of it than when it draws
                # all: the driver's own cells are what it has to hold the terminal to.
                rows.append([Seen(c.text, ()) if c.sure else None for c in frame.rows[y]])
        return rows


def _without_first_marks(strip: Strip) -> Iterator[Segment]:
    """A piece of a line without the marks that it begins with: their letter was cut off, and what is drawn before it is
    another widget's."""
    begun = False
    for segment in strip:
        text = segment.text if begun else "".join(dropwhile(lambda sign: not cell_len(sign), segment.text))
        begun = begun or bool(text)
        if text:
            yield Segment(text, segment.style)


def _after_doubts(row: list[Seen | None], there: list[Seen]) -> tuple[list[Seen | None], list[Seen]]:
    """What comes after the last doubt in a line, counted from the ends of the lines as they are read."""
    sure = list(takewhile(lambda cell: cell is not None, reversed(row)))
    last = len(there)
    while last and there[last - 1].text == " ":
        last -= 1
    while sure and sure[0] is not None and sure[0].text == " ":
        sure.pop(0)
    return sure[::-1], there[last - len(sure) : last] if len(sure) <= last else []


NONE = Seen("nothing", ())


def _without_last_blanks(row: list[Seen | None]) -> list[Seen | None]:
    """A line, without the background of blanks at its end, which is not told of terminals that erase to it."""
    last = len(row)
    while last and (blank := row[last - 1]) is not None and blank.text == " ":
        last -= 1
    return [*row[:last], *[Seen(" ", ())] * (len(row) - last)]


def play(
    app: App[Any],
    size: tuple[int, int],
    watchers: Sequence[Watcher],
    story: Callable[[Stage], Awaitable[None]],
    *,
    colours: ColorSystem = ColorSystem.TRUECOLOR,
    can: Abilities | None = None,
) -> None:
    """Run an app in memory while a story is played on it."""
    app.driver_class = type("ThinMemory", (ThinMemory,), {"can": can or Abilities()})
    app.console._color_system = colours

    async def playing(pilot: Pilot[Any]) -> None:
        stage = Stage(app, pilot, watchers)
        await stage.compare("the start")
        await story(stage)
        app.exit()

    asyncio.run(app.run_async(size=size, auto_pilot=playing))
