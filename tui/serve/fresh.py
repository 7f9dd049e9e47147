"""A fresh interpreter that calls one function: nothing of the server's memory, keys or files goes with it."""

from __future__ import annotations

import ctypes
import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any


def start(
    function: Callable[..., Any], *arguments: Any, fds: Sequence[int] = (), user: str = ""
) -> subprocess.Popen[bytes]:
    """Call a function of a module in a new process, which keeps the open files `fds` and becomes `user` if that is given.

    Function and arguments are pickled. The process ends with what the function gives as its exit code.
    """
    words = [sys.executable, "-P", "-c", "from tui.serve.fresh import main; main()"]
    try:
        process = subprocess.Popen(  # noqa: S603 - this interpreter
            words,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            pass_fds=fds,
            # A process group of its own: Ctrl+C at the server's terminal is the server's business.
            process_group=0,
            **_as_user(user),
        )
    except PermissionError as error:
        who = f" by the user {user}" if user else ""
        raise PermissionError(
            error.errno, f"must be runnable{who}, with all that it imports", words[0]
        ) from error
    if process.stdin is not None:
        process.stdin.write(pickle.dumps((function, arguments)))
        process.stdin.close()
    _started.add(process)
    return process


_started: set[subprocess.Popen[bytes]] = set()


def reap() -> None:
    """Take the exit codes of all children that have ended, also of those that others left to this process."""
    with suppress(ChildProcessError):
        while ended := os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT):
            ours = next((process for process in _started if process.pid == ended.si_pid), None)
            if ours is None:
                os.waitpid(ended.si_pid, 0)
            else:
                ours.wait()
                _started.discard(ours)


def adopt_orphans() -> None:
    """Become the parent of the processes that a zygote leaves behind when it is killed, so that `reap` can take their ends."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_CHILD_SUBREAPER, 1, 0, 0, 0)


_CHILD_SUBREAPER = 36


def main() -> None:
    """Call the function that stands on standard input."""
    function, arguments = pickle.load(sys.stdin.buffer)  # noqa: S301 - from the server itself, see `start`
    code = function(*arguments)
    sys.exit(code if isinstance(code, int) else 0)


def _as_user(name: str) -> dict[str, Any]:
    """What starts a process as a user, with their surroundings: as oneself where no name is given, or one may not."""
    env = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    if not name or os.geteuid() != 0:
        return {"env": env}
    import pwd

    person = pwd.getpwnam(name)
    env = {name: value for name, value in env.items() if not name.startswith("XDG_")}
    return {
        "env": env | {"HOME": person.pw_dir, "USER": name, "LOGNAME": name},
        "user": person.pw_uid,
        "group": person.pw_gid,
        "extra_groups": os.getgrouplist(name, person.pw_gid),
    }
