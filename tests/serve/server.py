"""A server for tests, and the count of what it holds."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.conftest import FILES
from tests.serve import processes

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0

BOUNDLESS = ("--guests", "--sessions-by-address", "0", "--connections-by-address", "0")
"""Options of a server that lets in whoever comes."""


class Server:
    """A server that runs, with a folder of its own for everything that it keeps."""

    def __init__(self, process: subprocess.Popen[bytes], port: int, folder: Path) -> None:
        self.process, self.port, self.folder = process, port, folder
        self._empty: Counter[str] | None = None

    @property
    def pid(self) -> int:
        """Its process."""
        return self.process.pid

    @property
    def log(self) -> str:
        """What it has logged."""
        return (self.folder / "log").read_text(encoding="utf-8", errors="surrogateescape")

    @property
    def zygote(self) -> int:
        """The process from which sessions are made; 0 while there is none."""
        children = [pid for pid in processes.children(self.pid) if processes.state(pid) != "Z"]
        return next((pid for pid in children if processes.children(pid)), 0)

    @property
    def sessions(self) -> list[int]:
        """The processes that hold a terminal."""
        return [
            pid
            for pid in processes.tree(self.pid)
            if any(name.startswith("/dev/pts/") for name in processes.files(pid))
        ]

    def holds(self) -> Counter[str]:
        """Everything that it holds: processes, their states, open files, terminals and sockets of it and of its zygote, files in its folder."""
        tree = processes.tree(self.pid)
        held = Counter({"processes": len(tree), "zombies": sum(processes.state(pid) == "Z" for pid in tree)})
        for name, pid in (("server", self.pid), ("zygote", self.zygote)):
            held.update({f"{name}: {file}": count for file, count in processes.files(pid).items()})
        kept = [path for path in (self.folder / "state").rglob("*") if path.is_file()]
        return held + Counter({"files": len(kept)})

    async def empty(self) -> Counter[str]:
        """What it holds while nobody is there: asked for the first time, wait until that does not change any more."""
        held, since = self.holds(), time.monotonic()
        while self._empty is None:
            await asyncio.sleep(0.1)
            held, last = self.holds(), held
            if held != last or not self.zygote:
                since = time.monotonic()
            elif time.monotonic() - since > 1.0:
                self._empty = held
        return self._empty

    async def settled(self, patience: float = PATIENCE) -> None:
        """Wait until it holds what it held while nobody was there; raises `AssertionError` with the difference."""
        before, end = await self.empty(), time.monotonic() + patience
        while (now := self.holds()) != before:
            assert time.monotonic() < end, f"more than before: {now - before}, less: {before - now}"
            await asyncio.sleep(0.1)


def invented(folder: Path) -> Path:
    """A small collection in a folder."""
    for name, text in FILES.items():
        file = folder / "collection" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder / "collection"


@contextmanager
def serving(
    folder: Path,
    collection: Path,
    options: Sequence[str] = BOUNDLESS,
    *,
    code: int = 0,
) -> Iterator[Server]:
    """A server until the end of the block, at a free port of this machine; it must then end by itself, with an exit code."""
    port = free_port()
    words = [
        sys.executable,
        "-m",
        "tests.serve.trouble",
        "serve",
        str(collection),
        "--address",
        "127.0.0.1",
        "--port",
        str(port),
    ]
    kept = ["--state", str(folder / "state"), "--log", str(folder / "log")]
    with (folder / "said").open("wb") as said:
        process = subprocess.Popen(
            [*words, *kept, *options],
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            env=surroundings(folder),
        )
    try:
        _wait_for(port, process, folder / "said")
        yield Server(process, port, folder)
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == code, (folder / "said").read_text(errors="backslashreplace")
    finally:
        for pid in processes.tree(process.pid):
            os.kill(pid, signal.SIGKILL)
        process.wait()


def surroundings(folder: Path) -> dict[str, str]:
    """An environment with a home of its own."""
    homes = {f"XDG_{name}_HOME": str(folder / name) for name in ("STATE", "CONFIG", "CACHE", "DATA")}
    kept = {name: os.environ[name] for name in ("PATH", "VIRTUAL_ENV") if name in os.environ}
    return kept | homes | {"HOME": str(folder / "HOME"), "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"}


def free_port() -> int:
    """A port of this machine that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(port: int, process: subprocess.Popen[bytes], said: Path) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError(f"it did not open its port; it said\n{said.read_text(errors='backslashreplace')}")
