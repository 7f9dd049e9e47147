"""The reading room's screen: the place where the reader stands, and what follows from it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.reactive import var
from textual.widgets import Static

from tui.commands import Keys
from tui.library import Library
from tui.model import (
    Bookmark,
    Certainty,
    KeptSearch,
    Mention,
    Page,
    Place,
)
from tui.screens.asking import Asking
from tui.screens.bookmarks import Bookmarks
from tui.screens.chronology import Chronology
from tui.screens.commanded import Commanded
from tui.screens.desk import NOTHING_OPEN, Desk
from tui.screens.indexing import Indexed, Indexing
from tui.screens.opening import Opening
from tui.screens.searches import Searches
from tui.screens.sheets import Sheets
from tui.screens.shelves import Shelves
from tui.widgets.articles import Articles
from tui.widgets.list_pane import ListPane
from tui.widgets.organizations import Organizations
from tui.widgets.pane import Pane
from tui.widgets.room import PANES, Room
from tui.widgets.status import Status
from tui.widgets.text import Text
from tui.widgets.timeline import Timeline

if TYPE_CHECKING:
    from tui.widgets.prompt import Prompt

SMALLEST = (40, 12)
"""The smallest terminal, in columns and lines, in which the room can be used."""


class Reader(Commanded):
    """Three panes and a timeline over a library.

    Panes say what happened; only this screen assigns `place`, and everything seen follows from it.
    """

    table: ClassVar[str] = "reader"

    DEFAULT_CSS = """
    Reader {
        & > #too-small { display: none; width: 100%; height: 1fr; content-align: center middle; }
        &.-too-small > #too-small { display: block; }
        &.-too-small > Room { display: none; }
    }
    """

    place: var[Place] = var(Place, init=False)
    """Where the reader stands."""

    def __init__(
        self,
        library: Library,
        keys: Keys,
        *,
        start: Bookmark | None = None,
        remember: Callable[[Bookmark], None] = lambda bookmark: None,
        themes: Sequence[str] = (),
        mouse: bool = True,
        notices: Sequence[str] = (),
        ascii: bool = False,
    ) -> None:
        """Open a library, where a bookmark says; `remember` is called with a new one when the place is left.

        `notices` are lines that tell what was wrong before the library was opened; `themes` are names to choose from.
        """
        super().__init__(keys, ascii=ascii)
        self.library = library
        self.themes = tuple(themes)
        self.mouse = mouse
        self._notices = tuple(notices)
        self.desk = Desk(self)
        self.opening = Opening(self)
        self.bookmarks = Bookmarks(self, start, remember)
        self.sheets = Sheets(self)
        self.searches = Searches(self)
        self.shelves = Shelves(self)
        self.chronology = Chronology(self)
        self.indexing = Indexing(self)

    # -- what is seen

    def compose(self) -> ComposeResult:
        """The room, and the status line."""
        self.room = Room()
        self.asking = Asking(self)
        yield self.room
        yield Static(id="too-small")
        yield Status()

    @property
    def pane(self) -> Pane:
        """The pane in front."""
        return self.room.panes[PANES.index(self.room.front)]

    @property
    def problems(self) -> tuple[str, ...]:
        """What could not be read as meant, a line each."""
        return (*self._notices, *(str(problem) for problem in self.library.problems))

    @property
    def leads_back(self) -> bool:
        """Whether one who comes back sees what is seen now: nothing is zoomed, narrowed, being typed or just said."""
        return not (
            self.room.zoomed
            or self.is_asking
            or self.status.notice
            or self.status.pending
            or any(pane.is_narrowed for pane in self.room.panes)
        )

    def on_mount(self) -> None:
        """Fill the panes, and go where one was."""
        self.room.set_class(self.ascii, "-ascii")
        for pane in self.room.panes:
            pane.ascii = self.ascii
        self.room.timeline.source_of = self._source_of
        self.shelves.show(self.library.organizations(), len(self.library.articles(None)))
        self.status.hints = self.hints()
        self.indexing.tell_problems(len(self.problems))
        self.bookmarks.go_to_start()
        self.call_after_refresh(self.indexing.begin)

    def on_unmount(self) -> None:
        """Remember the place, however the room was left."""
        self.indexing.stop()
        self.bookmarks.remember()

    def on_resize(self, event: events.Resize) -> None:
        """Arrange the panes, or say that there is no room for them."""
        size = event.size
        too_small = size.width < SMALLEST[0] or size.height < SMALLEST[1]
        self.set_class(too_small, "-too-small")
        if too_small:
            words = f"{size.width}×{size.height} is too small:\n{SMALLEST[0]}×{SMALLEST[1]} is needed"
            self.query_one("#too-small", Static).update(Content(words))
        self.room.rearrange()

    def watch_place(self, old: Place, new: Place) -> None:
        """Show what follows from where the reader stands."""
        if (new.organization, new.search) != (old.organization, old.search):
            self.shelves.show_articles()
        if new.page is not old.page:
            self._show_page()
        if new.event != old.event:
            self.room.text.event = new.event
        if new.page is not None and new.offset != self.room.text.reading_offset:
            if new.event is not None and new.page.events[new.event].span.holds(new.offset):
                self.room.text.show_event(new.event)
            else:
                self.room.text.show_offset(new.offset)
        if new.page is not old.page or (new.scope, new.organization, new.search) != (
            old.scope,
            old.organization,
            old.search,
        ):
            self.chronology.show()
        elif new.near != old.near:
            self.chronology.show_event()

    # -- what the panes say

    def on_organizations_reached(self, event: Organizations.Reached) -> None:
        """Show the articles of an organization, or of a kept search."""
        search = KeptSearch(event.name, event.query)
        self.place = self.place.to_search(search) if event.query else self.place.to_organization(event.key)

    def on_organizations_chosen(self, event: Organizations.Chosen) -> None:
        """Go on to its articles."""
        self.on_organizations_reached(event)
        self.room.go_to("articles")

    def on_articles_chosen(self, event: Articles.Chosen) -> None:
        """Open an article."""
        self.opening.article(event.key, lambda: self.room.go_to("text"))

    def on_text_moved(self, event: Text.Moved) -> None:
        """Let the timeline follow the reading."""
        self.place = self.place.to_reading(event.offset)

    def on_text_clicked(self, event: Text.Clicked) -> None:
        """Go to where the mouse pointed."""
        self.place = self.place.to_reading(event.offset)

    def on_text_link_clicked(self, event: Text.LinkClicked) -> None:
        """Follow a link."""
        self.desk.follow(event.address)

    async def on_text_event_clicked(self, event: Text.EventClicked) -> None:
        """Light the date that the mouse pointed at; if it was lit, show where it comes from."""
        if event.index == self.place.event:
            await self.sheets.provenance()
        self.place = self.place.to_event(event.index)

    def on_timeline_reached(self, event: Timeline.Reached) -> None:
        """Light an event of the open article."""
        self.light(event.mention)

    async def on_timeline_chosen(self, event: Timeline.Chosen) -> None:
        """Show where a date comes from; an event of another article is opened at its passage."""
        if event.mention.article.key == self.place.article:
            self.place = self.at(event.mention)
            await self.sheets.provenance()
        else:
            self.opening.mention(event.mention)

    def on_list_pane_missed(self, event: ListPane.Missed) -> None:
        """Say that words are nowhere in a long list."""
        self.say(f"{event.words} is not in this pane")

    def on_indexed(self, event: Indexed) -> None:
        """Show what the index holds by now."""
        self.indexing.show(event.state)

    # -- commands

    async def action_choose(self) -> None:
        """Choose what the cursor is on; in the text, show where the lit date comes from."""
        if self.pane is self.room.text:
            await self.sheets.provenance()
        else:
            self.pane.choose()

    async def action_back(self) -> None:
        """Back out one step: to the search that one came from, of a find, a filter, a zoom, a pane."""
        if await self.searches.back() or self.pane.clear():
            return
        if self.room.zoomed:
            self.room.zoomed = False
        elif self.room.front != PANES[0]:
            self.room.by_pane(-1)
        else:
            self.say("Q quits")

    def action_find_next(self, steps: int) -> None:
        """Go to the next find."""
        if self.pane.find_next(steps) is None:
            self.say("nothing found; / finds words")

    def action_sort(self, name: str) -> None:
        """Sort the list in front."""
        if not isinstance(self.pane, ListPane) or not self.pane.sort_by(name):
            self.say(f"this pane cannot be sorted by {name}")

    def action_by_article(self, steps: int) -> None:
        """Open the next article of the list."""
        if not self.room.articles.choose_next(steps):
            self.say("no more articles in this list")

    def action_by_event(self, steps: int) -> None:
        """Go to the next dated event of the text."""
        place = self.place.by_event(steps)
        if place.event == self.place.event:
            self.say("no more dates in this article" if self.place.page else NOTHING_OPEN)
        self.place = place

    async def action_go_date(self) -> None:
        """Ask for a date to go to in the timeline."""
        await self.asking.date()

    def action_scope(self) -> None:
        """Widen the timeline to the organization, to the collection, and back."""
        self.place = self.place.to_scope(self.place.scope.next)
        self.say(f"timeline of the {self.place.scope}")

    def on_prompt_typed(self, event: Prompt.Typed) -> None:
        """Hand on what is typed."""
        self.asking.typed(event)

    def on_prompt_entered(self, event: Prompt.Entered) -> None:
        """Hand on what was entered."""
        self.asking.entered(event)

    def on_prompt_left(self) -> None:
        """Hand on that the line was left."""
        self.asking.left()

    # -- what follows from the place

    @property
    def mention(self) -> Mention | None:
        """The event that the reader is at, as a row of a timeline."""
        page, event = self.place.page, self.place.near
        return page.mentions[event] if page is not None and event is not None else None

    def name_of(self, key: str) -> str:
        """The name of an organization by its key."""
        return self.library.name_of(key)

    def go_to_offset(self, offset: int | None) -> None:
        """Go to a character of the text, if there is one to go to."""
        if offset is not None:
            self.place = self.place.to_offset(offset)
            self.room.go_to("text")

    def light(self, mention: Mention) -> None:
        """Go to an event, if it is of the open article; that of another is opened when it is chosen."""
        if mention.article.key == self.place.article:
            self.place = self.at(mention)

    def use_theme(self, name: str) -> None:
        """Change how the room looks."""
        self.app.theme = name

    def at(self, mention: Mention) -> Place:
        """The place at an event of the open article."""
        page = self.place.page
        span = mention.event.span
        index = next((i for i, event in enumerate(page.events) if event.span == span), None) if page else None
        return self.place.to_offset(span.start) if index is None else self.place.to_event(index)

    def _show_page(self) -> None:
        page = self.place.page
        self.room.articles.opened = self.place.article
        if page is not None:
            self.room.articles.go_to_article(page.article.key)
        self.room.text.head = head_of(page, self.name_of) if page else ()
        self.room.text.page = page

    def short_of(self, key: str) -> str:
        """The short name of an organization by its key."""
        organization = self.library.organization(key) if key else None
        return organization.short if organization else key

    def _source_of(self, mention: Mention) -> str:
        return self.short_of(mention.article.organization) or mention.article.title


def head_of(page: Page, name_of: Callable[[str], str]) -> tuple[tuple[str, str], ...]:
    """The catalogue lines over a text: who, on whom, when, from where; what is unknown is said to be."""
    article, written = page.article, page.written
    lines = [
        ("By", ", ".join(article.authors)),
        ("Publisher", name_of(article.organization) if article.organization else "unknown"),
        ("On", ", ".join(name_of(key) for key in article.about)),
        (
            "Written",
            written.words + (" (inferred from the text)" if written.certainty is Certainty.INFERRED else ""),
        ),
        ("Source", article.source),
    ]
    return tuple((label, words) for label, words in lines if words)
