from hypothesis import given
from hypothesis import strategies as st

from tests.widgets.test_axis import extents, of
from tui.widgets.view import View


@given(extents, st.integers(1, 300), st.lists(st.integers(-9, 9)), st.data())
def test_an_event_can_always_be_brought_into_view(bounds, columns, steps, data):
    first = data.draw(st.integers(bounds.first, bounds.last))
    event = type(bounds)(first, data.draw(st.integers(first, bounds.last)))
    view = View.of(bounds, bounds, columns)
    for step in steps:
        view = view.zoomed(step, event.middle).showing(event)
        first_column, last_column = view.scale.columns_of(event)
        assert first_column < columns
        assert last_column >= 0


@given(extents, st.integers(1, 300), st.integers(1, 300))
def test_all_of_the_time_stays_in_view_in_another_size(bounds, columns, others):
    view = View.of(bounds, bounds, columns).resized(others)
    first, last = view.scale.columns_of(bounds)
    assert 0 <= first <= last < others


def test_a_zoom_that_is_at_its_end_is_the_same_view():
    view = View.of(of("1950/1991"), of("1950/1991"), 60)
    finest = view.zoomed(20, of("1953").first)
    assert finest.name == "day"
    assert finest.zoomed(1, of("1953").first) is finest
    assert view.name == "all"
    assert view.zoomed(-20, of("1953").first).name == "century"


def test_another_size_keeps_the_days_a_column():
    view = View.of(of("1950/1991"), of("1950/1991"), 60).zoomed(2, of("1953").first)
    wide = view.resized(120)
    assert wide.name == view.name
    assert wide.scale.days == 2 * view.scale.days


def test_a_part_is_shown_whole_on_other_columns_too() -> None:
    view = View.of(of("1950/1991"), of("0500/1991"), 1).resized(60)
    assert view.name != "all"
    assert view.scale.extent.first <= of("1950").first
    assert view.scale.extent.last >= of("1991").last
    assert view.scale.days < 2 * of("1950/1991").days
