"""A session: what goes between a visitor and their process, within bounds, and how it ends."""

import asyncio
import time
from dataclasses import replace
from pathlib import Path

import pytest

from tests.serve.halls import READER, Guest, hall_of, until
from tests.serve.lodge import SECRET
from tui.serve import limits, session
from tui.serve.limits import Full
from tui.serve.session import RESET


async def test_keys_and_sizes_go_in_and_what_is_written_comes_out(tmp_path: Path) -> None:
    async with hall_of(tmp_path) as hall:
        guest = await Guest().enter(hall, replace(READER, columns=100, rows=30))
        await guest.sees(b"size 100x30")
        guest.session.feed("ж\x1b[A".encode())
        await guest.sees(rb"typed 5 b'\\xd0\\xb6\\x1b\[A'")
        guest.session.resize(90, 20)
        await guest.sees(b"size 90x20")
        guest.session.feed(b"q")
        end = await guest.end()
    assert (end.code, end.why) == (0, "left")
    assert guest.said.endswith(b"left\r\nGoodbye.\r\n")
    assert RESET not in guest.said


@pytest.mark.parametrize(
    ("asked", "taken"), [((10_000, 10_000), b"300x100"), ((1, 1), b"20x5"), ((0, 0), b"80x24")]
)
async def test_sizes_are_clamped(tmp_path: Path, asked: tuple[int, int], taken: bytes) -> None:
    async with hall_of(tmp_path) as hall:
        guest = await Guest().enter(hall, replace(READER, columns=asked[0], rows=asked[1]))
        await guest.sees(b"size " + taken)
        guest.session.resize(70, 22)
        await guest.sees(b"size 70x22")
        guest.session.resize(*asked)
        await guest.sees(b"size " + taken, times=2)


async def test_of_a_storm_of_sizes_few_are_heard_and_the_last_is(tmp_path: Path) -> None:
    async with hall_of(tmp_path) as hall:
        guest = await Guest().enter(hall)
        await guest.sees(b"size 80x24")
        for width in range(50, 250):
            guest.session.resize(width, 24)
            await asyncio.sleep(0.002)
        await guest.sees(b"size 249x24")
        assert guest.said.count(b"size ") < 100


async def test_more_than_may_be_typed_is_held_back_and_arrives_whole(tmp_path: Path) -> None:
    async with hall_of(tmp_path) as hall:
        guest = await Guest().enter(hall)
        await guest.sees(b"come in")
        began = time.monotonic()
        for _ in range(12):
            guest.session.feed(b"." * 8192)
            await until(lambda: not (guest.holds and guest.holds[-1]))
        await until(lambda: guest.said.count(b"typed") > 0 and sum(_typed(guest)) == 12 * 8192)
        assert True in guest.holds
        assert time.monotonic() - began > 12 * 8192 / limits.INPUT - 1.1


def _typed(guest: Guest) -> list[int]:
    return [int(line.split()[1]) for line in bytes(guest.said).splitlines() if line.startswith(b"typed ")]


async def test_a_slow_reader_makes_their_own_process_wait_and_no_memory_fill(tmp_path: Path) -> None:
    async with hall_of(tmp_path) as hall:
        slow, other = await Guest().enter(hall), await Guest().enter(hall)
        await slow.sees(b"come in")
        slow.slow.clear()
        slow.session.feed(b"f")
        await asyncio.sleep(0.3)
        other.session.feed(b"hello")
        await other.sees(b"typed 5 b'hello'")
        assert slow.session.sent < 1024 * 1024
        slow.session.close("gone")
        assert (await slow.end()).why == "gone"


async def test_a_crash_is_told_to_the_log_and_not_to_the_visitor(tmp_path: Path) -> None:
    async with hall_of(tmp_path) as hall:
        guest = await Guest().enter(hall)
        await guest.sees(b"come in")
        guest.session.feed(b"x")
        end = await guest.end()
        log = (tmp_path / "log").read_text()
    assert (end.code, end.why) == (1, "crashed")
    assert RESET in guest.said
    assert b"Something went wrong" in guest.said.partition(RESET)[2]
    assert SECRET.encode() not in guest.said
    assert b"Traceback" not in guest.said
    assert "RuntimeError" in log
    assert "reason='crashed'" in log


async def test_a_process_that_is_killed_leaves_a_terminal_in_order(tmp_path: Path) -> None:
    async with hall_of(tmp_path) as hall:
        guest = await Guest().enter(hall)
        await guest.sees(b"come in")
        guest.session.feed(b"d")
        end = await guest.end()
    assert (end.code, end.why) == (1, "crashed")
    assert RESET in guest.said


@pytest.mark.parametrize(("bound", "why"), [("idle", "idle"), ("total", "time")])
async def test_time_is_up_after_a_warning(tmp_path: Path, bound: str, why: str) -> None:
    async with hall_of(tmp_path, **{bound: 0.6}) as hall:
        guest = await Guest().enter(hall)
        end = await guest.end()
    assert (end.code, end.why) == (0, why)
    warning, leaving = guest.said.find(b"heard "), guest.said.find(b"asked to leave")
    assert 0 < warning < leaving
    assert b"The session was closed" in guest.said


async def test_a_key_keeps_a_quiet_session_open(tmp_path: Path) -> None:
    async with hall_of(tmp_path, idle=0.8) as hall:
        guest = await Guest().enter(hall)
        await guest.sees(b"come in")
        for _ in range(12):
            guest.session.feed(b"k")
            await asyncio.sleep(0.1)
        assert not guest.session.end.done()
        await guest.sees(b"typed 1", times=10)


async def test_a_process_that_does_not_listen_is_ended_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "GRACE", 0.3)
    async with hall_of(tmp_path) as hall:
        guest = await Guest().enter(hall)
        await guest.sees(b"come in")
        guest.session.feed(b"s")
        await guest.sees(b"stuck")
        guest.session.close("idle")
        end = await guest.end()
    assert end.why == "idle"
    assert RESET in guest.said


async def test_a_command_has_no_terminal_but_two_streams_and_an_exit_code(tmp_path: Path) -> None:
    async with hall_of(tmp_path) as hall:
        guest = await Guest().enter(hall, replace(READER, term="", words=("echo", "one", "two\x1b[31m")))
        assert (await guest.end()).code == 0
        failed = await Guest().enter(hall, replace(READER, term="", words=("fail",)))
        assert (await failed.end()).code == 3
    assert guest.said == b"one two\x1b[31m\n"
    assert guest.errors == b""
    assert (failed.said, failed.errors) == (b"", b"it failed\n")


async def test_on_a_terminal_a_command_can_be_broken_off_and_nothing_is_echoed(tmp_path: Path) -> None:
    async with hall_of(tmp_path) as hall:
        guest = await Guest().enter(hall, replace(READER, words=("wait",)))
        await guest.sees(b"waiting\r\n")
        guest.session.feed(b"abc\x1a\x03")
        assert (await guest.end()).code == 130
    assert guest.said == b"waiting\r\n"


async def test_a_command_whose_output_is_not_taken_waits_and_loses_nothing(tmp_path: Path) -> None:
    async with hall_of(tmp_path) as hall:
        guest = Guest()
        guest.slow.clear()
        await guest.enter(hall, replace(READER, term="", words=("flood",)))
        await asyncio.sleep(0.3)
        assert guest.session.sent == 0
        guest.slow.set()
        assert (await guest.end()).code == 0
    assert len(guest.said) == 640 * 16 * 1024


async def test_a_command_that_crashes_says_a_sentence_on_its_errors(tmp_path: Path) -> None:
    async with hall_of(tmp_path) as hall:
        guest = await Guest().enter(hall, replace(READER, term="", words=("crash",)))
        end = await guest.end()
    assert end.code == 1
    assert guest.said == b""
    assert b"Something went wrong" in guest.errors
    assert SECRET.encode() not in guest.errors


async def test_there_are_seats_in_all_and_by_address(tmp_path: Path) -> None:
    async with hall_of(tmp_path, sessions=2, sessions_by_address=1) as hall:
        first = await Guest().enter(hall)
        with pytest.raises(Full, match="your address"):
            await Guest().enter(hall)
        await Guest().enter(hall, replace(READER, address="192.0.2.2"))
        with pytest.raises(Full, match="All seats"):
            await Guest().enter(hall, replace(READER, address="192.0.2.3"))
        await first.sees(b"come in")
        first.session.feed(b"q")
        await first.end()
        await Guest().enter(hall)
        assert len(hall) == 2


async def test_when_the_hall_is_cleared_readers_are_told_and_nobody_comes_in(tmp_path: Path) -> None:
    async with hall_of(tmp_path) as hall:
        guest = await Guest().enter(hall)
        await guest.sees(b"come in")
        clearing = asyncio.create_task(hall.clear("stopped", seconds=0.3))
        await guest.sees(b"heard the server is being stopped")
        with pytest.raises(Full, match="stopped"):
            await Guest().enter(hall)
        await clearing
        assert (await guest.end()).why == "stopped"
        assert len(hall) == 0
    assert b"the server is being stopped" in guest.said


async def test_a_cleared_hall_does_not_wait_for_those_who_have_left(tmp_path: Path) -> None:
    async with hall_of(tmp_path) as hall:
        guest = await Guest().enter(hall)
        await guest.sees(b"come in")
        began = time.monotonic()
        clearing = asyncio.create_task(hall.clear("stopped", seconds=20))
        await guest.sees(b"heard ")
        guest.session.feed(b"q")
        await clearing
        assert time.monotonic() - began < 15


async def test_the_motto_is_shown_at_the_door(tmp_path: Path) -> None:
    async with hall_of(tmp_path, motto="Read both sides.") as hall:
        guest = await Guest().enter(hall)
        await guest.sees(b"heard Read both sides.")


async def test_a_line_a_session_is_logged(tmp_path: Path) -> None:
    async with hall_of(tmp_path) as hall:
        guest = await Guest().enter(hall, replace(READER, name="\x1b[31mada", reader="SHA256:abc"))
        await guest.sees(b"come in")
        guest.session.feed(b"hello")
        await guest.sees(b"typed 5")
        guest.session.feed(b"q")
        await guest.end()
        log = (tmp_path / "log").read_text()
    assert "\x1b" not in log
    assert log.count("\n") == 1
    for words in (
        "door='test'",
        "address='192.0.2.1'",
        "SHA256:abc",
        "received=6",
        "keys=2",
        "reason='left'",
        "code=0",
    ):
        assert words in log


def open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


async def test_no_file_is_left_open(tmp_path: Path) -> None:
    async with hall_of(tmp_path) as hall:
        await Guest().enter(hall)
        before = open_files()
        for key in (b"q", b"x", b"d"):
            guest = await Guest().enter(hall)
            await guest.sees(b"come in")
            guest.session.feed(key)
            await guest.end()
        for words in ("echo", "crash"):
            await (await Guest().enter(hall, replace(READER, term="", words=(words,)))).end()
        await until(lambda: open_files() == before)
