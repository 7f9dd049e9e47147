import pytest
from rich.segment import Segment
from textual.app import App, ComposeResult
from textual.events import MouseScrollDown, MouseScrollUp

from tui.widgets.pane import Pane


class Rows(Pane):
    """A pane of numbered lines that counts how many it has drawn."""

    label = "9 Rows"

    def __init__(self, count: int, note: str = "", caption: str = "") -> None:
        super().__init__()
        self.count, self.words, self.title_words, self.drawn = count, note, caption, 0

    @property
    def line_count(self) -> int:
        return self.count

    @property
    def note(self) -> str:
        return self.words

    @property
    def caption(self) -> str:
        return self.title_words or self.label

    def draw_line(self, line: int, width: int) -> list[Segment]:
        self.drawn += 1
        return [Segment(f"line {line} " + "x" * width)]


class Wall(App[None]):
    CSS = "Rows { width: 100%; height: 100%; }"

    def __init__(self, pane: Rows) -> None:
        super().__init__()
        self.pane = pane

    def compose(self) -> ComposeResult:
        yield self.pane

    def rows(self) -> list[str]:
        return [self.pane.render_line(y).text for y in range(self.pane.size.height)]


def first(wall: Wall) -> int:
    return int(wall.rows()[1].split()[1])


async def test_lines_are_cut_at_the_width_and_the_rest_is_empty():
    wall = Wall(Rows(2))
    async with wall.run_test(size=(30, 5)):
        assert [len(row) for row in wall.rows()] == [30] * 5
        assert wall.rows()[2].startswith("line 1 x")
        assert wall.rows()[3].strip() == ""


async def test_a_million_lines_cost_what_ten_cost():
    costs = []
    for count in (30, 1_000_000):
        wall = Wall(Rows(count))
        async with wall.run_test(size=(30, 10)) as pilot:
            await pilot.pause()
            before = wall.pane.drawn
            wall.pane.move(5)
            await pilot.pause()
            costs.append(wall.pane.drawn - before)
    assert costs[0] == costs[1] <= 20


async def test_moving_scrolls_as_far_as_there_are_lines():
    wall = Wall(Rows(100))
    async with wall.run_test(size=(30, 11)):
        pane = wall.pane
        pane.move(3)
        assert first(wall) == 3
        pane.move_page(1)
        assert first(wall) == 12, "a page leaves a line to go on from"
        pane.move_page(0.5)
        assert first(wall) == 17
        pane.move_page(-0.5)
        assert first(wall) == 12
        pane.move_to_bottom()
        assert first(wall) == 90
        pane.move(1)
        assert first(wall) == 90
        pane.move_to_top()
        assert first(wall) == 0


async def test_few_lines_are_not_scrolled():
    wall = Wall(Rows(4))
    async with wall.run_test(size=(30, 11)):
        wall.pane.move(2)
        assert first(wall) == 0


async def test_a_line_is_shown_with_as_little_scrolling_as_can_be():
    wall = Wall(Rows(100))
    async with wall.run_test(size=(30, 11)):
        wall.pane.show_line(9)
        assert first(wall) == 0
        wall.pane.show_line(10)
        assert first(wall) == 1
        wall.pane.show_line(30, margin=2)
        assert first(wall) == 23
        wall.pane.show_line(23, margin=2)
        assert first(wall) == 21


async def test_the_wheel_moves_the_view():
    wall = Wall(Rows(100))
    async with wall.run_test(size=(30, 11)) as pilot:
        await pilot._post_mouse_events([MouseScrollDown], widget=wall.pane)
        await pilot._post_mouse_events([MouseScrollDown], widget=wall.pane)
        assert first(wall) == 6
        await pilot._post_mouse_events([MouseScrollUp], widget=wall.pane)
        assert first(wall) == 3


async def test_the_view_stays_in_the_lines_when_the_height_grows():
    wall = Wall(Rows(20))
    async with wall.run_test(size=(30, 6)) as pilot:
        wall.pane.move_to_bottom()
        await pilot.resize_terminal(30, 16)
        await pilot.pause()
        assert first(wall) == 5


@pytest.mark.parametrize("width", range(1, 60, 3))
@pytest.mark.parametrize("ascii", [False, True])
async def test_the_title_line_is_as_wide_as_the_pane(width, ascii):
    pane = Rows(3, note="line 12/340", caption="9 Rows – 漢字の題名 of an article that is long")
    wall = Wall(pane)
    async with wall.run_test(size=(width, 4)):
        pane.ascii = ascii
        assert pane.render_line(0).cell_length == width


async def test_a_long_caption_leaves_room_for_the_note():
    wall = Wall(Rows(3, note="12/340", caption="9 Rows – a title that goes on and on and on and on"))
    async with wall.run_test(size=(40, 4)):
        title = wall.rows()[0]
        assert "9 Rows – a title" in title
        assert "…" in title
        assert title.rstrip("━─").endswith(" 12/340 ")


async def test_the_focus_is_shown_by_shape():
    wall = Wall(Rows(3))
    async with wall.run_test(size=(40, 4)) as pilot:
        wall.set_focus(None)
        await pilot.pause()
        without = wall.rows()[0]
        wall.pane.focus()
        await pilot.pause()
        assert "▶" in wall.rows()[0]
        assert "▶" not in without
        wall.pane.ascii = True
        assert wall.rows()[0].isascii()


async def test_titles_are_shown_and_not_obeyed():
    wall = Wall(Rows(3, note="[b]\x1b[2J", caption="[red]Rows[/red]\x07"))
    async with wall.run_test(size=(60, 4)):
        title = wall.rows()[0]
        assert "[red]Rows[/red]␇" in title
        assert "[b]␛[2J" in title


def test_a_pane_that_is_on_no_screen_can_be_moved():
    pane = Rows(10)
    pane.move(3)
    pane.show_line(9)
