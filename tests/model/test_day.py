import datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tui.model import Day
from tui.model.interval import days_in, is_leap

ordinals = st.integers(-4_000_000, 6_000_000)


def day_of(date: datetime.date) -> Day:
    return Day(date.year, date.month, date.day)


@given(st.dates())
def test_days_are_counted_as_datetime_counts_them(date):
    day = day_of(date)
    assert day.ordinal == date.toordinal()
    assert Day.from_ordinal(date.toordinal()) == day
    assert day.weekday == date.weekday()
    assert day.iso == date.isoformat()


@given(ordinals)
@example(0)
@example(-1)
def test_a_day_before_the_year_1_has_its_place_in_the_count(ordinal):
    day = Day.from_ordinal(ordinal)
    assert day.ordinal == ordinal
    assert Day.of(*day) == day
    assert day < Day.from_ordinal(ordinal + 1)


@given(st.dates(), st.integers(-100_000, 100_000))
def test_days_are_added_as_datetime_adds_them(date, days):
    try:
        expected = day_of(date + datetime.timedelta(days))
    except OverflowError:
        return
    assert day_of(date).plus(days) == expected


@given(ordinals, st.integers(-5000, 5000))
def test_months_are_added_to_the_month_and_stay_in_it(ordinal, months):
    day = Day.from_ordinal(ordinal)
    later = day.plus_months(months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == min(day.day, days_in(later.year, later.month))


@given(st.integers(-9999, 9999), st.integers(-1, 14), st.integers(-1, 33))
def test_only_days_of_the_calendar_are_days(year, month, day):
    there = 1 <= month <= 12 and 1 <= day <= days_in(year, month)
    if there:
        assert Day.of(year, month, day) == (year, month, day)
    else:
        with pytest.raises(ValueError, match="no such day"):
            Day.of(year, month, day)


@pytest.mark.parametrize(
    ("year", "leap"), [(0, True), (-4, True), (4, True), (100, False), (1900, False), (2000, True)]
)
def test_leap_years_are_those_of_the_gregorian_calendar(year, leap):
    assert is_leap(year) is leap
    assert days_in(year, 2) == 28 + leap
    assert Day(year, 12, 31).ordinal - Day(year, 1, 1).ordinal == 364 + leap


def test_years_before_1_are_astronomical():
    assert Day(1, 1, 1).ordinal == 1
    assert Day(0, 12, 31).ordinal == 0
    assert Day(-489, 9, 12).iso == "-0489-09-12"
