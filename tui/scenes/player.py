"""Play a scene: make its app on the stage, take its steps, and look when the screen has come to rest."""

from __future__ import annotations

import asyncio
import signal
import traceback
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, TypeAlias

from tui.scenes.capture import Drawing, drawing, grid
from tui.scenes.grid import Grid
from tui.scenes.scene import Scene
from tui.scenes.stage import stage
from tui.scenes.trouble import SceneBroken

if TYPE_CHECKING:
    from textual.app import App
    from textual.pilot import Pilot

Make: TypeAlias = "Callable[[Scene], App[Any]]"
"""Makes the app for a scene, with its theme and collection; called on the stage. A function of a module where there are jobs."""

Watch = Callable[[str, Grid], None]
"""Told what has been done (`start`, then each step) and what the screen shows after it."""

DRAWINGS = 50
"""So many times a screen is drawn at most until two drawings agree."""

PATIENCE = 20.0
"""So many seconds a worker may take after a step."""


@dataclass(frozen=True)
class Take:
    """What came of playing a scene: the screen, or the trouble that kept it from being seen (`cause`: the error's class)."""

    scene: Scene
    screen: Grid | None = None
    trouble: str = ""
    cause: str = ""


def play(scene: Scene, make: Make, watch: Watch | None = None) -> Take:
    """Play one scene, in an event loop of its own; the thread must not be running another.

    Whatever goes wrong on the way is the take's `trouble`, one line.
    """
    try:
        with stage(scene), asyncio.Runner(loop_factory=asyncio.new_event_loop) as runner:
            return Take(scene, runner.run(_play(scene, make, watch)))
    except Exception as error:
        return Take(scene, trouble=_trouble(error), cause=type(error).__name__)


def play_all(scenes: Iterable[Scene], make: Make, jobs: int = 1) -> Iterator[Take]:
    """Play the scenes in `jobs` processes and give their takes in the order of the scenes, each as soon as it is there."""
    if jobs == 1:
        yield from (play(scene, make) for scene in scenes)
        return
    # An interrupt goes to the whole group of processes; only this one is to tell of it.
    ignore = partial(signal.signal, signal.SIGINT, signal.SIG_IGN)
    with ProcessPoolExecutor(jobs, get_context("spawn"), ignore) as pool:
        yield from pool.map(partial(play, make=make), scenes)


async def _play(scene: Scene, make: Make, watch: Watch | None) -> Grid:
    app = make(scene)
    app.animation_level = "none"
    broken: SceneBroken | None = None
    try:
        async with app.run_test(size=scene.size, notifications=True) as pilot:
            try:
                return await _take_steps(pilot, scene, watch)
            except SceneBroken as error:
                broken = error
                raise
    except Exception as error:
        # Leaving the context raises the app's own error, which explains why it left, but not why a wait ran out.
        if broken is None or isinstance(broken, _Left):
            raise
        raise broken from error


async def _take_steps(pilot: Pilot[Any], scene: Scene, watch: Watch | None) -> Grid:
    done = "start"
    try:
        await _quiet(pilot)
        _check_theme(pilot.app, scene)
        _tell(pilot.app, watch, done)
        for number, step in enumerate(scene.steps, start=1):
            done = f"step {number} ({step})"
            await step.do(pilot)
            await _quiet(pilot)
            _tell(pilot.app, watch, done)
        return grid(await _settle(pilot))
    except SceneBroken as error:
        raise type(error)(f"{done}: {error}") from None


async def _settle(pilot: Pilot[Any]) -> Drawing:
    """Wait until nothing moves any more; what is drawn then."""
    before: Drawing | None = None
    for _ in range(DRAWINGS):
        await _quiet(pilot)
        now = drawing(pilot.app)
        if now == before:
            return now
        before = now
    raise SceneBroken(f"the screen does not come to rest: drawn {DRAWINGS} times, and still another")


async def _quiet(pilot: Pilot[Any]) -> None:
    """Let all messages be handled, all workers end and all cursors stand."""
    app, end = pilot.app, monotonic() + PATIENCE
    while True:
        if app.return_code is not None:
            raise _Left("the app left")
        for widget in app.screen.walk_children():
            if getattr(widget, "cursor_blink", False):
                widget.cursor_blink = False  # type: ignore[attr-defined]
        await pilot.pause()
        working = [worker for worker in app.workers if not worker.is_finished]
        if not working:
            return
        if monotonic() > end:
            raise SceneBroken(f"still at work after {PATIENCE:g} s: {working[0].name or working[0]}")
        await asyncio.sleep(0.005)


class _Left(SceneBroken):
    pass


def _check_theme(app: App[Any], scene: Scene) -> None:
    if scene.theme is not None and app.theme != scene.theme:
        there = ", ".join(sorted(app.available_themes))
        raise SceneBroken(f"the theme is {app.theme}, not {scene.theme}; there are {there}")


def _tell(app: App[Any], watch: Watch | None, done: str) -> None:
    if watch is not None:
        watch(done, grid(drawing(app)))


def _trouble(error: Exception) -> str:
    """One line; of where it happened, the last place in the app's own code."""
    if isinstance(error, SceneBroken):
        return str(error)
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if "site-packages" not in frame.filename] or frames
    place = "/".join(Path(own[-1].filename).parts[-2:])
    told = " ".join(f"{type(error).__name__}: {error}".split())
    return f"{told} ({place}:{own[-1].lineno}, in {own[-1].name})"
