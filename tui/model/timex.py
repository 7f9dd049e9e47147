"""A date expression."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tui.model.interval import Interval
from tui.model.span import Span


class TimexType(StrEnum):
    """The four types of TIMEX3 (ISO-TimeML, ISO 24617-1)."""

    DATE = "DATE"
    TIME = "TIME"
    DURATION = "DURATION"
    SET = "SET"


class Certainty(StrEnum):
    """How a date is known: all parts in the words, a part from an anchor, or not at all."""

    STATED = "stated"
    INFERRED = "inferred"
    UNRESOLVED = "unresolved"


class AnchorKind(StrEnum):
    """Where an anchor stands: in the text, in the article's own date, or in a calendar of known days."""

    TEXT = "text"
    WRITTEN = "written"
    CALENDAR = "calendar"


@dataclass(frozen=True, slots=True)
class Anchor:
    """What a relative expression was counted from.

    `span` is where it stands in the reading (`None` unless `kind` is `TEXT`), `value` its TIMEX3 value, `words` the
    words or the name of the day ("Election Day, United States").
    """

    kind: AnchorKind
    value: str
    words: str = ""
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Timex:
    """A date expression (TIMEX3) with its provenance.

    `interval` is what the expression itself means; `None` when unresolved, or when it has no place on a calendar
    (`PRESENT_REF`). `rule` names the rule that read it. `calendar` is set where the words are not Gregorian.
    """

    span: Span
    words: str
    type: TimexType
    value: str
    rule: str
    certainty: Certainty
    interval: Interval | None = None
    anchor: Anchor | None = None
    mod: str = ""
    quant: str = ""
    freq: str = ""
    calendar: str = ""
