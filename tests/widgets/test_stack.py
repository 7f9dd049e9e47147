from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.widgets.charts import Few, outline
from tests.widgets.mentions import mention, quarrel
from tests.widgets.test_axis import extents, of
from tui.model import Certainty, Outline
from tui.widgets.axis import Extent, Scale
from tui.widgets.glyphs import ASCII, UNICODE, Glyphs
from tui.widgets.stack import Layout, Shape, shape_of, share, stack

YEARS = Scale.fitting(of("1950/1959"), 120)
"""A column a month."""


def drawn(
    edtf: str, scale: Scale = YEARS, glyphs: Glyphs = UNICODE, *, inferred: bool = False
) -> tuple[int, str]:
    told = mention(edtf, certainty=Certainty.INFERRED if inferred else Certainty.STATED)
    found = shape_of(outline(0, told), scale, glyphs)
    assert found is not None
    return found.start, found.cells


@pytest.mark.parametrize(
    ("edtf", "start", "cells"),
    [
        ("1953-11-08", 46, "●"),
        ("1953-11", 46, "◐"),
        ("1953", 36, "├─────○────┤"),
        ("1953-22", 40, "├─◐┤"),
        ("1953-04/1953-11", 38, "├───────┤"),
        ("1953-11-08/1953-12-10", 46, "├┤"),
        ("1953-11-08/1953-11-10", 46, "┼"),
        ("1953-11-08/..", 46, "├→"),
        ("../1953-11-08", 45, "←┤"),
    ],
)
def test_shapes_tell_precision_and_length(edtf, start, cells):
    assert drawn(edtf) == (start, cells)


@pytest.mark.parametrize(
    ("edtf", "cells"),
    [
        ("1953-11-08", "●~"),
        ("1953-11", "◐~"),
        ("1953-22", "├~◐┤"),
        ("1953", "├~~~~~○~~~~┤"),
        ("1953-04/1953-11", "├~~~~~~~┤"),
        ("1953-11-08/1953-12-10", "├┤~"),
        ("1953-11-08/..", "├~→"),
        ("../1953-11-08", "←~┤"),
    ],
)
def test_what_is_inferred_has_a_wave(edtf, cells):
    assert drawn(edtf, inferred=True)[1] == cells


def test_the_wave_stands_behind_a_shape_that_has_no_room_for_it():
    assert drawn("1953", Scale.fitting(of("1950/1959"), 30), inferred=True) == (9, "├○┤~")


def test_what_reaches_out_of_view_has_no_end_there():
    narrow = Scale.fitting(of("1953-06/1953-08"), 30)
    assert drawn("1953", narrow) == (0, "─" * 15 + "○" + "─" * 14)
    assert drawn("1953-07/1955", narrow)[1][-1] == "─"
    assert shape_of(outline(0, mention("1950")), narrow, UNICODE) is None


def test_a_day_that_fills_columns_is_a_point_in_their_middle():
    days = Scale(of("1953-11-08").first, 6, 60)
    assert drawn("1953-11-09", days) == (14, "●")


@pytest.mark.parametrize("edtf", ["1953-11-08", "1953-11", "1953", "1953-04/1953-11", "1953/..", "../1953"])
def test_ascii_has_a_shape_for_each(edtf):
    assert drawn(edtf, glyphs=ASCII)[1].isascii()


@given(st.lists(extents, min_size=1), extents, st.integers(1, 200), st.booleans())
def test_no_shape_is_drawn_out_of_view(events, view, columns, inferred):
    scale = Scale.fitting(view, columns)
    certainty = Certainty.INFERRED if inferred else Certainty.STATED
    for edtf in ("1953-11-08", "1953-11", "1953", "1953-04/1953-11", "1953/..", "../1953"):
        told = outline(0, mention(edtf, certainty=certainty))
        for extent in events:
            found = shape_of(told._replace(first=extent.first, last=extent.last), scale, UNICODE)
            assert found is None or (found.start >= 0 and found.end <= columns and found.cells)


def numbered(number: int) -> Outline:
    told = outline(number, mention("1953"))
    assert told
    return told


shapes = st.lists(
    st.builds(lambda start, length: (start, length), st.integers(0, 60), st.integers(1, 20)), max_size=40
).map(
    lambda pairs: [Shape(numbered(i), start, "x" * length) for i, (start, length) in enumerate(sorted(pairs))]
)


@given(shapes, st.integers(1, 12))
def test_every_shape_is_drawn_or_counted_and_none_covers_another(group: list[Shape], limit: int):
    stacked = stack(group, limit)
    assert len(stacked.rows) <= limit
    for row in stacked.rows:
        for one, other in pairwise(row):
            assert one.end <= other.start
    placed = [shape for row in stacked.rows for shape in row]
    assert sorted(placed + list(stacked.left)) == sorted(group)
    if limit > 1:
        assert sum(stacked.counted.values()) == len(stacked.left)
    assert all(stacked.row_of(shape.outline) < len(stacked.rows) for shape in group)


def test_what_is_not_given_is_counted_all_the_same():
    shapes = [Shape(numbered(n), 3, "●") for n in range(4)]
    for limit, rows in ((1, 1), (3, 3), (9, 5)):
        stacked = stack(shapes[:limit], limit, {3: 6})
        assert (len(stacked.rows), stacked.counted[3]) == (rows, 7 if limit < 9 else 6), limit


def test_a_single_row_counts_what_it_covers_too():
    stacked = stack([Shape(numbered(n), start, "●") for n, start in enumerate((3, 3, 3, 9))], 1)
    assert stacked.counted == {3: 3}


@given(st.lists(st.integers(1, 20), min_size=1), st.integers(1, 60))
def test_rows_are_shared_out(needs: Sequence[int], height: int):
    given_rows = share(needs, height)
    assert all(1 <= rows <= need for rows, need in zip(given_rows, needs, strict=True))
    assert sum(given_rows) <= max(height, len(needs))
    if sum(needs) > height >= len(needs):
        assert sum(given_rows) == height


@pytest.mark.parametrize("height", [1, 3, 6, 12, 20, 40])
def test_a_layout_has_a_line_for_each_event(height):
    chart = Few(quarrel(), [("anvil", "Anvil Circle")])
    bounds = chart.bounds
    assert bounds is not None
    layout = Layout(chart, Scale.fitting(bounds, 50), height, [1, 1, 1], UNICODE)
    for each in chart.outlines:
        assert layout.line_of(each) is not None
    assert layout.is_labelled == (height >= 20)


def test_lanes_out_of_view_keep_a_line():
    chart = Few(quarrel())
    layout = Layout(chart, Scale.fitting(Extent(1, 400), 50), 20, [1, 1, 1], UNICODE)
    assert {place[0] for place in layout.lines if place} == {0, 1, 2}
    assert layout.line_of(chart.outlines[0]) is None
