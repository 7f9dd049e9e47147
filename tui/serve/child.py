"""A visitor's process: forked by the zygote, bound hand and foot, and gone with its visitor.

It has a line (a socket) to the server: on it come first the visit with the three standard streams, then words that the
visitor is to be shown; at its end it tells how it ended.
"""

from __future__ import annotations

import ctypes
import fcntl
import json
import os
import resource
import signal
import socket
import sys
import termios
import traceback
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from tui.serve import sandbox
from tui.serve.house import House
from tui.serve.visit import Visit

MOST_TOLD = 16 * 1024
"""Bytes of the longest message on the line to the server."""


TAKEN = b"taken"
"""What a child says first on its line: it has the visit."""

_MOST_OF_VISIT = 64 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """What a visitor's process may use: seconds of processor time, bytes of address space and of a file, open files, processes of the user."""

    cpu: int = 900
    memory: int = 768 * 1024**2
    file: int = 4 * 1024**2
    files: int = 128
    processes: int = 4096


def live(house: House, line: socket.socket, limits: Limits) -> NoReturn:
    """Wait for a visit on the line, serve it, tell the server how it ended, and end."""
    code = 1
    try:
        _let_go(line.fileno())
        house.ready()
        said, files, _, _ = socket.recv_fds(line, _MOST_OF_VISIT, 3)
        if said:
            line.send(TAKEN)
            code = _serve(house, line, Visit.from_json(said), files, limits)
    except BaseException:
        # The zygote and this process share a log; a visitor's terminal is not open yet.
        traceback.print_exc()
    finally:
        os._exit(code)
    raise AssertionError("the process has ended")


def _let_go(line: int) -> None:
    """Keep nothing of the zygote but the line and the standard streams."""
    for one in (signal.SIGCHLD, signal.SIGTERM, signal.SIGHUP):
        signal.signal(one, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.closerange(3, line)
    os.closerange(line + 1, resource.getrlimit(resource.RLIMIT_NOFILE)[0])


def _serve(house: House, line: socket.socket, visit: Visit, files: list[int], limits: Limits) -> int:
    try:
        _take_streams(files, terminal=visit.has_terminal)
        _settle(visit)
        bind(limits)
        code = house.receive(visit, line)
        _flush()
        told: dict[str, object] = {"code": code}
    except BaseException:
        code = 1
        told = {"crash": traceback.format_exc()[-MOST_TOLD // 4 :]}
    line.setblocking(False)
    line.send(json.dumps(told).encode())
    return code


def _take_streams(files: list[int], *, terminal: bool) -> None:
    """Lead a session of its own, on the visitor's terminal if there is one; nothing else stays open but the line."""
    os.setsid()
    for place, file in enumerate(files):
        os.dup2(file, place)
    for file in files:
        os.close(file)
    if terminal:
        fcntl.ioctl(1, termios.TIOCSCTTY, 0)


def _settle(visit: Visit) -> None:
    """Have the surroundings of the visitor, and nothing of the server's."""
    os.umask(0o077)
    kept = {name: os.environ[name] for name in ("HOME", "PATH", "TZ") if name in os.environ}
    kept |= {name: value for name, value in os.environ.items() if name.startswith("XDG_")}
    said = {"TERM": visit.term, "COLORTERM": visit.colorterm, "NO_COLOR": visit.no_color, "LANG": visit.lang}
    os.environ.clear()
    os.environ.update(kept | {name: value for name, value in said.items() if value})
    # Not `reconfigure`: the streams' objects were made for other files, and remember whether those could be sought in.
    for fd, (name, mode) in enumerate({"stdin": "r", "stdout": "w", "stderr": "w"}.items()):
        by_line = 1 if mode == "w" and os.isatty(fd) else -1
        stream = os.fdopen(fd, mode, by_line, encoding="utf-8", errors="backslashreplace", closefd=False)
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)


def bind(limits: Limits) -> None:
    """Give up what no visit needs; none of it can be taken back."""
    _be_first_to_go()
    for what, most in (
        (resource.RLIMIT_CPU, limits.cpu),
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_FSIZE, limits.file),
        (resource.RLIMIT_NOFILE, limits.files),
        (resource.RLIMIT_NPROC, limits.processes),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(what)
        settled = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (settled, settled))
    if sys.platform == "linux":
        libc = ctypes.CDLL(None, use_errno=True)
        for option, value in ((_NO_NEW_PRIVILEGES, 1), (_DUMPABLE, 0)):
            if libc.prctl(option, value, 0, 0, 0):
                raise OSError(ctypes.get_errno(), "prctl")
    sandbox.enter()


def _be_first_to_go() -> None:
    """Where memory runs out, have the kernel end a session, and never the server."""
    share = Path("/proc/self/oom_score_adj")
    if share.exists():
        # Where it may not be written, as under another system's /proc, the kernel chooses by the size alone.
        with suppress(OSError):
            share.write_text(str(min(1000, int(share.read_text()) + _LARGER)))


_NO_NEW_PRIVILEGES, _DUMPABLE = 38, 4
_LARGER = 500
"""What a session's share of the memory, in thousandths, is taken to be larger by."""


def _flush() -> None:
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except BrokenPipeError:
            # The visitor has what they wanted.
            continue
