"""What is done in a scene: keys, words, clicks, a new size, a wait for text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from tui.scenes.trouble import SceneBroken

if TYPE_CHECKING:
    from textual.pilot import Pilot

MODIFIERS = ("alt", "ctrl", "hyper", "meta", "shift", "super")


@dataclass(frozen=True)
class Press:
    """One key, as Textual names it (`j`, `enter`, `ctrl+d`)."""

    key: str

    def __str__(self) -> str:
        """The key."""
        return self.key

    async def do(self, pilot: Pilot[object]) -> None:
        """Press it."""
        await pilot.press(self.key)


@dataclass(frozen=True)
class Type:
    """One character of typed words; a blank is the space key."""

    character: str

    def __str__(self) -> str:
        """`type: x`."""
        return f"type: {self.character}"

    async def do(self, pilot: Pilot[object]) -> None:
        """Press the character's key."""
        await pilot.press({" ": "space", "\n": "enter", "\t": "tab"}.get(self.character, self.character))


@dataclass(frozen=True)
class Click:
    """A click of the mouse.

    On the middle of the first widget that the CSS selector `on` finds or, with `at`, on that cell (column, row, from 0) of
    the widget, or of the screen where `on` is empty.
    """

    on: str = ""
    at: tuple[int, int] | None = None
    times: int = 1
    button: int = 1

    def __str__(self) -> str:
        """`click: #list 3,1`."""
        cell = f"{self.at[0]},{self.at[1]}" if self.at else ""
        return f"click: {self.on} {cell}".replace("  ", " ").rstrip()

    async def do(self, pilot: Pilot[object]) -> None:
        """Click; `SceneBroken` where nothing is to be clicked on."""
        from textual.pilot import OutOfBounds

        target = next(iter(pilot.app.screen.query(self.on)), None) if self.on else pilot.app.screen
        if target is None:
            raise SceneBroken(f"nothing on the screen is {self.on}")
        region = target.region
        middle = (region.width // 2, region.height // 2)
        try:
            await pilot.click(
                offset=region.offset + (self.at or middle), times=self.times, button=self.button
            )
        except OutOfBounds:
            raise SceneBroken("that is outside of the screen") from None


@dataclass(frozen=True)
class Resize:
    """A new size of the terminal, in columns and rows."""

    width: int
    height: int

    def __str__(self) -> str:
        """`resize: 40x12`."""
        return f"resize: {self.width}x{self.height}"

    async def do(self, pilot: Pilot[object]) -> None:
        """Give the terminal the size."""
        await pilot.resize_terminal(self.width, self.height)


@dataclass(frozen=True)
class Wait:
    """Wait until the regular expression is found in the screen's text (lines without trailing blanks), `limit` seconds at most."""

    pattern: str
    limit: float = 10.0

    def __str__(self) -> str:
        """`wait: /done/`."""
        return f"wait: /{self.pattern}/"

    async def do(self, pilot: Pilot[object]) -> None:
        """Wait; `SceneBroken` when the limit is over."""
        from time import monotonic

        from tui.scenes.capture import text

        found, end = re.compile(self.pattern, re.MULTILINE).search, monotonic() + self.limit
        while not found(text(pilot.app)):
            if monotonic() > end:
                raise SceneBroken(f"not on the screen after {self.limit:g} s")
            await pilot.pause(0.02)


Step = Press | Type | Click | Resize | Wait


def is_key(key: str) -> bool:
    """Whether Textual knows such a key: one character, or a name, either with modifiers (`ctrl+d`, `shift+tab`)."""
    from unicodedata import lookup

    if len(key) == 1:
        return key.isprintable()
    *modifiers, name = key.split("+")
    if not all(modifier in MODIFIERS for modifier in modifiers):
        return False
    if len(name) == 1 or name in key_names():
        return True
    try:
        return bool(lookup(name.replace("_", " ")))
    except KeyError:
        return False


@cache
def key_names() -> frozenset[str]:
    """The names of keys that are no characters (`enter`, `f1`), and of characters that Textual calls otherwise than Unicode."""
    from textual.keys import KEY_NAME_REPLACEMENTS, KEY_TO_UNICODE_NAME, Keys

    named = {key.value for key in Keys if not set(key.value) & {"+", "<"}}
    return frozenset(named.union(KEY_NAME_REPLACEMENTS.values(), KEY_TO_UNICODE_NAME))
