"""What one visitor does to a server while others read; each goes on until it is cancelled, and then lets go of everything.

The names in `TROUBLES` are those that the house of `trouble.py` obeys: whoever comes by such a name makes trouble in the
process behind the session. The others are made from outside.
"""

from __future__ import annotations

import asyncio
import socket
import struct
import sys
from collections.abc import Awaitable, Callable
from contextlib import suppress

from tests.serve.clients import Terminal, connected, reading

ELSEWHERE = "127.0.0.2"
"""The address of the attacker, which is not that of the victim."""

TROUBLES = ("spin", "crash", "die", "eat", "fork")
HALF_OPEN = 500

Attack = Callable[[int], Awaitable[None]]


async def make_trouble(port: int, name: str) -> None:
    """A session whose process goes wrong."""
    async with connected(port, name, ELSEWHERE) as connection:
        _, terminal = await connection.create_session(
            Terminal, term_type="xterm", term_size=(80, 24), encoding=None
        )
        await terminal.ended.wait()


async def stop_reading(port: int) -> None:
    """A reader who presses keys and takes nothing of what is sent."""
    async with reading(port, address=ELSEWHERE) as terminal:
        terminal.chan.pause_reading()
        while True:
            terminal.chan.write(b"jk" * 200 + b"3 \x1b[5~1")
            await asyncio.sleep(0.05)


async def giant_window(port: int) -> None:
    """A screen of ten thousand columns and rows, and others that nobody has."""
    async with reading(port, address=ELSEWHERE, size=(10_000, 10_000)) as terminal:
        sizes = [(10_000, 10_000), (0, 0), (1, 1), (2**32 - 1, 2**32 - 1), (10_000, 1)]
        while True:
            for size in sizes:
                terminal.chan.change_terminal_size(*size)
                terminal.chan.write(b"j")
                await asyncio.sleep(0.2)


async def resize_storm(port: int) -> None:
    """A window that is dragged about, a thousand sizes a second."""
    async with reading(port, address=ELSEWHERE) as terminal:
        while True:
            for step in range(50):
                terminal.chan.change_terminal_size(60 + step, 20 + step // 2)
            await asyncio.sleep(0.05)


async def paste(port: int) -> None:
    """Twenty megabytes pasted at once."""
    async with reading(port, address=ELSEWHERE) as terminal:
        terminal.chan.write(b"\x1b[200~" + b"the lamps went out \r\n" * 1_000_000 + b"\x1b[201~")
        await asyncio.Event().wait()


async def mouse_flood(port: int) -> None:
    """A mouse that never rests."""
    async with reading(port, address=ELSEWHERE) as terminal:
        while True:
            for step in range(200):
                terminal.chan.write(b"\x1b[<35;%d;%dM" % (step % 80 + 1, step % 24 + 1))
            await asyncio.sleep(0.02)


async def reset(port: int) -> None:
    """Readers whose connection is reset (RST) as soon as they see the room."""
    while True:
        async with connected(port, address=ELSEWHERE) as connection:
            _, terminal = await connection.create_session(
                Terminal, term_type="xterm", term_size=(80, 24), encoding=None
            )
            await terminal.wait(b"Organizations")
            connection.get_extra_info("socket").setsockopt(
                socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0)
            )
        await asyncio.sleep(0.2)


async def half_open(port: int) -> None:
    """Hundreds of connections, each from an address of its own, that never finish the handshake."""
    opened: list[asyncio.StreamWriter] = []
    try:
        for number in range(HALF_OPEN):
            from_address = (f"127.1.{number // 250}.{number % 250 + 1}", 0)
            with suppress(OSError):
                _, writer = await asyncio.open_connection("127.0.0.1", port, local_addr=from_address)
                writer.write((b"", b"SSH-2.0-slow\r\n", b"SSH-2.0-")[number % 3])
                opened.append(writer)
        await asyncio.Event().wait()
    finally:
        for writer in opened:
            writer.close()


OUTSIDE: dict[str, Attack] = {
    "stops reading": stop_reading,
    "giant window": giant_window,
    "resize storm": resize_storm,
    "paste of 20 MB": paste,
    "mouse flood": mouse_flood,
    "reset": reset,
    "half-open handshakes": half_open,
}


def main() -> None:
    """Go on with one attack on a port until the process is ended: `python -m tests.serve.attacks PORT NAME`."""
    port, name = int(sys.argv[1]), sys.argv[2]

    async def go_on() -> None:
        if name in TROUBLES:
            while True:
                await make_trouble(port, name)
        elif name in OUTSIDE:
            await OUTSIDE[name](port)

    asyncio.run(go_on())


if __name__ == "__main__":
    main()
