"""Writes a tree of HTML down: text as a browser shows it, and marks."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from tui.formats.scribe import Gap, Scribe
from tui.model import MarkKind

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_BLANKS = re.compile("[ \t\n\r\f\xa0]+")
_BLANK = " \t\n\r\f\xa0"
_NUMBER = re.compile(r"\(?\[?(\d{1,4}|[*†‡§]{1,3}|[a-z])\]?\)?\*?")
_NOTE_WORDS = re.compile(r"\b(?:noteref|doc-noteref|footnote-ref|footnote-reference|endnote-ref)\b")
_NOTE_BODY = re.compile(r"\b(?:footnote|endnote|rearnote|doc-footnote|doc-endnote)\b")
_PAGE_WORDS = re.compile(r"\b(?:pagebreak|doc-pagebreak)\b")
_BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dir", "div"),
        *("dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6"),
        *("header", "hgroup", "hr", "html", "legend", "main", "menu", "nav", "ol", "p", "pre", "section"),
        *("summary", "table", "ul"),
    )
)
UNSEEN = frozenset(
    (
        *("script", "style", "head", "template", "noscript", "iframe", "object", "embed", "svg", "canvas", "audio"),
        *("video", "button", "select", "input", "textarea", "noframes", "rt", "rp", "title", "meta", "link", "map"),
    )
)
_SPANS = {
    "em": MarkKind.EMPHASIS,
    "i": MarkKind.EMPHASIS,
    "cite": MarkKind.EMPHASIS,
    "dfn": MarkKind.EMPHASIS,
    "strong": MarkKind.STRONG,
    "b": MarkKind.STRONG,
    "code": MarkKind.CODE,
    "tt": MarkKind.CODE,
    "kbd": MarkKind.CODE,
    "samp": MarkKind.CODE,
}
Leave = Callable[[], None]


class HtmlWriter:
    """Writes nodes of one document to a scribe."""

    def __init__(self, scribe: Scribe, headings: Mapping[int, int] | None = None) -> None:
        """Begin where the scribe stands; `headings` are nodes (`mem_id`) that count as headings of a level."""
        self._scribe = scribe
        self._headings = headings or {}
        self._blank = False
        self._breaks = 0
        self._pre = 0
        self._lists: list[int | None] = []
        self._layout: list[bool] = []
        self._label = ""

    def write(self, root: LexborNode) -> None:
        """Write what stands under the node, down the tree without recursion."""
        stack: list[tuple[LexborNode, Leave | None]] = []
        node = root.child
        while node is not None or stack:
            if node is None:
                done, leave = stack.pop()
                if leave:
                    leave()
                node = done.next
            elif node.is_text_node:
                self._words(node.text_content or "")
                node = node.next
            elif node.is_element_node and node.tag not in UNSEEN:
                leave, inside = self._enter(node, node.tag or "")
                stack.append((node, leave))
                node = node.child if inside else None
            else:
                node = node.next

    def _enter(self, node: LexborNode, tag: str) -> tuple[Leave | None, bool]:
        """Begin an element; what is to be done at its end, and whether to go into it."""
        if node.mem_id in self._headings:
            return self._heading(self._headings[node.mem_id]), True
        if tag == "br":
            self._break()
            return None, False
        if tag in _SPANS:
            return self._span(_SPANS[tag]), True
        if tag in ("span", "font", "tbody", "thead", "u", "small"):
            return (self._page(node), False) if self._is_page(node) else (None, True)
        if tag in ("a", "sup"):
            return self._reference(node, tag)
        if tag in ("td", "th", "tr"):
            return self._cell(node, tag), True
        if tag == "li":
            return self._item(), True
        if tag == "q":
            self._words("“")
            return (lambda: self._words("”")), True
        if tag in _BLOCKS:
            return self._block(node, tag), True
        return None, True

    def _words(self, words: str) -> None:
        if self._pre:
            self._put(words.replace("\r\n", "\n").replace("\xa0", " "))
            return
        words = _BLANKS.sub(" ", words)
        if words == " " or not words:
            self._blank = self._blank or bool(words)
            return
        if words[0] == " ":
            self._blank, words = True, words[1:]
        ends_blank = words[-1] == " "
        self._put(words[:-1] if ends_blank else words)
        self._blank = ends_blank

    def _put(self, words: str) -> None:
        label, self._label = self._label, ""
        if label:
            self._blank = False
        elif self._blank:
            self._flush()
        self._blank, self._breaks = False, 0
        self._scribe.text(label + words)

    def _flush(self) -> None:
        """Write the blank that is due, outside of the mark that begins."""
        if self._blank and self._scribe.length and not self._scribe.at_gap:
            self._scribe.text(" ")
        self._blank = False

    def _break(self) -> None:
        self._breaks += 1
        self._gap(Gap.LINE if self._breaks == 1 else Gap.BLOCK)

    def _gap(self, gap: Gap) -> None:
        self._blank = False
        self._scribe.gap(gap)

    def _span(self, kind: MarkKind, value: str = "") -> Leave:
        self._flush()
        self._scribe.open(kind, value)
        return self._scribe.close

    def _block(self, node: LexborNode, tag: str) -> Leave:
        attributes = node.attributes
        marked = False
        self._gap(Gap.BLOCK)
        if tag in ("ul", "ol", "menu", "dir"):
            return self._list(tag, attributes.get("start") or "")
        if tag == "table":
            return self._table(node)
        if tag == "pre":
            self._pre += 1
        kind = _kind_of(tag, attributes)
        if kind is not None:
            self._scribe.open(kind, tag[1:] if kind is MarkKind.HEADING else "")
            marked = True

        def leave() -> None:
            if tag == "pre":
                self._pre -= 1
            if marked:
                self._scribe.close()
            self._gap(Gap.BLOCK)

        return leave

    def _heading(self, level: int) -> Leave:
        self._gap(Gap.BLOCK)
        self._scribe.open(MarkKind.HEADING, str(level))

        def leave() -> None:
            self._scribe.close()
            self._gap(Gap.BLOCK)

        return leave

    def _list(self, tag: str, start: str) -> Leave:
        inner = bool(self._lists)
        first = int(start) if start.isdecimal() and len(start) < 6 else 1
        self._lists.append(first if tag == "ol" else None)

        def leave() -> None:
            self._lists.pop()
            self._label = ""
            self._gap(Gap.LINE if inner else Gap.BLOCK)

        return leave

    def _item(self) -> Leave:
        number = self._lists[-1] if self._lists else None
        label = "•" if number is None else f"{number}."
        if number is not None:
            self._lists[-1] = number + 1
        self._gap(Gap.LINE)
        self._label += label + " "
        self._scribe.open(MarkKind.ITEM, label)

        def leave() -> None:
            self._label = ""
            self._scribe.close()
            self._gap(Gap.LINE)

        return leave

    def _table(self, node: LexborNode) -> Leave:
        """A table that holds blocks is there for the layout; its cells are blocks."""
        self._layout.append(node.css_first("p, div, table, h1, h2, h3, h4, ul, ol, br, td > font") is not None)

        def leave() -> None:
            self._layout.pop()
            self._gap(Gap.BLOCK)

        return leave

    def _cell(self, node: LexborNode, tag: str) -> Leave:
        layout = not self._layout or self._layout[-1]
        gap = Gap.BLOCK if layout else Gap.LINE
        if tag == "tr" or layout:
            self._gap(gap)
            return lambda: self._gap(gap)
        previous = node.prev
        while previous is not None and not previous.is_element_node:
            previous = previous.prev
        if previous is not None:
            self._words(" | ")
        return lambda: None

    def _reference(self, node: LexborNode, tag: str) -> tuple[Leave | None, bool]:
        """A link, a raised number, or a page's end."""
        if self._is_page(node):
            return self._page(node), False
        words = " ".join((node.text() or "").split())
        link = node if tag == "a" else node.css_first("a")
        href = (link.attributes.get("href") or "") if link is not None else ""
        number = _NUMBER.fullmatch(words)
        raised = tag == "sup" or node.css_first("sup") is not None or _says(node, _NOTE_WORDS)
        if number and raised and (tag == "sup" or "#" in href):
            self._put_note(number[1])
            return None, False
        if tag == "sup" or not href or href.startswith(("#", "javascript:")):
            return None, True
        return self._span(MarkKind.LINK, href), True

    def _put_note(self, number: str) -> None:
        """A note's number in brackets: raised it is told from a year before it, in plain text it is not."""
        self._blank = False
        if self._scribe.at_gap or not self._scribe.length:
            self._label += f"[{number}] "
            return
        self._scribe.open(MarkKind.NOTE, number)
        self._put(f"[{number}]")
        self._scribe.close()

    def _is_page(self, node: LexborNode) -> bool:
        return _says(node, _PAGE_WORDS)

    def _page(self, node: LexborNode) -> Leave:
        attributes = node.attributes
        number = attributes.get("title") or attributes.get("aria-label") or (node.text() or "").strip()
        if number:
            self._scribe.page(number)
        return lambda: None


def _kind_of(tag: str, attributes: dict[str, str | None]) -> MarkKind | None:
    if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
        return MarkKind.HEADING
    if tag == "blockquote":
        return MarkKind.QUOTATION
    if tag == "pre":
        return MarkKind.CODE
    said = " ".join(attributes.get(name) or "" for name in ("epub:type", "role"))
    return MarkKind.NOTE if said and _NOTE_BODY.search(said) else None


def _says(node: LexborNode, words: re.Pattern[str]) -> bool:
    attributes = node.attributes
    return any(words.search(attributes.get(name) or "") for name in ("epub:type", "role", "class"))
