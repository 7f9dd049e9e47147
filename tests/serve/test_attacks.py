"""What a visitor might try to get beside reading, with OpenSSH's own clients and past them; all of it is refused."""

from __future__ import annotations

import asyncio
import json
import re
import socket
import subprocess
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path
from typing import Any

import asyncssh
import pytest
from asyncssh.packet import Boolean, String, UInt32

from tests.serve import attacks, openssh, processes
from tests.serve.clients import Terminal, connected, reading, until
from tests.serve.server import BOUNDLESS, Server, free_port, invented, serving

REFUSED = 2
FOREIGN = "root:"
"""What the first line of a file holds that is none of the collection's."""

COMMANDS = [
    "sh", "/bin/sh -c id", "id", "bash -i", "find; id", "$(id)", "`id`", "exec find lamps", "env find lamps",
    "python -c 1", "sftp-server", "/usr/lib/openssh/sftp-server", "internal-sftp", "scp -t /tmp", "scp -f /etc/passwd",
    "rsync --server . .", "git-upload-pack x", "index", "open", "serve", "check", "snapshot", "dates", " ", "'",
    "find\x00lamps", "FIND lamps", "../find lamps", "polemics find lamps",
]  # fmt: skip

CONFINED = [
    "find lamps; cat /etc/passwd", "find lamps && cat /etc/passwd", "find lamps | cat /etc/passwd", "find $(cat /etc/passwd)",
    "find lamps > GRANTED", "list /etc", "list /etc/passwd", "show /etc/passwd", "show ../../../../../../etc/passwd",
    "show lamp/../../../../../../etc/passwd", "events /etc/passwd", "events --format json /etc/passwd", "find lamps /etc",
    "find -f /etc/passwd", "find @/etc/passwd", "list --collection /etc", "show --output GRANTED clock/on-light",
    "events --output GRANTED clock/on-light",
]  # fmt: skip


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("server")
    with serving(folder, invented(folder), [*BOUNDLESS, "--log-format", "json"]) as server:
        yield server


# Commands


@pytest.mark.parametrize("command", COMMANDS)
async def test_no_command_but_those_of_the_list_is_answered(server: Server, command: str) -> None:
    async with connected(server.port) as connection:
        try:
            done = await connection.run(command)
        except (asyncssh.ChannelOpenError, asyncssh.DisconnectError, UnicodeError):
            return
    assert done.exit_status == REFUSED
    assert done.stdout == ""
    assert re.search("no shell here|cannot be understood", str(done.stderr))


async def test_commands_of_the_list_are_confined_to_the_collection(server: Server) -> None:
    async def answer(command: str) -> None:
        async with connected(server.port) as connection:
            done = await connection.run(command)
        assert FOREIGN not in f"{done.stdout}{done.stderr}", command
        assert "Traceback" not in str(done.stderr), command

    before = files_of(server)
    for begin in range(0, len(CONFINED), 6):
        await asyncio.gather(*map(answer, CONFINED[begin : begin + 6]))
    assert files_of(server) == before


def files_of(server: Server) -> set[str]:
    """The files in the server's folder, the collection among them, and where it was started."""
    folders = (server.folder.rglob("*"), Path().iterdir())
    return {str(path) for paths in folders for path in paths if path.is_file()}


def test_openssh_finds_and_gets_what_the_shell_commands_say(server: Server) -> None:
    found = openssh.run(openssh.ssh(server.port, words=["find", "lamps"]))
    assert (found.returncode, b"on-light" in found.stdout) == (0, True)
    told = openssh.run(openssh.ssh(server.port, words=["events", "clock/on-light.txt", "--format", "json"]))
    assert json.loads(told.stdout)
    assert openssh.run(openssh.ssh(server.port, words=["find", "'no such words'"])).returncode == 1


# Other subsystems and channels


def test_no_file_is_fetched_or_brought(server: Server, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.write_text("brought")
    far = "reader@127.0.0.1:"
    port = str(server.port)
    for command in (
        [*openssh.client("sftp"), "-P", port, f"{far}/etc/passwd", str(tmp_path / "passwd")],
        [*openssh.client("scp"), "-P", port, f"{far}/etc/passwd", str(tmp_path / "passwd")],
        [*openssh.client("scp"), "-O", "-P", port, f"{far}/etc/passwd", str(tmp_path / "passwd")],
        [*openssh.client("scp"), "-O", "-P", port, str(mine), f"{far}{tmp_path}/brought"],
        openssh.ssh(server.port, "-s", words=["sftp"]),
    ):
        assert openssh.run(command).returncode != 0, command
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


@contextmanager
def listening() -> Iterator[tuple[int, list[Any]]]:
    """A port that nobody must come to, and who came."""
    came: list[Any] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=_receive, args=(listener, came), daemon=True)
        thread.start()
        yield listener.getsockname()[1], came
        listener.shutdown(socket.SHUT_RDWR)
    thread.join()


def _receive(listener: socket.socket, came: list[Any]) -> None:
    while True:
        try:
            came.append(listener.accept())
        except OSError:
            return


def test_no_port_is_forwarded(server: Server) -> None:
    with listening() as (secret, came):
        straight = openssh.run(openssh.ssh(server.port, "-W", f"127.0.0.1:{secret}"), said=b"hello")
        assert straight.returncode != 0
        back = free_port()
        strict = ("-N", "-o", "ExitOnForwardFailure=yes")
        assert (
            openssh.run(openssh.ssh(server.port, *strict, "-R", f"{back}:127.0.0.1:{secret}")).returncode != 0
        )
        for option, speech in (("-L", b"hello"), ("-D", b"\x05\x01\x00")):
            near = free_port()
            target = f"127.0.0.1:{near}" if option == "-D" else f"127.0.0.1:{near}:127.0.0.1:{secret}"
            client = subprocess.Popen(
                openssh.ssh(server.port, "-N", option, target), stderr=subprocess.DEVNULL
            )
            try:
                _knock(near, speech, secret)
            finally:
                client.kill()
                client.wait()
        assert came == []


def _knock(near: int, speech: bytes, secret: int) -> None:
    """Go through a client's port, by SOCKS if it speaks that, until the client closes it."""
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", near), timeout=0.1).close()
            break
        except OSError:
            threading.Event().wait(0.05)
    with socket.create_connection(("127.0.0.1", near), timeout=20) as through:
        through.sendall(speech)
        if speech[:1] == b"\x05":
            assert through.recv(2) == b"\x05\x00"
            through.sendall(b"\x05\x01\x00\x01\x7f\x00\x00\x01" + secret.to_bytes(2, "big"))
        try:
            while through.recv(100):
                continue
        except ConnectionResetError:
            return


@asynccontextmanager
async def channel(
    server: Server,
) -> AsyncIterator[tuple[asyncssh.SSHClientConnection, asyncssh.SSHClientChannel[bytes]]]:
    """A reader's connection and the channel of the session."""
    async with connected(server.port) as connection:
        chan, terminal = await connection.create_session(Terminal, term_type="xterm", encoding=None)
        await terminal.wait(b"Organizations")
        yield connection, chan


async def test_a_session_gets_nothing_that_a_reader_does_not_need(server: Server) -> None:
    asked: list[tuple[bytes, tuple[bytes, ...]]] = [
        (b"x11-req", (Boolean(False), String("MIT-MAGIC-COOKIE-1"), String("00"), UInt32(0))),
        (b"auth-agent-req@openssh.com", ()),
        (b"subsystem", (String("sftp"),)),
        (b"env", (String("LD_PRELOAD"), String("/tmp/evil.so"))),
        (b"break", (UInt32(500),)),
        (b"shell", ()),
        (b"exec", (String("find lamps"),)),
        (b"tun@openssh.com", (UInt32(1), UInt32(0))),
    ]
    async with channel(server) as (_, chan):
        for name, fields in asked:
            assert not await chan._make_request(name, *fields), name


async def test_a_connection_gets_nothing_but_one_session(server: Server) -> None:
    async with channel(server) as (connection, _):
        with pytest.raises(asyncssh.ChannelOpenError):
            await connection.create_session(Terminal, term_type="xterm", encoding=None)
        with pytest.raises(asyncssh.ChannelOpenError):
            await connection.create_session(Terminal, subsystem="sftp", encoding=None)
        with pytest.raises(asyncssh.ChannelOpenError):
            await connection.open_connection("127.0.0.1", server.port)
        with pytest.raises(asyncssh.ChannelOpenError):
            await connection.open_unix_connection("/run/systemd/private")
        with pytest.raises(asyncssh.ChannelOpenError):
            await connection.open_tun()
        with pytest.raises(asyncssh.ChannelListenError):
            await connection.forward_remote_port("127.0.0.1", 0, "127.0.0.1", server.port)
        with pytest.raises(asyncssh.ChannelListenError):
            await connection.forward_remote_path(str(server.folder / "far"), str(server.folder / "near"))


# What is behind a session


def test_a_session_has_nothing_of_the_clients_environment_and_nothing_of_the_servers(server: Server) -> None:
    wishes = {
        "LD_PRELOAD": "/tmp/evil.so", "PYTHONPATH": "/tmp", "PYTHONSTARTUP": "/tmp/evil.py", "EDITOR": "sh", "BROWSER": "sh",
        "PAGER": "sh", "HOME": "/tmp", "PATH": "/tmp", "XDG_CONFIG_HOME": "/tmp", "TEXTUAL_DRIVER": "evil:Driver",
        "LANG": "en_GB.UTF-8", "COLORTERM": "truecolor", "LC_ALL": "C\x1b]2;x\x07",
    }  # fmt: skip
    sent = [f"-oSetEnv={' '.join(f'{name}={value}' for name, value in wishes.items())}"]
    done = openssh.run(openssh.ssh(server.port, "-tt", "-A", "-X", *sent, user="tell"))
    told = json.loads(done.stdout[done.stdout.index(b"{") : done.stdout.rindex(b"}") + 1])
    environment = told["environment"]
    kept = {"HOME", "PATH", "TZ", "TERM", "LANG", "COLORTERM", "NO_COLOR"}
    assert {name for name in environment if not name.startswith("XDG_")} <= kept
    assert not {name for name, value in wishes.items() if environment.get(name) == value} - {
        "LANG",
        "COLORTERM",
    }
    assert "\x1b" not in environment["LANG"]
    assert told["leads"]
    known = ("/dev/pts/", "socket:", "/proc/", str(server.folder / "state" / "index"))
    assert not [file for file in told["files"] if not file.startswith(known)]
    assert len([file for file in told["files"] if file.startswith("socket:")]) == 1


async def test_no_key_starts_a_process_or_stops_it_or_writes_a_file(server: Server) -> None:
    before = files_of(server)
    async with reading(server.port) as reader:
        (session,) = [pid for pid in server.sessions if processes.state(pid) != "Z"]
        for key in (
            b"e",
            b"o",
            b"\x1a",
            b"\x1c",
            b"E",
            b"O",
            b"S",
            b"X",
            b"W",
            b"\x13",
            b"!",
            b":",
            b"|",
        ):
            reader.chan.write(b"3" + key)
            await asyncio.sleep(0.05)
            assert processes.children(session) == []
            assert processes.state(session) not in ("T", "t", "")
        reader.chan.write(b"\x1b")
        await asyncio.sleep(0.3)
    await server.settled()
    assert files_of(server) == before


@pytest.mark.parametrize(
    ("term", "known"), [("xterm-256color", "xterm-256color"), ("xterm;id", "xterm"), ("../../x", "xterm")]
)
async def test_a_terminals_name_is_a_known_one(server: Server, term: str, known: str) -> None:
    async with connected(server.port, "tell") as connection:
        _, terminal = await connection.create_session(Terminal, term_type=term, encoding=None)
        await terminal.ended.wait()
    assert f'"TERM": "{known}"'.encode() in terminal.said


@pytest.mark.parametrize("term", [None, "dumb", ""])
async def test_who_has_no_terminal_is_told_so_kindly(server: Server, term: str | None) -> None:
    async with connected(server.port) as connection:
        done = await connection.run(term_type=term)
    assert done.exit_status == 1
    assert "ssh -t" in str(done.stderr)


# The log


NAMES = [
    "\x1b]2;stolen\x07",
    "reader\n2026-01-01T00:00:00Z session forged",
    "\u202eredaer",
    "\x9b31m",
    "x" * 5000,
    "\x7f\b\b\r",
]


@pytest.mark.parametrize("form", ["text", "json"])
async def test_no_name_or_command_reaches_the_log_raw(
    tmp_path: Path, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # asyncssh's client would not send such names.
    monkeypatch.setattr("asyncssh.connection.saslprep", str)
    with serving(tmp_path, invented(tmp_path), [*BOUNDLESS, "--log-format", form]) as server:
        for name in NAMES:
            for command in (f"find '{name}'", name):
                async with connected(server.port) as connection:
                    await connection.run(command, term_type="xterm")
            # The server may end what comes under such a name.
            with suppress(asyncssh.Error):
                async with connected(server.port, name) as connection:
                    await connection.run(term_type="xterm")
        lines = server.log.splitlines()
    assert all(line.isascii() and line.isprintable() for line in lines)
    assert all(re.match(r'[{"time: ]*\d{4}-\d\d-\d\dT', line) for line in lines)
    assert not [line for line in lines if line.startswith("2026-01-01")]
    assert max(map(len, lines)) < 2000
    assert [line for line in lines if "stolen" in line]


# Before anyone is known


async def test_a_handshake_that_never_ends_is_cut_off(server: Server) -> None:
    await server.empty()
    flood = asyncio.create_task(attacks.half_open(server.port))
    await until(lambda: processes.files(server.pid)["socket"] > 100, lambda: "nobody knocks")
    async with reading(server.port) as reader:
        await reader.press(b"j")
    await server.settled()
    assert not flood.done()
    flood.cancel()


async def test_an_address_that_knocks_too_often_does_not_shut_others_out(tmp_path: Path) -> None:
    with serving(tmp_path, invented(tmp_path), ["--guests"]) as server:
        came = 0
        for _ in range(60):
            try:
                async with asyncio.timeout(20), connected(server.port, address=attacks.ELSEWHERE):
                    came += 1
            except (OSError, asyncssh.Error):
                continue
        assert 0 < came < 40
        async with reading(server.port) as reader:
            await reader.press(b"j")
    assert "too often" in server.log
