import pytest

from tests.widgets.pages import FIRST, LOST, TEXT, TOLD, WEEK, page
from tui.model import Page, Place, Reading, Scope


@pytest.fixture
def place() -> Place:
    return Place("lamp").to_page(page())


def test_an_opened_page_is_read_from_its_start(place):
    assert (place.offset, place.event, place.organization) == (0, None, "lamp")
    assert place.article == "lamp/against-the-clock.md"
    assert Place().article is None


def test_the_next_event_is_counted_in_the_order_of_the_text(place):
    seen = []
    for _ in range(5):
        place = place.by_event(1)
        seen.append(place.event)
    assert seen == [TOLD, WEEK, FIRST, LOST, LOST]
    assert place.offset == TEXT.index("Some time")


def test_the_previous_event_is_counted_back(place):
    place = place.to_event(LOST)
    assert place.by_event(-1).event == FIRST
    assert place.by_event(-2).event == WEEK
    assert place.by_event(-9).event == TOLD


@pytest.mark.parametrize(
    ("words", "steps", "event"),
    [
        ("A week", 1, WEEK),
        ("they split", 1, FIRST),
        ("they split", -1, WEEK),
        ("they split", 2, LOST),
        (TEXT[:5], -1, TOLD),
    ],
)
def test_events_are_counted_from_where_the_reader_is(place, words, steps, event):
    assert place.to_reading(TEXT.index(words)).by_event(steps).event == event


def test_a_step_on_a_page_without_events_leads_nowhere():
    empty = Place().to_page(Page(page().article, Reading("No dates here.")))
    assert empty.by_event(1) == empty
    assert Place().by_event(1) == Place()


def test_a_row_of_the_timeline_and_a_step_end_in_the_same_place(place):
    assert place.by_event(1) == place.to_event(TOLD)


def test_pointing_at_a_date_lights_its_event(place):
    assert place.to_offset(TEXT.index("May 1932")).event == TOLD
    assert place.to_offset(TEXT.index("quarter")).event is None
    assert place.to_offset(-5).offset == 0
    assert place.to_offset(10**9).offset == len(TEXT)
    assert Place().to_offset(3) == Place()


def test_an_event_that_is_not_there_cannot_be_gone_to(place):
    assert place.to_event(99) == place
    assert place.to_event(-1) == place


def test_the_event_near_the_reader_is_the_lit_one_or_the_next(place):
    assert place.to_event(LOST).near == LOST
    assert place.to_reading(TEXT.index("they split")).near == FIRST
    assert place.to_reading(len(TEXT)).near == LOST
    assert Place().near is None


def test_scopes_widen_and_begin_again(place):
    assert [Scope.ARTICLE.next, Scope.ORGANIZATION.next, Scope.COLLECTION.next] == [
        Scope.ORGANIZATION,
        Scope.COLLECTION,
        Scope.ARTICLE,
    ]
    moved = place.to_event(TOLD).to_scope(Scope.COLLECTION)
    assert (moved.event, moved.scope) == (TOLD, Scope.COLLECTION)


def test_another_organization_leaves_the_article_open(place):
    moved = place.to_event(WEEK).to_organization("clock")
    assert (moved.organization, moved.page, moved.event) == ("clock", place.page, WEEK)
