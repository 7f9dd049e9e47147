import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.terminal.tmux import ROOT, Tmux

Start = Callable[[tuple[int, int]], Tmux]


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    """An environment with an empty home."""
    folders = {
        name: str(tmp_path / name) for name in ("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME")
    }
    stale = {"COLUMNS": "80", "LINES": "24"}
    return folders | stale | {"LC_ALL": "C.UTF-8", "PYTHONPATH": str(ROOT), "COLORTERM": "truecolor"}


@pytest.fixture
def terminal(tmp_path: Path, home: dict[str, str]) -> Iterator[Start]:
    """Opens terminals of a size; they are closed at the end."""
    if shutil.which("tmux") is None:
        pytest.skip("tmux is not installed")
    opened: list[Tmux] = []

    def start(size: tuple[int, int]) -> Tmux:
        folder = tmp_path / f"terminal-{len(opened)}"
        folder.mkdir()
        opened.append(Tmux(folder, size, home))
        return opened[-1]

    yield start
    for one in opened:
        one.close()
