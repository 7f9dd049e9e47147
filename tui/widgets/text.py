"""Pane 3: the text of the open article, with its dates."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message
from textual.reactive import reactive

from tui.model import Certainty, Event, MarkKind, Page, Span
from tui.widgets.find import Finds, Folded
from tui.widgets.flow import Line, broken_hyphen, shown, whole
from tui.widgets.ink import OF_CERTAINTY, STYLES, Dates, Ink, Layers, dates_of, inked
from tui.widgets.pane import Found, Pane
from tui.widgets.setting import GUTTER, MEASURE, HeadLine, Setting

_KEPT_SETTINGS = 3


class Text(Pane):
    """The text of the open article under the lines of its catalogue entry.

    Dates are marked in the text and by their shape in the gutter; the lit event's sentence has a bar beside it.
    """

    DEFAULT_CSS = """
    Text {
        & > .text--title { text-style: bold; }
        & > .text--heading { text-style: bold; }
        & > .text--emphasis { text-style: italic; }
        & > .text--strong { text-style: bold; }
        & > .text--quotation { color: $foreground; }
        & > .text--code { background: $panel; }
        & > .text--link { text-style: underline; }
        & > .text--lit { background: $surface; }
        & > .text--bar { color: $accent; }
        & > .text--stated { color: $success; text-style: underline; }
        & > .text--inferred { color: $secondary; text-style: underline italic; }
        & > .text--unresolved { color: $warning; text-style: italic; }
        & > .text--lit-date { text-style: reverse bold; }
        &:ansi > .text--lit { background: ansi_default; }
        &:ansi > .text--quotation { color: ansi_default; }
        &:ansi > .text--code { background: ansi_default; }
    }
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "text--title",
        "text--heading",
        "text--emphasis",
        "text--strong",
        "text--quotation",
        "text--code",
        "text--link",
        "text--lit",
        "text--bar",
        "text--stated",
        "text--inferred",
        "text--unresolved",
        "text--lit-date",
    }

    keeps_lines = True

    label = "3 Text"

    page: reactive[Page | None] = reactive(None)
    """The open article."""

    head: reactive[tuple[tuple[str, str], ...]] = reactive(())
    """The lines of the catalogue entry, label and words each; they are drawn before the reading and scroll with it."""

    event: reactive[int | None] = reactive(None, repaint=False)
    """The index of the lit event in the page's events."""

    class Moved(Message):
        """The reader has moved in the text."""

        def __init__(self, offset: int) -> None:
            """To a character of the reading."""
            super().__init__()
            self.offset = offset

    class Clicked(Message):
        """The mouse pointed at the text."""

        def __init__(self, offset: int) -> None:
            """At a character of the reading."""
            super().__init__()
            self.offset = offset

    class EventClicked(Message):
        """The mouse pointed at a date."""

        def __init__(self, index: int) -> None:
            """At that of an event, by its index in the page's events."""
            super().__init__()
            self.index = index

    class LinkClicked(Message):
        """The mouse pointed at a link."""

        def __init__(self, address: str) -> None:
            """To that address, as the text has it."""
            super().__init__()
            self.address = address

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        """Make a pane without an article."""
        super().__init__(id=id, classes=classes)
        self._settings: dict[int, Setting] = {}
        self._dates = Dates(())
        self._layers = Layers(())
        self._inks: dict[Ink, Style] = {}
        self._folded: Folded | None = None
        self._words = ""
        self._finds: Finds | None = None
        self._find_here: int | None = None
        self._find_from = 0
        self._width = MEASURE
        self._kept = (0, 0)
        self._lit_kept = False

    # -- what the pane says of itself

    @property
    def caption(self) -> str:
        """The label and the article's title."""
        return f"{self.label} {self.glyphs.dash} {self.page.article.title}" if self.page else self.label

    @property
    def note(self) -> str:
        """The find, the page of the source, and how far one has read."""
        if self.page is None:
            return ""
        count = self.line_count
        last = min(self.top + self.body_height, count)
        parts = [f"{100 * last // max(1, count)}%"]
        if self.size.width >= MEASURE // 2:
            parts.insert(0, f"line {self.top + 1}/{count}")
        if number := self._setting.page_of(self.reading_offset):
            parts.insert(0, f"p. {number}")
        if self._words:
            here = 0 if self._find_here is None else self._find_here + 1
            parts = [f"/{self._words} {here}/{len(self._finds or ())}", parts[-1]]
        return "  ".join(parts)

    @property
    def line_count(self) -> int:
        """The lines of the catalogue entry and those of the reading."""
        return len(self._setting)

    # -- where the reader is

    @property
    def reading_offset(self) -> int:
        """The character of the reading that the first line in view begins with."""
        return self._setting.offset_of(self.top)

    def show_offset(self, offset: int) -> None:
        """Bring a character into view, about a third down unless it is comfortably in view; 0 is the very top."""
        if self.page is None or not self.is_attached:
            return
        line = self._setting.line_of(offset)
        margin = min(2, (self.body_height - 1) // 3)
        if offset <= 0:
            self.scroll_to_line(0)
        elif not self.top + margin <= line < self.top + self.body_height - margin:
            self.scroll_to_line(line - self.body_height // 3)
        if self.size.width:
            self._keep()
        else:
            # Exactly: the lines will be others when there is a width.
            self._kept = (line, offset)

    def show_event(self, index: int) -> None:
        """Bring the date of an event into view, in the same way."""
        if self.page is not None and 0 <= index < len(self.page.events):
            self.show_offset(self.page.events[index].span.start)

    def scroll_lines(self, lines: int) -> None:
        """Move the view by lines, and say where that is."""
        before = self.top
        super().scroll_lines(lines)
        if self.top != before:
            self._keep()
            self.post_message(self.Moved(self.reading_offset))

    # -- finding

    @property
    def sought(self) -> str:
        """The words of the find; empty if there is none."""
        return self._words

    def find(self, words: str, *, at: int | None = None) -> Found | None:
        """Go to the first place where the words are, at or after a character, else the reader's; empty words end the find."""
        if not words.strip() or self.page is None:
            self.clear()
            return None
        longer, shorter = (words, self._words) if len(words) > len(self._words) else (self._words, words)
        if not self._words or not longer.startswith(shorter):
            self._find_from = self._find_origin
        if at is not None:
            self._find_from = at
        if self._folded is None:
            self._folded = Folded(self.page.reading.text)
        self._words, self._finds = words, Finds(self._folded, words)
        return self._go_to_find(self._finds.next_from(self._find_from) if self._finds else None)

    def find_next(self, steps: int) -> Found | None:
        """Go to the next (previous when negative) find from where the reader is, round at the ends."""
        if not self._finds:
            return None
        here = self._find_here
        if here is not None and self._in_view(self._finds.span(here).start):
            return self._go_to_find((here + steps) % len(self._finds))
        from_here = self._finds.next_from if steps > 0 else self._finds.last_before
        return self._go_to_find(from_here(self.reading_offset))

    def clear(self) -> bool:
        """End the find; false if there is none."""
        was = bool(self._words)
        self._words, self._finds, self._find_here = "", None, None
        self.refresh()
        return was

    @property
    def is_narrowed(self) -> bool:
        """Whether there is a find."""
        return bool(self._words)

    # -- watchers

    def watch_page(self) -> None:
        """Show the article from its start."""
        page = self.page
        self._dates = Dates(page.events if page else ())
        self._layers = Layers(inked(page)) if page else Layers(())
        self._settings.clear()
        self._folded = None
        self._kept, self._lit_kept = (0, 0), False
        self.clear()
        self.lines_changed()

    def watch_event(self, old: int | None, new: int | None) -> None:
        """Draw the lines of the date that was lit, and of the one that is."""
        for event in (self._event(old), self._event(new)):
            if event is not None and self.size:
                for span in (event.sentence, *dates_of(event)):
                    self._refresh_span(span)

    def watch_head(self) -> None:
        """Set the lines before the reading anew."""
        self._settings = {
            width: setting.with_head(self.page, self.head) for width, setting in self._settings.items()
        }
        self.lines_changed()

    def resized(self) -> None:
        """Set the lines for another width."""
        # While there is none, one that it may well have, for to be set in almost none takes longest of all; when the screen
        # has gone, the one it had, so that the place that is remembered then is the right one.
        self._width = self.size.width or self._width
        super().resized()

    def lines_changed(self) -> None:
        """Keep the same words at the top, however the lines have changed, and the lit date in view."""
        super().lines_changed()
        if not self.is_attached or self.page is None:
            return
        head_line, offset = self._kept
        in_head = head_line < len(self._setting.head) and not offset
        self.scroll_to_line(head_line if in_head else self._setting.line_of(offset))
        if self._lit_kept and (lit := self._lit) and not self._in_view(lit.span.start):
            self.scroll_to_line(self._setting.line_of(lit.span.start) - self.body_height // 3)

    def notify_style_update(self) -> None:
        """Forget styles when the theme changes."""
        super().notify_style_update()
        self._inks.clear()

    def on_click(self, event: events.Click) -> None:
        """Say what the mouse pointed at."""
        setting = self._setting
        line = event.y - self.head_height + self.top - len(setting.head)
        if self.page is None or event.y < self.head_height or not 0 <= line < len(setting.flow):
            return
        event.stop()
        offset = setting.flow.offset_at(line, event.x - setting.left)
        index = self._dates.at(offset)
        self.post_message(self.Clicked(offset) if index is None else self.EventClicked(index))
        if index is None and (address := _link_at(self.page, offset)):
            self.post_message(self.LinkClicked(address))

    # -- drawing

    def draw_line(self, line: int, width: int) -> list[Segment]:
        """Draw a line of the catalogue entry or of the reading."""
        head = self._setting.head
        if line < len(head):
            return self._draw_head_line(head[line])
        return self._draw_text_line(line - len(head))

    def _draw_head_line(self, line: HeadLine) -> list[Segment]:
        label = Segment(" " * self._setting.left + line.label, self._ink_style(Ink.FAINT))
        return [label, Segment(line.words, self.style_of(line.style))]

    def _draw_text_line(self, number: int) -> list[Segment]:
        flow = self._setting.flow
        line, text = flow.line(number), flow.text
        indent = f"{self.glyphs.bullet} ".rjust(line.indent) if line.bullet else " " * line.indent
        lit = self._lit
        segments = [*self._draw_gutter(number, line, lit), Segment(indent, self._ink_style(Ink.FAINT))]
        for start, end, ink in self._pieces(line, lit):
            segments.append(Segment(shown(text[start:end]), self._ink_style(ink)))
        segments.append(Segment(broken_hyphen(text, line), self._ink_style(Ink.FAINT)))
        return segments

    def _draw_gutter(self, number: int, line: Line, lit: Event | None) -> list[Segment]:
        """The shape of a date that begins on the line, and the bar beside the lit sentence."""
        shape, style, setting = "", Style.null(), self._setting
        end = setting.flow.end_of(number)
        dates = self._dates.beginning(line.start, end)
        if self.page and dates:
            event = lit if lit and self.event in dates else self.page.events[dates[0]]
            shape = self.glyphs.precision(event)
            if event.certainty is Certainty.INFERRED:
                shape = shape[0] + self.glyphs.inferred
            style = Style(color=self._ink_style(OF_CERTAINTY[event.certainty]).color)
        bar = Segment(" ")
        if lit and lit.sentence.overlaps(Span(line.start, end)):
            bar = Segment(self.glyphs.bar, self.partial_style_of("text--bar"))
        return [Segment(" " * (setting.left - GUTTER)), Segment(shape.ljust(2), style), bar]

    def _pieces(self, line: Line, lit: Event | None) -> Iterator[tuple[int, int, Ink]]:
        """The line in pieces that are drawn alike: start, end, ink."""
        extra = self._extra_ink(line, lit)
        cuts = {line.start, line.end, *self._layers.edges(line.start, line.end)}
        for span, _ink in extra:
            cuts.update(edge for edge in span if line.start < edge < line.end)
        text = self._setting.flow.text
        if not text[line.start : line.end].isascii():
            cuts = {min(whole(text, cut), line.end) for cut in cuts} | {line.start}
        for start, end in pairwise(sorted(cuts)):
            ink = self._layers.at(start)
            for span, more in extra:
                if span.holds(start):
                    ink |= more
            yield start, end, ink

    def _extra_ink(self, line: Line, lit: Event | None) -> list[tuple[Span, Ink]]:
        """What is drawn over the line just now: the lit event, the finds."""
        extra: list[tuple[Span, Ink]] = []
        if lit:
            extra.append((lit.sentence, Ink.LIT))
            extra += [(span, Ink.LIT_DATE) for span in dates_of(lit)]
        if self._finds:
            for number in self._finds.among(line.start, line.end):
                ink = Ink.FOUND_HERE if number == self._find_here else Ink.FOUND
                extra.append((self._finds.span(number), ink))
        return extra

    def _ink_style(self, ink: Ink) -> Style:
        style = self._inks.get(ink)
        if style is None:
            style = sum((self._one_ink_style(one) for one in ink), Style.null())
            self._inks[ink] = style
        return style

    def _one_ink_style(self, ink: Ink) -> Style:
        if ink is not Ink.FAINT:
            return self.partial_style_of(STYLES[ink])
        # A colour that depends on the background is known only of the whole style.
        whole = self.style_of(STYLES[ink])
        return Style(color=whole.color, dim=whole.dim)

    # -- lines

    @property
    def _setting(self) -> Setting:
        setting = self._settings.get(self._width)
        if setting is None:
            setting = self._settings[self._width] = Setting(self.page, self.head, self._width)
            while len(self._settings) > _KEPT_SETTINGS:
                del self._settings[next(iter(self._settings))]
        return setting

    def _in_view(self, offset: int) -> bool:
        return self.top <= self._setting.line_of(offset) < self.top + self.body_height

    def _keep(self) -> None:
        """Remember what is at the top, so that it is there again when the width has changed."""
        self._kept = (self.top, self.reading_offset)
        self._lit_kept = self._lit is not None and self._in_view(self._lit.span.start)

    # -- inside

    @property
    def _lit(self) -> Event | None:
        return self._event(self.event)

    def _event(self, index: int | None) -> Event | None:
        page = self.page
        return page.events[index] if page and index is not None and 0 <= index < len(page.events) else None

    def _refresh_span(self, span: Span) -> None:
        """Draw the lines again on which characters stand."""
        first, last = self._setting.line_of(span.start), self._setting.line_of(span.end)
        for line in range(max(first, self.top), min(last + 1, self.top + self.body_height)):
            self.refresh_body_line(line)

    @property
    def _find_origin(self) -> int:
        """From where a new find looks: the find one is at if it is in view, else the first line in view."""
        if self._finds and self._find_here is not None:
            start = self._finds.span(self._find_here).start
            if self._in_view(start):
                return start
        return self.reading_offset

    def _go_to_find(self, number: int | None) -> Found | None:
        self._find_here = number
        self.refresh()
        if number is None or not self._finds:
            return None
        self.show_offset(self._finds.span(number).start)
        self.post_message(self.Moved(self.reading_offset))
        return number + 1, len(self._finds)


def _link_at(page: Page, offset: int) -> str:
    """The address that the character at an offset leads to; empty where it leads nowhere."""
    marks = (mark for mark in page.reading.marks if mark.kind is MarkKind.LINK and mark.span.holds(offset))
    return next((mark.value for mark in marks), "")
