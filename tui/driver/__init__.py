"""The thin driver: keeps the cells of the terminal and sends only those that changed. Any Textual app can use it.

    class Room(App):
        def get_driver_class(self):
            return driver.choose(super().get_driver_class())

It stands on names that are private to Textual; where one is gone, `choose` falls back to Textual's own driver.
"""

from __future__ import annotations

from typing import Any, Protocol

from textual.driver import Driver


class Painted(Protocol):
    """A screen that stands in the terminal already: its packed `cells`, and the terminal's `attributes` before it was painted."""

    cells: bytes
    attributes: list[Any]

    def hand_over(self) -> None:
        """Leave the terminal to the driver, which gives it back as it was."""


def choose(
    stock: type[Driver], *, full_repaint: bool = False, painted: Painted | None = None
) -> type[Driver]:
    """The thin driver where Textual would use its driver of a terminal, else `stock`.

    `full_repaint` has it begin switched off; else it goes on from what was `painted`, if anything was.
    """
    if stock.__name__ != "LinuxDriver" or not is_known():
        return stock
    from tui.driver.thin import FullRepaint, ThinDriver

    if painted is not None and not full_repaint:
        return type("ThinDriver", (ThinDriver,), {"painted": painted})
    return FullRepaint if full_repaint else ThinDriver


def is_known() -> bool:
    """Whether this Textual has everything that the thin driver builds on."""
    from textual.app import App

    try:
        from textual import _compositor
        from textual._xterm_parser import XTermParser
        from textual.drivers.linux_driver import LinuxDriver
        from textual.screen import Screen
    except ImportError:
        return False
    wanted = (
        (App, ("_display", "_handle_exception", "post_display_hook")),
        (_compositor, ("ChopsUpdate", "LayoutUpdate")),
        (Screen, ("_on_timer_update", "_update_timer")),
        (XTermParser, ("feed", "tick")),
        (LinuxDriver, ("_enable_mouse_support", "_disable_mouse_support", "_patch_lflag", "_patch_iflag")),
    )
    return all(hasattr(owner, name) for owner, names in wanted for name in names)
