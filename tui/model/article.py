"""An entry of the catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tui.model.interval import Interval


@dataclass(frozen=True, slots=True)
class Article:
    """An article as the catalogue has it; what nobody says is empty or `None`, never guessed.

    `key` names it in the collection: its path from the root with `/`, and `#part` behind it where one file holds many.
    `organization` and `about` are keys of organizations. `said` tells where a field stands: "sidecar", "front matter",
    "file", "folder".
    """

    key: str
    title: str
    organization: str = ""
    about: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    published: Interval | None = None
    source: str = ""
    language: str = ""
    note: str = ""
    format: str = ""
    said: Mapping[str, str] = field(default_factory=dict)
