"""Where the reader stands."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from enum import StrEnum

from tui.model.page import Page
from tui.model.query import KeptSearch


class Scope(StrEnum):
    """Whose events the timeline shows."""

    ARTICLE = "article"
    ORGANIZATION = "organization"
    COLLECTION = "collection"

    @property
    def next(self) -> Scope:
        """The wider one, and from the widest round to the article."""
        order = list(Scope)
        return order[(order.index(self) + 1) % len(order)]


@dataclass(frozen=True, slots=True)
class Place:
    """Where the reader stands; it is moved by pure steps, and only the screen assigns it.

    `organization` is a key ("" is the unknown publisher, `None` is the whole collection); `search` is the kept search whose
    articles are listed instead. `offset` is the character of
    the reading that the reader is at. `event` is an index into `page.events`, or `None` when none is lit.
    """

    organization: str | None = None
    page: Page | None = None
    offset: int = 0
    event: int | None = None
    scope: Scope = Scope.ARTICLE
    search: KeptSearch | None = None

    @property
    def article(self) -> str | None:
        """The key of the opened article."""
        return self.page.article.key if self.page else None

    @property
    def near(self) -> int | None:
        """The event that is lit, else the first from where the reader is, else the last; `None` if there is none."""
        if self.event is not None or self.page is None or not self.page.events:
            return self.event
        order, events = self.page.text_order, self.page.events
        return order[min(bisect_left(order, self.offset, key=lambda i: events[i].span.start), len(order) - 1)]

    def to_organization(self, key: str | None) -> Place:
        """Among the articles of another organization; the opened article stays open."""
        return replace(self, organization=key, search=None)

    def to_search(self, search: KeptSearch) -> Place:
        """Among the articles that a kept search finds; the opened article stays open."""
        return replace(self, organization=None, search=search)

    def to_page(self, page: Page, offset: int = 0) -> Place:
        """At the top (or at a character) of an opened article."""
        return replace(self, page=page, offset=offset, event=None)

    def to_offset(self, offset: int) -> Place:
        """At a character of the text; the event whose date stands there is lit, if one does."""
        if self.page is None:
            return self
        offset = max(0, min(offset, len(self.page.reading.text)))
        here = next((i for i, event in enumerate(self.page.events) if event.span.holds(offset)), None)
        return replace(self, offset=offset, event=here)

    def to_reading(self, offset: int) -> Place:
        """Reading on at a character of the text; no event is lit any more."""
        return replace(self, offset=offset, event=None)

    def to_event(self, index: int) -> Place:
        """At the date of an event of the page, by its row in the timeline."""
        if self.page is None or not 0 <= index < len(self.page.events):
            return self
        return replace(self, event=index, offset=self.page.events[index].span.start)

    def by_event(self, steps: int) -> Place:
        """That many events on (back when negative) in the order of the text, counted from where the reader is."""
        if self.page is None or not self.page.events or not steps:
            return self
        order = self.page.text_order
        starts = [self.page.events[i].span.start for i in order]
        if self.event is not None:
            position = order.index(self.event) + steps
        else:
            before = sum(start < self.offset for start in starts)
            position = before + steps - 1 if steps > 0 else before + steps
        return self.to_event(order[max(0, min(position, len(order) - 1))])

    def to_scope(self, scope: Scope) -> Place:
        """With the timeline of another scope."""
        return replace(self, scope=scope)
