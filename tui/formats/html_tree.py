"""HTML parsed to a tree, in time that grows with its length alone.

Lexbor (through `selectolax`) reads what browsers read, whatever is wrong with it. Two things cost browsers more than
they should: elements nested by the thousand, and formatting that is opened again and again and never closed. Both are cut
off before, as browsers do themselves at a depth of 512.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_DEEPEST = 256
_FORMATS = 48
_REPEATED = 200_000
_LONG_TAG = 2000
_MANY_ATTRIBUTES = 250
_BLANK = re.compile(r"\s+")
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
    pieces = (
        " " if each.tag == "br" else each.text_content or "" for each in nodes(node) if each.tag in _WORDS
    )
    return " ".join("".join(pieces).split())


def _tamed(source: str) -> str:
    """The source without the tags that nest too deep, and with the formatting ended that is opened without end."""
    changed: list[tuple[int, int, str]] = []
    opened: Counter[str] = Counter()
    depth = formats = repeated = 0
    for start, end, name, closes in _tags(source):
        if end - start > _LONG_TAG and _BLANK.subn("", source[start:end])[1] > _MANY_ATTRIBUTES:
            changed.append((start, end, f"<{name}>"))
        if name in _VOID:
            continue
        formatting = name in _FORMATTING
        if not formatting:
            # Every block begins all open formatting anew.
            repeated += formats
            if repeated > _REPEATED and formats:
                ends = "".join(f"</{each}>" * opened.pop(each, 0) for each in _FORMATTING)
                changed.append((start, start, ends))
                formats = 0
        if name in _SELF_CLOSING:
            continue
        if closes:
            if opened[name]:
                opened[name] -= 1
                formats, depth = (formats - 1, depth) if formatting else (formats, depth - 1)
        elif (formats >= _FORMATS or repeated > _REPEATED) if formatting else depth >= _DEEPEST:
            changed.append((start, end, ""))
        else:
            opened[name] += 1
            formats, depth = (formats + 1, depth) if formatting else (formats, depth + 1)
    return _rewritten(source, changed) if changed else source


def _tags(source: str) -> Iterator[tuple[int, int, str, bool]]:
    """Where each tag begins and ends, its name, and whether it closes an element; what looks like one in another is none."""
    at = 0
    while match := _TAG.search(source, at):
        end = source.find(">", match.end())
        at = end + 1 if end >= 0 else len(source)
        yield match.start(), at, match[2].lower(), bool(match[1])


def _rewritten(source: str, changed: list[tuple[int, int, str]]) -> str:
    kept, at = [], 0
    for start, end, words in changed:
        if start >= at:
            kept.append(source[at:start])
        kept.append(words)
        at = max(at, end)
    return "".join([*kept, source[at:]])
