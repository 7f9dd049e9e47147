"""A stretch of a text."""

from __future__ import annotations

from typing import NamedTuple


class Span(NamedTuple):
    """A stretch of a text: `start` and `end` in characters of it, `end` exclusive."""

    start: int
    end: int

    def within(self, other: Span) -> Span:
        """The part of this span that lies in another one; empty where none does."""
        start = min(max(self.start, other.start), other.end)
        return Span(start, max(start, min(self.end, other.end)))

    def of(self, text: str) -> str:
        """The words that the span covers."""
        return text[self.start : self.end]

    def holds(self, position: int) -> bool:
        """Whether the character at `position` lies in the span."""
        return self.start <= position < self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the two spans share at least one character."""
        return max(self.start, other.start) < min(self.end, other.end)
