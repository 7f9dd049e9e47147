"""Pane 2: the articles of the organization under the cursor."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any, ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.message import Message
from textual.reactive import reactive

from tui.model import Article, filed
from tui.widgets.cells import fit
from tui.widgets.list_pane import ListPane

_WIDE = 48
_DATE = 10
_SHORT = 6


@dataclass(frozen=True, slots=True)
class Entry:
    """A row: an article, the short name of its publisher, and how it stands to the organization chosen ("by", "on" or "")."""

    article: Article
    publisher: str
    relation: str = ""


def _dated(entry: Entry) -> tuple[bool, int]:
    published = entry.article.published
    first = (published.earliest or published.latest) if published else None
    return (first is None, first.ordinal if first else 0)


class Articles(ListPane[Entry]):
    """The articles by and on an organization; the open one has a pointer."""

    label = "2 Articles"

    SORTS: ClassVar[dict[str, Callable[[Any], Any]]] = {
        "name": lambda entry: filed(entry.article.title),
        "date": _dated,
        "organization": lambda entry: (not entry.publisher, filed(entry.publisher)),
    }

    opened: reactive[str | None] = reactive(None)
    """The key of the article that is open."""

    class Chosen(Message):
        """An article was chosen."""

        def __init__(self, key: str) -> None:
            """Of the article with that key."""
            super().__init__()
            self.key = key

    def key_of(self, row: Entry) -> Hashable:
        """The article's key, and how it stands to the organization (one may be on itself)."""
        return (row.article.key, row.relation)

    def words_of(self, row: Entry) -> str:
        """Title, authors, publisher, date."""
        article = row.article
        date = article.published.words if article.published else ""
        return " ".join((article.title, *article.authors, row.publisher, date))

    def go_to_article(self, key: str) -> bool:
        """Put the cursor on an article, however it stands to the organization."""
        return any(self.go_to((key, relation)) for relation in ("", "by", "on"))

    def choose_next(self, steps: int) -> bool:
        """Choose the row so many on from the open article, or the cursor's where that is not listed; false at the end."""
        if self.opened and self.go_to_article(self.opened):
            before = self.cursor
            self.move(steps)
            if self.cursor == before:
                return False
        self.choose()
        return self.row is not None

    def chosen(self, row: Entry) -> None:
        """Post `Chosen`."""
        self.post_message(self.Chosen(row.article.key))

    def draw_row(self, row: Entry, width: int, style: Style) -> list[Segment]:
        """How it stands, when it was published, by whom, its title; as much as there is room for."""
        article, glyphs = row.article, self.glyphs
        pointer = glyphs.pointer if article.key == self.opened else " "
        relation = f"{row.relation} " if row.relation else ""
        date = article.published.words if article.published else "n.d."
        room = width - len(relation) - 3
        if width >= _WIDE:
            title = fit(article.title, room - _DATE - _SHORT - 2, ellipsis=glyphs.ellipsis)
            words = f"{fit(date, _DATE, ellipsis=glyphs.ellipsis)} {fit(row.publisher, _SHORT)} {title}"
        elif room > 2 * _DATE:
            title = fit(article.title, room - len(date[:_DATE]) - 1, ellipsis=glyphs.ellipsis)
            words = f"{title} {date[:_DATE]}"
        else:
            words = fit(article.title, room, ellipsis=glyphs.ellipsis)
        return [
            Segment(f"{pointer} ", style),
            Segment(relation, style or self.style_of("pane--dim")),
            Segment(f"{words} ", style),
        ]
