"""Plain text: paragraphs parted by empty lines, one a line, or hard-wrapped; pages parted by form feeds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tui.formats import gutenberg
from tui.formats.draft import Draft
from tui.formats.encoding import read_text
from tui.formats.scribe import Gap, Scribe, even
from tui.formats.wraps import Wraps
from tui.model import MarkKind, Reading

_FOLIO = re.compile(r"[-–—\[( ]*(?:page |p\. ?)?(\d{1,4}|[ivxlc]{1,7})[-–—\]) ]*", re.IGNORECASE)
_TITLE = re.compile(r"\S.{0,118}[^\s.,;:]\Z")

Block = list[str]


def read(data: bytes, name: str) -> Sequence[Draft]:
    """Read a plain text; raises `Unreadable` where the bytes are no text."""
    text, problems = read_text(data, name)
    text = even(text)
    if book := gutenberg.find(text):
        return [Draft(read_plain(book.text), book.fields, problems, adapter="gutenberg")]
    return [Draft(read_plain(text), problems=problems)]


def read_plain(text: str) -> Reading:
    """The reading of a text without markup."""
    text = even(text)
    sheets = text.expandtabs(4).split("\f")
    numbered = len(sheets) > 1
    # On a text of one page a number alone is a section's, or a year.
    pages = [_page(sheet) if numbered else ("", list(_blocks(sheet))) for sheet in sheets]
    wraps = Wraps([block for _, blocks in pages for block in blocks])
    scribe = Scribe(text)
    for number, (folio, blocks) in enumerate(pages, 1):
        if numbered:
            scribe.open(MarkKind.PAGE, folio or str(number))
        _write(scribe, wraps, blocks, first=number == 1)
        if numbered:
            scribe.close()
    return scribe.reading()


def _page(page: str) -> tuple[str, list[Block]]:
    """The page's printed number, if it stands alone above or below the text, and the blocks without it."""
    blocks = list(_blocks(page))
    for at in (-1, 0):
        if len(blocks) > 1 and len(blocks[at]) == 1 and (folio := _FOLIO.fullmatch(blocks[at][0].strip())):
            del blocks[at]
            return folio[1], blocks
    return "", blocks


def _blocks(page: str) -> Iterator[Block]:
    block: Block = []
    for line in page.split("\n"):
        if line and not line.isspace():
            block.append(line)
        elif block:
            yield block
            block = []
    if block:
        yield block


def _write(scribe: Scribe, wraps: Wraps, blocks: Sequence[Block], *, first: bool) -> None:
    if first and _has_title(blocks):
        scribe.open(MarkKind.HEADING, "1")
        scribe.text(blocks[0][0].strip())
        scribe.close()
        scribe.gap(Gap.BLOCK)
        blocks = blocks[1:]
    for block in blocks:
        for gap, line in wraps.flow(block):
            scribe.gap(gap)
            scribe.text(line)


def _has_title(blocks: Sequence[Block]) -> bool:
    """Whether the text begins with one short line of its own that does not end like a sentence."""
    if len(blocks) < 2 or len(blocks[0]) > 1 or blocks[1][0].lstrip()[0].islower():
        return False
    return _TITLE.match(blocks[0][0].strip()) is not None
