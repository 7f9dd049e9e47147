"""The cases in `cases/*.yaml`: sentences, and what must be read in them."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from tui.dates import Chronology, chronology
from tui.model import Event, Interval, Reading, Timex

FOLDER = Path(__file__).with_name("cases")
CASES = [
    pytest.param(case, id=f"{file.stem}: {case['name']}")
    for file in sorted(FOLDER.glob("*.yaml"))
    for case in yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
]
_NONE = ("", "null")


def read(case: dict[str, Any]) -> Chronology:
    written = Interval.parse(case["written"]) if "written" in case else None
    return chronology(Reading(case["text"]), written, case.get("language", "en"), case.get("days"))


def day(value: str) -> str | None:
    return None if value in _NONE else value


def ends(interval: Interval | None) -> dict[str, str | None]:
    return {
        "begin": interval.earliest.iso if interval and interval.earliest else None,
        "end": interval.latest.iso if interval and interval.latest else None,
    }


def told(timex: Timex) -> dict[str, Any]:
    anchor = timex.anchor.words if timex.anchor else ""
    said = {
        name: str(getattr(timex, name)) for name in ("words", "value", "type", "mod", "certainty", "calendar")
    }
    return {**said, "anchor": anchor, **ends(timex.interval)}


def happened(event: Event, text: str) -> dict[str, Any]:
    return {
        "words": event.timex.words,
        "relation": str(event.relation),
        "also": [timex.words for timex in event.also],
        "clause": event.clause.of(text),
        "edtf": event.interval.edtf if event.interval else None,
        **ends(event.interval),
    }


def matches(wanted: dict[str, Any], got: dict[str, Any]) -> bool:
    return all(
        got[name] == (day(value) if name in ("begin", "end") else value) for name, value in wanted.items()
    )


@pytest.mark.parametrize("case", CASES)
def test_case(case: dict[str, Any]) -> None:
    chronology = read(case)
    timexes = [told(timex) for timex in chronology.timexes]
    if case.get("timexes") == []:
        assert not timexes
    for wanted in case.get("timexes", ()):
        assert any(matches(wanted, got) for got in timexes), (wanted, timexes)
    events = [happened(event, case["text"]) for event in chronology.events]
    for wanted in case.get("events", ()):
        assert any(matches(wanted, got) for got in events), (wanted, events)
    if "after" in case:
        assert chronology.written.words == case["after"]
