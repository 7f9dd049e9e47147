"""An opened article."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from tui.model.article import Article
from tui.model.event import Event, Mention
from tui.model.reading import Reading
from tui.model.written import Written


@dataclass(frozen=True)
class Page:
    """An opened article: its catalogue entry, its reading and its events.

    `events` are in the order of a timeline (`Event.order`), the undated last: row *i* of the timeline is `events[i]`.
    """

    article: Article
    reading: Reading
    events: tuple[Event, ...] = ()
    written: Written = field(default_factory=Written)

    @cached_property
    def mentions(self) -> tuple[Mention, ...]:
        """The events as rows of a timeline, in the same order."""
        text = self.reading.text
        return tuple(
            Mention(
                self.article,
                event,
                event.clause.within(event.excerpt).of(text),
                event.sentence.within(event.excerpt).of(text),
            )
            for event in self.events
        )

    @cached_property
    def text_order(self) -> tuple[int, ...]:
        """The indices of `events` in the order in which the text tells them."""
        return tuple(sorted(range(len(self.events)), key=lambda i: self.events[i].span))
