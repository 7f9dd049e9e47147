"""The words in a stretch of HTML that stands in a Markdown text."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

_PARAGRAPH_ENDS = re.compile(
    r"</?(?:p|div|li|ul|ol|h[1-6]|tr|table|blockquote|figure|figcaption|section|hr)\b[^<>]*>", re.IGNORECASE
)
_LINE_END = re.compile(r"<br\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z!?][^<>]*>")
# Each is left out with all that stands in it.
_UNSEEN = (("<!--", "-->"), ("<script", "</script>"), ("<style", "</style>"))


def html_text(source: str) -> Iterator[str]:
    """The paragraphs of the words that a reader would see; a line feed in one is a line break of its own."""
    for begin, end in _UNSEEN:
        source = _without(source, begin, end)
    for block in _PARAGRAPH_ENDS.split(source):
        lines = (" ".join(html.unescape(_TAG.sub("", line)).split()) for line in _LINE_END.split(block))
        if words := "\n".join(line for line in lines if line):
            yield words


def _without(source: str, begin: str, end: str) -> str:
    """The source without the stretches from `begin` to `end`; one that never ends hides nothing."""
    lower = source.lower()
    if len(lower) != len(source):
        lower = source
    kept, at = [], 0
    while (start := lower.find(begin, at)) >= 0 and (stop := lower.find(end, start)) >= 0:
        kept.append(source[at:start])
        at = stop + len(end)
    return "".join([*kept, source[at:]])
