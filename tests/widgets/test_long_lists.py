"""A timeline of a million events looks at those in view."""

import time
from array import array
from collections.abc import Callable, Hashable, Sequence

from textual.pilot import Pilot

from tests.widgets.harness import Harness
from tests.widgets.mentions import mention
from tui.model import Interval, Mention, Scope, Stopped
from tui.model.interval import Day
from tui.widgets.rows import Rows
from tui.widgets.timeline import Timeline

MANY, UNDATED = 1_000_000, 1000
FIRST = Day(1000, 1, 1).ordinal


class Million:
    """An event every third of a day, and the undated behind them; it counts how many were looked at."""

    dated = MANY
    bounds = (FIRST, FIRST + MANY // 3)

    def __init__(self) -> None:
        self.looked = 0
        self.asked: list[tuple[int, int, int]] = []
        self.sorted: list[str] = []
        self.given_up: list[str] = []

    def rows(self) -> Rows[int, Mention]:
        return Rows(range(MANY + UNDATED), self.make, self.place_of, self)

    def make(self, index: int, item: int) -> Mention:
        self.looked += 1
        if index >= MANY:
            return mention(None, start=index)
        return mention(Interval.on(Day.from_ordinal(FIRST + index // 3)).edtf, start=index)

    def place_of(self, key: Hashable) -> int | None:
        assert isinstance(key, tuple)
        return int(key[1].start)

    def sorted_by(self, name: str, stopped: Callable[[], bool]) -> Sequence[int]:
        self.sorted.append(name)
        return array("q", range(MANY + UNDATED - 1, -1, -1))

    def holding(self, words: str, stopped: Callable[[], bool]) -> Sequence[int]:
        while words == "forever":
            if stopped():
                self.given_up.append(words)
                raise Stopped
            time.sleep(0.001)
        return [i for i in range(MANY + UNDATED) if i % 1000 == 0] if words == "thousand" else []

    def days_at(self, place: int) -> tuple[int, int]:
        return FIRST + place // 3, FIRST + place // 3

    def nearest(self, days: tuple[int, int]) -> int | None:
        return (days[0] - FIRST) * 3

    def density(self, first: int, days: int, columns: int) -> Sequence[float]:
        self.asked.append((first, days, columns))
        return [1.0] * columns


async def test_it_opens_moves_and_goes_to_a_date_without_looking_at_all() -> None:
    million, pane = Million(), Timeline()
    pane.scope = Scope.COLLECTION
    async with (app := Harness(pane)).run_test(size=(80, 24)) as pilot:
        pane.set_rows(million.rows(), sums=million)
        await pilot.pause()
        assert "1000-01-01" in app.lines()[pane.head_height]
        assert pane.line_count == MANY + UNDATED + 1
        assert pane.undated == UNDATED
        await pilot.press("G")
        assert pane.cursor == MANY + UNDATED - 1
        await pilot.press("g")
        assert pane.go_to_date(Interval.parse("1500-06-15"))
        assert pane.row is not None
        assert pane.row.event.interval == Interval.parse("1500-06-15")
        assert "1500-06-15" in "\n".join(app.lines())
        await pilot.click(Timeline, offset=(40, 1))
        await pilot.pause()
        assert million.looked < 5000
        assert len(million.asked) == 1


async def test_it_is_sorted_filtered_and_searched_by_whoever_has_the_events() -> None:
    million, pane = Million(), Timeline()
    async with (app := Harness(pane)).run_test(size=(80, 24)) as pilot:
        pane.set_rows(million.rows(), sums=million)
        pane.go_to(pane.key_of(pane.rows[500]))
        here = pane.row

        assert pane.sort_by("certainty")
        await settled(app, pilot)
        assert million.sorted == ["certainty"]
        assert pane.row == here, "the cursor stays with its row"
        assert pane.line_count == MANY + UNDATED + 1
        pane.sort_by("date")

        pane.filter("thousand")
        assert "thousand…" in pane.note
        await settled(app, pilot)
        assert "filter thousand: 501/1001 of 1001000" in pane.note
        assert (pane.undated, pane.row) == (1, pane.rows[500_000])
        assert pane.go_to_date(Interval.parse("1500-06-15"))
        assert pane.index == 548_000
        assert pane.clear()
        assert pane.line_count == MANY + UNDATED + 1

        pane.move_to_top()
        assert pane.find("thousand") is None, "it is told later"
        await settled(app, pilot)
        assert pane.find_next(1) == (2, 1001)
        assert pane.index == 1000
        assert "/thousand 2/1001" in pane.note

        pane.find("nowhere")
        await settled(app, pilot)
        assert app.said[-1].words == "nowhere"
        assert million.looked < 5000


async def test_a_newer_wish_gives_the_older_one_up() -> None:
    million, pane = Million(), Timeline()
    async with (app := Harness(pane)).run_test(size=(80, 24)) as pilot:
        pane.set_rows(million.rows(), sums=million)
        for words in ("forever", "thousand"):
            pane.filter(words)
            await pilot.pause()
        await settled(app, pilot)
        assert million.given_up == ["forever"]
        assert "filter thousand: 1/1001" in pane.note


async def test_other_rows_are_shown_as_wished_too_and_a_find_asks_for_no_order_again() -> None:
    million, pane = Million(), Timeline()
    async with (app := Harness(pane)).run_test(size=(80, 24)) as pilot:
        pane.set_rows(million.rows(), sums=million)
        pane.sort_by("certainty")
        await settled(app, pilot)
        pane.find("thousand")
        await settled(app, pilot)
        assert million.sorted == ["certainty"]
        assert "/thousand" in pane.note
        pane.clear()
        assert "/thousand" not in pane.note
        pane.filter("thousand")
        await settled(app, pilot)
        pane.set_rows(million.rows(), sums=million)
        assert pane.line_count == MANY + UNDATED + 1, "as they were given, until they are arranged"
        await settled(app, pilot)
        assert "of 1001000" in pane.note
        assert pane.line_count == 1001 + 1
        pane.set_rows((mention("1932", "the thousand lamps"), mention("1933", "a clock")))
        assert pane.line_count == 1 + 1


async def settled(app: Harness, pilot: Pilot[None]) -> None:
    await app.workers.wait_for_complete()
    await pilot.pause()


async def test_new_rows_above_leave_the_row_where_it_is_on_the_screen() -> None:
    million, pane = Million(), Timeline()
    async with Harness(pane).run_test(size=(80, 24)) as pilot:
        pane.set_rows(million.rows(), sums=million)
        pane.go_to(pane.key_of(pane.rows[500]))
        await pilot.press("j", "k", "k", "k")
        above, row = pane.cursor - pane.top, pane.row
        pane.set_rows(million.rows(), sums=million)
        await pilot.pause()
        assert (pane.cursor - pane.top, pane.row) == (above, row)
