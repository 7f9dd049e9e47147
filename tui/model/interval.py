"""What a date can mean: days of any year, and the interval between the earliest and the latest of them.

Days are counted in the proleptic Gregorian calendar with astronomical years (ISO 8601: the year 0 is 1 BC, -489 is
490 BC), so that years before 1 need no special case; `datetime` knows neither them nor unknown parts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_SEASONS = {21: "spring", 22: "summer", 23: "autumn", 24: "winter"}
_SEASON_MONTH = {21: 3, 22: 6, 23: 9, 24: 12}


def is_leap(year: int) -> bool:
    """Whether an astronomical year is a leap year of the Gregorian calendar."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def days_in(year: int, month: int) -> int:
    """How many days the month has."""
    return 29 if month == 2 and is_leap(year) else _DAYS[month - 1]


class Day(NamedTuple):
    """One day: astronomical year, month 1-12, day 1-31."""

    year: int
    month: int
    day: int

    @classmethod
    def of(cls, year: int, month: int, day: int) -> Day:
        """The day, if the calendar has it; raises `ValueError` if not (30 February)."""
        if not 1 <= month <= 12 or not 1 <= day <= days_in(year, month):
            raise ValueError(f"no such day: {year:04d}-{month:02d}-{day:02d}")
        return cls(year, month, day)

    @classmethod
    def from_ordinal(cls, ordinal: int) -> Day:
        """The day that is `ordinal` days after 31 December of the year 0."""
        # Days from civil, H. Hinnant, "chrono-compatible low-level date algorithms".
        z = ordinal + 305
        era, doe = divmod(z, 146097)
        yoe = (doe - doe // 1460 + doe // 36524 - doe // 146096) // 365
        doy = doe - (365 * yoe + yoe // 4 - yoe // 100)
        mp = (5 * doy + 2) // 153
        month = mp + 3 if mp < 10 else mp - 9
        return cls(yoe + era * 400 + (month <= 2), month, doy - (153 * mp + 2) // 5 + 1)

    @property
    def ordinal(self) -> int:
        """Days since 31 December of the year 0 (1 January of the year 1 is 1, as in `datetime.date`)."""
        year = self.year - (self.month <= 2)
        era, yoe = divmod(year, 400)
        doy = (153 * (self.month - 3 if self.month > 2 else self.month + 9) + 2) // 5 + self.day - 1
        return era * 146097 + yoe * 365 + yoe // 4 - yoe // 100 + doy - 305

    @property
    def weekday(self) -> int:
        """Monday 0 to Sunday 6."""
        return (self.ordinal - 1) % 7

    def plus(self, days: int) -> Day:
        """The day that many days later (earlier when negative)."""
        return Day.from_ordinal(self.ordinal + days)

    def plus_months(self, months: int) -> Day:
        """The same day of the month that many months later; the month's last day where it is shorter."""
        year, month = divmod(self.year * 12 + self.month - 1 + months, 12)
        return Day(year, month + 1, min(self.day, days_in(year, month + 1)))

    @property
    def iso(self) -> str:
        """ISO 8601, `2017-01-17`; `-0489-09-12` for 490 BC."""
        return f"{_year(self.year)}-{self.month:02d}-{self.day:02d}"


class Granularity(StrEnum):
    """How finely a date is told."""

    TIME = "time"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    SEASON = "season"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"
    DECADE = "decade"
    CENTURY = "century"
    SPAN = "span"


@dataclass(frozen=True, slots=True)
class Interval:
    """The days on which something can have been: `earliest` to `latest`, both inclusive.

    `None` means open: nothing is known of that side. `granularity` says how the text tells it; `SPAN` is a stretch
    with two ends of its own ("from 8 November to 11 January"). `approximate` is EDTF's `~`.
    """

    earliest: Day | None
    latest: Day | None
    granularity: Granularity
    approximate: bool = False

    @classmethod
    def on(cls, day: Day) -> Interval:
        """That one day."""
        return cls(day, day, Granularity.DAY)

    @classmethod
    def month(cls, year: int, month: int) -> Interval:
        """That whole month."""
        return cls(Day(year, month, 1), Day(year, month, days_in(year, month)), Granularity.MONTH)

    @classmethod
    def year(cls, year: int) -> Interval:
        """That whole (astronomical) year."""
        return cls(Day(year, 1, 1), Day(year, 12, 31), Granularity.YEAR)

    @classmethod
    def years(cls, first: int, last: int, granularity: Granularity) -> Interval:
        """From the first day of one year to the last day of another: a decade, a century."""
        return cls(Day(first, 1, 1), Day(last, 12, 31), granularity)

    @classmethod
    def season(cls, year: int, season: int) -> Interval:
        """A season by its EDTF number, 21 spring to 24 winter (meteorological; winter runs into the next year)."""
        start = Day(year, _SEASON_MONTH[season], 1)
        return cls(start, start.plus_months(3).plus(-1), Granularity.SEASON)

    @classmethod
    def parse(cls, edtf: str) -> Interval:
        """Read an EDTF (ISO 8601-2) date: `2017-01-17`, `2016-11`, `1939`, `195X`, `19XX`, `2022-22`, `A/B`, `A/..`, `../B`, `~`.

        Raises `ValueError`, in one line, if it is not one.
        """
        text = edtf.strip()
        if "/" in text:
            return _parse_range(text)
        if match := re.fullmatch(r"(-?\d{4})-(\d\d)-(\d\d)([~?%]?)", text):
            day = Day.of(int(match[1]), int(match[2]), int(match[3]))
            return cls(day, day, Granularity.DAY, bool(match[4]))
        if match := re.fullmatch(r"(-?\d{4})-(\d\d)([~?%]?)", text):
            return _parse_part(int(match[1]), int(match[2]), bool(match[3]), text)
        if match := re.fullmatch(r"(-?\d{4})([~?%]?)", text):
            year = int(match[1])
            return cls(Day(year, 1, 1), Day(year, 12, 31), Granularity.YEAR, bool(match[2]))
        if match := re.fullmatch(r"(\d{3})X([~?%]?)", text):
            first = int(match[1]) * 10
            return cls(Day(first, 1, 1), Day(first + 9, 12, 31), Granularity.DECADE, bool(match[2]))
        if match := re.fullmatch(r"(\d{2})XX([~?%]?)", text):
            first = int(match[1]) * 100
            return cls(Day(first, 1, 1), Day(first + 99, 12, 31), Granularity.CENTURY, bool(match[2]))
        raise ValueError(f"not an EDTF date: {edtf!r}")

    @property
    def edtf(self) -> str:
        """The interval as EDTF (ISO 8601-2): `2017-01-17`, `2016-11`, `195X`, `2016-11-08/2017-01-11`, `2014-01-01/..`."""
        first, last = self.earliest, self.latest
        mark = "~" if self.approximate else ""
        if first is None or last is None:
            return f"{first.iso + mark if first else '..'}/{last.iso + mark if last else '..'}"
        if (whole := self._whole()) is not None:
            return whole + mark
        return f"{first.iso}{mark}/{last.iso}{mark}"

    @property
    def words(self) -> str:
        """The interval for people, EDTF-like: `2016-11-08`, `summer 2022`, `1950s`, `490 BC`, `from 2014`, `unknown`."""
        first, last = self.earliest, self.latest
        about = "about " if self.approximate else ""
        if first is None:
            return f"{about}until {_last_words(last)}" if last else "unknown"
        if last is None:
            return f"{about}from {_first_words(first)}"
        return about + self._closed_words(first, last)

    def _closed_words(self, first: Day, last: Day) -> str:
        whole = self._whole()
        if whole is None:
            return _ends_words(first, last)
        if self.granularity is Granularity.SEASON:
            return f"{_SEASONS[int(whole[-2:])]} {_year_words(first.year)}"
        if whole.endswith("XX"):
            return f"{_ordinal(first.year // 100 + 1)} century"
        if whole.endswith("X"):
            return f"{first.year}s"
        return whole if first.year > 0 else _year_words(first.year) + whole.removeprefix(_year(first.year))

    def _whole(self) -> str | None:
        """The EDTF of a whole unit of the calendar, if the ends are exactly one."""
        first, last = self.earliest, self.latest
        if first is None or last is None:
            return None
        if first == last:
            return first.iso
        if first.day != 1 or last.day != days_in(last.year, last.month):
            return None
        months = (last.year - first.year) * 12 + last.month - first.month + 1
        if months == 1:
            return f"{_year(first.year)}-{first.month:02d}"
        if months == 3 and self.granularity is Granularity.SEASON:
            season = next((n for n, month in _SEASON_MONTH.items() if month == first.month), None)
            return f"{_year(first.year)}-{season}" if season else None
        if first.month != 1 or first.year < 0:
            return _year(first.year) if months == 12 and first.month == 1 else None
        if months == 12:
            return _year(first.year)
        if months == 120 and first.year % 10 == 0 and self.granularity is Granularity.DECADE:
            return f"{first.year // 10:03d}X"
        if months == 1200 and first.year % 100 == 0 and self.granularity is Granularity.CENTURY:
            return f"{first.year // 100:02d}XX"
        return None


def _year(year: int) -> str:
    return f"{year:04d}" if year >= 0 else f"-{-year:04d}"


def _year_words(year: int) -> str:
    return str(year) if year > 0 else f"{1 - year} BC"


def _day_words(day: Day) -> str:
    if day.year > 0:
        return day.iso
    return f"{1 - day.year} BC-{day.month:02d}-{day.day:02d}"


def _first_words(day: Day) -> str:
    """The first day of something, as coarse as it can be told: the first of a year is the year."""
    if day.day != 1 or day.year < 1:
        return _day_words(day)
    return _year_words(day.year) if day.month == 1 else day.iso[:-3]


def _last_words(day: Day) -> str:
    """The last day of something, as coarse as it can be told: the last of a year is the year."""
    if day.day != days_in(day.year, day.month) or day.year < 1:
        return _day_words(day)
    return _year_words(day.year) if day.month == 12 else day.iso[:-3]


def _ends_words(first: Day, last: Day) -> str:
    """`1914–1918`, `1914-08–1918-11`, `2016-11-08–2017-01-11`: as fine as the ends need."""
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        return f"{_year_words(first.year)}–{_year_words(last.year)}"
    if first.day == 1 and last.day == days_in(last.year, last.month) and first.year > 0:
        return f"{first.iso[:-3]}–{last.iso[:-3]}"
    return f"{_day_words(first)}–{_day_words(last)}"


def _ordinal(number: int) -> str:
    ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _parse_part(year: int, part: int, approximate: bool, text: str) -> Interval:
    """`2016-11` is a month, `2022-22` a season (EDTF level 1)."""
    if 1 <= part <= 12:
        whole = Interval.month(year, part)
    elif part in _SEASON_MONTH:
        whole = Interval.season(year, part)
    else:
        raise ValueError(f"not an EDTF date: {text!r}")
    return Interval(whole.earliest, whole.latest, whole.granularity, approximate)


def _parse_range(text: str) -> Interval:
    left, _, right = text.partition("/")
    if "/" in right:
        raise ValueError(f"not an EDTF date: {text!r}")
    first = None if left in ("", "..") else Interval.parse(left)
    last = None if right in ("", "..") else Interval.parse(right)
    if first is None and last is None:
        raise ValueError(f"not an EDTF date: {text!r}")
    earliest = first.earliest if first else None
    latest = last.latest if last else None
    if earliest and latest and latest < earliest:
        raise ValueError(f"the interval ends before it begins: {text!r}")
    approximate = bool((first and first.approximate) or (last and last.approximate))
    return Interval(earliest, latest, Granularity.SPAN, approximate)
