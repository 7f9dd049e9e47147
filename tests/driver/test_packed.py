"""A packed screen is drawn alike by whoever paints it, and whoever goes on from it sends only what differs."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from rich.color import ColorSystem
from textual._compositor import LayoutUpdate
from textual.geometry import Region

from tests.driver.emulator import Pyte
from tests.driver.test_terminal import Step, assert_shown, steps, strip
from tui import first_screen
from tui.driver.frame import Frame
from tui.driver.packed import pack, unpack
from tui.driver.terminal import Abilities, Terminal


def framed(frame: Frame, step: Step) -> Frame:
    frame.apply(LayoutUpdate([[strip(row)] for row in step.grid], Region(0, 0, frame.width, frame.height)))
    return frame


@pytest.mark.parametrize("sure", [True, False])
@pytest.mark.parametrize("margins", [False, True], ids=["lines", "margins"])
@given(shown=steps())
@settings(max_examples=60, deadline=None)
def test_one_goes_on_from_what_another_painted(
    sure: bool, margins: bool, shown: tuple[int, int, list[Step]]
) -> None:
    width, height, frames = shown
    colours = ColorSystem.TRUECOLOR
    can = Abilities(True, True, margins)
    first = framed(Frame(width, height, colours, sure), frames[0])
    packed = pack(first, can, sure)
    assert first_screen._is_harmless(packed.drawn.encode())
    emulator = Pyte(width, height)
    emulator.feed(packed.drawn)
    assert_shown(emulator, frames[0].grid, colours)

    unpacked = unpack(packed.cells)
    assert unpacked.ambiguous_sure is sure
    assert [[*map(id, row)] for row in unpacked.rows] == [[*map(id, row)] for row in first.rows]
    terminal, frame = Terminal(can), framed(Frame(width, height, colours, sure), frames[0])
    terminal.take(unpacked.rows)
    assert terminal.show(frame, frames[0].boxes) == ""
    if margins:
        emulator.feed("\x1b[?69h")
    for step in frames[1:]:
        emulator.feed(terminal.show(framed(frame, step), step.boxes))
        assert_shown(emulator, step.grid, colours)


@pytest.mark.parametrize(
    "spoilt", [b"", b"[]", b"{", b'{"sure":true}', b'{"sure":true,"pens":[],"rows":[[[0,"a"]]]}', b"\xff"]
)
def test_what_is_no_packed_screen_is_told(spoilt: bytes) -> None:
    with pytest.raises(ValueError, match=r".+"):
        unpack(spoilt)
