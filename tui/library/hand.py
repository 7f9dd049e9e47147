"""A hand: a process that reads one file after another, and can be let go when it takes too long.

The program is run anew instead of forked (the app has threads), and by `subprocess` (a worker of Dask may have no
children of `multiprocessing`). Its standard input and output are the line over which tasks and digests go.
"""

from __future__ import annotations

import gc
import os
import pickle  # between this program and itself
import select
import signal
import struct
import subprocess
import sys
import time
from contextlib import suppress
from typing import IO, Any

from tui.library.digest import Digest, Digester, Task
from tui.model import CollectionError, Problem

SECONDS = 8.5
"""How long one file may take; a new process for a second attempt comes to that."""

MEGABYTES = 768
"""How much memory a hand may use."""

_START_SECONDS = 60.0
_ALARM_SECONDS = 60
_GARBAGE = 50_000
# What is sent ahead must fit into the line: the hand reads it only when it has answered.
_MOST_AHEAD = 16_384
_LENGTH = struct.Struct("!Q")
_READY = "ready"


class Lost(Exception):
    """The hand gave no digest; the message is the reason, in a few words."""


class Hand:
    """One process; `ask` gives the digest of a task, or raises `Lost` after which the next task has a new process."""

    def __init__(self, digester: Digester) -> None:
        """Work with this digester; the process begins with the first task."""
        self.serves = digester
        self._process: subprocess.Popen[bytes] | None = None
        self._ahead: Task | None = None

    def ask(self, task: Task, seconds: float = SECONDS, following: Task | None = None) -> Digest:
        """Read a file within so many seconds; the `following` one is begun meanwhile, and must be asked for next."""
        process = self._process or self._begin()
        try:
            if task is not self._ahead:
                _send(process, task)
            self._ahead = following
            if following is not None and not _send(process, following, _MOST_AHEAD):
                self._ahead = None
            answer = _receive(process, time.monotonic() + seconds)
        except TimeoutError:
            self.end()
            raise Lost(f"took longer than {seconds:.0f} seconds to read; passed over") from None
        except (EOFError, OSError):
            raise Lost(self._died()) from None
        if isinstance(answer, Digest):
            return answer
        self.end()
        raise Lost(str(answer))

    def end(self) -> None:
        """Let the process go, whatever it is doing."""
        self._ahead = None
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            for pipe in (self._process.stdin, self._process.stdout):
                if pipe is not None:
                    with suppress(OSError):
                        pipe.close()
            self._process = None

    def _begin(self) -> subprocess.Popen[bytes]:
        try:
            process = self._process = subprocess.Popen(
                # Safe: the folder that the user stands in may hold programs, and must not be asked for ours.
                [sys.executable, "-P", "-m", "tui.library.hand"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            )
        except OSError as error:
            raise self._unable() from error
        try:
            _send(process, (self.serves, MEGABYTES))
            ready = _receive(process, time.monotonic() + _START_SECONDS) == _READY
        except (TimeoutError, EOFError, OSError):
            ready = False
        if not ready:
            self.end()
            raise self._unable()
        return process

    def _died(self) -> str:
        code = 0
        if self._process is not None:
            with suppress(subprocess.TimeoutExpired):
                code = self._process.wait(1)
        self.end()
        why = signal.Signals(-code).name if code < 0 else f"exit code {code}"
        if code == -signal.SIGABRT:
            why += f", most likely for more than {MEGABYTES} MB of memory"
        return f"ended the process that read it ({why}); passed over"

    def _unable(self) -> CollectionError:
        what = "the process that reads its files cannot be started"
        return CollectionError(Problem(self.serves.top, what, hint="there may be too little memory"))


def _send(process: subprocess.Popen[bytes], value: object, most: int | None = None) -> bool:
    """Send a value, unless it has more than so many bytes; whether it was sent."""
    if process.stdin is None:
        raise EOFError
    return _write(process.stdin, value, most)


def _receive(process: subprocess.Popen[bytes], due: float) -> Any:
    if process.stdout is None:
        raise EOFError
    line = process.stdout.fileno()
    length: int = _LENGTH.unpack(_read(line, _LENGTH.size, due))[0]
    return pickle.loads(_read(line, length, due))  # noqa: S301 - from this program


def _read(line: int, length: int, due: float) -> bytes:
    data = bytearray()
    while len(data) < length:
        if not select.select([line], [], [], max(0.0, due - time.monotonic()))[0]:
            raise TimeoutError
        piece = os.read(line, min(length - len(data), 1 << 20))
        if not piece:
            raise EOFError
        data += piece
    return bytes(data)


def _write(stream: IO[bytes], value: object, most: int | None = None) -> bool:
    data = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    if most is not None and len(data) > most:
        return False
    stream.write(_LENGTH.pack(len(data)))
    stream.write(data)
    stream.flush()
    return True


# -- in the process


def main() -> None:
    """Answer tasks until there are no more."""
    tasks = sys.stdin.buffer
    answers = os.fdopen(os.dup(1), "wb")
    # Whatever a reader prints must not get into the answers.
    os.dup2(2, 1)
    digester, megabytes = _next(tasks)
    _limit(megabytes)
    # What was imported never becomes garbage, and one file leaves little.
    gc.freeze()
    gc.set_threshold(_GARBAGE)
    _write(answers, _READY)
    while (task := _next(tasks)) is not None:
        # Should the program that asked be killed, nobody else ends a file that takes for ever.
        signal.alarm(int(_ALARM_SECONDS * task.patience))
        try:
            answer: object = digester(task)
        except MemoryError:
            answer = f"needs more than {megabytes} MB of memory to read; passed over"
        signal.alarm(0)
        _write(answers, answer)


def _next(tasks: IO[bytes]) -> Any:
    head = tasks.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    return pickle.loads(tasks.read(_LENGTH.unpack(head)[0]))  # noqa: S301 - from this program


def _limit(megabytes: int) -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main()
