import random

from hypothesis import given
from hypothesis import strategies as st

from tests.widgets.mentions import mention
from tests.widgets.pages import FIRST, LOST, TEXT, TOLD, WEEK, page
from tui.model import Certainty, Event, Span, Written
from tui.model.interval import Day, Granularity, Interval

edtf = st.sampled_from(
    [None, "1914", "1914-08", "1914-08-04", "191X", "1914-08-04/..", "../1914-08-04", "1918", "-0489"]
)


def events_of(*told: str | None) -> list[Event]:
    return [mention(one, start=place * 10).event for place, one in enumerate(told)]


@given(st.lists(edtf, max_size=12), st.randoms())
def test_a_timeline_is_ordered_by_day_and_then_by_place(told, chance):
    in_text = events_of(*told)
    shuffled = in_text[:]
    chance.shuffle(shuffled)
    ordered = sorted(shuffled, key=lambda event: event.order)
    undated = [event.interval is None for event in ordered]
    assert undated == sorted(undated)
    days = [event.interval.earliest or event.interval.latest for event in ordered if event.interval]
    assert days == sorted(days)
    for told_at in set(told):
        same = [event.span for event in ordered if event.timex.value == (told_at or "PAST_REF")]
        assert same == sorted(same)


def test_the_shorter_of_two_that_begin_together_stands_first():
    year, month, day = events_of("1914", "1914-01", "1914-01-01")
    assert sorted([year, month, day], key=lambda event: event.order) == [day, month, year]


def test_order_does_not_depend_on_chance():
    events = events_of("1914", None, "1914", "1918", None)
    shuffled = random.Random(1).sample(events, len(events))
    assert sorted(shuffled, key=lambda event: event.order) == sorted(events, key=lambda event: event.order)


def test_the_order_of_the_text_is_not_that_of_time():
    assert page().text_order == (TOLD, WEEK, FIRST, LOST)


def test_mentions_tell_the_clause_in_words():
    told = page().mentions[LOST]
    assert told.clause == told.sentence == "Some time afterwards our hall was sold."
    assert told.article == page().article


@given(st.tuples(st.integers(0, 99), st.integers(0, 99)), st.tuples(st.integers(0, 99), st.integers(0, 99)))
def test_spans_that_share_a_character_overlap(one, other):
    first, second = Span(*sorted(one)), Span(*sorted(other))
    shared = set(range(*first)) & set(range(*second))
    assert first.overlaps(second) is bool(shared)
    assert all(first.holds(place) and second.holds(place) for place in shared)
    assert len(first.of("x" * 100)) == first.end - first.start
    assert TEXT[first.start : first.end] == first.of(TEXT)


def test_when_an_article_was_written_is_told_by_what_is_known():
    day, later = Day(1932, 5, 11), Day(1932, 6, 1)

    def words(first: Day | None, last: Day | None, certainty: Certainty) -> str:
        return Written(Interval(first, last, Granularity.SPAN), first, certainty).words

    assert Written().words == "unknown"
    assert words(day, day, Certainty.STATED) == "1932-05-11"
    assert words(day, None, Certainty.INFERRED) == "after 1932-05-10"
    assert words(None, later, Certainty.INFERRED) == "before 1932-06-02"
    assert words(day, later, Certainty.INFERRED) == "between 1932-05-10 and 1932-06-02"
    assert words(day, day, Certainty.INFERRED) == "1932-05-11"
