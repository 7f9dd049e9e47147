"""A chart of a few mentions that looks at every one: what a chart of many must answer, too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tui.model import Lane, Mention, Outline, Side
from tui.widgets.axis import Extent, Scale, gaps, nearest
from tui.widgets.chart import Days
from tui.widgets.density import density


class Few:
    """Mentions, sorted by `Event.order`, on lanes of which key and name are given; outlines are numbered as they are."""

    def __init__(self, mentions: Sequence[Mention] = (), names: Sequence[tuple[str, str]] = ()) -> None:
        self.mentions = mentions
        self.outlines = [o for n, mention in enumerate(mentions) if (o := outline(n, mention))]
        keys = [mention.article.organization for mention in mentions]
        known = dict(names) | {key: key for key in keys if key not in dict(names)}
        dated = [each.lane for each in self.outlines]
        self.lanes = tuple(
            Lane(key, name or "publisher unknown", dated.count(key), keys.count(key) - dated.count(key))
            for key, name in known.items()
            if key in keys
        )

    @property
    def dated(self) -> int:
        return len(self.outlines)

    @property
    def undated(self) -> int:
        return len(self.mentions) - len(self.outlines)

    @property
    def bounds(self) -> Days | None:
        return Extent.around(map(days_of, self.outlines))

    def density(self, first: int, days: int, columns: int) -> Sequence[float]:
        return density(Scale(first, days, columns), map(days_of, self.outlines))

    def mention(self, outline: Outline) -> Mention | None:
        return self.mentions[outline.number]

    def find(self, mention: Mention) -> Outline | None:
        sought = (mention.article.key, mention.event.span)
        there = ((o, self.mentions[o.number]) for o in self.outlines)
        return next((o for o, m in there if (m.article.key, m.event.span) == sought), None)

    def at(self, place: int) -> Outline | None:
        return self.outlines[max(0, min(place, self.dated - 1))] if self.outlines else None

    def place(self, outline: Outline) -> int:
        return self.outlines.index(outline)

    def along(self, outline: Outline, steps: int) -> Outline | None:
        lane = self.lane(outline.lane)
        return lane[max(0, min(lane.index(outline) + steps, len(lane) - 1))]

    def nearest(self, days: Days, lane: str | None = None) -> Outline | None:
        there = self.outlines if lane is None else self.lane(lane)
        place = nearest([days_of(each) for each in there], Extent(*days))
        return None if place is None else there[place]

    def by_gap(self, outline: Outline, steps: int, least: int) -> Outline | None:
        empty = gaps(map(days_of, self.outlines), least)
        if steps > 0:
            after = next((gap.last + 1 for gap in empty if gap.first > outline.first), None)
            return next((each for each in self.outlines if each.first == after), None)
        before = next((gap.first - 1 for gap in reversed(empty) if gap.last < outline.first), None)
        return next((each for each in reversed(self.outlines) if each.last == before), None)

    def within(self, lane: str, days: Days, most: int) -> Sequence[Outline] | None:
        found = [each for each in self.lane(lane) if not Extent(*days).distance(days_of(each))]
        return None if len(found) > most else found

    def begun(
        self, lane: str, first: int, days: int, cells: int, most: int
    ) -> Iterator[tuple[Sequence[Outline], int]]:
        scale = Scale(first, days, cells)
        groups: list[list[Outline]] = [[] for _ in range(cells)]
        for each in self.lane(lane):
            cell = max(0, scale.column(each.first))
            if each.last >= first and cell < cells:
                groups[cell].append(each)
        yield from ((group[:most], min(10, len(group[most:]))) for group in groups)

    def lane(self, key: str) -> list[Outline]:
        return [each for each in self.outlines if each.lane == key]


def outline(number: int, mention: Mention) -> Outline | None:
    """An event as far as a chart draws it; `None` without a day."""
    event = mention.event
    days = Extent.of(event.interval)
    if days is None or event.interval is None:
        return None
    lane, granularity = mention.article.organization, event.interval.granularity
    return Outline(number, lane, *days, granularity, event.certainty, Side.of(event.interval))


def days_of(outline: Outline) -> Extent:
    return Extent(outline.first, outline.last)
