"""The SSH door: keys or guests, one session a connection, and nothing but reading behind it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Collection
from contextlib import suppress
from time import monotonic
from typing import Any

import asyncssh

from tui.serve import limits
from tui.serve.hall import Hall
from tui.serve.keys import Keys, host_key
from tui.serve.settings import bind_host
from tui.serve.visitor import Visitor

_WINDOW = 128 * 1024
_MOST_KEYS = 20
"""Keys that one connection may offer."""

PARTING = 5.0
"""Seconds in which a client must have taken leave when its session has ended."""

_ON_THE_WAY = 200
"""Connections at a time that have not proved yet who they are."""

_TALK, _TALK_AT_ONCE = 16 * 1024, 4 * 1024 * 1024
"""Bytes a second, and at once, that a connection may send beside what is typed: requests, new keys, sizes."""

_CIPHERS = (
    "aes128-gcm@openssh.com",
    "aes256-gcm@openssh.com",
    "aes256-ctr",
    "aes192-ctr",
    "aes128-ctr",
)
"""What all clients have, and costs a tenth of ChaCha20-Poly1305 here; none that chains blocks (CBC)."""

_UNREAD = 1024 * 1024
"""Bytes that a connection may send while it does not read what it is sent."""


class Door:
    """Awaits SSH clients at the address of the settings."""

    def __init__(self, hall: Hall, commands: Collection[str]) -> None:
        """Before a hall whose house answers these commands. Raises `OSError` or `ValueError` where keys cannot be read."""
        self.hall = hall
        self.commands = commands
        self.keys = Keys(hall.settings.authorized_keys)
        self.knocks = limits.Knocks(hall.settings.connections_by_address, monotonic)
        self.on_the_way: dict[Connection, None] = {}
        self._host_key = host_key(hall.settings.host_key_file)

    async def open(self) -> None:
        """Begin to listen; raises `OSError` where that cannot be."""
        # What asyncssh would say of a connection stands in the server's own log, with nothing raw in it.
        asyncssh.set_log_level(logging.CRITICAL)
        settings = self.hall.settings
        self._listener = await asyncssh.listen(
            bind_host(settings.address) or "",
            settings.port,
            server_factory=lambda: Connection(self),
            server_host_keys=[self._host_key],
            server_version="polemics",
            config=[],
            login_timeout=limits.HANDSHAKE,
            keepalive_interval=30,
            keepalive_count_max=4,
            agent_forwarding=False,
            x11_forwarding=False,
            allow_scp=False,
            gss_host=None,
            line_editor=False,
            encoding=None,
            encryption_algs=_CIPHERS,
            window=_WINDOW,
        )

    @property
    def port(self) -> int:
        """The port that is listened on, once the door is open."""
        return int(self._listener.get_port())

    @property
    def fingerprint(self) -> str:
        """The server's own key, as clients show it."""
        return str(self._host_key.get_fingerprint())

    def reload(self) -> None:
        """Take up the settings of the hall anew; raises `OSError` or `ValueError`, and keeps the keys that there were."""
        self.knocks = limits.Knocks(self.hall.settings.connections_by_address, monotonic)
        self.keys = Keys(self.hall.settings.authorized_keys)

    async def close(self) -> None:
        """Let nobody in any more; the sessions are the hall's to end."""
        self._listener.close()
        await self._listener.wait_closed()


class Connection(asyncssh.SSHServer):
    """One client, from the first byte to the last: who it is, and the one session that it may have."""

    def __init__(self, door: Door) -> None:
        """At a door."""
        self.door = door
        self.name = self.reader = self.address = ""
        self._offered = 0
        self._sent_unread = 0
        self._is_full = False
        self._had_session = False
        self._timer: asyncio.TimerHandle | None = None
        self.writable = asyncio.Event()
        self.writable.set()

    # -- coming and going

    def connection_made(self, conn: asyncssh.SSHServerConnection) -> None:
        """Let in who does not knock too often; before anything is computed for them."""
        self._conn = conn
        peer = conn.get_extra_info("peername")
        self.address = str(peer[0]) if peer else ""
        if not self.door.knocks.allow(self.address):
            self.turn_away("too often")
            return
        if len(self.door.on_the_way) >= _ON_THE_WAY:
            # Who has been here longest is the slowest: a flood of such must not keep others out.
            next(iter(self.door.on_the_way)).turn_away("too many at the door")
        self.door.on_the_way[self] = None
        self._bound(conn)

    def connection_lost(self, exc: Exception | None) -> None:
        """It is gone."""
        self.door.on_the_way.pop(self, None)
        if self._timer is not None:
            self._timer.cancel()
        self.writable.set()

    def turn_away(self, reason: str) -> None:
        """Close at once, and note why."""
        self.door.on_the_way.pop(self, None)
        self.door.hall.log.turned_away("ssh", self.address, reason, self.name)
        self._conn.abort()

    def _bound(self, conn: asyncssh.SSHServerConnection) -> None:
        """Bound what the connection itself takes and keeps; asyncssh leaves it to the transport, which has no bounds."""
        take, send = conn.data_received, conn.send_packet
        self._talk = limits.Bucket(_TALK, _TALK_AT_ONCE, monotonic)

        def received(data: bytes, datatype: Any = None) -> None:
            self._sent_unread += len(data) if self._is_full else 0
            if not self._talk.take(len(data)) or self._sent_unread > _UNREAD:
                self.turn_away("flood")
            else:
                take(data, datatype)

        def send_packet(kind: int, *parts: bytes, **rest: Any) -> None:
            # An empty packet before each would keep chained blocks from being foretold; there are none.
            if kind != _IGNORE:
                send(kind, *parts, **rest)

        # These are asyncio's own names for what it tells a protocol, and asyncssh's.
        for name, verb in (
            ("send_packet", send_packet),
            ("data_received", received),
            ("pause_writing", self._fill),
            ("resume_writing", self._drain),
        ):
            setattr(conn, name, verb)

    def typed(self, data: bytes) -> None:
        """Count what is typed apart: it has its own bounds."""
        self._talk.spend(-len(data))

    def _fill(self) -> None:
        self._is_full = True
        self.writable.clear()

    def _drain(self) -> None:
        self._is_full = False
        self._sent_unread = 0
        self.writable.set()

    # -- who it is

    def begin_auth(self, username: str) -> bool:
        """Guests need prove nothing; who goes by the name of someone with a key is asked for it."""
        self.name = username
        return not self.door.hall.settings.guests or username in self.door.keys.names

    def public_key_auth_supported(self) -> bool:
        """Keys are the only proof that is asked for."""
        return True

    def validate_public_key(self, username: str, key: asyncssh.SSHKey) -> bool:
        """Whether a key opens the door; that the client has its private half is checked by asyncssh."""
        self._offered += 1
        if self._offered > _MOST_KEYS:
            self.turn_away("too many keys")
            return False
        if not self.door.keys.fit(key, self.address):
            return False
        self.reader = str(key.get_fingerprint())
        return True

    def auth_completed(self) -> None:
        """Wait for a session, but not for long."""
        self.door.on_the_way.pop(self, None)
        loop = asyncio.get_running_loop()
        self._timer = loop.call_later(limits.SESSION, self.turn_away, "no session")

    # -- what it wants

    def session_requested(self) -> tuple[asyncssh.SSHServerChannel[bytes], Visitor] | bool:
        """Give it one session."""
        if self._had_session:
            return False
        self._had_session = True
        channel = self._conn.create_server_channel("", window=_WINDOW)
        visitor = Visitor(self)
        # The variables that a client sends would be kept without a bound: most are refused here, by asyncssh's own name for it.
        setattr(channel, _ENVIRONMENT, visitor.variable_sent)
        return channel, visitor

    async def leave(self, channel: asyncssh.SSHServerChannel[bytes]) -> None:
        """Close the connection in good order when its channel is closed, and after a while in any case."""
        with suppress(TimeoutError):
            await asyncio.wait_for(channel.wait_closed(), PARTING)
        self._conn.close()
        asyncio.get_running_loop().call_later(PARTING, self._conn.abort)

    def session_begun(self) -> None:
        """The session has begun."""
        if self._timer is not None:
            self._timer.cancel()


_ENVIRONMENT = "_process_env_request"
_IGNORE = 2
"""The number of a packet that the other side ignores (SSH_MSG_IGNORE, RFC 4253)."""
