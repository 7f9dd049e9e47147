"""A chart of many events answers as one that looks at every event, whatever is asked of it."""

from pathlib import Path
from random import Random

import pytest

from tests.library.test_library import write
from tests.widgets.charts import Few, days_of
from tests.widgets.mentions import mention, sorted_mentions
from tests.widgets.test_axis import of
from tui.library import Library
from tui.model import Outline, Scope

DATES = (
    "on {day} May {year}", "on {day} May {year}", "in {year}", "in June {year}", "in the {decade}s",
    "from {day} May {year} to {day} August {year}", "from 1 March {year} to 3 April {later}", "since May {year}",
    "until {day} June {year}", "last Tuesday",
)  # fmt: skip
SIZES = ((60_000, 80), (60_000, 7), (4000, 100), (365, 73), (90, 90), (30, 100), (1, 40))


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """Some thousand events of every kind by four organizations, of which one has hardly any."""
    root, chance = tmp_path_factory.mktemp("collection"), Random(1917)
    write(root, "organizations.yaml", "lamp: {name: Lamplighters}\nbell: {name: Bell Ringers}\n")
    for number in range(120):
        sentences = []
        for _ in range(16):
            year = chance.choice((chance.randint(1850, 1960), chance.randint(1914, 1919)))
            when = chance.choice(DATES).format(
                day=chance.randint(1, 28),
                year=year,
                decade=year // 10 * 10,
                later=year + chance.randint(1, 9),
            )
            sentences.append(f"The lamps were lit {when}.")
        organization = chance.choice(("lamp", "lamp", "clock", "guild"))
        write(root, f"{organization}/{number:03}.txt", "\n\n".join(sentences))
    write(root, "bell/one.txt", "The bell was cast in 1848. It rang on 3 May 1990.")
    write(root, "lamp/undated.txt", "Last Tuesday the lamps were lit.")
    library = Library(root, tmp_path_factory.mktemp("cache"))
    library.refresh(jobs=1)
    return library


def one_by_one(library: Library) -> Few:
    """A chart of the same events that looks at every one."""
    names = [(shelf.key, library.name_of(shelf.key)) for shelf in library.organizations()]
    return Few(list(library.mentions(Scope.COLLECTION)), names)


def told(outline: Outline | None) -> tuple[object, ...] | None:
    """All of an outline but its number."""
    return outline and outline[1:]


def test_lanes_bounds_and_counts_are_those_of_the_events(library: Library) -> None:
    chart, few = library.chart(), one_by_one(library)
    assert chart.lanes == few.lanes
    assert [lane.name for lane in chart.lanes] == ["Lamplighters", "Bell Ringers", "clock", "guild"]
    assert (chart.dated, chart.undated, chart.bounds) == (few.dated, few.undated, few.bounds)


def test_each_event_has_its_place_its_outline_and_its_words(library: Library) -> None:
    chart, few = library.chart(), one_by_one(library)
    for place in [0, few.dated - 1, *Random(1).sample(range(few.dated), 100)]:
        outline = chart.at(place)
        assert outline is not None
        assert told(outline) == told(few.at(place))
        assert chart.place(outline) == place
        event = few.mention(few.outlines[place])
        assert chart.mention(outline) == event
        assert event is not None
        assert chart.find(event) == outline
    assert chart.at(-5) == chart.at(0)
    assert chart.at(10**9) == chart.at(few.dated - 1)
    assert chart.find(few.mentions[-1]) is None, "it has no day"
    assert chart.find(mention("1950")) is None


def test_steps_lead_to_the_same_events(library: Library) -> None:
    chart, few = library.chart(), one_by_one(library)
    for place in Random(2).sample(range(few.dated), 60):
        here, there = chart.at(place), few.at(place)
        assert here is not None
        assert there is not None
        for steps in (1, 3, 40, -1, -2, -500):
            found, expected = chart.along(here, steps), few.along(there, steps)
            assert told(found or here) == told(expected), (place, steps)
        for steps in (1, -1):
            for least in (1, 30, 900):
                assert told(chart.by_gap(here, steps, least)) == told(few.by_gap(there, steps, least))


def test_the_nearest_is_as_near(library: Library) -> None:
    chart, few = library.chart(), one_by_one(library)
    for day in ("1848-01-01", "1899-07-14", "1917-02", "1955", "2001", "1700/1710"):
        days = of(day)
        for lane in (None, "bell", "lamp", "clock"):
            found, expected = chart.nearest(days, lane), few.nearest(days, lane)
            assert found is not None
            assert expected is not None
            assert (days.distance(days_of(found)), found.lane if lane else "") == (
                days.distance(days_of(expected)),
                lane or "",
            )
    assert chart.nearest(of("1950"), "silent") is None


@pytest.mark.parametrize(("days", "columns"), SIZES)
def test_what_is_in_view_is_the_same(library: Library, days: int, columns: int) -> None:
    chart, few = library.chart(), one_by_one(library)
    assert few.bounds is not None
    chance = Random(days)
    for _ in range(6):
        first = chance.randint(few.bounds[0] - days // 2, few.bounds[1])
        bars = few.density(first, days, columns)
        assert chart.density(first, days, columns) == pytest.approx(bars)
        for lane in ("lamp", "clock", "bell"):
            for most in (3, 40):
                found = chart.within(lane, (first, first + days - 1), most)
                expected = few.within(lane, (first, first + days - 1), most)
                assert found is expected is None or list(map(told, found or ())) == list(
                    map(told, expected or ())
                )
            cells = min(days, columns)
            for most in (1, 20):
                drawn = list(chart.begun(lane, first, days, cells, most))
                wanted = list(few.begun(lane, first, days, cells, most))
                assert [more for _, more in drawn] == [more for _, more in wanted]
                assert [list(map(told, these)) for these, _ in drawn] == [
                    list(map(told, these)) for these, _ in wanted
                ]


def test_a_gap_that_a_long_event_covers_is_no_gap() -> None:
    covered = Few(sorted_mentions(mention("1950"), mention("1990"), mention("1940/1999")))
    assert covered.by_gap(covered.outlines[0], 1, 1) is None


def test_a_lane_moves_with_the_article_that_is_given_to_another(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    write(tmp_path, "lamp/one.txt", "Lit on 3 May 1932.")
    write(tmp_path, "lamp/two.txt", "Last Tuesday it rained.")
    library = Library(tmp_path, tmp_path_factory.mktemp("cache"))
    library.refresh()
    before = library.chart()
    outline = before.at(0)
    assert outline is not None
    assert [(lane.key, lane.dated, lane.undated) for lane in before.lanes] == [("lamp", 1, 1)]
    write(tmp_path, "lamp/one.txt.yaml", "organization: clock\n")
    library.refresh()
    chart = library.chart()
    assert [(lane.key, lane.dated, lane.undated) for lane in chart.lanes] == [("clock", 1, 0), ("lamp", 0, 1)]
    assert [o.lane for o in chart.within("clock", of("1932"), 9) or ()] == ["clock"]
    (tmp_path / "lamp/one.txt").unlink()
    (tmp_path / "lamp/two.txt").unlink()
    (tmp_path / "lamp/one.txt.yaml").unlink()
    library.refresh()
    assert library.chart().lanes == ()
    assert library.chart().bounds is None
    assert library.chart().at(0) is None
    assert before.mention(outline) is None, "who still has it is not misled"
    assert before.along(outline, 1) is None
    assert before.place(outline) == 0
