"""A stretch of the calendar that has a name: a day, a week, a winter, a decade; how it is written and counted.

Years are astronomical (0 is 1 BC). A part that is not known is `None`, and TIMEX3 writes it with X.
"""

from __future__ import annotations

from typing import NamedTuple

from tui.model import Day, Granularity, Interval

SEASONS = ("SP", "SU", "FA", "WI")
# From fine to coarse.
UNITS = (
    "second",
    "minute",
    "hour",
    "part",
    "day",
    "week",
    "weekend",
    "month",
    "quarter",
    "season",
    "half",
    "year",
    "decade",
    "century",
    "millennium",
)
RANK = {unit: rank for rank, unit in enumerate(UNITS)}
_GRANULARITY = {
    "weekend": Granularity.WEEK,
    "part": Granularity.TIME,
    "millennium": Granularity.SPAN,
}
_MONTHS = {"month": 1, "quarter": 3, "season": 3, "half": 6, "year": 12, "decade": 120, "century": 1200}
_SEASON_MONTH = (3, 6, 9, 12)


class Point(NamedTuple):
    """One unit of the calendar.

    `year` is the astronomical year, of a week the ISO year, of a decade, century or millennium its count (195, 19; -48
    is the 470s BC). `number` is the month of a day or month, the week, quarter, half, or season (0 spring to 3
    winter). `time` is a TIMEX3 time of day (`TMO`, `T15:00`) on the day.
    """

    unit: str
    year: int | None
    number: int | None = None
    day: int | None = None
    time: str = ""

    @classmethod
    def on(cls, day: Day) -> Point:
        """That day."""
        return cls("day", day.year, day.month, day.day)

    @property
    def known(self) -> bool:
        """Whether it has a place on the calendar."""
        if self.year is None:
            return False
        if self.unit in ("day", "part"):
            return self.number is not None and self.day is not None
        return self.unit in ("year", "decade", "century", "millennium") or self.number is not None

    @property
    def value(self) -> str:
        """The TIMEX3 value: `1939-09-01`, `1943-SP`, `2013-W11`, `195`, `BC0490`, `1904-02-08TNI`, `XXXX-03`."""
        if self.unit == "millennium":
            return "X" if self.year is None else str(self.year)
        if self.unit == "decade":
            return _counted(self.year, 3)
        if self.unit == "century":
            return _counted(self.year, 2)
        year = _year(self.year)
        if self.unit == "year":
            return year
        return f"{year}-{self._part()}{self.time}"

    def _part(self) -> str:
        number = self.number
        if self.unit in ("week", "weekend"):
            week = "WXX" if number is None else f"W{number:02d}"
            return week + ("-WE" if self.unit == "weekend" else "")
        if self.unit == "season":
            return "XX" if number is None else SEASONS[number]
        if self.unit in ("quarter", "half"):
            return f"{self.unit[0].upper()}{'X' if number is None else number}"
        month = "XX" if number is None else f"{number:02d}"
        if self.unit == "month":
            return month
        return f"{month}-{'XX' if self.day is None else format(self.day, '02d')}"

    @property
    def interval(self) -> Interval | None:
        """The days that it covers; `None` if a part is unknown."""
        if self.year is None or not self.known:
            return None
        granularity = _GRANULARITY.get(self.unit) or Granularity(self.unit)
        if self.unit in ("day", "part"):
            day = self.first
            return Interval(day, day, Granularity.TIME if self.time else granularity)
        return Interval(self.first, self.last, granularity)

    @property
    def first(self) -> Day:
        """Its first day; `ValueError` if it has no place on the calendar."""
        if self.year is None or not self.known:
            raise ValueError(f"no place on the calendar: {self.value}")
        number = self.number or 1
        match self.unit:
            case "day" | "part":
                return Day(self.year, number, self.day or 1)
            case "month":
                return Day(self.year, number, 1)
            case "week":
                return monday(self.year, number)
            case "weekend":
                return monday(self.year, number).plus(5)
            case "season":
                return Day(self.year, _SEASON_MONTH[self.number or 0], 1)
            case "quarter":
                return Day(self.year, 3 * number - 2, 1)
            case "half":
                return Day(self.year, 6 * number - 5, 1)
            case "decade":
                return Day(_first_year(self.year, 10), 1, 1)
            case "century":
                return Day(_first_year(self.year, 100), 1, 1)
            case "millennium":
                return Day(_first_year(self.year, 1000), 1, 1)
        return Day(self.year, 1, 1)

    @property
    def last(self) -> Day:
        """Its last day; `ValueError` if it has no place on the calendar."""
        first = self.first
        match self.unit:
            case "day" | "part":
                return first
            case "week":
                return first.plus(6)
            case "weekend":
                return first.plus(1)
            case "decade" | "century" | "millennium":
                # The first ones on either side of the year 1 are a year short.
                return self._replace(year=self.year_or_zero + 1).first.plus(-1)
        return first.plus_months(_MONTHS[self.unit]).plus(-1)

    def within(self, unit: str) -> Point:
        """The unit that it lies in: the month of a day, the decade of a year; itself where it is coarser already."""
        if RANK[unit] <= RANK[self.unit] or not self.known:
            return self if self.unit == unit or RANK[unit] <= RANK[self.unit] else Point(unit, self.year)
        return containing(self.first, unit)

    def finer(self, unit: str) -> Point:
        """A unit somewhere in it: some day of a month, some month of a year."""
        return Point(
            unit, self.year, self.number if self.unit == "month" and unit in ("day", "part") else None
        )

    def plus(self, unit: str, count: int) -> Point:
        """The unit that is so many units on (back when negative): a day and 2 months give a month."""
        if RANK[unit] < RANK["day"]:
            return self
        base = self.within(unit) if RANK[self.unit] <= RANK[unit] else self
        if base.year is None:
            return Point(unit, None)
        if unit == "year":
            return Point("year", base.first.year + count)
        if unit in ("decade", "century", "millennium"):
            return Point(unit, containing(base.first, unit).year_or_zero + count)
        if unit in ("week", "weekend"):
            return containing(base.first.plus(7 * count), unit)
        if unit == "day":
            return Point.on(base.first.plus(count))
        return containing(base.first.plus_months(_MONTHS[unit] * count), unit)

    @property
    def year_or_zero(self) -> int:
        """The year, 0 where unknown."""
        return self.year or 0


def containing(day: Day, unit: str) -> Point:
    """The unit of the calendar in which a day lies."""
    match unit:
        case "day" | "part" | "hour" | "minute" | "second":
            return Point.on(day)
        case "week" | "weekend":
            return Point(unit, *iso_week(day))
        case "month":
            return Point("month", day.year, day.month)
        case "season":
            # A winter is called by the year in which it begins.
            moved = day.plus_months(-2)
            return Point("season", moved.year, (moved.month - 1) // 3)
        case "quarter":
            return Point("quarter", day.year, (day.month + 2) // 3)
        case "half":
            return Point("half", day.year, (day.month + 5) // 6)
        case "decade":
            return Point(unit, _count(day.year, 10))
        case "century":
            return Point(unit, _count(day.year, 100))
        case "millennium":
            return Point(unit, _count(day.year, 1000))
    return Point("year", day.year)


def monday(year: int, week: int) -> Day:
    """The Monday of an ISO 8601 week."""
    fourth = Day(year, 1, 4)
    return fourth.plus(7 * (week - 1) - fourth.weekday)


def iso_week(day: Day) -> tuple[int, int]:
    """The ISO 8601 year and week of a day."""
    thursday = day.plus(3 - day.weekday)
    return thursday.year, (thursday.ordinal - Day(thursday.year, 1, 1).ordinal) // 7 + 1


def _year(year: int | None) -> str:
    if year is None:
        return "XXXX"
    return f"{year:04d}" if year > 0 else f"BC{1 - year:04d}"


def _counted(count: int | None, digits: int) -> str:
    if count is None:
        return "X" * digits
    return f"{count:0{digits}d}" if count >= 0 else f"BC{-count - 1:0{digits}d}"


def _count(year: int, size: int) -> int:
    return year // size if year > 0 else -((1 - year) // size) - 1


def _first_year(count: int, size: int) -> int:
    """470s BC (-48) begin with 479 BC, which is the year -478."""
    return max(count * size, 1) if count >= 0 else 1 - ((-count - 1) * size + size - 1)
