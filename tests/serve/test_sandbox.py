"""What a visitor's process may not ask of the kernel, each tried in a process of its own."""

import os
import resource
import signal
import socket
import subprocess
import sys
import threading
import traceback
from collections.abc import Callable
from pathlib import Path

import pytest

from tui.serve import fresh, sandbox

NOTHING, REFUSED, BROKEN = 10, 11, 12


def attempt(what: str) -> int:
    """Try something within the sandbox, and give a code for what came of it."""
    if sandbox.probe():
        return NOTHING
    try:
        FORBIDDEN.get(what, ALLOWED.get(what, lambda: None))()
    except PermissionError:
        return REFUSED
    except BaseException:
        traceback.print_exc()
        return BROKEN
    return 0


def start_a_thread() -> None:
    done = threading.Event()
    thread = threading.Thread(target=done.set)
    thread.start()
    thread.join()
    assert done.is_set()


def read_and_write() -> None:
    reading, writing = os.pipe()
    os.write(writing, b"a")
    assert os.read(reading, 1) == b"a"
    ours, theirs = socket.socketpair()
    ours.send(b"b")
    assert theirs.recv(1) == b"b"


def signal_itself() -> None:
    heard: list[int] = []
    signal.signal(signal.SIGUSR1, lambda number, _: heard.append(number))
    os.kill(os.getpid(), signal.SIGUSR1)
    signal.raise_signal(signal.SIGUSR1)
    assert len(heard) == 2


ALLOWED: dict[str, Callable[[], object]] = {
    "thread": start_a_thread,
    "read and write": read_and_write,
    "signal itself": signal_itself,
    "its own limits": lambda: resource.getrlimit(resource.RLIMIT_CPU),
    "files": lambda: Path(__file__).read_text(encoding="utf-8"),
}
FORBIDDEN: dict[str, Callable[[], object]] = {
    "exec": lambda: os.execv("/bin/sh", ["sh", "-c", "true"]),
    "spawn": lambda: subprocess.run([sys.executable, "-c", ""], check=True),
    "system": lambda: os.posix_spawn("/bin/sh", ["sh", "-c", "true"], {}),
    "fork": os.fork,
    "kill its parent": lambda: os.kill(os.getppid(), 0),
    "kill its group": lambda: os.kill(0, 0),
    "kill everybody": lambda: os.kill(-1, 0),
    "its parent's limits": lambda: resource.prlimit(os.getppid(), resource.RLIMIT_CPU),
    "connect": lambda: socket.create_connection(("127.0.0.1", 22)),
    "talk by datagram": lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM),
    "talk by file": lambda: socket.socket(socket.AF_UNIX),
    "handle of its parent": lambda: os.pidfd_open(os.getppid()),
}


def outcome(what: str) -> int:
    code = fresh.start(attempt, what).wait(60)
    if code == NOTHING:
        pytest.skip("this kernel or machine has no filter of system calls")
    return code


@pytest.mark.parametrize("what", FORBIDDEN)
def test_a_visitor_may_not(what: str) -> None:
    assert outcome(what) == REFUSED


def test_what_reading_needs_is_left(capfd: pytest.CaptureFixture[str]) -> None:
    assert {what: outcome(what) for what in ALLOWED} == dict.fromkeys(ALLOWED, 0), capfd.readouterr().err
