"""A program whose app stands ready and is gone on with in forks, one after the other: `lamps.py [NAME=VALUE …]`.

Each fork gets the variables; the program ends, when a fork has ended with another code than 7, with that code.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from textual.app import App, ComposeResult
from textual.widgets import OptionList

from tui.driver.standing import Standing


class Lamps(App[None]):
    """A list that a thread says something of, and keys that end it."""

    ENABLE_COMMAND_PALETTE = False
    BINDINGS = [("j", "down"), ("n", "leave(7)"), ("q", "leave(5)")]  # noqa: RUF012

    def compose(self) -> ComposeResult:
        yield OptionList(*(f"Lamp {number} ." for number in range(100)))

    def action_down(self) -> None:
        self.query_one(OptionList).action_cursor_down()
        self.run_worker(lambda: self.call_from_thread(self.notify, "a thread was here"), thread=True)

    def action_leave(self, code: int) -> None:
        self.exit(return_code=code)


class Broken(App[None]):
    """Comes to nothing."""

    def on_mount(self) -> None:
        raise ValueError("no lamps are to be had")


def main() -> int:
    given = dict(word.split("=", 1) for word in sys.argv[1:])
    code = 7
    os.environ["TERM"] = "xterm-256color"
    standing = Standing(Broken() if "BROKEN" in given else Lamps())
    left = [str(file.readlink()) for file in Path("/proc/self/fd").iterdir() if file.is_symlink()]
    assert not [file for file in left if "eventpoll" in file or "socket" in file], left
    while code == 7:
        if not (pid := os.fork()):
            os.environ.update(given)
            standing.go_on()
            os._exit(standing.app.return_code or 0)
        code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    return code


if __name__ == "__main__":
    sys.exit(main())
