"""Pane 1: who publishes, and who is written about."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.message import Message

from tui.model import Shelf
from tui.widgets.cells import fit
from tui.widgets.list_pane import ListPane

_SHORT = 6
_NAME = 10


@dataclass(frozen=True, slots=True)
class Entry:
    """A row: the whole collection (`key` is `None`), an organization, or the unknown publisher (`key` is empty)."""

    key: str | None
    short: str
    name: str
    words: str
    by: int
    on: int | None

    @classmethod
    def of_all(cls, articles: int) -> Entry:
        """The row of the whole collection, which holds that many articles."""
        return cls(None, "", "All articles", "all articles", articles, None)

    @classmethod
    def of(cls, shelf: Shelf) -> Entry:
        """The row of a shelf."""
        organization = shelf.organization
        if organization is None:
            return cls("", "", "Publisher unknown", "publisher unknown", shelf.by, None)
        short = organization.short if organization.aliases else ""
        words = " ".join((organization.name, *organization.aliases, *organization.organs))
        return cls(organization.key, short, organization.name, words, shelf.by, shelf.on)


class Organizations(ListPane[Entry]):
    """The organizations, each with how many articles are by it and how many on it."""

    label = "1 Organizations"

    SORTS: ClassVar[dict[str, Callable[[Any], Any]]] = {
        "name": lambda entry: (entry.key is not None, entry.name.casefold()),
        "count": lambda entry: (entry.key is not None, -entry.by, -(entry.on or 0), entry.name.casefold()),
    }

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        """Make an empty list."""
        super().__init__(id=id, classes=classes)
        self._number = 3

    class Reached(Message):
        """The cursor came to a row; `key` is an organization's, empty for the unknown, `None` for all."""

        def __init__(self, key: str | None) -> None:
            """Of the row with that key."""
            super().__init__()
            self.key = key

    class Chosen(Reached):
        """A row was chosen."""

    def set_rows(self, rows: Sequence[Entry], at: Hashable = None) -> None:
        """Give the list new rows; the numbers get as many cells as the largest needs."""
        largest = max((max(row.by, row.on or 0) for row in rows), default=0)
        self._number = max(3, len(str(largest)) + 1)
        super().set_rows(rows, at)

    @property
    def note(self) -> str:
        """The headings of the two numbers, unless there is a find or a filter to tell of."""
        return super().note if self._filter or self._find else f"{'by':>{self._number}}{'on':>{self._number}}"

    def key_of(self, row: Entry) -> Hashable:
        """The organization's key (a one-tuple, since `None` is the key of all)."""
        return (row.key,)

    def words_of(self, row: Entry) -> str:
        """Name, aliases and organs."""
        return row.words

    def reached(self, row: Entry) -> None:
        """Post `Reached`."""
        self.post_message(self.Reached(row.key))

    def chosen(self, row: Entry) -> None:
        """Post `Chosen`."""
        self.post_message(self.Chosen(row.key))

    def draw_row(self, row: Entry, width: int, style: Style) -> list[Segment]:
        """Short name, name, and the two numbers."""
        cells = self._number
        numbers = f"{row.by:>{cells}}" + (f"{row.on:>{cells}}" if row.on is not None else " " * cells)
        room = max(0, width - len(numbers) - 2)
        if row.short and room >= _SHORT + _NAME:
            name = f"{fit(row.short, max(_SHORT, cell_len(row.short) + 1))}{row.name}"
        else:
            name = row.short or row.name
        words = fit(name, room, ellipsis=self.glyphs.ellipsis)
        return [Segment(f" {words}{numbers} ", style)]
