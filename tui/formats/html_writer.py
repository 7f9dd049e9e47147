"""Writes a tree of HTML down: text as a browser shows it, and marks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from tui.formats.pen import Leave, Pen
from tui.formats.scribe import Gap, Scribe
from tui.model import MarkKind

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_NUMBER = re.compile(r"\(?\[?(\d{1,4}|[*†‡§]{1,3}|[a-z])\]?\)?\*?")
_NOTE_WORDS = re.compile(r"\b(?:noteref|doc-noteref|footnote-ref|footnote-reference|endnote-ref)\b")
_NOTE_BODY = re.compile(r"\b(?:footnote|endnote|rearnote|doc-footnote|doc-endnote)\b")
_PAGE_WORDS = re.compile(r"\b(?:pagebreak|doc-pagebreak)\b")
_BLOCKS = frozenset(
    (
        *(
            "address",
            "article",
            "aside",
            "blockquote",
            "body",
            "caption",
            "center",
            "dd",
            "details",
            "dir",
            "div",
        ),
        *(
            "dl",
            "dt",
            "fieldset",
            "figcaption",
            "figure",
            "footer",
            "form",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
        ),
        *("header", "hgroup", "hr", "html", "legend", "main", "menu", "nav", "ol", "p", "pre", "section"),
        *("summary", "table", "ul"),
    )
)
UNSEEN = frozenset(
    (
        *(
            "script",
            "style",
            "head",
            "template",
            "noscript",
            "iframe",
            "object",
            "embed",
            "svg",
            "canvas",
            "audio",
        ),
        *(
            "video",
            "button",
            "select",
            "input",
            "textarea",
            "noframes",
            "rt",
            "rp",
            "title",
            "meta",
            "link",
            "map",
        ),
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
_BACK_WORDS = re.compile(r"\b(?:backlink|doc-backlink|footnote-backref|reversefootnote)\b")
_BACK = ("↩", "↩︎", "↑", "⏎", "^")
_LAYOUT = "td table, th table, p, div, h1, h2, h3, h4, ul, ol, br, td > font"
_LONGEST_NUMBER = 20


class HtmlWriter:
    """Writes nodes of one document to a scribe."""

    def __init__(self, scribe: Scribe, headings: Mapping[int, int] | None = None) -> None:
        """Begin where the scribe stands; `headings` are nodes (`mem_id`) that count as headings of a level."""
        self._pen = Pen(scribe)
        self._headings = headings or {}
        self._pre = 0
        self._lists: list[int | None] = []
        self._layout: list[bool] = []

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

    def _words(self, words: str) -> None:
        if self._pre:
            self._pen.exactly(words.replace("\r\n", "\n").replace("\xa0", " "))
        else:
            self._pen.words(words)

    def _enter(self, node: LexborNode, tag: str) -> tuple[Leave | None, bool]:
        """Begin an element; what is to be done at its end, and whether to go into it."""
        pen = self._pen
        if node.mem_id in self._headings:
            return pen.block(MarkKind.HEADING, str(self._headings[node.mem_id])), True
        if tag == "br":
            pen.line_break()
            return None, False
        if tag in _SPANS:
            return pen.mark(_SPANS[tag]), True
        if tag in ("a", "sup", "span") or (tag in ("div", "hr") and _says(node, _PAGE_WORDS)):
            return self._reference(node, tag)
        if tag in ("td", "th", "tr"):
            return self._cell(node, tag), True
        if tag == "li":
            return pen.item(self._next_label()), True
        if tag == "q":
            pen.words("“")
            return (lambda: pen.words("”")), True
        return (self._block(node, tag) if tag in _BLOCKS else None), True

    def _block(self, node: LexborNode, tag: str) -> Leave:
        if tag in ("ul", "ol", "menu", "dir"):
            return self._list(tag, node.attributes.get("start") or "")
        kind = _kind_of(tag, node.attributes)
        end = self._pen.block(kind, tag[1:] if kind is MarkKind.HEADING else "")
        if tag == "pre":
            self._pre += 1
        elif tag == "table":
            # A table that holds blocks is there for the layout; its cells are blocks.
            self._layout.append(node.css_first(_LAYOUT) is not None)

        def leave() -> None:
            if tag == "pre":
                self._pre -= 1
            elif tag == "table":
                self._layout.pop()
            end()

        return leave

    def _list(self, tag: str, start: str) -> Leave:
        end = self._pen.block(gap=Gap.LINE if self._lists else Gap.BLOCK)
        first = int(start) if start.isdecimal() and len(start) < 6 else 1
        self._lists.append(first if tag == "ol" else None)

        def leave() -> None:
            self._lists.pop()
            end()

        return leave

    def _next_label(self) -> str:
        number = self._lists[-1] if self._lists else None
        if number is None:
            return "•"
        self._lists[-1] = number + 1
        return f"{number}."

    def _cell(self, node: LexborNode, tag: str) -> Leave | None:
        layout = not self._layout or self._layout[-1]
        if tag == "tr" or layout:
            return self._pen.block(gap=Gap.BLOCK if layout else Gap.LINE)
        previous = node.prev
        while previous is not None and not previous.is_element_node:
            previous = previous.prev
        if previous is not None:
            self._pen.words(" | ")
        return None

    def _reference(self, node: LexborNode, tag: str) -> tuple[Leave | None, bool]:
        """A link, a raised number, or a page's end."""
        if _says(node, _PAGE_WORDS):
            attributes = node.attributes
            words = " ".join((node.text() or "").split())
            if number := attributes.get("title") or attributes.get("aria-label") or words:
                self._pen.page(number[:_LONGEST_NUMBER])
            return None, False
        if tag == "span":
            return None, True
        if tag == "a" and (_says(node, _BACK_WORDS) or (node.text() or "").strip() in _BACK):
            return None, False
        link = node if tag == "a" else node.css_first("a")
        href = (link.attributes.get("href") or "") if link is not None else ""
        raised = tag == "sup" or node.css_first("sup") is not None or _says(node, _NOTE_WORDS)
        if raised and (tag == "sup" or "#" in href):
            digits = _NUMBER.fullmatch(" ".join((node.text() or "").split()))
            if digits:
                self._pen.note_number(digits[1])
                return None, False
        if tag == "sup" or not href or href.startswith(("#", "javascript:")):
            return None, True
        return self._pen.mark(MarkKind.LINK, href), True


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
