"""An expression of time as it was found, before anything is counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tui.dates.language import Rule
from tui.model import Span


@dataclass(frozen=True, slots=True)
class Found:
    """An expression as found: its words (`first` to `last`, exclusive), its rule, and what the words say, by field."""

    span: Span
    first: int
    last: int
    rule: Rule
    fields: dict[str, Any]

    @property
    def kind(self) -> str:
        """What kind of expression the rule reads."""
        return self.rule.kind
