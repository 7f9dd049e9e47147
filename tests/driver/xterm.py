"""A real xterm on a display of its own, as an emulator to feed and to look at: it has left and right margins."""

from __future__ import annotations

import os
import re
import subprocess
import time
from pathlib import Path

from tests.driver.emulator import Pyte, Seen

PATIENCE = 10.0
_NO_CELL = str.maketrans("", "", "\uffff")


class Xterm:
    """An xterm that shows what is written to a pipe, and prints its screen when it is looked at."""

    exact = False

    def __init__(self, folder: Path, width: int, height: int) -> None:
        """Of so many cells, with lines that do not wrap."""
        self._pipe, self._answers, self._print = (folder / name for name in ("pipe", "answers", "print"))
        os.mkfifo(self._pipe)
        self._display = subprocess.Popen(
            ["Xvfb", "-displayfd", "1", "-screen", "0", "2400x1600x24"],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self._display.stdout is not None
        env = os.environ | {"DISPLAY": f":{self._display.stdout.readline().strip()}", "LC_ALL": "C.UTF-8"}
        resources = {
            "printerCommand": f"cat >> {self._print}",
            "printAttributes": "2",
            "printerAutoClose": "true",
            "allowWindowOps": "true",
            "boldColors": "false",
        }
        options = [word for name, value in resources.items() for word in ("-xrm", f"XTerm*{name}: {value}")]
        shows = f"stty raw -echo; cat {self._pipe} & exec dd bs=1 of={self._answers} 2>/dev/null"
        size = ["-geometry", f"{width}x{height}"]
        self._xterm = subprocess.Popen(
            ["xterm", "-u8", *size, *options, "-e", "sh", "-c", shows], env=env, stderr=subprocess.DEVNULL
        )
        self._out = self._pipe.open("w", encoding="utf-8", newline="")
        self._size, self._asked = (width, height), 0
        self._shown: Pyte | None = None
        # Lines do not wrap; the whole screen is printed, not the scroll region alone (DECPEX).
        self.feed("\x1b[?7l\x1b[?19h")

    @property
    def has_margins(self) -> bool:
        """Whether it says that it has left and right margins."""
        self.feed("\x1b[?69$p")
        return b"\x1b[?69;2$y" in self._answers.read_bytes()

    def feed(self, data: str) -> None:
        """Show what a program writes, and wait until it is shown."""
        self._asked += 1
        self._shown = None
        self._out.write(f"{data}\x1b[6n")
        self._out.flush()
        end = time.monotonic() + PATIENCE
        while not self._answers.exists() or self._answers.read_bytes().count(b"R") < self._asked:
            assert time.monotonic() < end, "xterm does not come to an end"
            time.sleep(0.005)

    def resize(self, width: int, height: int) -> None:
        """Have another size."""
        self._size = (width, height)
        self.feed(f"\x1b[8;{height};{width}t")
        # The window follows in its own time.
        time.sleep(0.5)

    def row(self, y: int) -> list[Seen]:
        """What is seen in a line; blanks at its end have no colour."""
        if self._shown is None:
            shown = self._printed()
            self._shown = shown
        return self._shown.row(y)

    def _printed(self) -> Pyte:
        self._print.unlink(missing_ok=True)
        self.feed("\x1b[i")
        end = time.monotonic() + PATIENCE
        while not self._print.exists() or self._print.read_bytes().count(b"\n") < self._size[1]:
            assert time.monotonic() < end, "xterm does not print"
            time.sleep(0.005)
        text = self._print.read_text(encoding="utf-8").translate(_NO_CELL).replace("\x1b#5", "")
        text = re.sub(r"([34]8):(2):\d*:(\d+):(\d+):(\d+)", r"\1;\2;\3;\4;\5", text)
        text = re.sub(r"([34]8):5:(\d+)", r"\1;5;\2", text)
        width, height = self._size
        shown = Pyte(width * 4, height)
        for number, line in enumerate(text.split("\n")[:height]):
            shown.feed(f"\x1b[{number + 1}H{line}")
        return shown

    def close(self) -> None:
        """End it and its display."""
        self._out.close()
        for one in (self._xterm, self._display):
            one.kill()
            one.wait()
