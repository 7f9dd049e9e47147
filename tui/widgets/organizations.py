"""Pane 1: who publishes, and who is written about; under them the searches that are kept."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.message import Message

from tui.model import Shelf, filed
from tui.widgets.cells import clip, fit
from tui.widgets.list_pane import ListPane

_SHORT = 6
_NAME = 10


@dataclass(frozen=True, slots=True)
class Entry:
    """A row: the whole collection (`key` is `None`), an organization, or the unknown publisher (`key` is empty).

    Where `query` is not empty it is a search that is kept, named `name`. Its number of articles is `None` until it is known.
    """

    key: str | None
    short: str
    name: str
    words: str
    by: int | None
    on: int | None
    query: str = ""

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

    @classmethod
    def of_search(cls, name: str, query: str, articles: int | None) -> Entry:
        """The row of a kept search."""
        return cls(None, "", name, f"{name} {query}", articles, None, query)


class Organizations(ListPane[Entry]):
    """The organizations, each with how many articles are by it and how many on it."""

    label = "1 Organizations"

    SORTS: ClassVar[dict[str, Callable[[Any], Any]]] = {
        "name": lambda entry: (entry.key is not None, filed(entry.name)),
        "count": lambda entry: (
            entry.key is not None,
            -(entry.by or 0),
            -(entry.on or 0),
            filed(entry.name),
        ),
    }

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        """Make an empty list."""
        super().__init__(id=id, classes=classes)
        self._number = 3
        self._organizations = 0

    class Reached(Message):
        """The cursor came to a row; `key` is an organization's, empty for the unknown, `None` for all.

        Of a kept search `name` and `query` are said.
        """

        def __init__(self, key: str | None, name: str = "", query: str = "") -> None:
            """Of the row with that key, or that search."""
            super().__init__()
            self.key, self.name, self.query = key, name, query

    class Chosen(Reached):
        """A row was chosen."""

    def set_rows(self, rows: Sequence[Entry], at: Hashable = None) -> None:
        """Give the list new rows; the numbers get as many cells as the largest needs."""
        largest = max((max(row.by or 0, row.on or 0) for row in rows), default=0)
        self._number = max(3, len(str(largest)) + 1)
        super().set_rows(rows, at)

    @property
    def note(self) -> str:
        """The headings of the two numbers, unless there is a find or a filter to tell of."""
        return (
            super().note
            if self._wish.filter or self._wish.find
            else f"{'by':>{self._number}}{'on':>{self._number}}"
        )

    def key_of(self, row: Entry) -> Hashable:
        """The organization's key (a one-tuple, since `None` is the key of all); the name and the query of a search."""
        return (row.name, row.query) if row.query else (row.key,)

    def words_of(self, row: Entry) -> str:
        """Name, aliases and organs."""
        return row.words

    def reached(self, row: Entry) -> None:
        """Post `Reached`."""
        self.post_message(self.Reached(row.key, *_search(row)))

    def chosen(self, row: Entry) -> None:
        """Post `Chosen`."""
        self.post_message(self.Chosen(row.key, *_search(row)))

    def ordered(self, order: Sequence[int]) -> Sequence[int]:
        """Whatever the order, the searches come last."""
        searches = [i for i in order if self.rows[i].query]
        self._organizations = len(order) - len(searches)
        return [*(i for i in order if not self.rows[i].query), *searches] if searches else order

    @property
    def divider(self) -> int | None:
        """The searches stand behind it."""
        return self._organizations if self._organizations < len(self._order) else None

    def draw_divider(self, width: int) -> list[Segment]:
        """What stands under it."""
        rule = self.glyphs.rule
        words = clip(f"{rule}{rule} kept searches ", width, ellipsis=self.glyphs.ellipsis)
        return [Segment(words + rule * (width - cell_len(words)), self.style_of("pane--dim"))]

    def draw_row(self, row: Entry, width: int, style: Style) -> list[Segment]:
        """Short name, name, and the two numbers."""
        cells = self._number
        by = self.glyphs.ellipsis if row.by is None else row.by
        numbers = f"{by:>{cells}}" + (f"{row.on:>{cells}}" if row.on is not None else " " * cells)
        room = max(0, width - len(numbers) - 2)
        if row.short and room >= _SHORT + _NAME:
            name = f"{fit(row.short, max(_SHORT, cell_len(row.short) + 1))}{row.name}"
        else:
            name = row.short or row.name
        words = fit(name, room, ellipsis=self.glyphs.ellipsis)
        return [Segment(f" {words}{numbers} ", style)]


def _search(row: Entry) -> tuple[str, ...]:
    return (row.name, row.query) if row.query else ()
