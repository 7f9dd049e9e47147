"""Project Gutenberg's plain texts: what stands around the text is furniture, and tells what text it is.

A text stands between two lines of asterisks (Project Gutenberg, "File formats and markup"). The dates above and below are
the e-book's, not the text's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from tui.formats.fields import Field, Value
from tui.model import visible

_START = re.compile(
    r"^\*\*\* ?START OF (?:THE|THIS) PROJECT GUTENBERG E-?BOOK\b[^*]{0,500}\*\*\*[^\S\n]*$", re.M | re.I
)
_END = re.compile(
    r"^(?:\*\*\* ?END OF|End of) (?:THE|THIS)? ?PROJECT GUTENBERG(?:'S|’S)? E-?(?:BOOK|TEXT)\b", re.M | re.I
)
# The old files' small print may be long.
_HEAD = 60_000
_SAID = "Project Gutenberg"
_LINE = re.compile(r"(?P<name>[A-Z][a-z]+(?: [A-Za-z]+)?): (?P<value>\S.*)|(?P<more>[^\S\n]+\S.*)")
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
    said = {name: (values, line) for name, values, line in reversed([*_lines(head)])}
    fields: dict[str, Field] = {}

    def say(name: str, value: Value, line: int) -> None:
        fields[name] = Field(value, line, _SAID)

    if "title" in said:
        values, line = said["title"]
        say("title", " ".join(values), line)
    if "author" in said:
        values, line = said["author"]
        say("authors", [Field(value, line, _SAID) for value in values], line)
    if "original publication" in said:
        values, line = said["original publication"]
        if year := _YEAR.search(" ".join(values)):
            say("published", year[1], line)
    if "release date" in said:
        values, line = said["release date"]
        if release := _RELEASE.fullmatch(values[0]):
            number = f" #{release['number']}" if release["number"] else ""
            say("note", f"e-book of {release['date']}, Project Gutenberg{number}", line)
    return fields


def _lines(head: str) -> Iterator[tuple[str, list[str], int]]:
    """Each name with its values, one a line, and the line that it stands on."""
    name, values, at = "", [], 0
    for number, line in enumerate(head.split("\n"), 1):
        match = _LINE.fullmatch(line)
        if match and match["name"]:
            if name:
                yield name, values, at
            name, values, at = match["name"].lower(), [visible(match["value"].strip(), lines=False)], number
        elif match and name:
            values.append(visible(match["more"].strip(), lines=False))
        elif name:
            yield name, values, at
            name = ""
    if name:
        yield name, values, at
