"""What a search found: articles, and under each its passages with the keyword in one column."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar, NamedTuple

from rich.cells import cell_len, get_character_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.message import Message
from textual.reactive import reactive

from tui.model import Article, Hit, visible
from tui.widgets.cells import clip, fit
from tui.widgets.list_pane import ListPane

_DATE, _PUBLISHER = 10, 6
_WIDE = 60
_AHEAD = 2

Hints = Sequence[tuple[str, str]]
"""Lines that stand where nothing is found: an example and what it does, or words alone."""


@dataclass(frozen=True, slots=True)
class Group:
    """An article that was found, the short name of its publisher, its passages; `more`: it has others besides."""

    article: Article
    publisher: str
    hits: tuple[Hit, ...]
    more: bool = False


class Row(NamedTuple):
    """A line: of the group with that number its article (`hit` is -1), a passage, or (behind the last) that there are more."""

    group: int
    hit: int


class Hits(ListPane[Row]):
    """Passages under their articles, keyword under keyword; more are asked for as the reader comes near the end."""

    DEFAULT_CSS = """
    Hits {
        & > .hits--word { color: $text-accent; text-style: bold; }
        & > .hits--example { color: $accent; text-style: bold; }
        &:ansi > .hits--word { color: ansi_default; text-style: bold underline; }
        &:nocolor > .hits--word { text-style: bold underline; }
    }
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"hits--word", "hits--example"}

    label = "Found"

    summary: reactive[str] = reactive("")
    """What is found, in words."""

    count: reactive[int | None] = reactive(None)
    """How many articles there are to be had; `None` as long as nobody has counted them."""

    hints: reactive[Hints] = reactive(())
    """What stands there as long as there are no rows."""

    class Wanted(Message):
        """The reader has come near the end of the groups there are."""

    class PassagesWanted(Message):
        """The reader wants the other passages of a group."""

        def __init__(self, group: int) -> None:
            """Of the group with that number."""
            super().__init__()
            self.group = group

    class Chosen(Message):
        """A passage was chosen, or an article: by its first passage."""

        def __init__(self, hit: Hit) -> None:
            """Of that passage."""
            super().__init__()
            self.hit = hit

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        """Make an empty list."""
        super().__init__(id=id, classes=classes)
        self._groups: list[Group] = []
        self._more = False

    # -- groups

    @property
    def groups(self) -> Sequence[Group]:
        """The groups that there are so far."""
        return self._groups

    @property
    def more(self) -> bool:
        """Whether others can be had."""
        return self._more

    def set_groups(self, groups: Sequence[Group], more: bool) -> None:
        """Show other groups, from the first line; `more` says whether others can be had."""
        self._groups, self._more = list(groups), more
        self.set_reactive(ListPane.cursor, 0)
        self.set_rows(_rows(self._groups))
        self.scroll_to_line(0)
        self._look_ahead()

    def add_groups(self, groups: Sequence[Group], more: bool) -> None:
        """Show further groups behind those there are."""
        place = len(self._groups)
        self._groups += groups
        self._more = more
        self.set_rows([*self._rows, *_rows(groups, place)])
        self._look_ahead()

    def set_passages(self, number: int, hits: tuple[Hit, ...], more: bool) -> None:
        """Show other passages of a group; the cursor stays on its row's place."""
        cursor = self.cursor
        self._groups[number] = replace(self._groups[number], hits=hits, more=more)
        self.set_rows(_rows(self._groups))
        self.cursor = min(cursor, len(self._rows) - 1)

    # -- what kind of list this is

    @property
    def caption(self) -> str:
        """What is found."""
        return self.summary or self.label

    @property
    def note(self) -> str:
        """Which article the cursor is on, of how many; of at least how many, as long as they are not counted."""
        if self.row is None:
            return ""
        count = f"{len(self._groups):,}{self.glyphs.many if self._more else ''}"
        return f"{self.row.group + 1:,}/{count if self.count is None else f'{self.count:,}'}"

    @property
    def line_count(self) -> int:
        """The rows; where there are none, the hints."""
        return super().line_count or len(self.hints)

    def key_of(self, row: Row) -> Hashable:
        """The row itself: groups are only ever added."""
        return row

    def words_of(self, row: Row) -> str:
        """All that the line shows."""
        group = self._groups[row.group]
        if row.hit < 0:
            return f"{group.article.title} {group.publisher}"
        if row.hit >= len(group.hits):
            return ""
        hit = group.hits[row.hit]
        return hit.left + hit.words + hit.right

    def chosen(self, row: Row) -> None:
        """Post `Chosen`, or `PassagesWanted`."""
        group = self._groups[row.group]
        if row.hit >= len(group.hits):
            self.post_message(self.PassagesWanted(row.group))
        else:
            self.post_message(self.Chosen(group.hits[max(0, row.hit)]))

    # -- verbs

    def by_group(self, steps: int) -> bool:
        """Go to the next article (the one before when negative); false at the ends."""
        if self.row is None:
            return False
        number = self.row.group + steps + (1 if steps < 0 < self.row.hit + 1 else 0)
        if not 0 <= number < len(self._groups):
            return False
        before = self.cursor
        self.go_to(Row(number, -1))
        return self.cursor != before

    def move(self, lines: int) -> None:
        """Move the cursor; where there are only hints, the view."""
        if self._rows:
            super().move(lines)
        else:
            self.scroll_lines(lines)

    def scroll_to_line(self, line: int) -> None:
        """Put that line at the top, and see whether more is wanted."""
        super().scroll_to_line(line)
        self._look_ahead()

    # -- watchers

    def watch_hints(self) -> None:
        """Show them, if there is nothing else to show."""
        self.lines_changed()

    def watch_summary(self) -> None:
        """Say it in the title."""
        self.refresh_head()

    def watch_count(self) -> None:
        """Say it in the title."""
        self.refresh_head()

    # -- drawing

    def draw_line(self, line: int, width: int) -> list[Segment]:
        """Draw a row or a hint."""
        if self._rows:
            return super().draw_line(line, width)
        example, words = self.hints[line]
        if not example:
            return [Segment(clip(f" {words}", width, ellipsis=self.glyphs.ellipsis))]
        column = min(max(cell_len(example) for example, _ in self.hints) + 2, width * 3 // 5)
        return [
            Segment(
                f" {fit(example, column, ellipsis=self.glyphs.ellipsis)} ", self.style_of("hits--example")
            ),
            Segment(clip(words, width - column - 2, ellipsis=self.glyphs.ellipsis)),
        ]

    def draw_row(self, row: Row, width: int, style: Style) -> list[Segment]:
        """An article, a passage, or that there are more."""
        group = self._groups[row.group]
        if row.hit < 0:
            return self._draw_article(group, width, style)
        if row.hit >= len(group.hits):
            words = f"  {self.glyphs.ellipsis} more in this article: Enter shows them"
            return [
                Segment(fit(words, width, ellipsis=self.glyphs.ellipsis), style or self.style_of("pane--dim"))
            ]
        return self._draw_passage(group.hits[row.hit], width, style)

    def _draw_article(self, group: Group, width: int, style: Style) -> list[Segment]:
        ellipsis = self.glyphs.ellipsis
        published = group.article.published
        date = fit(published.words if published else "n.d.", _DATE, ellipsis=ellipsis)
        publisher = ""
        if width >= _WIDE:
            publisher = f"{fit(group.publisher, max(_PUBLISHER, width // 10 - 2), ellipsis=ellipsis)} "
        passages = sum(bool(hit.words) for hit in group.hits)
        count = f" {passages}{self.glyphs.many if group.more else ''} " if passages else " "
        room = width - cell_len(date) - cell_len(publisher) - cell_len(count) - 2
        dim = style or self.style_of("pane--dim")
        return [
            Segment(f" {date} {publisher}", dim),
            Segment(
                fit(group.article.title, room, ellipsis=ellipsis), style or self.style_of("pane--strong")
            ),
            Segment(count, dim),
        ]

    def _draw_passage(self, hit: Hit, width: int, style: Style) -> list[Segment]:
        """The words around right and left of a column; the date that was asked for before them."""
        dim, ellipsis = style or self.style_of("pane--dim"), self.glyphs.ellipsis
        if not hit.words:
            return [Segment("  ", style), Segment(fit(hit.right, width - 2, ellipsis=ellipsis), dim)]
        date = ""
        if hit.when is not None:
            words = hit.when.words.replace("–", self.glyphs.to)
            date = f" {fit(words, max(min(_DATE, width // 4), width // 8), ellipsis=ellipsis)}"
        column = max(0, width * 2 // 5 - cell_len(date) - 2)
        left = _tail(hit.left, column)
        words = clip(hit.words, width - cell_len(date) - column - 2, ellipsis=ellipsis)
        room = width - cell_len(date) - column - 2 - cell_len(words)
        return [
            Segment(date, style or self.style_of("pane--strong")),
            Segment("  " + " " * (column - cell_len(left)) + left, dim),
            Segment(words, style or self.style_of("hits--word")),
            Segment(fit(hit.right, room, ellipsis=ellipsis), dim),
        ]

    # -- inside

    def _look_ahead(self) -> None:
        """Ask for more while the reader is within two views of the end; once, until they are there."""
        if self._more and self.is_attached and self.top + (1 + _AHEAD) * self.body_height >= len(self._rows):
            self.post_message(self.Wanted())


def _rows(groups: Sequence[Group], first: int = 0) -> list[Row]:
    return [
        Row(number, hit)
        for number, group in enumerate(groups, first)
        for hit in range(-1, len(group.hits) + group.more)
    ]


def _tail(words: str, width: int) -> str:
    """The end of the words, in at most so many cells."""
    words = visible(words, lines=False)
    at = len(words)
    while at and (width := width - get_character_cell_size(words[at - 1])) >= 0:
        at -= 1
    return words[at:]
