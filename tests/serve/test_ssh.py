"""The SSH door: who is let in, what is answered, and what is refused."""

from __future__ import annotations

import asyncio
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("asyncssh", reason="the extra `serve` is not installed")

import asyncssh

from tests.serve import openssh
from tests.serve.halls import PATIENCE, hall_of, until
from tests.serve.lodge import SECRET, Lodge
from tests.serve.server import Server, invented, serving, surroundings
from tests.terminal.tmux import Tmux
from tui.serve import limits, ssh
from tui.serve.keys import Keys, host_key


class Lodged:
    """A door with the lodge behind it, on a port of its own."""

    def __init__(self, door: ssh.Door, log: Path) -> None:
        self.door, self._log = door, log

    @property
    def log(self) -> str:
        return self._log.read_text()

    def connect(self, **said: Any) -> Any:
        asked = {
            "username": "ada",
            "client_keys": None,
            "known_hosts": None,
            "agent_path": None,
            "config": None,
        }
        return asyncssh.connect("127.0.0.1", self.door.port, **asked | said)


@asynccontextmanager
async def opened(folder: Path, **said: Any) -> AsyncIterator[Lodged]:
    async with hall_of(folder, address="127.0.0.1", port=0, connections_by_address=0, **said) as hall:
        door = ssh.Door(hall, Lodge().commands)
        await door.open()
        yield Lodged(door, folder / "log")
        await hall.clear("stopped")
        await door.close()


@pytest.fixture
async def lodge(tmp_path: Path) -> AsyncIterator[Lodged]:
    async with opened(tmp_path) as lodge:
        yield lodge


def key(folder: Path, name: str) -> Path:
    """A private key in a file; the public one stands beside it."""
    made = asyncssh.generate_private_key("ssh-ed25519", comment=f"{name}@far")
    made.write_private_key(folder / name)
    made.write_public_key(folder / f"{name}.pub")
    return folder / name


async def sees(process: Any, words: bytes) -> bytes:
    seen = b""
    async with asyncio.timeout(PATIENCE):
        while words not in seen:
            data = await process.stdout.read(65536)
            assert data, seen
            seen += data
    return seen


def on_a_terminal(connection: Any, **said: Any) -> Any:
    return connection.create_process(
        **{"term_type": "xterm-256color", "term_size": (90, 30), "encoding": None} | said
    )


# Reading


async def test_what_is_typed_goes_in_and_what_is_written_comes_out(lodge: Lodged) -> None:
    async with lodge.connect() as connection:
        process = await on_a_terminal(connection)
        await sees(process, b"size 90x30")
        process.stdin.write("ж".encode())
        await sees(process, b"typed 2")
        process.change_terminal_size(10_000, 10_000)
        await sees(process, b"size 300x100")
        process.stdin.write(b"q")
        await sees(process, b"Goodbye.")
        assert (await process.wait()).exit_status == 0
        await connection.wait_closed()
    assert "door='ssh'" in lodge.log
    assert "reason='left' code=0" in lodge.log


async def test_what_is_typed_before_the_room_is_there_is_not_lost(lodge: Lodged) -> None:
    async with lodge.connect() as connection:
        process = await on_a_terminal(connection)
        process.stdin.write(b"early")
        await sees(process, b"typed 5 b'early'")


async def test_a_reader_who_hangs_up_leaves_nothing_behind(lodge: Lodged) -> None:
    async with lodge.connect() as connection:
        await sees(await on_a_terminal(connection), b"come in")
        connection.abort()
    await until(lambda: "reason='gone'" in lodge.log)
    assert len(lodge.door.hall) == 0


@pytest.mark.parametrize(("named", "taken"), [("xterm-kitty", "xterm-kitty"), ("../../etc/x", "xterm")])
async def test_only_known_terminals_are_passed_on(lodge: Lodged, named: str, taken: str) -> None:
    async with lodge.connect() as connection:
        process = await on_a_terminal(connection, term_type=named)
        assert f'"term": "{taken}"'.encode() in await sees(process, b"size")


async def test_of_the_variables_those_of_the_terminal_are_passed_on(lodge: Lodged) -> None:
    sent = {
        "COLORTERM": "truecolor",
        "LC_ALL": "de_DE.UTF-8",
        "LD_PRELOAD": "/tmp/x",
        "EDITOR": "vi",
        "NO_COLOR": "1",
    }
    async with lodge.connect() as connection:
        process = await on_a_terminal(connection, env=sent)
        seen = (await sees(process, b"size")).decode()
        assert '"colorterm": "truecolor", "lang": "de_DE.UTF-8", "no_color": "1"' in seen
        process.stdin.write(b"e")
        told = (await sees(process, b'"leads"')).decode()
    assert "LD_PRELOAD" not in told
    assert "EDITOR" not in told


# Commands


@pytest.mark.parametrize(
    ("command", "code", "out", "errors"),
    [
        ("echo one 'two three'", 0, "one two three\n", ""),
        ("fail", 3, "", "it failed\n"),
        ("sh -c id", 2, "", "no shell here"),
        ("/bin/sh", 2, "", "no shell here"),
        ("scp -t /tmp", 2, "", "no shell here"),
        ("internal-sftp", 2, "", "no shell here"),
        ("echo 'open", 2, "", "cannot be understood: no closing quotation"),
        ("echo " + "x" * 9000, 2, "", "no shell here"),
        ("crash", 1, "", "Something went wrong"),
    ],
    ids=lambda value: str(value)[:20],
)
async def test_commands_of_the_list_are_answered_and_no_others(
    lodge: Lodged, command: str, code: int, out: str, errors: str
) -> None:
    async with lodge.connect() as connection:
        done = await asyncio.wait_for(connection.run(command), PATIENCE)
    assert done.exit_status == code
    assert done.stdout == out
    assert errors in done.stderr
    assert SECRET not in done.stderr


async def test_a_long_answer_arrives_whole(lodge: Lodged) -> None:
    async with lodge.connect() as connection:
        done = await asyncio.wait_for(connection.run("flood", encoding=None), PATIENCE)
    assert len(done.stdout) == 640 * 16 * 1024


# Refusals


async def no_terminal(connection: Any) -> None:
    done = await connection.run(None, term_type=None)
    assert done.exit_status == 1
    assert "needs a terminal" in done.stderr


async def dumb_terminal(connection: Any) -> None:
    done = await connection.run(None, term_type="dumb")
    assert done.exit_status == 1


async def second_session(connection: Any) -> None:
    await sees(await on_a_terminal(connection), b"come in")
    with pytest.raises(asyncssh.ChannelOpenError):
        await on_a_terminal(connection)


async def sftp(connection: Any) -> None:
    with pytest.raises(asyncssh.ChannelOpenError):
        await connection.start_sftp_client()


async def local_port(connection: Any) -> None:
    with pytest.raises(asyncssh.ChannelOpenError):
        await connection.open_connection("127.0.0.1", 22)


async def local_path(connection: Any) -> None:
    with pytest.raises(asyncssh.ChannelOpenError):
        await connection.open_unix_connection("/run/x")


async def remote_port(connection: Any) -> None:
    with pytest.raises(asyncssh.ChannelListenError):
        await connection.start_server(lambda *_: None, "127.0.0.1", 0)


async def remote_path(connection: Any) -> None:
    with pytest.raises(asyncssh.ChannelListenError):
        await connection.start_unix_server(lambda *_: None, "/tmp/x")


async def tunnel(connection: Any) -> None:
    with pytest.raises(asyncssh.ChannelOpenError):
        await connection.open_tun()


async def tap(connection: Any) -> None:
    with pytest.raises(asyncssh.ChannelOpenError):
        await connection.open_tap()


async def x11(connection: Any) -> None:
    with pytest.raises(asyncssh.ChannelOpenError):
        await on_a_terminal(connection, x11_forwarding=True, x11_display="localhost:0")


REFUSALS: dict[str, Callable[[Any], Awaitable[None]]] = {
    one.__name__: one
    for one in (
        no_terminal, dumb_terminal, second_session, sftp, local_port, local_path, remote_port, remote_path, tunnel, tap, x11,
    )
}  # fmt: skip


@pytest.mark.parametrize("refused", REFUSALS.values(), ids=REFUSALS)
async def test_nothing_else_is_to_be_had(lodge: Lodged, refused: Callable[[Any], Awaitable[None]]) -> None:
    async with lodge.connect() as connection:
        await asyncio.wait_for(refused(connection), PATIENCE)


async def test_an_agent_is_not_taken_along(lodge: Lodged, tmp_path: Path) -> None:
    async with lodge.connect(agent_forwarding=True, agent_path=str(tmp_path / "agent")) as connection:
        process = await on_a_terminal(connection)
        process.stdin.write(b"e")
        assert b"SSH_AUTH_SOCK" not in await sees(process, b'"leads"')


# At the door


async def test_a_client_that_asks_for_no_session_is_cut_off(
    lodge: Lodged, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "SESSION", 0.2)
    async with lodge.connect() as connection:
        await asyncio.wait_for(connection.wait_closed(), PATIENCE)
    assert "reason='no session'" in lodge.log


async def test_a_slow_handshake_is_cut_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "HANDSHAKE", 0.3)
    async with opened(tmp_path) as lodge:
        reader, writer = await asyncio.open_connection("127.0.0.1", lodge.door.port)
        writer.write(b"SSH-2.0-slow\r\n")
        async with asyncio.timeout(PATIENCE):
            assert (await reader.read()).startswith(b"SSH-2.0-polemics")
        writer.close()
        assert not lodge.door.on_the_way


async def test_who_does_not_leave_after_their_session_is_put_out(
    lodge: Lodged, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ssh, "PARTING", 0.2)
    async with lodge.connect() as connection:
        process = await on_a_terminal(connection)
        await sees(process, b"come in")
        # What is sent is not taken any more, so the channel is never closed from this side.
        process.channel.pause_reading()
        process.stdin.write(b"q")
        await asyncio.wait_for(connection.wait_closed(), PATIENCE)
    await until(lambda: len(lodge.door.hall) == 0)


def test_the_names_of_asyncssh_that_the_door_builds_on_are_there() -> None:
    assert callable(getattr(asyncssh.SSHServerChannel, ssh._ENVIRONMENT))
    for name in ("data_received", "pause_writing", "resume_writing", "send_packet"):
        assert callable(getattr(asyncssh.SSHServerConnection, name))


@pytest.mark.parametrize("cipher", ["chacha20-poly1305@openssh.com", "aes128-cbc", "3des-cbc"])
async def test_no_cipher_is_taken_that_is_slow_or_chains_blocks(lodge: Lodged, cipher: str) -> None:
    with pytest.raises(asyncssh.KeyExchangeFailed):
        await lodge.connect(encryption_algs=[cipher])


async def test_nothing_is_sent_to_be_ignored(lodge: Lodged, monkeypatch: pytest.MonkeyPatch) -> None:
    ignored: list[str] = []
    take = asyncssh.SSHClientConnection._process_ignore

    def ignore(connection: Any, *packet: Any) -> None:
        ignored.append("by the reader" if connection.is_client() else "by the server")
        take(connection, *packet)

    monkeypatch.setitem(asyncssh.SSHClientConnection._packet_handlers, ssh._IGNORE, ignore)
    async with lodge.connect() as connection:
        await sees(await on_a_terminal(connection), b"come in")
    assert set(ignored) == {"by the server"}


async def test_who_knocks_too_often_waits_before_anything_is_computed(tmp_path: Path) -> None:
    async with opened(tmp_path) as lodge:
        lodge.door.hall.settle(replace(lodge.door.hall.settings, connections_by_address=4))
        lodge.door.reload()
        answers = []
        for _ in range(4):
            reader, writer = await asyncio.open_connection("127.0.0.1", lodge.door.port)
            try:
                async with asyncio.timeout(PATIENCE):
                    answers.append(await reader.read(4))
            except ConnectionError:
                answers.append(b"")
            writer.close()
    assert answers[:2] == [b"SSH-", b"SSH-"]
    assert "reason='too often'" in lodge.log


async def test_too_many_half_open_connections_are_turned_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ssh, "_ON_THE_WAY", 3)
    async with opened(tmp_path) as lodge:
        sockets = [socket.create_connection(("127.0.0.1", lodge.door.port)) for _ in range(6)]
        await until(lambda: lodge.log.count("too many at the door") == 3)
        for one in sockets:
            one.close()
        await until(lambda: not lodge.door.on_the_way)


async def test_who_sends_without_end_is_cut_off(lodge: Lodged, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ssh, "_TALK_AT_ONCE", 50_000)
    async with lodge.connect() as connection:
        process = await on_a_terminal(connection)
        await sees(process, b"come in")
        for width in range(3000):
            process.change_terminal_size(20 + width % 100, 24)
        await asyncio.wait_for(connection.wait_closed(), PATIENCE)
    assert "reason='flood'" in lodge.log


async def test_what_a_user_calls_themself_forges_nothing_in_the_log(lodge: Lodged) -> None:
    async with lodge.connect(username="ада' reason='left") as connection:
        assert (await connection.run("echo '\x1b[31m\n2026-01-01 session'")).exit_status == 0
        await connection.wait_closed()
    await until(lambda: "reason='left' code=0" in lodge.log)
    assert lodge.log.isascii()
    assert "\x1b" not in lodge.log
    assert lodge.log.count("\n") == 1
    assert r"""name="\u0430\u0434\u0430' reason='left" """ in lodge.log


# Who it is


async def test_without_guests_a_key_is_asked_for_and_nothing_else(tmp_path: Path) -> None:
    ada, eve = key(tmp_path, "ada"), key(tmp_path, "eve")
    async with opened(tmp_path, guests=False, authorized_keys=Path(f"{ada}.pub")) as lodge:
        for keys in (None, [str(eve)]):
            with pytest.raises(asyncssh.PermissionDenied):
                await lodge.connect(client_keys=keys, password="ada")
        methods = await asyncssh.get_server_auth_methods(
            "127.0.0.1", lodge.door.port, username="ada", config=None
        )
        assert methods == ["publickey"]
        async with lodge.connect(client_keys=[str(ada)], username="whoever") as connection:
            seen = await sees(await on_a_terminal(connection), b"size")
    fingerprint = asyncssh.read_public_key(f"{ada}.pub").get_fingerprint()
    assert f'"reader": "{fingerprint}", "name": "whoever"'.encode() in seen


async def test_with_guests_those_who_have_a_key_are_asked_for_it_by_their_name(tmp_path: Path) -> None:
    ada = key(tmp_path, "ada")
    async with opened(tmp_path, authorized_keys=Path(f"{ada}.pub")) as lodge:
        async with lodge.connect(username="guest") as connection:
            assert b'"reader": ""' in await sees(await on_a_terminal(connection), b"size")
        async with lodge.connect(client_keys=[str(ada)]) as connection:
            assert b'"reader": "SHA256:' in await sees(await on_a_terminal(connection), b"size")
        with pytest.raises(asyncssh.PermissionDenied):
            await lodge.connect()


async def test_keys_are_taken_up_anew_and_kept_where_they_cannot_be(tmp_path: Path) -> None:
    ada, bob = key(tmp_path, "ada"), key(tmp_path, "bob")
    keys = tmp_path / "keys"
    keys.write_text(ada.with_suffix(".pub").read_text())
    async with opened(tmp_path, guests=False, authorized_keys=keys) as lodge:
        keys.write_text(bob.with_suffix(".pub").read_text())
        lodge.door.reload()
        async with lodge.connect(client_keys=[str(bob)]):
            pass
        with pytest.raises(asyncssh.PermissionDenied):
            await lodge.connect(client_keys=[str(ada)])
        keys.write_text("nothing\n")
        with pytest.raises(ValueError, match="No valid entries"):
            lodge.door.reload()
        async with lodge.connect(client_keys=[str(bob)]):
            pass


async def test_no_more_than_some_keys_may_be_offered(
    lodge: Lodged, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ssh, "_MOST_KEYS", 2)
    ada = key(tmp_path, "ada")
    lodge.door.keys = Keys(ada.with_suffix(".pub"))
    offered = [str(key(tmp_path, name)) for name in ("b", "c", "d", "e")]
    with pytest.raises((asyncssh.Error, OSError)):
        await lodge.connect(client_keys=[*offered, str(ada)])
    await until(lambda: "too many keys" in lodge.log)


def test_names_are_the_first_words_of_comments(tmp_path: Path) -> None:
    line = key(tmp_path, "ada").with_suffix(".pub").read_text().split()
    words = [
        f'from="10.0.0.0/8" {line[0]} {line[1]} ada@far lane',
        f"# {line[0]} {line[1]} nobody",
        f"{line[0]} {line[1]}",
    ]
    (tmp_path / "keys").write_text("\n".join(words))
    assert Keys(tmp_path / "keys").names == {"ada"}


def test_a_key_may_be_bound_to_addresses(tmp_path: Path) -> None:
    public = key(tmp_path, "ada").with_suffix(".pub")
    (tmp_path / "keys").write_text(f'from="10.0.0.0/8" {public.read_text()}')
    keys, one = Keys(tmp_path / "keys"), asyncssh.read_public_key(public)
    assert keys.fit(one, "10.1.2.3")
    assert not keys.fit(one, "192.0.2.1")


def test_the_servers_key_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "state" / "host_key"
    made = host_key(file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert host_key(file).get_fingerprint() == made.get_fingerprint()
    assert made.get_algorithm() == "ssh-ed25519"


# The real thing: `polemics serve`, OpenSSH, a terminal


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("server")
    with serving(folder, invented(folder)) as server:
        yield server


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Tmux]:
    (tmp_path / "tmux-folder").mkdir()
    there = Tmux(tmp_path / "tmux-folder", (100, 30), {"LC_ALL": "C.UTF-8"})
    yield there
    there.close()


def test_a_guest_reads_by_ssh(server: Server, terminal: Tmux) -> None:
    terminal.run(openssh.ssh(server.port))
    terminal.wait("1 Organizations")
    terminal.press("j", "Enter", "Enter")
    terminal.wait("▶ 3 Text")
    terminal.resize(60, 20)
    terminal.wait("3 Text")
    terminal.press("C-z", "?")
    terminal.wait("Move down a line")
    terminal.press("Escape")
    terminal.wait("3 Text")
    terminal.press("Q")
    terminal.wait(r"Goodbye\.\s+ready>\s*\Z")
    assert terminal.is_sane()


def test_a_reader_with_a_key_comes_back_to_where_they_were(tmp_path: Path, terminal: Tmux) -> None:
    ada = key(tmp_path, "ada")
    ada.chmod(0o600)
    options = ("--authorized-keys", f"{ada}.pub", "--connections-by-address", "0")
    with serving(tmp_path, invented(tmp_path), options) as server:
        come = openssh.ssh(server.port, "-i", str(ada), user="ada")
        for pane in ("1 Organizations", "4 Timeline"):
            terminal.run(come)
            terminal.wait(f"▶ {pane}")
            terminal.press("4")
            terminal.wait("▶ 4 Timeline")
            terminal.press("Q")
            terminal.wait(r"Goodbye\.\s+ready>\s*\Z")
            terminal.type("clear\n")
        kept = [path.relative_to(server.folder / "state" / "readers") for path in files_of(server)]
    assert len(kept) == 1
    assert kept[0].parts[1] == "places"


def test_what_has_changed_is_taken_up_on_sighup(tmp_path: Path) -> None:
    (tmp_path / "serve.yaml").write_text("guests: yes\nconnections-by-address: 0\n", encoding="utf-8")
    collection = invented(tmp_path)
    with serving(tmp_path, collection, ("--config", str(tmp_path / "serve.yaml"))) as server:
        listing = openssh.ssh(server.port, words=["list"])
        assert b"new.txt" not in openssh.run(listing).stdout
        (collection / "clock" / "new.txt").write_text("New\n\nOf 2001.\n", encoding="utf-8")
        server.process.send_signal(signal.SIGHUP)
        assert eventually(lambda: b"clock/new.txt" in openssh.run(listing).stdout)
        for text in ("guests: maybe\n", "guests: no\n"):
            (tmp_path / "serve.yaml").write_text(text, encoding="utf-8")
            server.process.send_signal(signal.SIGHUP)
            assert eventually(lambda: "not reloaded" in server.log)
        assert eventually(lambda: openssh.run(listing).returncode == 255)


def eventually(is_so: Callable[[], bool]) -> bool:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if is_so():
            return True
        time.sleep(0.2)
    return False


def files_of(server: Server) -> list[Path]:
    return list((server.folder / "state" / "readers").rglob("*.json"))


@pytest.mark.parametrize(
    ("words", "here"),
    [
        (["list"], ["list", "{}"]),
        (["list", "--format", "json"], ["list", "{}", "--format", "json"]),
        (["find", "lamps"], ["find", "lamps", "{}"]),
        (["find", "nowheretobefound"], ["find", "nowheretobefound", "{}"]),
        (["find", "'('"], ["find", "(", "{}"]),
        (["events", "--format", "csv"], ["events", "{}", "--format", "csv"]),
        (["show", "no/such"], ["show", "no/such", "--collection", "{}"]),
    ],
    ids=lambda words: " ".join(words),
)
def test_commands_answer_as_they_do_in_the_shell(server: Server, words: list[str], here: list[str]) -> None:
    folder = server.folder
    there = openssh.run(openssh.ssh(server.port, words=words))
    command = [sys.executable, "-m", "tui.cli", *(word.format(folder / "collection") for word in here)]
    shell = subprocess.run(command, capture_output=True, check=False, env=surroundings(folder))
    assert (there.returncode, there.stdout) == (shell.returncode, shell.stdout)


@pytest.mark.parametrize(
    "words",
    [
        ["list", "/etc"],
        ["events", "/etc/passwd"],
        ["show", "/etc/passwd"],
        ["show", "--collection", "/", "etc/passwd"],
        ["find", "root", "/etc"],
    ],
    ids=" ".join,
)
def test_no_command_looks_at_anything_but_the_collection(server: Server, words: list[str]) -> None:
    done = openssh.run(openssh.ssh(server.port, words=words))
    assert done.returncode == 3
    assert done.stdout == b""


def test_a_text_is_shown_on_a_terminal_without_a_pager(server: Server) -> None:
    listed = openssh.run(openssh.ssh(server.port, words=["list"])).stdout.split()[0].decode()
    done = openssh.run(openssh.ssh(server.port, "-tt", words=["show", listed]))
    assert done.returncode == 0
    assert b"by  " in done.stdout
