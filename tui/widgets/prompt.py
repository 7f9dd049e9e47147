"""A line to type in, at the foot of the screen."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static


class Prompt(Horizontal):
    """A label and a line to type in; answers as one types, and at Enter or Esc."""

    DEFAULT_CSS = """
    Prompt {
        dock: bottom;
        height: 1;
        background: $panel;
        color: $foreground;
        & > Static { width: auto; padding: 0 1; text-style: bold; }
        & > Input { width: 1fr; height: 1; border: none; padding: 0; background: $panel; }
    }
    """

    class Typed(Message):
        """What has been typed so far."""

        def __init__(self, purpose: str, words: str) -> None:
            """Of the prompt opened for a purpose."""
            super().__init__()
            self.purpose, self.words = purpose, words

    class Entered(Typed):
        """What was entered."""

    class Left(Message):
        """The prompt was left without an answer."""

        def __init__(self, purpose: str) -> None:
            """Of the prompt opened for a purpose."""
            super().__init__()
            self.purpose = purpose

    def __init__(self, *, id: str | None = None) -> None:
        """Make a closed prompt."""
        super().__init__(id=id)
        self.display = False
        self._purpose = ""

    def compose(self) -> ComposeResult:
        """The label and the line."""
        yield Static()
        line = Input(compact=True)
        line.cursor_blink = False
        yield line

    def open(self, purpose: str, label: str, words: str = "") -> None:
        """Ask for a line; `purpose` comes back with the answers."""
        self._purpose = purpose
        self.query_one(Static).update(Content(label))
        line = self.query_one(Input)
        with line.prevent(Input.Changed):
            line.value = words
        self.display = True
        self.add_class("-open")
        self.screen.set_focus(line)

    def close(self) -> None:
        """Be gone; the screen gives the focus back."""
        self.display = False
        self.remove_class("-open")

    @property
    def is_open(self) -> bool:
        """Whether a line is being typed."""
        return self.has_class("-open")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Answer as one types."""
        event.stop()
        self.post_message(self.Typed(self._purpose, event.value))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Answer at Enter."""
        event.stop()
        self.close()
        self.post_message(self.Entered(self._purpose, event.value))

    def on_key(self, event: events.Key) -> None:
        """Esc leaves the line."""
        if event.key == "escape":
            event.stop()
            self.close()
            self.post_message(self.Left(self._purpose))
