"""TEI-XML: a scholarly edition. Its own dates (`<date when notBefore notAfter from to>`) become marks of kind `DATE`.

TEI P5, chapters 3 (elements in all documents), 4 (structure) and 13.4 (dates). Where an edition gives two readings the
established one is read (`corr`, `expan`, `add`); what it calls deleted or furniture of the page (`del`, `fw`) is left out. Notes
stand at the end, with their numbers in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from tui.formats.draft import Draft, Unreadable
from tui.formats.fields import Field
from tui.formats.pen import Leave, Pen
from tui.formats.scribe import Gap, Scribe
from tui.formats.xml import parse
from tui.model import MarkKind, Reading, visible

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_SKIPPED = frozenset(
    (
        "teiheader",
        "del",
        "fw",
        "figdesc",
        "sic",
        "abbr",
        "orig",
        "surplus",
        "index",
        "facsimile",
        "sourcedoc",
        "standoff",
    )
)
# In a `choice`; alone, an abbreviation, an old spelling and a mistake are the text's own.
_SECOND = frozenset(("sic", "abbr", "orig"))
_BLOCKS = frozenset(
    (
        *(
            "p",
            "ab",
            "lg",
            "sp",
            "speaker",
            "stage",
            "div",
            "div1",
            "div2",
            "div3",
            "div4",
            "front",
            "body",
            "back",
            "list",
        ),
        *(
            "opener",
            "closer",
            "postscript",
            "argument",
            "epigraph",
            "salute",
            "signed",
            "dateline",
            "byline",
            "trailer",
        ),
        *(
            "docauthor",
            "doctitle",
            "titlepart",
            "docdate",
            "docimprint",
            "titlepage",
            "cit",
            "table",
            "figure",
            "group",
            "text",
        ),
    )
)
# Here a line break is meant; in prose it is that of the printed page.
_LINED = frozenset(("head", "titlepart", "signed", "opener", "closer", "dateline", "salute", "address", "l"))
_DIVISIONS = frozenset(("div", "div1", "div2", "div3", "body", "back", "front", "cit"))
_EMPHASIS = frozenset(("emph", "foreign", "title", "term", "mentioned"))
_DATE = re.compile(r"-?\d{4}(?:-\d\d(?:-\d\d)?)?")
_ATTRIBUTES = {
    "when": ("when", "when-iso", "when-custom"),
    "from": ("from", "notBefore", "from-iso", "notBefore-iso"),
    "to": ("to", "notAfter", "to-iso", "notAfter-iso"),
}
_XML = "{http://www.w3.org/XML/1998/namespace}"


def read(data: bytes, name: str) -> Sequence[Draft]:
    """Read an edition, each text of a corpus one article; raises `Unreadable` where it is none."""
    root, problems = parse(data, name)
    texts = (
        [root]
        if _name(root) != "teicorpus"
        else [each for each in root.iter() if _name(each) in ("tei", "tei.2")]
    )
    drafts = []
    for number, each in enumerate(texts, 1):
        reading = _Writer().reading(each)
        if reading.text:
            part = "" if len(texts) == 1 else each.get(f"{_XML}id") or str(number)
            drafts.append(Draft(reading, _fields(each), part=visible(part, lines=False), adapter="TEI"))
    if not drafts:
        raise Unreadable("is no TEI edition with a text")
    first = drafts[0]
    drafts[0] = Draft(first.reading, first.fields, problems, first.part, first.adapter)
    return drafts


class _Writer:
    """Writes an edition down, its notes at the end."""

    def __init__(self) -> None:
        self._scribe = Scribe("")
        self._pen = Pen(self._scribe)
        self._depth = 0
        self._notes: list[tuple[str, Element]] = []

    def reading(self, root: Element) -> Reading:
        """The reading of one text."""
        self._write(root)
        done = 0
        while done < len(self._notes):
            number, note = self._notes[done]
            done += 1
            leave = self._pen.block(MarkKind.NOTE, number)
            self._pen.label = f"[{number}] "
            self._write(note)
            leave()
        return self._scribe.reading()

    def _write(self, root: Element) -> None:
        """Write what stands in the element, with a stack instead of recursion."""
        stack: list[tuple[Element, Iterator[Element], Leave | None]] = [(root, iter(root), None)]
        self._pen.words(root.text or "")
        while stack:
            element, children, leave = stack[-1]
            child = next(children, None)
            if child is None:
                stack.pop()
                if leave is not None:
                    leave()
                if stack:
                    self._pen.words(element.tail or "")
                continue
            inside, end = self._enter(child, _name(child), _name(element))
            if inside:
                stack.append((child, iter(child), end))
                self._pen.words(child.text or "")
            else:
                self._pen.words(child.tail or "")

    def _enter(self, element: Element, name: str, parent: str) -> tuple[bool, Leave | None]:
        """Begin an element: whether to go into it, and what is to be done at its end."""
        pen = self._pen
        if name in _SKIPPED and (name not in _SECOND or parent == "choice"):
            return False, None
        if name == "head":
            return True, pen.block(MarkKind.HEADING, str(min(6, max(1, self._depth))))
        if name == "pb":
            self._pen.page(element.get("n") or "")
        elif name in ("lb", "cb"):
            if parent in _LINED:
                pen.line_break()
            else:
                pen.words(" ")
        elif name == "gap":
            pen.words("[…]")
        elif name == "note":
            return self._note(element)
        else:
            return True, self._span(element, name, parent)
        return False, None

    def _span(self, element: Element, name: str, parent: str) -> Leave | None:
        pen = self._pen
        if name.startswith("div"):
            return self._division()
        if name in _BLOCKS:
            return pen.block()
        if name in ("quote", "q", "said"):
            block = parent in _DIVISIONS or any(_name(each) in ("p", "lg", "l") for each in element)
            return pen.block(MarkKind.QUOTATION) if block else None
        if name in ("l", "row", "addrline"):
            return pen.block(gap=Gap.LINE)
        if name == "item":
            return pen.item("•")
        if name == "cell":
            if not pen.at_start:
                pen.words(" | ")
            return None
        if name == "hi":
            bold = "bold" in (element.get("rend") or "") or (element.get("rend") or "") == "b"
            return pen.mark(MarkKind.STRONG if bold else MarkKind.EMPHASIS)
        if name in _EMPHASIS:
            return pen.mark(MarkKind.EMPHASIS)
        if name in ("ref", "ptr") and element.get("target"):
            return pen.mark(MarkKind.LINK, element.get("target") or "")
        if name in ("date", "time", "docdate") and (value := dated(element)):
            return pen.mark(MarkKind.DATE, value)
        return None

    def _division(self) -> Leave:
        self._depth += 1
        end = self._pen.block()

        def leave() -> None:
            self._depth -= 1
            end()

        return leave

    def _note(self, element: Element) -> tuple[bool, Leave | None]:
        number = (element.get("n") or "").strip("[]() .") or str(len(self._notes) + 1)
        number = visible(number[:20], lines=False)
        self._pen.note_number(number)
        self._notes.append((number, element))
        return False, None


def dated(element: Element) -> str:
    """The date that the edition gives an element, as EDTF: a day, month or year, or an interval; empty where it gives none."""
    said: dict[str, str] = {}
    for end, names in _ATTRIBUTES.items():
        match = next((found for name in names if (found := _DATE.match(element.get(name) or ""))), None)
        said[end] = match[0] if match else ""
    if said["when"] or not (said["from"] or said["to"]):
        return said["when"]
    return f"{said['from'] or '..'}/{said['to'] or '..'}"


def _fields(root: Element) -> Mapping[str, Field]:
    """What the header says; the date is that of the text (`creation`, else the source's), not of the electronic edition."""
    said = {
        "title": _first(root, ".//{*}titleStmt/{*}title[@type='main']", ".//{*}titleStmt/{*}title"),
        "organization": _first(
            root, ".//{*}sourceDesc//{*}publisher", ".//{*}sourceDesc//{*}title[@level='j']"
        ),
        "source": _first(root, ".//{*}publicationStmt/{*}idno[@type='URL']", ".//{*}publicationStmt/{*}idno"),
        "note": _first(root, ".//{*}sourceDesc/{*}bibl", ".//{*}sourceDesc/{*}p")[:400],
    }
    language = root.find(".//{*}langUsage/{*}language")
    said["language"] = (language.get("ident") if language is not None else root.get(f"{_XML}lang")) or ""
    for path in (
        ".//{*}creation//{*}date",
        ".//{*}correspAction[@type='sent']/{*}date",
        ".//{*}sourceDesc//{*}date",
    ):
        date = next(
            (value for each in root.iterfind(path) if (value := dated(each) or _plain_year(each))), ""
        )
        if date:
            said["published"] = date
            break
    fields = {
        name: Field(visible(value, lines=False), said="header") for name, value in said.items() if value
    }
    names = [_words(each) for each in root.iterfind(".//{*}titleStmt/{*}author")]
    if names := [each for each in names if each]:
        fields["authors"] = Field(
            [Field(visible(each, lines=False), said="header") for each in names], said="header"
        )
    return fields


def _plain_year(element: Element) -> str:
    match = re.fullmatch(r"\s*(1\d{3}|20\d\d)\.?\s*", _words(element))
    return match[1] if match else ""


def _first(root: Element, *paths: str) -> str:
    for path in paths:
        if (element := root.find(path)) is not None and (words := _words(element)):
            return words
    return ""


def _words(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _name(element: Element) -> str:
    """The element's name without its namespace, in small letters (P4 and P5 differ in capitals)."""
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""
