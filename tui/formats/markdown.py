"""Markdown (CommonMark with tables and footnotes), with front matter.

Read by pulldown-cmark through `pyromark`: it takes time and memory in step with the text's length whatever is in it, and
is some hundred times as fast as the readers written in Python. Its stream of events is written down as text and
marks; the characters that only mark up are gone from the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import pyromark

from tui.formats.draft import Draft
from tui.formats.encoding import read_text
from tui.formats.front_matter import read_front_matter, split
from tui.formats.html_text import html_text
from tui.formats.scribe import Gap, Scribe, even
from tui.model import MarkKind, Reading

_OPTIONS = pyromark.Options.ENABLE_TABLES | pyromark.Options.ENABLE_FOOTNOTES
_BREAK = re.compile(r"<br\b", re.IGNORECASE)
_SURROGATE = re.compile("[\ud800-\udfff]")
_MARKUP = re.compile(r"[*_`\\]")
_MANY_LINES = re.compile("\n{3,}")

# The gap before and after each kind of block.
_GAPS = {
    "Paragraph": Gap.PARAGRAPH,
    "Heading": Gap.BLOCK,
    "BlockQuote": Gap.BLOCK,
    "CodeBlock": Gap.BLOCK,
    "HtmlBlock": Gap.BLOCK,
    "FootnoteDefinition": Gap.BLOCK,
    "Item": Gap.LINE,
    "Table": Gap.BLOCK,
    "TableHead": Gap.LINE,
    "TableRow": Gap.LINE,
}
_MARKS = {
    "Heading": MarkKind.HEADING,
    "BlockQuote": MarkKind.QUOTATION,
    "CodeBlock": MarkKind.CODE,
    "FootnoteDefinition": MarkKind.NOTE,
    "Item": MarkKind.ITEM,
    "Emphasis": MarkKind.EMPHASIS,
    "Strong": MarkKind.STRONG,
    "Link": MarkKind.LINK,
    "Image": MarkKind.LINK,
}


def read(data: bytes, name: str) -> Sequence[Draft]:
    """Read a Markdown text; raises `Unreadable` where the bytes are no text."""
    text, problems = read_text(data, name)
    text = _SURROGATE.sub("\ufffd", even(text).replace("\f", "\n\n"))
    fence, front, start = split(text)
    if not fence:
        return [Draft(_Writer(text).reading(), problems=problems)]
    before = text.count("\n", 0, text.index(fence)) + 1
    fields, others = read_front_matter(fence, front, name, before)
    if (title := fields.get("title")) and isinstance(title.value, str):
        fields["title"] = title._replace(value=_plain(title.value))
    return [Draft(_Writer(text[start:]).reading(), fields, (*problems, *others))]


def _plain(title: str) -> str:
    """A title without its markup: those who write Markdown write it there too."""
    if not _MARKUP.search(title):
        return title
    return " ".join(_Writer(title).reading().text.split()) or title


class _Writer:
    """Writes the parser's events down."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._scribe = Scribe(text)
        self._lists: list[int | None] = []
        self._label = ""
        self._cells = 0
        self._html: list[str] = []

    def reading(self) -> Reading:
        """The whole text as a reading."""
        for event in pyromark.events(self._text, options=_OPTIONS):
            if isinstance(event, str):
                self._between(event)
                continue
            name, value = _one(event)
            if name == "Start":
                self._start(*_one(value))
            elif name == "End":
                self._end(_one(value)[0])
            else:
                self._words(name, value)
        return self._scribe.reading()

    def _between(self, event: str) -> None:
        gaps = {"SoftBreak": Gap.SOFT, "HardBreak": Gap.LINE, "Rule": Gap.BLOCK}
        self._scribe.gap(gaps[event])

    def _start(self, name: str, value: Any) -> None:
        if name == "List":
            self._scribe.gap(Gap.LINE if self._lists else Gap.BLOCK)
            self._lists.append(value)
        elif name == "TableCell":
            self._cells += 1
            if self._cells > 1:
                self._label = ""
                self._text_of(" |")
                self._label = " "
        elif name in ("TableHead", "TableRow"):
            self._cells = 0
        self._scribe.gap(_GAPS.get(name, Gap.NONE))
        if name in _MARKS and name not in _GAPS:
            self._write_label()
        if name in _MARKS:
            self._scribe.open(_MARKS[name], self._value(name, value))

    def _value(self, name: str, value: Any) -> str:
        """What the mark of a block or span says; that of an item or a footnote stands before its text too."""
        if name == "Heading":
            return str(value["level"]).removeprefix("H")
        if name in ("Link", "Image"):
            return str(value["dest_url"])
        if name == "Item":
            number = self._lists[-1]
            label = "•" if number is None else f"{number}."
            if number is not None:
                self._lists[-1] = number + 1
            self._label += label + " "
            return label
        if name == "FootnoteDefinition":
            self._label += f"[{value}] "
            return str(value)
        return ""

    def _end(self, name: str) -> None:
        if name == "HtmlBlock":
            self._write_html()
        elif name == "List":
            self._lists.pop()
            self._scribe.gap(Gap.LINE if self._lists else Gap.BLOCK)
        elif name in ("Item", "FootnoteDefinition", "TableHead", "TableRow"):
            self._label = ""
        if name in _MARKS:
            self._scribe.close()
        self._scribe.gap(_GAPS.get(name, Gap.NONE))

    def _words(self, name: str, value: Any) -> None:
        if name == "Code":
            self._marked(MarkKind.CODE, value)
        elif name == "FootnoteReference":
            self._marked(MarkKind.NOTE, f"[{value}]", value)
        elif name == "Html":
            self._html.append(value)
        elif name == "InlineHtml":
            if _BREAK.match(value):
                self._scribe.gap(Gap.LINE)
        else:
            self._text_of(_MANY_LINES.sub("\n\n", value))

    def _text_of(self, words: str) -> None:
        self._write_label()
        kept = words.rstrip("\n")
        self._scribe.text(kept)
        if len(kept) < len(words):
            self._scribe.gap(Gap.LINE)

    def _marked(self, kind: MarkKind, words: str, value: str = "") -> None:
        self._write_label()
        self._scribe.open(kind, value)
        self._scribe.text(words)
        self._scribe.close()

    def _write_label(self) -> None:
        label, self._label = self._label, ""
        self._scribe.text(label)

    def _write_html(self) -> None:
        for paragraph in html_text("".join(self._html)):
            self._scribe.gap(Gap.BLOCK)
            self._text_of(paragraph)
        self._html.clear()


def _one(event: Any) -> tuple[str, Any]:
    """An event is a bare name, or one name with its value."""
    if isinstance(event, str):
        return event, None
    [(name, value)] = event.items()
    return name, value
