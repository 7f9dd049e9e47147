"""Draws what has changed on a screen without laying all its widgets over each other, where each part is one widget's alone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from tui.driver.frame import Box, Uncovered


def uncovered(compositor: Any) -> Uncovered | None:
    """What has changed, and is not waited for any more; `None` if another widget covers a part of it, or if nothing has."""
    screen = compositor.size.region
    found: list[tuple[Region, Widget, Region]] = []
    for part in _apart(dirty.intersection(screen) for dirty in compositor._dirty_regions):
        there = _foremost(compositor, part)
        if there is None:
            return None
        found.append((part, *there))
    if not found:
        return None
    compositor._dirty_regions.clear()
    parts = [(_box(part), _lines(widget, region, part)) for part, widget, region in found]
    return Uncovered(screen.width, screen.height, parts)


def _apart(regions: Iterable[Region]) -> list[Region]:
    """The same regions, none of which overlaps another: what one of them cuts in two, another shall not."""
    apart: list[Region] = []
    for region in regions:
        while met := next((other for other in apart if other.overlaps(region)), None):
            apart.remove(met)
            region = region.union(met)
        if region:
            apart.append(region)
    return apart


def _foremost(compositor: Any, part: Region) -> tuple[Widget, Region] | None:
    """The widget in front of all others in a part of the screen, with its region; `None` if it does not fill that part."""
    for widget, (region, clip) in compositor.visible_widgets.items():
        shown = region.intersection(clip)
        if shown.overlaps(part):
            return (widget, region) if shown.contains_region(part) else None
    return None


def _lines(widget: Widget, region: Region, part: Region) -> list[Strip]:
    """The lines of a part of the screen, drawn by the widget that stands in a region of it."""
    return widget.render_lines(part.translate((-region.x, -region.y)))


def _box(region: Region) -> Box:
    return Box(region.x, region.y, region.right, region.bottom)
