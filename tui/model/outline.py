"""Events as far as a chart of many draws them."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from tui.model.interval import Granularity, Interval
from tui.model.timex import Certainty


class Side(StrEnum):
    """On which side the time of an event is open: until its last day, or since its first; or on neither."""

    NEITHER = ""
    BEFORE = "before"
    AFTER = "after"

    @classmethod
    def of(cls, interval: Interval) -> Side:
        """The open side of an interval; of one that is open on both, the side after."""
        if interval.latest is None:
            return cls.AFTER
        return cls.BEFORE if interval.earliest is None else cls.NEITHER


class Outline(NamedTuple):
    """A dated event without its words: `number` names it in its chart, `lane` is the key of its publisher.

    `first` and `last` are the ordinals of its days, both inclusive; of an open interval both are the day that is known.
    """

    number: int
    lane: str
    first: int
    last: int
    granularity: Granularity
    certainty: Certainty
    open: Side = Side.NEITHER


class Lane(NamedTuple):
    """A publisher on a chart: key, name, how many of its events are dated, and how many are not."""

    key: str
    name: str
    dated: int
    undated: int
