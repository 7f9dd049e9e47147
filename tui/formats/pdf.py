"""PDF: the text of its pages in the order of reading, with page numbers as marks.

Running heads and folios are taken out of the text, which goes on over page ends; each running head is kept once, at the
beginning, marked as furniture. A paper's name and issue are read from its first page. The dates of the file itself are not
the text's.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from tui.formats.draft import Draft, Unreadable
from tui.formats.fields import Field
from tui.formats.layout import Line, columns_of, lines_of
from tui.formats.pdf_pages import Contents, read_pages
from tui.formats.pdf_writer import PageWriter
from tui.formats.periodical import date_in
from tui.model import Problem, Reading, visible

_EDGE = 0.12
_SHORT = 120
_FOLIO = re.compile(r"\W*(?:page |p\. ?)?(\d{1,4})\W*", re.IGNORECASE)
_DIGITS = re.compile(r"\d+")
_ISSUE = re.compile(
    r"(?:\b(?:issue|no|nr|number|n[úu]mero|vol|volume)\b\.?\s*#?\s*|#\s?)(?:\d+|[IVXLC]+\b)", re.IGNORECASE
)
_MASTHEAD = 2.2
_JUNK_TITLE = re.compile(
    r"(?:untitled|microsoft word|layout ?\d|document\d*\b|print\b|scan).*|"
    r".*\.(?:dvi|docx?|odt|indd|qxd|pdf|tex|rtf|pmd|tmp|html?|p65)|.*\(page \d+\)|[\W\d_]*",
    re.IGNORECASE,
)
_JUNK_NAME = re.compile(
    r"(?:admin\w*|user|owner|unknown|microsoft.*|pc|computer|hp|default|scanner|\W*)\d*", re.IGNORECASE
)
_MEANINGLESS = re.compile("[\ufffd\ue000-\uf8ff\x00\x01\x03-\x08\x0e-\x1f]")
_POOR = 0.02


def read(data: bytes, name: str) -> Sequence[Draft]:
    """Read a PDF; raises `Unreadable` where it is none, wants a password, or has no text."""
    if b"%PDF-" not in data[:2048]:
        raise Unreadable("is no PDF")
    contents = read_pages(data)
    pages = [lines_of(sheet.runs) for sheet in contents.sheets]
    furniture = _furniture(contents, pages)
    reading = _write(contents, pages, furniture)
    if not reading.text:
        raise Unreadable("has no text, only pictures of its pages; it needs OCR first")
    return [Draft(reading, _fields(contents, pages), tuple(_problems(contents, reading, name)))]


def _write(contents: Contents, pages: Sequence[list[Line]], furniture: Mapping[int, str]) -> Reading:
    blocks = [columns_of([line for line in page if id(line) not in furniture]) for page in pages]
    writer = PageWriter(blocks, [sheet.bare for sheet in contents.sheets])
    for words in dict.fromkeys(words for words in furniture.values() if not _FOLIO.fullmatch(words)):
        writer.furniture(words)
    for number, sheet, page in zip(
        _numbers(contents, pages, furniture), contents.sheets, blocks, strict=True
    ):
        if sheet.bare:
            writer.bare_page(number, sheet.bare)
        else:
            writer.page(number, page)
    return writer.reading()


def _furniture(contents: Contents, pages: Sequence[list[Line]]) -> dict[int, str]:
    """The running heads and folios, by the identity of their lines: what stands at the edge of most pages, but for numbers.

    A number alone at the edge is a folio even if it stands on one page only.
    """
    edge: list[tuple[int, Line, str]] = []
    for index, (sheet, page) in enumerate(zip(contents.sheets, pages, strict=True)):
        margin = _EDGE * sheet.height
        for line in page:
            words = line.text
            if len(words) < _SHORT and (line.bottom < margin or line.top > sheet.height - margin):
                edge.append((index, line, words))
    pages_of: dict[str, set[int]] = {}
    for index, _, words in edge:
        pages_of.setdefault(_DIGITS.sub("#", words), set()).add(index)
    least = max(2, len(pages) // 3) if len(pages) < 9 else 3
    found = {}
    for _, line, words in edge:
        if len(pages_of[_DIGITS.sub("#", words)]) >= least or (
            _FOLIO.fullmatch(words) and _is_alone(line, edge)
        ):
            found[id(line)] = words
    return found


def _is_alone(line: Line, edge: Sequence[tuple[int, Line, str]]) -> bool:
    """Whether nothing else stands within a line above or below a number."""
    return not any(
        other is not line and abs(other.top - line.top) < 2 * line.size and _FOLIO.fullmatch(words)
        for _, other, words in edge
        if other.left < line.right
        and line.left < other.right
        and not (other.top == line.top and other.left == line.left)
    )


def _numbers(contents: Contents, pages: Sequence[list[Line]], furniture: Mapping[int, str]) -> list[str]:
    """The pages' numbers as printed, if most folios count on by one, else as the file labels them."""
    shifts: Counter[int] = Counter()
    for index, page in enumerate(pages):
        folios = {int(match[1]) for line in page if (match := _FOLIO.fullmatch(furniture.get(id(line), "")))}
        # A sheet with two folios is a spread: no number stands for it.
        shifts.update({folio - index for folio in folios} if len(folios) == 1 else ())
    if shifts:
        shift, count = shifts.most_common(1)[0]
        if count > 1 and 3 * count >= 2 * len(pages):
            return [str(index + shift) for index in range(len(pages))]
    return [visible(sheet.label, lines=False) for sheet in contents.sheets]


def _fields(contents: Contents, pages: Sequence[list[Line]]) -> dict[str, Field]:
    fields: dict[str, Field] = {}
    first = next((page for page in pages if page), [])
    if issue := _issue(first):
        masthead = _masthead(first)
        number = _ISSUE.search(issue)
        if masthead and number:
            title = f"{masthead}, {' '.join(number[0].split())}"
            fields["title"] = Field(visible(title, lines=False), said="masthead")
            fields["organization"] = Field(visible(masthead, lines=False), said="masthead")
        fields["published"] = Field(date_in(issue, years=False), said="masthead")
    title = " ".join(contents.metadata.get("Title", "").split())
    if "title" not in fields and title and not _JUNK_TITLE.fullmatch(title):
        fields["title"] = Field(visible(title, lines=False), said="PDF")
    if "title" not in fields and (headline := _headline(first)):
        fields["title"] = Field(visible(headline, lines=False), said="largest type")
    author = " ".join(contents.metadata.get("Author", "").split())
    if author and not _JUNK_NAME.fullmatch(author):
        fields["authors"] = Field(visible(author, lines=False), said="PDF")
    return fields


def _issue(page: Sequence[Line]) -> str:
    """The line of a paper's first page that names issue and date."""
    lines = (line.text for line in page if len(line.text) < _SHORT)
    return next((words for words in lines if _ISSUE.search(words) and date_in(words, years=False)), "")


def _masthead(page: Sequence[Line]) -> str:
    """The paper's name: the largest words of its first page, if much larger than the text."""
    sizes: Counter[float] = Counter()
    for line in page:
        sizes[round(line.size, 1)] += len(line.text)
    body = sizes.most_common(1)[0][0]
    named = [line for line in page if sum(char.isalpha() for char in line.text) > 2]
    largest = max(named, key=lambda line: max(run.size for run in line.runs), default=None)
    if largest is None or max(run.size for run in largest.runs) < _MASTHEAD * body or len(largest.text) > 60:
        return ""
    return largest.text


def _headline(page: Sequence[Line]) -> str:
    """The largest words of the first page, if they stand together and are not a whole paragraph."""
    named = [line for line in page if sum(char.isalpha() for char in line.text) > 2]
    if not named:
        return ""
    size = max(line.size for line in named)
    largest = [line for line in sorted(named, key=lambda line: line.top) if line.size > 0.95 * size]
    headline = " ".join(line.text for line in largest[:4])
    return headline if len(largest) <= 4 and len(headline) < 200 and len(named) > len(largest) else ""


def _problems(contents: Contents, reading: Reading, name: str) -> Iterator[Problem]:
    if contents.untold:
        yield Problem(name, f"its last {contents.untold} pages are passed over; it has too many")
    silent = [sheet.label for sheet in contents.sheets if not sheet.runs and not sheet.bare.strip()]
    if silent:
        pages = ", ".join(silent[:5]) + (", …" if len(silent) > 5 else "")
        yield Problem(name, f"has pages without text ({pages}): pictures, or empty")
    meaningless = len(_MEANINGLESS.findall(reading.text)) + reading.text.count("\ufffd")
    if meaningless > _POOR * len(reading.text):
        share = max(1, 100 * meaningless // len(reading.text))
        what = f"{share} % of its characters have no meaning: its fonts do not say which letters they show"
        yield Problem(name, what, hint="make a new one with OCR")
