"""Who comes by the web door: from which page, from where, and by what right."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import os
import re
import secrets
from collections.abc import Callable

from aiohttp import web

from tui.serve.settings import Settings

COOKIE = "polemics"
_COOKIE_DAYS = 180
_LONGEST_NAME = 128
_SHORTEST_TOKEN = 16


class Refused(Exception):
    """A browser that gets no session: a close code, a word for the log and, as its text, a sentence for the reader."""

    def __init__(self, code: int, reason: str, sentence: str) -> None:
        """Raise with all three; the sentence has 123 bytes at most, as a close frame has it."""
        super().__init__(sentence)
        self.code, self.reason = code, reason


class Reception:
    """Knows readers by what their browsers bring: a cookie, a proxy's word, or nothing."""

    def __init__(self, settings: Callable[[], Settings], token: str) -> None:
        """`settings` gives them as they are now; `token` is what lets browsers in where they ask for one."""
        self._settings = settings
        self.token = token

    # Which page

    def is_own(self, origin: str, host: str) -> bool:
        """Whether a websocket is opened by our own page.

        Without origins in the settings, only under names that nobody else can make point here: localhost and bare IP
        addresses (a page of another name may have had its name turned to this address).
        """
        if self._settings().web_origins:
            return origin.lower() in self._settings().web_origins
        name = _host_name(host)
        return is_same(origin, host) and (name == "localhost" or _ip(name) is not None)

    # From where

    def address(self, request: web.Request) -> str:
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
        return known is not None and any(known in network for network in self._settings().web_proxies)

    # By what right

    def reader(self, request: web.Request) -> tuple[str, str]:
        """The lasting name of the reader, empty for a guest, and what they are called; raises `Refused`."""
        match self._settings().web_entry:
            case "guests":
                return "", ""
            case "proxy":
                name = self._named(request)
                return f"proxy:{name}", name
            case "token":
                browser = self._read(request.cookies.get(COOKIE, ""))
                if not browser:
                    sentence = "Please open this page by the address with the token that you were given."
                    raise Refused(4001, "no token", sentence)
                return f"browser:{browser}", ""

    def _named(self, request: web.Request) -> str:
        """The name that the proxy gives; raises `Refused`."""
        named = request.headers.getall(self._settings().web_user_header, [])
        if not self._is_proxy(request.remote):
            raise Refused(4003, "not by the proxy", "This reading room is entered by another address.")
        if len(named) != 1 or not 0 < len(named[0]) <= _LONGEST_NAME or not named[0].isprintable():
            raise Refused(4003, "no name", "The proxy has not said who you are. Please sign in there.")
        return named[0]

    def token_fits(self, given: str) -> bool:
        """Whether a word is the token; it takes as long whether it is nearly or not at all."""
        return bool(self.token) and hmac.compare_digest(given.encode(), self.token.encode())

    def give_cookie(self, request: web.Request, response: web.Response) -> None:
        """Have a browser that had the token known again."""
        response.set_cookie(
            COOKIE,
            self._sign(secrets.token_urlsafe(16)),
            max_age=_COOKIE_DAYS * 86400,
            httponly=True,
            samesite="Strict",
            secure=self._is_secure(request),
            path="/",
        )

    def _sign(self, browser: str) -> str:
        """The cookie of a browser: a name of its own, and the proof that it had the token."""
        proof = hmac.new(self.token.encode(), browser.encode(), hashlib.sha256).hexdigest()
        return f"{browser}.{proof}"

    def _read(self, cookie: str) -> str:
        browser, _, _ = cookie.partition(".")
        fits = hmac.compare_digest(cookie.encode(), self._sign(browser).encode())
        return browser if fits and self.token else ""

    def _is_secure(self, request: web.Request) -> bool:
        if self._is_proxy(request.remote):
            return request.headers.get("X-Forwarded-Proto", "").lower() == "https"
        return request.secure


def is_same(origin: str, host: str) -> bool:
    """Whether a page says that it comes from the very address at which it was asked for."""
    return origin.lower() in (f"http://{host.lower()}", f"https://{host.lower()}")


def token_of(settings: Settings) -> str:
    """The token of the settings, made if there is none yet; raises `OSError`, or `ValueError` where it is too short."""
    file = settings.web_token_file
    try:
        words = file.read_bytes().split()
    except FileNotFoundError:
        return _make_token(settings)
    if not words or not words[0].isascii() or len(words[0]) < _SHORTEST_TOKEN:
        raise ValueError(
            f"{file}: must hold a word of {_SHORTEST_TOKEN} characters or more; delete the file, and one is made"
        )
    return words[0].decode("ascii")


def _make_token(settings: Settings) -> str:
    token, file = secrets.token_urlsafe(24), settings.web_token_file
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o711)
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as writable:
        writable.write(token + "\n")
    return token


_HOST = re.compile(r"(?:\[(?P<six>[0-9a-f:.]+)\]|(?P<name>[^:\[\]]+))(?::[0-9]+)?", re.IGNORECASE)


def _host_name(host: str) -> str:
    """A Host header without brackets and port."""
    match = _HOST.fullmatch(host)
    return (match["six"] or match["name"]).lower() if match else ""


def _ip(said: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """An address without its zone, IPv4 as IPv4; `None` for anything else."""
    try:
        known = ipaddress.ip_address(said.partition("%")[0])
    except ValueError:
        return None
    return getattr(known, "ipv4_mapped", None) or known
