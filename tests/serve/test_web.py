"""The web door: who is let in, what goes through, and how a browser that reads here fares."""

from __future__ import annotations

import asyncio
import hashlib
import random
import re
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("asyncssh", reason="the extra `serve` is not installed")
pytest.importorskip("aiohttp", reason="the extra `web` is not installed")

import aiohttp

from tests.serve import chromium, slate
from tests.serve.chromium import Chromium, Page
from tests.serve.server import BOUNDLESS, free_port, invented, serving
from tui.serve import limits, reception, web
from tui.serve.child import Limits
from tui.serve.hall import Hall
from tui.serve.log import Log
from tui.serve.nursery import Nursery
from tui.serve.session import FAREWELLS
from tui.serve.settings import Settings, from_mapping

TOKEN = "a word that only readers know".replace(" ", "-")
STATIC = Path(web.__file__).parent / "static"
PATIENCE = 20.0


async def eventually(holds: Callable[[], bool]) -> None:
    """Wait until something is so."""
    for _ in range(round(PATIENCE / 0.02)):
        if holds():
            return
        await asyncio.sleep(0.02)
    raise AssertionError("it does not come true")


class Room:
    """A server with a web door alone, on a port of its own."""

    def __init__(self, hall: Hall, door: web.Door, log: Path) -> None:
        self.hall, self.door, self._log = hall, door, log
        self.http = f"http://127.0.0.1:{door.port}"

    @property
    def log(self) -> str:
        return self._log.read_text()

    def set(self, **said: Any) -> None:
        self.hall.settle(replace(self.hall.settings, **said))

    async def logs(self, words: str) -> None:
        await eventually(lambda: words in self.log)


@asynccontextmanager
async def opened(tmp_path: Path, **said: Any) -> AsyncIterator[Room]:
    settings = from_mapping({"guests": True, **said})
    settings = replace(settings, web_port=0, log=tmp_path / "log", state=tmp_path)
    settings.web_token_file.write_text(TOKEN)
    log = Log(settings.log, "text", lambda: 0.0)
    nursery = Nursery(slate.Slate(), warm=1, limits=Limits())
    hall = Hall(settings, nursery, log)
    door = web.Door(hall)
    await nursery.open()
    await door.open()
    try:
        yield Room(hall, door, tmp_path / "log")
    finally:
        await hall.clear("stopped")
        await door.close()
        await nursery.close()
        log.close()


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Room]:
    async with opened(tmp_path) as room:
        yield room


@pytest.fixture
async def client() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as client:
        yield client


def reach(room: Room, client: aiohttp.ClientSession, cells: str = "80x24", **headers: str) -> Any:
    headers.setdefault("Origin", room.http)
    return client.ws_connect(f"{room.http}/session?cells={cells}", headers=headers)


async def reads(line: aiohttp.ClientWebSocketResponse, words: str) -> str:
    """What comes until words have come."""
    seen = ""
    async with asyncio.timeout(PATIENCE):
        while words not in seen:
            message = await line.receive()
            assert message.type is aiohttp.WSMsgType.BINARY, (message, seen)
            seen += message.data.decode()
    return seen


async def ending(line: aiohttp.ClientWebSocketResponse) -> tuple[int | None, str]:
    """The code and the words of the close frame, whatever comes before it."""
    async with asyncio.timeout(PATIENCE):
        while True:
            message = await line.receive()
            if message.type is aiohttp.WSMsgType.CLOSE:
                return message.data, message.extra or ""
            assert message.type is aiohttp.WSMsgType.BINARY, message


# What goes through


async def test_what_is_typed_reaches_the_session_and_its_output_the_browser(
    room: Room, client: aiohttp.ClientSession
) -> None:
    async with reach(room, client, "100x30") as line:
        seen = await reads(line, "size=100x30")
        assert "term=xterm-256color colorterm=truecolor" in seen
        await line.send_bytes("ж\x1b[A".encode())
        await reads(line, r"typed 5 'ж\x1b[A'")
        await line.send_str("90x20")
        await reads(line, "size=90x20")
        await line.send_bytes(b"q")
        assert await ending(line) == (1000, FAREWELLS["left"])
    await room.logs("reason='left' code=0")
    assert "door='web'" in room.log
    assert not len(room.hall)


@pytest.mark.parametrize(
    ("cells", "taken"), [("9999x9999", "300x100"), ("1x1", "20x5"), ("", "80x24"), ("x;rm -rf", "80x24")]
)
async def test_the_size_asked_for_is_clamped(
    room: Room, client: aiohttp.ClientSession, cells: str, taken: str
) -> None:
    async with reach(room, client, cells) as line:
        await reads(line, f"size={taken}\r\n")


async def test_a_text_that_is_no_size_does_nothing(room: Room, client: aiohttp.ClientSession) -> None:
    async with reach(room, client) as line:
        await reads(line, "size=80x24")
        for nonsense in ("", "x", "١٢x٢٤", "-1x5", "[1,2]", "80x24\n"):
            await line.send_str(nonsense)
        await line.send_str("81x24")
        assert await reads(line, "size=") == "size=81x24\r\n"


async def test_a_message_that_is_too_long_ends_the_session(room: Room, client: aiohttp.ClientSession) -> None:
    async with reach(room, client) as line:
        await reads(line, "size=")
        await line.send_bytes(b"a" * (limits.MESSAGE + 1))
        code, _ = await ending(line)
        assert code == 1009
    await room.logs("reason='gone'")


async def test_a_crash_is_told_without_its_traceback(room: Room, client: aiohttp.ClientSession) -> None:
    async with reach(room, client) as line:
        await reads(line, "size=")
        await line.send_bytes(b"x")
        seen, words = "", ""
        async for message in line:
            seen += message.data.decode()
        words = str(line.close_code)
        assert slate.CRASH_WORDS not in seen + words
        assert "Traceback" not in seen
    await room.logs(slate.CRASH_WORDS)


async def test_the_session_ends_when_the_browser_goes(room: Room, client: aiohttp.ClientSession) -> None:
    async with reach(room, client) as line:
        await reads(line, "size=")
    await room.logs("reason='gone'")
    assert not len(room.hall)


async def test_a_quiet_session_is_closed_and_says_why(tmp_path: Path, client: aiohttp.ClientSession) -> None:
    async with opened(tmp_path, idle="1 s") as room, reach(room, client) as line:
        assert await ending(line) == (1000, FAREWELLS["idle"])


async def test_a_server_that_stops_says_so(room: Room, client: aiohttp.ClientSession) -> None:
    async with reach(room, client) as line:
        await reads(line, "size=")
        clearing = asyncio.create_task(room.hall.clear("stopped"))
        assert await ending(line) == (1000, FAREWELLS["stopped"])
        await clearing


# Who is let in


async def test_seats_are_counted_with_those_of_the_other_doors(
    tmp_path: Path, client: aiohttp.ClientSession
) -> None:
    async with opened(tmp_path, sessions=1) as room:
        async with reach(room, client) as first:
            await reads(first, "size=")
            async with reach(room, client) as second:
                code, words = await ending(second)
                assert (code, words) == (4013, "All seats are taken. Please come again later.")
        await room.logs("reason='gone'")
        async with reach(room, client) as third:
            await reads(third, "size=")


async def test_who_knocks_too_often_is_turned_away(tmp_path: Path, client: aiohttp.ClientSession) -> None:
    async with opened(tmp_path, **{"connections-by-address": 4}) as room:
        for _ in range(2):
            async with reach(room, client) as line:
                await reads(line, "size=")
        async with reach(room, client) as line:
            assert (await ending(line))[0] == 4029


@pytest.mark.parametrize(
    "origin", ["", "null", "http://elsewhere.example", "http://127.0.0.1:1", "https://127.0.0.1.nip.example"]
)
async def test_a_page_from_elsewhere_gets_no_session(
    room: Room, client: aiohttp.ClientSession, origin: str
) -> None:
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        await reach(room, client, Origin=origin)
    assert refused.value.status == 403
    assert "origin" in room.log


@pytest.mark.parametrize(
    "host", ["rebound.example", "rebound.example:8080", "127.0.0.1.example", "[::1].example", "["]
)
async def test_a_name_that_may_have_been_turned_to_this_address_is_no_origin(
    room: Room, client: aiohttp.ClientSession, host: str
) -> None:
    async with reach(room, client, Origin=f"http://{host}", Host=host) as line:
        code, words = await ending(line)
    assert code == 4003
    assert "web-origins" in words
    assert f"origin http://{host}" in room.log
    assert not len(room.hall)


@pytest.mark.parametrize("host", ["localhost:8080", "[::1]:8080", "192.0.2.1", "LOCALHOST"])
async def test_an_address_that_is_nobody_elses_is_an_origin(
    room: Room, client: aiohttp.ClientSession, host: str
) -> None:
    async with reach(room, client, Origin=f"http://{host}", Host=host) as line:
        await reads(line, "size=")


async def test_the_origins_that_are_set_are_the_only_ones(
    tmp_path: Path, client: aiohttp.ClientSession
) -> None:
    async with opened(tmp_path, **{"web-origins": "https://reading.example"}) as room:
        async with reach(room, client, Origin="https://reading.example") as line:
            await reads(line, "size=")
        async with reach(room, client) as line:
            assert (await ending(line))[0] == 4003
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await reach(room, client, Origin="https://reading.example.org")


async def test_without_the_token_there_is_a_page_and_no_session(
    tmp_path: Path, client: aiohttp.ClientSession
) -> None:
    async with opened(tmp_path, guests=False) as room:
        for path in ("/", "/?token=", "/?token=wrong"):
            async with client.get(room.http + path) as page:
                assert page.status == 200
                assert not page.cookies
        async with reach(room, client) as line:
            code, words = await ending(line)
            assert code == 4001
            assert "token" in words
        assert "wrong token" in room.log
        assert TOKEN not in room.log


async def test_the_token_is_given_once_and_the_browser_is_known_again(
    tmp_path: Path, client: aiohttp.ClientSession
) -> None:
    async with opened(tmp_path, guests=False) as room:
        async with client.get(f"{room.http}/?token={TOKEN}") as page:
            cookie = page.headers["Set-Cookie"]
        assert all(word in cookie for word in ("HttpOnly", "SameSite=Strict", "Path=/"))
        assert TOKEN not in cookie
        readers = []
        for _ in range(2):
            async with reach(room, client) as line:
                seen = await reads(line, "size=")
                readers.append(re.findall("reader='(browser:[^']+)'", seen))
        assert readers[0] == readers[1] != []
        room.hall.settings.web_token_file.write_text("another-word-than-before")
        room.door.reload()
        async with reach(room, client) as line:
            assert (await ending(line))[0] == 4001


async def test_a_cookie_that_was_changed_opens_nothing(tmp_path: Path, client: aiohttp.ClientSession) -> None:
    async with opened(tmp_path, guests=False) as room:
        async with client.get(f"{room.http}/?token={TOKEN}") as page:
            value = page.cookies[reception.COOKIE].value
        reader, _, proof = value.partition(".")
        client.cookie_jar.clear()
        for forged in (f"x{reader}.{proof}", f"{reader}.", reader, "", ".", f"{reader}.{proof}0", "é.é"):
            async with reach(room, client, Cookie=f"{reception.COOKIE}={forged}") as line:
                assert (await ending(line))[0] == 4001, forged


async def test_a_door_that_has_no_token_yet_lets_nobody_in(
    tmp_path: Path, client: aiohttp.ClientSession
) -> None:
    async with opened(tmp_path) as room:
        room.set(guests=False)
        async with client.get(f"{room.http}/?token=") as page:
            assert not page.cookies
        forged = room.door._reception._sign("anybody")
        async with reach(room, client, Cookie=f"{reception.COOKIE}={forged}") as line:
            assert (await ending(line))[0] == 4001


async def test_the_owner_is_told_the_address_with_the_token(tmp_path: Path) -> None:
    async with opened(tmp_path, guests=False) as room:
        assert room.door.invitation == f"http://localhost:{room.door.port}/?token={TOKEN}"
        room.set(web_origins=("https://reading.example",))
        assert room.door.invitation == f"https://reading.example/?token={TOKEN}"
        room.set(guests=True)
        assert room.door.invitation == "https://reading.example/"


PROXIED = {"web-user-header": "X-Remote-User", "web-proxies": ["127.0.0.1", "10.0.0.0/8"]}


async def test_the_proxy_names_the_reader_and_where_they_are(
    tmp_path: Path, client: aiohttp.ClientSession
) -> None:
    async with opened(tmp_path, **PROXIED) as room:
        said = {
            "X-Remote-User": "Ada \x9b31m"[:4].strip(),
            "X-Forwarded-For": "203.0.113.9, 198.51.100.7, 10.1.1.1",
        }
        async with reach(room, client, **said) as line:
            seen = await reads(line, "size=")
        assert "reader='proxy:Ada' name='Ada' address=198.51.100.7" in seen


@pytest.mark.parametrize("name", ["", "a\tb", "n" * 200])
async def test_a_proxy_that_names_nobody_properly_lets_nobody_in(
    tmp_path: Path, client: aiohttp.ClientSession, name: str
) -> None:
    async with opened(tmp_path, **PROXIED) as room, reach(room, client, **{"X-Remote-User": name}) as line:
        assert (await ending(line))[0] == 4003


async def test_nobody_else_is_taken_for_the_proxy(tmp_path: Path, client: aiohttp.ClientSession) -> None:
    async with opened(tmp_path, **{**PROXIED, "web-proxies": "192.0.2.1"}) as room:
        said = {"X-Remote-User": "Ada", "X-Forwarded-For": "192.0.2.1"}
        async with reach(room, client, **said) as line:
            assert (await ending(line))[0] == 4003
        assert "'127.0.0.1'" in room.log


@pytest.mark.parametrize(("proto", "secure"), [("https", True), ("http", False)])
async def test_the_cookie_is_for_https_alone_where_the_proxy_has_it(
    tmp_path: Path, client: aiohttp.ClientSession, proto: str, secure: bool
) -> None:
    async with opened(tmp_path, guests=False, **{"web-proxies": "127.0.0.1"}) as room:
        said = {"X-Forwarded-Proto": proto}
        async with client.get(f"{room.http}/?token={TOKEN}", headers=said) as page:
            assert ("Secure" in page.headers["Set-Cookie"]) is secure


# Connections


async def test_a_connection_that_asks_for_nothing_is_cut_off(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "HANDSHAKE", 0.2)
    reader, writer = await asyncio.open_connection("127.0.0.1", room.door.port)
    writer.write(b"GET / HTTP/1.1\r\nHost: slow")
    async with asyncio.timeout(PATIENCE):
        assert await reader.read() == b""
    writer.close()


async def test_connections_in_all_are_bounded(tmp_path: Path, client: aiohttp.ClientSession) -> None:
    async with opened(tmp_path, sessions=1) as room:
        lines = [await asyncio.open_connection("127.0.0.1", room.door.port) for _ in range(110)]
        async with asyncio.timeout(PATIENCE):
            answers = await asyncio.gather(
                *(reader.read(1) for reader, _ in lines[-5:]), return_exceptions=True
            )
        assert all(answer == b"" or isinstance(answer, ConnectionError) for answer in answers)
        for _, writer in lines:
            writer.close()
        async with asyncio.timeout(PATIENCE):
            while True:
                try:
                    async with client.get(room.http) as page:
                        assert page.status == 200
                        return
                except aiohttp.ClientError:
                    await asyncio.sleep(0.05)


async def test_nonsense_on_the_wire_harms_nobody_else(room: Room, client: aiohttp.ClientSession) -> None:
    chance = random.Random(7)
    upgrade = (
        f"GET /session?cells=80x24 HTTP/1.1\r\nHost: 127.0.0.1:{room.door.port}\r\nOrigin: {room.http}\r\n"
        "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
    ).encode()
    room.set(connections_by_address=0)
    room.door.reload()
    async with reach(room, client) as victim:
        await reads(victim, "size=")
        for start in [b"", b"GET / HTTP/1.1\r\n", upgrade, upgrade] * 15:
            reader, writer = await asyncio.open_connection("127.0.0.1", room.door.port)
            writer.write(start + chance.randbytes(chance.choice([1, 20, 3000, 100_000])))
            with suppress(ConnectionError, TimeoutError):
                await asyncio.wait_for(reader.read(65536), 0.5)
            writer.transport.abort()
        await victim.send_bytes(b"j")
        await reads(victim, "typed 1 'j'")
        await eventually(lambda: len(room.hall) == 1)
    assert "Traceback" not in room.log


# Floods


async def test_a_flood_of_keys_is_held_back_where_it_comes_from(
    room: Room, client: aiohttp.ClientSession
) -> None:
    async with reach(room, client) as line, reach(room, client) as victim:
        await reads(line, "size=")
        await reads(victim, "size=")

        async def flood() -> None:
            for _ in range(400):
                await line.send_bytes(b"a" * 32_000)

        began = asyncio.get_running_loop().time()
        flooding = asyncio.create_task(flood())
        for _ in range(5):
            await asyncio.sleep(0.2)
            pressed = asyncio.get_running_loop().time()
            await victim.send_bytes(b"j")
            await reads(victim, "typed 1 'j'")
            assert asyncio.get_running_loop().time() - pressed < 2
        seconds = asyncio.get_running_loop().time() - began
        most = max(session.received for session in room.hall._sessions)
        assert most < (seconds + 3) * limits.INPUT + 4 * limits.MESSAGE
        assert most >= limits.INPUT
        flooding.cancel()
        assert line._conn is not None
        line._conn.transport.abort()
        await eventually(lambda: len(room.hall) == 1)


async def test_a_browser_that_does_not_read_holds_up_its_own_session_alone(
    room: Room, client: aiohttp.ClientSession
) -> None:
    async with reach(room, client) as deaf, reach(room, client) as victim:
        await reads(victim, "size=")
        await reads(deaf, "size=")
        await deaf.send_bytes(b"f")
        taken = [0]
        for _ in range(60):
            await asyncio.sleep(0.3)
            taken.append(max(session.sent for session in room.hall._sessions))
            if taken[-1] == taken[-2] > 0:
                break
        assert taken[-1] == taken[-2], "more is taken from the process than the browser takes"
        await victim.send_bytes(b"j")
        await reads(victim, "typed 1 'j'")
        assert deaf._conn is not None
        deaf._conn.transport.abort()
        await eventually(lambda: len(room.hall) == 1)
    assert "reason='gone'" in room.log


# The page


async def test_every_answer_keeps_other_sites_out(room: Room, client: aiohttp.ClientSession) -> None:
    for path in ("/", "/static/page.mjs", "/static/nothing", "/session"):
        async with client.get(room.http + path) as answer:
            policy = answer.headers["Content-Security-Policy"]
            assert "default-src 'none'" in policy
            assert "unsafe-eval" not in policy
            assert answer.headers["Referrer-Policy"] == "no-referrer"
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert answer.headers["Server"] == "polemics"


@pytest.mark.parametrize(
    "path", ["/static/../web.py", "/static/%2e%2e/web.py", "/static//etc/passwd", "/static/xterm"]
)
async def test_only_the_files_of_the_page_are_given(
    room: Room, client: aiohttp.ClientSession, path: str
) -> None:
    from yarl import URL

    async with client.get(URL(room.http + path, encoded=True)) as answer:
        assert answer.status == 404


async def test_a_file_that_the_browser_has_is_not_sent_again(
    room: Room, client: aiohttp.ClientSession
) -> None:
    address = f"{room.http}/static/xterm/xterm.mjs"
    async with client.get(address) as first:
        assert await first.read() == (STATIC / "xterm" / "xterm.mjs").read_bytes()
        tag = first.headers["ETag"]
    async with client.get(address, headers={"If-None-Match": tag}) as second:
        assert second.status == 304


def test_the_page_names_no_other_place() -> None:
    for file in ("page.html", "page.css", "page.mjs"):
        assert not re.search(r"https?://|//[a-z]+\.", (STATIC / file).read_text())


def test_the_page_and_the_server_agree_on_their_bounds() -> None:
    page = (STATIC / "page.mjs").read_text()
    assert f"COLUMNS = {list(limits.COLUMNS)}" in page
    assert f"ROWS = {list(limits.ROWS)}" in page
    assert "MESSAGE = 32 * 1024" in page
    assert limits.MESSAGE >= 32 * 1024


def test_the_terminal_of_the_page_is_the_one_that_its_note_tells_of() -> None:
    note = (STATIC / "xterm" / "README.md").read_text()
    told = dict(re.findall(r"\| `([\w.-]+)` \|.*\| ([0-9a-f]{64}) \|", note))
    there = {
        file.name: hashlib.sha256(file.read_bytes()).hexdigest()
        for file in (STATIC / "xterm").iterdir()
        if file.suffix in (".mjs", ".css")
    }
    assert told == there


def test_every_sentence_fits_into_a_close_frame() -> None:
    assert all(len(words.encode()) <= 123 for words in FAREWELLS.values())


# The token's file


def test_the_token_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    settings = replace(Settings(), state=tmp_path / "state")
    token = reception.token_of(settings)
    assert len(token) >= 16
    assert reception.token_of(settings) == token
    assert settings.web_token_file.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("words", [b"", b"\n", b"short\n", b"\xff\xfe"])
def test_a_token_that_can_be_guessed_is_not_taken(tmp_path: Path, words: bytes) -> None:
    file = tmp_path / "token"
    file.write_bytes(words)
    with pytest.raises(ValueError, match=re.escape(f"{file}: must hold a word of 16 characters")):
        reception.token_of(replace(Settings(), web_token=file))


# A browser


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chromium]:
    if chromium.BINARY is None:
        pytest.skip("there is no Chromium on this machine")
    browser = Chromium(tmp_path_factory.mktemp("chromium"))
    yield browser
    browser.close()


@asynccontextmanager
async def visited(browser: Chromium, room: Room, path: str = "/", **opening: Any) -> AsyncIterator[Page]:
    page = await Page.open(browser, origin=room.http, **opening)
    try:
        await page.go(room.http + path)
        yield page
    finally:
        await page.close()


async def test_a_browser_opens_types_and_resizes(browser: Chromium, room: Room) -> None:
    async with visited(browser, room) as page:
        await page.sees("term=xterm-256color")
        await page.press("j")
        await page.sees("typed 1 'j'")
        await page.press("Escape")
        await page.sees(r"typed 1 '\x1b'")
        await page.press("c", ctrl=True)
        await page.sees(r"typed 1 '\x03'")
        before = re.findall(r"size=(\d+)x(\d+)", await page.screen())[-1]
        await page.resize(700, 400)
        await page.until("(document.querySelector('.xterm-rows').innerText.match(/size=/g) ?? []).length > 1")
        after = re.findall(r"size=(\d+)x(\d+)", await page.screen())[-1]
        assert int(after[0]) < int(before[0])
        assert int(after[1]) < int(before[1])
        assert page.complaints == []
        assert {re.sub(r"(?<=://)127\.0\.0\.1:\d+.*", "", url) for url in page.requests} <= {
            "http://",
            "ws://",
            "data:,",
        }


async def test_a_tiny_and_a_huge_window_are_what_the_server_takes_them_for(
    browser: Chromium, room: Room
) -> None:
    async with visited(browser, room) as page:
        await page.sees("size=")
        await page.resize(60, 40)
        await page.sees("size=20x5")
        assert await page.evaluate("document.querySelectorAll('.xterm-rows > div').length") == 5
        await page.resize(5000, 3000)
        await page.sees("size=300x100")
        assert await page.evaluate("document.querySelectorAll('.xterm-rows > div').length") == 100


async def test_what_the_program_copies_is_in_the_clipboard(browser: Chromium, room: Room) -> None:
    async with visited(browser, room, permissions=("clipboardSanitizedWrite", "clipboardReadWrite")) as page:
        await page.sees("size=")
        await page.press("y")
        await page.sees("copied")
        await page.press("v", ctrl=True, commands=("paste",))
        await page.sees(repr(slate.COPIED))


async def test_what_the_browser_does_not_copy_is_shown_to_be_copied(browser: Chromium, room: Room) -> None:
    async with visited(browser, room) as page:
        await page.evaluate("navigator.clipboard.writeText = () => Promise.reject(new Error('no'))")
        await page.sees("size=")
        await page.press("y")
        await page.until(f"document.querySelector('#text').value === {slate.COPIED!r}")
        await page.click("#again")
        await page.press("j")
        await page.sees("typed 1 'j'")


async def test_the_program_cannot_read_the_clipboard(browser: Chromium, room: Room) -> None:
    async with visited(browser, room, permissions=("clipboardSanitizedWrite", "clipboardReadWrite")) as page:
        await page.sees("size=")
        await page.press("y")
        await page.sees("copied")
        await page.press("?")
        await page.sees("asked")
        await page.press("j")
        await page.sees("typed 1 'j'")
        assert "typed 3" not in await page.screen()
        assert (
            await page.evaluate("navigator.clipboard.readText().then(() => 'read', () => 'refused')")
            == "refused"
        )


async def test_who_has_left_may_come_back(browser: Chromium, room: Room) -> None:
    async with visited(browser, room) as page:
        await page.sees("size=")
        await page.press("q")
        await page.until(f"document.querySelector('#words').textContent === {FAREWELLS['left']!r}")
        await page.press("Enter")
        await page.until("document.querySelector('#notice').hidden")
        await page.sees("size=")
        await page.press("k")
        await page.sees("typed 1 'k'")


async def test_a_connection_that_is_lost_is_told_and_can_be_made_again(browser: Chromium, room: Room) -> None:
    async with visited(browser, room) as page:
        await page.sees("size=")
        for socket in list(room.door._open):
            assert socket._req is not None
            socket._req.transport.abort()
        await page.until("document.querySelector('#words').textContent.startsWith('The connection was lost')")
        await room.logs("reason='gone'")
        await page.click("#again")
        await page.sees("size=")
        await page.press("k")
        await page.sees("typed 1 'k'")


async def test_the_token_opens_the_room_and_leaves_the_address_bar(browser: Chromium, tmp_path: Path) -> None:
    async with opened(tmp_path, guests=False) as room:
        async with visited(browser, room, f"/?token={TOKEN}&size=14") as page:
            await page.sees("reader='browser:")
            assert await page.evaluate("location.search") == "?size=14"
            assert await page.evaluate("document.cookie") == ""
            await page.call("Page.reload")
            await page.sees("reader='browser:")
        async with visited(browser, room) as page:
            await page.until("document.querySelector('#words').textContent.includes('token')")


async def test_a_long_paste_comes_whole(browser: Chromium, room: Room) -> None:
    async with visited(browser, room) as page:
        await page.sees("size=")
        await page.evaluate(
            "(data => { data.setData('text/plain', 'long '.repeat(30000));"
            "document.querySelector('.xterm-helper-textarea').dispatchEvent("
            "new ClipboardEvent('paste', {clipboardData: data, bubbles: true})) })(new DataTransfer())"
        )
        await eventually(lambda: sum(session.received for session in room.hall._sessions) >= 150_000)
        await page.press("j")
        await page.sees("j'")


async def test_a_screen_reader_can_have_the_screen_read(browser: Chromium, room: Room) -> None:
    async with visited(browser, room) as page:
        await page.sees("size=")
        await page.evaluate("document.querySelector('#aloud').click()")
        await page.press("j")
        await page.until("document.querySelector('.xterm-accessibility')?.textContent.includes('typed 1')")


async def test_the_reading_room_itself_in_a_browser(browser: Chromium, tmp_path: Path) -> None:
    port = free_port()
    options = (*BOUNDLESS, "--web", "--web-port", str(port))
    with serving(tmp_path, invented(tmp_path), options):
        page = await Page.open(
            browser, origin=f"http://127.0.0.1:{port}", permissions=("clipboardSanitizedWrite",)
        )
        await page.go(f"http://127.0.0.1:{port}/")
        await page.sees("1 Organizations")
        await page.sees("All articles")
        for key in ("Enter", "Enter"):
            await page.press(key)
        await page.sees("3 Text –")
        await page.evaluate(
            "navigator.clipboard.writeText = text => { window.copied = text; return Promise.resolve() }"
        )
        await page.press("y")
        await page.press("c")
        assert await page.until("window.copied")
        await page.resize(420, 400)
        await page.until("document.querySelectorAll('.xterm-rows > div').length < 24")
        await page.sees("3 Text")
        await page.press("Q")
        await page.until(f"document.querySelector('#words').textContent === {FAREWELLS['left']!r}")
        assert page.complaints == []
        await page.close()
