"""Which year a date belongs to that does not say it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from tui.dates.clock import Clock
from tui.dates.found import Found
from tui.dates.points import RANK, Point, containing
from tui.dates.tense import Tense, tense
from tui.model import Anchor, AnchorKind, Certainty, Day

Parts = Mapping[str, Any]
PointIn = Callable[[int], Point | None]
# A date without a year that is told as past, but was so long ago while the next one is so near, is the next one.
_LONG_AGO, _SOON = 240, 90
# A day of the week that is named with its date, in a paper of the day after, may yet be so many days off.
_WEEK = 7
# A date that falls back by so many days from the tale's last may belong to where the tale was before: at most so many
# days after that, or a little before it, and not more characters back in the text.
_BACKWARD, _ONWARD, _OVERLAP, _RECALLED = 60, 92, 15, 3000
# A text of the day goes on with a tale more than so many years old for so many characters after its last full date.
_LONG_GONE, _GOES_ON = 1, 250


def stated_year(parts: Parts, clock: Clock) -> int | None:
    """The astronomical year that the words give, or point to: "in March of that year"."""
    for name in ("yearwords", "sameyear"):
        if name in parts:
            return int(parts[name])
    if "year2" in parts:
        return clock.year_of(int(parts["year2"]))
    if "year" in parts:
        return 1 - int(parts["year"]) if parts.get("era") == "BC" else int(parts["year"])
    which = parts.get("yearwhich")
    if which is None:
        return None
    base = clock.base(which["step"], which.get("from", ""))
    return None if base is None or base[0].year is None else base[0].first.year + int(which["step"])


def missing_year(
    found: Found, parts: Parts, clock: Clock, ahead: Sequence[Found], point_in: PointIn
) -> tuple[int | None, Anchor | None]:
    """The year, and what it was taken from: a date beside it, the tale, or the day the article was written on."""
    which = parts.get("which")
    beside = _beside(found, parts, clock, ahead)
    if beside is not None:
        return beside
    tale = (
        clock.named
        if which is not None and which["step"] == 0 and which.get("from") == "text"
        else clock.told
    )
    told = tale.point if tale else None
    if (
        told is not None
        and told.year is not None
        and (
            (clock.narrative and not of_writing(which))
            or clock.written is None
            or _points_back(which)
            or _goes_on(found, which, clock)
        )
    ):
        if which is None or (_points_back(which) and not which["step"]):
            return _told_year(found, parts, told, clock, point_in), clock.anchor_of(tale)
        since = told.last if which["step"] > 0 else told.first
        return _from_day(found, parts, clock, since, point_in), clock.anchor_of(tale)
    if clock.now is None or clock.written is None:
        return None, None
    if which is None and RANK[clock.written.unit] == RANK["year"]:
        return clock.now.year, clock.written_anchor
    return _from_day(found, parts, clock, clock.now, point_in), clock.written_anchor


def of_writing(which: Mapping[str, Any] | None) -> bool:
    """Whether a word points to the day of writing in a tale too: French "l'été dernier" is never the tale's."""
    return which is not None and which.get("from") == "writing"


def _points_back(which: Mapping[str, Any] | None) -> bool:
    return which is not None and which.get("from") == "text"


def _goes_on(found: Found, which: Mapping[str, Any] | None, clock: Clock) -> bool:
    """Whether a text of the day goes on with a tale of long ago: "In January 1905 they met, and again in March"."""
    told, now = clock.told, clock.now
    if which is not None or told is None or told is not clock.done[-1] or told.point is None or now is None:
        return False
    return (
        told.certainty is Certainty.STATED
        and told.point.unit in ("day", "part", "month", "season")
        and told.point.first.year < now.year - _LONG_GONE
        and found.span.start - told.found.span.end <= _GOES_ON
        and tense(clock.words, found, clock.language) is not Tense.FUTURE
    )


def _beside(found: Found, parts: Parts, clock: Clock, ahead: Sequence[Found]) -> tuple[int, Anchor] | None:
    """The year that stands with the second of two dates: "April and June 1955", "from July 1 to July 3, 1863"."""
    links = clock.language.signs_of("LINK")
    for following in ahead:
        between = clock.words.signs[found.last : following.first]
        if not between or len(between) > 3 or any(sign not in links for sign in between):
            return None
        if "year" in following.fields:
            year = stated_year(following.fields, clock)
            if year is None:
                return None
            if following.fields.get("month", 12) < parts.get("month", 0):
                year -= 1
            span = following.span
            return year, Anchor(AnchorKind.TEXT, Point("year", year).value, span.of(clock.words.text), span)
        found = following
    return None


def _told_year(found: Found, parts: Parts, told: Point, clock: Clock, point_in: PointIn) -> int:
    """The year of the tale: the next one where the months have turned from the end of a year to its beginning, an
    earlier one where the tale comes back from a digression."""
    year = told.first.year
    here = point_in(year)
    if told.unit not in ("day", "month", "part") or here is None:
        return year
    if (told.number or 0) - parts.get("month", 12) >= 8:
        behind = clock.language.contexts["behind"].regex.match(clock.words.signs, found.first)
        return year if behind or tense(clock.words, found, clock.language) is Tense.FUTURE else year + 1
    if here.first.ordinal - told.first.ordinal >= -_BACKWARD:
        return year
    return _left_off(found, clock, point_in) or year


def _left_off(found: Found, clock: Clock, point_in: PointIn) -> int | None:
    """The year in which the tale was left a little before the date, not long ago in the text."""
    left = clock.left
    if left is None or left.point is None or left.point.unit not in ("day", "part", "month"):
        return None
    year = left.point.first.year
    here = point_in(year)
    if here is None or found.span.start - left.found.span.end > _RECALLED:
        return None
    return year if -_OVERLAP <= here.first.ordinal - left.point.first.ordinal <= _ONWARD else None


def _from_day(found: Found, parts: Parts, clock: Clock, now: Day, point_in: PointIn) -> int:
    this = point_in(now.year)
    if this is None:
        return next((year for year in range(now.year - 1, now.year - 9, -1) if point_in(year)), now.year)
    which = parts.get("which")
    if which is None:
        spoken = Tense.UNSAID if "quarter" in parts else tense(clock.words, found, clock.language)
        return _by_weekday(parts, now, spoken, point_in) or _nearest(this, now, spoken, point_in)
    if which["step"] < 0:
        return now.year - (this.last >= now)
    season = containing(now, "season")
    if not which["step"] and parts.get("season") == season.number:
        return season.year_or_zero
    return now.year + int(which["step"] > 0 and this.first <= now)


def _by_weekday(parts: Parts, now: Day, spoken: Tense, point_in: PointIn) -> int | None:
    """The year nearest to now in which the day falls on the weekday that is named with it, on the side of its tense."""
    if "weekday" not in parts or "day" not in parts:
        return None
    years: list[int] = [now.year, now.year - 1, now.year + 1, *range(now.year - 2, now.year - 7, -1)]
    for year in years:
        point = point_in(year)
        if point is None or point.first.weekday != int(parts["weekday"]):
            continue
        ahead = point.first.ordinal - now.ordinal
        if not (ahead > _WEEK and spoken is Tense.PAST) and not (ahead < -_WEEK and spoken is Tense.FUTURE):
            return year
    return None


def _nearest(this: Point, now: Day, spoken: Tense, point_in: PointIn) -> int:
    """The last such date, the next one, or, where no verb says, the nearer of the two."""
    before = now.year - (this.first > now)
    after = now.year + (this.last < now)
    if spoken is Tense.FUTURE or before == after:
        return after
    last, following = point_in(before), point_in(after)
    if last is None or following is None:
        return after if last is None else before
    ago, ahead = now.ordinal - last.last.ordinal, following.first.ordinal - now.ordinal
    if spoken is Tense.PAST:
        return after if this.unit == "day" and ago > _LONG_AGO and ahead < _SOON else before
    return before if ago <= ahead else after
