"""When an article was written."""

from __future__ import annotations

from dataclasses import dataclass

from tui.model.interval import Day, Interval
from tui.model.span import Span
from tui.model.timex import Certainty


@dataclass(frozen=True, slots=True)
class Written:
    """When a text was written (document creation time), and how that is known.

    `interval` is what it can be (`None`: unknown). `working` is the one day that relative dates are counted from; it is
    an assumption inside `interval`, never shown as the date. Where the text had to tell (`INFERRED`), `rule` names the
    rule and `evidence` the spans that it read.
    """

    interval: Interval | None = None
    working: Day | None = None
    certainty: Certainty = Certainty.UNRESOLVED
    rule: str = ""
    evidence: tuple[Span, ...] = ()

    @property
    def words(self) -> str:
        """`2017-02-20`, `after 2017-02-16`, `between 2017-02-16 and 2017-03-20` (both exclusive), `unknown`."""
        if self.interval is None:
            return "unknown"
        if self.certainty is Certainty.STATED:
            return self.interval.words
        first, last = self.interval.earliest, self.interval.latest
        if first and last:
            return first.iso if first == last else f"between {first.plus(-1).iso} and {last.plus(1).iso}"
        if first:
            return f"after {first.plus(-1).iso}"
        return f"before {last.plus(1).iso}" if last else "unknown"
