"""The text as established, with marks over it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tui.model.span import Span


class MarkKind(StrEnum):
    """What a mark says of the stretch under it."""

    HEADING = "heading"
    EMPHASIS = "emphasis"
    STRONG = "strong"
    QUOTATION = "quotation"
    CODE = "code"
    LINK = "link"
    NOTE = "note"
    ITEM = "item"
    PAGE = "page"
    FURNITURE = "furniture"
    DATE = "date"


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """A standoff annotation: `value` is the heading's level, the link's address, the page's number.

    Of a `DATE` it is the EDTF that the edition itself gives to the words: it is the editor's, and goes before any rule's.
    """

    span: Span
    kind: MarkKind
    value: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """The text as it is read, settled once: after this no offset is ever translated.

    Paragraphs are parted by one empty line (`\\n\\n`), a single `\\n` is a line break of the text itself (verse, an
    address). Line ends, encodings and page breaks are settled; control characters have been made visible
    (`tui.model.visible`). `marks` are sorted by span.
    """

    text: str
    marks: tuple[Mark, ...] = ()
