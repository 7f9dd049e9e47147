"""What of a time is in view: all of it, or a part at some zoom."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tui.widgets.axis import Extent, Scale, zoom_name, zoomed


@dataclass(frozen=True, slots=True)
class View:
    """A scale over a time that has bounds; as long as there is a `whole`, all of that is shown, however many columns
    there are."""

    scale: Scale
    bounds: Extent
    whole: Extent | None = None

    @classmethod
    def of(cls, whole: Extent, bounds: Extent, columns: int) -> View:
        """All of a stretch, with room for a shape at both ends."""
        margin = 2 * whole.days // columns + 1
        scale = Scale.fitting(Extent(whole.first - margin, whole.last + margin), columns)
        return cls(scale, bounds, whole)

    @property
    def name(self) -> str:
        """What the zoom is called."""
        return "all" if self.whole == self.bounds else zoom_name(self.scale)

    def resized(self, columns: int) -> View:
        """The same days a column on other columns, or still the whole of what is shown whole."""
        if self.whole is not None:
            return self.of(self.whole, self.bounds, columns)
        days = max(1, self.scale.days * columns // self.scale.columns)
        return self._with(Scale(self.scale.first, days, columns))

    def zoomed(self, steps: int, day: int) -> View:
        """So many levels finer (coarser when negative), with a day kept where it stands; the same at the ends."""
        view = self.scale.extent
        scale = zoomed(self.scale, steps, max(view.first, min(day, view.last)))
        return self if scale == self.scale else self._with(scale)

    def showing(self, extent: Extent) -> View:
        """Shifted, if need be, so that an extent is in view."""
        shown = self.scale.showing(extent, self._wide_bounds(self.scale))
        return self if shown == self.scale else replace(self, scale=shown)

    def _with(self, scale: Scale) -> View:
        return View(scale.within(self._wide_bounds(scale)), self.bounds)

    def _wide_bounds(self, scale: Scale) -> Extent:
        margin = 2 * scale.days // scale.columns + 1
        return Extent(self.bounds.first - margin, self.bounds.last + margin)
