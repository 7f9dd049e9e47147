"""HTML parsed to a tree, in time that grows with its length alone.

Lexbor (through `selectolax`) reads what browsers read, whatever is wrong with it. Two things cost browsers more than
they should: elements nested by the thousand, and formatting that is opened again and again and never closed. Both are cut
off before, as browsers do themselves at a depth of 512.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_DEEPEST = 256
_FORMATS = 48
_LONGEST_TAG = 20_000
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:]*)")
_LABEL = re.compile(
    rb"""<meta[^>]{0,500}?charset\s*=\s*["']?\s*([\w.:-]+)|<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]+)""",
    re.IGNORECASE,
)
_FORMATTING = frozenset(
    ("a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u")
)
_WORDS = ("br", "-text")
_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "wbr")
)
# Their end is mostly left out; each closes the one before.
_SELF_CLOSING = frozenset(
    ("p", "li", "dt", "dd", "option", "td", "th", "tr", "tbody", "thead", "html", "head", "body")
)


def label_of(data: bytes) -> str:
    """The encoding that the page names in its head, as it is written; empty where there is none."""
    match = _LABEL.search(data[:4096])
    return (match[1] or match[2]).decode("ascii", "replace") if match else ""


def parse(source: str) -> LexborHTMLParser:
    """The tree of a page or of a piece of one."""
    from selectolax.lexbor import LexborHTMLParser

    return LexborHTMLParser(_tamed(source))


def nodes(root: LexborNode) -> Iterator[LexborNode]:
    """All nodes below `root` in the order of the text."""
    stack = [root.child]
    while stack:
        node = stack.pop()
        if node is None:
            continue
        yield node
        stack.append(node.next)
        stack.append(node.child)


def words_of(node: LexborNode | None) -> str:
    """The text under a node on one line."""
    if node is None:
        return ""
    if node.css_first("br") is None:
        return " ".join((node.text() or "").split())
    pieces = (" " if each.tag == "br" else each.text_content or "" for each in nodes(node) if each.tag in _WORDS)
    return " ".join("".join(pieces).split())


def _tamed(source: str) -> str:
    """The source without the tags that nest too deep."""
    if source.count("<") < _FORMATS:
        return source
    dropped: list[tuple[int, int]] = []
    depth = formats = 0
    for match in _TAG.finditer(source):
        name = match[2].lower()
        if name in _VOID or name in _SELF_CLOSING:
            continue
        step = -1 if match[1] else 1
        if name in _FORMATTING:
            formats = max(0, formats + step)
            too_many = step > 0 and formats > _FORMATS
        else:
            depth = max(0, depth + step)
            too_many = step > 0 and depth > _DEEPEST
        if too_many:
            end = source.find(">", match.end(), match.end() + _LONGEST_TAG)
            dropped.append((match.start(), end + 1 if end >= 0 else match.end()))
    return _without(source, dropped) if dropped else source


def _without(source: str, dropped: list[tuple[int, int]]) -> str:
    kept, at = [], 0
    for start, end in dropped:
        if start >= at:
            kept.append(source[at:start])
        at = max(at, end)
    return "".join([*kept, source[at:]])
