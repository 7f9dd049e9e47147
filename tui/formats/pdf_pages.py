"""The pages of a PDF as runs of type, by PDFium.

`pypdf` (BSD) and `pypdfium2` (Apache-2.0/BSD, PDFium's own bindings) were measured on seven real papers: PDFium took 0.15 s
where pypdf took 1.1 s, and tells where each run stands, without which columns and running heads cannot be told. PDFium is what
Chrome reads the web's PDFs with, and tested with as many broken ones.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from threading import Lock
from typing import Any, NamedTuple

from tui.formats.draft import Unreadable
from tui.formats.layout import Run

_PAGES = 4000
# Where a character stands is asked of PDFium one by one: of pages beyond these only the text is taken.
_PLACED_ON_PAGE = 200_000
_PLACED = 2_500_000
_CHARACTERS = 20_000_000
_BOLD = 600
# A hyphen at a line's end has a sign of its own, and the next line's word follows at once.
_HYPHENS = "\x02\ufffe\xad"
_WORD = re.compile(rf"[^\s{_HYPHENS}]+[{_HYPHENS}]?|[{_HYPHENS}]")
_AS_HYPHEN = str.maketrans(_HYPHENS, "---")
# PDFium is not made for threads.
_LOCK = Lock()


class Sheet(NamedTuple):
    """A page: its number as the PDF labels it, its height in points, its runs, or its bare text where it has too many."""

    label: str
    height: float
    runs: list[Run]
    bare: str


class Contents(NamedTuple):
    """The pages of a PDF, what it says of itself, and how many pages were passed over at its end."""

    sheets: list[Sheet]
    metadata: Mapping[str, str]
    untold: int


def read_pages(data: bytes) -> Contents:
    """The pages of a PDF; raises `Unreadable` where it is none, is broken, or wants a password."""
    import pypdfium2 as pdfium

    with _LOCK:
        try:
            document = pdfium.PdfDocument(data)
        except pdfium.PdfiumError as error:
            if "password" in str(error).lower():
                raise Unreadable("is encrypted; save it without its password") from error
            raise Unreadable("is no PDF that can be read (broken or cut off)") from error
        try:
            count = len(document)
            sheets = list(_sheets(document, min(count, _PAGES)))
            metadata = {name: str(value) for name, value in document.get_metadata_dict().items()}
        finally:
            document.close()
    return Contents(sheets, metadata, count - len(sheets))


def _sheets(document: Any, count: int) -> Iterator[Sheet]:
    import pypdfium2 as pdfium

    placed = characters = 0
    for index in range(count):
        try:
            page = document[index]
        except pdfium.PdfiumError:
            yield Sheet(str(index + 1), 0.0, [], "")
            continue
        try:
            text = page.get_textpage()
            try:
                size = text.count_chars()
                characters += size
                if characters > _CHARACTERS:
                    return
                label = document.get_page_label(index) or str(index + 1)
                if size <= _PLACED_ON_PAGE and placed + size <= _PLACED:
                    placed += size
                    yield Sheet(label, page.get_height(), list(_placed(page, text, size)), "")
                else:
                    yield Sheet(label, page.get_height(), [], _bare(text))
            finally:
                text.close()
        finally:
            page.close()


def _placed(page: Any, text: Any, size: int) -> Iterator[Run]:
    """The words of a page with their boxes."""
    whole = text.get_text_range(0, size) if size else ""
    if len(whole) != size:
        whole = "".join(chr(_unicode(text, index) or 0xFFFD) for index in range(size))
    rotation, (width, height) = page.get_rotation() // 90, page.get_size()
    # The page as it is stored: PDFium gives the size of the page as it is shown.
    stored = (height, width) if rotation % 2 else (width, height)
    for match in _WORD.finditer(whole):
        for start, stop in _by_size(text, whole, *match.span()):
            run = _run(text, whole[start:stop], start, stop - 1, rotation, stored)
            if run is not None:
                yield run


def _by_size(text: Any, whole: str, first: int, end: int) -> Iterator[tuple[int, int]]:
    """The word, a number at its end apart from it if that is set smaller: it points to a note."""
    at = end
    if whole[end - 1].isdigit() and end - first > 1:
        small = 0.85 * _height(text, first)
        while at > first and whole[at - 1].isdigit() and _height(text, at - 1) < small:
            at -= 1
    if at > first:
        yield first, at
    if at < end:
        yield at, end


def _run(
    text: Any, words: str, first: int, last: int, rotation: int, stored: tuple[float, float]
) -> Run | None:
    from pypdfium2 import raw

    boxes = [_box(text, index) for index in {first, last}]
    left, bottom = min(box[0] for box in boxes), min(box[1] for box in boxes)
    right, top = max(box[2] for box in boxes), max(box[3] for box in boxes)
    if right <= left or top <= bottom:
        return None
    angle = raw.FPDFText_GetCharAngle(text.raw, first)
    # PDFium counts clockwise; a turn here is one against the clock.
    turn = -round(angle / (math.pi / 2)) % 4 if angle >= 0 else 0
    box = _upright(left, bottom, right, top, turn, *stored)
    size, tall = _size(text, first), box[3] - box[1]
    # Some producers set type of size 1 and scale it up: then only the box tells.
    size = size if 0.4 * tall < size < 3 * tall else 0.8 * tall
    bold = raw.FPDFText_GetFontWeight(text.raw, first) >= _BOLD
    # Upright is what stands upright on the page as it is shown.
    return Run(*box, words.translate(_AS_HYPHEN), size, bold, (turn - rotation) % 4)


def _box(text: Any, index: int) -> tuple[float, float, float, float]:
    """The box of a character, as high as its type: left, bottom, right, top; empty where it has none."""
    from pypdfium2 import raw

    box = raw.FS_RECTF()
    if not raw.FPDFText_GetLooseCharBox(text.raw, index, box):
        return 0.0, 0.0, 0.0, 0.0
    return box.left, box.bottom, box.right, box.top


def _upright(
    left: float, bottom: float, right: float, top: float, turn: int, width: float, height: float
) -> tuple[float, float, float, float]:
    """A box as it stands on the page turned so that its words are upright, from the top left corner."""
    if turn == 1:
        return bottom, left, top, right
    if turn == 2:
        return width - right, bottom, width - left, top
    if turn == 3:
        return height - top, width - right, height - bottom, width - left
    return left, height - top, right, height - bottom


def _height(text: Any, index: int) -> float:
    left, bottom, right, top = _box(text, index)
    return min(top - bottom, 1e6) if right > left else 0.0


def _bare(text: Any) -> str:
    """The text of a page in its own order."""
    whole: str = text.get_text_range()
    return re.sub(f"[{_HYPHENS}](?![\r\n])", "-\n", whole).translate(_AS_HYPHEN)


def _size(text: Any, index: int) -> float:
    from pypdfium2 import raw

    return float(raw.FPDFText_GetFontSize(text.raw, index))


def _unicode(text: Any, index: int) -> int:
    from pypdfium2 import raw

    return int(raw.FPDFText_GetUnicode(text.raw, index))
