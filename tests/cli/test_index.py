"""`polemics index`."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from tui.cli import main
from tui.cli.progress import _clock, _Lines
from tui.library import Library
from tui.library.store import Store, place_of
from tui.model import Progress


def test_it_says_what_there_is(collection: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["index", str(collection)]) == 0
    assert (
        capsys.readouterr().out
        == "2 files read; the index holds 2 articles, 3 organizations, 4 dated sentences\n"
    )
    assert main(["index", str(collection), "--jobs", "1"]) == 0
    assert capsys.readouterr().out.startswith("0 files read; the index holds 2 articles")
    assert main(["index", str(collection), "--rebuild"]) == 0
    assert capsys.readouterr().out.startswith("2 files read; ")


def test_it_says_what_could_not_be_read(collection: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (collection / "lamp/a.txt").write_bytes(b"\x7fELF\0\0\0")
    assert main(["index", str(collection)]) == 0
    captured = capsys.readouterr()
    assert captured.out.startswith("3 files read, 1 not read; the index holds 2 articles")
    assert captured.err == "lamp/a.txt: is a program, not text\n"


def test_nothing_there_is_1_and_a_wrong_number_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["index", str(tmp_path)]) == 1
    assert "there are no articles here" in capsys.readouterr().err
    assert main(["index", str(tmp_path), "--jobs", "-1"]) == 2
    assert capsys.readouterr().err == "polemics index: --jobs: must be 1 or more\n"


def test_another_process_at_work_is_3(
    collection: Path, cache: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Library(collection).refresh()
    other = Store(place_of(collection, cache / "polemics"))
    assert other.take_turn()
    assert main(["index", str(collection)]) == 3
    assert capsys.readouterr().err.startswith("polemics index: another process is indexing ")
    assert main(["list", str(collection)]) == 0
    captured = capsys.readouterr()
    assert captured.out.count("\n") == 2
    assert captured.err == "another process is indexing this collection: this is what it has so far\n"
    other.close()


def test_lines_where_there_is_no_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = iter([0.0, 4.0, 10.0, 12.0, 20.0])
    monkeypatch.setattr("time.monotonic", lambda: next(clock))
    told = _Lines()
    for done in (1, 100, 110, 400):
        told(Progress(done, 1000, 2))
    assert capsys.readouterr().err.splitlines() == [
        "100 of 1000 files, 10 a second, 1:30 left, 2 not read",
        "400 of 1000 files, 20 a second, 0:30 left, 2 not read",
    ]
    assert [_clock(seconds) for seconds in (5, 65, 3725)] == ["0:05", "1:05", "1:02:05"]


def test_a_bar_on_a_terminal(collection: Path, tmp_path: Path) -> None:
    for number in range(300):
        (collection / f"lamp/{number}.txt").write_text("A lamp.\n")
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "tui.cli", "index", str(collection), "--rebuild"],
        stdout=subprocess.PIPE,
        stderr=theirs,
        env={**os.environ, "TERM": "xterm-256color", "COLUMNS": "100", "XDG_CACHE_HOME": str(tmp_path / "c")},
    )
    os.close(theirs)
    drawn = b""
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError:
            break
        if not piece:
            break
        drawn += piece
    out, _ = process.communicate()
    os.close(ours)
    assert process.returncode == 0
    assert out.startswith(b"302 files read; ")
    assert b"indexing" in drawn
    assert b"/302" in drawn
    assert b"0 not read" in drawn
