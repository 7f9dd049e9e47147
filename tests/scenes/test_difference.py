"""The difference of two screens, as people read it."""

from __future__ import annotations

from rich.style import Style

from tui.scenes import Grid
from tui.scenes.difference import difference
from tui.scenes.grid import row

PLAIN = Style.parse("#e0e0e0 on #121212")
BOLD = Style.parse("bold #ffffff on #121212")


def grid(*lines: str, lit: str = "") -> Grid:
    width = max(map(len, lines))
    return Grid(tuple(row([(line.ljust(width), BOLD if line == lit else PLAIN)]) for line in lines))


def test_changed_cells_stand_side_by_side() -> None:
    before = grid("Organizations", "The Iron Moulders' League, 1887", "Docker's Record")
    after = grid("Organizations", "The Iron Moulders' Lodge, 1887 ", "Docker's Record")
    assert (
        difference(before, after)
        == """\
9 cells and 0 styles differ

  row  col  before              after
    2   15  ers' League, 1887   ers' Lodge, 1887
                  ^^ ^^^^^ ^^         ^^ ^^^^^ ^^"""
    )


def test_changed_styles_are_told_by_what_they_were_and_are() -> None:
    before = grid("alpha", "beta", lit="alpha")
    after = grid("alpha", "beta", lit="beta")
    assert (
        difference(before, after)
        == """\
0 cells and 9 styles differ

  styles
  - bold #ffffff on #121212
  + #e0e0e0 on #121212
      5 cells: row 1 col 1-5
  - #e0e0e0 on #121212
  + bold #ffffff on #121212
      4 cells: row 2 col 1-4"""
    )


def test_another_size_is_told_alone() -> None:
    assert difference(grid("ab"), grid("abc")) == "the screen was 2x1, it is 3x1"


def test_a_screen_that_changed_everywhere_is_cut() -> None:
    before, after = grid(*["a" * 200] * 100), grid(*["b" * 200] * 100)
    text = difference(before, after)
    assert text.startswith("20000 cells and 0 styles differ")
    assert "more pieces of rows" in text
    assert len(text.splitlines()) < 100
    assert max(map(len, text.splitlines())) <= 120


def test_wide_characters_keep_the_columns_apart() -> None:
    before, after = Grid((row([("世界 peace", PLAIN)]),)), Grid((row([("世间 peace", PLAIN)]),))
    lines = difference(before, after).splitlines()
    assert lines[3].index("世间") - lines[3].index("世界") > 0
    assert lines[4].count("^") == 2
