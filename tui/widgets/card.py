"""A card to read: the provenance of a date, the catalogue card of an article."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import ClassVar, NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Size
from textual.message import Message

from tui.model import (
    Anchor,
    AnchorKind,
    Certainty,
    Day,
    Event,
    Interval,
    Page,
    Relation,
    Span,
    Timex,
    TimexType,
    visible,
)
from tui.widgets.cells import fit
from tui.widgets.flow import wrapped
from tui.widgets.pane import Pane

_POINTER = 2
_LONGEST_LABEL = 16
_CONTEXT = 60

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_TYPES = {
    TimexType.DATE: "a date",
    TimexType.TIME: "a time of day",
    TimexType.DURATION: "a length of time",
    TimexType.SET: "a date that comes again and again",
}
_CERTAINTIES = {
    Certainty.STATED: "stated: every part of it is in the words",
    Certainty.INFERRED: "inferred: a part of it is not in the words and was counted from the anchor",
    Certainty.UNRESOLVED: "unresolved: neither the text nor the article's own date says when this was",
}
_RELATIONS = {
    Relation.DURING: "during this time",
    Relation.FROM: "from this time on",
    Relation.TO: "up to this time",
    Relation.SINCE: "since this time",
    Relation.UNTIL: "until this time",
    Relation.BEFORE: "before this time",
    Relation.AFTER: "after this time",
}
_FIELDS = {
    "title": "Title",
    "organization": "Publisher",
    "about": "On",
    "authors": "By",
    "published": "Published",
    "source": "Source",
    "language": "Language",
    "note": "Note",
}


class Field(NamedTuple):
    """A label and its value; `goto` is the character of the reading where that stands, if it can be gone to."""

    label: str
    value: str
    goto: int | None = None


class Card(Pane):
    """Labels and values, wrapped; those that stand in the text can be gone to."""

    DEFAULT_CSS = """
    Card {
        & > .card--label { color: $text-muted; }
        & > .card--goto { text-style: underline; }
        & > .card--pointer { color: $accent; text-style: bold; }
        &:ansi > .card--label { color: ansi_default; text-style: dim; }
    }
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"card--label", "card--goto", "card--pointer"}

    class Goto(Message):
        """The reader wants to see where a value stands."""

        def __init__(self, offset: int) -> None:
            """At a character of the reading."""
            super().__init__()
            self.offset = offset

    def __init__(
        self,
        title: str,
        fields: Sequence[Field | tuple[str, str]] = (),
        *,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        """Make a card with a title for its first line."""
        super().__init__(id=id, classes=classes)
        self._title = title
        self._fields = tuple(Field(*field) for field in fields)
        self._cursor = 0
        self._laid: tuple[int, list[tuple[int, str, str]]] = (-1, [])

    # -- what the pane says of itself

    @property
    def caption(self) -> str:
        """The card's title."""
        return self._title

    @property
    def note(self) -> str:
        """What Enter does here, or how far down one is when not all is in view."""
        if (field := self.field) and field.goto is not None:
            return "Enter goes there"
        return f"{self._cursor + 1}/{self.line_count}" if self.line_count > self.body_height else ""

    @property
    def line_count(self) -> int:
        """The lines that the fields take in this width."""
        return len(self._lines(self.size.width))

    @property
    def field(self) -> Field | None:
        """The field that the cursor is on."""
        lines = self._lines(self.size.width)
        return self._fields[lines[self._cursor][0]] if self._cursor < len(lines) else None

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as the title and the fields take."""
        return len(self._lines(width)) + self.head_height

    # -- verbs

    def move(self, lines: int) -> None:
        """Move the cursor."""
        self._cursor = max(0, min(self._cursor + lines, self.line_count - 1))
        self.show_line(self._cursor)
        self.refresh()

    def choose(self) -> None:
        """Go to where the value under the cursor stands."""
        if (field := self.field) and field.goto is not None:
            self.post_message(self.Goto(field.goto))

    # -- watchers

    def resized(self) -> None:
        """Keep the cursor on its field."""
        here, label = self.field, 0
        super().resized()
        if here is not None:
            label = self._fields.index(here)
            self._cursor = next(
                (n for n, line in enumerate(self._lines(self.size.width)) if line[0] == label), 0
            )
        self.show_line(self._cursor)

    def on_click(self, event: events.Click) -> None:
        """Put the cursor on the line clicked, and go where it leads."""
        line = event.y - self.head_height + self.top
        if event.y < self.head_height or line >= self.line_count:
            return
        event.stop()
        self.move(line - self._cursor)
        self.choose()

    # -- drawing

    def draw_line(self, line: int, width: int) -> list[Segment]:
        """Draw a line of a field: a pointer where the cursor is, the label, the value."""
        number, label, words = self._lines(width)[line]
        pointer = f"{self.glyphs.pointer} " if line == self._cursor else "  "
        goto = self._fields[number].goto is not None
        return [
            Segment(pointer, self.partial_style_of("card--pointer")),
            Segment(label, self.style_of("card--label")),
            Segment(words, self.partial_style_of("card--goto") if goto else Style.null()),
        ]

    def _lines(self, width: int) -> list[tuple[int, str, str]]:
        """The number of the field, the label and the words of each line."""
        if self._laid[0] != width:
            self._laid = (width, list(self._lay(width)))
        return self._laid[1]

    def _lay(self, width: int) -> Iterator[tuple[int, str, str]]:
        longest = max((cell_len(visible(field.label, lines=False)) for field in self._fields), default=0)
        column = min(longest + 2, _LONGEST_LABEL, max(4, width // 3))
        for number, field in enumerate(self._fields):
            lines = wrapped(field.value, width - _POINTER - column - 1) or [""]
            for place, words in enumerate(lines):
                yield number, fit(field.label if place == 0 else "", column - 1) + " ", words


def event_card(page: Page, event: Event) -> tuple[Field, ...]:
    """Where a date comes from: its words, its value, the rule, the anchor and where that stands."""
    timex, text = event.timex, page.reading.text
    known = [
        Field("Words", f"“{timex.words}”", timex.span.start),
        Field("Value", f"{_value(timex)}  (TIMEX3 {timex.type}: {_TYPES[timex.type]})"),
        *_interval_fields(event.interval),
        Field("Relation", "" if event.relation is Relation.AT else _RELATIONS[event.relation]),
        Field("Certainty", _CERTAINTIES[event.certainty]),
        Field("Rule", timex.rule),
        *_anchor_fields(page, event),
        Field("Calendar", timex.calendar or "Gregorian"),
        *(Field("Also", f"“{also.words}” ({also.value})", also.span.start) for also in event.also),
        Field("Sentence", _in_line(event.sentence.of(text)), event.sentence.start),
        *_clause_fields(page, event),
        Field("Article", page.article.title),
    ]
    return tuple(field for field in known if field.value)


def article_card(page: Page, names: Callable[[str], str]) -> tuple[Field, ...]:
    """What is known of an article, and who says so; `names` gives the name of an organization by its key."""
    article = page.article
    values = {
        "title": article.title,
        "authors": "; ".join(article.authors),
        "organization": names(article.organization) if article.organization else "",
        "about": "; ".join(names(key) for key in article.about),
        "published": article.published.words if article.published else "",
        "source": article.source,
        "language": article.language,
        "note": article.note,
    }
    said = [_said(_FIELDS[name], value, article.said.get(name, "")) for name, value in values.items()]
    return (*said, *_written_fields(page), *_text_fields(page))


def _value(timex: Timex) -> str:
    return " ".join(part for part in (timex.value, timex.mod, timex.quant, timex.freq) if part)


def _said(label: str, value: str, by: str) -> Field:
    return Field(label, (f"{value}  ({by})" if by else value) if value else "unknown")


def _interval_fields(interval: Interval | None) -> Iterator[Field]:
    if interval is None:
        yield Field("EDTF", "none: no day is known")
        return
    yield Field("EDTF", interval.edtf)
    about = "about " if interval.approximate else ""
    yield Field("Days", f"{about}{_days(interval)}  (told as a {interval.granularity})")


def _days(interval: Interval) -> str:
    """The earliest and the latest day with their weekdays, and how many there are between."""
    first, last = interval.earliest, interval.latest
    if first is None or last is None:
        return f"{_day(first) if first else 'open'} – {_day(last) if last else 'open'}"
    if first == last:
        return _day(first)
    return f"{_day(first)} – {_day(last)}, {last.ordinal - first.ordinal + 1} days"


def _day(day: Day) -> str:
    return f"{_WEEKDAYS[day.weekday]} {day.iso}"


def _anchor_fields(page: Page, event: Event) -> Iterator[Field]:
    """What the date was counted from, and where that stands."""
    anchor = event.timex.anchor
    if anchor is None:
        return
    if anchor.kind is AnchorKind.CALENDAR:
        yield Field("Anchor", f"a known day: {_anchor_words(anchor)}")
    elif anchor.kind is AnchorKind.TEXT and anchor.span is not None:
        yield Field("Anchor", f"a date in the text: {_anchor_words(anchor)}", anchor.span.start)
        yield Field(
            "It stands in",
            _in_line(_sentence(page, anchor.span).of(page.reading.text)),
            anchor.span.start,
        )
    else:
        yield Field("Anchor", "when the article was written")
        yield from _written_fields(page)
        if page.written.certainty is not Certainty.STATED:
            yield Field("Counted from", f"{_anchor_words(anchor)}, taken for it as the nearest day that fits")


def _clause_fields(page: Page, event: Event) -> Iterator[Field]:
    if event.clause != event.sentence:
        yield Field("Clause", _in_line(event.clause.of(page.reading.text)), event.clause.start)


def _anchor_words(anchor: Anchor) -> str:
    return f"“{anchor.words}” = {anchor.value}" if anchor.words else anchor.value


def _written_fields(page: Page) -> Iterator[Field]:
    """When the article was written, and how that is known."""
    written = page.written
    how = f"  ({written.certainty})" if written.interval else ""
    yield Field("Written", written.words + how)
    if written.rule:
        yield Field("Known by", written.rule)
    for span in written.evidence:
        yield Field("Evidence", _in_line(_around(page, span).of(page.reading.text)), span.start)


def _text_fields(page: Page) -> Iterator[Field]:
    text, dates = page.reading.text, [event.certainty for event in page.events]
    counts = ", ".join(f"{dates.count(kind)} {kind}" for kind in Certainty if kind in dates)
    yield Field("File", f"{page.article.key}  ({page.article.format or 'format unknown'})")
    yield Field("Text", f"{len(text.split()):,} words, {len(text):,} characters")
    yield Field("Dates", f"{len(dates)}: {counts}" if dates else "none")


def _sentence(page: Page, span: Span) -> Span:
    """The sentence that a span stands in; where no event tells its bounds, the words around it."""
    for event in page.events:
        if event.sentence.start <= span.start and span.end <= event.sentence.end:
            return event.sentence
    return _around(page, span)


def _around(page: Page, span: Span) -> Span:
    """The words around a span in its own paragraph."""
    text = page.reading.text
    start, end = text.rfind("\n", 0, span.start) + 1, text.find("\n", span.end)
    if span.start - _CONTEXT > start:
        start = text.find(" ", span.start - _CONTEXT, span.start) + 1 or span.start
    end = end if end >= 0 else len(text)
    if span.end + _CONTEXT < end:
        end = max(span.end, text.rfind(" ", span.end, span.end + _CONTEXT))
    return Span(start, end)


def _in_line(words: str) -> str:
    return " ".join(words.split())
