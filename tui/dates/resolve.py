"""Resolve: what each expression found means on the calendar, counted from the article's date or from the tale's."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from tui.dates import namedays, values
from tui.dates.find import Found
from tui.dates.language import Language
from tui.dates.numbers import VAGUE
from tui.dates.points import RANK, Point
from tui.dates.tale import is_aside, is_heading
from tui.dates.tense import Tense, tense
from tui.dates.words import BREAK, Words
from tui.model import Anchor, AnchorKind, Certainty, Day, Interval, Timex, TimexType

_STATED, _INFERRED, _UNRESOLVED = Certainty.STATED, Certainty.INFERRED, Certainty.UNRESOLVED


@dataclass(slots=True)
class Resolved:
    """An expression with its meaning; `point` is its place on the calendar, if it is one unit of it."""

    found: Found
    type: TimexType
    value: str
    point: Point | None = None
    interval: Interval | None = None
    certainty: Certainty = _STATED
    anchor: Anchor | None = None
    mod: str = ""
    quant: str = ""
    freq: str = ""
    calendar: str = ""

    def timex(self, words: Words) -> Timex:
        """The finished value."""
        return Timex(
            self.found.span,
            self.found.span.of(words.text),
            self.type,
            self.value,
            self.found.rule.name,
            self.certainty,
            self.interval,
            self.anchor,
            self.mod,
            self.quant,
            self.freq,
            self.calendar,
        )


@dataclass(slots=True)
class Clock:
    """The two anchors: the day the article was written on, and where its tale has got to."""

    words: Words
    language: Language
    written: Day | None
    narrative: bool = False
    told: Resolved | None = None
    year: Resolved | None = None
    done: list[Resolved] = field(default_factory=list)

    def told_anchor(self) -> Anchor | None:
        """The tale's last date as an anchor."""
        return self.anchor_of(self.told)

    def anchor_of(self, resolved: Resolved | None) -> Anchor | None:
        """An expression as an anchor."""
        if resolved is None:
            return None
        span = resolved.found.span
        return Anchor(AnchorKind.TEXT, resolved.value, span.of(self.words.text), span)

    def written_anchor(self) -> Anchor | None:
        """The article's own date as an anchor."""
        return Anchor(AnchorKind.WRITTEN, self.written.iso) if self.written else None


def resolve(found: Sequence[Found], words: Words, language: Language, written: Day | None) -> list[Resolved]:
    """The meaning of each expression, in the order of the text."""
    clock = Clock(words, language, written, narrative=_tells_history(found, written))
    for index, each in enumerate(found):
        resolved = KINDS[each.kind](each, clock, found[index + 1 : index + 4])
        if resolved is None:
            continue
        clock.done.append(resolved)
        _move(clock, resolved)
    return clock.done


def _tells_history(found: Sequence[Found], written: Day | None) -> bool:
    """Whether a text goes by dates of its own rather than by the day that it was written on."""
    if written is None:
        return True
    own = sum("year" in each.fields for each in found)
    near = sum(
        "dayword" in each.fields
        or ("weekday" in each.fields and "day" not in each.fields)
        or (each.kind == "unit" and "from" not in each.fields.get("which", {"from": ""}))
        for each in found
    )
    return own > 2 * near + 2


def _move(clock: Clock, resolved: Resolved) -> None:
    """Let the tale move on to a date."""
    point = resolved.point
    if point is None or not point.known or resolved.type not in (TimexType.DATE, TimexType.TIME):
        return
    if RANK[point.unit] > RANK["year"]:
        return
    if clock.told is not None and not is_heading(clock.words, resolved.found, clock.language):
        if is_aside(clock.words, resolved.found, clock.language):
            return
    clock.told = resolved
    if resolved.certainty is _STATED:
        clock.year = resolved


# Dates ----------------------------------------------------------------------------------------------------------


def date(found: Found, clock: Clock, ahead: Sequence[Found]) -> Resolved | None:
    """A date by the parts of the calendar that it names."""
    parts = {**found.fields, **_named(found.fields.get("named"))}
    _lend(parts, clock, ahead)
    if "dayword" in parts:
        return _day_word(found, clock)
    if "clock" in parts and not parts.keys() & {"month", "weekday", "year"}:
        return _day_word(found, clock)
    if "decades" in parts or "decades2" in parts:
        return _decade(found, parts)
    if "nth" in parts:
        count = parts["nth"] - 1 if parts.get("era") != "BC" else -parts["nth"]
        return _stated(found, Point("century", count))
    year = _year_of(parts, clock)
    if set(parts) & {"month", "season", "quarter", "halfwhich", "weekday", "easter", "name"}:
        return _part_of_year(found, parts, year, clock, ahead)
    return (
        None if year is None else _stated(found, Point("year", year), clock if "yearwhich" in parts else None)
    )


def _lend(parts: dict[str, Any], clock: Clock, ahead: Sequence[Found]) -> None:
    """Fill what the words leave out from the expression beside them: "6-7 February", "1914-18"."""
    for name in parts.get("borrow", ()):
        if ahead and name in ahead[0].fields:
            parts.setdefault(name, ahead[0].fields[name])
    before = clock.done[-1].point if clock.done else None
    if "inherit" not in parts or before is None:
        return
    if "short" in parts and before.year is not None:
        year = before.year - before.year % 100 + parts["short"]
        parts["year"] = year if year > before.year else year + 100
    elif before.unit in ("day", "part"):
        parts["month"] = before.number
        if before.year is not None:
            parts["sameyear"] = before.year


def _named(named: Any) -> dict[str, Any]:
    return dict(named) if named else {}


def _year_of(parts: dict[str, Any], clock: Clock) -> int | None:
    """The astronomical year that the words give, or give by "of that year"."""
    if "yearwords" in parts:
        return int(parts["yearwords"])
    if "year2" in parts:
        return 1900 + int(parts["year2"])
    if "sameyear" in parts:
        return int(parts["sameyear"])
    if "year" in parts:
        return 1 - int(parts["year"]) if parts.get("era") == "BC" else int(parts["year"])
    which = parts.get("yearwhich")
    if which is None:
        return None
    base = _base(which, clock)
    return None if base is None or base.year is None else base.first.year + which["step"]


def _base(which: dict[str, Any], clock: Clock) -> Point | None:
    """The point that "last", "that", "following" count from."""
    if which.get("from") == "text" and clock.told:
        return clock.told.point
    if clock.narrative and clock.told:
        return clock.told.point
    return Point.on(clock.written) if clock.written else (clock.told.point if clock.told else None)


def _stated(found: Found, point: Point, clock: Clock | None = None) -> Resolved:
    anchor = None
    if clock is not None:
        anchor = clock.told_anchor() or clock.written_anchor()
    return Resolved(
        found,
        TimexType.DATE,
        point.value,
        point,
        point.interval,
        _STATED if clock is None else _INFERRED,
        anchor,
        mod=_mod(found),
    )


def _mod(found: Found) -> str:
    for name in ("early", "edge", "hedge", "about"):
        if found.fields.get(name):
            return str(found.fields[name])
    return ""


def _decade(found: Found, parts: dict[str, Any]) -> Resolved:
    year = parts.get("decades") or 1900 + parts["decades2"]
    count = -(year // 10) - 1 if parts.get("era") == "BC" else year // 10
    return _stated(found, Point("decade", count))


def _day_word(found: Found, clock: Clock) -> Resolved:
    shift = found.fields.get("dayword", 0)
    part = "NI" if found.span.of(clock.words.text).lower() == "tonight" else found.fields.get("part")
    if "dayword" not in found.fields and clock.told and clock.told.point and clock.told.point.unit == "day":
        return _with_time(_stated(found, clock.told.point, clock), found.fields, clock)
    if clock.written is None or clock.narrative:
        value = {0: "PRESENT_REF", -1: "PAST_REF", 1: "FUTURE_REF"}[shift]
        return Resolved(found, TimexType.DATE, value, certainty=_UNRESOLVED)
    point = Point.on(clock.written.plus(shift))
    return _with_time(_stated(found, point, clock), {**found.fields, "part": part}, clock)


def _with_time(resolved: Resolved, parts: dict[str, Any], clock: Clock) -> Resolved:
    """The day with the time of day that the words give."""
    time = values.time(parts.get("clock"), parts.get("ampm"), parts.get("zone")) or parts.get("part")
    if time and resolved.point is not None:
        resolved.point = resolved.point._replace(time=f"T{time}")
        resolved.type = TimexType.TIME
        resolved.value = resolved.point.value
        resolved.interval = resolved.point.interval
    return resolved


def _part_of_year(
    found: Found, parts: dict[str, Any], year: int | None, clock: Clock, ahead: Sequence[Found]
) -> Resolved | None:
    """A month, day, season, quarter, weekday or named day, with its year or without."""
    if "weekday" in parts and "month" not in parts:
        return _weekday(found, parts, clock)
    anchor: Anchor | None = None
    certainty = _STATED
    if year is None:
        year, anchor = _missing_year(found, parts, clock, ahead)
        certainty = _INFERRED if year is not None else _UNRESOLVED
    elif "year" not in parts and "yearwords" not in parts:
        certainty, anchor = _INFERRED, clock.told_anchor() or clock.written_anchor()
    point = _point(parts, year)
    if point is None:
        return None
    resolved = Resolved(
        found, TimexType.DATE, point.value, point, point.interval, certainty, anchor, _mod(found)
    )
    return _with_time(resolved, parts, clock)


def _point(parts: dict[str, Any], year: int | None) -> Point | None:
    """The unit of the calendar that the parts name in a year."""
    if "easter" in parts or "name" in parts or "nth_weekday" in parts:
        day = namedays.day(parts, year)
        return Point.on(day) if day else Point("year", year)
    if "month" in parts:
        if "day" in parts:
            return _valid(Point("day", year, parts["month"], parts["day"]))
        return Point("month", year, parts["month"])
    if "season" in parts:
        return Point("season", year, parts["season"])
    if "quarter" in parts:
        return Point("quarter", year, parts["quarter"]) if 1 <= parts["quarter"] <= 4 else None
    return Point("half", year, parts["halfwhich"])


def _valid(point: Point) -> Point | None:
    """The day, unless no calendar has it."""
    if point.year is None:
        return point
    try:
        Day.of(point.year, point.number or 1, point.day or 1)
    except ValueError:
        return None
    return point


def _missing_year(
    found: Found, parts: dict[str, Any], clock: Clock, ahead: Sequence[Found]
) -> tuple[int | None, Anchor | None]:
    """The year of a date that does not say it."""
    which = parts.get("which")
    if (
        clock.narrative
        and clock.told
        and clock.told.point
        and clock.told.point.year is not None
        and not which
    ):
        return clock.told.point.first.year, clock.told_anchor()
    if clock.written is None:
        return None, None
    now = clock.written
    this = _point(parts, now.year)
    if this is None:
        return now.year, clock.written_anchor()
    step = which["step"] if which else None
    if step is None:
        return _nearest(parts, this, now, tense(clock.words, found, clock.language)), clock.written_anchor()
    if step < 0:
        return now.year - (this.last >= now), clock.written_anchor()
    if step > 0:
        return now.year + (this.first <= now), clock.written_anchor()
    return now.year, clock.written_anchor()


def _beside(
    found: Found, parts: dict[str, Any], clock: Clock, ahead: Sequence[Found]
) -> tuple[int, Anchor] | None:
    """The year that stands with the second of two dates: "April and June 1955", "from July 1 to July 3, 1863"."""
    for following in ahead:
        if following.first - found.last > 3 or BREAK in clock.words.signs[found.last : following.first]:
            return None
        between = clock.words.signs[found.last : following.first]
        if not between or any(sign not in clock.language.signs_of("LINK") for sign in between):
            return None
        if "year" in following.fields:
            year = _year_of(following.fields, clock)
            if year is None:
                return None
            if following.fields.get("month", 12) < parts.get("month", 0):
                year -= 1
            span = following.span
            return year, Anchor(AnchorKind.TEXT, Point("year", year).value, span.of(clock.words.text), span)
        found = following
    return None


def _told_year(parts: dict[str, Any], told: Point) -> int:
    """The year of the tale; the next one where the months have turned from the end of a year to its beginning."""
    year = told.first.year
    if told.unit in ("day", "month", "part") and "month" in parts and (told.number or 0) - parts["month"] >= 8:
        return year + 1
    return year


def _nearest(parts: dict[str, Any], this: Point, now: Day, spoken: Tense) -> int:
    """The year that a date without one is in: the last such date, the next one, or, where no verb says, the nearer."""
    before = now.year - (this.first > now)
    after = now.year + (this.last < now)
    if spoken is Tense.PAST:
        return before
    if spoken is Tense.FUTURE or before == after:
        return after
    last, following = _point(parts, before), _point(parts, after)
    if last is None or following is None:
        return after if last is None else before
    return before if now.ordinal - last.first.ordinal <= following.first.ordinal - now.ordinal else after


def _weekday(found: Found, parts: dict[str, Any], clock: Clock) -> Resolved | None:
    base = clock.written
    anchor = clock.written_anchor()
    if base is None or (clock.narrative and clock.told):
        point = clock.told.point if clock.told else None
        base = point.first if point and point.known and point.unit in ("day", "part") else None
        anchor = clock.told_anchor()
    if base is None:
        return Resolved(found, TimexType.DATE, f"XXXX-WXX-{parts['weekday'] + 1}", certainty=_UNRESOLVED)
    which = parts.get("which")
    back = (base.weekday - parts["weekday"]) % 7
    if which is None and tense(clock.words, found, clock.language) is Tense.FUTURE:
        day = base.plus((parts["weekday"] - base.weekday) % 7)
    elif which is None or which["step"] == 0:
        day = base.plus(-back)
    elif which["step"] < 0:
        day = base.plus(-(back or 7))
    else:
        day = base.plus((parts["weekday"] - base.weekday) % 7 or 7)
    point = Point.on(day)
    resolved = Resolved(
        found, TimexType.DATE, point.value, point, point.interval, _INFERRED, anchor, _mod(found)
    )
    return _with_time(resolved, parts, clock)


def digits(found: Found, clock: Clock, ahead: Sequence[Found]) -> Resolved | None:
    """A date in digits."""
    if "iso" in found.fields:
        text = found.fields["iso"]
        year, month, day = (int(part) for part in text[:10].split("-"))
        point = _valid(Point("day", year, month, day)) if 1 <= month <= 12 else None
        return None if point is None else _stated(found, point)
    text = found.fields["slashed"]
    a, b, c = (int(part) for part in text.replace(".", "/").split("/"))
    month, day = (a, b) if clock.language.tables["order"] == "mdy" and "." not in text else (b, a)
    if month > 12:
        month, day = day, month
    year = c if c > 99 else (2000 + c if c < 40 else 1900 + c)
    point = _valid(Point("day", year, month, day)) if 1 <= month <= 12 and day else None
    return None if point is None else _stated(found, point)


# Units ----------------------------------------------------------------------------------------------------------


def unit(found: Found, clock: Clock, ahead: Sequence[Found]) -> Resolved | None:
    """A unit of the calendar told by where it stands: "last year", "the following day", "that evening"."""
    which = found.fields.get("which") or {"step": 0, "from": "text"}
    part = found.fields.get("part")
    name = "day" if part else found.fields["unit"]
    if name == "fortnight" or RANK[name] < RANK["day"]:
        return None
    from_text = which.get("from") == "text" or (clock.narrative and clock.told is not None)
    if from_text and clock.told and clock.told.point:
        base, anchor = clock.told.point, clock.told_anchor()
    elif clock.written:
        base, anchor = Point.on(clock.written), clock.written_anchor()
    else:
        return Resolved(found, TimexType.DATE, "XXXX", certainty=_UNRESOLVED)
    if not base.known or (RANK[base.unit] > RANK[name]):
        value = base.finer(name).value
        return Resolved(found, TimexType.DATE, value, certainty=_UNRESOLVED, anchor=anchor, mod=_mod(found))
    point = base.plus(name, which["step"])
    resolved = Resolved(
        found, TimexType.DATE, point.value, point, point.interval, _INFERRED, anchor, _mod(found)
    )
    return _with_time(resolved, found.fields, clock)


def shift(found: Found, clock: Clock, ahead: Sequence[Found]) -> Resolved | None:
    """So much before or after: "two years ago", "eight days later"."""
    direction = found.fields.get("direction") or {"step": found.fields.get("side", 1), "from": "text"}
    name = found.fields.get("unit") or found.fields.get("units")
    count = found.fields.get("count", 1.0)
    vague = "PAST_REF" if direction["step"] < 0 else "FUTURE_REF"
    if count == VAGUE or name is None or RANK.get(name, 0) < RANK["day"]:
        return Resolved(found, TimexType.DATE, vague, certainty=_UNRESOLVED)
    if (direction["from"] == "text" or clock.narrative) and clock.told and clock.told.point:
        base, anchor = clock.told.point, clock.told_anchor()
    elif clock.written:
        base, anchor = Point.on(clock.written), clock.written_anchor()
    elif clock.told and clock.told.point:
        base, anchor = clock.told.point, clock.told_anchor()
    else:
        return Resolved(found, TimexType.DATE, vague, certainty=_UNRESOLVED)
    if RANK[base.unit] > RANK[name]:
        return Resolved(
            found, TimexType.DATE, Point(name, base.year).value, certainty=_UNRESOLVED, anchor=anchor
        )
    point = base.plus(name, direction["step"] * int(count))
    return Resolved(found, TimexType.DATE, point.value, point, point.interval, _INFERRED, anchor, _mod(found))


# Durations, sets, references -------------------------------------------------------------------------------------


def amount(found: Found, clock: Clock, ahead: Sequence[Found]) -> Resolved | None:
    """An amount of time: "two years", "months"."""
    name = found.fields.get("unit") or found.fields["units"]
    value = values.duration(found.fields.get("count", VAGUE), name)
    return Resolved(found, TimexType.DURATION, value, certainty=_STATED, mod=_mod(found))


def spanning(found: Found, clock: Clock, ahead: Sequence[Found]) -> Resolved | None:
    """A stretch that touches an anchor: "the past five years", "the next decade", "the first weeks"."""
    name = found.fields.get("unit") or found.fields["units"]
    count = found.fields.get("count", 1.0 if "unit" in found.fields else VAGUE)
    value = values.duration(count, name)
    way = found.fields["spanning"]
    resolved = Resolved(found, TimexType.DURATION, value, certainty=_UNRESOLVED, mod=_mod(found))
    if way == "past" and clock.written and not clock.narrative:
        resolved.interval = values.back_from(clock.written, count, name)
        resolved.certainty, resolved.anchor = _INFERRED, clock.written_anchor()
    return resolved


def period(found: Found, clock: Clock, ahead: Sequence[Found]) -> Resolved | None:
    """A period named before: "this same period"."""
    if found.fields["period"] != "period":
        return Resolved(found, TimexType.DATE, "PAST_REF", certainty=_UNRESOLVED)
    for before in reversed(clock.done[-12:]):
        if before.type is TimexType.DURATION:
            return Resolved(
                found,
                TimexType.DURATION,
                before.value,
                None,
                before.interval,
                _INFERRED,
                clock.anchor_of(before),
            )
    return Resolved(found, TimexType.DATE, "PAST_REF", certainty=_UNRESOLVED)


def every(found: Found, clock: Clock, ahead: Sequence[Found]) -> Resolved | None:
    """A time that comes again."""
    if "often" in found.fields:
        return Resolved(found, TimexType.SET, found.fields["often"])
    if "weekday" in found.fields:
        return Resolved(found, TimexType.SET, f"XXXX-WXX-{found.fields['weekday'] + 1}", quant="EACH")
    name = found.fields.get("unit") or found.fields["units"]
    return Resolved(found, TimexType.SET, values.duration(found.fields.get("count", 1.0), name), quant="EACH")


def reference(found: Found, clock: Clock, ahead: Sequence[Found]) -> Resolved | None:
    """A word for the present, the past or the future as such."""
    if found.fields.get("tale") and not clock.narrative:
        return None
    return Resolved(found, TimexType.DATE, found.fields["ref"], certainty=_UNRESOLVED)


KINDS: dict[str, Callable[[Found, Clock, Sequence[Found]], Resolved | None]] = {
    "date": date,
    "digits": digits,
    "unit": unit,
    "shift": shift,
    "amount": amount,
    "span": spanning,
    "period": period,
    "set": every,
    "reference": reference,
}
