"""What the driver builds on in Textual is there, and without it Textual's own output is used."""

from __future__ import annotations

from typing import Any

import pytest
from textual import _compositor
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.drivers.headless_driver import HeadlessDriver
from textual.drivers.linux_driver import LinuxDriver
from textual.geometry import Region
from textual.screen import Screen

from tui import driver
from tui.driver.thin import FullRepaint, ThinDriver


def test_this_textual_has_what_the_driver_needs() -> None:
    app: App[Any] = App()
    for name in ("_running", "_closed", "_batch_count", "_sync_available", "cursor_position", "_display"):
        assert hasattr(app, name), name
    assert app.console._color_system is not None
    assert hasattr(Screen(), "_Screen__update_timer")
    assert hasattr(XTermParser(), "_timeout_time")
    layout = _compositor.LayoutUpdate([], Region(0, 0, 1, 1))
    chops = _compositor.ChopsUpdate([{}], [(0, 0, 1)], [[]])
    assert (layout.strips, layout.region) == ([], Region(0, 0, 1, 1))
    assert (chops.chops, chops.spans, chops.chop_ends) == ([{}], [(0, 0, 1)], [[]])


def test_it_stands_in_for_the_driver_of_a_terminal_alone() -> None:
    assert driver.choose(LinuxDriver) is ThinDriver
    assert driver.choose(LinuxDriver, full_repaint=True) is FullRepaint
    assert driver.choose(HeadlessDriver) is HeadlessDriver


@pytest.mark.parametrize(
    ("owner", "name"), [(_compositor, "ChopsUpdate"), (App, "_display"), (App, "_handle_exception")]
)
def test_without_what_it_needs_textual_draws(owner: Any, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(owner, name)
    assert driver.choose(LinuxDriver) is LinuxDriver
