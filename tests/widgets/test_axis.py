import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.model import Day, Interval
from tui.widgets.axis import ZOOMS, Extent, Scale, axis_line, ends, gaps, nearest, ticks, zoom_name, zoomed
from tui.widgets.glyphs import UNICODE

days = st.integers(-300_000, 1_100_000)
extents = st.builds(lambda first, length: Extent(first, first + length), days, st.integers(0, 60_000))
scales = st.builds(Scale, days, st.integers(1, 2_000_000), st.integers(1, 300))


def of(edtf: str) -> Extent:
    extent = Extent.of(Interval.parse(edtf))
    assert extent is not None
    return extent


def labels(edtf: str, columns: int) -> str:
    """The ticks as a line of text."""
    line = [" "] * columns
    for column, label in ticks(Scale.fitting(of(edtf), columns)):
        line[column : column + len(label)] = label
    return "".join(line).rstrip()


def test_an_open_interval_is_the_day_that_is_known():
    assert Extent.of(Interval.parse("1987-01-15/..")) == of("1987-01-15")
    assert Extent.of(Interval.parse("../1987-01-15")) == of("1987-01-15")
    assert Extent.of(None) is None


@given(st.lists(extents, min_size=1), st.integers(1, 300))
def test_every_event_falls_into_a_column(events, columns):
    around = Extent.around(events)
    assert around is not None
    scale = Scale.fitting(around, columns)
    for event in events:
        first, last = scale.columns_of(event)
        assert 0 <= first <= last < columns


@given(scales, days)
def test_a_day_is_among_the_days_of_its_columns(scale, day):
    first, last = scale.columns_of(Extent(day, day))
    assert first == scale.column(day) <= last
    for column in {first, last}:
        there = scale.days_at(column)
        assert there.first <= day <= there.last


@given(scales, st.integers(-50, 350))
def test_a_column_is_among_the_columns_of_its_days(scale, column):
    first, last = scale.columns_of(scale.days_at(column))
    assert first <= column <= last


@given(scales, days)
def test_a_day_has_one_column_unless_it_fills_several(scale, day):
    first, last = scale.columns_of(Extent(day, day))
    assert first == last or scale.days < scale.columns


@given(scales, days, days)
def test_columns_keep_the_order_of_days(scale, one, other):
    earlier, later = sorted((one, other))
    assert scale.column(earlier) <= scale.column(later)


@given(scales, days)
def test_the_scale_is_true(scale, day):
    """Equal times are equally long on the screen, but for the column that rounding takes."""
    year = scale.column(day + 365) - scale.column(day)
    other = scale.column(day + 3650 + 365) - scale.column(day + 3650)
    assert abs(year - other) <= 1


def test_a_short_time_is_not_stretched_over_the_screen():
    scale = Scale.fitting(of("2017-01-17"), 61)
    assert scale.columns_of(of("2017-01-17")) == (30, 30)


@given(scales)
def test_ticks_are_in_order_and_their_labels_do_not_touch(scale):
    free = -1
    column = -1
    for tick in ticks(scale):
        assert column < tick.column < scale.columns
        column = tick.column
        if tick.label:
            assert tick.column > free
            free = tick.column + len(tick.label)
            assert free <= scale.columns


@given(st.builds(Scale, days, st.integers(1, 2_000_000), st.integers(24, 300)))
def test_a_wide_axis_has_a_tick_with_a_label(scale):
    assert any(tick.label for tick in ticks(scale))


@pytest.mark.parametrize(
    ("time", "line"),
    [
        ("2017-01-17/2017-01-24", "      2016-12-26    2017-01-09    23     30     Feb 6  13     20"),
        ("2016-12-20/2017-02-15", "  2016-12-19    2017-01-02    16     23     30     Feb 6  13"),
        ("2016-10-20/2017-04-10", "    2016-11    Dec         2017       Feb       Mar         Apr"),
        ("2015/2017", "2015 Apr  Jul  Oct   2016 Apr  Jul   Oct  2017 Apr   Jul  Oct"),
        ("1917/1923", "1917     1918     1919     1920     1921     1922     1923"),
        ("1900/1949", "1900  1905  1910   1915  1920   1925  1930  1935   1940  1945"),
        ("1800/1949", "1800    1820     1840    1860     1880    1900     1920    1940"),
        ("1500/2020", "1500  1550  1600  1650  1700  1750  1800  1850   1900  1950"),
        ("-0519/0220", " 500 BC   400 BC   300 BC  200 BC   100 BC  1        100"),
        ("-4000-01-01/2020-01-01", "4000 BC   3000 BC    2000 BC   1000 BC    1          1000"),
        ("-0001-11-02/0001-02-10", "        1 BC        Apr          Jul         Oct          1"),
    ],
)
def test_ticks_are_words_of_the_calendar(time, line):
    assert labels(time, 64) == line


def test_ticks_of_days():
    scale = Scale(Day(2016, 12, 28).ordinal, 7, 70)
    assert [tick.label for tick in ticks(scale)] == ["2016-12-28", "", "30", "31", "2017", "2", "3"]


def test_the_axis_shows_where_an_event_is_or_which_way():
    scale = Scale.fitting(of("1953"), 12)
    assert "".join(axis_line(scale, of("1953-04-10"), UNICODE)) == "┬──◆────────"
    assert "".join(axis_line(scale, of("1953-04/1953-06"), UNICODE)) == "┬─◆━━◆──────"
    assert "".join(axis_line(scale, of("1952-12/1953-02"), UNICODE)) == "◆◆──────────"
    assert "".join(axis_line(scale, of("1920"), UNICODE)) == "←───────────"
    assert "".join(axis_line(scale, of("2020"), UNICODE)) == "┬──────────→"
    assert "".join(axis_line(scale, None, UNICODE)) == "┬───────────"


def test_the_ends_are_told_as_briefly_as_tells_them_apart():
    assert ends(of("1917/2022")) == ("1917", "2022")
    assert ends(of("-0489/1066")) == ("490 BC", "1066")
    assert ends(of("2016-11-08/2016-12-01")) == ("2016-11", "2016-12")
    assert ends(of("2016-11-08/2016-11-11")) == ("2016-11-08", "2016-11-11")


def test_zoom_goes_from_century_to_day_and_back():
    scale = Scale.fitting(of("1848/2022"), 60)
    day = Day(1953, 11, 8).ordinal
    names = []
    for _ in range(12):
        scale = zoomed(scale, 1, day)
        names.append(zoom_name(scale))
    assert names[-4:] == ["day"] * 4
    assert names[:6] == ["decade", "5 years", "year", "quarter", "month", "week"]
    scale = zoomed(scale, -20, day)
    assert zoom_name(scale) == "century"


@given(scales, st.integers(-9, 9), st.data())
def test_zoom_keeps_the_day_in_its_place(scale, steps, data):
    day = data.draw(st.integers(scale.first, scale.first + scale.days - 1))
    after = zoomed(scale, steps, day)
    column = scale.column(day)
    first, last = after.columns_of(Extent(day, day))
    assert first <= column <= last
    assert after.columns == scale.columns


def test_zoom_levels_get_finer():
    lengths = [zoom.days_a_column for zoom in ZOOMS]
    assert lengths == sorted(lengths, reverse=True)


@given(st.lists(extents), st.integers(1, 500))
def test_empty_stretches_hold_no_event_and_are_all_there(events, least):
    found = gaps(events, least)
    for gap in found:
        assert gap.days >= least
        assert not any(event.distance(gap) == 0 for event in events)
        assert any(event.last == gap.first - 1 for event in events)
        assert any(event.first == gap.last + 1 for event in events)
    assert found == sorted(found)
    covered = {day for gap in found for day in (gap.first, gap.last)}
    for event in events:
        following = min((other.first for other in events if other.first > event.last), default=None)
        under = any(other.first <= event.last + 1 <= other.last for other in events)
        if following is not None and not under and following - event.last - 1 >= least:
            assert event.last + 1 in covered


def test_the_nearest_is_the_fewest_days_away():
    events = [of("1951"), of("1953-11-08"), of("1986-03-02")]
    assert nearest(events, of("1952-01-10")) == 0
    assert nearest(events, of("1953")) == 1
    assert nearest(events, of("2020")) == 2
    assert nearest([], of("2020")) is None


@given(scales, extents, extents)
def test_showing_brings_an_event_into_view(scale, event, bounds):
    shown = scale.showing(event, Extent(min(event.first, bounds.first), max(event.last, bounds.last)))
    first, last = shown.columns_of(event)
    assert first < shown.columns
    assert last >= 0
