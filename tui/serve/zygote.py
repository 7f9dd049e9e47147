"""The zygote: a process that has everything loaded and forks one for each visitor, some of them ahead of their visitor.

It has no thread, no event loop and nothing of the server's memory. Asked for a child on its socket, it answers with a
handle of the child (pidfd) and the line to it (see `child`); what is said on the line is no more its business.
"""

from __future__ import annotations

import ctypes
import os
import selectors
import signal
import socket
import sys
from contextlib import suppress
from dataclasses import dataclass

from tui.serve import child
from tui.serve.house import House
from tui.serve.still import keep_still

READY, WANTED, BORN = b"ready", b"wanted", b"born"
"""What is said on the socket: it is ready; a child is wanted; a child is born, with its handle and the line to it."""

_BREATH = 0.05
"""Seconds without a visitor after which the next child is warmed: who is being received comes first."""


def run(fd: int, house: House, warm: int, limits: child.Limits) -> None:
    """Be the zygote, with `warm` children ahead, until the server closes the other end of `fd`."""
    server = socket.socket(fileno=fd)
    _have_pages_merged()
    house.preload()
    keep_still()
    server.send(READY)
    try:
        _Zygote(server, house, warm, limits).run()
    finally:
        signal.set_wakeup_fd(-1)


def _have_pages_merged() -> None:
    """Allow the kernel to keep pages once that are alike here and in the children (samepage merging).

    It does so where the owner of the machine has switched that on. A child writes to most of the pages that it shares
    (every use of an object is counted in it), and so do its siblings, in the same way.
    """
    if sys.platform == "linux":
        # Kernels before 6.4 know nothing of it, and nothing is lost.
        ctypes.CDLL(None).prctl(_MEMORY_MERGE, 1, 0, 0, 0)


_MEMORY_MERGE = 67


@dataclass(frozen=True, slots=True)
class _Spare:
    pid: int
    handle: int
    line: socket.socket

    def let_go(self) -> None:
        os.close(self.handle)
        self.line.close()


class _Zygote:
    def __init__(self, server: socket.socket, house: House, warm: int, limits: child.Limits) -> None:
        self._server = server
        self._house = house
        self._warm = warm
        self._limits = limits
        self._spares: dict[int, _Spare] = {}
        self._woken, self._waker = socket.socketpair()

    def run(self) -> None:
        self._woken.setblocking(False)
        self._waker.setblocking(False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self._waker.fileno(), warn_on_full_buffer=False)
        with selectors.DefaultSelector() as selector:
            selector.register(self._server, selectors.EVENT_READ)
            selector.register(self._woken, selectors.EVENT_READ)
            while True:
                wanting = len(self._spares) < self._warm
                ready = {key.fileobj for key, _ in selector.select(_BREATH if wanting else None)}
                if self._woken in ready:
                    self._reap()
                if self._server in ready and not self._answer():
                    return
                if not ready and wanting:
                    spare = self._fork()
                    self._spares[spare.pid] = spare

    def _answer(self) -> bool:
        """Give a child away; false once the server is gone."""
        try:
            if not self._server.recv(len(WANTED)):
                return False
        except OSError:
            return False
        born = self._spares.pop(next(iter(self._spares))) if self._spares else self._fork()
        socket.send_fds(self._server, [BORN], [born.handle, born.line.fileno()])
        born.let_go()
        return True

    def _fork(self) -> _Spare:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        pid = os.fork()
        if not pid:
            signal.set_wakeup_fd(-1)
            child.live(self._house, theirs, self._limits)
        theirs.close()
        return _Spare(pid, os.pidfd_open(pid), ours)

    def _reap(self) -> None:
        with suppress(BlockingIOError):
            while self._woken.recv(512):
                continue
        with suppress(ChildProcessError):
            while (pid := os.waitpid(-1, os.WNOHANG)[0]) > 0:
                if dead := self._spares.pop(pid, None):
                    dead.let_go()
