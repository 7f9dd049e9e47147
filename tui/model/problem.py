"""What went wrong, in one line."""

from __future__ import annotations

from dataclasses import dataclass

from tui.model.visible import visible

_LONGEST = 400


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that could not be read as meant: what, where (file, line, field), why, and what to do.

    `line` counts from 1; 0 where there is none.
    """

    file: str
    what: str
    line: int = 0
    field: str = ""
    hint: str = ""

    def __post_init__(self) -> None:
        """Cut what is too long for a line: it may quote a field of a megabyte."""
        for name in ("what", "field"):
            words = getattr(self, name)
            if len(words) > _LONGEST:
                object.__setattr__(self, name, words[:_LONGEST] + "…")

    def __str__(self) -> str:
        """One clear line, safe for a terminal: `organizations.yaml:12: aliases: must be a list; write [ISO]`."""
        where = f"{self.file}:{self.line}" if self.line else self.file
        parts = [where, *([self.field] if self.field else []), self.what]
        return visible(": ".join(parts) + (f"; {self.hint}" if self.hint else ""), lines=False)


class CollectionError(Exception):
    """The collection as a whole cannot be opened; `problem` says why. The command line exits with 3."""

    def __init__(self, problem: Problem) -> None:
        """Raise with `raise CollectionError(Problem(…))`."""
        super().__init__(str(problem))
        self.problem = problem
