"""When a text was written, from the text itself."""

from __future__ import annotations

from collections.abc import Sequence

from tui.dates.find import Found
from tui.dates.language import Language
from tui.dates.resolve import resolve
from tui.dates.words import Words
from tui.model import Certainty, Granularity, Interval, Written


def infer(found: Sequence[Found], words: Words, language: Language) -> Written:
    """The day after the latest day that the text speaks of as past; unknown if it speaks of none."""
    latest = None
    for each in resolve(found, words, language, None):
        if each.interval and each.interval.latest and each.point and each.point.unit == "day":
            if latest is None or each.interval.latest > latest[0]:
                latest = (each.interval.latest, each.found.span)
    if latest is None:
        return Written()
    day = latest[0].plus(1)
    return Written(
        Interval(day, None, Granularity.DAY),
        day,
        Certainty.INFERRED,
        "after the latest day told",
        (latest[1],),
    )
