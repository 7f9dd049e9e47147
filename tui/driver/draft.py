"""An order in which parts of the screen are drawn, and what has to be sent for it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Self

from tui.driver.part import Part, gap
from tui.driver.pen import Pen
from tui.driver.ways import Region, way

FEW = 6
"""Parts that are drawn in the order of what it takes to begin with them; more are drawn from the top."""

_COLUMN = 4
"""So many parts under each other, on an average, may be shorter to draw column by column."""


class Draft:
    """What is sent, and where it leaves the pen and the cursor of the terminal."""

    __slots__ = ("_region", "out", "pen", "x", "y")

    def __init__(self, pen: Pen, x: int | None, y: int | None, region: Region) -> None:
        """Begin with the pen and the cursor there."""
        self.pen, self.x, self.y = pen, x, y
        self._region = region
        self.out: list[str] = []

    @property
    def length(self) -> int:
        """How many characters are sent."""
        return sum(map(len, self.out))

    def draw(self, parts: Iterable[Part]) -> Self:
        """Draw parts one after the other."""
        out, pen, x, y, region = self.out, self.pen, self.x, self.y, self._region
        for part in parts:
            if part.y != y or part.begin != x:
                out.append(self._way_to(part, pen, x, y, region))
            y = part.y
            if part.is_blank:
                if pen.bare is not part.pen:
                    wanted = pen.over(part.pen)
                    out.append(pen.to(wanted))
                    pen = wanted
            elif pen is not part.pen:
                out.append(pen.to(part.pen))
                pen = part.pen
            out.append(part.text)
            x = part.after
        self.pen, self.x, self.y = pen, x, y
        return self

    def draw_nearest(self, parts: Sequence[Part]) -> Self:
        """Draw always that next which it takes the least to begin with."""
        left = [*parts]
        while left:
            nearest = min(left, key=self._distance)
            left.remove(nearest)
            self.draw((nearest,))
        return self

    def draw_by_pens(self, parts: Sequence[Part]) -> Self:
        """Draw all of one pen, then all of the pen to which it is the shortest way from that."""
        groups: dict[Pen, list[Part]] = {}
        for part in parts:
            groups.setdefault(part.pen, []).append(part)
        # Blanks alone are drawn with whatever pen draws the same.
        for ground in [one for one in groups if one.bare is one]:
            if other := next((one for one in groups if one is not ground and one.bare is ground), None):
                groups[other] = sorted(groups[other] + groups.pop(ground), key=lambda part: part[:2])
        while groups:
            group = groups.pop(min(groups, key=lambda one: len(self.pen.to(one))))
            if len(group) <= FEW:
                self.draw_nearest(group)
            elif len({part.begin for part in group}) * _COLUMN <= len(group):
                self._draw_shorter(group, sorted(group, key=lambda part: (part.begin, part.y)))
            else:
                self.draw(group)
        return self

    def _draw_shorter(self, *orders: Sequence[Part]) -> None:
        """Draw parts in the order that is the shortest."""
        drafts = [Draft(self.pen, self.x, self.y, self._region).draw(order) for order in orders]
        shortest = min(drafts, key=lambda draft: draft.length)
        self.out += shortest.out
        self.pen, self.x, self.y = shortest.pen, shortest.x, shortest.y

    def _distance(self, part: Part) -> int:
        """How many bytes it takes to begin with a part."""
        turn = 0 if self.pen.bare is part.pen else len(self.pen.to(part.pen))
        if (part.begin, part.y) == (self.x, self.y):
            return turn
        return turn + len(self._way_to(part, self.pen, self.x, self.y, self._region))

    @staticmethod
    def _way_to(part: Part, pen: Pen, x: int | None, y: int | None, region: Region) -> str:
        moved = way((x, y), part.begin, part.y, region)
        if part.y == y and x is not None and x < part.begin:
            again = gap(part.row, x, part.begin, pen)
            if again is not None and len(again.encode()) <= len(moved):
                return again
        return moved
