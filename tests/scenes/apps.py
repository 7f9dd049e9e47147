"""Small Textual apps to play scenes of."""

from __future__ import annotations

import os
import time as clock
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from time import perf_counter, sleep
from typing import ClassVar

from textual.app import App, ComposeResult
from textual.content import Content
from textual.widgets import Footer, Header, Input, Label, ListItem, ListView

from tui.scenes import Scene


class Notes(App[None]):
    """A list, an input, a clock: something of all that moves on a screen."""

    BINDINGS: ClassVar = [
        ("q", "quit", "Quit"),
        ("n", "new", "New note"),
        ("x", "fail", "Fail"),
        ("w", "work", "Work"),
        ("l", "later", "Later"),
        ("r", "restless", "Restless"),
        ("t", "time", "Time"),
        ("e", "environment", "Environment"),
        ("m", "fault", "Fault"),
    ]
    CSS = """
    ListView { height: 1fr; border: round $primary; }
    #said { height: 1; }
    """

    fault: Callable[[], None] | None = None
    """Done on the key `m`; the tests of faults set it."""

    def compose(self) -> ComposeResult:
        yield Header(show_clock=True)
        yield ListView(
            *(ListItem(Label(f"Note {number}", markup=False), id=f"note-{number}") for number in range(1, 31))
        )
        yield Label("nothing said", id="said")
        yield Input(placeholder="say something")
        yield Footer()

    def action_new(self) -> None:
        self.notify("A new note, 世界", title=f"At {datetime.now():%H:%M}")

    def action_fail(self) -> None:
        raise RuntimeError("the pen is broken")

    def action_work(self) -> None:
        self.run_worker(self._work, thread=True)

    def action_later(self) -> None:
        self.set_timer(0.3, lambda: self.say("later"))

    def action_restless(self) -> None:
        self.set_interval(0.02, lambda: self.say(str(perf_counter())))

    def action_time(self) -> None:
        self.say(f"{datetime.now():%Y-%m-%d} {date.today()} {datetime.now(UTC):%H:%M} {int(clock.time()):d}")

    def action_environment(self) -> None:
        home = Path(os.environ["HOME"])
        files = [path for path in home.rglob("*") if path.is_file()]
        self.say(f"EDITOR={os.environ.get('EDITOR')} TZ={os.environ['TZ']} home={len(files)}")

    def action_fault(self) -> None:
        if self.fault is not None:
            self.fault()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self.say(event.value)

    def say(self, words: str) -> None:
        self.query_one("#said", Label).update(Content(words))

    def _work(self) -> None:
        sleep(0.3)
        self.call_from_thread(self.say, "the work is done")


def notes(scene: Scene) -> Notes:
    app = Notes()
    if scene.theme:
        app.theme = scene.theme
    return app
