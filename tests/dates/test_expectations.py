"""Real documents: what a reader expects on the timeline is there, and what only looks like a date is not."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from tui.dates import Chronology, chronology, codes
from tui.formats import format_of
from tui.model import Event, Interval, Reading, Relation

CORPORA = Path(__file__).parents[3] / "shared" / "corpora"
FILES = sorted((CORPORA / "expect").glob("*.yaml"))
LANGUAGES = codes()


def expectation(file: Path) -> dict[str, Any]:
    known: dict[str, Any] = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    return known


def reading_of(known: dict[str, Any]) -> tuple[Reading, Interval | None]:
    """The document as the reading room reads it, and when it was published as the expectation says."""
    file = CORPORA / known["file"]
    form = format_of(file.name)
    if form is None:
        pytest.skip(f"there is no reader for {file.suffix} yet")
    if not file.exists():
        pytest.skip(f"{file.name} is not among the corpora")
    drafts = form.read(file.read_bytes(), file.name)
    wanted = [each["quote"] for each in known["events"]]
    draft = max(drafts, key=lambda each: sum(plain(quote) in plain(each.reading.text) for quote in wanted))
    return draft.reading, Interval.parse(known["published"]["iso"])


def plain(text: str) -> str:
    return " ".join(text.replace("\u2060", "").replace("*", "").replace("_", "").split())


def says(event: Event, text: str, quote: str) -> bool:
    """Whether the event's date stands in the quote."""
    around = plain(text[max(0, event.span.start - 400) : event.span.end + 400])
    return plain(event.timex.words) in quote and quote in around


def right(event: Event, wanted: dict[str, Any]) -> bool:
    """Whether the event is on the day, in the month, the year or the range expected."""
    for iso in (wanted["iso"], *wanted.get("iso_also", ())):
        interval = Interval.parse(iso)
        for told in (event.interval, event.timex.interval):
            if told and (told.earliest, told.latest) == (interval.earliest, interval.latest):
                return True
    return False


def told(known: dict[str, Any]) -> tuple[Chronology, str]:
    reading, published = reading_of(known)
    return chronology(reading, published, known["lang"]), reading.text


if not FILES:
    pytest.skip("the corpora are not beside this checkout (../shared/corpora)", allow_module_level=True)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_what_a_reader_expects_is_on_the_timeline(file: Path) -> None:
    known = expectation(file)
    if known["lang"] not in LANGUAGES:
        pytest.skip(f"{known['lang']} is not among the languages")
    chronology_, text = told(known)
    wrong = []
    for wanted in known["events"]:
        quote = plain(wanted["quote"])
        if quote not in plain(text):
            continue
        near = [event for event in chronology_.events if says(event, text, quote)]
        if not any(right(event, wanted) for event in near):
            wrong.append(
                (
                    wanted["quote"],
                    wanted["iso"],
                    [(e.timex.words, e.interval and e.interval.edtf) for e in near],
                )
            )
    assert not wrong


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_no_trap_passes_for_a_sure_day(file: Path) -> None:
    known = expectation(file)
    if known["lang"] not in LANGUAGES:
        pytest.skip(f"{known['lang']} is not among the languages")
    chronology_, text = told(known)
    harmless = (
        "bonus",
        "fair event",
        "corrected",
        "slip",
        "word joiners",
        "decade with",
        "a book",
        "paragraph number",
    )
    traps = [
        plain(trap["quote"]) for trap in known["traps"] if not any(word in trap["why"] for word in harmless)
    ]
    sure = [
        event for event in chronology_.events if event.timex.type == "DATE" and event.relation is Relation.AT
    ]
    assert not [(trap, event.timex.words) for trap in traps for event in sure if says(event, text, trap)]
