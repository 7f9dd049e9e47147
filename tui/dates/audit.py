"""Audit: what the dates found in texts are worth, held against dates that somebody marked by hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from tui.model import Span, Timex


@dataclass(frozen=True, slots=True)
class Marked:
    """A date as marked by hand: its span in characters of the text, TIMEX3 type and value; "" is not said."""

    span: Span
    value: str
    type: str = ""


@dataclass(slots=True)
class Count:
    """How many were marked by hand, how many found, how many of these overlap a marked one, and how many are right."""

    marked: int = 0
    found: int = 0
    matched: int = 0
    right: int = 0

    @property
    def precision(self) -> float:
        """The part of what was found that is right."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """The part of what was marked that was found and is right."""
        return self.right / self.marked if self.marked else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(slots=True)
class Audit:
    """The counts over all texts: in all, by TIMEX3 type (of the marked) and by the rule that read the found."""

    whole: Count = field(default_factory=Count)
    types: dict[str, Count] = field(default_factory=dict)
    rules: dict[str, Count] = field(default_factory=dict)

    def add(self, marked: Sequence[Marked], found: Sequence[Timex]) -> None:
        """Count one text. A found date matches the marked one it shares most characters with, one to one (the relaxed
        match of TempEval-3); it is right when its TIMEX3 value is the same."""
        pairs = dict(pair([each.span for each in marked], [each.span for each in found]))
        for index, each in enumerate(marked):
            timex = found[pairs[index]] if index in pairs else None
            right = timex is not None and timex.value == each.value
            for count in (self.whole, self.types.setdefault(each.type or "any", Count())):
                count.marked += 1
                count.found += timex is not None
                count.matched += timex is not None
                count.right += right
            if timex is not None:
                self.rules.setdefault(timex.rule, Count()).matched += 1
                self.rules[timex.rule].right += right
        for timex in found:
            self.rules.setdefault(timex.rule, Count()).found += 1
        self.whole.found += len(found) - len(pairs)


def pair(marked: Sequence[Span], found: Sequence[Span]) -> Iterable[tuple[int, int]]:
    """One-to-one pairs of overlapping spans, by index: equal ones first, then those that share most, then the leftmost."""
    shared = sorted(
        (a != b, -(min(a.end, b.end) - max(a.start, b.start)), a.start, b.start, i, j)
        for i, a in enumerate(marked)
        for j, b in enumerate(found)
        if a.overlaps(b)
    )
    left, right = set[int](), set[int]()
    for *_, i, j in shared:
        if i not in left and j not in right:
            left.add(i)
            right.add(j)
            yield i, j


def marked_by_quote(text: str, dates: Iterable[Mapping[str, object]]) -> list[Marked]:
    """The marked dates of a list such as `{words: January 18, value: 2017-01-18, quote: "later, on January 18"}`.

    `words` are looked up in the `quote` (by default the words themselves), each after the one before. Raises
    `ValueError`, in one line, if they are not in the text.
    """
    marked, position = [], 0
    for entry in dates:
        words, value = str(entry.get("words", "")), str(entry.get("value", ""))
        quote = str(entry.get("quote", words))
        start = text.find(quote, position)
        start = text.find(quote) if start < 0 else start
        inner = quote.find(words)
        if not words or start < 0 or inner < 0:
            raise ValueError(f"the words {words!r} are not in the text at {quote!r}")
        position = start + 1
        marked.append(
            Marked(Span(start + inner, start + inner + len(words)), value, str(entry.get("type", "")))
        )
    return marked
