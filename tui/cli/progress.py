"""How the work on an index is shown: a bar on a terminal, else a line now and then."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from tui.library import Library
from tui.model import Progress

_LINE_SECONDS = 5.0
Told = Callable[[Progress], None]


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def caught_up(library: Library) -> Library:
    """The library with its index up to date; the work is shown where it takes time."""
    with shown() as told:
        progress = library.refresh(told, jobs=processors())
    if progress.busy:
        print("another process is indexing this collection: this is what it has so far", file=sys.stderr)
    return library


@contextmanager
def shown() -> Iterator[Told]:
    """Show progress on standard error, from the first step that is not the last."""
    if sys.stderr.isatty():
        with _bar() as told:
            yield told
    else:
        yield _Lines()


class _Lines:
    """Prints a line every few seconds."""

    def __init__(self) -> None:
        self._began = self._last = time.monotonic()

    def __call__(self, progress: Progress) -> None:
        now = time.monotonic()
        if now - self._last < _LINE_SECONDS:
            return
        self._last = now
        rate = progress.done / max(0.001, now - self._began)
        left = (progress.total - progress.done) / rate if rate else 0
        print(
            f"{progress.done} of {progress.total} files, {rate:.0f} a second, {_clock(left)} left, "
            f"{progress.failed} not read",
            file=sys.stderr,
            flush=True,
        )


def _clock(seconds: float) -> str:
    minutes, seconds = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


@contextmanager
def _bar() -> Iterator[Told]:
    """A bar that comes with the first step, so that short work shows nothing."""
    bars: list[Any] = []

    def told(progress: Progress) -> None:
        if not bars and progress.done < progress.total:
            bars.append(_made())
            bars[0].start()
            bars[0].add_task("indexing", total=progress.total, failed=0, rate="")
        if bars:
            bars[0].update(0, completed=progress.done, failed=progress.failed)

    try:
        yield told
    finally:
        for bar in bars:
            bar.stop()


def _made() -> Any:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, ProgressColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar
    from rich.text import Text

    class Rate(ProgressColumn):
        """Files a second."""

        def render(self, task: Any) -> Text:
            return Text(f"{task.speed:.0f}/s" if task.speed else "")

    return Bar(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        Rate(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[failed]} not read"),
        console=Console(stderr=True),
        transient=True,
    )
