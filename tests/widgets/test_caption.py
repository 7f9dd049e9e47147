import pytest

from tests.widgets.mentions import mention
from tui.model import Anchor, AnchorKind, Certainty, Event, Interval, Relation, Span, Timex, TimexType
from tui.widgets.caption import certainty_words, date_words
from tui.widgets.glyphs import ASCII, UNICODE


def counted_from(anchor: Anchor | None) -> Event:
    span, when = Span(0, 11), Interval.parse("1986-03-03")
    timex = Timex(
        span, "A day\n later", TimexType.DATE, "1986-03-03", "case", Certainty.INFERRED, when, anchor
    )
    return Event(timex, Relation.AT, when, span, span)


@pytest.mark.parametrize(
    ("anchor", "words"),
    [
        (None, "inferred"),
        (Anchor(AnchorKind.TEXT, "1986-03-02", "On\n2 March"), "inferred from “On 2 March”"),
        (Anchor(AnchorKind.TEXT, "1986-03-02"), "inferred from 1986-03-02"),
        (Anchor(AnchorKind.CALENDAR, "1986-03-02", "Election Day"), "inferred from Election Day"),
        (
            Anchor(AnchorKind.WRITTEN, "1986-03-04"),
            "inferred from when the article was written, 1986-03-04",
        ),
    ],
)
def test_what_a_date_was_counted_from_is_told(anchor, words):
    assert certainty_words(counted_from(anchor), UNICODE) == words


def test_stated_and_unresolved_are_told_in_a_word():
    assert date_words(mention("1951").event, UNICODE) == "1951 · “1951” · stated"
    assert date_words(mention(None).event, UNICODE) == "undated · “recently” · unresolved"


def test_in_ascii_nothing_else_is_used():
    assert date_words(mention("1914/1918").event, ASCII) == '1914/1918, "1914/1918", stated'
    assert date_words(counted_from(None), ASCII) == '1986-03-03, "A day later", inferred'
