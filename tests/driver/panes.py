"""A pane of tmux as an emulator to feed and to look at."""

from __future__ import annotations

import os
import subprocess
import time
from pathlib import Path
from unicodedata import category

from tests.driver.emulator import Pyte, Seen

PATIENCE = 10.0


class Pane:
    """A tmux of its own with one window, which shows what is written to a pipe."""

    exact = False

    def __init__(self, folder: Path, width: int, height: int) -> None:
        """Of so many cells, with lines that do not wrap."""
        self._base = ("tmux", "-S", str(folder / "tmux"), "-f", "/dev/null")
        self._pipe = folder / "pipe"
        os.mkfifo(self._pipe)
        self._do(
            "new-session", "-d", "-x", str(width), "-y", str(height), f"stty raw -echo; exec cat {self._pipe}"
        )
        self._do("set-option", "-g", "status", "off")
        self._do("resize-window", "-x", str(width), "-y", str(height))
        self._out = self._pipe.open("w", encoding="utf-8", newline="")
        self._size, self._fed = (width, height), 0
        self._shown: Pyte | None = None
        self.feed("\x1b[?7l")

    def feed(self, data: str) -> None:
        """Show what a program writes, and wait until it is shown."""
        self._fed += 1
        self._out.write(f"{data}\x1b]2;fed {self._fed}\x07")
        self._out.flush()
        self._shown = None
        end = time.monotonic() + PATIENCE
        while self._do("display-message", "-p", "#{pane_title}").strip() != f"fed {self._fed}":
            assert time.monotonic() < end, "tmux does not come to an end"
            time.sleep(0.005)

    def resize(self, width: int, height: int) -> None:
        """Have another size."""
        self._size, self._shown = (width, height), None
        self._do("resize-window", "-x", str(width), "-y", str(height))

    def row(self, y: int) -> list[Seen]:
        """What is seen in a line; cells after one whose width is in doubt may stand elsewhere."""
        if self._shown is None:
            width, height = self._size
            # Wider, for pyte may take a character for wider than tmux does.
            self._shown = Pyte(width * 4, height)
            # A style goes on from line to line.
            for number, line in enumerate(
                self._do("capture-pane", "-e", "-N", "-p").split("\n")[: self._size[1]]
            ):
                self._shown.feed(f"\x1b[{number + 1}H{_without_marks(line)}")
        return self._shown.row(y)

    def close(self) -> None:
        """End the server."""
        self._out.close()
        subprocess.run((*self._base, "kill-server"), check=False, capture_output=True)

    def _do(self, *words: str) -> str:
        return subprocess.run((*self._base, *words), check=True, capture_output=True, text=True).stdout


def _without_marks(line: str) -> str:
    """A line without marks and joiners, some of which pyte takes for the end of the text."""
    return "".join(c for c in line if category(c)[0] != "M" and category(c) != "Cf")
