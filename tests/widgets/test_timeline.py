import time

import pytest
from rich.cells import cell_len

from tests.widgets.harness import Harness, timeline
from tests.widgets.mentions import CALL, mention, quarrel, sorted_mentions
from tui.model import Certainty, Interval, Mention, Scope
from tui.widgets.timeline import Timeline

WIDE = (90, 24)


def shown(app: Harness) -> str:
    return "\n".join(line.rstrip() for line in app.lines())


async def test_the_events_stand_in_the_order_of_time_with_their_shapes():
    app = Harness(timeline(Scope.ARTICLE))
    async with app.run_test(size=WIDE):
        lines = app.lines()[4:]
        assert [line[:24].rstrip() for line in lines[:13]] == [
            " ○   1950s       years t",
            " ○   1951        the two",
            " ├┤  1953-04–1953-11 the",
            " ●   1953-11-08  the min",
            " ●~  1953-11-09  the Lan",
            " ◐   1953-12     an exch",
            " ◐   spring 1986 the spr",
            " ●   1986-03-02  the doc",
            " ●~  1986-03-03  the Anv",
            " ●   1986-03-03  the Lan",
            " ●~  1986-03-07  All out",
            " ├┤  from 1987-01-15 no",
            " ○   about 1991  the hal",
        ]


async def test_its_first_frame_is_already_as_high_as_the_size_allows():
    pane = timeline(Scope.ARTICLE)
    heads: list[int] = []
    render_lines = pane.render_lines
    pane.render_lines = lambda crop: (heads.append(pane.head_height), render_lines(crop))[1]  # type: ignore[method-assign]
    async with Harness(pane).run_test(size=WIDE):
        assert heads
        assert set(heads) == {4}


async def test_the_undated_stand_on_their_shelf_with_the_words_of_the_text():
    app = Harness(timeline(Scope.ARTICLE))
    async with app.run_test(size=WIDE):
        shelf = [line.rstrip() for line in app.lines()[17:21]]
        assert shelf[0].startswith("── undated (3) ──")
        assert shelf[1] == " ?   “recently”  a leading member left for business"
        assert "3 undated" in app.lines()[0]


async def test_the_shelf_is_there_when_it_is_empty():
    pane = Timeline()
    pane.set_rows(sorted_mentions(mention("1951"), mention("1953")))
    app = Harness(pane)
    async with app.run_test(size=(60, 8)) as pilot:
        assert app.lines()[4].startswith("── undated (0) ──")
        assert "undated" not in app.lines()[0]
        await pilot.press("G", "j")
        assert pane.index == 1


async def test_the_cursor_steps_over_the_divider():
    app = Harness(timeline())
    async with app.run_test(size=(60, 10)) as pilot:
        await pilot.press("G", "k", "k", "k")
        assert app.pane.index == 12
        assert "about 1991" in shown(app)
        await pilot.press("j")
        assert app.pane.index == 13
        assert "recently" in shown(app)


async def test_moving_and_choosing_are_told_with_the_row_as_given():
    app = Harness(timeline())
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press("j", "j", "enter")
        assert [(type(m).__name__, m.index) for m in app.said] == [
            ("Reached", 1),
            ("Reached", 2),
            ("Chosen", 2),
        ]
        assert app.said[-1].mention is app.pane.rows[2]


async def test_what_the_program_does_is_not_told():
    app = Harness(timeline())
    async with app.run_test(size=WIDE) as pilot:
        app.pane.go_to_index(5)
        app.pane.set_rows(quarrel()[3:])
        app.pane.scope = Scope.ARTICLE
        await pilot.pause()
        assert app.said == []
        assert app.pane.index == 2, "the cursor stays with its event"
        assert not app.pane.go_to_index(99)


async def test_a_strip_true_to_scale_shows_density_and_where_one_is():
    pane = Timeline()
    pane.set_rows(sorted_mentions(*(mention(date) for date in ("1900-01-01", "1909-12-31", "1909-12-30"))))
    app = Harness(pane)
    async with app.run_test(size=(60, 8)) as pilot:
        assert app.lines()[1] == "1900 ◆" + " " * 48 + "▆ 1909"
        await pilot.press("j")
        assert app.lines()[1] == "1900 ▃" + " " * 48 + "◆ 1909"


async def test_a_long_event_is_marked_by_its_ends():
    pane = Timeline()
    pane.set_rows(sorted_mentions(mention("1900"), mention("1903/1905"), mention("1909")))
    app = Harness(pane)
    async with app.run_test(size=(60, 8)) as pilot:
        await pilot.press("j")
        strip = "1900 ▁▁▁▁▁         ├▁▁▁▁▁▁▁▁▁▁▁▁▁▁┤               ▁▁▁▁▁ 1909"
        assert app.lines()[1] == strip


@pytest.mark.parametrize(("height", "head"), [(3, 1), (4, 2), (11, 2), (12, 3), (19, 3), (20, 4), (40, 4)])
async def test_the_strip_grows_with_the_pane(height, head):
    app = Harness(timeline())
    async with app.run_test(size=(60, height)):
        assert app.pane.head_height == head
        assert "┬" in shown(app) or head < 3


@pytest.mark.parametrize("size", [(20, 4), (24, 8), (40, 12), (60, 16), (80, 24), (120, 40)])
async def test_every_size_is_filled_and_not_overrun(size):
    app = Harness(timeline())
    async with app.run_test(size=size):
        for scope in Scope:
            app.pane.scope = scope
            for index in range(len(app.pane.rows)):
                app.pane.go_to_index(index)
                assert all(cell_len(line) == size[0] for line in app.lines())


async def test_a_date_that_is_too_long_is_told_by_its_beginning():
    pane = Timeline()
    dates = ("2016-11-08/2017-01-11", "1987-01-15/..", "../1987-01-15", "1953-04/1953-11", "1953-04-01~")
    pane.set_rows(sorted_mentions(*(mention(date) for date in dates)))
    app = Harness(pane)
    async with app.run_test(size=(24, 8)):
        assert [line[4:16].rstrip() for line in app.lines()[2:7]] == [
            "1953-04-01~",
            "1953-04…",
            "1987-01-15→",
            "←1987-01-15",
            "2016-11-08…",
        ]


async def test_sources_are_named_when_there_are_several():
    app = Harness(timeline(Scope.ARTICLE))
    async with app.run_test(size=WIDE):
        assert "lantern" not in shown(app)
        app.pane.scope = Scope.COLLECTION
        assert " lantern the two groups" in shown(app)
        assert "collection" in app.lines()[0]


async def test_sorting_keeps_the_undated_at_the_end():
    app = Harness(timeline())
    async with app.run_test(size=WIDE):
        pane = app.pane
        assert pane.sort_by("certainty")
        sure = [pane.row_at(place).event.certainty for place in range(16)]
        assert sure == sorted(sure, key=list(Certainty).index)
        assert pane.sort_by("place")
        keys = [pane.key_of(pane.row_at(place)) for place in range(13)]
        assert keys == sorted(keys)
        assert pane.undated == 3
        assert pane.sort_by("date")
        assert [pane.row_at(place) for place in range(16)] == list(quarrel())
        assert not pane.sort_by("count")


async def test_a_find_looks_at_dates_words_and_clauses():
    app = Harness(timeline())
    async with app.run_test(size=WIDE):
        assert app.pane.find("1953-11-09") == (1, 1)
        assert app.pane.find("quay") == (1, 1)
        assert app.pane.find("about 1991") == (1, 1)
        assert app.pane.find("at the time") == (1, 1)
        assert app.pane.find("anvil") == (8, 8)


async def test_a_filter_makes_strip_and_shelf_anew():
    app = Harness(timeline())
    async with app.run_test(size=WIDE):
        app.pane.filter("lantern")
        assert app.pane.undated == 1
        assert app.lines()[2].startswith("1951 ")


async def test_a_click_on_the_strip_goes_to_the_nearest_event():
    app = Harness(timeline())
    async with app.run_test(size=WIDE) as pilot:
        await pilot.click(offset=(80, 2))
        assert "1991" in app.said[-1].mention.event.interval.words
        await pilot.click(offset=(0, 1))
        assert app.said[-1].mention.event.interval.words == "1950s"


async def test_a_date_leads_to_the_nearest_event():
    app = Harness(timeline())
    async with app.run_test(size=WIDE) as pilot:
        assert app.pane.go_to_date(Interval.parse("1985-12"))
        await pilot.pause()
        assert app.said[-1].mention.event.interval.words == "spring 1986"
        app.pane.set_rows([mention(None)])
        assert not app.pane.go_to_date(Interval.parse("1985-12"))


async def test_clicks_on_rows_reach_and_choose():
    app = Harness(timeline())
    async with app.run_test(size=WIDE) as pilot:
        await pilot.click(offset=(30, 7))
        assert app.said[-1].index == 3
        await pilot.click(offset=(30, 17))
        assert len(app.said) == 1, "the divider is no row"
        await pilot.click(offset=(30, 18), times=2)
        assert (type(app.said[-1]).__name__, app.said[-1].index) == ("Chosen", 13)


async def test_text_from_outside_is_shown_harmlessly():
    app = Harness(timeline())
    async with app.run_test(size=(120, 30)):
        text = shown(app)
        assert "[bold]from the first hour[/bold]" in text
        assert "␛[31mred␛[0m" in text
        assert not {"\x1b", "\u202e", "\t"} & set(text)


async def test_ascii_draws_with_ascii_alone():
    app = Harness(timeline())
    async with app.run_test(size=WIDE) as pilot:
        app.pane.ascii = True
        app.pane.set_rows([row for row in app.pane.rows if row.clause.isascii() and "\x1b" not in row.clause])
        for _ in range(15):
            assert shown(app).isascii(), shown(app)
            await pilot.press("j")


async def test_nothing_dated_and_nothing_at_all_are_told():
    pane = Timeline()
    app = Harness(pane)
    async with app.run_test(size=(40, 8)) as pilot:
        assert "no dates found" in shown(app)
        await pilot.press("j", "enter", "G")
        pane.set_rows([mention(None)])
        assert "nothing dated" in shown(app)
        assert "undated (1)" in shown(app)


async def test_a_hundred_thousand_rows_cost_no_more_per_key_than_ten():
    def spent(rows: list[Mention]) -> float:
        pane.set_rows(rows)
        app.lines()
        start = time.perf_counter()
        for _ in range(50):
            pane.move(1)
            pane.go_to_index(0)
            app.lines()
        return time.perf_counter() - start

    pane = Timeline()
    app = Harness(pane)
    many = [mention(f"{1500 + i // 200}-05-{i % 28 + 1:02d}", start=i, article=CALL) for i in range(100_000)]
    async with app.run_test(size=(80, 24)):
        few = spent(many[:30])
        assert spent(many) < 5 * few + 0.1
