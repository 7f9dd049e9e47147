"""An SSH visitor: the one channel of a connection, what it asks for, and the session behind it."""

from __future__ import annotations

import asyncio
import shlex
from typing import TYPE_CHECKING, Any

import asyncssh

from tui.serve import limits
from tui.serve.limits import Full
from tui.serve.session import Session
from tui.serve.visit import Visit

if TYPE_CHECKING:
    from tui.serve.ssh import Connection

NO_TERMINAL = "The reading room needs a terminal that can move its cursor. Ask for one with ssh -t."
NO_SHELL = "There is no shell here. Come without a command to read; these commands are answered: {}."
NOT_UNDERSTOOD = "The command cannot be understood: {}."
REFUSED = 2
"""The exit code of a command that is not answered."""

_LONGEST_COMMAND = 8 * 1024
_LONGEST_VARIABLE = 64
_VARIABLES = ("LANG", "LC_ALL", "LC_CTYPE", "COLORTERM", "NO_COLOR")


class Visitor(asyncssh.SSHServerSession[bytes]):
    """The channel's side of a session."""

    def __init__(self, connection: Connection) -> None:
        """Of a connection."""
        self._connection = connection
        self._term = ""
        self._size = (0, 0)
        self._words: tuple[str, ...] = ()
        self._variables: dict[str, str] = {}
        self._refusal = ""
        self._gone = False
        self._session: Session | None = None
        self._early: list[bytes] = []
        self._life: asyncio.Task[None] | None = None
        self._writable = asyncio.Event()
        self._writable.set()

    # -- what is asked for

    def connection_made(self, chan: asyncssh.SSHServerChannel[bytes]) -> None:
        """The channel is open."""
        self._channel = chan
        chan.set_write_buffer_limits(32 * 1024)

    def variable_sent(self, packet: Any) -> bool:
        """Take a variable that says something of the terminal, and refuse any other."""
        name, value = packet.get_string(), packet.get_string()
        packet.check_end()
        known = name.decode("ascii", "replace")
        if known not in _VARIABLES or len(value) > _LONGEST_VARIABLE:
            return False
        self._variables[known] = value.decode("ascii", "replace")
        return True

    def pty_requested(self, term_type: str, term_size: tuple[int, int, int, int], term_modes: Any) -> bool:
        """Take note of the terminal."""
        self._term = limits.terminal(term_type) or ""
        self._size = term_size[:2]
        return True

    def shell_requested(self) -> bool:
        """Reading is meant: that is all there is instead of a shell."""
        self._refusal = "" if self._term else NO_TERMINAL
        return True

    def exec_requested(self, command: str) -> bool:
        """Take a command of the list; any other is answered with a sentence."""
        try:
            self._words = tuple(shlex.split(command[:_LONGEST_COMMAND]))
        except ValueError as error:
            self._refusal = NOT_UNDERSTOOD.format(str(error).lower())
            return True
        if (
            len(command) > _LONGEST_COMMAND
            or not self._words
            or self._words[0] not in self._connection.door.commands
        ):
            self._refusal = NO_SHELL.format(", ".join(sorted(self._connection.door.commands)))
        return True

    def session_started(self) -> None:
        """The client is told that it is let in: begin."""
        self._connection.session_begun()
        self._life = asyncio.create_task(self._live())

    # -- the session

    async def _live(self) -> None:
        try:
            code = await self._received()
        except ConnectionError:
            code = 1
        if not self._gone:
            self._channel.exit(code)
        # One session is all that a connection is for.
        await self._connection.leave(self._channel)

    async def _received(self) -> int:
        """Have the visit, and give its exit code."""
        hall = self._connection.door.hall
        if self._refusal:
            reason = "no terminal" if self._refusal is NO_TERMINAL else "no such command"
            hall.log.turned_away("ssh", self._connection.address, reason, self._connection.name)
            await self._complain(self._refusal)
            return 1 if self._refusal is NO_TERMINAL else REFUSED
        visit = self._visit()
        try:
            session = await hall.enter(
                visit, self._send, door="ssh", complain=self._send_error, hold=self._hold
            )
        except Full as full:
            await self._complain(str(full))
            return 1
        self._session = session
        if self._gone:
            session.close("gone")
        for data in self._early:
            session.feed(data)
        self._early.clear()
        return (await asyncio.shield(session.end)).code

    def _visit(self) -> Visit:
        given = {name: value for name, value in self._variables.items() if not name.startswith("LC_")}
        said = next(
            (self._variables[n] for n in ("LC_ALL", "LC_CTYPE", "LANG") if self._variables.get(n)), ""
        )
        known = limits.environment(given | ({"LANG": said} if said else {}))
        columns, rows = limits.clamp(*self._size)
        connection = self._connection
        return Visit(
            words=self._words,
            term=self._term,
            columns=columns,
            rows=rows,
            colorterm=known.get("COLORTERM", ""),
            lang=known.get("LANG", "C.UTF-8"),
            no_color=known.get("NO_COLOR", ""),
            reader=connection.reader,
            name=connection.name,
            address=connection.address,
        )

    async def _send(self, data: bytes, datatype: int | None = None) -> None:
        if self._gone:
            raise ConnectionResetError
        self._channel.write(data, datatype)
        await self._writable.wait()
        await self._connection.writable.wait()

    async def _send_error(self, data: bytes) -> None:
        await self._send(data, asyncssh.EXTENDED_DATA_STDERR)

    async def _complain(self, words: str) -> None:
        """Say why there is no session, on standard error."""
        await self._send_error(f"{words}\r\n".encode())

    def _hold(self, held: bool) -> None:
        if not self._gone:
            (self._channel.pause_reading if held else self._channel.resume_reading)()

    # -- what asyncssh tells

    def data_received(self, data: bytes, datatype: int | None) -> None:
        """Something was typed."""
        self._connection.typed(data)
        if self._session is not None:
            self._session.feed(data)
        elif sum(map(len, self._early)) < limits.INPUT:
            self._early.append(data)

    def eof_received(self) -> bool:
        """Nothing more will be typed; what is sent is still taken."""
        return True

    def terminal_size_changed(self, width: int, height: int, pixwidth: int, pixheight: int) -> None:
        """The terminal has another size."""
        self._size = (width, height)
        if self._session is not None:
            self._session.resize(width, height)

    def break_received(self, msec: int) -> bool:
        """A break means nothing here."""
        return False

    def pause_writing(self) -> None:
        """The client is slow."""
        self._writable.clear()

    def resume_writing(self) -> None:
        """It has caught up."""
        self._writable.set()

    def connection_lost(self, exc: Exception | None) -> None:
        """The channel is closed."""
        self._gone = True
        self._writable.set()
        if self._session is not None:
            self._session.close("gone")
