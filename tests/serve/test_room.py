"""The room as it is served."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pyte
import pytest

from tests.serve.clients import Terminal, connected
from tests.serve.server import BOUNDLESS, invented, serving

SIZES = [(80, 24), (120, 40), (50, 16)]


@pytest.mark.parametrize("size", SIZES, ids=[f"{width}x{height}" for width, height in SIZES])
async def test_a_guest_for_whom_it_stands_ready_sees_what_a_reader_with_a_key_sees(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    key = tmp_path / "key"
    words = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "ada", "-f", str(key)]
    subprocess.run(words, check=True, stdin=subprocess.DEVNULL)  # noqa: ASYNC221 - nothing goes on meanwhile
    with serving(
        tmp_path, invented(tmp_path), [*BOUNDLESS, "--authorized-keys", f"{key}.pub", "--log-format", "json"]
    ) as server:
        guest = await first_screen(server.port, "guest", "", size)
        ada = await first_screen(server.port, "ada", str(key), size)
        assert guest == ada
        await server.settled()
        assert server.log.count('"reader"') == 1


async def first_screen(port: int, user: str, key: str, size: tuple[int, int]) -> list[str]:
    """The characters of the screen, after a step to and fro."""
    async with connected(port, user, key=key) as connection:
        _, terminal = await connection.create_session(
            Terminal, term_type="xterm-256color", term_size=size, encoding=None
        )
        await terminal.wait(b"Organizations")
        for move in (b"j", b"k"):
            await terminal.press(move)
        screen = pyte.Screen(*size)
        # pyte does not know such questions, and would print their letters.
        pyte.ByteStream(screen).feed(re.sub(rb"\x1b\[\?\d+\$p", b"", bytes(terminal.said)))
        return list(screen.display)
