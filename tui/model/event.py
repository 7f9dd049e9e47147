"""A dated sentence."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from tui.model.interval import Interval
from tui.model.span import Span
from tui.model.timex import Certainty, Timex

if TYPE_CHECKING:
    from tui.model.article import Article


LONGEST_SENTENCE = 4000
AROUND = 300
"""A sentence that is longer is shown as so many characters on either side of the date."""


class Relation(StrEnum):
    """How the clause stands to the date (TimeML's TLINK, in plain words)."""

    AT = "at"
    DURING = "during"
    FROM = "from"
    TO = "to"
    SINCE = "since"
    UNTIL = "until"
    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class Event:
    """What a text says to have been on a date.

    `timex` is the expression it stands under, `also` the others that name the same time ("A day later, on January
    18"). `interval` is when the event was: that of the timex, but open or closed by the relation ("since January 20"),
    `None` when unresolved. `sentence` and `clause` are spans; the clause is the shortest the date belongs to.
    """

    timex: Timex
    relation: Relation
    interval: Interval | None
    sentence: Span
    clause: Span
    also: tuple[Timex, ...] = ()

    @property
    def span(self) -> Span:
        """Where the date expression stands."""
        return self.timex.span

    @property
    def certainty(self) -> Certainty:
        """How the date is known."""
        return self.timex.certainty

    @property
    def excerpt(self) -> Span:
        """The stretch that holds sentence and clause, or what stands round the date where that is beyond all measure."""
        start = min(self.sentence.start, self.clause.start)
        end = max(self.sentence.end, self.clause.end)
        if end - start <= LONGEST_SENTENCE:
            return Span(start, end)
        return Span(max(start, self.span.start - AROUND), min(end, self.span.end + AROUND))

    @property
    def order(self) -> tuple[bool, int, int, int]:
        """Sorts events as a timeline does: by earliest day, then latest, then place in the text; the undated last."""
        when = self.interval
        first = (when.earliest or when.latest) if when else None
        last = (when.latest or when.earliest) if when else None
        if first is None or last is None:
            return (True, 0, 0, self.span.start)
        return (False, first.ordinal, last.ordinal, self.span.start)


@dataclass(frozen=True, slots=True)
class Mention:
    """An event with the article that tells it: a row of a timeline. `clause` and `sentence` are the event's, in words."""

    article: Article
    event: Event
    clause: str
    sentence: str = ""
