"""The search screen: a query, and what it finds in the whole collection."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.timer import Timer

from tui.commands import Keys
from tui.library import Library
from tui.model import Found, QueryError, Sort
from tui.screens.commanded import Commanded
from tui.screens.wishes import ALL_PASSAGES, Answer, Wish, Wishes
from tui.widgets.hits import Group, Hits
from tui.widgets.prompt import Prompt
from tui.widgets.query_line import QueryLine
from tui.widgets.status import Status

PATIENCE = 0.5
"""Seconds without a key after which a fault is told, and after which a search is said to take its time."""

LANGUAGE = "What can be asked"
EXAMPLES = (
    ("", "Words are looked for in the texts and titles of the whole collection."),
    ("", ""),
    ("lamp clock", "both words, anywhere in the article"),
    ('"against the clock"', "a phrase, across lines and pages too"),
    ("spart*", "words that begin so"),
    ("lamp OR candle", "either"),
    ("lamp -wick", "the one without the other"),
    ("(lamp OR candle) oil", "brackets"),
    ("title:clock", "in the title"),
    ("author:wick", "among the authors"),
    ("by:KEY  on:KEY", "articles by an organization, on it: key, name or alias"),
    ("names:KEY", "articles whose text names it"),
    ("lang:en", "in a language"),
    ("written:1948..1953", "when it was written; 1948, 1948-05-17, 195X, 1948.."),
    ("about:1939..1945", "dates that the text mentions"),
    ("certainty:stated", "how a date is known: stated, inferred, unresolved"),
    ("", ""),
    ("", "Accents, case, dashes and quotation marks make no difference."),
)
_NOTHING = (
    ("", "Nothing found."),
    ("", ""),
    ("", "Fewer words find more."),
    ("", "F1 lists the keys; an empty line shows what can be asked."),
)
LINE_HINTS = (("Enter", "results"), ("Esc", "back"), ("↑↓", "history"), ("Tab", "results"), ("F1", "help"))
_TITLES_FIRST = "those with the words in the title first"
_SORTED = {Sort.RELEVANCE: "relevance", Sort.WRITTEN: "date written", Sort.MENTIONED: "date mentioned"}


@dataclass(frozen=True, slots=True)
class Stand:
    """Where one stands in a search: the query, what it has found so far, and the row that the cursor is on."""

    query: str = ""
    sort: Sort = Sort.RELEVANCE
    groups: Sequence[Group] = ()
    more: bool = False
    count: int | None = None
    compared: bool = True
    cursor: int = 0
    top: int = 0


class Search(Commanded):
    """A line to type a query in, over what it finds; it is left with the passage chosen, or with none.

    The library is asked in a thread, one wish at a time; a new query drops those that wait, and answers to an old one are
    not shown.
    """

    table: ClassVar[str] = "search"

    DEFAULT_CSS = """
    Search {
        & > Hits { height: 1fr; }
    }
    """

    def __init__(
        self,
        keys: Keys,
        library: Library,
        short_of: Callable[[str], str],
        *,
        stand: Stand | None = None,
        is_back: bool = False,
        keep: Callable[[str, str], str],
        ascii: bool = False,
    ) -> None:
        """Search a library, from where one stood; `is_back`: one comes back from a passage, to the list.

        `short_of` names a publisher in a few cells; `keep` keeps a query under a name as a shelf, and says so.
        """
        super().__init__(keys, ascii=ascii)
        self._library = library
        self._short_of = short_of
        self._start = stand or Stand()
        self._is_back = is_back
        self._keep = keep
        self._query, self._sort = self._start.query, self._start.sort
        self._wishes = Wishes(self, library, self._is_wanted, self._show)
        self._asked_first = 0
        self._compared = True
        self._fault: QueryError | None = None
        self._later: Timer | None = None

    # -- what is seen

    def compose(self) -> ComposeResult:
        """The line, what is found, the status line, a line for a name."""
        self.line = QueryLine(self._query, self._library.searches.recent()[::-1])
        self.hits = Hits()
        self.hits.set_reactive(Hits.ascii, self.ascii)
        self.names = Prompt()
        yield self.line
        yield self.hits
        yield Status()
        yield self.names

    def on_mount(self) -> None:
        """Show what had been found."""
        start = self._start
        if start.groups:
            self._compared = start.compared
            self._show_groups(start.groups, start.more, start.count, _NOTHING)
            self.call_after_refresh(self._go_back_to, start)
        else:
            self._search(start.query)
        if self._is_back and start.groups:
            self.hits.focus()
        else:
            self.line.line.focus()

    @property
    def stand(self) -> Stand:
        """Where one stands."""
        hits = self.hits
        return Stand(
            self._query,
            self._sort,
            tuple(hits.groups),
            hits.more,
            hits.count,
            self._compared,
            hits.cursor,
            hits.top,
        )

    @property
    def is_asking(self) -> bool:
        """Whether a line is being typed."""
        return super().is_asking or self.line.line.has_focus

    async def on_key(self, event: events.Key) -> None:
        """F1 lists the keys from the line, too."""
        if event.key == "f1" and self.line.line.has_focus:
            event.stop()
            await self.action_help()
        else:
            await super().on_key(event)

    # -- the line

    def on_descendant_focus(self) -> None:
        """Say what can be done in the line, or in the list."""
        self.status.hints = LINE_HINTS if self.line.line.has_focus else self.hints()

    def on_query_line_typed(self, event: QueryLine.Typed) -> None:
        """Search as one types."""
        self._search(event.query)

    def on_query_line_entered(self, event: QueryLine.Entered) -> None:
        """Go on to what is found; tell at once what is wrong."""
        if self._fault is not None:
            self._tell()
            return
        self._into_history()
        if event.query.strip():
            self.hits.focus()

    def on_query_line_left(self, event: QueryLine.Left) -> None:
        """Go on to what is found, or leave."""
        if event.down:
            self.hits.focus()
        else:
            self.dismiss(None)

    # -- what is found

    def on_hits_wanted(self) -> None:
        """Ask for the next page, once."""
        first = len(self.hits.groups)
        if first != self._asked_first:
            self._asked_first = first
            self._wish(Wish(self._query, self._sort, first))

    def on_hits_passages_wanted(self, event: Hits.PassagesWanted) -> None:
        """Ask for the other passages of an article."""
        self._wish(Wish(self._query, self._sort, event.group, 1, ALL_PASSAGES, event.group))

    def on_hits_chosen(self, event: Hits.Chosen) -> None:
        """Leave with the passage."""
        self._into_history()
        self.dismiss(event.hit)

    # -- commands

    def action_ask(self) -> None:
        """Go to the line."""
        self.line.line.focus()

    def action_by_article(self, steps: int) -> None:
        """Go to the next article found."""
        if not self.hits.by_group(steps):
            self.say("no more articles")

    def action_sort(self, name: str) -> None:
        """Sort the articles otherwise."""
        self._sort = Sort(name)
        self._search(self._query)

    def action_keep(self) -> None:
        """Ask for the name of a shelf."""
        if self._fault is None and self._query.strip():
            self.names.open("keep", "keep as", self._query.strip())
        else:
            self.say("there is nothing to keep: search for something first")

    def on_prompt_entered(self, event: Prompt.Entered) -> None:
        """Keep the search under that name."""
        self.hits.focus()
        if name := event.words.strip():
            self.say(self._keep(name, self._query.strip()))

    def on_prompt_left(self) -> None:
        """Keep nothing."""
        self.hits.focus()

    # -- asking

    def _search(self, query: str) -> None:
        """Search for something else; the wishes that wait are dropped."""
        self._query, self._fault = query, None
        self._asked_first = 0
        self._wishes.clear()
        if query.strip():
            self._wish(Wish(query, self._sort))
        else:
            self._answered()
            self._show_groups((), False, 0, EXAMPLES)

    def _wish(self, wish: Wish) -> None:
        if self._later is not None:
            self._later.stop()
        self._later = self.set_timer(PATIENCE, self._tell)
        self._wishes.add(wish)

    def _is_wanted(self, wish: Wish) -> bool:
        return (wish.query, wish.sort) == (self._query, self._sort)

    # -- answers

    def _show(self, wish: Wish, answer: Answer) -> None:
        if not self._is_wanted(wish):
            return
        if isinstance(answer, QueryError):
            self._fault = answer
            return
        self._answered()
        if isinstance(answer, int):
            self._tell_count(answer)
        elif wish.group is not None:
            group = next(iter(self._groups(answer)), None)
            if group is not None:
                self.hits.set_passages(wish.group, group.hits, group.more)
        elif wish.first:
            self.hits.add_groups(self._groups(answer), answer.more)
        else:
            self._compared = answer.compared
            count = None if answer.more else answer.articles
            self._show_groups(self._groups(answer), answer.more, count, _NOTHING)

    def _show_groups(
        self, groups: Sequence[Group], more: bool, count: int | None, hints: Sequence[tuple[str, str]]
    ) -> None:
        self.line.clear_fault()
        self.hits.hints = hints
        self._tell_count(count)
        self.hits.set_groups(groups, more)

    def _tell_count(self, count: int | None) -> None:
        """Say how many articles there are (`None`: it is not known yet), and in which order."""
        self.hits.count = count
        self.hits.summary = self._summary(count)

    def _groups(self, found: Found) -> list[Group]:
        return [
            Group(article, self._short_of(article.organization), tuple(hits), article.key in found.passed)
            for article, hits in groupby(found.hits, lambda hit: hit.article)
        ]

    def _summary(self, count: int | None) -> str:
        if not self._query.strip():
            return LANGUAGE
        if count == 0:
            return "" if self._fault else "Nothing found"
        articles = "Found" if count is None else f"{count:,} article{'s' * (count != 1)}"
        return f"{articles} by {_SORTED[self._sort]}" if self._compared else f"{articles}, {_TITLES_FIRST}"

    def _answered(self) -> None:
        """Nothing is waited for any more."""
        self.status.state = ""
        if self._later is not None:
            self._later.stop()
            self._later = None

    def _tell(self) -> None:
        """The typing has paused: tell what is wrong, or that the search takes its time."""
        if self._fault is not None:
            self._answered()
            if not self.hits.groups:
                self._show_groups((), False, 0, ())
            self.line.show_fault(str(self._fault), self._fault.span)
        elif self._wishes.is_at_work:
            self.status.state = f"searching{'...' if self.ascii else '…'} "

    # -- inside

    def _go_back_to(self, stand: Stand) -> None:
        self.hits.cursor = min(stand.cursor, max(0, len(self.hits.rows) - 1))
        self.hits.scroll_to_line(stand.top)

    def _into_history(self) -> None:
        query = self._query.strip()
        if query and self._fault is None:
            self.line.add_to_history(query)
            try:
                self._library.searches.note(query)
            except OSError as error:
                self.say(f"the search cannot be remembered: {error.strerror}")
