"""Events on lanes, one lane an organization, and the steps from one event to another."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from tui.model import Mention
from tui.widgets.axis import Extent, gaps, nearest


@dataclass(frozen=True, slots=True)
class Lane:
    """An organization with its events: `dated` are indices of mentions in the order of time, `undated` is a count."""

    key: str
    name: str
    dated: Sequence[int]
    undated: int


class Chart:
    """Mentions, sorted by `Event.order`, on lanes. An event is named by its index among the mentions.

    `dated` are those with a place in time, in its order; the steps go from one of them to another, or stay.
    """

    def __init__(self, mentions: Sequence[Mention] = (), names: Sequence[tuple[str, str]] = ()) -> None:
        """Take the mentions, and key and name of each lane in their order.

        A publisher that `names` leaves out has a lane below them; a lane without any event is left out.
        """
        self.mentions = mentions
        extents = ((index, Extent.of(mention.event.interval)) for index, mention in enumerate(mentions))
        self.extents: Mapping[int, Extent] = {index: extent for index, extent in extents if extent}
        self.dated: Sequence[int] = list(self.extents)
        self.lanes = _lanes(mentions, names, self.dated)
        self.lane_of = {index: number for number, lane in enumerate(self.lanes) for index in lane.dated}

    @property
    def undated(self) -> int:
        """How many events have no place in time."""
        return len(self.mentions) - len(self.dated)

    @cached_property
    def bounds(self) -> Extent | None:
        """From the first day to the last; `None` when nothing is dated."""
        return Extent.around(self.extents.values())

    def find(self, mention: Mention | None) -> int | None:
        """The dated event that stands at the same place of the same article."""
        if mention is None:
            return None
        article, span = mention.article.key, mention.event.span
        there = (self.mentions[index] for index in self.dated)
        return next(
            (
                i
                for i, m in zip(self.dated, there, strict=True)
                if (m.article.key, m.event.span) == (article, span)
            ),
            None,
        )

    def place(self, index: int) -> int:
        """Which of `dated` it is, counted from 0."""
        return bisect_left(self.dated, index)

    def by_event(self, index: int, steps: int) -> int:
        """So many events on in time, whatever their lane."""
        return _along(self.dated, index, steps)

    def along(self, index: int, steps: int) -> int:
        """So many events on in the same lane."""
        return _along(self.lanes[self.lane_of[index]].dated, index, steps)

    def by_lane(self, index: int, steps: int) -> int:
        """The event nearest in time so many lanes below (above when negative), of the lanes with dated events."""
        filled = [number for number, lane in enumerate(self.lanes) if lane.dated]
        place = filled.index(self.lane_of[index])
        number = filled[max(0, min(place + steps, len(filled) - 1))]
        if number == filled[place]:
            return index
        return self.nearest(self.extents[index], number)

    def by_gap(self, index: int, steps: int, least: int) -> int:
        """Over the next stretch of at least `least` days without any event (the one before when `steps` is negative)."""
        here, empty = self.extents[index], gaps(self.extents.values(), least)
        if steps > 0:
            after = next((gap.last + 1 for gap in empty if gap.first > here.first), None)
            return next((i for i in self.dated if self.extents[i].first == after), index)
        before = next((gap.first - 1 for gap in reversed(empty) if gap.last < here.first), None)
        return next((i for i in reversed(self.dated) if self.extents[i].last == before), index)

    def nearest(self, days: Extent, lane: int | None = None) -> int:
        """The event nearest to some days, in a lane if one is named; there must be one."""
        indices = self.dated if lane is None else self.lanes[lane].dated
        place = nearest([self.extents[index] for index in indices], days)
        if place is None:
            raise ValueError("no event is dated here")
        return indices[place]


def _along(indices: Sequence[int], index: int, steps: int) -> int:
    return indices[max(0, min(bisect_left(indices, index) + steps, len(indices) - 1))]


def _lanes(
    mentions: Sequence[Mention], names: Sequence[tuple[str, str]], dated: Sequence[int]
) -> tuple[Lane, ...]:
    publishers = [mention.article.organization for mention in mentions]
    counts = Counter(publishers)
    named = dict(names) | {key: key for key in counts if key not in dict(names)}
    places: dict[str, list[int]] = {key: [] for key in named}
    for index in dated:
        places[publishers[index]].append(index)
    return tuple(
        Lane(key, name or "publisher unknown", places[key], counts[key] - len(places[key]))
        for key, name in named.items()
        if counts[key]
    )
