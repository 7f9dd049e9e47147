"""The hall: where all doors lead to, whoever comes; it counts, lets in, and clears."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from time import monotonic

from tui.serve.limits import Full, Seat, Seats
from tui.serve.log import Entry, Log
from tui.serve.nursery import Nursery
from tui.serve.session import End, Send, Session
from tui.serve.settings import Settings
from tui.serve.visit import Visit


class Hall:
    """The sessions of all doors."""

    def __init__(self, settings: Settings, nursery: Nursery, log: Log) -> None:
        """Empty, and open."""
        self.settings = settings
        self.log = log
        self._nursery = nursery
        self._seats = Seats(settings.sessions, settings.sessions_by_address)
        self._sessions: set[Session] = set()
        self._open = True

    def __len__(self) -> int:
        """How many sessions there are."""
        return len(self._sessions)

    def settle(self, settings: Settings) -> None:
        """Go on with other settings; sessions keep those that they began with."""
        self.settings = settings
        self._seats.in_all, self._seats.by_address = settings.sessions, settings.sessions_by_address

    async def enter(
        self,
        visit: Visit,
        send: Send,
        *,
        door: str,
        complain: Send | None = None,
        hold: Callable[[bool], None] = lambda held: None,
    ) -> Session:
        """Begin a session (see `tui.serve.session`); raises `Full`, whose text is for the visitor, where there is no room."""
        try:
            seat = self._take_seat(visit)
            session = await self._begin(seat, visit, send, complain, hold)
        except Full as full:
            self.log.turned_away(door, visit.address, full.reason, visit.name)
            raise
        self._sessions.add(session)
        if self.settings.motto:
            session.say(self.settings.motto)
        session.end.add_done_callback(lambda end: self._left(door, session, seat, end.result()))
        if not self._open:
            session.close("stopped")
        return session

    async def clear(self, why: str, *, seconds: float = 0.0, hurry: asyncio.Event | None = None) -> None:
        """Let nobody in any more, tell those who are here, and send them home after so many seconds, or in a `hurry`."""
        self._open = False
        left = asyncio.create_task(_all([session.end for session in self._sessions]))
        if seconds:
            for session in self._sessions:
                session.say(f"the server is being stopped: the session is closed in {seconds:.0f} s")
            hurried = asyncio.create_task((hurry or asyncio.Event()).wait())
            await asyncio.wait((hurried, left), timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
            hurried.cancel()
        for session in self._sessions:
            session.close(why)
        await left

    def _take_seat(self, visit: Visit) -> Seat:
        if not self._open:
            raise Full("stopped", "The server is being stopped. Please come again later.")
        return self._seats.take(visit.address)

    async def _begin(
        self, seat: Seat, visit: Visit, send: Send, complain: Send | None, hold: Callable[[bool], None]
    ) -> Session:
        idle, total = self.settings.idle, self.settings.total
        session = Session(visit, send, complain=complain, hold=hold, idle=idle, total=total)
        try:
            await session.begin(self._nursery)
        except (OSError, TimeoutError) as error:
            seat.free()
            self.log.note(f"no process for a visitor: {error}")
            raise Full("no-process", "There is some trouble here. Please come again in a moment.") from error
        except BaseException:
            seat.free()
            raise
        return session

    def _left(self, door: str, session: Session, seat: Seat, end: End) -> None:
        self._sessions.discard(session)
        seat.free()
        seconds = monotonic() - session.began
        visit = session.visit
        entry = Entry(
            door=door,
            began=datetime.now(UTC) - timedelta(seconds=seconds),
            seconds=seconds,
            address=visit.address,
            name=visit.name,
            reader=visit.reader,
            words=visit.words,
            term=visit.term,
            received=session.received,
            sent=session.sent,
            keys=session.fed,
            reason=end.why,
            code=end.code,
        )
        self.log.session(entry)
        if end.crash:
            self.log.note(f"a session crashed: {end.crash}")


async def _all(ends: Iterable[asyncio.Future[End]]) -> bool:
    for end in ends:
        await asyncio.shield(end)
    return True
