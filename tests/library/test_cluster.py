"""A Dask cluster of real processes reads a collection; one of its workers is killed on the way."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.library.test_library import write
from tui.cli import main
from tui.library import Library
from tui.model import Progress, Scope

pytest.importorskip("distributed", reason="dask is not installed")


def dask(*words: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "distributed.cli.dask_scheduler" if words[0] == "scheduler" else ""]
    if words[0] == "worker":
        command = [sys.executable, "-m", "distributed.cli.dask_worker"]
    return subprocess.Popen(
        [*command, *words[1:]], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )


def end(process: subprocess.Popen[bytes]) -> None:
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@pytest.fixture
def scheduler(tmp_path: Path) -> Iterator[str]:
    """The address of a scheduler."""
    told = tmp_path / "scheduler.json"
    process = dask("scheduler", "--port", "0", "--no-dashboard", "--scheduler-file", str(told))
    for _ in range(600):
        if told.exists() and (match := re.search(r"tcp://[\d.]+:\d+", told.read_text())):
            yield match[0]
            break
        time.sleep(0.05)
    else:
        pytest.fail("the scheduler did not start")
    end(process)


def test_a_worker_dies_on_the_way(scheduler: str, tmp_path: Path) -> None:
    root = tmp_path / "collection"
    for number in range(400):
        write(
            root,
            f"lamp/{number:03}.md",
            f"# Lamp {number}\n\n" + f"It burnt on {number % 28 + 1} May 1932. " * 40,
        )
    workers = [
        dask(
            "worker",
            scheduler,
            "--nthreads",
            "1",
            "--no-dashboard",
            "--local-directory",
            str(tmp_path / name),
        )
        for name in ("one", "two")
    ]
    killed: list[int] = []

    def kill_one(progress: Progress) -> None:
        if progress.done and not killed:
            killed.append(progress.done)
            end(workers[0])

    try:
        library = Library(root, tmp_path / "cache")
        progress = library.refresh(kill_one, dask=scheduler)
        assert killed
        assert killed[0] < 400
        assert (progress.done, progress.failed) == (400, 0)
        assert len(library.articles()) == 400
        assert len(library.mentions(Scope.COLLECTION)) == 400 * 40
        assert library.problems == ()
    finally:
        for process in workers:
            if process.poll() is None:
                end(process)


def test_nobody_answers(
    collection: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.library.cluster._PATIENCE", "1s")
    assert main(["index", str(collection), "--dask", "tcp://127.0.0.1:9"]) == 3
    assert capsys.readouterr().err.startswith("polemics: tcp://127.0.0.1:9: no scheduler answers")
