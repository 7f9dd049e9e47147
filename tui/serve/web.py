"""The web door: a page with a terminal, and a session behind each websocket that it opens.

The page holds no secret and is given to everybody; who may have a session is settled when the websocket is opened, and
said to the reader in the frame that closes it.
"""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import hmac
import ipaddress
import re
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import cache, partial
from importlib.resources import files
from time import monotonic
from typing import Any, cast
from urllib.parse import urlsplit

from aiohttp import WSMsgType, web

from tui.serve import limits
from tui.serve.hall import Hall
from tui.serve.session import End, Session
from tui.serve.settings import Settings, bind_host
from tui.serve.visit import Visit

COOKIE = "polemics"
_COOKIE_DAYS = 180
_LONGEST_NAME = 128
_BEAT = 30.0
"""Seconds after which a browser that answers nothing is taken to be gone."""

_HEADERS = {
    "Content-Security-Policy": (
        # The terminal makes style sheets of its own for its colours; nothing else comes from anywhere but here.
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; connect-src 'self'; img-src data:; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Permissions-Policy": "clipboard-read=(), camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-cache",
    "Server": "polemics",
}


class _Refused(Exception):
    """A visitor who is not let in: a close code, a word for the log and a sentence for the reader."""

    def __init__(self, code: int, reason: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code, self.reason = code, reason


class Door:
    """Awaits browsers at the address of the settings."""

    def __init__(self, hall: Hall, token: str = "") -> None:
        """Before a hall; `token` (see `token_of`) is what lets browsers in where the settings ask for one."""
        self.token = token
        self._hall = hall
        self._knocks = limits.Knocks(hall.settings.connections_by_address, monotonic)
        self._greeted: set[Any] = set()
        self._open: set[web.WebSocketResponse] = set()

    async def open(self) -> None:
        """Begin to listen; raises `OSError` where that cannot be."""
        application = web.Application(middlewares=[self._greet])
        application.on_response_prepare.append(_furnish)
        application.add_routes(
            [
                web.get("/", self._page),
                web.get("/static/{path:.+}", _static),
                web.get("/session", self._session),
            ]
        )
        self._runner = web.AppRunner(application, access_log=None, keepalive_timeout=15)
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
        return f"{here}/?token={self.token}" if settings.web_entry == "token" else f"{here}/"

    def reload(self) -> None:
        """Take up the token anew, which voids all cookies if it is another; raises as `token_of` does."""
        if self._hall.settings.web_entry == "token":
            self.token = token_of(self._hall.settings)

    async def close(self) -> None:
        """Let nobody in any more, and end the connections; the sessions are the hall's to end before."""
        self._server.close()
        for socket in list(self._open):
            await socket.close(code=1001, message=_SENTENCES["stopped"].encode())
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
        response = await _static(request, "page.html")
        given = request.query.get("token")
        if (
            given is not None
            and self._hall.settings.web_entry == "token"
            and self._token_fits(request, given)
        ):
            # Not a redirection: coming from another site, the browser would follow it without the cookie.
            response.set_cookie(
                COOKIE,
                self._sign(secrets.token_urlsafe(16)),
                max_age=_COOKIE_DAYS * 86400,
                httponly=True,
                samesite="Strict",
                secure=self._is_secure(request),
                path="/",
            )
        return response

    def _token_fits(self, request: web.Request, given: str) -> bool:
        address = self._address(request)
        if not self._let_knock(address):
            self._hall.log.turned_away("web", address, "too often")
            return False
        if not hmac.compare_digest(given.encode(), self.token.encode()):
            self._hall.log.turned_away("web", address, "wrong token")
            return False
        return True

    def _let_knock(self, address: str) -> bool:
        self._knocks.a_minute = self._hall.settings.connections_by_address
        return self._knocks.allow(address)

    # Who comes

    def _visit(self, request: web.Request) -> Visit:
        """The visit that a browser asks for; raises `_Refused` where it may not have it."""
        address = self._address(request)
        if not self._let_knock(address):
            raise _Refused(
                4029, "too often", "Too many connections come from your address. Please wait a minute."
            )
        reader, name = self._reader(request)
        columns, rows = _cells(request.query.get("cells", "")) or (0, 0)
        columns, rows = limits.clamp(columns, rows)
        return Visit(
            term="xterm-256color",
            columns=columns,
            rows=rows,
            colorterm="truecolor",
            reader=reader,
            name=name,
            address=address,
        )

    def _reader(self, request: web.Request) -> tuple[str, str]:
        """The lasting name of the reader, empty for a guest, and what they are called."""
        settings = self._hall.settings
        match settings.web_entry:
            case "guests":
                return "", ""
            case "proxy":
                named = request.headers.getall(settings.web_user_header, [])
                if not self._is_proxy(request.remote):
                    raise _Refused(
                        4003, "not by the proxy", "This reading room is entered by another address."
                    )
                if len(named) != 1 or not 0 < len(named[0]) <= _LONGEST_NAME or not named[0].isprintable():
                    raise _Refused(
                        4003, "no name", "The proxy has not said who you are. Please sign in there."
                    )
                return f"proxy:{named[0]}", named[0]
            case "token":
                reader = self._read(request.cookies.get(COOKIE, ""))
                if not reader:
                    raise _Refused(
                        4001,
                        "no token",
                        "Please open this page by the address with the token that you were given.",
                    )
                return f"browser:{reader}", ""

    def _sign(self, reader: str) -> str:
        """The cookie of a browser: its own name, and the proof that it had the token."""
        proof = hmac.new(self.token.encode(), reader.encode(), hashlib.sha256).hexdigest()
        return f"{reader}.{proof}"

    def _read(self, cookie: str) -> str:
        reader, _, _ = cookie.partition(".")
        # A token that is not there signs nothing.
        fits = hmac.compare_digest(cookie.encode(), self._sign(reader).encode())
        return reader if fits and reader and self.token else ""

    def _address(self, request: web.Request) -> str:
        """Where a browser is: the connection's far end, or behind our proxies what the outermost of them says."""
        address = request.remote or ""
        forwarded = ",".join(request.headers.getall("X-Forwarded-For", [])).split(",")
        while forwarded and self._is_proxy(address):
            said = forwarded.pop().strip()
            if _ip(said) is None:
                break
            address = said
        return address

    def _is_proxy(self, address: str | None) -> bool:
        known = _ip(address or "")
        return known is not None and any(known in network for network in self._hall.settings.web_proxies)

    def _is_secure(self, request: web.Request) -> bool:
        if self._is_proxy(request.remote):
            return request.headers.get("X-Forwarded-Proto", "").lower() == "https"
        return request.secure

    def _is_own(self, origin: str, host: str) -> bool:
        """Whether a websocket is opened by our own page.

        Without origins in the settings, only under names that nobody else can make point here: localhost and bare IP
        addresses (a page of another name may have had its name turned to this address).
        """
        origin = origin.lower().rstrip("/")
        if self._hall.settings.web_origins:
            return origin in self._hall.settings.web_origins
        parts = urlsplit(origin)
        return parts.netloc == host.lower() and (
            parts.hostname == "localhost" or _ip(parts.hostname or "") is not None
        )

    # The session

    async def _session(self, request: web.Request) -> web.StreamResponse:
        origin = request.headers.get("Origin", "")
        if not self._is_own(origin, request.host):
            self._hall.log.turned_away("web", self._address(request), f"origin {origin}")
            words = f"{origin!a} is not among the server's web-origins.\n"
            return web.Response(status=403, text=words)
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
        except _Refused as refused:
            self._hall.log.turned_away("web", self._address(request), refused.reason)
            await socket.close(code=refused.code, message=str(refused).encode())
        except limits.Full as full:
            await socket.close(code=4013, message=str(full).encode())
        else:
            end = await line.carry(session)
            await socket.close(message=_SENTENCES.get(end.why, _SENTENCES["left"]).encode())


_SENTENCES = {
    "left": "You have left the reading room.",
    "idle": "Nothing was pressed for a long time, so the session was closed.",
    "time": "The session has lasted as long as it may.",
    "stopped": "The server is being stopped. Please come again later.",
    "crashed": "The session ended by a fault of the program. It has been noted.",
}
"""What the reader is told, by the reason of the end (`End.why`); at most 123 bytes each, as a close frame has it."""


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
            return await session.end
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


# The tokens


def token_of(settings: Settings) -> str:
    """The token of the settings, made if there is none yet; raises `OSError`, or `ValueError` where it is too short."""
    file = settings.web_token_file
    try:
        words = file.read_text(encoding="utf-8").split()
    except FileNotFoundError:
        return _made(settings)
    except UnicodeDecodeError:
        words = []
    if not words or len(words[0]) < 16:
        raise ValueError(
            f"{file}: must hold a word of 16 characters or more; delete the file, and one is made"
        )
    return words[0]


def _made(settings: Settings) -> str:
    import os

    token, file = secrets.token_urlsafe(24), settings.web_token_file
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as writable:
        writable.write(token + "\n")
    return token


# The files of the page

_TYPES = {
    ".html": "text/html",
    ".css": "text/css",
    ".mjs": "text/javascript",
}


@dataclass(frozen=True, slots=True)
class _File:
    content_type: str
    plain: bytes
    zipped: bytes
    tag: str


@cache
def _files() -> dict[str, _File]:
    """Every file of the page, by its path under `static`."""
    folder = files("tui.serve") / "static"
    found = {}
    for place in (folder, folder / "xterm"):
        for file in place.iterdir():
            kind = _TYPES.get("." + file.name.rpartition(".")[2])
            if kind:
                plain = file.read_bytes()
                path = file.name if place is folder else f"xterm/{file.name}"
                tag = hashlib.sha256(plain).hexdigest()[:16]
                found[path] = _File(kind, plain, gzip.compress(plain, mtime=0), tag)
    return found


async def _static(request: web.Request, path: str = "") -> web.Response:
    file = _files().get(path or request.match_info["path"])
    if file is None:
        return web.Response(status=404, text="There is no such page.\n")
    if any(tag.value == file.tag for tag in request.if_none_match or ()):
        response = web.Response(status=304)
    elif "gzip" in request.headers.get("Accept-Encoding", ""):
        headers = {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
        response = web.Response(
            body=file.zipped, content_type=file.content_type, charset="utf-8", headers=headers
        )
    else:
        response = web.Response(body=file.plain, content_type=file.content_type, charset="utf-8")
    response.etag = file.tag
    return response


async def _furnish(request: web.Request, response: web.StreamResponse) -> None:
    response.headers.update(_HEADERS)


# Small readings

_CELLS = re.compile("([0-9]{1,4})x([0-9]{1,4})", re.ASCII)


def _cells(said: str) -> tuple[int, int] | None:
    """The columns and rows that a browser says: `120x40`."""
    match = _CELLS.fullmatch(said)
    return (int(match[1]), int(match[2])) if match else None


def _ip(said: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """An address without its zone, IPv4 as IPv4; `None` for anything else."""
    try:
        known = ipaddress.ip_address(said.partition("%")[0])
    except ValueError:
        return None
    return getattr(known, "ipv4_mapped", None) or known
