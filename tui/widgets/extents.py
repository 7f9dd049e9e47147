"""The days of many events, looked at one by one."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import overload

from tui.model import Mention
from tui.widgets.axis import Extent, nearest

_WINDOW = 64


class Extents(Sequence[Extent]):
    """The extents of the first `dated` of some mentions that are sorted by `Event.order`."""

    def __init__(self, mentions: Sequence[Mention], dated: int) -> None:
        """Of mentions, of which so many have a day."""
        self._mentions = mentions
        self._dated = dated

    def __len__(self) -> int:
        """How many have a day."""
        return self._dated

    @overload
    def __getitem__(self, index: int) -> Extent: ...
    @overload
    def __getitem__(self, index: slice) -> list[Extent]: ...
    def __getitem__(self, index: int | slice) -> Extent | list[Extent]:
        """An extent, or several."""
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        extent = Extent.of(self._mentions[range(len(self))[index]].event.interval)
        if extent is None:
            raise IndexError(f"event {index} has no day")
        return extent

    def nearest(self, days: Extent) -> int | None:
        """The place of the extent nearest to some days, of those that begin about then."""
        place = bisect_left(self, days.first, key=lambda extent: extent.first)
        start = max(0, place - _WINDOW)
        found = nearest(self[start : place + _WINDOW], days)
        return None if found is None else start + found
