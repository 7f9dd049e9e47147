import time

import pytest
from rich.cells import cell_len
from textual import events

from tests.widgets.charts import Few
from tests.widgets.harness import Harness
from tests.widgets.mentions import CALL, LEAFLET, NAMES, REPLY, mention, quarrel
from tui.model import Mention
from tui.widgets.lanes import Lanes


def lanes(at: Mention | None = None) -> Lanes:
    """The quarrel on lanes."""
    pane = Lanes()
    pane.title = "the [b]quarrel[/b]"
    pane.set_chart(Few(quarrel(), NAMES), at)
    return pane


def shown(app: Harness) -> str:
    return "\n".join(line.rstrip() for line in app.lines())


async def test_each_organization_has_a_lane_under_one_axis():
    app = Harness(lanes())
    async with app.run_test(size=(90, 16)):
        assert app.lines()[0].endswith(" 1/13 · 3 undated ━")
        assert shown(app).rstrip().splitlines()[1:] == [
            " overview           │1950 ├▂▂▁▂▇▁▁▁▁▁▁▁▁▁                                   █▁▂    ▁┤ 1991",
            " all                │ 1950    1955    1960    1965   1970    1975    1980    1985    1990",
            "                    │─◆━━━━━━━━━━━━━━━◆───────┬──────┬───────┬───────┬───────┬───────┬────",
            " The Lantern League │   ○─ ├┤                                                  ●      ├○┤",
            " 1 undated          │       ●                                                  ●",
            "                    │",
            "▶Anvil Circle       │ ├───────○───────┤                                        ◐├→",
            " 1 undated          │       ●~                                                 ●~",
            "                    │       ◐─",
            "                    │",
            " publisher unknown  │                                                          ●~",
            " 1 undated          │",
        ]


async def test_the_name_of_a_lane_goes_on_over_its_rows_and_counts_the_undated():
    app = Harness(lanes())
    async with app.run_test(size=(60, 24)):
        names = [line[1:14].rstrip() for line in app.lines()[4:]]
        assert names[:3] == ["The Lantern", "League", "1 undated"]
        assert "3 undated" in app.lines()[0]
        assert "the [b]quarrel[/b]" in app.lines()[0]


async def test_with_room_each_event_has_a_row_and_its_clause():
    app = Harness(lanes(quarrel()[4]))
    async with app.run_test(size=(90, 24)):
        text = shown(app)
        assert "● the minority walked out and founded the Anvil" in text
        assert "▶Anvil Circle" not in text, "the pointer stands at the event, not at the name"
        here = next(line for line in app.lines() if line.startswith("▶"))
        assert "●~ the Lantern called it desertion" in here
        assert "the hall was sold ├○┤" in text, "no room behind it: the clause stands before it"


async def test_the_cursor_starts_on_the_event_one_comes_from():
    pane = lanes(quarrel()[7])
    app = Harness(pane)
    async with app.run_test(size=(90, 20)) as pilot:
        assert pane.mention == quarrel()[7]
        pane.set_chart(pane.chart, mention(None))
        assert pane.mention == quarrel()[0]
        await pilot.pause()
        assert app.said == [], "what the program does is not told"


async def test_moves_are_told_and_choosing_too():
    app = Harness(lanes())
    async with app.run_test(size=(90, 20)) as pilot:
        await pilot.press("j", "k", "G", "G", "g", "enter")
        told = [(type(m).__name__, m.mention.event.interval.words) for m in app.said]
        assert told == [
            ("Reached", "1986-03-07"),
            ("Reached", "spring 1986"),
            ("Reached", "about 1991"),
            ("Reached", "1950s"),
            ("Chosen", "1950s"),
        ]


async def test_zoom_goes_from_century_to_day_with_the_event_in_view():
    pane = lanes(quarrel()[4])
    app = Harness(pane)
    async with app.run_test(size=(90, 20)):
        names = []
        while pane.zoom(1):
            names.append(app.lines()[2][1:10].rstrip())
            assert any("◆" in line for line in app.lines()[3:4])
            assert "●~" in shown(app)
        assert names == ["5 years", "year", "quarter", "month", "week", "day"]
        while pane.zoom(-1):
            assert "▶" in shown(app)
        assert app.lines()[2].startswith(" century")
        pane.fit()
        assert app.lines()[2].startswith(" all")


async def test_steps_bring_what_is_out_of_view_into_it():
    pane = lanes()
    app = Harness(pane)
    async with app.run_test(size=(90, 20)):
        pane.by_event(3)
        for _ in range(4):
            pane.zoom(1)
        for step in (pane.by_event, pane.along):
            while step(1):
                assert "▶" in shown(app)
            while step(-1):
                assert "▶" in shown(app)
        assert pane.cursor is not None
        assert pane.chart is not None
        assert pane.chart.along(pane.cursor, -1) in (None, pane.cursor), "the first of its lane"


async def test_over_the_silence_and_back():
    pane = lanes()
    app = Harness(pane)
    async with app.run_test(size=(90, 20)):
        assert pane.by_gap(1)
        assert pane.mention is not None
        assert "spring in which" in pane.mention.clause
        assert pane.by_gap(-1)
        assert not pane.by_gap(-1)


async def test_a_page_goes_as_far_as_is_in_view_and_never_nowhere():
    pane = lanes()
    app = Harness(pane)
    async with app.run_test(size=(90, 20)):
        pane.zoom(1)
        seen = []
        last = quarrel()[12]
        while pane.mention != last:
            seen.append(pane.cursor.number)
            pane.move_page(1.0)
        assert seen == sorted(seen)
        assert len(seen) < 8
        pane.move_page(1.0)
        while pane.mention != quarrel()[0]:
            pane.move_page(-1.0)


@pytest.mark.parametrize("size", [(24, 6), (40, 8), (40, 12), (60, 16), (80, 24), (120, 40)])
async def test_every_size_is_filled_and_not_overrun(size):
    pane = lanes()
    app = Harness(pane)
    async with app.run_test(size=size):
        for steps in (0, 1, 2, 2, 3, -9):
            pane.zoom(steps)
            pane.move_to_top()
            while pane.by_event(1):
                assert all(cell_len(line) == size[0] for line in app.lines())
                assert "▶" in shown(app).split("\n", 1)[1]


async def test_another_size_keeps_event_and_zoom():
    pane = lanes(quarrel()[9])
    app = Harness(pane)
    async with app.run_test(size=(120, 40)) as pilot:
        pane.zoom(2)
        assert "quarter" in app.lines()[2]
        await pilot.resize_terminal(50, 12)
        await pilot.pause()
        assert pane.mention == quarrel()[9]
        assert "quarter" in app.lines()[2]
        assert "▶" in "".join(app.lines()[3:])


async def test_a_click_goes_to_an_event_and_a_second_chooses_it():
    pane = lanes()
    app = Harness(pane)
    async with app.run_test(size=(90, 16)) as pilot:
        await pilot.click(offset=(28, 5))
        assert pane.mention is not None
        assert pane.mention.event.interval.words == "1953-11-08"
        await pilot.click(offset=(60, 4))
        assert pane.mention.event.interval.words == "1986-03-02", "the nearest in the lane"
        await pilot.click(offset=(88, 3))
        assert pane.mention.event.interval.words == "about 1991", "the nearest to the time on the axis"
        await pilot.click(offset=(26, 1))
        assert pane.mention.event.interval.words == "1950s", "the nearest to the time on the strip"
        await pilot.click(offset=(28, 5), times=2)
        assert type(app.said[-1]).__name__ == "Chosen"


async def test_the_wheel_zooms_around_the_pointer():
    pane = lanes()
    app = Harness(pane)
    async with app.run_test(size=(90, 16)) as pilot:
        assert pane.view is not None
        before = pane.view.scale
        day = before.days_at(59).first
        pane.post_message(wheel(events.MouseScrollUp, pane, 80))
        await pilot.pause()
        zoomed = pane.view.scale
        assert zoomed.days < before.days
        assert zoomed.column(day) == 59
        pane.post_message(wheel(events.MouseScrollDown, pane, 80))
        await pilot.pause()
        assert pane.view.scale.days > zoomed.days


def wheel(kind: type[events.MouseEvent], pane: Lanes, x: int) -> events.MouseEvent:
    """A turn of the wheel over a column of the screen."""
    return kind(pane, x, 8, 0, 0, 0, False, False, False)


async def test_ascii_draws_with_ascii_alone():
    pane = lanes()
    app = Harness(pane)
    async with app.run_test(size=(90, 16)):
        pane.ascii = True
        for steps in (0, 2, 2, 4):
            pane.zoom(steps)
            assert shown(app).isascii(), shown(app)


async def test_nothing_dated_is_told():
    pane = Lanes()
    app = Harness(pane)
    async with app.run_test(size=(60, 12)) as pilot:
        await pilot.press("j", "k", "G", "g", "enter")
        assert not pane.zoom(1)
        assert not pane.by_gap(1)
        pane.set_chart(Few([mention(None)], NAMES))
        assert "nothing dated" in shown(app)
        assert "1 undated" in shown(app)
        await pilot.click(offset=(30, 5))


async def test_thousands_of_events_are_quick():
    articles = (CALL, REPLY, LEAFLET)
    dates = (f"{1848 + i // 60}-{i % 12 + 1:02d}-{i % 28 + 1:02d}" for i in range(9000))
    many = [mention(date, start=i, article=articles[i % 3]) for i, date in enumerate(dates)]
    many.sort(key=lambda m: m.event.order)
    pane = Lanes()
    app = Harness(pane)
    async with app.run_test(size=(120, 40)):
        pane.set_chart(Few(many, NAMES))
        app.lines()
        for verb in (pane.by_event, pane.along, pane.move, pane.zoom, pane.by_gap):
            start = time.perf_counter()
            verb(1)
            app.lines()
            assert time.perf_counter() - start < 0.5, verb


async def test_a_few_old_dates_do_not_press_the_others_into_a_corner():
    recent = [mention(f"19{year:02d}-05-01", start=year) for year in range(99)] * 3
    old = mention("0500-01-01", start=999)
    pane = Lanes()
    app = Harness(pane)
    async with app.run_test(size=(120, 40)) as pilot:
        pane.set_chart(Few([old, *sorted(recent, key=lambda m: m.event.order)], NAMES))
        await pilot.pause()
        assert pane.view is not None
        assert pane.view.scale.days < 200 * 366
        assert "2/298" in app.lines()[0], "the old one is before it"
        pane.move_to_top()
        assert pane.mention == old
        pane.fit()
        assert pane.view.name == "all"
