"""The same work on a Dask cluster: the scheduler's workers read, each with a hand of its own; this process writes.

A worker that dies on the way costs nothing: its files go to the others. The workers need the collection's folder under
the same path, and this program in the same version.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import import_module
from itertools import islice
from threading import local
from typing import Any

from tui.library.digest import Digest, Digester, Task
from tui.library.files import key_of
from tui.library.hand import Hand
from tui.library.refresh import Work
from tui.model import CollectionError, Problem

_BATCH = 8
_AHEAD = 4
_PATIENCE = "10s"
_here = local()


def on_cluster(address: str) -> Work:
    """Work on the cluster of the scheduler at an address (`tcp://HOST:8786`).

    The work raises `CollectionError` where nobody answers there, or `dask` is not installed.
    """

    def work(digester: Digester, tasks: Iterable[Task]) -> Iterator[Digest]:
        with _client(address) as client:
            shared = client.scatter(digester, broadcast=True, hash=False)
            yield from _digests(client, shared, tasks)

    return work


def _client(address: str) -> Any:
    try:
        distributed: Any = import_module("distributed")
    except ImportError:
        hint = 'install it with pip install "polemics[cluster]"'
        raise CollectionError(Problem(address, "dask is not installed", hint=hint)) from None
    try:
        return distributed.Client(address, timeout=_PATIENCE, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        what = f"no scheduler answers ({error or type(error).__name__})"
        raise CollectionError(Problem(address, what, hint="start one with `dask scheduler`")) from None


def _digests(client: Any, digester: Any, tasks: Iterable[Task]) -> Iterator[Digest]:
    """The digests as they come; only a few batches a thread are under way at once."""
    distributed: Any = import_module("distributed")
    tasks = iter(tasks)
    under_way: dict[Any, list[Task]] = {}
    results = distributed.as_completed(loop=client.loop)

    def submit() -> None:
        if batch := list(islice(tasks, _BATCH)):
            future = client.submit(_read, digester, batch, pure=False)
            under_way[future] = batch
            results.add(future)

    for _ in range(max(2, _AHEAD * sum(client.nthreads().values()))):
        submit()
    for future in results:
        batch = under_way.pop(future)
        submit()
        if future.status == "finished":
            yield from future.result()
        else:
            why = f"could not be read on the cluster ({type(future.exception()).__name__})"
            yield from (Digest(t.path, b"", (), (Problem(key_of(t.path), why),)) for t in batch)


def _read(digester: Digester, tasks: list[Task]) -> list[Digest]:
    """What a worker does."""
    from tui.library.crew import read_by

    hand = getattr(_here, "hand", None)
    if hand is None or hand.serves != digester:
        if hand is not None:
            hand.end()
        hand = _here.hand = Hand(digester)
    return [read_by(hand, task) for task in tasks]
