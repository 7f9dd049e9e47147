"""An article set in lines for a pane of a width."""

from __future__ import annotations

from bisect import bisect_right
from copy import copy
from dataclasses import dataclass

from rich.cells import cell_len

from tui.model import MarkKind, Page, Reading, visible
from tui.widgets.cells import fit
from tui.widgets.flow import Flow, wrapped

MEASURE = 88
"""How many cells a line of text is at most: longer ones are hard to read."""

GUTTER = 3
"""How many cells stand before a line of text: two for a date's shape, one for the bar."""

_MARGIN = 1
_LEAST = 8
_NO_PAGE = ("No article is open.", "Choose one in 2 Articles, and press Enter.")


@dataclass(frozen=True, slots=True)
class HeadLine:
    """A line before the reading: words in the style of a component class, and a label before the first line of each entry."""

    label: str
    words: str
    style: str = ""


class Setting:
    """The lines of the catalogue entry (`head`) and, numbered on from them, those of the reading (`flow`).

    They begin at the cell `left`: after the gutter, in the middle of a wide pane.
    """

    def __init__(self, page: Page | None, head: tuple[tuple[str, str], ...], width: int) -> None:
        """Set a page, or the words that say that there is none, in a pane of `width` cells."""
        measure = max(_LEAST, min(MEASURE, width - GUTTER - _MARGIN))
        self.left = GUTTER + max(0, width - GUTTER - measure) // 2
        self.head = _head_lines(page, head, measure)
        self.flow = Flow(page.reading if page else Reading(""), measure)
        self._pages = [mark for mark in page.reading.marks if mark.kind is MarkKind.PAGE] if page else []

    def with_head(self, page: Page | None, head: tuple[tuple[str, str], ...]) -> Setting:
        """The same with another catalogue entry."""
        other = copy(self)
        other.head = _head_lines(page, head, self.flow.width)
        return other

    def __len__(self) -> int:
        """How many lines there are."""
        return len(self.head) + len(self.flow)

    def line_of(self, offset: int) -> int:
        """The line that shows a character of the reading; the first of all for the start of the reading."""
        return len(self.head) + self.flow.line_at(offset) if offset > 0 else 0

    def offset_of(self, line: int) -> int:
        """The character of the reading that a line begins with; 0 for a line of the catalogue entry."""
        number = line - len(self.head)
        return self.flow.line(number).start if 0 <= number < len(self.flow) else 0

    def page_of(self, offset: int) -> str:
        """The page of the source that the character is on, if the text says."""
        place = bisect_right(self._pages, offset, key=lambda mark: mark.span.start) - 1
        return self._pages[place].value if place >= 0 else ""


def _head_lines(page: Page | None, head: tuple[tuple[str, str], ...], width: int) -> list[HeadLine]:
    """The title and the catalogue entry in lines of a width, and an empty line."""
    if page is None:
        return [HeadLine("", words, "pane--dim") for line in _NO_PAGE for words in wrapped(line, width)]
    lines = []
    if not _begins_with_title(page):
        lines += [HeadLine("", words, "text--title") for words in wrapped(page.article.title, width)]
    column = max((cell_len(visible(label)) for label, _ in head), default=0) + 2
    for label, words in head:
        first = fit(label, min(column, width // 2))
        for number, line in enumerate(wrapped(words, width - len(first))):
            lines.append(HeadLine(" " * cell_len(first) if number else first, line))
    lines.append(HeadLine("", ""))
    if not page.reading.text:
        lines.append(HeadLine("", "This article has no text.", "pane--dim"))
    return lines


def _begins_with_title(page: Page) -> bool:
    """Whether the text has its own title as a heading at its start."""
    mark = next(iter(page.reading.marks), None)
    if mark is None or mark.kind is not MarkKind.HEADING or mark.span.start:
        return False
    return mark.span.of(page.reading.text).split() == page.article.title.split()
