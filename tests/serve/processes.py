"""What Linux tells of processes: who started whom, the time they took, the memory, files and terminals they hold."""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

PROC = Path("/proc")
_TICK = os.sysconf("SC_CLK_TCK")


def tree(root: int) -> list[int]:
    """A process and all that descend from it, the eldest first; empty if it is not there."""
    children = defaultdict(list)
    for pid in (int(entry.name) for entry in PROC.iterdir() if entry.name.isdigit()):
        if fields := _stat(pid):
            children[int(fields[1])].append(pid)
    found = [root] if _stat(root) else []
    for pid in found:
        found += children[pid]
    return found


def children(pid: int) -> list[int]:
    """The processes that a process has started, without theirs."""
    try:
        return [int(word) for word in (PROC / str(pid) / "task" / str(pid) / "children").read_text().split()]
    except OSError:
        return []


def state(pid: int) -> str:
    """The letter of its state (`Z` of one that has ended and is not waited for); empty if it is not there."""
    fields = _stat(pid)
    return fields[0] if fields else ""


def program(pid: int) -> str:
    """The file that it executes; empty if it has ended."""
    try:
        return str((PROC / str(pid) / "exe").readlink())
    except OSError:
        return ""


def cpu(pids: Iterable[int]) -> float:
    """Seconds of CPU that processes have taken, with those of their ended children."""
    return sum(sum(map(int, fields[11:15])) for pid in pids if (fields := _stat(pid))) / _TICK


def pss(pids: Iterable[int]) -> float:
    """Megabytes (10⁶ bytes) that processes take, pages that are shared divided among those that share them."""
    return sum(map(_pss, pids)) / 1000


def files(pid: int) -> Counter[str]:
    """What a process holds open, by what the links of `/proc/PID/fd` say, without the numbers of sockets and pipes."""
    try:
        fds = list((PROC / str(pid) / "fd").iterdir())
    except OSError:
        return Counter()
    return Counter(_target(fd).partition(":[")[0] for fd in fds)


def _stat(pid: int) -> list[str]:
    """The fields of `/proc/PID/stat` from the third (the state) on; empty if the process is gone."""
    try:
        return (
            (PROC / str(pid) / "stat")
            .read_text(encoding="utf-8", errors="replace")
            .rpartition(") ")[2]
            .split()
        )
    except OSError:
        return []


def _pss(pid: int) -> int:
    try:
        lines = (PROC / str(pid) / "smaps_rollup").read_text(encoding="utf-8").splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


def _target(fd: Path) -> str:
    try:
        return str(fd.readlink())
    except OSError:
        return "gone"
