"""Random clients: bytes, packets and requests that no client sends, made from a seed, and what the server grants of them.

    async with Fuzz(port, seed) as fuzz: await fuzz.run(100_000)

What is sent goes over connections of asyncssh, past everything that keeps a client from mistakes. A grant is an answer
of success to what is not on the list of what a reader needs; `grants` must stay empty.
"""

from __future__ import annotations

import asyncio
import random
from collections import Counter, deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

import asyncssh
from asyncssh.constants import (
    MSG_CHANNEL_CLOSE,
    MSG_CHANNEL_DATA,
    MSG_CHANNEL_EOF,
    MSG_CHANNEL_EXTENDED_DATA,
    MSG_CHANNEL_FAILURE,
    MSG_CHANNEL_OPEN,
    MSG_CHANNEL_OPEN_CONFIRMATION,
    MSG_CHANNEL_OPEN_FAILURE,
    MSG_CHANNEL_REQUEST,
    MSG_CHANNEL_SUCCESS,
    MSG_CHANNEL_WINDOW_ADJUST,
    MSG_GLOBAL_REQUEST,
    MSG_REQUEST_FAILURE,
    MSG_REQUEST_SUCCESS,
)
from asyncssh.packet import Boolean, SSHPacket, String, UInt32

CHANNELS = (b"session", b"direct-tcpip", b"forwarded-tcpip", b"x11", b"auth-agent@openssh.com",
            b"direct-streamlocal@openssh.com", b"tun@openssh.com")  # fmt: skip
REQUESTS = (b"pty-req", b"shell", b"exec", b"subsystem", b"env", b"x11-req", b"auth-agent-req@openssh.com", b"signal",
            b"window-change", b"xon-xoff", b"exit-status", b"exit-signal", b"break", b"eow@openssh.com", b"simple@putty.projects.tartarus.org")  # fmt: skip
GLOBALS = (b"tcpip-forward", b"cancel-tcpip-forward", b"streamlocal-forward@openssh.com", b"no-more-sessions@openssh.com",
           b"cancel-streamlocal-forward@openssh.com", b"keepalive@openssh.com", b"hostkeys-00@openssh.com")  # fmt: skip
WORDS = (b"find", b"find lamps", b"events lamp/x --format json", b"sh", b"/bin/sh -c id", b"find ; touch GRANTED", b"$(touch GRANTED)",
         b"find `touch GRANTED`", b"sftp-server", b"scp -f /etc/passwd", b"index", b"serve", b"open", b"sftp", b"'", b"\xff\xfe", b"\x00")  # fmt: skip
VARIABLES = (
    b"LANG",
    b"COLORTERM",
    b"NO_COLOR",
    b"TERM",
    b"LD_PRELOAD",
    b"PYTHONPATH",
    b"EDITOR",
    b"BROWSER",
    b"PATH",
    b"HOME",
)

NEEDED = {b"pty-req", b"shell", b"exec", b"window-change", b"signal"}
"""What a reader's client asks for; signals are taken note of, and nothing comes of them."""

PASSED = {b"LANG", b"LC_ALL", b"LC_CTYPE", b"COLORTERM", b"NO_COLOR"}

VALUES = (
    b"en_GB.UTF-8",
    b"truecolor",
    b"1",
    b"",
    b"/tmp/evil.so",
    b"\x1b]2;x\x07",
    b"\xff" * 80,
    b"x" * 4000,
)

BATCH = 40
"""The most that is sent before the answers are waited for."""

RANGE = (0, 1, 24, 80, 2**31 - 1, 2**31, 2**32 - 1)


class Fuzz:
    """Sends nonsense to a server, in as many connections as it takes."""

    def __init__(self, port: int, seed: int) -> None:
        self._port, self._dice = port, random.Random(seed)
        self.sent: Counter[str] = Counter()
        self.answers: Counter[str] = Counter()
        self.grants: list[str] = []

    async def run(self, number: int) -> None:
        """Send so many."""
        while (left := number - self.sent.total()) > 0:
            match self._dice.randrange(4):
                case 0:
                    await self._strange_bytes()
                case 1:
                    await self._without_proof()
                case _:
                    await self._client(min(left, self._dice.randrange(50, 2000)))

    # -- before there is a connection

    async def _strange_bytes(self) -> None:
        """What is no SSH, or only begins like it."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
        first = self._dice.choice(
            (b"", b"SSH-2.0-x\r\n", b"SSH-1.5-x\r\n", b"GET / HTTP/1.1\r\n\r\n", b"SSH-2.0-x\r\n" * 9)
        )
        writer.write(first + self._dice.randbytes(self._dice.randrange(2000)))
        self.sent["bytes"] += 1
        with suppress(OSError, TimeoutError):
            await asyncio.wait_for(reader.read(100), 0.05)
        writer.transport.abort()

    async def _without_proof(self) -> None:
        """Packets of a client that has not said who it is."""

        class Impatient(asyncssh.SSHClient):
            def connection_made(_, conn: asyncssh.SSHClientConnection) -> None:
                conn._auth_complete = True  # what it sends is no longer held back

        with suppress(asyncssh.Error, OSError, ConnectionError, TimeoutError, AssertionError):
            connection = await asyncio.wait_for(self._connect(Impatient), 2)
            connection.abort()
        self.sent["without proof"] += 1

    async def _connect(
        self, client: Callable[[], asyncssh.SSHClient] = asyncssh.SSHClient
    ) -> asyncssh.SSHClientConnection:
        return await asyncssh.connect(
            "127.0.0.1", self._port, username="fuzz", known_hosts=None, client_keys=None, agent_path=None, config=None,
            client_factory=client,
        )  # fmt: skip

    # -- in a connection

    async def _client(self, number: int) -> None:
        """One connection, until so many were sent or the server has had enough; what it has not read does not count."""
        connection = await self._connect()
        client = _Client(connection, self)
        try:
            while number > 0:
                size = min(number, self._dice.randrange(1, BATCH))
                kinds = [self._one(client) for _ in range(size)]
                if not await client.answered():
                    self.answers["cut off"] += 1
                    self.sent[kinds[0]] += 1
                    return
                self.sent.update(kinds)
                number -= size
        finally:
            connection.abort()
            with suppress(Exception):
                await connection.wait_closed()

    def _one(self, client: _Client) -> str:
        """Send one thing, and give the name of its kind."""
        if not client.opened:
            self._open(client, b"session")
            return "open"
        kind, _ = self._dice.choices(_KINDS, [weight for _, weight in _KINDS])[0]
        getattr(self, f"_{kind}")(client)
        return kind

    def _open(self, client: _Client, name: bytes = b"") -> None:
        name = name or self._dice.choice((*CHANNELS, self._name()))
        client.open(name, self._window(), self._window() or 1, self._about(_OF_CHANNELS.get(name, ())))

    def _request(self, client: _Client) -> None:
        name = self._dice.choice((*REQUESTS, self._name()))
        if name in (b"shell", b"exec") and self._dice.random() < 0.9:
            return self._request(client)
        variable = self._dice.choice(VARIABLES) if name == b"env" else b""
        rest = String(variable) + String(self._dice.choice(VALUES)) if name == b"env" else b""
        client.request(self._channel(client), name, variable, rest or self._about(_OF_REQUESTS.get(name, ())))
        return None

    def _global(self, client: _Client) -> None:
        name = self._dice.choice((*GLOBALS, self._name()))
        if name.startswith(b"cancel") and self._dice.random() > 0.02:
            # asyncssh ends a connection that cancels what is not there.
            return self._global(client)
        client.ask(name, self._about(_OF_GLOBALS.get(name, ())))
        return None

    def _data(self, client: _Client) -> None:
        client.send(MSG_CHANNEL_DATA, UInt32(self._channel(client)) + String(self._bytes(300)))

    def _window_adjust(self, client: _Client) -> None:
        client.send(MSG_CHANNEL_WINDOW_ADJUST, UInt32(self._channel(client)) + self._number())

    def _end(self, client: _Client) -> None:
        """The end of what is typed, of a channel, or data of a kind that there is not."""
        kind = self._dice.choice((MSG_CHANNEL_EOF, MSG_CHANNEL_CLOSE, MSG_CHANNEL_EXTENDED_DATA))
        rest = self._number() + String(self._bytes(50)) if kind == MSG_CHANNEL_EXTENDED_DATA else b""
        client.send(kind, UInt32(self._channel(client)) + rest)

    def _packet(self, client: _Client) -> None:
        """Any packet but those of a key exchange, with anything in it."""
        client.send(self._dice.choice([n for n in range(1, 256) if not 20 <= n <= 49]), self._bytes(100))

    # -- what things are made of

    def _about(self, fields: Sequence[str]) -> bytes:
        """Fields as they should be, or now and then as they should not."""
        makers: dict[str, Callable[[], bytes]] = {
            "number": self._number,
            "words": lambda: String(self._dice.choice(WORDS)),
            "name": lambda: String(self._name()),
            "term": lambda: String(self._dice.choice((b"xterm", b"dumb", b"", self._name()))),
            "modes": lambda: String(self._dice.choice((b"", b"\x00", self._bytes(20)))),
            "yes": lambda: Boolean(self._dice.random() < 0.5),
        }
        if self._dice.random() < _MALFORMED:
            fields = [self._dice.choice([*makers]) for _ in range(self._dice.randrange(5))]
            return b"".join(makers[field]() for field in fields) + self._bytes(9)
        return b"".join(makers[field]() for field in fields)

    def _channel(self, client: _Client) -> int:
        """A channel's number: of one that there is, if possible."""
        if client.channels and self._dice.random() > _MALFORMED:
            return self._dice.choice(client.channels)
        return self._dice.choice((0, 1, 7, *RANGE)) if self._dice.random() < _MALFORMED else 0

    def _window(self) -> int:
        return self._dice.choice((0, 1, 100, 32768, 2**21, 2**31 - 1, 2**32 - 1))

    def _number(self) -> bytes:
        return UInt32(self._dice.choice((*RANGE, self._dice.randrange(2**32))))

    def _name(self) -> bytes:
        """A name that nobody knows; not always one of letters."""
        if self._dice.random() < _MALFORMED:
            return self._bytes(20)
        return bytes(self._dice.choices(b"abcdefghij-@.;$()\x1b[m ", k=self._dice.randrange(20)))

    def _bytes(self, most: int) -> bytes:
        return self._dice.randbytes(self._dice.randrange(most))


_MALFORMED = 0.005
"""So many of one are not as the standard has them; mostly that ends a connection."""

_KINDS = (
    ("open", 15),
    ("request", 45),
    ("global", 15),
    ("data", 20),
    ("window_adjust", 5),
    ("end", 0.2),
    ("packet", 0.5),
)

_OF_CHANNELS = {
    b"direct-tcpip": ("name", "number", "name", "number"),
    b"forwarded-tcpip": ("name", "number", "name", "number"),
    b"direct-streamlocal@openssh.com": ("name", "name", "number"),
    b"x11": ("name", "number"),
    b"tun@openssh.com": ("number", "number"),
}
_OF_REQUESTS = {
    b"pty-req": ("term", "number", "number", "number", "number", "modes"),
    b"exec": ("words",),
    b"subsystem": ("words",),
    b"x11-req": ("yes", "name", "name", "number"),
    b"signal": ("name",),
    b"window-change": ("number", "number", "number", "number"),
    b"xon-xoff": ("yes",),
    b"exit-status": ("number",),
    b"exit-signal": ("name", "yes", "name", "name"),
    b"break": ("number",),
}
_OF_GLOBALS = {
    b"tcpip-forward": ("name", "number"),
    b"cancel-tcpip-forward": ("name", "number"),
    b"streamlocal-forward@openssh.com": ("name",),
    b"cancel-streamlocal-forward@openssh.com": ("name",),
}


class _Client:
    """A connection that sends what it is told to, and keeps the book of what is answered."""

    def __init__(self, connection: asyncssh.SSHClientConnection, fuzz: Fuzz) -> None:
        self.channels: list[int] = []
        self.opened = False
        self._connection, self._fuzz = connection, fuzz
        self._opened: dict[int, bytes] = {}
        self._here: dict[int, int] = {}
        self._asked: dict[int, deque[str]] = {}
        self._globally: deque[str] = deque()
        self._pinged = asyncio.Event()
        self._usual = connection.process_packet
        connection.process_packet = self.process_packet  # type: ignore[method-assign]
        connection._channels = _All(self)  # type: ignore[assignment]

    def open(self, name: bytes, window: int, packet: int, rest: bytes) -> None:
        self.opened = True
        number = len(self._opened) + 1
        self._opened[number] = name
        self.send(MSG_CHANNEL_OPEN, String(name) + UInt32(number) + UInt32(window) + UInt32(packet) + rest)

    def request(self, channel: int, name: bytes, about: bytes, rest: bytes) -> None:
        granted = name in NEEDED or (name == b"env" and about in PASSED)
        self._asked.setdefault(channel, deque()).append("" if granted else f"{name!r} {about!r} {rest!r}")
        self.send(MSG_CHANNEL_REQUEST, UInt32(channel) + String(name) + Boolean(True) + rest)

    def ask(self, name: bytes, rest: bytes) -> None:
        # A connection may ask whether it is still one.
        self._globally.append("" if name == b"keepalive@openssh.com" else f"{name!r} {rest!r}")
        self.send(MSG_GLOBAL_REQUEST, String(name) + Boolean(True) + rest)

    def send(self, kind: int, payload: bytes) -> None:
        if self._connection._transport is not None and not self._connection._transport.is_closing():
            self._connection.send_packet(kind, payload)

    async def answered(self) -> bool:
        """Wait until everything that was sent has been read; false if the connection is gone."""
        self._globally.append(_PING)
        self._pinged.clear()
        self.send(MSG_GLOBAL_REQUEST, String(b"ping@polemics") + Boolean(True))
        gone = asyncio.ensure_future(self._connection.wait_closed())
        pinged = asyncio.ensure_future(self._pinged.wait())
        done, left = await asyncio.wait((gone, pinged), return_when=asyncio.FIRST_COMPLETED, timeout=30)
        for task in left:
            task.cancel()
        assert done, "the server neither answers nor closes the connection"
        return pinged in done

    # -- what the server says

    def process_packet(self, kind: int, number: int, packet: SSHPacket) -> Any:
        if kind in (MSG_REQUEST_SUCCESS, MSG_REQUEST_FAILURE):
            asked = self._globally.popleft() if self._globally else "nothing"
            if asked is _PING:
                self._pinged.set()
            if kind == MSG_REQUEST_SUCCESS and asked:
                self._fuzz.grants.append(f"global request {asked}")
            self._count("global", kind == MSG_REQUEST_SUCCESS)
        elif kind == MSG_CHANNEL_OPEN_CONFIRMATION:
            ours, theirs = packet.get_uint32(), packet.get_uint32()
            name = self._opened.get(ours, b"none that was asked for")
            if name != b"session" or self.channels:
                self._fuzz.grants.append(f"channel {name!r} after {len(self.channels)} others")
            self.channels.append(theirs)
            self._here[ours] = theirs
            self._count("open", True)
        elif kind == MSG_CHANNEL_OPEN_FAILURE:
            self._count("open", False)
        else:
            return self._usual(kind, number, packet)
        return True

    def on_channel(self, ours: int, kind: int) -> None:
        theirs = self._here.get(ours, -1)
        if kind in (MSG_CHANNEL_SUCCESS, MSG_CHANNEL_FAILURE):
            asked = self._asked.get(theirs)
            if kind == MSG_CHANNEL_SUCCESS and (what := asked.popleft() if asked else "nothing"):
                self._fuzz.grants.append(f"channel request {what}")
            elif kind == MSG_CHANNEL_FAILURE and asked:
                asked.popleft()
            self._count("request", kind == MSG_CHANNEL_SUCCESS)
        elif kind == MSG_CHANNEL_CLOSE and theirs in self.channels:
            self.channels.remove(theirs)

    def _count(self, what: str, granted: bool) -> None:
        self._fuzz.answers[f"{what} {'granted' if granted else 'refused'}"] += 1


_PING = "ping"


class _All(dict[int, Any]):
    """All channels that a server may speak to, of which asyncssh need know nothing."""

    def __init__(self, client: _Client) -> None:
        super().__init__()
        self._client = client

    def __missing__(self, number: int) -> Any:
        return _Channel(self._client, number)


class _Channel:
    def __init__(self, client: _Client, number: int) -> None:
        self._client, self._number = client, number

    def log_received_packet(self, *_: Any) -> None:
        """Nobody wants to know."""

    def process_packet(self, kind: int, _: int, packet: SSHPacket) -> bool:
        self._client.on_channel(self._number, kind)
        packet.get_remaining_payload()
        return True
