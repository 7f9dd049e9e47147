"""Upkeep: when the index is brought up to date, and by whom: at once, in processes, on a cluster."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from tui.library.files import is_harmless, is_plain
from tui.library.plan import Plan, plan
from tui.library.store import Store
from tui.model import Progress

if TYPE_CHECKING:
    from tui.library.refresh import Work

# What is compared and read at once when a collection is opened; what is more waits for `refresh`.
_MOST_COMPARED = 3000
_MOST_FILES = 64
_MOST_BYTES = 1024 * 1024


def settle(root: Path, store: Store) -> None:
    """Bring the index of a small collection up to date at once; leave a large one as it is."""
    todo = plan(root, store, _MOST_COMPARED)
    if not todo or not _is_small(todo) or not store.take_turn(wait=True):
        return
    try:
        _carry_out(root, store, plan(root, store))
    finally:
        store.end_turn()


def keep_up(
    root: Path,
    store: Store,
    told: Callable[[Progress], None],
    stopped: Callable[[], bool],
    jobs: int,
    dask: str,
) -> Progress:
    """Bring the index up to date, if no other process is at it."""
    if not store.take_turn():
        return Progress(busy=True)
    try:
        return _carry_out(root, store, plan(root, store), told, stopped, jobs, dask)
    finally:
        store.end_turn()


def _carry_out(
    root: Path,
    store: Store,
    todo: Plan,
    told: Callable[[Progress], None] = lambda progress: None,
    stopped: Callable[[], bool] = lambda: False,
    jobs: int = 1,
    dask: str = "",
) -> Progress:
    if not todo:
        return Progress()
    from tui.library.refresh import refresh

    return refresh(root, store, todo, _work(todo, jobs, dask), told, stopped)


def _work(todo: Plan, jobs: int, dask: str) -> Work:
    if dask:
        from tui.library.cluster import on_cluster

        return on_cluster(dask)
    if _is_small(todo) and all(is_harmless(job.path, job.found.size) for job in todo.jobs):
        from tui.library.refresh import here

        return here
    from tui.library.crew import in_processes

    return in_processes(jobs)


def _is_small(todo: Plan) -> bool:
    return (
        todo.whole
        and len(todo.jobs) <= _MOST_FILES
        and todo.size <= _MOST_BYTES
        and all(is_plain(job.path) for job in todo.jobs)
    )
