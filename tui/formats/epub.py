"""EPUB: one article a chapter, in the order of the spine.

The archive is read in memory, each file to a limit: nothing is unpacked, and a bomb is told. The book's `dc:date` is the
e-book's, not the text's: it goes into the note. When the text was published is taken from an original-publication date,
or from the colophon where that says it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from posixpath import dirname, join, normpath
from typing import TYPE_CHECKING
from urllib.parse import unquote
from zipfile import BadZipFile, ZipFile

from tui.formats.draft import Draft, Unreadable
from tui.formats.encoding import read_text
from tui.formats.fields import Field
from tui.formats.html_tree import label_of, parse, words_of
from tui.formats.scribe import Gap, Scribe
from tui.formats.xml import parse as parse_xml
from tui.model import MarkKind, Problem, Reading, visible

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from selectolax.lexbor import LexborHTMLParser

_FILES = 20_000
_LARGEST_FILE = 8 * 1024 * 1024
_LARGEST_BOOK = 32 * 1024 * 1024
_CHAPTERS = 3000
_DC = "{http://purl.org/dc/elements/1.1/}"
_OPF = "{http://www.idpf.org/2007/opf}"
_PAGES = ("application/xhtml+xml", "text/html", "application/x-dtbncx+xml")
# Parts of the book that are no part of its text (EPUB Structural Semantics).
_APART = re.compile(
    r"\b(?:cover|title-?page|half-?title(?:-?page)?|imprint|imprimatur|colophon|copyright-page|toc|landmarks|loi|lot|page-list)\b"
)
_FIRST_PUBLISHED = re.compile(
    r"\b(?:first |originally )*(?:was |were )?(?:first |originally )*published\s+(?:in|on)\s+"
    r"(?:\w+\s+){0,2}?(?:\d{1,2},?\s+)?(1[4-9]\d\d|20\d\d)\b",
    re.IGNORECASE,
)


@dataclass(slots=True)
class _Book:
    """What the package file says."""

    folder: str = ""
    spine: list[str] = field(default_factory=list)
    labels: dict[str, str] = field(default_factory=dict)
    contents: set[str] = field(default_factory=set)
    title: str = ""
    fields: dict[str, Field] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


class _Chapter:
    """Files of the spine that make one chapter, written down as they come: their trees together may be too large."""

    def __init__(self, path: str, title: str) -> None:
        from tui.formats.html_writer import HtmlWriter

        self.path = path
        self.title = title
        self._scribe = Scribe("")
        self._writer = HtmlWriter(self._scribe)

    def write(self, tree: LexborHTMLParser) -> None:
        """Go on with a file."""
        if tree.body is not None:
            self._writer.write(tree.body)
            self._scribe.gap(Gap.BLOCK)

    def reading(self) -> Reading:
        """The whole chapter."""
        return self._scribe.reading()


class _Archive:
    """The files of the book, each read to a limit, all together to another."""

    def __init__(self, data: bytes) -> None:
        if data.count(b"PK\x01\x02") > _FILES:
            raise Unreadable(f"holds more than {_FILES} files")
        try:
            self._zip = ZipFile(BytesIO(data))
        except (BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise Unreadable("is no e-book: the zip archive is broken") from error
        self.names = self._zip.namelist()
        self._left = _LARGEST_BOOK

    def read(self, path: str) -> bytes:
        """The bytes of a file; raises `Unreadable` with the reason, put as to follow the file's name."""
        try:
            with self._zip.open(path) as file:
                data = file.read(min(_LARGEST_FILE, self._left) + 1)
        except KeyError as error:
            raise Unreadable("is missing") from error
        except RuntimeError as error:
            raise Unreadable("is encrypted") from error
        except Exception as error:  # zlib, lzma and bz2 each have their own
            raise Unreadable("is broken") from error
        self._left -= len(data)
        if len(data) > _LARGEST_FILE or self._left < 0:
            raise Unreadable("is too large unpacked")
        return data


def read(data: bytes, name: str) -> Sequence[Draft]:
    """Read the chapters of a book; raises `Unreadable` where there is none."""
    archive = _Archive(data)
    book = _open(archive, name)
    chapters = _chapters(archive, book, name)
    drafts = [draft for chapter in chapters if (draft := _draft(chapter, book)) is not None]
    if not drafts:
        reason = f" ({book.problems[0].what})" if book.problems else ""
        raise Unreadable(f"is an e-book without a chapter that can be read{reason}")
    drafts[0] = Draft(drafts[0].reading, drafts[0].fields, tuple(book.problems), drafts[0].part)
    return drafts


def _open(archive: _Archive, name: str) -> _Book:
    """The package file that the container names; a book without one is read in the order of its files."""
    book = _Book()
    path = ""
    try:
        container, _ = parse_xml(archive.read("META-INF/container.xml"), name)
        root = next(container.iterfind(".//{*}rootfile"), None)
        path = unquote(root.get("full-path", "")) if root is not None else ""
    except Unreadable as error:
        book.problems.append(Problem(name, f"META-INF/container.xml {error}"))
    path = path or next((each for each in archive.names if each.endswith(".opf")), "")
    try:
        package, _ = parse_xml(archive.read(path), name)
        book.folder = dirname(path)
        _read_package(package, book)
        _read_labels(archive, package, book, name)
    except Unreadable as error:
        book.problems.append(Problem(name, f"the package file {error}; chapters stand in the order of files"))
    if not book.spine:
        book.spine = [each for each in archive.names if each.lower().endswith((".xhtml", ".html", ".htm"))]
    if rest := book.spine[_CHAPTERS:]:
        del book.spine[_CHAPTERS:]
        book.problems.append(
            Problem(name, f"its last {len(rest):,} chapters are passed over; it has too many")
        )
    return book


def _read_package(package: Element, book: _Book) -> None:
    items = {item.get("id", ""): item for item in package.iterfind(".//{*}item")}
    for item in items.values():
        if "nav" in (item.get("properties") or "").split():
            book.contents.add(_path(book, item.get("href", "")))
    for reference in package.iterfind(".//{*}itemref"):
        chosen = items.get(reference.get("idref", ""))
        if chosen is not None and chosen.get("media-type", _PAGES[0]) in _PAGES:
            book.spine.append(_path(book, chosen.get("href", "")))
    book.spine = list(dict.fromkeys(book.spine))
    book.title = _said(package, "title")
    publisher, date = _said(package, "publisher"), ""
    for each in package.iter(f"{_DC}date"):
        words = " ".join((each.text or "").split())
        if each.get(f"{_OPF}event", "") in ("original-publication", "original_publication"):
            book.fields["published"] = Field(visible(words, lines=False), said="package")
        else:
            date = date or words[:10]
    _say(book, "organization", publisher)
    _say(book, "language", _said(package, "language"))
    _say(book, "source", _said(package, "source"))
    names = [Field(words, said="package") for words in _all(package, "creator")]
    if names:
        book.fields["authors"] = Field(names, said="package")
    _say(book, "note", ", ".join(part for part in (f"e-book of {date}" if date else "", publisher) if part))


def _read_labels(archive: _Archive, package: Element, book: _Book, name: str) -> None:
    """The chapters' titles, from the navigation document or the older NCX."""
    for path in book.contents:
        try:
            tree = parse(read_text(archive.read(path), name)[0])
        except Unreadable:
            continue
        for link in tree.css("nav a[href]"):
            target = normpath(
                join(dirname(path), unquote((link.attributes.get("href") or "").partition("#")[0]))
            )
            book.labels.setdefault(target, words_of(link))
    for item in package.iterfind(".//{*}item"):
        if item.get("media-type") != _PAGES[2]:
            continue
        path = _path(book, item.get("href", ""))
        try:
            ncx, _ = parse_xml(archive.read(path), name)
        except Unreadable:
            continue
        for point in ncx.iterfind(".//{*}navPoint"):
            content, label = point.find("{*}content"), point.find("{*}navLabel/{*}text")
            if content is not None and label is not None:
                target = normpath(join(dirname(path), unquote(content.get("src", "").partition("#")[0])))
                book.labels.setdefault(target, " ".join((label.text or "").split()))


def _chapters(archive: _Archive, book: _Book, name: str) -> list[_Chapter]:
    """The files of the spine as chapters: one that the contents do not name and that has no heading goes on with the one before."""
    chapters: list[_Chapter] = []
    for path in book.spine:
        if path in book.contents or path.endswith(".ncx"):
            continue
        try:
            data = archive.read(path)
            source, _ = read_text(data, name, label_of(data))
        except Unreadable as error:
            book.problems.append(
                Problem(name, f"the chapter {visible(path, lines=False)} {error}; passed over")
            )
            continue
        tree = parse(source)
        if _is_apart(tree):
            _read_colophon(tree, book)
            continue
        heading = words_of(tree.css_first("h1, h2, h3, h4, h5, h6"))
        title = book.labels.get(path) or heading
        if title or not chapters or len(book.labels) <= 1:
            chapters.append(_Chapter(path, title))
        chapters[-1].write(tree)
    return chapters


def _is_apart(tree: LexborHTMLParser) -> bool:
    body = tree.body
    if body is None:
        return True
    first = body.css_first("section, div, nav, article")
    said = [node.attributes.get("epub:type") or "" for node in (body, first) if node is not None]
    return any(_APART.search(words) for words in said)


def _read_colophon(tree: LexborHTMLParser, book: _Book) -> None:
    if "published" not in book.fields and (match := _FIRST_PUBLISHED.search(words_of(tree.body)[:4000])):
        book.fields["published"] = Field(match[1], said="colophon")


def _draft(chapter: _Chapter, book: _Book) -> Draft | None:
    reading = chapter.reading()
    if not reading.text:
        return None
    title = chapter.title or next(
        (mark.span.of(reading.text) for mark in reading.marks if mark.kind is MarkKind.HEADING), ""
    )
    whole = " – ".join(
        dict.fromkeys(part for part in (title or chapter.path.rpartition("/")[2], book.title) if part)
    )
    fields = {**book.fields, "title": Field(visible(" ".join(whole.split()), lines=False), said="contents")}
    part = chapter.path.removeprefix(book.folder).lstrip("/")
    return Draft(reading, fields, part=visible(part, lines=False))


def _path(book: _Book, href: str) -> str:
    return normpath(join(book.folder, unquote(href.partition("#")[0])))


def _said(package: Element, name: str) -> str:
    return next(_all(package, name), "")


def _all(package: Element, name: str) -> Iterator[str]:
    for element in package.iter(f"{_DC}{name}"):
        if words := " ".join((element.text or "").split()):
            yield visible(words, lines=False)


def _say(book: _Book, name: str, value: str) -> None:
    if value:
        book.fields[name] = Field(value, said="package")
