"""The order in which the lines of a printed page are read: columns from left to right, what spans them between.

Coordinates are in points, from the top left corner. A gutter is a strip of the page that (nearly) no line crosses: a clean
one parts columns; one that a few lines cross is parted by them into bands, each read to its end before the next begins.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

_GAP = 0.9
_BLANK = 0.12
_GUTTER = 0.7
_CROSSED = 0.2
_NARROW = 2.5
_LEAST = 3
_DEEPEST = 24


@dataclass(slots=True)
class Run:
    """A piece of a line in one type: its box, its text, the type's size, whether it is bold, and its quarter turns.

    The box is that of the page turned so that the words are upright.
    """

    left: float
    top: float
    right: float
    bottom: float
    text: str
    size: float
    bold: bool = False
    turn: int = 0

    @property
    def height(self) -> float:
        """How high the box is."""
        return self.bottom - self.top


@dataclass(slots=True)
class Line:
    """The runs that stand side by side in one line of one column."""

    runs: list[Run] = field(default_factory=list)
    left: float = 0.0
    top: float = 0.0
    right: float = 0.0
    bottom: float = 0.0

    def take(self, run: Run) -> None:
        """Add a run at the right."""
        if not self.runs:
            self.left, self.top, self.right, self.bottom = run.left, run.top, run.right, run.bottom
        self.runs.append(run)
        self.left, self.right = min(self.left, run.left), max(self.right, run.right)
        self.top, self.bottom = min(self.top, run.top), max(self.bottom, run.bottom)

    @property
    def spaced(self) -> Iterator[tuple[Run, str]]:
        """The runs with their words, a blank before them where there is one to be seen."""
        before: Run | None = None
        for run in self.runs:
            apart = before is not None and run.left - before.right > _BLANK * max(
                1.0, min(run.size, before.size)
            )
            yield run, f" {run.text}" if apart else run.text
            before = run

    @property
    def text(self) -> str:
        """The words of the line."""
        return "".join(words for _, words in self.spaced)

    @property
    def size(self) -> float:
        """The size of the type that most of the line is set in."""
        return max(self.runs, key=lambda run: len(run.text)).size

    @property
    def turn(self) -> int:
        """The quarter turns of the line."""
        return self.runs[0].turn

    @property
    def bold(self) -> bool:
        """Whether the whole line is bold."""
        return all(run.bold for run in self.runs if run.text.strip())


def lines_of(runs: Sequence[Run]) -> list[Line]:
    """The runs of a page joined to lines; pieces of neighbouring columns stay apart."""
    rows: list[list[Run]] = []
    for run in sorted(runs, key=lambda run: (run.turn, run.top + run.bottom)):
        row = next(
            (row for row in rows[-3:] if row[0].turn == run.turn and _overlap(row[0], run) > 0.5), None
        )
        if row is None:
            rows.append([run])
        else:
            row.append(run)
    lines: list[Line] = []
    for row in rows:
        line = Line()
        for run in sorted(row, key=lambda run: run.left):
            if line.runs and run.left - line.right > _GAP * max(line.runs[-1].size, run.size):
                lines.append(line)
                line = Line()
            line.take(run)
        lines.append(line)
    return lines


def columns_of(lines: Sequence[Line]) -> list[list[Line]]:
    """The lines of a page as blocks, in the order of reading; what is turned comes after what is upright."""
    blocks = []
    for turn in sorted({line.turn for line in lines}):
        turned = [line for line in lines if line.turn == turn]
        blocks += _ordered(turned, median(line.size for line in turned) or 1.0, 0)
    return blocks


def _ordered(lines: list[Line], em: float, depth: int) -> list[list[Line]]:
    if len(lines) > 1 and depth < _DEEPEST:
        cut = _gutter(lines, em)
        if cut is not None:
            at, crossing = cut
            if not crossing:
                left = [line for line in lines if line.right <= at]
                right = [line for line in lines if line.right > at]
                return _ordered(left, em, depth + 1) + _ordered(right, em, depth + 1)
            return _banded(lines, crossing, em, depth)
    return (
        [sorted(lines, key=lambda line: (round((line.top + line.bottom) / em), line.left))] if lines else []
    )


def _banded(lines: list[Line], crossing: set[int], em: float, depth: int) -> list[list[Line]]:
    """Bands of columns, and between them what spans their gutter."""
    blocks: list[list[Line]] = []
    band: list[Line] = []
    spanning: list[Line] = []
    for line in sorted(lines, key=lambda line: line.top):
        if id(line) in crossing:
            if band:
                blocks += _ordered(band, em, depth + 1)
                band = []
            spanning.append(line)
        else:
            if spanning:
                blocks.append(spanning)
                spanning = []
            band.append(line)
    if spanning:
        blocks.append(spanning)
    return blocks + (_ordered(band, em, depth + 1) if band else [])


def _gutter(lines: list[Line], em: float) -> tuple[float, set[int]] | None:
    """Where the clearest gutter is, and the lines that cross it; `None` where there is no column beside another."""
    best: tuple[float, float, float] | None = None
    events = sorted([(line.left, 1) for line in lines] + [(line.right, -1) for line in lines])
    open_lines, most = 0, _CROSSED * len(lines)
    for (position, step), (following, _) in pairwise(events):
        open_lines += step
        width = following - position
        if open_lines > most or width < _GUTTER * em:
            continue
        if (best is None or (open_lines, -width) < best[:2]) and _parts(lines, position, following, em):
            best = (open_lines, -width, (position + following) / 2)
    if best is None:
        return None
    at = best[2]
    return at, {id(line) for line in lines if line.left < at < line.right}


def _parts(lines: list[Line], start: float, end: float, em: float) -> bool:
    """Whether there are columns on both sides: some lines each, not only labels or numbers, one beside the other."""
    left = [line for line in lines if line.right <= start + 0.01]
    right = [line for line in lines if line.left >= end - 0.01]
    if len(left) < _LEAST or len(right) < _LEAST:
        return False
    for side in (left, right):
        if median(line.right - line.left for line in side) < _NARROW * em:
            return False
    top = max(min(line.top for line in left), min(line.top for line in right))
    bottom = min(max(line.bottom for line in left), max(line.bottom for line in right))
    return bottom - top > em


def _overlap(one: Run, other: Run) -> float:
    """How much of the lower of two runs stands beside the other."""
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    return shared / max(0.01, min(one.height, other.height))
