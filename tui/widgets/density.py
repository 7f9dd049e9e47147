"""How many events there are at a time, as bars on the columns of a scale."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate
from math import ceil

from tui.widgets.axis import Extent, Scale


def density(scale: Scale, extents: Iterable[Extent]) -> list[float]:
    """How many events each column holds; an event of several columns is spread evenly over them.

    Their sum is the number of events in view. A column that no event touches is exactly 0.
    """
    width = scale.columns
    points = [0.0] * width
    rises, covers = [0.0] * (width + 1), [0] * (width + 1)
    for extent in extents:
        first, last = scale.columns_of(extent)
        if last < 0 or first >= width:
            continue
        if first == last:
            points[first] += 1
            continue
        share = 1 / (last - first + 1)
        start, end = max(first, 0), min(last + 1, width)
        rises[start] += share
        rises[end] -= share
        covers[start] += 1
        covers[end] -= 1
    spread = zip(accumulate(rises), accumulate(covers), strict=True)
    return [point + (rise if cover else 0.0) for point, (rise, cover) in zip(points, spread, strict=False)]


def bars(counts: Sequence[float], glyphs: str, height: int = 1) -> list[str]:
    """The counts as bars `height` lines high, the top line first; `glyphs` run from little to much, empty is a space.

    The bars are in proportion to the highest, which is full when it holds at least three events.
    """
    steps = len(glyphs) * height
    peak = max(3.0, *counts, 0.0)
    levels = [min(steps, max(1, ceil(count / peak * steps - 1e-9))) if count > 0 else 0 for count in counts]
    lines = []
    for below in reversed(range(height)):
        filled = [min(len(glyphs), level - below * len(glyphs)) for level in levels]
        lines.append("".join(glyphs[fill - 1] if fill > 0 else " " for fill in filled))
    return lines
