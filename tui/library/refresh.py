"""A refresh: the index is brought up to date with the folder, file by file, and can be broken off at any moment."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from tui.library.description import Description, read_description
from tui.library.digest import Digest, Digester, Task, patience_for
from tui.library.plan import Job, Plan, lonely
from tui.library.schema import ARTICLES
from tui.library.store import Store
from tui.library.writer import LONELY, writing
from tui.model import Progress

# A transaction holds the work of so many seconds, at first of fewer: what is there shows soon. In long ones pages are written
# less often, but whoever else writes waits for one, and so do those who read files once so many digests are made.
_FIRST_SECONDS, _BATCH_SECONDS = 0.5, 1.0
_BATCH_FILES = 1000
_HELD_BACK = 256

Work = Callable[[Digester, Iterable[Task]], Iterator[Digest]]
"""Makes digests of tasks, in whatever order: here, in other processes, on other machines."""


@dataclass(slots=True)
class _Count:
    total: int
    done: int = 0
    failed: int = 0

    def progress(self) -> Progress:
        return Progress(self.done, self.total, self.failed)


def here(digester: Digester, tasks: Iterable[Task]) -> Iterator[Digest]:
    """Work in this process, without limits of time and memory."""
    return map(digester, tasks)


def refresh(
    root: Path,
    store: Store,
    plan: Plan,
    work: Work,
    told: Callable[[Progress], None] = lambda progress: None,
    stopped: Callable[[], bool] = lambda: False,
) -> Progress:
    """Carry out a plan; `told` is called after every transaction, and the work ends early when `stopped` says so."""
    described = _write_description(root, store, plan)
    _write_others(store, plan)
    jobs = {job.path: job for job in plan.jobs}
    count = _Count(len(jobs))
    told(count.progress())
    digests = work(Digester(root, described), _tasks(store, plan))
    for batch in _batches(_in_order(digests, jobs)):
        with writing(store) as writer:
            for digest in batch:
                job = jobs[digest.path]
                file = writer.file(job.path, job.found, ARTICLES, plan.edition, job.moved_from)
                writer.digest(file, digest)
                count.done += 1
                count.failed += digest.articles is not None and not digest.articles
        told(count.progress())
        if stopped():
            return replace(count.progress(), stopped=True)
    _write_end(store, plan)
    return count.progress()


def _write_description(root: Path, store: Store, plan: Plan) -> Description:
    told = read_description(root)
    if plan.described:
        with writing(store) as writer:
            writer.register(told.register, told.problems)
            writer.meta("edition", plan.edition)
    return told


def _write_others(store: Store, plan: Plan) -> None:
    if not plan:
        return
    with writing(store) as writer:
        writer.meta("ended", None)
        for path in plan.gone:
            writer.remove(path)
        for path, found, kind, problem in plan.others:
            file = writer.file(path, found, kind, plan.edition)
            writer.remove_articles(file)
            writer.problems(file, [problem] if problem else [])


def _write_end(store: Store, plan: Plan) -> None:
    if not plan:
        return
    problems = list(lonely(store))
    with writing(store) as writer:
        writer.problems(LONELY, problems)
        writer.meta("ended", plan.edition)


def _tasks(store: Store, plan: Plan) -> Iterator[Task]:
    anew = not store.one("SELECT 1 FROM articles LIMIT 1")
    for job in plan.jobs:
        task = Task(job.path, job.sidecar) if anew else _task(store, job, plan.edition)
        yield task._replace(patience=patience_for(job.path, job.found.size))


def _task(store: Store, job: Job, edition: str) -> Task:
    """What is known of a file goes with it, as far as it still holds."""
    known = (job.moved_from or job.path).encode("utf-8", "surrogateescape")
    row = store.one("SELECT id, content, edition FROM files WHERE path = ?", (known,))
    if row is None or row[2] is None:
        return Task(job.path, job.sidecar)
    file, content, made_by = row
    dated = {}
    if made_by.partition("-")[0] == edition.partition("-")[0]:
        parts = store.all("SELECT part, dated FROM articles WHERE file = ? AND dated IS NOT NULL", (file,))
        dated = {part: bytes(hash) for part, hash in parts}
    same = made_by == edition and not job.moved_from
    return Task(job.path, job.sidecar, bytes(content or b"") if same else b"", dated)


def _in_order(digests: Iterator[Digest], paths: Iterable[str]) -> Iterator[Digest]:
    """The digests in the order of their files, so that two indexes made anew are the same; one that takes long comes last."""
    due = deque(paths)
    waiting: dict[str, Digest] = {}
    for digest in digests:
        waiting[digest.path] = digest
        while due and (due[0] in waiting or len(waiting) > _HELD_BACK):
            if ready := waiting.pop(due.popleft(), None):
                yield ready
    yield from waiting.values()


def _batches(digests: Iterator[Digest]) -> Iterator[list[Digest]]:
    """The digests as they come, in batches that are worth a transaction."""
    batch: list[Digest] = []
    seconds = _FIRST_SECONDS
    due = time.monotonic() + seconds
    for digest in digests:
        batch.append(digest)
        if len(batch) >= _BATCH_FILES or time.monotonic() >= due:
            yield batch
            seconds = min(2 * seconds, _BATCH_SECONDS)
            batch, due = [], time.monotonic() + seconds
    if batch:
        yield batch
