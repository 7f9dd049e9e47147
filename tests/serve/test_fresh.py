"""A fresh interpreter: nothing goes along but a function and what it is given."""

import os
import pwd
import subprocess
import sys

import pytest

from tests.serve.halls import is_there, until
from tui.serve import fresh

NOBODY = "nobody"


def give(code: int) -> int:
    return code


def give_nothing() -> None:
    return


def fail() -> None:
    raise RuntimeError("it failed")


def has_file(fd: int) -> int:
    try:
        os.fstat(fd)
    except OSError:
        return 1
    return 0


def is_user(uid: int, home: str) -> int:
    mine = os.getuid() == os.geteuid() == uid and os.getgroups() == os.getgrouplist(NOBODY, os.getgid())
    return 0 if mine and os.environ["HOME"] == home and "XDG_STATE_HOME" not in os.environ else 1


def leave_an_orphan(fd: int) -> None:
    """Fork a child that goes on for a moment, and tell its number."""
    pid = os.fork()
    if pid:
        os.write(fd, str(pid).encode())


def test_its_exit_code_is_what_the_function_gives(capfd: pytest.CaptureFixture[str]) -> None:
    assert fresh.start(give, 7).wait(60) == 7
    assert fresh.start(give_nothing).wait(60) == 0
    assert fresh.start(fail).wait(60) == 1
    assert "it failed" in capfd.readouterr().err


def test_only_the_files_that_are_given_go_along() -> None:
    reading, writing = os.pipe()
    os.set_inheritable(writing, True)
    try:
        assert fresh.start(has_file, reading, fds=[reading]).wait(60) == 0
        assert fresh.start(has_file, writing, fds=[reading]).wait(60) == 1
    finally:
        os.close(reading)
        os.close(writing)


def test_it_becomes_another_user_with_that_users_surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can become somebody else")
    monkeypatch.setenv("XDG_STATE_HOME", "/root/state")
    person = pwd.getpwnam(NOBODY)
    try:
        subprocess.run([sys.executable, "-c", ""], user=NOBODY, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        with pytest.raises(PermissionError, match="must be runnable by the user nobody"):
            fresh.start(give, 0, user=NOBODY)
        pytest.skip("this interpreter stands where only root can run it")
    assert fresh.start(is_user, person.pw_uid, person.pw_dir, user=NOBODY).wait(60) == 0


def adopt() -> int:
    """Adopt a grandchild whose parent has ended, and take its end."""
    fresh.adopt_orphans()
    reading, writing = os.pipe()
    parent = fresh.start(leave_an_orphan, writing, fds=[writing])
    orphan = int(os.read(reading, 20))
    parent.wait()
    os.waitid(os.P_PID, orphan, os.WEXITED | os.WNOWAIT)
    fresh.reap()
    return 1 if is_there(orphan) or os.path.exists(f"/proc/{orphan}") else 0  # noqa: PTH110


def test_the_ends_of_orphans_are_taken() -> None:
    assert fresh.start(adopt).wait(60) == 0


async def test_the_exit_code_of_its_own_children_is_left_to_who_waits_for_it() -> None:
    process = fresh.start(give, 5)
    await until(lambda: not is_there(process.pid))
    fresh.reap()
    assert process.wait() == 5
