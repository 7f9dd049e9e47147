from hypothesis import given
from hypothesis import strategies as st

from tests.widgets.test_axis import extents, of
from tui.widgets.axis import Extent, Scale
from tui.widgets.density import bars, density

UNICODE = "▁▂▃▄▅▆▇█"


@given(st.lists(extents, min_size=1), st.integers(1, 300))
def test_the_counts_add_up_to_the_events(events, columns):
    around = Extent.around(events)
    assert around is not None
    counts = density(Scale.fitting(around, columns), events)
    assert len(counts) == columns
    assert abs(sum(counts) - len(events)) < 1e-6


@given(st.lists(extents, min_size=1), st.integers(1, 300))
def test_a_column_is_empty_if_no_event_touches_it_and_only_then(events, columns):
    around = Extent.around(events)
    assert around is not None
    scale = Scale.fitting(around, columns)
    touched = {column for event in events for column in range(*_half_open(scale.columns_of(event)))}
    counts = density(scale, events)
    assert {column for column in range(columns) if counts[column] > 0} == touched
    assert {column for column, bar in enumerate(bars(counts, UNICODE)[0]) if bar != " "} == touched


def _half_open(columns: tuple[int, int]) -> tuple[int, int]:
    return columns[0], columns[1] + 1


def test_a_year_is_spread_over_its_columns():
    scale = Scale.fitting(of("1953/1954"), 24)
    counts = density(scale, [of("1953"), of("1954-05-10")])
    assert all(0 < count < 0.1 for count in counts[:12])
    assert counts[12:] == [0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0]


def test_what_lies_outside_of_the_view_is_not_counted():
    scale = Scale.fitting(of("1953"), 12)
    assert density(scale, [of("1920"), of("2001")]) == [0] * 12
    assert 0.4 < sum(density(scale, [of("1953/1954")])) < 0.6


def test_bars_grow_with_the_events():
    assert bars([0, 1, 2, 4, 8], UNICODE) == [" ▁▂▄█"]
    assert bars([0, 1, 2, 4, 8], UNICODE, 2) == ["    █", " ▂▄██"]
    assert bars([0, 0.01, 1], UNICODE) == [" ▁▃"]
    assert bars([], UNICODE) == [""]
