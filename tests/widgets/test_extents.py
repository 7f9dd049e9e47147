"""A timeline of a million events looks at those in view."""

from collections.abc import Hashable, Sequence

from tests.widgets.harness import Harness
from tests.widgets.mentions import mention
from tui.model import Interval, Mention, Scope
from tui.model.interval import Day
from tui.widgets.axis import Extent
from tui.widgets.extents import Extents
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

    def rows(self) -> Rows[int, Mention]:
        return Rows(range(MANY + UNDATED), self.make, self.place_of)

    def make(self, index: int, item: int) -> Mention:
        self.looked += 1
        if index >= MANY:
            return mention(None, start=index)
        return mention(Interval.on(Day.from_ordinal(FIRST + index // 3)).edtf, start=index)

    def place_of(self, key: Hashable) -> int | None:
        assert isinstance(key, tuple)
        return int(key[1].start)

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


async def test_it_is_neither_filtered_nor_sorted_nor_searched() -> None:
    million, pane = Million(), Timeline()
    async with Harness(pane).run_test(size=(80, 24)) as pilot:
        pane.set_rows(million.rows(), sums=million)
        pane.filter("committee")
        assert pane.find("committee") is None
        assert not pane.sort_by("certainty")
        await pilot.pause()
        assert pane.line_count == MANY + UNDATED + 1
        assert million.looked < 5000


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


def test_the_nearest_is_found_among_those_that_begin_about_then() -> None:
    rows = [mention("1914"), mention("1914-08-04"), mention("1918-11-11"), mention(None)]
    extents = Extents(rows, 3)
    assert len(extents) == 3
    days = Extent.of(Interval.parse("1918-11"))
    assert days is not None
    assert extents.nearest(days) == 2
    assert Extents(rows, 0).nearest(days) is None
