import pytest

from tests.widgets.mentions import CALL, REPLY, mention, quarrel, sorted_mentions
from tests.widgets.test_axis import of
from tui.widgets.chart import Chart

NAMES = (("lantern", "The Lantern League"), ("anvil", "Anvil Circle"), ("", ""), ("silent", "The Silent"))


@pytest.fixture
def chart() -> Chart:
    return Chart(quarrel(), NAMES)


def words(chart: Chart, index: int) -> str:
    interval = chart.mentions[index].event.interval
    return interval.words if interval else ""


def test_there_is_a_lane_for_each_publisher_that_tells_of_an_event(chart):
    assert [lane.name for lane in chart.lanes] == ["The Lantern League", "Anvil Circle", "publisher unknown"]
    assert [(len(lane.dated), lane.undated) for lane in chart.lanes] == [(6, 1), (6, 1), (1, 1)]
    assert chart.undated == 3


def test_a_publisher_without_a_name_has_a_lane_all_the_same():
    chart = Chart(quarrel(), [("anvil", "Anvil Circle")])
    assert [lane.name for lane in chart.lanes] == ["Anvil Circle", "lantern", "publisher unknown"]


def test_steps_go_in_the_order_of_time_whatever_the_lane(chart):
    at, seen = chart.dated[0], []
    for _ in range(13):
        seen.append(at)
        at = chart.by_event(at, 1)
    assert seen == chart.dated
    assert at == chart.dated[-1]


def test_steps_along_a_lane_stay_in_it(chart):
    at = chart.lanes[1].dated[0]
    seen = {at := chart.along(at, 1) for _ in range(9)}
    assert {chart.lane_of[index] for index in seen} == {1}
    assert at == chart.lanes[1].dated[-1]


def test_from_lane_to_lane_one_stays_near_in_time(chart):
    there = chart.nearest(of("1986-03-03"), 0)
    assert words(chart, chart.by_lane(there, 1)) in ("1986-03-03", "spring 1986")
    assert words(chart, chart.by_lane(there, 2)) == "1986-03-07"
    assert chart.by_lane(there, -1) == there
    assert chart.lane_of[chart.by_lane(there, 99)] == 2


def test_a_step_over_empty_time_goes_to_its_far_side(chart):
    first = chart.dated[0]
    after = chart.by_gap(first, 1, 365)
    assert words(chart, after) == "spring 1986"
    assert words(chart, chart.by_gap(after, -1, 365)) == "1950s"
    assert chart.by_gap(chart.dated[-1], 1, 365) == chart.dated[-1]
    assert chart.by_gap(first, 1, 20_000) == first


def test_a_mention_is_found_by_article_and_span(chart):
    sought = quarrel()[4]
    assert chart.find(sought) == 4
    assert chart.find(None) is None
    assert chart.find(mention(None)) is None


def test_the_nearest_is_of_any_lane_unless_one_is_named(chart):
    assert words(chart, chart.nearest(of("1950-01"))) == "1950s"
    assert words(chart, chart.nearest(of("1950-01"), 2)) == "1986-03-07"
    with pytest.raises(ValueError, match="no event"):
        Chart().nearest(of("1950"))


def test_a_gap_that_a_long_event_covers_is_no_gap():
    covered = sorted_mentions(mention("1950"), mention("1990"), mention("1940/1999", article=REPLY))
    chart = Chart(covered, NAMES)
    assert chart.by_gap(0, 1, 1) == 0
    assert Chart([mention("1950", article=CALL), mention("1990")], NAMES).by_gap(0, 1, 1) == 1
