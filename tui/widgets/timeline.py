"""Pane 4: the dated events of an article, of an organization or of the whole collection, in the order of time."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any, ClassVar, Protocol

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message
from textual.reactive import reactive

from tui.model import Certainty, Interval, Mention, Scope
from tui.widgets.axis import Extent, Scale, nearest
from tui.widgets.axis_strip import AxisStrip
from tui.widgets.cells import clip, fit
from tui.widgets.glyphs import Glyphs
from tui.widgets.list_pane import MOST, ListPane

_STRIP_FROM = 4
_TICKS_FROM = 12
_TALL_FROM = 20
_MARGIN_FROM = 30
_SOURCE_FROM = 44
_SAMPLE = 100
_DAY_WIDTH = 11
_SEASON_WIDTH = 11

_SURENESS = {Certainty.STATED: 0, Certainty.INFERRED: 1, Certainty.UNRESOLVED: 2}


def _title_of(mention: Mention) -> str:
    return mention.article.title


class Sums(Protocol):
    """What is known of many events without a look at each."""

    @property
    def dated(self) -> int:
        """How many have a day; they come first."""

    @property
    def bounds(self) -> tuple[int, int] | None:
        """The first day and the last of all, as ordinals; `None` if nothing is dated."""

    def density(self, first: int, days: int, columns: int) -> Sequence[float]:
        """How many events each column holds, of so many that show so many days from the ordinal `first`."""

    def days_at(self, place: int) -> tuple[int, int]:
        """The days of an event, by its place; it must have some."""

    def nearest(self, days: tuple[int, int]) -> int | None:
        """The place of the event nearest to some days, given by their ordinals."""


class Timeline(ListPane[Mention]):
    """Events under a strip of the time axis; those without a day stand on a shelf of their own at the end.

    The strip is true to scale: bars for how many events there are, empty time empty, the event under the cursor marked.
    """

    DEFAULT_CSS = """
    Timeline {
        & > .timeline--density { color: $accent; }
        & > .timeline--here { color: $warning; text-style: bold; }
        &:ansi > .timeline--density { color: ansi_default; }
        &:ansi > .timeline--here { color: ansi_default; text-style: bold; }
    }
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"timeline--density", "timeline--here"}

    label = "4 Timeline"

    GIVEN = "date"
    SORTS: ClassVar[dict[str, Callable[[Any], Any]]] = {
        "place": lambda mention: (mention.article.key, mention.event.span),
        "certainty": lambda mention: (_SURENESS[mention.event.certainty], mention.event.order),
    }

    scope: reactive[Scope] = reactive(Scope.ARTICLE)
    """Whose events these are; of more than one article each row names its source."""

    class Reached(Message):
        """The reader moved the cursor to an event; `index` is its row in the rows as given."""

        def __init__(self, index: int, mention: Mention) -> None:
            """Of that row."""
            super().__init__()
            self.index = index
            self.mention = mention

    class Chosen(Reached):
        """The reader chose an event."""

    def __init__(
        self,
        source_of: Callable[[Mention], str] = _title_of,
        *,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        """Make an empty timeline; `source_of` names the source of an event in a few words."""
        super().__init__(id=id, classes=classes)
        self.source_of = source_of
        self._extents: Sequence[Extent] | None = ()
        self._dated = 0
        self._sums: Sums | None = None
        self._strip: tuple[int, AxisStrip | None] = (0, None)
        self._date_width = 0
        self._source_width: int | None = None

    # -- rows

    def set_rows(self, rows: Sequence[Mention], at: Hashable = None, sums: Sums | None = None) -> None:
        """Give the timeline new rows, sorted by `Event.order`; with their `sums` it looks at none but those in view."""
        self._sums = sums
        self._date_width = _usual_width(_sample(rows))
        self._source_width = None
        super().set_rows(rows, at)

    def go_to_index(self, index: int) -> bool:
        """Put the cursor on the row with that index in the rows as given, without a message; false if it is filtered away."""
        return 0 <= index < len(self.rows) and self.go_to(self.key_of(self.rows[index]))

    def go_to_date(self, interval: Interval) -> bool:
        """Go to the event nearest to a date; false if no event has a known day."""
        days = Extent.of(interval)
        place = self._nearest(days) if days else None
        if place is None:
            return False
        self.move(place - self.cursor)
        return True

    # -- what kind of list this is

    def key_of(self, row: Mention) -> Hashable:
        """The article and the place of the date in it, and the place in time, by which it is found among many."""
        return (row.article.key, row.event.span, row.event.order)

    def words_of(self, row: Mention) -> str:
        """The date, as told and as read, the clause, and the source where it is shown."""
        source = "" if self.scope is Scope.ARTICLE else self.source_of(row)
        when = row.event.interval.words if row.event.interval else ""
        return f"{when} {row.event.timex.words} {row.clause} {source}"

    def reached(self, row: Mention) -> None:
        """Post `Reached`."""
        if self.index is not None:
            self.post_message(self.Reached(self.index, row))

    def chosen(self, row: Mention) -> None:
        """Post `Chosen`."""
        if self.index is not None:
            self.post_message(self.Chosen(self.index, row))

    def ordered(self, order: Sequence[int]) -> Sequence[int]:
        """Whatever the order, the undated come last."""
        self._strip = (0, None)
        sums = self._sums if self.is_long or isinstance(order, range) else None
        if sums is None:
            extents = {i: Extent.of(self.rows[i].event.interval) for i in order}
            self._extents = [extent for extent in extents.values() if extent]
            self._dated = len(self._extents)
            return [i for i in order if extents[i]] + [i for i in order if not extents[i]]
        self._extents = None
        if isinstance(order, range):
            self._dated = sums.dated
            return order
        dated = [i for i in order if i < sums.dated]
        self._dated = len(dated)
        if len(dated) <= MOST:
            self._extents = [Extent(*sums.days_at(i)) for i in dated]
        return dated + [i for i in order if i >= sums.dated]

    @property
    def divider(self) -> int | None:
        """The undated stand behind it."""
        return self._dated if self.rows else None

    @property
    def undated(self) -> int:
        """How many of the rows shown have no known day."""
        return self.line_count - self._dated - (self.divider is not None)

    @property
    def note(self) -> str:
        """Find or filter or position, then as there is room the scope and how many are undated."""
        note = super().note
        room = self.size.width - len(self.label) - 8
        undated = f"{self.undated} undated" if self.undated else ""
        for parts in ((self.scope.value, note, undated), (note, undated)):
            words = self.glyphs.dot.join(part for part in parts if part)
            if cell_len(words) <= room:
                return words
        return note

    # -- watchers

    def watch_scope(self) -> None:
        """Draw the sources, or leave them out."""
        self._source_width = None
        self.refresh()

    def resized(self) -> None:
        """Give the strip as many lines as the height allows."""
        height = self.size.height
        self.head_height = 1 if height < _STRIP_FROM else 2 + (height >= _TICKS_FROM) + (height >= _TALL_FROM)
        super().resized()

    def on_click(self, event: events.Click) -> None:
        """Go to the event nearest to the time clicked on in the strip."""
        strip = self._strip_of(self.size.width)
        if strip is None or not 0 < event.y < self.head_height:
            return
        event.stop()
        place = self._nearest(strip.days_at(event.x))
        if place is not None:
            self.move(place - self.cursor)

    # -- drawing

    def draw_head(self, line: int, width: int) -> list[Segment]:
        """The title, then the bars of the strip, then its ticks where there is room for them."""
        if line == 0:
            return super().draw_head(line, width)
        strip = self._strip_of(width)
        dim = self.style_of("pane--dim")
        if strip is None:
            words = "nothing dated" if self.rows else "no dates found"
            return [Segment(clip(f" {words}", width), dim)] if line == 1 else []
        height = max(1, self.head_height - 2)
        if line > height:
            return [Segment(" " * len(strip.first) + strip.ticks(self.glyphs), dim)]
        bars, bar = strip.bars(self.glyphs, height)[line - 1], self.style_of("timeline--density")
        if line < height:
            return [Segment(" " * len(strip.first)), Segment(bars, bar)]
        parts = [Segment(bars, bar)]
        if (days := self._days_here) is not None:
            before, here, after = strip.marked(bars, days, self.glyphs)
            parts = [
                Segment(before, bar),
                Segment(here, self.style_of("timeline--here")),
                Segment(after, bar),
            ]
        return [Segment(strip.first, dim), *parts, Segment(strip.last, dim)]

    def draw_divider(self, width: int) -> list[Segment]:
        """How many events are undated."""
        rule = self.glyphs.rule
        words = clip(f"{rule}{rule} undated ({self.undated}) ", width, ellipsis=self.glyphs.ellipsis)
        return [Segment(words + rule * (width - cell_len(words)), self.style_of("pane--dim"))]

    def draw_row(self, row: Mention, width: int, style: Style) -> list[Segment]:
        """Shapes of precision and certainty, date, source if there are several, clause."""
        ellipsis = self.glyphs.ellipsis
        margin = " " if width >= _MARGIN_FROM else ""
        mark = f"{margin}{self.glyphs.mark(row.event)} "
        room = max(_DAY_WIDTH, width * 2 // 5)
        date = _date_words(row, room, self.glyphs)
        date = fit(date, max(min(self._date_width, room), cell_len(date))) + " "
        source = ""
        if self.scope is not Scope.ARTICLE and width >= _SOURCE_FROM:
            source = fit(self.source_of(row), min(self._widest_source, width // 5), ellipsis=ellipsis) + " "
        room = width - cell_len(mark) - cell_len(date) - cell_len(source)
        return [
            Segment(mark, self.style_of(f"pane--{row.event.certainty.value}") + style),
            Segment(date, self.style_of("pane--strong") + style),
            Segment(source, self.style_of("pane--dim") + style),
            Segment(fit(" ".join(row.clause.split()), room, ellipsis=ellipsis), style),
        ]

    # -- inside

    def _strip_of(self, width: int) -> AxisStrip | None:
        if self._strip[0] != width:
            self._strip = (width, self._new_strip(width))
        return self._strip[1]

    def _new_strip(self, width: int) -> AxisStrip | None:
        sums = self._sums
        if sums is None or self._extents is not None:
            return AxisStrip.of(self._extents or (), width)

        def counts_on(scale: Scale) -> Sequence[float]:
            return sums.density(scale.first, scale.days, scale.columns)

        return AxisStrip.around(Extent(*sums.bounds) if sums.bounds else None, width, counts_on)

    def _nearest(self, days: Extent) -> int | None:
        """The place of the event nearest to some days."""
        if self._extents is not None or self._sums is None:
            return nearest(self._extents or (), days)
        index, order = self._sums.nearest(days), self._order
        if index is None or isinstance(order, range) or not self._dated:
            return index
        return min(range(self._dated), key=lambda place: abs(order[place] - index))

    @property
    def _days_here(self) -> Extent | None:
        """The days of the event under the cursor."""
        row = self.row
        return Extent.of(row.event.interval) if row is not None else None

    @property
    def _widest_source(self) -> int:
        if self._source_width is None:
            one_each = {mention.article.key: mention for mention in _sample(self.rows)}
            self._source_width = max((cell_len(self.source_of(m)) for m in one_each.values()), default=0)
        return self._source_width


def _date_words(mention: Mention, room: int, glyphs: Glyphs) -> str:
    """The date in words, as whole as there is room for; of the undated the words of the text, in quotation marks."""
    when = mention.event.interval
    if when is None or Extent.of(when) is None:
        words = " ".join(mention.event.timex.words.split())
        return clip(glyphs.quotes[0] + words + glyphs.quotes[1], room, ellipsis=glyphs.ellipsis)
    words = when.words.replace("–", glyphs.to)
    return words if cell_len(words) <= room else _brief_words(when, room, glyphs)


def _brief_words(when: Interval, room: int, glyphs: Glyphs) -> str:
    """A date that is too long, by its known day or its first: `2014-01-01→`, `←2014-01-01`, `2016-11-08…`, `2016-11-08~`."""
    first, last = when.earliest, when.latest
    if first is None or last is None:
        day = f"{Interval.on(first).words}{glyphs.after}" if first else ""
        return clip(day or f"{glyphs.before}{Interval.on(last).words}" if last else day, room)
    if "–" in when.words:
        return clip(when.words.removeprefix("about ").partition("–")[0] + glyphs.ellipsis, room)
    return clip(when.words.removeprefix("about ") + "~" * when.approximate, room)


def _usual_width(rows: Sequence[Mention]) -> int:
    """The width that holds a day, a season and three dates of four; longer ones push their clause to the right."""
    widths = sorted(len(row.event.interval.words) for row in rows if row.event.interval)
    if not widths:
        return 0
    enough = max(_SEASON_WIDTH, widths[(len(widths) - 1) * 3 // 4])
    return max((width for width in widths if width <= enough), default=enough)


def _sample(rows: Sequence[Mention]) -> Sequence[Mention]:
    """As many rows as tell what is usual in a list."""
    if len(rows) <= 2 * _SAMPLE:
        return rows
    middle = len(rows) // 2
    return [*rows[:_SAMPLE], *rows[middle : middle + _SAMPLE]]
