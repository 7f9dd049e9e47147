"""How many colours, and which ways of erasing, by the terminal's name."""

from __future__ import annotations

import pytest
from rich.color import ColorSystem

from tui.driver import abilities

TRUE, EIGHT, SIXTEEN = ColorSystem.TRUECOLOR, ColorSystem.EIGHT_BIT, ColorSystem.STANDARD


@pytest.mark.parametrize(
    ("environ", "said", "sent"),
    [
        ({"TERM": "xterm-256color"}, TRUE, TRUE),
        ({"TERM": "xterm-256color"}, EIGHT, EIGHT),
        ({"TERM": "linux"}, TRUE, SIXTEEN),
        ({"TERM": "xterm-16color"}, TRUE, SIXTEEN),
        ({"TERM": "vt220"}, TRUE, SIXTEEN),
        ({"TERM": "screen"}, TRUE, EIGHT),
        ({"TERM": "screen-256color", "TMUX": "/tmp/tmux"}, TRUE, TRUE),
        ({}, None, None),
    ],
)
def test_colours(environ: dict[str, str], said: ColorSystem | None, sent: ColorSystem | None) -> None:
    assert abilities.colours(said, environ) is sent
