"""Units of the calendar: how they are written, where they lie, and how they are counted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.dates.calendars import behind
from tui.dates.namedays import easter, nth_weekday
from tui.dates.points import UNITS, Point, containing
from tui.model import Day

DAYS = st.integers(-200_000, 900_000).map(Day.from_ordinal)
CALENDAR = UNITS[UNITS.index("day") :]


@pytest.mark.parametrize(
    ("point", "value", "first", "last"),
    [
        (Point("year", 1939), "1939", "1939-01-01", "1939-12-31"),
        (Point("year", -489), "BC0490", "-0489-01-01", "-0489-12-31"),
        (Point("season", 1943, 3), "1943-WI", "1943-12-01", "1944-02-29"),
        (Point("half", 2008, 2), "2008-H2", "2008-07-01", "2008-12-31"),
        (Point("quarter", 2008, 3), "2008-Q3", "2008-07-01", "2008-09-30"),
        (Point("week", 2013, 11), "2013-W11", "2013-03-11", "2013-03-17"),
        (Point("weekend", 2008, 42), "2008-W42-WE", "2008-10-18", "2008-10-19"),
        (Point("decade", 195), "195", "1950-01-01", "1959-12-31"),
        (Point("decade", -48), "BC047", "-0478-01-01", "-0469-12-31"),
        (Point("century", 19), "19", "1900-01-01", "1999-12-31"),
        (Point("century", -4), "BC03", "-0398-01-01", "-0299-12-31"),
        (Point("day", 1904, 2, 8, "TNI"), "1904-02-08TNI", "1904-02-08", "1904-02-08"),
    ],
)
def test_a_unit_is_written_and_lies_somewhere(point: Point, value: str, first: str, last: str) -> None:
    assert (point.value, point.first.iso, point.last.iso) == (value, first, last)


@pytest.mark.parametrize(
    ("point", "value"),
    [
        (Point("year", None), "XXXX"),
        (Point("month", None, 3), "XXXX-03"),
        (Point("day", 1998, 10), "1998-10-XX"),
        (Point("week", 1998), "1998-WXX"),
    ],
)
def test_an_unknown_part_is_an_x_and_has_no_place(point: Point, value: str) -> None:
    assert (point.value, point.interval) == (value, None)
    with pytest.raises(ValueError, match="no place on the calendar"):
        _ = point.first


@given(DAYS, st.sampled_from(CALENDAR))
def test_a_day_lies_in_the_unit_that_contains_it(day: Day, unit: str) -> None:
    point = containing(day, unit)
    assert unit == "weekend" or point.first <= day <= point.last


@given(DAYS, st.sampled_from(CALENDAR), st.integers(-40, 40))
def test_counting_on_and_back_comes_home(day: Day, unit: str, count: int) -> None:
    point = containing(day, unit)
    assert point.plus(unit, count).plus(unit, -count) == point


@given(DAYS, st.sampled_from(CALENDAR))
def test_the_next_unit_begins_after_this_one_ends(day: Day, unit: str) -> None:
    point = containing(day, unit)
    assert point.last < point.plus(unit, 1).first


@pytest.mark.parametrize(("year", "day"), [(1916, (4, 23)), (2000, (4, 23)), (2017, (4, 16)), (1961, (4, 2))])
def test_easter(year: int, day: tuple[int, int]) -> None:
    assert easter(year) == Day(year, *day)


def test_the_nth_weekday_of_a_month() -> None:
    assert nth_weekday(1999, 11, 3, 4) == Day(1999, 11, 25)
    assert nth_weekday(1999, 5, 0, -1) == Day(1999, 5, 31)


@pytest.mark.parametrize(
    ("day", "days"),
    [(Day(1917, 10, 25), 13), (Day(1825, 12, 14), 12), (Day(1700, 2, 1), 10), (Day(1700, 3, 1), 11)],
)
def test_the_julian_calendar_is_behind(day: Day, days: int) -> None:
    assert behind(day) == days
