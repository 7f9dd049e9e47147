"""What all panes share: a title line, lines drawn when they are seen, and the verbs that keys call on whichever has focus."""

from __future__ import annotations

from typing import ClassVar, Self

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui.widgets.cells import clip
from tui.widgets.drawn import Drawn
from tui.widgets.glyphs import ASCII, UNICODE, Glyphs
from tui.widgets.plain import in_ascii

Found = tuple[int, int]
"""Which of how many finds one is at, counted from 1."""


_MOST_KEPT = 1000
"""Lines that are kept as they were drawn."""

WHEEL = 3
"""How many lines one notch of the mouse's wheel moves."""


class Pane(Drawn, ScrollView, can_focus=True):
    """A pane of the reading room: its first line is its title, the rest are lines of its own.

    A pane has `line_count` lines, numbered from 0, of which only those in view are drawn, by `draw_line`. It costs the
    same for ten lines and a million.
    """

    DEFAULT_CSS = """
    Pane {
        background: $background;
        color: $foreground;
        overflow: hidden hidden;
        scrollbar-size: 0 0;

        & > .pane--title { color: $text-muted; }
        & > .pane--title-focused { color: $accent; text-style: bold; }
        & > .pane--dim { color: $text-muted; }
        & > .pane--strong { text-style: bold; }
        & > .pane--cursor { background: $block-cursor-background; color: $block-cursor-foreground; text-style: bold; }
        & > .pane--cursor-blurred { background: $surface; text-style: underline; }
        & > .pane--found { background: $warning; color: $background; }
        & > .pane--found-here { background: $error; color: $background; text-style: bold underline; }
        & > .pane--stated { color: $text-success; }
        & > .pane--inferred { color: $text-secondary; }
        & > .pane--unresolved { color: $text-warning; }
        &:ansi > .pane--title { color: ansi_default; text-style: none; }
        &:ansi > .pane--dim { color: ansi_default; text-style: dim; }
        &:ansi > .pane--cursor { background: ansi_default; color: ansi_default; text-style: reverse; }
        &:ansi > .pane--cursor-blurred { background: ansi_default; text-style: underline; }
        &:ansi > .pane--found { background: ansi_yellow; color: ansi_black; }
        &:ansi > .pane--found-here {
            background: ansi_default; color: ansi_default; text-style: bold underline reverse;
        }
        &:nocolor > .pane--cursor { text-style: reverse; }
        &:nocolor > .pane--found { text-style: reverse; }
        &:nocolor > .pane--found-here { text-style: bold underline reverse; }
    }
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "pane--title",
        "pane--title-focused",
        "pane--dim",
        "pane--strong",
        "pane--cursor",
        "pane--cursor-blurred",
        "pane--found",
        "pane--found-here",
        "pane--stated",
        "pane--inferred",
        "pane--unresolved",
    }

    ALLOW_SELECT: ClassVar[bool] = False

    keeps_lines: ClassVar[bool] = False
    """Whether a line that is drawn is kept until `refresh` says that it has changed: scrolling does not change it."""

    label: ClassVar[str] = ""
    """The pane's name and number on the screen."""

    ascii: reactive[bool] = reactive(False)
    """Whether lines are drawn with ASCII characters alone."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        """Make an empty pane."""
        super().__init__(id=id, classes=classes)
        self._style_cache: dict[str, Style] = {}
        self._kept_lines: dict[int, Strip] = {}
        self._kept_width = 0
        self._edge: Strip | None = None
        self._shown_styles: dict[Style | None, Style] = {}
        self._is_scrolling = False

    # -- what a kind of pane says of itself

    head_height: int = 1
    """How many lines at the top stay in place: the title line, and what a pane adds."""

    @property
    def line_count(self) -> int:
        """How many lines the pane has, in view or not."""
        return 0

    @property
    def caption(self) -> str:
        """What the title line says at its left: the label, and what is shown."""
        return self.label

    @property
    def note(self) -> str:
        """What the title line says at its right: the position, a filter, a find."""
        return ""

    def resized(self) -> None:
        """Settle for another size: the virtual size is kept in step."""
        self.lines_changed()

    def draw_line(self, line: int, width: int) -> list[Segment]:
        """Draw one line in at most `width` cells."""
        raise NotImplementedError(f"{type(self).__name__} draws no lines")

    def draw_head(self, line: int, width: int) -> list[Segment]:
        """Draw one of the lines that stay in place; the first is the title."""
        return self._draw_title(width) if line == 0 else []

    # -- verbs that keys call

    def move(self, lines: int) -> None:
        """Move by lines: the cursor of a list, the view of a text."""
        self.scroll_lines(lines)

    def move_page(self, pages: float) -> None:
        """Move by pages of what is in view; a half page is 0.5."""
        step = max(1, int(abs(pages) * self.body_height) - (abs(pages) == 1))
        self.move(step if pages > 0 else -step)

    def move_to_top(self) -> None:
        """Move to the first line."""
        self.move(-self.line_count)

    def move_to_bottom(self) -> None:
        """Move to the last line."""
        self.move(self.line_count)

    def choose(self) -> None:
        """Do what Enter does here."""

    def find(self, words: str) -> Found | None:
        """Find words from where one is; `None` if they are nowhere. Empty words end the find."""
        return None

    def find_next(self, steps: int) -> Found | None:
        """Go to the next (previous when negative) find, round at the ends."""
        return None

    def clear(self) -> bool:
        """End a find or a filter; false if there is none."""
        return False

    @property
    def is_narrowed(self) -> bool:
        """Whether there is a find or a filter."""
        return False

    # -- helpers for kinds of panes

    @property
    def glyphs(self) -> Glyphs:
        """The shapes to draw with."""
        return ASCII if self.ascii else UNICODE

    @property
    def top(self) -> int:
        """The first line in view under the head."""
        return int(self.scroll_offset.y)

    @property
    def body_height(self) -> int:
        """How many lines are in view under the head."""
        return max(1, self.size.height - self.head_height)

    def style_of(self, name: str) -> Style:
        """The style of a component class, or of the pane itself for an empty name; kept until styles change."""
        style = self._style_cache.get(name)
        if style is None:
            style = self.get_component_rich_style(name) if name else self.rich_style
            self._style_cache[name] = style
        return style

    def partial_style_of(self, name: str) -> Style:
        """What a component class says itself, to be laid over another style."""
        return self.get_component_rich_style(name, partial=True)

    def scroll_lines(self, lines: int) -> None:
        """Move the view by lines."""
        self.scroll_to_line(self.top + lines)

    def scroll_to_line(self, line: int) -> None:
        """Put that line at the top of the view, as far as there are lines; a pane not yet on a screen has no view."""
        if not self.is_attached:
            return
        last = max(0, self.line_count - self.body_height)
        self.scroll_to(y=max(0, min(line, last)), animate=False, immediate=True, force=True)

    def show_line(self, line: int, *, margin: int = 0) -> None:
        """Scroll as little as brings that line into view, `margin` lines from the edge if there is room."""
        margin = min(margin, (self.body_height - 1) // 2)
        if line < self.top + margin:
            self.scroll_to_line(line - margin)
        elif line > self.top + self.body_height - 1 - margin:
            self.scroll_to_line(line - self.body_height + 1 + margin)

    def post_message(self, message: Message) -> bool:
        """Tell the screen at once what the pane says: nothing that lies between them has to know."""
        if message.bubble and not isinstance(message, events.Event) and self.is_attached:
            return self.screen.post_message(message)
        return super().post_message(message)

    def refresh_body_line(self, line: int) -> None:
        """Draw one line again, if it is in view."""
        self._kept_lines.pop(line, None)
        y = line - self.top + self.head_height
        if self.head_height <= y < self.size.height:
            self.refresh(Region(0, y, self.size.width, 1))

    def refresh_head(self) -> None:
        """Draw the lines that stay in place again."""
        self.refresh(Region(0, 0, self.size.width, self.head_height))

    def lines_changed(self) -> None:
        """Say that `line_count` or every line has changed."""
        # Set past its watcher, which would lay the whole screen out again though nothing else moves.
        self.set_reactive(Pane.virtual_size, Size(self.size.width, self.line_count + self.head_height))
        self.scroll_to_line(self.top)
        self.refresh(layout=self.styles.auto_dimensions)

    def refresh(
        self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False
    ) -> Self:
        """Draw the pane again, or regions of it; lines that have only moved are not drawn anew."""
        if repaint and not self._is_scrolling:
            if not regions:
                self._kept_lines.clear()
            for region in regions:
                for y in region.line_range:
                    self._kept_lines.pop(self._line_at(y), None)
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    # -- watchers

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Draw the lines that come into view, and the others where they are now."""
        self._is_scrolling = True
        super().watch_scroll_y(old_value, new_value)
        self._is_scrolling = False

    def notify_style_update(self) -> None:
        """Forget cached styles when the theme or the focus changes."""
        super().notify_style_update()
        self._style_cache.clear()
        self._shown_styles.clear()
        self._forget_lines()

    def _size_updated(
        self, size: Size, virtual_size: Size, container_size: Size, layout: bool = True
    ) -> bool:
        """Settle for another size before the first frame of it, not (as the resize event would) after it."""
        changed = super()._size_updated(size, virtual_size, container_size, layout)
        if changed:
            self.resized()
        return changed

    def watch_ascii(self) -> None:
        """Draw everything again in the other shapes."""
        self.refresh()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Move the view down (Textual turns the wheel only where it shows a scrollbar)."""
        event.stop()
        self.scroll_lines(WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Move the view up."""
        event.stop()
        self.scroll_lines(-WHEEL)

    # -- drawing

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw lines of the widget, but take those of the body that are kept.

        Textual would draw each anew that has moved, and lay borders, tints and opacities around and over it, of which a pane
        has but an edge at its left.
        """
        size, gutter = self.outer_size, self.styles.gutter
        if gutter.top or gutter.right or gutter.bottom:
            return super().render_lines(crop)
        if self._kept_width != size.width or len(self._kept_lines) > _MOST_KEPT:
            self._kept_width = size.width
            self._forget_lines()
        if gutter.left and self._edge is None:
            self._edge = super().render_lines(Region(0, 0, gutter.left, 1))[0]
        first, count = self.top - self.head_height, self.line_count
        kept = self._kept_lines if self.keeps_lines else {}
        strips: list[Strip] = []
        for y in crop.line_range:
            # Behind the last line all are alike.
            line = min(first + y, count) if y >= self.head_height else -1
            strip = kept.get(line)
            if strip is None:
                strip = self.render_line(y)
                if self._edge is not None:
                    strip = Strip.join((self._edge, strip))
                if line >= 0:
                    kept[line] = strip
            strips.append(strip)
        begin, end = crop.column_span
        return strips if (begin, end) == (0, size.width) else [strip.crop(begin, end) for strip in strips]

    def _as_shown(self, style: Style | None) -> Style:
        """A style over the pane's own, and through the filters of the app (which know a terminal's own colours by their values)."""
        shown = self._shown_styles.get(style)
        if shown is None:
            base = self.style_of("")
            segments = [Segment(" ", base + style if style else base)]
            for line_filter in self.get_line_filters():
                segments = line_filter.apply(segments, self.background_colors[1])
            shown = self._shown_styles[style] = segments[0].style or base
        return shown

    def _forget_lines(self) -> None:
        self._kept_lines.clear()
        self._edge = None

    def _line_at(self, y: int) -> int:
        """Which line stands there; none that is kept (a negative number) for the head."""
        return self.top + y - self.head_height if y >= self.head_height else -1

    def render_line(self, y: int) -> Strip:
        """Draw one line of the widget (Textual's line API)."""
        width, line = self.size.width, self._line_at(y)
        if y < self.head_height:
            return self._whole(self.draw_head(y, width), width)
        return self._whole(self.draw_line(line, width) if line < self.line_count else [], width)

    def _whole(self, segments: list[Segment], width: int) -> Strip:
        """The segments of a line as they are shown, with blanks up to the width."""
        if self.ascii:
            segments = list(in_ascii(segments))
        styles, room = self._shown_styles, width
        drawn: list[Segment] = []
        for text, style, _ in segments:
            if text:
                drawn.append(Segment(text, styles.get(style) or self._as_shown(style)))
                room -= cell_len(text)
        if room > 0:
            drawn.append(Segment(" " * room, self._as_shown(None)))
        return Strip(drawn, width) if room >= 0 else Strip(drawn).adjust_cell_length(width)

    def _draw_title(self, width: int) -> list[Segment]:
        glyphs, focused = self.glyphs, self.has_focus
        rule = glyphs.rule_focused if focused else glyphs.rule
        style = self.style_of("pane--title-focused" if focused else "pane--title")
        pointer = glyphs.pointer if focused else rule
        least = cell_len(self.label) + 4
        note = clip(self.note, width - least - 4, ellipsis=glyphs.ellipsis) if width > least + 8 else ""
        tail = f" {note} " if note else ""
        title = clip(
            f"{rule}{pointer} {self.caption} ",
            width - len(rule) - cell_len(tail) - bool(note),
            ellipsis=glyphs.ellipsis,
        )
        if not note:
            return [Segment(title + rule * (width - cell_len(title)), style)]
        fill = rule * (width - cell_len(title) - cell_len(tail) - 1)
        # It changes with every move: in the colour of the lines it costs no change of colour.
        note_style = self.style_of("") if focused else style
        return [Segment(title + fill, style), Segment(tail, note_style), Segment(rule, style)]
