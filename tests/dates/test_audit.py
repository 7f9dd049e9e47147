"""What dates are worth, held against dates marked by hand."""

import pytest

from tui.dates import chronology
from tui.dates.audit import Audit, marked_by_quote, pair
from tui.model import Reading, Span

TEXT = "The guild met on 3 May 1932. A week later it split, on 3 May 1933 it fell."


def test_right_wrong_missed_and_spurious_are_counted() -> None:
    marked = marked_by_quote(
        TEXT,
        [
            {"words": "3 May 1932", "value": "1932-05-03", "type": "DATE"},
            {"words": "A week later", "value": "1932-05-10", "type": "DATE"},
            {"words": "guild", "value": "P1D", "type": "DURATION"},
        ],
    )
    audit = Audit()
    audit.add(marked, chronology(Reading(TEXT)).timexes)
    whole = audit.whole
    assert (whole.marked, whole.found, whole.matched, whole.right) == (3, 3, 2, 1)
    assert (whole.precision, whole.recall) == (pytest.approx(1 / 3), pytest.approx(1 / 3))
    assert (audit.types["DATE"].matched, audit.types["DURATION"].matched) == (2, 0)
    day = audit.rules["day of a month"]
    assert (day.found, day.matched, day.right) == (2, 1, 1)


def test_words_are_looked_up_one_after_the_other() -> None:
    marked = marked_by_quote(
        "In May, then in May.", [{"words": "May", "value": "a"}, {"words": "May", "value": "b"}]
    )
    assert [each.span for each in marked] == [Span(3, 6), Span(16, 19)]


def test_words_that_are_not_there_are_told() -> None:
    with pytest.raises(ValueError, match="the words 'June' are not in the text"):
        marked_by_quote("In May.", [{"words": "June", "value": "1917-06"}])


def test_equal_spans_pair_first() -> None:
    assert dict(pair([Span(0, 10), Span(5, 10)], [Span(5, 10)])) == {1: 0}
