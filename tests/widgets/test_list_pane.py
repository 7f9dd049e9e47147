from collections.abc import Callable, Sequence
from typing import Any, ClassVar, NamedTuple

import pytest
from rich.segment import Segment
from rich.style import Style
from textual.app import App, ComposeResult

from tui.widgets.cells import fit
from tui.widgets.list_pane import ListPane


class Lamp(NamedTuple):
    name: str
    street: str
    lit: int = 1900


class Lamps(ListPane[Lamp]):
    label = "8 Lamps"
    SORTS: ClassVar[dict[str, Callable[[Any], Any]]] = {
        "name": lambda lamp: lamp.name,
        "date": lambda lamp: lamp.lit,
    }

    def __init__(self, rows: Sequence[Lamp] = (), divided: int | None = None) -> None:
        super().__init__()
        self.divided = divided
        self.drawn = 0
        self.said: list[tuple[str, str]] = []
        self.set_rows(rows)

    @property
    def divider(self) -> int | None:
        return self.divided

    def draw_divider(self, width: int) -> list[Segment]:
        return [Segment("=" * width)]

    def draw_row(self, row: Lamp, width: int, style: Style) -> list[Segment]:
        self.drawn += 1
        return [Segment(fit(f"{row.name} {row.street}", width), style)]

    def words_of(self, row: Lamp) -> str:
        return f"{row.name} {row.street}"

    def key_of(self, row: Lamp) -> str:
        return row.name

    def reached(self, row: Lamp) -> None:
        self.said.append(("reached", row.name))

    def chosen(self, row: Lamp) -> None:
        self.said.append(("chosen", row.name))


class Quarter(App[None]):
    CSS = "Lamps { width: 100%; height: 100%; }"

    def __init__(self, lamps: Lamps) -> None:
        super().__init__()
        self.lamps = lamps

    def compose(self) -> ComposeResult:
        yield self.lamps

    def on_mount(self) -> None:
        self.lamps.focus()

    def rows(self) -> list[str]:
        return [self.lamps.render_line(y).text.rstrip() for y in range(self.lamps.size.height)]

    def lit(self) -> list[str]:
        """The rows drawn in the cursor's style."""
        style = self.lamps.style_of("pane--cursor")
        rows = (self.lamps.render_line(y) for y in range(1, self.lamps.size.height))
        return [
            row.text.rstrip()
            for row in rows
            if any(s.style and s.style.bgcolor == style.bgcolor for s in row)
        ]


STREET = (
    Lamp("Dora", "Harbour Street", 1903),
    Lamp("Anna", "Mill Lane", 1901),
    Lamp("Cora", "Harbour Street", 1902),
    Lamp("Bella", "Straße der Lampen", 1904),
)


@pytest.fixture
def quarter() -> Quarter:
    return Quarter(Lamps(STREET))


def names(lamps: Lamps) -> list[str]:
    return [lamps.row_at(place).name for place in range(lamps.line_count - (lamps.divider is not None))]


async def test_moving_says_what_was_reached_and_stops_at_the_ends(quarter):
    async with quarter.run_test(size=(40, 8)):
        lamps = quarter.lamps
        lamps.move(1)
        lamps.move(9)
        lamps.move(1)
        lamps.move(-9)
        assert lamps.said == [("reached", "Anna"), ("reached", "Bella"), ("reached", "Dora")]
        assert quarter.lit() == ["Dora Harbour Street"]


async def test_choosing_says_what_was_chosen(quarter):
    async with quarter.run_test(size=(40, 8)):
        quarter.lamps.move(2)
        quarter.lamps.choose()
        assert quarter.lamps.said[-1] == ("chosen", "Cora")


async def test_the_cursor_stays_with_its_row_when_the_rows_are_given_anew(quarter):
    async with quarter.run_test(size=(40, 8)):
        lamps = quarter.lamps
        lamps.move(2)
        lamps.said.clear()
        lamps.set_rows((Lamp("Eva", "Quay"), *STREET))
        assert lamps.row.name == "Cora"
        lamps.set_rows(STREET, at="Bella")
        assert lamps.row.name == "Bella"
        lamps.set_rows(STREET[:2])
        assert lamps.row.name == "Anna"
        assert lamps.said == []


async def test_going_to_a_row_is_silent(quarter):
    async with quarter.run_test(size=(40, 8)):
        assert quarter.lamps.go_to("Cora")
        assert not quarter.lamps.go_to("Zita")
        assert quarter.lamps.row.name == "Cora"
        assert quarter.lamps.said == []


async def test_sorting_keeps_the_row(quarter):
    async with quarter.run_test(size=(40, 8)):
        lamps = quarter.lamps
        assert lamps.sort_by("name")
        assert names(lamps) == ["Anna", "Bella", "Cora", "Dora"]
        assert lamps.row.name == "Dora"
        assert lamps.sort_by("date")
        assert names(lamps) == ["Anna", "Cora", "Dora", "Bella"]
        assert not lamps.sort_by("colour")
        assert lamps.sort_by("place")
        assert names(lamps) == [lamp.name for lamp in STREET]


async def test_a_filter_shows_the_rows_that_hold_all_words(quarter):
    async with quarter.run_test(size=(60, 8)):
        lamps = quarter.lamps
        lamps.filter("street HARBOUR")
        assert names(lamps) == ["Dora", "Cora"]
        assert "filter street HARBOUR: 1/2 of 4" in quarter.rows()[0]
        lamps.filter("nothing like it")
        assert names(lamps) == []
        assert lamps.row is None
        lamps.choose()
        lamps.move(1)
        assert lamps.clear()
        assert names(lamps) == [lamp.name for lamp in STREET]
        assert not lamps.clear()


async def test_a_find_goes_round_and_counts(quarter):
    async with quarter.run_test(size=(40, 8)):
        lamps = quarter.lamps
        assert lamps.find("harbour") == (1, 2)
        assert lamps.find_next(1) == (2, 2)
        assert "/harbour 2/2" in quarter.rows()[0]
        assert lamps.find_next(1) == (1, 2)
        assert lamps.find_next(-1) == (2, 2)
        assert lamps.row.name == "Cora"
        lamps.move(1)
        assert lamps.find_next(-1) == (2, 2)
        assert lamps.find("no such lamp") is None
        assert lamps.find_next(1) is None


async def test_words_are_found_without_their_accents_and_dashes():
    quarter = Quarter(
        Lamps([Lamp("a", "Rue de la Révolution"), Lamp("b", "Quai 1914–1918"), Lamp("c", "Straße")])
    )
    async with quarter.run_test(size=(40, 11)):
        for words, name in (("REVOLUTION", "a"), ("1914-1918", "b"), ("straße", "c")):
            quarter.lamps.filter(words)
            assert names(quarter.lamps) == [name]


async def test_the_cursor_is_kept_in_view():
    quarter = Quarter(Lamps([Lamp(f"L{n}", "Quay") for n in range(100)]))
    async with quarter.run_test(size=(40, 11)) as pilot:
        quarter.lamps.move(50)
        assert quarter.lit() == ["L50 Quay"]
        await pilot.resize_terminal(40, 5)
        await pilot.pause()
        assert quarter.lit() == ["L50 Quay"]
        quarter.lamps.move_to_bottom()
        assert quarter.rows()[-1] == "L99 Quay"
        quarter.lamps.move_to_top()
        assert quarter.rows()[1] == "L0 Quay"


async def test_the_divider_is_no_row():
    quarter = Quarter(Lamps(STREET, divided=2))
    async with quarter.run_test(size=(20, 8)) as pilot:
        assert quarter.rows()[1:6] == [
            "Dora Harbour Street",
            "Anna Mill Lane",
            "=" * 20,
            "Cora Harbour Street",
            "Bella Straße der La…",
        ]
        quarter.lamps.move(2)
        assert quarter.lamps.row.name == "Cora"
        await pilot.click(Lamps, offset=(3, 3))
        assert quarter.lamps.row.name == "Cora"
        await pilot.click(Lamps, offset=(3, 5))
        assert quarter.lamps.row.name == "Bella"


async def test_a_click_moves_and_a_second_one_chooses(quarter):
    async with quarter.run_test(size=(40, 8)) as pilot:
        await pilot.click(Lamps, offset=(3, 2))
        assert quarter.lamps.said == [("reached", "Anna")]
        await pilot.click(Lamps, offset=(3, 3), times=2)
        assert quarter.lamps.said[-1] == ("chosen", "Cora")
        said = len(quarter.lamps.said)
        await pilot.click(Lamps, offset=(3, 7))
        await pilot.click(Lamps, offset=(3, 0))
        assert len(quarter.lamps.said) == said


async def test_a_key_costs_the_same_for_ten_rows_and_a_million():
    costs = []
    for count in (30, 1_000_000):
        quarter = Quarter(Lamps([Lamp(str(n), "Quay") for n in range(count)]))
        async with quarter.run_test(size=(40, 20)) as pilot:
            quarter.lamps.move(1)
            await pilot.pause()
            before = quarter.lamps.drawn
            quarter.lamps.move(1)
            await pilot.pause()
            costs.append(quarter.lamps.drawn - before)
    assert costs[0] == costs[1] <= 2


async def test_an_empty_list_does_nothing():
    quarter = Quarter(Lamps())
    async with quarter.run_test(size=(40, 8)):
        lamps = quarter.lamps
        lamps.move(1)
        lamps.choose()
        lamps.filter("x")
        assert lamps.find("x") is None
        assert lamps.row is None
        assert lamps.said == []


async def test_the_cursor_is_shown_otherwise_without_the_focus(quarter):
    async with quarter.run_test(size=(40, 8)) as pilot:
        quarter.set_focus(None)
        await pilot.pause()
        assert quarter.lit() == []
        assert any(s.style and s.style.underline for s in quarter.lamps.render_line(1))
