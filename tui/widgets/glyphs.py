"""The shapes that say how finely and how surely a date is told, in Unicode and in ASCII."""

from __future__ import annotations

from dataclasses import dataclass

from tui.model import Certainty, Event, Granularity

_FINE = {Granularity.TIME, Granularity.DAY}
_MIDDLE = {Granularity.WEEK, Granularity.MONTH, Granularity.SEASON, Granularity.QUARTER, Granularity.HALF}


@dataclass(frozen=True, slots=True)
class Glyphs:
    """A set of shapes of one cell each, but `span` of two; `density` runs from little to much.

    `narrow_span` is a span pressed into one cell; `before` and `after` are the open sides of "until" and "since";
    `here` is where the cursor is on an axis; `to` and `dot` stand between words, `quotes` around them;
    `bar` stands beside what is lit, `bullet` before an item of a list.
    """

    day: str
    month: str
    year: str
    inferred: str
    unresolved: str
    stated: str
    span: str
    rule: str
    rule_focused: str
    upright: str
    pointer: str
    ellipsis: str
    dash: str
    density: str
    lane_left: str
    lane_right: str
    lane_line: str
    tick: str
    narrow_span: str
    before: str
    after: str
    here: str
    to: str
    dot: str
    quotes: str
    many: str
    bar: str
    bullet: str

    def precision(self, event: Event) -> str:
        """Two cells that show how finely the event is dated: a day, a month, a year, a span, or unresolved."""
        if event.certainty is Certainty.UNRESOLVED or event.interval is None:
            return f"{self.unresolved} "
        return self.fineness(event.interval.granularity)

    def fineness(self, granularity: Granularity) -> str:
        """Two cells for what is dated so finely: a day, a month, a year, a span."""
        match granularity:
            case fine if fine in _FINE:
                return f"{self.day} "
            case middle if middle in _MIDDLE:
                return f"{self.month} "
            case Granularity.SPAN:
                return self.span
            case _:
                return f"{self.year} "

    def certainty(self, event: Event) -> str:
        """One cell that shows how surely the event is dated."""
        match event.certainty:
            case Certainty.STATED:
                return self.stated
            case Certainty.INFERRED:
                return self.inferred
            case Certainty.UNRESOLVED:
                return self.unresolved

    def mark(self, event: Event) -> str:
        """Three cells with both: `●  `, `●~ `, `├┤~`, `?  `."""
        shape = self.precision(event).rstrip()
        sure = "" if shape == self.unresolved else self.certainty(event).rstrip()
        return f"{shape}{sure}".ljust(3)


UNICODE = Glyphs(
    day="●",
    month="◐",
    year="○",
    inferred="~",
    unresolved="?",
    stated=" ",
    span="├┤",
    rule="─",
    rule_focused="━",
    upright="│",
    pointer="▶",
    ellipsis="…",
    dash="–",
    density="▁▂▃▄▅▆▇█",
    lane_left="├",
    lane_right="┤",
    lane_line="─",
    tick="┬",
    narrow_span="┼",
    before="←",
    after="→",
    here="◆",
    to="–",
    dot=" · ",
    quotes="“”",
    many="+",
    bar="▌",
    bullet="•",
)
ASCII = Glyphs(
    day="*",
    month="+",
    year="o",
    inferred="~",
    unresolved="?",
    stated=" ",
    span="[]",
    rule="-",
    rule_focused="=",
    upright="|",
    pointer=">",
    ellipsis="~",
    dash="-",
    density=".:-=+*#@",
    lane_left="[",
    lane_right="]",
    lane_line="-",
    tick="+",
    narrow_span="=",
    before="<",
    after=">",
    here="^",
    to="/",
    dot=", ",
    quotes='""',
    many="#",
    bar="|",
    bullet="*",
)
