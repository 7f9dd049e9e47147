"""What befalls one session, or the house, is felt by no other reader, and leaves nothing behind."""

from __future__ import annotations

import asyncio
import os
import resource
import signal
from collections.abc import Awaitable, Iterator
from pathlib import Path

import pytest

from tests.serve import attacks, openssh, processes
from tests.serve.clients import ROOM, Terminal, connected, read, reading, until
from tests.serve.server import Server, invented, serving
from tests.terminal.tmux import Tmux

BEARABLE = 3.0
"""Seconds in which a reader must have the answer to a key, on a machine that does other things too; see `tests/bench/serve.py`."""

MODES = ("alternate_on", "cursor_flag", "insert_flag", "keypad_flag", "keypad_cursor_flag", "mouse_any_flag",
         "mouse_sgr_flag", "origin_flag", "scroll_region_upper", "scroll_region_lower", "wrap_flag")  # fmt: skip


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("server")
    with serving(folder, invented(folder)) as server:
        yield server


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[Server]:
    """One that a test may do harm to."""
    with serving(tmp_path, invented(tmp_path)) as server:
        yield server


async def read_through(server: Server, attack: Awaitable[None]) -> None:
    """Read while an attack goes on; afterwards the server must hold what it held before."""
    await server.empty()
    async with reading(server.port) as victim:
        await read(victim, 0.3)
        attacking = asyncio.ensure_future(attack)
        took = await read(victim, 0.8)
        attacking.cancel()
        (outcome,) = await asyncio.gather(attacking, return_exceptions=True)
        assert outcome is None or isinstance(outcome, asyncio.CancelledError), outcome
        took += await read(victim, 0.3)
    assert max(took) < BEARABLE
    await server.settled()


@pytest.mark.parametrize("trouble", attacks.TROUBLES)
async def test_a_reader_does_not_feel_what_goes_wrong_in_another_session(
    server: Server, trouble: str
) -> None:
    await read_through(server, attacks.make_trouble(server.port, trouble))


@pytest.mark.parametrize("attack", attacks.OUTSIDE.values(), ids=attacks.OUTSIDE)
async def test_a_reader_does_not_feel_what_another_client_does(
    server: Server, attack: attacks.Attack
) -> None:
    await read_through(server, attack(server.port))


@pytest.mark.parametrize("trouble", ["crash", "die", "eat"])
async def test_who_loses_a_session_gets_the_terminal_back_and_learns_no_secrets(
    server: Server, trouble: str
) -> None:
    async with connected(server.port, trouble) as connection:
        chan, terminal = await connection.create_session(Terminal, term_type="xterm", encoding=None)
        await terminal.ended.wait()
    said = bytes(terminal.said)
    assert chan.get_exit_status() == 1
    assert said.rstrip().endswith(b"Please come again.")
    for mode in (b"?1049l", b"?25h", b"?1000l", b"?1003l", b"?2004l", b"?7h"):
        assert b"\x1b[" + mode in said
    assert b"Traceback" not in said
    assert b"secret" not in said
    assert "\x1b" not in server.log


async def test_a_fault_of_the_room_is_told_to_the_log_and_not_to_the_visitor(server: Server) -> None:
    async with connected(server.port, "stumble") as connection:
        chan, terminal = await connection.create_session(Terminal, term_type="xterm", encoding=None)
        await terminal.wait(ROOM)
        terminal.chan.write(b"x")
        await terminal.ended.wait()
    said = bytes(terminal.said)
    assert chan.get_exit_status() == 1
    assert said.rstrip().endswith(b"Please come again.")
    assert b"Traceback" not in said
    assert b"secret" not in said
    assert "the secret of the lamps" in server.log


def leave(there: Tmux, server: Server) -> None:
    there.wait("Organizations")
    there.press("Q")


def stop(there: Tmux, server: Server) -> None:
    there.wait("Organizations")
    server.process.send_signal(signal.SIGTERM)
    assert server.process.wait(30) == 0


def kill(there: Tmux, server: Server) -> None:
    there.wait("Organizations")
    for pid in server.sessions:
        os.kill(pid, signal.SIGKILL)


def wait(there: Tmux, server: Server) -> None:
    """The trouble comes by itself."""


ENDS = {"leave": ("reader", leave), "stop": ("reader", stop), "kill": ("reader", kill), "crash": ("crash", wait), "die": ("die", wait)}  # fmt: skip


@pytest.mark.parametrize(("user", "end"), ENDS.values(), ids=ENDS)
def test_the_terminal_of_an_openssh_client_is_as_it_was(
    own_server: Server, tmp_path: Path, user: str, end
) -> None:
    (tmp_path / "tmux-folder").mkdir()
    there = Tmux(tmp_path / "tmux-folder", (100, 30), {"LC_ALL": "C.UTF-8"})
    try:
        before = [there.says(mode) for mode in MODES]
        there.type(f"stty -a > {tmp_path}/before; clear\n")
        there.wait(r"\A\s*ready>\s*\Z")
        there.run(openssh.ssh(own_server.port, user=user))
        end(there, own_server)
        there.wait(r"(Goodbye|come again)[^>]*ready>\s*\Z")
        there.type(f"stty -a > {tmp_path}/after; clear\n")
        there.wait(r"\A\s*ready>\s*\Z")
        assert [there.says(mode) for mode in MODES] == before
        assert (tmp_path / "after").read_text() == (tmp_path / "before").read_text()
    finally:
        there.close()


async def test_a_killed_zygote_comes_back_and_those_who_read_read_on(server: Server) -> None:
    await server.empty()
    async with reading(server.port) as victim:
        zygote = server.zygote
        os.kill(zygote, signal.SIGKILL)
        took = await read(victim, 1.0)
        async with reading(server.port) as newcomer:
            await read(newcomer, 0.3)
        took += await read(victim, 0.3)
        assert max(took) < BEARABLE
        assert server.zygote not in (0, zygote)
    await server.settled()
    assert "another is started" in server.log


async def test_a_killed_server_leaves_nobody_behind(tmp_path: Path) -> None:
    with serving(tmp_path, invented(tmp_path), code=-signal.SIGKILL) as server:
        async with reading(server.port):
            everybody = processes.tree(server.pid)
            server.process.kill()
            await until(lambda: not alive(everybody), lambda: f"{alive(everybody)} of {everybody} live on")


def alive(pids: list[int]) -> list[int]:
    return [pid for pid in pids if processes.state(pid) not in ("", "Z")]


async def test_on_a_full_disk_readers_read_and_the_log_says_what_it_lost(
    own_server: Server, tmp_path: Path
) -> None:
    for pid in processes.tree(own_server.pid):
        # A file that may not grow is the nearest to a full disk that needs no privileges.
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
    for number in range(3):
        async with reading(own_server.port, user=f"number {number}") as reader:
            took = await read(reader, 0.3)
            reader.chan.write(b"3]pQ")
            await reader.ended.wait()
            assert max(took) < BEARABLE
            assert b"Something went wrong" not in reader.said
    await own_server.empty()
    resource.prlimit(own_server.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    async with reading(own_server.port):
        pass
    await own_server.settled()
    assert "lost=" in own_server.log


async def test_the_index_may_be_replaced_while_it_is_read(own_server: Server, tmp_path: Path) -> None:
    index = own_server.folder / "state" / "index"
    async with reading(own_server.port) as reader:
        for file in [path for path in index.rglob("*") if path.is_file()]:
            twin = file.with_name(file.name + ".twin")
            twin.write_bytes(file.read_bytes())
            twin.replace(file)
        await read(reader, 0.3)
        (tmp_path / "collection" / "lamp" / "a-new-one.txt").write_text(
            "A new lamp\n\nIt was lit on 4 May 1999.\n"
        )
        own_server.process.send_signal(signal.SIGHUP)
        for _ in range(50):
            async with reading(own_server.port) as newcomer:
                await newcomer.press(b"2G")
                if b"A new lamp" in newcomer.said:
                    break
            await asyncio.sleep(0.1)
        else:
            pytest.fail("newcomers do not see the new article")
        await reader.press(b"2")
        assert max(await read(reader, 0.5)) < BEARABLE
