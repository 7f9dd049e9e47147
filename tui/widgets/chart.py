"""What a chart pane asks of events on lanes: whoever has them answers, of a few as of a million."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from tui.model import Lane, Mention, Outline

Days = tuple[int, int]
"""The ordinals of a first day and a last, both inclusive."""


class Chart(Protocol):
    """Events on lanes; those with a day as outlines, in the order of time, which is counted from 0.

    A step that leads nowhere gives `None`.
    """

    @property
    def lanes(self) -> Sequence[Lane]:
        """The lanes with events, in their order."""

    @property
    def dated(self) -> int:
        """How many events have a day."""

    @property
    def undated(self) -> int:
        """How many have none."""

    @property
    def bounds(self) -> Days | None:
        """The first day and the last; `None` when nothing is dated."""

    def density(self, first: int, days: int, columns: int) -> Sequence[float]:
        """How many events each column holds, of so many that show so many days from the ordinal `first`."""

    def mention(self, outline: Outline) -> Mention | None:
        """The event with its words; `None` if it is no longer there."""

    def find(self, mention: Mention) -> Outline | None:
        """The dated event that stands at the same place of the same article."""

    def at(self, place: int) -> Outline | None:
        """The event at a place in the order of time, or at its end."""

    def place(self, outline: Outline) -> int:
        """At which place an event is."""

    def along(self, outline: Outline, steps: int) -> Outline | None:
        """So many events on in the same lane, or at its end."""

    def nearest(self, days: Days, lane: str | None = None) -> Outline | None:
        """The event nearest to some days, in a lane if one is named by its key."""

    def by_gap(self, outline: Outline, steps: int, least: int) -> Outline | None:
        """Over the next stretch of at least `least` days without any event (the one before when `steps` is negative)."""

    def within(self, lane: str, days: Days, most: int) -> Sequence[Outline] | None:
        """The events of a lane that touch some days; `None` where there are more than so many."""

    def begun(
        self, lane: str, first: int, days: int, cells: int, most: int
    ) -> Iterable[tuple[Sequence[Outline], int]]:
        """The events of a lane in even cells of time, by where they begin (what began before: in the first).

        Of each cell so many at most, and how many more there are, counted as far as ten. There are no more cells than days.
        """
