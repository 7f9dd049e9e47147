"""The index, brought up to date while one reads."""

from __future__ import annotations

import os
from dataclasses import dataclass
from threading import Event, Thread
from time import monotonic
from typing import TYPE_CHECKING

from textual.message import Message

from tui.model import CollectionError, Progress, Shelf

if TYPE_CHECKING:
    from tui.screens.reader import Reader

BREATH = 1.0
"""Seconds that a complete index waits before it is compared with the folder: the reader comes first."""

EVERY = 2.0
"""Seconds between two looks at what the index holds by now; the first looks come sooner."""


@dataclass(frozen=True, slots=True)
class State:
    """What the index holds, and how far the work on it has come (`None`: it has ended)."""

    generation: int
    shelves: tuple[Shelf, ...]
    articles: int
    problems: int
    progress: Progress | None


class Indexed(Message):
    """The index has grown, or the work on it has ended."""

    def __init__(self, state: State) -> None:
        """With what it holds now."""
        super().__init__()
        self.state = state


class Indexing:
    """Brings the index up to date in a thread of its own, once, when the room is open; the panes fill as it goes.

    The thread is a daemon, so that leaving never waits for a file that takes long: the index loses nothing but the
    work of the moment.
    """

    def __init__(self, reader: Reader) -> None:
        """Serve a reader."""
        self._reader = reader
        self._library = reader.library
        self._stopped = Event()
        self._generation = 0
        self._began = self._due = 0.0

    def begin(self) -> None:
        """Begin, now that the first screen is drawn; whoever only reads has nothing to bring up to date."""
        if self._library.read_only:
            return
        self._generation = self._library.generation
        Thread(target=self._work, name="index", daemon=True).start()

    def stop(self) -> None:
        """End the work at the next file."""
        self._stopped.set()

    def show(self, state: State) -> None:
        """Show what the index holds; cursor and text stay where they are."""
        reader = self._reader
        progress = state.progress
        reader.status.state = f"{words_of(progress)} " if progress else ""
        if progress is None:
            self.tell_problems(state.problems)
        if state.generation != self._generation:
            self._generation = state.generation
            reader.shelves.show(state.shelves, state.articles)
            reader.shelves.show_articles()
            reader.chronology.show_anew()

    def tell_problems(self, count: int) -> None:
        """Say in the status line how many problems there are."""
        self._reader.status.state = f"{count} problem{'s' if count > 1 else ''}: ! " if count else ""

    # -- in the thread

    def _work(self) -> None:
        if self._library.complete and self._stopped.wait(BREATH):
            return
        before, self._began = self._generation, monotonic()
        jobs = max(1, (os.cpu_count() or 1) - 1)
        try:
            progress = self._library.refresh(self._told, jobs=jobs, stopped=self._stopped.is_set)
            waited = progress.busy
            while progress.busy:
                self._post(progress)
                if self._stopped.wait(EVERY):
                    return
                progress = self._library.refresh(self._told, jobs=jobs, stopped=self._stopped.is_set)
        except (CollectionError, OSError) as error:
            self._reader.call_later(self._reader.say, f"the index cannot be brought up to date: {error}")
            return
        if waited or self._library.generation != before:
            self._post(None)

    def _told(self, progress: Progress) -> None:
        """Hand on how far it has come, not too often."""
        if progress.total and monotonic() >= self._due:
            self._post(progress)
            self._due = monotonic() + min(EVERY, 0.25 + monotonic() - self._began)

    def _post(self, progress: Progress | None) -> None:
        if self._stopped.is_set():
            return
        library = self._library
        state = State(
            library.generation,
            library.organizations(),
            len(library.articles(None)),
            len(self._reader.problems),
            progress,
        )
        self._reader.post_message(Indexed(state))


def words_of(progress: Progress) -> str:
    """How far it has come, in a few words."""
    if progress.busy:
        return "another process is indexing"
    return f"indexing {progress.done:,} of {progress.total:,}"
