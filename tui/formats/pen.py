"""Writes running text of markup (HTML, XML) to a scribe: blanks in it mean one blank, and stand outside of marks."""

from __future__ import annotations

import re
from collections.abc import Callable

from tui.formats.scribe import Gap, Scribe
from tui.model import MarkKind

_BLANKS = re.compile("[ \t\n\r\f\xa0]+")
Leave = Callable[[], None]


class Pen:
    """Text, gaps, marks and labels in the order of reading."""

    def __init__(self, scribe: Scribe) -> None:
        """Begin where the scribe stands."""
        self.scribe = scribe
        self.label = ""
        self._blank = False
        self._breaks = 0

    @property
    def at_start(self) -> bool:
        """Whether nothing is written yet in this line."""
        return self.scribe.at_gap or not self.scribe.length

    def words(self, words: str) -> None:
        """Write running text."""
        words = _BLANKS.sub(" ", words)
        if words == " " or not words:
            self._blank = self._blank or bool(words)
            return
        if words[0] == " ":
            self._blank, words = True, words[1:]
        ends_blank = words[-1] == " "
        self.exactly(words[:-1] if ends_blank else words)
        self._blank = ends_blank

    def exactly(self, words: str) -> None:
        """Write text whose blanks and line ends are meant."""
        label, self.label = self.label, ""
        if label:
            self._blank = False
        else:
            self._flush()
        self._blank, self._breaks = False, 0
        self.scribe.text(label + words)

    def line_break(self) -> None:
        """Break the line; a second break in a row ends the paragraph."""
        self._breaks += 1
        self.gap(Gap.LINE if self._breaks == 1 else Gap.BLOCK)

    def gap(self, gap: Gap) -> None:
        """Say what stands before the next text."""
        self._blank = False
        self.scribe.gap(gap)

    def mark(self, kind: MarkKind, value: str = "") -> Leave:
        """Begin a mark in the line; what is given back ends it."""
        self._flush()
        self.scribe.open(kind, value)
        return self.scribe.close

    def block(self, kind: MarkKind | None = None, value: str = "", gap: Gap = Gap.BLOCK) -> Leave:
        """Begin a block, marked or not; what is given back ends it."""
        self.gap(gap)
        if kind is not None:
            self.scribe.open(kind, value)

        def leave() -> None:
            self.label = ""
            if kind is not None:
                self.scribe.close()
            self.gap(gap)

        return leave

    def item(self, label: str) -> Leave:
        """Begin an item of a list."""
        leave = self.block(MarkKind.ITEM, label, Gap.LINE)
        self.label += label + " "
        return leave

    def page(self, number: str) -> None:
        """Begin a page at the next text."""
        self._flush()
        self.scribe.page(number)

    def note_number(self, number: str) -> None:
        """Write a note's number in brackets: raised it is told from a year before it, in plain text it is not."""
        self._blank = False
        if self.at_start:
            self.label += f"[{number}] "
            return
        self.scribe.open(MarkKind.NOTE, number)
        self.exactly(f"[{number}]")
        self.scribe.close()

    def _flush(self) -> None:
        """Write the blank that is due, outside of the mark that begins."""
        if self._blank and not self.at_start:
            self.scribe.text(" ")
        self._blank = False
