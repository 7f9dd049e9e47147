"""What a format hands over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tui.formats.fields import Field
from tui.model import MarkKind, Problem, Reading

_TITLE_LENGTH = 120
# A heading further down is not the text's title. The catalogue reads no more than the head of a file.
_TITLE_WITHIN = 4000


class Unreadable(Exception):
    """The bytes are not what the file's name promises; the message is the reason, in a few words."""


@dataclass(frozen=True, slots=True)
class Draft:
    """One article as its file has it.

    `fields` are what the file itself says, under the catalogue's names (`title`, `authors`, `published`, …).
    `part` names the article where one file holds many. `adapter` names what knew the page's site, where that counts.
    """

    reading: Reading
    fields: Mapping[str, Field] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    part: str = ""
    adapter: str = ""

    @property
    def opening(self) -> Field | None:
        """What can stand for a title that nobody gives: the first heading, else the first line, shortened if long."""
        text = self.reading.text
        for mark in self.reading.marks:
            if mark.span.start > _TITLE_WITHIN:
                break
            if mark.kind is MarkKind.HEADING:
                return Field(" ".join(mark.span.of(text).split()), said="heading")
        line = " ".join(
            text[: text.find("\n\n") if "\n\n" in text else None][: 8 * _TITLE_LENGTH].split("\n")[0].split()
        )
        if len(line) > _TITLE_LENGTH:
            line = line[:_TITLE_LENGTH].rsplit(" ", 1)[0] + "…"
        return Field(line, said="first line") if line else None
