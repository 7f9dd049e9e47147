"""The strip of a time axis: all of a list's time on one line, with bars for how many events there are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from tui.widgets.axis import Extent, Scale, ends, ticks
from tui.widgets.density import bars, density
from tui.widgets.glyphs import Glyphs

_LABELLED = 30


@dataclass(frozen=True, slots=True)
class AxisStrip:
    """Events on a line of the screen, true to scale, between the words for its two ends.

    The words are left out where they would take more than they tell. Cells count from 0 at the left of the strip.
    """

    scale: Scale
    counts: Sequence[float]
    first: str
    last: str

    @classmethod
    def of(cls, extents: Iterable[Extent], width: int) -> AxisStrip | None:
        """The strip of that many cells; `None` where there is no event or no room."""
        extents = list(extents)
        return cls.around(Extent.around(extents), width, lambda scale: density(scale, extents))

    @classmethod
    def around(
        cls, extent: Extent | None, width: int, counts_on: Callable[[Scale], Sequence[float]]
    ) -> AxisStrip | None:
        """The strip from one day to another, given how many events each column of a scale holds."""
        if extent is None or width < 1:
            return None
        first, last = (f"{ends(extent)[0]} ", f" {ends(extent)[1]}") if width >= _LABELLED else ("", "")
        scale = Scale.fitting(extent, width - len(first) - len(last))
        return cls(scale, counts_on(scale), first, last)

    def bars(self, glyphs: Glyphs, height: int = 1) -> list[str]:
        """The lines of the bars, the top one first, without the words for the ends."""
        return bars(self.counts, glyphs.density, height)

    def marked(self, line: str, extent: Extent, glyphs: Glyphs) -> tuple[str, str, str]:
        """A line of the bars in three parts, of which the middle one is the extent, its shape showing where it is."""
        edge = self.scale.columns - 1
        first, last = (max(0, min(column, edge)) for column in self.scale.columns_of(extent))
        between = line[first + 1 : last]
        shape = glyphs.here if first == last else glyphs.span[0] + between + glyphs.span[1]
        return line[:first], shape, line[last + 1 :]

    def ticks(self, glyphs: Glyphs) -> str:
        """The line of the ticks, each with its label behind it, without the words for the ends."""
        cells = [" "] * self.scale.columns
        for column, label in ticks(self.scale, lead=1):
            cells[column : column + len(label) + 1] = glyphs.tick + label
        return "".join(cells)

    def days_at(self, cell: int) -> Extent:
        """The days at a cell; those of the end where it is on the words for it."""
        return self.scale.days_at(max(0, min(cell - len(self.first), self.scale.columns - 1)))
