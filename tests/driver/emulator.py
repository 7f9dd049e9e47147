"""Terminals to feed and to look at: pyte, taught what it lacks."""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import Any, NamedTuple

import pyte
from pyte.screens import Char, Margins


class Seen(NamedTuple):
    """What one sees in a cell: what can't be seen on a blank (its colour, its weight) is left out."""

    text: str
    look: tuple[Any, ...]

    def __eq__(self, other: object) -> bool:
        """Whether they look alike; one without a look is any."""
        if not isinstance(other, Seen):
            return NotImplemented
        return self.text == other.text and (not self.look or not other.look or self.look == other.look)

    __hash__ = None  # type: ignore[assignment]


class _Screen(pyte.Screen):
    """pyte's screen with left and right margins (DECLRMM, DECSLRM) and lines that scroll between them."""

    left, right = 0, 0

    def reset(self) -> None:
        super().reset()
        self.left, self.right = 0, self.columns - 1

    def set_mode(self, *modes: int, **kwargs: Any) -> None:
        super().set_mode(*modes, **kwargs)
        self.left, self.right = 0, self.columns - 1

    def set_left_right(self, left: int = 0, right: int = 0, **_: Any) -> None:
        assert 69 << 5 in self.mode, "margins are set where they are not switched on"
        self.left, self.right = (left or 1) - 1, (right or self.columns) - 1
        assert self.left < self.right
        self.cursor_position()

    def set_margins(self, top: int | None = None, bottom: int | None = None) -> None:
        super().set_margins(top or 1, bottom or self.lines)
        self.cursor_position()

    def _leftmost(self) -> int:
        """How far to the left the cursor goes from where it stands."""
        return self.left if self.cursor.x >= self.left else 0

    def carriage_return(self) -> None:
        self.cursor.x = self._leftmost()

    def backspace(self) -> None:
        self.cursor_back(1)

    def cursor_back(self, count: int | None = None) -> None:
        # As pyte has it, a cursor behind the last column stands in it.
        self.cursor.x = max(self._leftmost(), min(self.cursor.x, self.columns - 1) - (count or 1))

    def _band(self) -> Margins:
        return self.margins or Margins(0, self.lines - 1)

    def _roll(self, top: int, bottom: int, lines: int) -> None:
        """Move lines between the margins up, down when negative; new ones have the pen's background, as xterm has it."""
        blank = Char(" ", bg=self.cursor.attrs.bg)
        before = {y: dict(self.buffer[y]) for y in range(top, bottom + 1)}
        for y in range(top, bottom + 1):
            for x in range(self.left, self.right + 1):
                source = before.get(y + lines)
                self.buffer[y][x] = blank if source is None else source.get(x, self.default_char)

    def index(self) -> None:
        top, bottom = self._band()
        if self.cursor.y == bottom:
            if self.left <= self.cursor.x <= self.right:
                self._roll(top, bottom, 1)
        else:
            self.cursor_down()

    def erase_in_display(self, how: int = 0, *args: Any, **kwargs: Any) -> None:
        assert how == 2, "only the whole screen is erased"
        for y in range(self.lines):
            self.buffer[y].update(dict.fromkeys(range(self.columns), self.cursor.attrs))

    def insert_lines(self, count: int | None = None) -> None:
        self._roll(self.cursor.y, self._band().bottom, -(count or 1))
        self.carriage_return()

    def delete_lines(self, count: int | None = None) -> None:
        self._roll(self.cursor.y, self._band().bottom, count or 1)
        self.carriage_return()


class _Stream(pyte.Stream):
    csi = dict(pyte.Stream.csi, s="set_left_right")  # noqa: RUF012 - as pyte has it
    events = pyte.Stream.events | {"set_left_right"}


class Pyte:
    """An emulator in this process."""

    exact = True

    def __init__(self, width: int, height: int) -> None:
        """Of so many cells, with lines that do not wrap."""
        self.screen = _Screen(width, height)
        self._stream = _Stream(self.screen)
        self.feed("\x1b[?7l")

    def feed(self, data: str) -> None:
        """Take what a program writes."""
        self._stream.feed(data)

    def resize(self, width: int, height: int) -> None:
        """Have another size; what stands where is not said."""
        self.screen.resize(height, width)
        self.screen.left, self.screen.right = 0, width - 1

    def row(self, y: int) -> list[Seen]:
        """What is seen in a line."""
        return [seen(self.screen.buffer[y][x]) for x in range(self.screen.columns)]


def seen(char: Char) -> Seen:
    """What is seen of a cell of pyte's."""
    text = unicodedata.normalize("NFC", char.data)
    reverse, under, strike = char.reverse, char.underscore, char.strikethrough
    if text == " " and not (reverse or under or strike):
        return Seen(text, (char.bg,))
    colours = char.fg, char.bg
    return Seen(text, (*colours, char.bold, char.italics, under, strike, reverse, char.blink))


@cache
def look(sequence: str) -> Char:
    """How pyte draws a character after an SGR sequence: to know what a style should look like."""
    probe = Pyte(2, 1)
    probe.feed(sequence)
    return probe.screen.cursor.attrs
