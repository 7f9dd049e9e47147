"""A crew: several hands at work on one list of files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from queue import Queue
from threading import Event, Lock, Thread

from tui.library.digest import Digest, Digester, Task
from tui.library.files import is_harmless, key_of
from tui.library.hand import SECONDS, Hand, Lost
from tui.library.refresh import Work
from tui.model import Problem

# So many digests wait to be written, while a transaction is put on disk.
_AHEAD = 256
_SHARE_FOR_DATES = 0.7


def in_processes(jobs: int) -> Work:
    """Work with so many processes at once."""

    def work(digester: Digester, tasks: Iterable[Task]) -> Iterator[Digest]:
        yield from _Crew(digester, tasks, max(1, jobs))

    return work


def read_by(hand: Hand, task: Task, following: Task | None = None) -> Digest:
    """The digest of a task: without its dates where they take too long, a problem where nothing comes of it.

    The `following` task is begun meanwhile; it must be the next one.
    """
    try:
        return hand.ask(task, SECONDS * task.patience * _SHARE_FOR_DATES, following)
    except Lost as error:
        why = str(error)
    try:
        digest = hand.ask(
            task._replace(dates=False, content=b""), SECONDS * task.patience * (1 - _SHARE_FOR_DATES)
        )
    except Lost:
        return Digest(task.path, b"", (), (Problem(key_of(task.path), why),))
    what = f"its dates could not be read: {why.removesuffix('; passed over')}"
    return digest._replace(problems=(*digest.problems, Problem(key_of(task.path), what)))


def read_alone(digester: Digester, task: Task, size: int) -> Digest:
    """The digest of one task, of a file of so many bytes: made here where that is harmless, else by a hand of its own."""
    if is_harmless(task.path, size):
        return digester(task)
    hand = Hand(digester)
    try:
        return read_by(hand, task)
    finally:
        hand.end()


class _Crew:
    """Iterates over digests as they are made; the hands are let go when nobody takes any more."""

    def __init__(self, digester: Digester, tasks: Iterable[Task], jobs: int) -> None:
        self._digester = digester
        self._tasks = iter(tasks)
        self._next = Lock()
        self._over = Event()
        self._made: Queue[Digest | BaseException | None] = Queue(_AHEAD * jobs)
        self._threads = [Thread(target=self._work, daemon=True) for _ in range(jobs)]

    def __iter__(self) -> Iterator[Digest]:
        for thread in self._threads:
            thread.start()
        working = len(self._threads)
        try:
            while working:
                made = self._made.get()
                if made is None:
                    working -= 1
                elif isinstance(made, BaseException):
                    raise made
                else:
                    yield made
        finally:
            self._over.set()
            while any(thread.is_alive() for thread in self._threads):
                self._drain()
                for thread in self._threads:
                    thread.join(0.01)

    def _drain(self) -> None:
        while not self._made.empty():
            self._made.get()

    def _work(self) -> None:
        """What each thread does: hand task after task to a process of its own."""
        hand = Hand(self._digester)
        try:
            task = self._task()
            while task is not None and not self._over.is_set():
                # One hand alone takes no more than one processor; several do not wait for their next task.
                following = self._task() if len(self._threads) > 1 else None
                self._made.put(read_by(hand, task, following))
                task = following or self._task()
        except BaseException as error:  # it belongs to the one who waits for the digests
            self._made.put(error)
        finally:
            hand.end()
            self._made.put(None)

    def _task(self) -> Task | None:
        with self._next:
            return next(self._tasks, None)
