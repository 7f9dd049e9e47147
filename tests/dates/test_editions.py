"""The dates that an edition itself gives go before any rule's."""

import pytest

from tui.dates import chronology
from tui.model import Certainty, Interval, Mark, MarkKind, Reading, Span

TEXT = "The guild met on the feast of Saint Anne. In September it was dissolved."


def reading(words: str, edtf: str) -> Reading:
    start = TEXT.index(words)
    return Reading(TEXT, (Mark(Span(start, start + len(words)), MarkKind.DATE, edtf),))


@pytest.mark.parametrize(
    ("edtf", "value"),
    [
        ("1789-07-26", "1789-07-26"),
        ("1789-07", "1789-07"),
        ("1789", "1789"),
        ("1789-07-20/1789-07-26", "1789-07-20/1789-07-26"),
        ("-0489", "BC0490"),
    ],
)
def test_words_that_no_rule_reads_have_the_edition_s_date(edtf: str, value: str) -> None:
    told = chronology(reading("the feast of Saint Anne", edtf))
    timex = told.timexes[0]
    assert (timex.words, timex.value, timex.rule) == (
        "the feast of Saint Anne",
        value,
        "the edition's own date",
    )
    assert timex.certainty is Certainty.STATED
    assert timex.interval == Interval.parse(edtf)
    assert timex in [event.timex for event in told.events]


def test_it_goes_before_a_rule_and_the_tale_goes_on_from_it() -> None:
    told = chronology(reading("the feast of Saint Anne", "1789-07-26"))
    assert [timex.value for timex in told.timexes] == ["1789-07-26", "1789-09"]
    told = chronology(reading("September", "1801-09"))
    assert [timex.value for timex in told.timexes] == ["1801-09"]


def test_a_date_that_is_none_is_left_to_the_rules() -> None:
    assert [timex.rule for timex in chronology(reading("September", "soon")).timexes] != [
        "the edition's own date"
    ]
