"""Widgets that are drawn with the next frame at once."""

from __future__ import annotations

from textual.widget import Widget


class Drawn(Widget):
    """A widget that tells its screen itself that it has to be drawn.

    Textual has it send a message to itself, and from there one to the screen, each of which costs as much as the drawing.
    """

    def check_idle(self) -> None:
        """Be drawn with the next frame; if more than that is due, go Textual's way."""
        is_more_due = self._layout_required or self._scroll_required or self._refresh_styles_required
        if not self._repaint_required or is_more_due or not self._is_mounted or not self.display:
            super().check_idle()
            return
        screen = self.screen
        if not screen.is_current or self.app._batch_count or screen not in screen._compositor:
            super().check_idle()
            return
        self._repaint_required = False
        screen._dirty_widgets.add(self)
        screen._update_timer.resume()
