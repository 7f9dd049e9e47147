import pytest

from tests.screens.harness import Laid, chronicle
from tests.widgets.charts import Few
from tests.widgets.mentions import mention, quarrel
from tui.commands import Keys
from tui.screens.chronicle import Chronicle

SIZE = (90, 24)


def here(app: Laid) -> str:
    """The clause under the cursor."""
    assert isinstance(app.laid, Chronicle)
    found = app.laid.lanes.mention
    return found.clause if found else ""


async def test_a_historian_follows_a_quarrel_over_a_silence_to_the_passage():
    app = Laid(chronicle())
    async with app.run_test(size=SIZE) as pilot:
        assert "Timeline of the quarrel" in app.lines()[0]
        await pilot.press("]", "]")
        assert here(app) == "the long conference, adjourned nine times, parted them"
        await pilot.press("}")
        assert here(app) == "the spring in which everything seemed possible"
        await pilot.press("k")
        assert here(app) == "the dockers stopped work in all nine harbours"
        await pilot.press("plus", "plus", "plus")
        await pilot.press("l")
        assert here(app).startswith("the Lantern welcomed the strike")
        await pilot.press("enter")
        assert app.left_with == [quarrel()[9]]


@pytest.mark.parametrize("key", ["q", "escape"])
async def test_one_leaves_without_an_event(key):
    app = Laid(chronicle())
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("]", key)
        assert app.left_with == [None]


async def test_the_event_one_comes_from_is_told():
    app = Laid(chronicle(start=quarrel()[4]))
    async with app.run_test(size=SIZE):
        told = [line.strip() for line in app.lines()[-6:-1]]
        assert told == [
            "●~  1953-11-09 · “1953-11-09” · inferred",
            "Anvil Circle: A reply to the Lantern",
            "the Lantern called it desertion",
            "",
            "",
        ]


async def test_the_caption_follows_the_cursor():
    app = Laid(chronicle())
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("G")
        assert "about 1991 · “about 1991” · stated" in app.lines()[-6]
        await pilot.press("g", "g")
        assert "1950s · “the fifties” · stated" in app.lines()[-6]


async def test_steps_in_the_lane_and_over_all_lanes():
    app = Laid(chronicle())
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("l")
        assert here(app) == "the Lantern called it desertion"
        await pilot.press("[")
        assert here(app) == "the minority walked out and founded the Anvil"


async def test_a_date_is_asked_for_and_gone_to():
    app = Laid(chronicle())
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("g", "d")
        assert app.lines()[-1].strip().startswith("go to (1956, ")
        await pilot.press(*"1985")
        await pilot.press("enter")
        assert here(app) == "the spring in which everything seemed possible"
        assert app.laid.focused is app.laid.lanes


async def test_what_is_no_date_is_kindly_told():
    app = Laid(chronicle())
    async with app.run_test(size=SIZE) as pilot:
        before = here(app)
        await pilot.press("g", "d", *"soon", "enter")
        assert "'soon'; write 1956, 1956-10, 195X, 44 BC" in app.lines()[-1]
        assert here(app) == before
        await pilot.press("g", "d", *"1985", "escape")
        assert here(app) == before
        await pilot.press("g", "d", "enter", "]")
        assert here(app) != before, "the keys are those of the lanes again"


async def test_the_ends_are_told():
    app = Laid(chronicle())
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("[")
        assert "no more events" in app.lines()[-1]
        await pilot.press("h")
        assert "no more events in this lane" in app.lines()[-1]
        await pilot.press("{")
        assert "no empty stretch before this event" in app.lines()[-1]
        await pilot.press(*["plus"] * 9)
        assert "finest scale" in app.lines()[-1]
        await pilot.press(*["minus"] * 12)
        assert "coarsest scale" in app.lines()[-1]
        await pilot.press("0")
        assert app.lines()[2].startswith(" all")


async def test_every_command_of_the_table_is_known_here():
    for command in Keys().commands("chronicle"):
        app = Laid(chronicle())
        async with app.run_test(size=SIZE) as pilot:
            if command.id not in ("suspend", "quit"):
                await app.laid.run_command(command.action)
                await pilot.pause()


@pytest.mark.parametrize("size", [(40, 12), (60, 16), (80, 24), (120, 40)])
async def test_lanes_caption_and_status_fit_every_size(size):
    app = Laid(chronicle())
    async with app.run_test(size=size) as pilot:
        await pilot.press("]")
        lines = app.lines()
        assert len(lines) == size[1]
        assert any("1951 · “1951” · stated" in line for line in lines[-6:-1])
        assert "Enter open" in lines[-1]
        assert any(line.startswith("▶") for line in lines[3:])


async def test_ascii_draws_with_ascii_alone():
    plain = [m for m in quarrel() if m.clause.isascii() and "\x1b" not in m.clause]
    app = Laid(Chronicle(Keys(), Few(plain, (("anvil", "Anvil"),)), title="it", ascii=True))
    async with app.run_test(size=SIZE) as pilot:
        for key in ("]", "plus", "}", "G"):
            await pilot.press(key)
            assert "\n".join(app.lines()).isascii(), "\n".join(app.lines())


async def test_names_and_titles_from_outside_are_shown_harmlessly():
    hostile = "[red]\x1b[31mAnvil\u202e[/red]"
    app = Laid(Chronicle(Keys(), Few(quarrel(), (("anvil", hostile),)), title=hostile))
    async with app.run_test(size=(120, 30)):
        text = "\n".join(app.lines())
        assert "[red]␛[31mAnvil⟨202E⟩[/red]" in text
        assert not {"\x1b", "\u202e"} & set(text)


async def test_without_any_date_it_says_so_and_takes_every_key():
    app = Laid(Chronicle(Keys(), Few([mention(None)])))
    async with app.run_test(size=SIZE) as pilot:
        assert "nothing dated" in "\n".join(app.lines())
        await pilot.press("]", "l", "j", "}", "plus", "0", "G", "space", "enter")
        assert app.left_with == []
        await pilot.press("g", "d", *"1985", "enter")
        assert "no event has a date" in app.lines()[-1]
