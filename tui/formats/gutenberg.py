"""Project Gutenberg's plain texts: what stands around the text is furniture, and tells what text it is.

A text stands between two lines in asterisks, `*** START OF … ***` and `*** END OF … ***`. The dates above and below are the
e-book's, not the text's.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from tui.formats.fields import Field
from tui.model import visible

_START = re.compile(
    r"^\*\*\* ?START OF (?:THE|THIS) PROJECT GUTENBERG E-?BOOK\b[^*]{0,500}\*\*\*[^\S\n]*$", re.M | re.I
)
_END = re.compile(
    r"^(?:\*\*\* ?END OF|End of) (?:THE|THIS)? ?PROJECT GUTENBERG(?:'S|’S)? E-?(?:BOOK|TEXT)\b", re.M | re.I
)
# The old files' small print may be long.
_HEAD = 60_000
_LONGEST = 200
_SAID = "Project Gutenberg"
_ENTRY = re.compile(r"^(?P<name>[A-Z][a-z]+(?: [A-Za-z]+)?): (?P<values>\S.*(?:\n[^\S\n]+\S.*)*)", re.M)
_RELEASE = re.compile(r"(?P<date>[^\[]*?) *(?:\[e(?:book|text) #(?P<number>\d+)\])?", re.IGNORECASE)
_YEAR = re.compile(r"\b(1[4-9]\d\d|20\d\d)[.,]?$")


class Ebook(NamedTuple):
    """The text without what stands around it, and what the head says, under the catalogue's names."""

    text: str
    fields: dict[str, Field]


def find(text: str) -> Ebook | None:
    """The text of an e-book of Project Gutenberg, whose lines end in line feeds; `None` if it is none."""
    start = _START.search(text[:_HEAD])
    if start is None:
        return None
    end = _END.search(text, start.end())
    return Ebook(text[start.end() : end and end.start()].strip("\n"), _fields(text[: start.start()]))


def _fields(head: str) -> dict[str, Field]:
    said: dict[str, tuple[list[str], int]] = {}
    for match in _ENTRY.finditer(head):
        values = [visible(value.strip(), lines=False) for value in match["values"].split("\n")]
        said.setdefault(match["name"].lower(), (values, head.count("\n", 0, match.start()) + 1))
    fields: dict[str, Field] = {}
    if "title" in said:
        values, line = said["title"]
        fields["title"] = Field(" ".join(values), line, _SAID)
    if "author" in said:
        values, line = said["author"]
        fields["authors"] = Field([Field(value, line, _SAID) for value in values], line, _SAID)
    if "original publication" in said:
        values, line = said["original publication"]
        if year := _YEAR.search(" ".join(values)):
            fields["published"] = Field(year[1], line, _SAID)
    if "release date" in said:
        values, line = said["release date"]
        if release := _RELEASE.fullmatch(values[0][:_LONGEST]):
            number = f" #{release['number']}" if release["number"] else ""
            fields["note"] = Field(f"e-book of {release['date']}, Project Gutenberg{number}", line, _SAID)
    return fields
