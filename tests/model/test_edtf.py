import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tui.model import Day, Granularity, Interval

days = st.integers(-3_000_000, 3_600_000).map(Day.from_ordinal)
years = st.integers(-9999, 9999)
months = st.builds(Interval.month, years, st.integers(1, 12))
seasons = st.builds(Interval.season, st.integers(-9999, 9998), st.integers(21, 24))
decades = st.integers(0, 999).map(lambda n: Interval.years(n * 10, n * 10 + 9, Granularity.DECADE))
centuries = st.integers(0, 99).map(lambda n: Interval.years(n * 100, n * 100 + 99, Granularity.CENTURY))
spans = st.tuples(days, days).map(lambda ends: Interval(min(ends), max(ends), Granularity.SPAN))
open_spans = st.one_of(
    days.map(lambda day: Interval(day, None, Granularity.SPAN)),
    days.map(lambda day: Interval(None, day, Granularity.SPAN)),
)
sure = st.one_of(
    days.map(Interval.on), months, seasons, years.map(Interval.year), decades, centuries, spans, open_spans
)
intervals = st.builds(
    lambda i, about: Interval(i.earliest, i.latest, i.granularity, about), sure, st.booleans()
)


@given(intervals)
def test_an_interval_is_read_again_from_its_edtf(interval):
    again = Interval.parse(interval.edtf)
    assert (again.earliest, again.latest, again.approximate) == (
        interval.earliest,
        interval.latest,
        interval.approximate,
    )
    assert again.edtf == interval.edtf


@given(st.one_of(days.map(Interval.on), months, seasons, decades, centuries, years.map(Interval.year)))
def test_a_whole_unit_of_the_calendar_keeps_its_granularity(interval):
    assert Interval.parse(interval.edtf) == interval


@given(intervals)
def test_an_interval_has_words_of_one_short_line(interval):
    assert 0 < len(interval.words) <= 40
    assert interval.words.isprintable()


@pytest.mark.parametrize(
    ("edtf", "earliest", "latest", "granularity", "words"),
    [
        ("2017-01-17", "2017-01-17", "2017-01-17", "day", "2017-01-17"),
        ("2016-02", "2016-02-01", "2016-02-29", "month", "2016-02"),
        ("1939", "1939-01-01", "1939-12-31", "year", "1939"),
        ("195X", "1950-01-01", "1959-12-31", "decade", "1950s"),
        ("19XX", "1900-01-01", "1999-12-31", "century", "20th century"),
        ("10XX", "1000-01-01", "1099-12-31", "century", "11th century"),
        ("2022-22", "2022-06-01", "2022-08-31", "season", "summer 2022"),
        ("2022-24", "2022-12-01", "2023-02-28", "season", "winter 2022"),
        ("1991~", "1991-01-01", "1991-12-31", "year", "about 1991"),
        ("1914/1918", "1914-01-01", "1918-12-31", "span", "1914–1918"),
        ("1914-08/1918-11", "1914-08-01", "1918-11-30", "span", "1914-08–1918-11"),
        ("2016-11-08/2017-01-11", "2016-11-08", "2017-01-11", "span", "2016-11-08–2017-01-11"),
        ("2014-01-20/..", "2014-01-20", None, "span", "from 2014-01-20"),
        ("../1914-08-04", None, "1914-08-04", "span", "until 1914-08-04"),
        ("-0489-09-12", "-0489-09-12", "-0489-09-12", "day", "490 BC-09-12"),
        ("0000", "0000-01-01", "0000-12-31", "year", "1 BC"),
    ],
)
def test_edtf_is_read_and_told(edtf, earliest, latest, granularity, words):
    interval = Interval.parse(edtf)
    assert interval.earliest == (None if earliest is None else Interval.parse(earliest).earliest)
    assert interval.latest == (None if latest is None else Interval.parse(latest).latest)
    assert interval.granularity == granularity
    assert interval.words == words


@pytest.mark.parametrize(
    "edtf",
    [
        "",
        "yesterday",
        "2017-13",
        "2017-00",
        "2017-02-30",
        "2017-20",
        "2017-25",
        "17",
        "20177",
        "2017-1-1",
        "../..",
        "/",
        "2018/2017",
        "1/2/3",
    ],
)
def test_what_is_not_edtf_is_refused_in_one_line(edtf):
    with pytest.raises(ValueError, match=r"\A[^\n]+\Z"):
        Interval.parse(edtf)


@given(st.text(max_size=24))
def test_whatever_is_typed_for_a_date_is_read_or_refused(text):
    try:
        interval = Interval.parse(text)
    except ValueError:
        return
    assert Interval.parse(interval.edtf).edtf == interval.edtf


@given(days, days)
def test_the_ends_of_a_span_are_both_in_it(first, last):
    assume(first <= last)
    interval = Interval.parse(f"{first.iso}/{last.iso}")
    assert (interval.earliest, interval.latest) == (first, last)


def test_a_range_has_two_ends():
    with pytest.raises(ValueError, match="not an EDTF date"):
        Interval.parse("1932/" * 10_000)
