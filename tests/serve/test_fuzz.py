"""Nonsense of every kind: the server stays up, and nothing is granted.

`POLEMICS_FUZZ=100000` sends as much; without it, little enough for a test run. `POLEMICS_FUZZ_SEED` begins elsewhere.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.serve import processes
from tests.serve.clients import reading
from tests.serve.fuzz import Fuzz
from tests.serve.server import BOUNDLESS, Server, invented, serving

NUMBER = int(os.environ.get("POLEMICS_FUZZ", "2500"))
SEED = int(os.environ.get("POLEMICS_FUZZ_SEED", "1889"))


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with serving(tmp_path, invented(tmp_path), BOUNDLESS) as server:
        yield server


async def test_nonsense_is_granted_nothing_and_leaves_nothing(server: Server) -> None:
    await server.empty()
    programs = {processes.program(pid) for pid in processes.tree(server.pid)}
    fuzz = Fuzz(server.port, SEED)
    await fuzz.run(NUMBER)
    assert fuzz.grants == []
    assert {processes.program(pid) for pid in processes.tree(server.pid)} <= {*programs, ""}
    async with reading(server.port) as reader:
        await reader.press(b"j")
    await server.settled()
    assert not list(server.folder.rglob("GRANTED"))
    assert "Traceback" not in (server.folder / "said").read_text(errors="replace")
    print(f"sent {dict(fuzz.sent)}; answers {dict(fuzz.answers)}")
