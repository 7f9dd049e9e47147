"""The time axis: days laid on columns true to scale, with its ticks, its zoom levels and its empty stretches.

Days are ordinals (`tui.model.Day.ordinal`), so years before 1 need no special case. All of it is whole numbers: a day
and its column never disagree by a rounding.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from tui.model import Day, Interval
from tui.widgets.glyphs import Glyphs

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAYS_A_MONTH = Fraction(146097, 4800)


class Extent(NamedTuple):
    """A stretch of days: ordinals of its first and its last, both inclusive."""

    first: int
    last: int

    @classmethod
    def of(cls, interval: Interval | None) -> Extent | None:
        """The days of an interval; of an open one the day that is known, `None` where no day is."""
        if interval is None:
            return None
        first = interval.earliest or interval.latest
        last = interval.latest or interval.earliest
        return cls(first.ordinal, last.ordinal) if first and last else None

    @classmethod
    def around(cls, extents: Iterable[Extent]) -> Extent | None:
        """From the first day of all of them to the last; `None` for none."""
        extents = list(extents)
        return cls(min(e.first for e in extents), max(e.last for e in extents)) if extents else None

    @property
    def days(self) -> int:
        """How many days."""
        return self.last - self.first + 1

    @property
    def middle(self) -> int:
        """The day in the middle."""
        return (self.first + self.last) // 2

    def distance(self, other: Extent) -> int:
        """How many days lie between the two; 0 when they meet."""
        return max(0, self.first - other.last, other.first - self.last)


@dataclass(frozen=True, slots=True)
class Scale:
    """Columns of a screen as time: `days` days from the ordinal `first`, spread evenly over `columns` columns.

    A column can hold many days, or a day fill many columns. Columns count from 0; a day out of view has a column below
    0 or from `columns` on.
    """

    first: int
    days: int
    columns: int

    @classmethod
    def fitting(cls, extent: Extent, columns: int) -> Scale:
        """The scale that just holds an extent; a day fills at most one column, and what is shorter stands in the middle."""
        spare = max(0, columns - extent.days)
        return cls(extent.first - spare // 2, extent.days + spare, columns)

    @property
    def extent(self) -> Extent:
        """The days in view."""
        return Extent(self.first, self.first + self.days - 1)

    def column(self, day: int) -> int:
        """The (first) column of a day."""
        return (day - self.first) * self.columns // self.days

    def columns_of(self, extent: Extent) -> tuple[int, int]:
        """The first and the last column of an extent, both inclusive; a day has several only where it fills them."""
        if self.days >= self.columns:
            return self.column(extent.first), self.column(extent.last)
        return self.column(extent.first), ((extent.last + 1 - self.first) * self.columns - 1) // self.days

    def days_at(self, column: int) -> Extent:
        """The days of a column."""
        if self.days >= self.columns:
            first, behind = (-(-at * self.days // self.columns) for at in (column, column + 1))
            return Extent(self.first + first, self.first + behind - 1)
        first, last = column * self.days // self.columns, ((column + 1) * self.days - 1) // self.columns
        return Extent(self.first + first, self.first + last)

    def shifted(self, days: int) -> Scale:
        """The same scale that many days later."""
        return replace(self, first=self.first + days)

    def within(self, bounds: Extent) -> Scale:
        """Shifted so that no more than needed lies outside the bounds; in their middle when it is wider than they are."""
        if self.days >= bounds.days:
            return replace(self, first=bounds.first - (self.days - bounds.days) // 2)
        return replace(self, first=max(bounds.first, min(self.first, bounds.last - self.days + 1)))

    def showing(self, extent: Extent, bounds: Extent) -> Scale:
        """Shifted to have an extent in the middle when one of its ends is out of view and there is room for both."""
        first, last = self.columns_of(extent)
        if first >= 0 and last < self.columns:
            return self
        if extent.days > self.days and first < self.columns and last >= 0:
            return self
        return replace(self, first=extent.middle - self.days // 2).within(bounds)


# -- zoom


class Zoom(NamedTuple):
    """A level of zoom, named after the unit of the calendar that it lets one tell apart."""

    name: str
    days_a_column: Fraction

    def days(self, columns: int) -> int:
        """How many days the level shows on that many columns."""
        return max(1, round(self.days_a_column * columns))


ZOOMS = (
    Zoom("century", _DAYS_A_MONTH * 120),
    Zoom("50 years", _DAYS_A_MONTH * 60),
    Zoom("decade", _DAYS_A_MONTH * 12),
    Zoom("5 years", _DAYS_A_MONTH * 6),
    Zoom("year", _DAYS_A_MONTH),
    Zoom("quarter", Fraction(7)),
    Zoom("month", Fraction(1)),
    Zoom("week", Fraction(1, 3)),
    Zoom("day", Fraction(1, 10)),
)
"""From a decade a column to ten columns a day."""


def zoomed(scale: Scale, steps: int, day: int) -> Scale:
    """The scale that many levels finer (coarser when negative), with a day kept where it stands; the same at the ends."""
    levels = [zoom.days(scale.columns) for zoom in ZOOMS]
    if steps > 0:
        there = [days for days in levels if days < scale.days]
    else:
        there = [days for days in reversed(levels) if days > scale.days]
    if not there or not steps:
        return scale
    days = there[min(abs(steps), len(there)) - 1]
    column = max(0, min(scale.column(day), scale.columns - 1))
    before = column * days // scale.columns if days < scale.columns else -(-column * days // scale.columns)
    return Scale(day - before, days, scale.columns)


def zoom_name(scale: Scale) -> str:
    """The name of the scale's level, or of the coarsest level that it is at least as fine as."""
    return next(
        (zoom.name for zoom in reversed(ZOOMS) if scale.days <= zoom.days(scale.columns)), "millennia"
    )


# -- ticks


class Tick(NamedTuple):
    """A mark on the axis: where a unit of the calendar begins; `label` is empty where there is no room for one."""

    column: int
    label: str


class _Unit(NamedTuple):
    """Units of the calendar: so many days, or so many months; a label needs `room` columns."""

    days: int
    months: int
    room: int

    @property
    def length(self) -> Fraction:
        return Fraction(self.days) if self.days else _DAYS_A_MONTH * self.months


_ERA = 2
"""How many columns more than another label a year of another era needs."""

_UNITS = (
    _Unit(1, 0, 4),
    _Unit(7, 0, 7),
    _Unit(0, 1, 5),
    _Unit(0, 3, 5),
    *(_Unit(0, 12 * step * 10**power, 6) for power in range(7) for step in (1, 2, 5)),
)


@lru_cache(maxsize=16)
def ticks(scale: Scale, lead: int = 0) -> Sequence[Tick]:
    """The ticks in view, of the finest unit whose labels have room; labels never touch.

    A label starts `lead` cells behind its column, where the tick itself is drawn before it on the same line.
    """
    units = _units_for(scale)
    marks = _ticks(next(units), scale, lead)
    while not any(tick.label for tick in marks) and (unit := next(units, None)):
        marks = _ticks(unit, scale, lead)
    return marks


def tick_labels(scale: Scale) -> str:
    """The labels of the ticks, each from its column on, as a line."""
    line = [" "] * scale.columns
    for column, label in ticks(scale):
        line[column : column + len(label)] = label
    return "".join(line)


def axis_line(scale: Scale, here: Extent | None, glyphs: Glyphs) -> tuple[str, str, str]:
    """The line with the ticks in three parts, of which the middle one shows where an extent is, or which way."""
    line = [glyphs.rule] * scale.columns
    for tick in ticks(scale):
        line[tick.column] = glyphs.tick
    axis, edge = "".join(line), scale.columns - 1
    if here is None:
        return axis, "", ""
    first, last = scale.columns_of(here)
    if last < 0:
        return "", glyphs.before, axis[1:]
    if first > edge:
        return axis[:edge], glyphs.after, ""
    first, last = max(first, 0), min(last, edge)
    mark = glyphs.here + glyphs.rule_focused * (last - first - 1) + glyphs.here * (last > first)
    return axis[:first], mark, axis[last + 1 :]


def ends(extent: Extent) -> tuple[str, str]:
    """The two ends of an axis as briefly as tells them apart: years, else months, else days."""
    first, last = Day.from_ordinal(extent.first), Day.from_ordinal(extent.last)
    if first.year != last.year:
        return _year_words(first.year), _year_words(last.year)
    if first.month != last.month:
        return _month_words(first), _month_words(last)
    return Interval.on(first).words, Interval.on(last).words


def _ticks(unit: _Unit, scale: Scale, lead: int) -> list[Tick]:
    marks: list[Tick] = []
    free, before = 0, None
    for start in _starts(unit, scale.extent):
        column = scale.column(start.ordinal)
        if marks and marks[-1].column == column:
            continue
        label = _label(unit, start, before)
        end = column + lead + len(label)
        if column < free or end > scale.columns:
            label = ""
        else:
            free, before = end + 1, start
        marks.append(Tick(column, label))
    return marks


def _units_for(scale: Scale) -> Iterator[_Unit]:
    """The finest unit whose labels have room, then those finer still, in case none of its labels is in view."""
    units = [unit for unit in _UNITS if unit.length * scale.columns >= scale.days]
    wider = _ERA if scale.first < 1 else 0
    roomy = (i for i, u in enumerate(units) if u.length * scale.columns >= (u.room + wider) * scale.days)
    return reversed(units[: next(roomy, len(units) - 1) + 1])


def _starts(unit: _Unit, view: Extent) -> Iterator[Day]:
    """The days in view on which such a unit begins, in order."""
    if unit.days:
        offset = Day.from_ordinal(view.first).weekday if unit.days == 7 else 0
        for ordinal in range(view.first + (-offset % unit.days), view.last + 1, unit.days):
            yield Day.from_ordinal(ordinal)
        return
    first, last = Day.from_ordinal(view.first), Day.from_ordinal(view.last)
    months = unit.months if unit.months < 12 else 12
    years = max(1, unit.months // 12)
    for year in _years(first.year, last.year, years):
        for month in range(1, 13, months):
            start = Day(year, month, 1)
            if first <= start <= last:
                yield start


def _years(first: int, last: int, step: int) -> Iterator[int]:
    """The round years from first to last as people count them: 500 BC, 400 BC … 1, 100, 200."""
    before = range(1 - (1 - first) // step * step, min(last, 0) + 1, step) if first <= 0 else ()
    yield from before
    if first <= 1 <= last and step > 1:
        yield 1
    after = max(first, 1)
    yield from range(after + (-after % step), last + 1, step)


def _label(unit: _Unit, start: Day, before: Day | None) -> str:
    """What a tick says: as much of its date as the label before it has not said."""
    if unit.months >= 12:
        return _year_words(start.year)
    new_year = before is None or before.year != start.year
    if unit.months:
        if start.month == 1:
            return _year_words(start.year)
        return _month_words(start) if new_year else _MONTHS[start.month - 1]
    if before is None or (new_year and (start.month, start.day) != (1, 1)):
        return Interval.on(start).words
    if before.month != start.month:
        month = _year_words(start.year) if new_year else _MONTHS[start.month - 1]
        return month + (f" {start.day}" if start.day > 1 else "")
    return str(start.day)


def _year_words(year: int) -> str:
    return str(year) if year > 0 else f"{1 - year} BC"


def _month_words(day: Day) -> str:
    return Interval.on(day).words[:-3]


# -- empty time


def gaps(extents: Iterable[Extent], least: int = 1) -> list[Extent]:
    """The stretches of at least `least` days, between the first day and the last, that none of the extents touches."""
    found: list[Extent] = []
    reached: int | None = None
    for first, last in sorted(extents):
        if reached is not None and first - reached - 1 >= least:
            found.append(Extent(reached + 1, first - 1))
        reached = last if reached is None else max(reached, last)
    return found


def nearest(extents: Sequence[Extent], target: Extent) -> int | None:
    """The index of the extent nearest to a target: fewest days between, then the nearest first day, then the first given."""
    if not extents:
        return None
    return min(
        range(len(extents)),
        key=lambda i: (extents[i].distance(target), abs(extents[i].first - target.first), extents[i].last),
    )
