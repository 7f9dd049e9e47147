"""The line that a search is typed in, with its history; under it, what is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from tui.model import Span, visible

LABEL = " Search "


class QueryLine(Vertical):
    """A line to type a query in; answers as one types, and at Enter, Tab and Esc. `↑` and `↓` go through the history."""

    DEFAULT_CSS = """
    QueryLine {
        height: auto;
        background: $panel;
        color: $foreground;
        & > Horizontal { height: 1; }
        & Static.-label { width: auto; text-style: bold; }
        & Input { width: 1fr; height: 1; border: none; padding: 0; background: $panel; }
        & > #fault { display: none; height: auto; padding: 0 1; color: $text-error; }
        &.-fault > #fault { display: block; }
        &:ansi { background: ansi_default; }
        &:ansi Input { background: ansi_default; }
        &:ansi > #fault { color: ansi_red; }
    }
    """

    class Typed(Message):
        """The query is another one."""

        def __init__(self, query: str) -> None:
            """As typed so far."""
            super().__init__()
            self.query = query

    class Entered(Typed):
        """The query was entered."""

    class Left(Message):
        """The line was left for what is under it (`down`), or for good."""

        def __init__(self, down: bool) -> None:
            """By Tab, or by Esc."""
            super().__init__()
            self.down = down

    def __init__(self, query: str = "", history: Sequence[str] = ()) -> None:
        """Begin with a query; `history` has the newest last."""
        super().__init__()
        self._first = query
        self._history = [*history]
        self._place = len(self._history)
        self._draft = query

    def compose(self) -> ComposeResult:
        """The label and the line; the fault."""
        with Horizontal():
            yield Static(Content(LABEL), classes="-label")
            line = Input(self._first, compact=True)
            line.cursor_blink = False
            yield line
        yield Static(id="fault")

    @property
    def line(self) -> Input:
        """The line itself."""
        return self.query_one(Input)

    @property
    def value(self) -> str:
        """The query as it stands there."""
        return self.line.value

    def add_to_history(self, query: str) -> None:
        """Let `↑` come to a query first."""
        self._history = [*(old for old in self._history if old != query), query]
        self._place = len(self._history)

    def show_fault(self, what: str, span: Span) -> None:
        """Say under the part at fault (characters of the query) what is wrong with it."""
        query, line = self.value, self.line
        before = cell_len(visible(query[: span.start], lines=False)) - line.scroll_offset.x
        fault = cell_len(visible(query[span.start : span.end], lines=False))
        indent = max(0, min(before, self.size.width - len(LABEL) - 1))
        room = self.size.width - len(LABEL) - indent
        marks = "^" * max(1, min(fault + min(0, before), room))
        self.query_one("#fault", Static).update(
            Content(f"{' ' * (len(LABEL) + indent - 1)}{marks}\n{visible(what, lines=False)}")
        )
        self.add_class("-fault")

    def clear_fault(self) -> None:
        """Nothing is wrong."""
        self.remove_class("-fault")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Answer as one types."""
        event.stop()
        self.clear_fault()
        self.post_message(self.Typed(event.value))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Answer at Enter."""
        event.stop()
        self.post_message(self.Entered(event.value))

    def on_key(self, event: events.Key) -> None:
        """Go through the history, or leave."""
        match event.key:
            case "up":
                self._by_history(-1)
            case "down":
                self._by_history(1)
            case "tab" | "escape":
                self.post_message(self.Left(event.key == "tab"))
            case _:
                return
        event.stop()
        event.prevent_default()

    def _by_history(self, steps: int) -> None:
        if self._place == len(self._history):
            self._draft = self.value
        place = self._place + steps
        if not 0 <= place <= len(self._history):
            return
        self._place = place
        self.line.value = (*self._history, self._draft)[place]
        self.line.cursor_position = len(self.value)
