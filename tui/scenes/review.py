"""Walk through what has changed, look at it, and accept or reject each change."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import partial
from typing import ClassVar

from rich.style import Style
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widgets import Footer, Static

from tui.scenes.difference import marked
from tui.scenes.golden import Goldens
from tui.scenes.grid import PLAIN, Cell, Grid, row
from tui.scenes.outcome import Outcome, Verdict
from tui.scenes.picture import segments


class Decision(Enum):
    """What was decided on a change."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


@dataclass
class Change:
    """One golden that is not as its scene: changed, new, broken, or stale (no scene has it).

    `words` says what is the matter, in lines. Accepting writes the golden (or removes a stale one) at once; taking that back
    puts its files back as they were.
    """

    name: str
    what: str
    words: str
    goldens: Goldens
    before: Grid | None = None
    after: Grid | None = None
    decision: Decision = Decision.OPEN
    _files: dict[str, bytes] = field(init=False)

    def __post_init__(self) -> None:
        """Remember the files, to put them back."""
        paths = (self.goldens.path(self.name), self.goldens.picture(self.name))
        self._files = {path.name: path.read_bytes() for path in paths if path.exists()}

    @property
    def can_be_accepted(self) -> bool:
        """Whether there is a screen to keep, or a stale golden to remove."""
        return self.after is not None or self.what == STALE

    def decide(self, decision: Decision) -> None:
        """Accept, reject, or leave open again."""
        if decision is Decision.ACCEPTED:
            if self.after is not None:
                self.goldens.keep(self.name, self.after)
            else:
                self.goldens.drop(self.name)
        elif self.decision is Decision.ACCEPTED:
            self._put_back()
        self.decision = decision

    def _put_back(self) -> None:
        for path in (self.goldens.path(self.name), self.goldens.picture(self.name)):
            if path.name in self._files:
                path.write_bytes(self._files[path.name])
            else:
                path.unlink(missing_ok=True)


STALE = "stale"


def changes(outcomes: Iterable[Outcome], stale: Iterable[str], goldens: Goldens) -> list[Change]:
    """What there is to decide on."""
    found = [
        Change(
            outcome.scene.name,
            outcome.verdict.value,
            str(outcome),
            goldens,
            outcome.before,
            outcome.after,
        )
        for outcome in outcomes
        if outcome.verdict is not Verdict.SAME
    ]
    return found + [
        Change(
            name, STALE, f"{name}: no scene has this golden; accept to remove it", goldens, goldens.get(name)
        )
        for name in stale
    ]


class Picture(ScrollView, can_focus=True):
    """A screen, in its own colours; scrolls where it is larger than the room for it."""

    DEFAULT_CSS = """
    Picture { height: 1fr; }
    """

    grid: reactive[Grid] = reactive(Grid(()))

    def watch_grid(self, grid: Grid) -> None:
        """Draw the new screen; where one has scrolled to stays, so that two screens can be held against each other."""
        self._lines = list(segments(grid))
        self.virtual_size = Size(grid.width, grid.height)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One row of the screen."""
        left, top = self.scroll_offset
        width = self.size.width
        if top + y >= len(self._lines):
            return Strip.blank(width, self.rich_style)
        return Strip(self._lines[top + y]).crop_extend(left, left + width, self.rich_style)


class Review(App[None]):
    """The changes one by one: before, after, difference, both side by side, and in words."""

    CSS = """
    #change { height: 1; background: $panel; color: $foreground; text-style: bold; padding: 0 1; }
    #views { height: 1; background: $panel; color: $foreground; padding: 0 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "decide('accepted')", "Accept"),
        Binding("r", "decide('rejected')", "Reject"),
        Binding("u", "decide('open')", "Undo"),
        Binding("n", "step(1)", "Next"),
        Binding("p", "step(-1)", "Previous"),
        Binding("space", "flip", "Before/after"),
        *(Binding(str(number), f"view({number})", show=False) for number in range(1, 6)),
        Binding("q,escape", "quit", "Quit"),
    ]
    ENABLE_COMMAND_PALETTE = False
    VIEWS: ClassVar = ("before", "after", "difference", "side by side", "words")

    at = reactive(0, init=False)
    view = reactive("", init=False)

    def __init__(self, changes: Sequence[Change]) -> None:
        """There must be at least one change."""
        super().__init__()
        self.animation_level = "none"
        self.changes = changes

    @property
    def change(self) -> Change:
        """The change that is looked at."""
        return self.changes[self.at]

    def compose(self) -> ComposeResult:
        """Two lines, the picture, the keys."""
        yield Static(id="change")
        yield Static(id="views")
        yield Picture()
        yield Footer()

    def on_mount(self) -> None:
        """Show the first change."""
        self.query_one(Picture).focus()
        self.watch_at()

    def action_decide(self, word: str) -> None:
        """Decide on this change and go on to the next open one; after the last the review ends."""
        decision = Decision(word)
        if decision is Decision.ACCEPTED and not self.change.can_be_accepted:
            self.notify("There is no new screen to accept", severity="warning")
            return
        self.change.decide(decision)
        following = [*range(self.at, len(self.changes)), *range(self.at)]
        waiting = [at for at in following if self.changes[at].decision is Decision.OPEN]
        if not waiting:
            self.exit()
        elif decision is Decision.OPEN:
            self._tell()
        else:
            self.at = waiting[0]

    def action_step(self, by: int) -> None:
        """Go to the next or the previous change, round and round."""
        self.at = (self.at + by) % len(self.changes)

    def action_flip(self) -> None:
        """From before to after, and back."""
        self._look_at("before" if self.view == "after" else "after")

    def action_view(self, number: int) -> None:
        """Look at the change in another way."""
        self._look_at(self.VIEWS[number - 1])

    def watch_at(self) -> None:
        """Another change: in the same view, if it has that."""
        self.query_one(Picture).scroll_to(0, 0, animate=False, immediate=True)
        there = self._views()
        wanted = self.view or "difference"
        view = wanted if wanted in there else "after" if "after" in there else next(iter(there))
        if view == self.view:
            self.watch_view()
        self.view = view

    def watch_view(self) -> None:
        """Another view of the change."""
        self.query_one(Picture).grid = self._views()[self.view]()
        self._tell()

    def _look_at(self, view: str) -> None:
        if view in self._views():
            self.view = view
        else:
            self.notify(f"This {self.change.what} screen has no {view}", severity="warning")

    def _views(self) -> dict[str, partial[Grid]]:
        """The views that this change has."""
        before, after = self.change.before, self.change.after
        views: dict[str, partial[Grid]] = {}
        if before is not None:
            views["before"] = partial(lambda grid: grid, before)
        if after is not None:
            views["after"] = partial(lambda grid: grid, after)
        if before is not None and after is not None:
            views["difference"] = partial(marked, before, after)
            views["side by side"] = partial(_side_by_side, before, after)
        views["words"] = partial(_written, self.change.words)
        return views

    def _tell(self) -> None:
        change, there = self.change, self._views()
        place = f"{self.at + 1}/{len(self.changes)}"
        decided = "" if change.decision is Decision.OPEN else f"  {change.decision.value}"
        self.query_one("#change", Static).update(Content(f"{place}  {change.name}  {change.what}{decided}"))
        tabs = [
            Content.styled(f" {number} {view} ", "reverse" if view == self.view else "")
            for number, view in enumerate(self.VIEWS, start=1)
            if view in there
        ]
        self.query_one("#views", Static).update(Content(" ").join(tabs))


def _side_by_side(before: Grid, after: Grid) -> Grid:
    line = Cell("│", PLAIN)

    def rows(grid: Grid) -> list[tuple[Cell, ...]]:
        empty = (Cell(" ", PLAIN),) * grid.width
        return [*grid.rows, *[empty] * (max(before.height, after.height) - grid.height)]

    return Grid(tuple((*left, line, *right) for left, right in zip(rows(before), rows(after), strict=True)))


def _written(words: str) -> Grid:
    rows = [row([(line, Style.null())]) for line in words.splitlines()]
    width = max(map(len, rows), default=0)
    return Grid(tuple((*each, *[Cell(" ", PLAIN)] * (width - len(each))) for each in rows))
