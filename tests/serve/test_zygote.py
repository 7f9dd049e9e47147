"""The zygote and its children: made ahead, given away once, made anew after harm, and never left over."""

import os
import resource
from pathlib import Path

import pytest

from tests.serve import processes
from tests.serve.halls import Guest, hall_of, is_there, kill, nursery_of, until
from tests.serve.lodge import SECRET, Lodge
from tui.serve.child import Limits
from tui.serve.limits import Full


def lines(file: Path) -> list[int]:
    return [int(line) for line in file.read_text().split()] if file.exists() else []


async def test_children_are_made_ready_ahead_of_their_visitors(tmp_path: Path) -> None:
    async with nursery_of(Lodge(tmp_path), warm=3) as nursery:
        await until(lambda: len(lines(tmp_path / "ready")) == 3)
        assert lines(tmp_path / "preload") == [nursery.pid]
        assert sorted(lines(tmp_path / "ready")) == sorted(processes.children(nursery.pid))


async def test_a_visitor_gets_the_child_that_waited_longest_and_another_is_made(tmp_path: Path) -> None:
    async with hall_of(tmp_path, Lodge(tmp_path)) as hall:
        await until(lambda: len(lines(tmp_path / "ready")) == 1)
        guest = await Guest().enter(hall)
        await guest.sees(b"come in")
        await until(lambda: len(lines(tmp_path / "ready")) == 2)
        guest.session.feed(b"q")
        assert (await guest.end()).why == "left"
        await until(lambda: not is_there(lines(tmp_path / "ready")[0]))


async def test_where_memory_runs_out_a_session_goes_before_the_server(tmp_path: Path) -> None:
    async with hall_of(tmp_path, Lodge(tmp_path)) as hall:
        guest = await Guest().enter(hall)
        await guest.sees(b"come in")
        (session, *_) = lines(tmp_path / "ready")
        told = {
            pid: int((processes.PROC / str(pid) / "oom_score_adj").read_text())
            for pid in (session, os.getpid())
        }
        assert told[session] >= told[os.getpid()] + 500
        guest.session.feed(b"q")
        await guest.end()


async def test_a_child_that_died_while_it_waited_is_nobodys_trouble(tmp_path: Path) -> None:
    async with hall_of(tmp_path, Lodge(tmp_path)) as hall:
        await until(lambda: len(lines(tmp_path / "ready")) == 1)
        kill(lines(tmp_path / "ready")[0])
        guest = await Guest().enter(hall)
        await guest.sees(b"come in")


async def test_the_zygote_comes_back_and_sessions_live_on(tmp_path: Path) -> None:
    async with hall_of(tmp_path, Lodge(tmp_path)) as hall:
        before = await Guest().enter(hall)
        await before.sees(b"come in")
        first = hall._nursery.pid
        kill(first)
        await until(lambda: hall._nursery.pid not in (0, first))
        before.session.feed(b"abc")
        await before.sees(b"typed 3 b'abc'")
        after = await Guest().enter(hall)
        await after.sees(b"come in")
        before.session.feed(b"q")
        assert (await before.end()).code == 0


async def test_a_visitor_who_comes_while_there_is_no_zygote_waits_for_the_next(tmp_path: Path) -> None:
    async with hall_of(tmp_path, Lodge(tmp_path)) as hall:
        kill(hall._nursery.pid)
        guest = await Guest().enter(hall)
        await guest.sees(b"come in")


async def test_waiting_children_end_with_their_zygote(tmp_path: Path) -> None:
    async with nursery_of(Lodge(tmp_path), warm=2) as nursery:
        await until(lambda: len(lines(tmp_path / "ready")) == 2)
        waiting = lines(tmp_path / "ready")
        kill(nursery.pid)
        await until(lambda: not any(map(is_there, waiting)))


async def test_nothing_is_left_of_a_nursery_that_is_closed(tmp_path: Path) -> None:
    async with nursery_of(Lodge(tmp_path), warm=2) as nursery:
        await until(lambda: len(lines(tmp_path / "ready")) == 2)
        family = [nursery.pid, *lines(tmp_path / "ready")]
    await until(lambda: not any(map(is_there, family)))


async def test_a_house_that_cannot_be_loaded_is_told_at_the_start(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(OSError, match="did not come up"):
        async with nursery_of(Lodge(broken="preload")):
            raise AssertionError("it is open")
    assert SECRET in capfd.readouterr().err


async def test_where_no_process_can_be_made_ready_a_visitor_hears_a_sentence(tmp_path: Path) -> None:
    async with hall_of(tmp_path, Lodge(broken="ready")) as hall:
        with pytest.raises(Full, match="some trouble here"):
            await Guest().enter(hall)
        assert len(hall) == 0
        assert "die before they can take a visit" in (tmp_path / "log").read_text()


async def test_a_child_has_nothing_but_its_visitor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSH_AUTH_SOCK", "/nowhere/agent")
    monkeypatch.setenv("EDITOR", "ed")
    async with hall_of(tmp_path) as hall:
        guest = await Guest().enter(hall)
        guest.session.feed(b"e")
        await guest.sees(b'"leads": true')
        told = bytes(guest.said).decode()
    assert "SSH_AUTH_SOCK" not in told
    assert "EDITOR" not in told
    assert '"TERM": "xterm-256color"' in told
    pid = os.getpid()
    assert f"/proc/{pid}" not in told


def status(pid: int) -> str:
    return Path(f"/proc/{pid}/status").read_text()


async def test_a_child_is_bound(tmp_path: Path) -> None:
    bounds = Limits(cpu=61, memory=3 * 1024**3, file=1234567, files=77)
    async with hall_of(tmp_path, Lodge(tmp_path), limits=bounds) as hall:
        guest = await Guest().enter(hall)
        await guest.sees(b"come in")
        pid = lines(tmp_path / "ready")[0]
        assert resource.prlimit(pid, resource.RLIMIT_CORE) == (0, 0)
        assert resource.prlimit(pid, resource.RLIMIT_CPU) == (61, 61)
        assert resource.prlimit(pid, resource.RLIMIT_AS) == (3 * 1024**3, 3 * 1024**3)
        assert resource.prlimit(pid, resource.RLIMIT_FSIZE) == (1234567, 1234567)
        assert resource.prlimit(pid, resource.RLIMIT_NOFILE) == (77, 77)
        assert "NoNewPrivs:\t1" in status(pid)
        assert "Seccomp:\t2" in status(pid)
