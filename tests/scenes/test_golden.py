"""Goldens: written, read again, damaged, stale."""

from __future__ import annotations

from pathlib import Path
from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.style import Style

from tui.scenes import Goldens, Grid, SceneError
from tui.scenes.golden import read, write
from tui.scenes.grid import Cell, row

HERE = Path("golden.txt")


def screen(*lines: str, style: str = "white on black") -> Grid:
    width = max(map(len, lines))
    return Grid(tuple(row([(line.ljust(width), Style.parse(style))]) for line in lines))


def test_a_golden_reads_as_its_documentation_shows() -> None:
    grid = Grid(
        (
            row(
                [
                    ("Organizations", Style.parse("bold #ffffff on #121212")),
                    ("     3 ", Style.parse("#e0e0e0 on #121212")),
                ]
            ),
            row([("Articles           1", Style.parse("#e0e0e0 on #121212"))]),
        )
    )
    assert (
        write(grid)
        == """\
screen 20x2
Organizations     3
Articles           1

styles
..................aa
aaaaaaaaaaaaaaaaaaaa

legend
. bold #ffffff on #121212
a #e0e0e0 on #121212
"""
    )


styles = st.sampled_from(
    [
        Style.parse(word)
        for word in (
            "none",
            "bold red",
            "#010203 on #ffffff",
            "reverse underline",
            "link https://a.example/b",
        )
    ]
)
texts = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)


@st.composite
def grids(draw: st.DrawFn) -> Grid:
    rows = [row(draw(st.lists(st.tuples(texts, styles), max_size=4))) for _ in range(draw(st.integers(1, 4)))]
    width = max(map(len, rows))
    return Grid(tuple(each + (Cell(" ", "none"),) * (width - len(each)) for each in rows))


@given(grids())
def test_what_is_written_is_read_again(grid: Grid) -> None:
    text = write(grid)
    assert read(text, HERE) == grid
    assert not {category(char) for char in text.replace("\n", "")} & {"Cc", "Cf", "Zl", "Zp"}


def test_what_a_terminal_obeys_is_told_by_its_code_point() -> None:
    grid = Grid(((Cell("\x1b", "none"), Cell("[", "none"), Cell("\u202e", "none")),))
    text = write(grid)
    assert "\ufffd[\ufffd\n" in text
    assert text.endswith("characters\n1,1 U+001B\n1,3 U+202E\n")


def test_what_takes_no_column_is_never_lost() -> None:
    plain, bold = Style.parse("white on black"), Style.parse("bold white on black")
    for pieces in (
        [("a\u202eb", plain)],
        [("\u202ea", plain), ("b", bold)],
        [("a", plain), ("\u202e", bold), ("b", bold)],
        [("a", plain), ("\u202eb", bold)],
    ):
        grid = Grid((row(pieces),))
        assert grid.width == 2
        assert "\u202e" in "".join(cell.text for cell in grid.rows[0])
        assert "U+202E" in write(grid)
        assert read(write(grid), HERE) == grid


def test_a_blank_keeps_only_what_is_seen_of_it() -> None:
    def blank(style: str) -> str:
        return row([(" ", Style.parse(style))])[0].style

    assert blank("bold italic red on blue") == "on blue"
    assert blank("underline red on blue") == "underline red on blue"
    assert blank("reverse red on blue") == "reverse red"
    assert blank("dim") == "none"


@pytest.mark.parametrize(
    ("old", "new", "line", "why"),
    [
        ("screen 5x2", "<<<<<<< HEAD", 1, "a golden begins with its size"),
        ("ab cd\n", "ab cde\n", 2, "the row has 6 cells instead of 5"),
        ("\nstyles", "styles", 4, "an empty line is expected here"),
        ("styles\n", "styles\n......", 6, "the row has 6 letters instead of 5"),
        ("styles\n", "styles\n....z", 6, "no style in the legend for 'z'"),
        (". bold red", ". bold rot", 10, "no style: 'bold rot'"),
        ("legend\n. bold red\n", "", 9, "legend is expected here"),
        ("\n\nlegend\n. bold red\n", "", 8, "the golden ends too early"),
    ],
)
def test_a_damaged_golden_is_told_with_its_line(old: str, new: str, line: int, why: str) -> None:
    text = write(Grid(tuple(row([(word, Style.parse("bold red"))]) for word in ("ab_cd", "efghi")))).replace(
        "_", " "
    )
    assert old in text
    with pytest.raises(SceneError) as caught:
        read(text.replace(old, new, 1), HERE)
    assert str(caught.value).startswith(f"golden.txt:{line}: {why}")


def test_line_ends_of_another_system_are_no_difference() -> None:
    grid = screen("abc", "de")
    assert read(write(grid).replace("\n", "\r\n"), HERE) == grid


def test_a_folder_keeps_finds_and_drops_goldens_and_leaves_other_files_alone(tmp_path: Path) -> None:
    goldens = Goldens(tmp_path / "snapshots")
    assert goldens.get("start") is None
    assert goldens.stale(["start"]) == []
    goldens.keep("start", screen("one"))
    goldens.keep("old", screen("two"))
    (goldens.folder / "README.txt").write_text("of the house", encoding="utf-8")
    (goldens.folder / "plan.svg").write_text("<svg/>", encoding="utf-8")
    assert goldens.get("start") == screen("one")
    assert goldens.stale(["start"]) == ["old"]
    goldens.drop("old")
    assert sorted(path.name for path in goldens.folder.iterdir()) == [
        "README.txt",
        "plan.svg",
        "start.svg",
        "start.txt",
    ]


def test_a_golden_with_more_styles_than_letters_is_kept() -> None:
    grid = Grid((row([("x", Style.parse(f"#0000{n:02x}")) for n in range(256)]),))
    assert read(write(grid), HERE) == grid
