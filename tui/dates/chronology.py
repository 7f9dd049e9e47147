"""The chronology of a text: its expressions of time, its events, and when it was written."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tui.dates.editions import with_editions
from tui.dates.find import find
from tui.dates.found import Found
from tui.dates.gather import gather
from tui.dates.languages import load
from tui.dates.points import Point, containing
from tui.dates.recognise import recognised
from tui.dates.resolve import resolve
from tui.dates.words import Words
from tui.dates.written import infer
from tui.model import Certainty, Event, Interval, MarkKind, Reading, Span, Timex, Written


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
    reading: Reading,
    written: Interval | None = None,
    language: str = "en",
    days: Mapping[str, str] | None = None,
) -> Chronology:
    """Read the dates of a text.

    `written` is when it was published, if that is known. `days` are days that have a name here: each an EDTF date
    ("1905-01-22"), or `--05-01` for a day of every year. Marks of page furniture give no dates, headings carry the
    running date on, dates that the edition itself gives go before any rule's. An empty `language` is one that nobody has
    declared: the text's own is recognised by its small words, and where it is not clear it is taken for English. Raises `LookupError` for a language there is no file for, `ValueError` for a day that is not one.
    """
    known = load(language or recognised(reading.text) or "en")
    words = Words(reading.text, known)
    found = _outside_furniture(find(words, known, days), reading)
    found = with_editions(found, words, reading.marks)
    headings = sorted(mark.span for mark in reading.marks if mark.kind is MarkKind.HEADING)
    when = _given(written) if written else infer(found, words, known, headings)
    until = when.interval.latest if when.interval else None
    resolved = resolve(found, words, known, _known_as(when), headings, until)
    told = gather(resolved, words, known, when)
    return Chronology(tuple(each.timex(words) for each in resolved), told, when)


def events(
    reading: Reading,
    written: Interval | None = None,
    language: str = "en",
    days: Mapping[str, str] | None = None,
) -> tuple[Event, ...]:
    """The events of a text: `chronology(…).events`."""
    return chronology(reading, written, language, days).events


def _given(written: Interval) -> Written:
    """The article's date as somebody states it; relative dates count from its last day."""
    return Written(written, written.latest or written.earliest, Certainty.STATED, "given")


def _known_as(when: Written) -> Point | None:
    """The day of writing as far as it is known: the smallest unit of the calendar that holds all days it can be."""
    if when.working is None or when.interval is None:
        return None
    first, last = when.interval.earliest, when.interval.latest
    if first is None or last is None:
        return Point.on(when.working)
    units = ("day", "month", "season", "year", "decade", "century")
    return next(
        (point for unit in units if (point := containing(last, unit)).first <= first and last <= point.last),
        Point.on(when.working),
    )


def _outside_furniture(found: list[Found], reading: Reading) -> list[Found]:
    """What does not stand in a running head or a page number."""
    away = [mark.span for mark in reading.marks if mark.kind is MarkKind.FURNITURE]
    if not away:
        return found
    away.sort()
    starts = [span.start for span in away]
    return [each for each in found if not _covers(away, bisect_right(starts, each.span.start) - 1, each.span)]


def _covers(spans: Sequence[Span], index: int, span: Span) -> bool:
    return any(0 <= i < len(spans) and spans[i].overlaps(span) for i in (index, index + 1))
