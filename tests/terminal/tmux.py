"""A real terminal to try things in: a tmux of its own, with keys to send and a screen to read."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

POLEMICS = (sys.executable, "-m", "tui.cli")
ROOT = Path(__file__).parents[2]
PATIENCE = 30.0


class Tmux:
    """A tmux server of its own with one window."""

    def __init__(self, folder: Path, size: tuple[int, int], env: Mapping[str, str]) -> None:
        self._base = ("tmux", "-S", str(folder / "tmux"), "-f", "/dev/null")
        exports = " ".join(f"{name}={shlex.quote(value)}" for name, value in env.items())
        width, height = map(str, size)
        self._do(
            "new-session",
            "-d",
            "-s",
            "t",
            "-x",
            width,
            "-y",
            height,
            f"env {exports} PS1='ready> ' bash --norc",
        )
        self.wait("ready>")

    def _do(self, *words: str) -> str:
        done = subprocess.run((*self._base, *words), check=True, capture_output=True, text=True)
        return done.stdout

    def run(self, command: Sequence[str]) -> None:
        """Type a command line."""
        self._do("send-keys", "-t", "t", "-l", shlex.join(command))
        self.press("Enter")

    def press(self, *keys: str) -> None:
        """Press keys, as tmux names them."""
        self._do("send-keys", "-t", "t", *keys)

    def type(self, words: str) -> None:
        """Send characters as they are."""
        self._do("send-keys", "-t", "t", "-l", words)

    def resize(self, width: int, height: int) -> None:
        """Give the terminal another size."""
        self._do("resize-window", "-t", "t", "-x", str(width), "-y", str(height))

    @property
    def screen(self) -> str:
        """The characters on the screen."""
        return self._do("capture-pane", "-p", "-t", "t")

    def says(self, flag: str) -> str:
        """What tmux knows of the terminal: `alternate_on`, `mouse_any_flag`, `cursor_flag`."""
        return self._do("display-message", "-p", "-t", "t", f"#{{{flag}}}").strip()

    def wait(self, words: str) -> str:
        """Wait until the screen holds what a regular expression says, and give the screen."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            screen = self.screen
            if re.search(words, screen):
                return screen
            time.sleep(0.05)
        raise AssertionError(f"{words!r} did not come; the screen is\n{self.screen}")

    def is_sane(self) -> bool:
        """Whether the terminal is as a shell expects it: no alternate screen, no mouse, a cursor."""
        return (self.says("alternate_on"), self.says("mouse_any_flag"), self.says("cursor_flag")) == (
            "0",
            "0",
            "1",
        )

    def close(self) -> None:
        """End the server."""
        subprocess.run((*self._base, "kill-server"), check=False, capture_output=True)
