"""Resolve: what each expression found means on the calendar, counted from the article's date or from the tale's."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tui.dates import calendars
from tui.dates.amounts import amount, every, reference, spanning
from tui.dates.clock import Clock, Resolved
from tui.dates.dated import date, digits
from tui.dates.editions import edition
from tui.dates.found import Found
from tui.dates.language import Language
from tui.dates.points import RANK, Point
from tui.dates.relative import period, shift, unit
from tui.dates.tale import is_aside, tells_history
from tui.dates.words import Words
from tui.model import Certainty, Day, Span, TimexType

Resolver = Callable[[Found, Clock, Sequence[Found]], Resolved | None]
KINDS: dict[str, Resolver] = {
    "date": date,
    "digits": digits,
    "republican": calendars.republican,
    "edition": edition,
    "unit": unit,
    "shift": shift,
    "period": period,
    "amount": amount,
    "span": spanning,
    "set": every,
    "reference": reference,
}


def resolve(
    found: Sequence[Found],
    words: Words,
    language: Language,
    written: Point | None,
    headings: Sequence[Span] = (),
    until: Day | None = None,
) -> list[Resolved]:
    """The meaning of each expression, in the order of the text; `written` is as fine as it is known, `headings` are sorted,
    `until` is the last day on which the text can have been written, if that is known."""
    narrative = tells_history(found, written)
    clock = Clock(words, language, written, narrative, headings=headings, until=until)
    for index, each in enumerate(found):
        resolved = KINDS[each.kind](each, clock, found[index + 1 : index + 4])
        if resolved is not None:
            clock.done.append(resolved)
            _move(clock, resolved)
    calendars.settle(clock.done, words, language)
    return clock.done


def _move(clock: Clock, resolved: Resolved) -> None:
    """Let the tale move on to a date, unless it is only told aside."""
    point = resolved.point
    if point is None or not point.known or resolved.type not in (TimexType.DATE, TimexType.TIME):
        return
    # Figures are told of a quarter that is over.
    over = clock.now is None or point.last < clock.now
    if point.unit == "quarter" and over and (clock.quarter is None or resolved.found.kind == "date"):
        clock.quarter = resolved
    if RANK[point.unit] > RANK["year"]:
        return
    clock.named = resolved
    told = clock.told.point if clock.told else None
    if (
        told is not None
        and point.unit == "year"
        and told.known
        and told.unit != "year"
        and told.first.year == point.year
    ):
        return
    if clock.told is None or not _is_aside(clock, resolved):
        clock.tell(resolved)


def _is_aside(clock: Clock, resolved: Resolved) -> bool:
    """Whether a date does not carry the tale on: a look back ("a year earlier"), or told aside outside a heading."""
    found = resolved.found
    if (
        found.kind == "shift"
        and found.fields.get("direction", {"step": found.fields.get("side", 1)})["step"] < 0
    ):
        return True
    if resolved.certainty is Certainty.UNRESOLVED or clock.in_heading(found):
        return False
    return is_aside(clock.words, found, clock.language)
