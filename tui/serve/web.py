"""The web door: a page with a terminal, and a session behind each websocket that it opens.

The page holds no secret and is given to everybody; who may have a session is settled when the websocket is opened, and
said to the reader in the frame that closes it.

To the server a binary message is what was typed (UTF-8), a text message a size (`120x40`); from the server come binary
messages for the terminal.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from functools import partial
from time import monotonic
from typing import Any, cast

from aiohttp import WSMsgType, web

from tui.serve import limits, page
from tui.serve.hall import Hall
from tui.serve.reception import Reception, Refused, is_same, token_of
from tui.serve.session import FAREWELLS, End, Session
from tui.serve.settings import bind_host
from tui.serve.visit import Visit

_BEAT = 30.0
"""Seconds after which a browser that answers nothing is taken to be gone."""

_KEPT_ALIVE = 15.0
"""Seconds that a connection may be kept between two requests."""


class Door:
    """Awaits browsers at the address of the settings."""

    def __init__(self, hall: Hall) -> None:
        """Before a hall. Raises `OSError` or `ValueError` where the token cannot be read."""
        self._hall = hall
        self._reception = Reception(lambda: hall.settings, "")
        self._greeted: set[Any] = set()
        self._open: set[web.WebSocketResponse] = set()
        self.reload()

    def reload(self) -> None:
        """Take up the settings of the hall anew; another token voids all cookies. Raises as the construction does."""
        settings = self._hall.settings
        self._knocks = limits.Knocks(settings.connections_by_address, monotonic)
        if settings.web_entry == "token":
            self._reception.token = token_of(settings)

    async def open(self) -> None:
        """Begin to listen; raises `OSError` where that cannot be."""
        application = web.Application(middlewares=[self._greet])
        application.on_response_prepare.append(page.furnish)
        application.add_routes(
            [
                web.get("/", self._page),
                web.get("/static/{path:.+}", _static),
                web.get("/session", self._session),
            ]
        )
        self._runner = web.AppRunner(application, access_log=None, keepalive_timeout=_KEPT_ALIVE)
        await self._runner.setup()
        settings, loop = self._hall.settings, asyncio.get_running_loop()
        meet = partial(self._meet, cast(web.Server, self._runner.server))
        self._server = await loop.create_server(meet, bind_host(settings.web_address), settings.web_port)

    @property
    def port(self) -> int:
        """The port that is listened on, once the door is open."""
        return int(self._server.sockets[0].getsockname()[1])

    @property
    def invitation(self) -> str:
        """The address to open in a browser, with the token if one is asked for: for the owner's eyes, not for a log."""
        settings = self._hall.settings
        host = "localhost" if settings.web_address in ("all", "127.0.0.1", "::1") else settings.web_address
        netloc = f"[{host}]" if ":" in host else host
        here = settings.web_origins[0] if settings.web_origins else f"http://{netloc}:{self.port}"
        return f"{here}/?token={self._reception.token}" if settings.web_entry == "token" else f"{here}/"

    async def close(self) -> None:
        """Let nobody in any more, and end the connections; the sessions are the hall's to end before."""
        self._server.close()
        for socket in list(self._open):
            await socket.close(code=1001)
        await self._runner.cleanup()

    # Connections

    def _meet(self, server: web.Server) -> asyncio.Protocol:
        """A new connection: one too many is dropped, one that asks for nothing is cut off after a while."""
        if len(server.connections) >= 2 * self._hall.settings.sessions + 100:
            return _Dropped()
        protocol = server()
        asyncio.get_running_loop().call_later(limits.HANDSHAKE, self._hurry, protocol)
        return protocol

    def _hurry(self, protocol: Any) -> None:
        if protocol in self._greeted:
            self._greeted.discard(protocol)
        else:
            protocol.force_close()

    @web.middleware
    async def _greet(
        self, request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        self._greeted.add(request.protocol)
        return await handler(request)

    # The page

    async def _page(self, request: web.Request) -> web.StreamResponse:
        response = page.answer(request, "page.html")
        given = request.query.get("token")
        if given is not None and self._hall.settings.web_entry == "token" and self._may_enter(request, given):
            # Not by a redirection: coming from another site, the browser would follow it without the cookie.
            self._reception.give_cookie(request, response)
        return response

    def _may_enter(self, request: web.Request, given: str) -> bool:
        address = self._reception.address(request)
        if not self._knocks.allow(address):
            self._hall.log.turned_away("web", address, "too often")
            return False
        if not self._reception.token_fits(given):
            self._hall.log.turned_away("web", address, "wrong token")
            return False
        return True

    # The session

    async def _session(self, request: web.Request) -> web.StreamResponse:
        origin = request.headers.get("Origin", "")
        if not self._reception.is_own(origin, request.host) and not is_same(origin, request.host):
            self._hall.log.turned_away("web", self._reception.address(request), f"origin {origin}")
            return web.Response(status=403, text=f"{origin!a} is not among the server's web-origins.\n")
        socket = web.WebSocketResponse(
            max_msg_size=limits.MESSAGE, heartbeat=_BEAT, compress=False, timeout=3
        )
        if not socket.can_prepare(request).ok:
            return web.Response(
                status=426, text="A websocket is expected here.\n", headers={"Upgrade": "websocket"}
            )
        await socket.prepare(request)
        self._open.add(socket)
        try:
            await self._serve(request, socket)
        finally:
            self._open.discard(socket)
        return socket

    async def _serve(self, request: web.Request, socket: web.WebSocketResponse) -> None:
        line = _Line(socket)
        try:
            visit = self._visit(request)
            session = await self._hall.enter(visit, socket.send_bytes, door="web", hold=line.hold)
        except Refused as refused:
            self._hall.log.turned_away("web", self._reception.address(request), refused.reason)
            await socket.close(code=refused.code, message=str(refused).encode())
        except limits.Full as full:
            await socket.close(code=4013, message=str(full).encode())
        else:
            end = await line.carry(session)
            await socket.close(message=FAREWELLS.get(end.why, "").encode())

    def _visit(self, request: web.Request) -> Visit:
        """The visit that a browser asks for; raises `Refused` where it may not have it."""
        address = self._reception.address(request)
        if not self._knocks.allow(address):
            sentence = "Too many connections come from your address. Please wait a minute."
            raise Refused(4029, "too often", sentence)
        origin = request.headers.get("Origin", "")
        if not self._reception.is_own(origin, request.host):
            sentence = "The owner of the server has yet to name this page's address in web-origins."
            raise Refused(4003, f"origin {origin}", sentence)
        reader, name = self._reception.reader(request)
        columns, rows = limits.clamp(*_cells(request.query.get("cells", "")) or (0, 0))
        return Visit(
            term="xterm-256color",
            columns=columns,
            rows=rows,
            colorterm="truecolor",
            reader=reader,
            name=name,
            address=address,
        )


class _Line:
    """What goes between a websocket and a session."""

    def __init__(self, socket: web.WebSocketResponse) -> None:
        self._socket = socket
        self._flowing = asyncio.Event()
        self._flowing.set()

    def hold(self, held: bool) -> None:
        if held:
            self._flowing.clear()
        else:
            self._flowing.set()

    async def carry(self, session: Session) -> End:
        """Listen until one of both ends."""
        listening = asyncio.create_task(self._listen(session))
        try:
            ends: set[asyncio.Future[Any]] = {listening, session.end}
            await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
            session.close("gone")
            return await asyncio.shield(session.end)
        finally:
            listening.cancel()
            session.close("gone")

    async def _listen(self, session: Session) -> None:
        async for message in self._socket:
            await self._flowing.wait()
            if message.type is WSMsgType.BINARY:
                session.feed(message.data)
            elif message.type is WSMsgType.TEXT and (cells := _cells(message.data)):
                session.resize(*cells)


class _Dropped(asyncio.Protocol):
    """A connection that is one too many."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        cast(asyncio.Transport, transport).abort()


async def _static(request: web.Request) -> web.Response:
    return page.answer(request, request.match_info["path"])


_CELLS = re.compile("([0-9]{1,4})x([0-9]{1,4})")


def _cells(said: str) -> tuple[int, int] | None:
    """The columns and rows that a browser says: `120x40`."""
    match = _CELLS.fullmatch(said)
    return (int(match[1]), int(match[2])) if match else None
