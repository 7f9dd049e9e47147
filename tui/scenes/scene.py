"""A screen to be kept as golden: which app, how large, in which theme, and what is done in it first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from tui.scenes.step import Step

NOON = datetime(2000, 1, 1, 12, tzinfo=UTC)
"""What the clock shows in a scene that does not say."""


class Size(NamedTuple):
    """Columns and rows of a terminal."""

    width: int
    height: int

    def __str__(self) -> str:
        """`80x24`, as it is written in a scenes file."""
        return f"{self.width}x{self.height}"


@dataclass(frozen=True)
class Scene:
    """One screen to play: `name` is also the name of its golden.

    `theme`, `collection` and `config` are handed to the app's maker as they are; `environment` is laid over the fixed
    environment of the stage; `file` and `line` (from 1) say where the scene is written, for messages; `family`
    is the name it has there, which several sizes and themes share.
    """

    name: str
    size: Size
    steps: tuple[Step, ...] = ()
    theme: str | None = None
    collection: Path | None = None
    config: Path | None = None
    environment: tuple[tuple[str, str], ...] = ()
    clock: datetime = NOON
    family: str = ""
    file: Path = Path()
    line: int = 0
