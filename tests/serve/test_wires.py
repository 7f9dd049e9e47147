"""What may be typed, and how fast."""

from __future__ import annotations

import asyncio
import os
import time

import pytest

from tui.serve.limits import INPUT
from tui.serve.visit import Visit
from tui.serve.wires import Output, open_terminal


@pytest.mark.parametrize(
    ("messages", "size", "held"),
    [(50, 1, False), (1, INPUT // 2, False), (1, 2 * INPUT, True), (2000, 1, True)],
    ids=["a fast typist", "a short paste", "a long paste", "a flood of small messages"],
)
async def test_who_sends_too_much_or_too_often_is_held(messages: int, size: int, held: bool) -> None:
    holds: list[bool] = []
    wires = open_terminal(Visit(term="xterm"), holds.append)
    (there, *_) = wires.theirs
    loop = asyncio.get_running_loop()
    # Somebody takes what is typed.
    loop.add_reader(there, os.read, there, 65536)
    for _ in range(messages):
        wires.feed(b"x" * size)
        await asyncio.sleep(0)
    await asyncio.sleep(0.05)
    assert (holds[-1:] == [True]) == held
    loop.remove_reader(there)
    wires.hand_over()
    wires.close()


async def test_output_waits_until_it_is_asked_for_and_comes_whole() -> None:
    mine, theirs = os.pipe()
    output = Output(mine)
    os.write(theirs, b"one")
    assert await output.read() == b"one"
    asked = asyncio.ensure_future(output.read())
    await asyncio.sleep(0.01)
    assert not asked.done()
    os.write(theirs, b"two")
    assert await asked == b"two"
    os.write(theirs, b"three")
    await asyncio.sleep(0.01)
    os.write(theirs, b"four")
    os.close(theirs)
    assert await output.read() == b"threefour"
    assert await output.read() == b""
    output.close()


async def test_what_nobody_asks_for_keeps_nobody_busy() -> None:
    mine, theirs = os.pipe()
    output = Output(mine)
    os.write(theirs, b"one")
    await output.read()
    os.write(theirs, b"two")
    await asyncio.sleep(0.01)
    began = time.process_time()
    await asyncio.sleep(0.2)
    assert time.process_time() - began < 0.05
    output.close()
    os.close(theirs)
