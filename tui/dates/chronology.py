"""The chronology of a text: its expressions of time, its events, and when it was written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tui.dates.find import find
from tui.dates.gather import gather
from tui.dates.language import load
from tui.dates.resolve import resolve
from tui.dates.words import split
from tui.dates.written import infer
from tui.model import Certainty, Event, Interval, Reading, Timex, Written


@dataclass(frozen=True, slots=True)
class Chronology:
    """What a text tells of time.

    `timexes` are all expressions in the order of the text; `events` those that date something, in the order of a
    timeline (`Event.order`); `written` is when the text was written, as given or as inferred from it.
    """

    timexes: tuple[Timex, ...]
    events: tuple[Event, ...]
    written: Written


def chronology(
    reading: Reading, written: Interval | None = None, language: str = "en", days: Sequence[Any] = ()
) -> Chronology:
    """Read the dates of a text.

    `written` is when it was published, if that is known. Raises `LookupError` for a language there is no file for.
    """
    known = load(language)
    words = split(reading.text, known)
    found = find(words, known)
    when = _given(written) if written else infer(found, words, known)
    resolved = resolve(found, words, known, when.working)
    told = gather(resolved, words, known, when.working)
    return Chronology(tuple(each.timex(words) for each in resolved), told, when)


def events(
    reading: Reading, written: Interval | None = None, language: str = "en", days: Sequence[Any] = ()
) -> tuple[Event, ...]:
    """The events of a text: `chronology(…).events`."""
    return chronology(reading, written, language, days).events


def _given(written: Interval) -> Written:
    """The article's date as somebody states it; relative dates count from its last day."""
    return Written(written, written.latest or written.earliest, Certainty.STATED, "given")
