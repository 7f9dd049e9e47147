"""The last screen is painted where nothing has changed, and nowhere else."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import termios
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from platformdirs import user_cache_path

from tui import first_screen

DRAWN = "\x1b[H\x1b[2J\x1b[1;38;5;179mThe Lamplighters\x1b[m ━ 文字\r\n\x1b[3;4Hmore\x1b[K"
CELLS = b'{"rows":[]}'


class Line:
    """A terminal of the test's own, seen from its other side."""

    def __init__(self, inside: int, outside: int) -> None:
        self.inside, self.outside = inside, outside

    def resize(self, width: int, height: int) -> None:
        fcntl.ioctl(self.inside, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))

    def shown(self) -> str:
        data = b""
        while select.select([self.outside], [], [], 0.05)[0]:
            data += os.read(self.outside, 65536)
        return data.decode()

    @property
    def echoes(self) -> bool:
        return bool(termios.tcgetattr(self.inside)[3] & termios.ECHO)


@pytest.fixture
def line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Line]:
    outside, inside = pty.openpty()
    for name in ("_INPUT", "_OUTPUT"):
        monkeypatch.setattr(first_screen, name, inside)
    monkeypatch.setattr(os, "tcgetpgrp", lambda _: os.getpgrp())
    monkeypatch.setattr(first_screen, "_undo_at_the_end", lambda _: None)
    for name, value in (("XDG_CACHE_HOME", str(tmp_path / "cache")), ("TERM", "xterm-256color")):
        monkeypatch.setenv(name, value)
    for name in ("NO_COLOR", "TMUX"):
        monkeypatch.delenv(name, raising=False)
    there = Line(inside, outside)
    there.resize(80, 24)
    yield there
    os.close(inside)
    os.close(outside)


@pytest.fixture
def watched(tmp_path: Path) -> list[str]:
    (tmp_path / "config.yaml").write_text("theme: lamp\n")
    (tmp_path / "press").mkdir()
    return [str(tmp_path / name) for name in ("config.yaml", "press", "not there", "a name with\nlines")]


@pytest.fixture
def kept(line: Line, watched: list[str]) -> Path:
    """The file of a screen that is kept for `polemics press`."""
    first_screen.keep(["press"], (80, 24), DRAWN, CELLS, watched)
    (file,) = Path(first_screen.folder()).iterdir()
    return file


def test_it_is_painted_and_keys_wait_unseen(line: Line, kept: Path) -> None:
    painted = first_screen.paint(["press"])
    assert painted is not None
    assert painted.cells == CELLS
    assert line.shown() == "\x1b[?1049h\x1b[?25l\x1b[?7l" + DRAWN
    assert not line.echoes
    os.write(line.outside, b"jj\x03\r")
    assert line.shown() == ""
    assert os.read(line.inside, 10) == b"jj\x03\r"
    painted.undo()
    assert line.shown().endswith("\x1b[?25h\x1b[?1049l")
    assert line.echoes


def test_handed_over_it_is_not_undone(line: Line, kept: Path) -> None:
    painted = first_screen.paint(["press"])
    assert painted is not None
    line.shown()
    painted.hand_over()
    painted.undo()
    assert line.shown() == ""


def test_it_is_the_readers_alone(kept: Path) -> None:
    assert kept.stat().st_mode & 0o777 == 0o600
    assert kept.parent.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TERM", "xterm"),
        ("COLORTERM", "other"),
        ("LC_ALL", "C"),
        ("TMUX", "/tmp/1"),
        ("TEXTUAL_COLOR_SYSTEM", "256"),
        ("XDG_CONFIG_HOME", "/elsewhere"),
        ("NO_COLOR", "1"),
        ("TERM", "dumb"),
        ("TERM", ""),
    ],
)
def test_not_in_another_terminal(
    line: Line, kept: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    assert first_screen.paint(["press"]) is None
    assert (line.shown(), line.echoes) == ("", True)


def test_not_for_other_words_another_size_or_from_another_folder(
    line: Line, kept: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert first_screen.paint([]) is None
    assert first_screen.paint(["--theme", "paper", "press"]) is None
    line.resize(81, 24)
    assert first_screen.paint(["press"]) is None
    line.resize(80, 24)
    with monkeypatch.context() as elsewhere:
        elsewhere.chdir(tmp_path / "press")
        assert first_screen.paint(["press"]) is None
    assert first_screen.paint(["press"]) is not None


@pytest.mark.parametrize("change", ["written", "made", "gone", "folder"])
def test_not_when_a_watched_file_has_changed(line: Line, kept: Path, watched: list[str], change: str) -> None:
    config, press, absent, _ = map(Path, watched)
    match change:
        case "written":
            config.write_text("theme: paper\n")
        case "made":
            absent.touch()
        case "gone":
            config.unlink()
        case _:
            (press / "article.txt").touch()
    assert first_screen.paint(["press"]) is None
    assert line.shown() == ""


def test_not_in_the_background_nor_without_a_terminal(
    line: Line, kept: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with monkeypatch.context() as other:
        other.setattr(os, "tcgetpgrp", lambda _: os.getpgrp() + 1)
        assert first_screen.paint(["press"]) is None
    with (tmp_path / "file").open("w") as file:
        monkeypatch.setattr(first_screen, "_OUTPUT", file.fileno())
        assert first_screen.paint(["press"]) is None


def test_a_spoilt_or_foreign_file_is_ignored(line: Line, kept: Path, tmp_path: Path) -> None:
    good = kept.read_bytes()

    def refused() -> bool:
        return first_screen.paint(["press"]) is None and line.shown() == ""

    head, body = good.split(b"\n", 1)
    for spoilt in (
        b"",
        b"\n",
        b"\xff\xfe" + good,
        good[:-1],
        good + b" ",
        head,
        good.replace(b"screen 1", b"screen 2"),
        good.replace(b"Lamplighters", b"Lamplightens"),
        head.replace(b" ", b"  ") + b"\n" + body,
        head + b" 0\n" + body,
        b"polemics screen 1 0 1 -1 0 0\n",
        good + b" " * 1_000_000,
    ):
        kept.write_bytes(spoilt)
        assert refused(), spoilt[:80]
    kept.write_bytes(good)
    kept.chmod(0o644)
    assert refused()
    kept.unlink()
    (tmp_path / "other").write_bytes(good)
    (tmp_path / "other").chmod(0o600)
    kept.symlink_to(tmp_path / "other")
    assert refused()
    kept.unlink()
    kept.mkdir()
    assert refused()
    kept.rmdir()
    os.mkfifo(kept, 0o600)
    assert refused()


@given(st.integers(0, 10_000), st.binary(min_size=1, max_size=3))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_a_changed_byte_anywhere_is_noticed(kept: Path, at: int, other: bytes) -> None:
    good = kept.read_bytes()
    at %= len(good)
    spoilt = good[:at] + other + good[at + len(other) :]
    try:
        parts = first_screen._parts(spoilt)
    except ValueError:
        return
    assert parts is None or spoilt == good or parts == first_screen._parts(good)


@pytest.mark.parametrize(
    "evil",
    [
        "\x1b]0;title\x07",
        "\x1b]52;c;AAAA\x1b\\",
        "\x1b[6n",
        "\x1b[c",
        "\x1bP1$r\x1b\\",
        "\x07",
        "\x9b6n",
        "\x1b",
    ],
)
def test_what_does_more_than_draw_is_neither_kept_nor_painted(
    line: Line, kept: Path, watched: list[str], monkeypatch: pytest.MonkeyPatch, evil: str
) -> None:
    kept.unlink()
    first_screen.keep(["press"], (80, 24), DRAWN + evil, CELLS, watched)
    assert not list(kept.parent.iterdir())
    with monkeypatch.context() as careless:
        careless.setattr(first_screen, "_is_harmless", lambda _: True)
        first_screen.keep(["press"], (80, 24), DRAWN + evil, CELLS, watched)
    assert first_screen.paint(["press"]) is None
    assert line.shown() == ""


def test_only_so_many_are_kept(kept: Path, watched: list[str]) -> None:
    for width in range(20, 80):
        first_screen.keep(["press"], (width, 24), DRAWN, CELLS, watched)
    assert len(list(kept.parent.iterdir())) == 24


def test_they_are_kept_where_all_that_may_be_deleted_is(monkeypatch: pytest.MonkeyPatch) -> None:
    for value in ("/somewhere/cache", ""):
        monkeypatch.setenv("XDG_CACHE_HOME", value)
        assert Path(first_screen.folder()) == user_cache_path("polemics") / "screens"


def test_it_imports_next_to_nothing() -> None:
    import subprocess
    import sys

    code = "import sys; before = set(sys.modules); import tui.cli.open; print(*sorted(set(sys.modules) - before))"
    done = subprocess.run(
        [sys.executable, "-S", "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[1],
    )
    heavy = {
        "pathlib",
        "argparse",
        "typing",
        "re",
        "json",
        "textual",
        "rich",
        "platformdirs",
        "dataclasses",
        "enum",
    }
    assert not heavy & set(done.stdout.split())
