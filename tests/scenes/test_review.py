"""The review: looking at changes and deciding on them, by key."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from rich.style import Style

from tui.scenes import Goldens, Grid, Outcome, Scene, Size, play
from tui.scenes.difference import CHANGED
from tui.scenes.grid import row
from tui.scenes.review import Change, Decision, Review, changes


def screen(*lines: str, style: str = "#ffffff on #000000") -> Grid:
    width = max(map(len, lines))
    return Grid(tuple(row([(line.ljust(width), Style.parse(style))]) for line in lines))


def scene(name: str) -> Scene:
    return Scene(name, Size(20, 2))


@pytest.fixture
def goldens(tmp_path: Path) -> Goldens:
    kept = Goldens(tmp_path)
    kept.keep("changed", screen("The Iron League", "of 1887"))
    kept.keep("stale", screen("gone"))
    return kept


@pytest.fixture
def found(goldens: Goldens) -> list[Change]:
    outcomes = [
        Outcome(scene("same"), screen("as ever"), screen("as ever")),
        Outcome(scene("changed"), goldens.get("changed"), screen("The Iron Lodge ", "of 1887")),
        Outcome(scene("new"), None, screen("a new screen")),
        Outcome(scene("broken"), screen("before it broke"), None, "RuntimeError: the pen is broken"),
    ]
    return changes(outcomes, ["stale"], goldens)


def picture(app: Review) -> str:
    """The lines of the picture, as they stand on the screen."""
    from tui.scenes.capture import text

    return "\n".join(text(app).splitlines()[2:-1]).strip()


def head(app: Review) -> str:
    from tui.scenes.capture import text

    return text(app).splitlines()[0].strip()


async def test_only_what_is_not_as_before_is_walked_through(found: list[Change]) -> None:
    async with Review(found).run_test(size=(100, 20)) as pilot:
        heads = []
        for _ in found:
            heads.append(head(pilot.app))  # type: ignore[arg-type]
            await pilot.press("n")
        assert heads == ["1/4  changed  changed", "2/4  new  new", "3/4  broken  broken", "4/4  stale  stale"]
        assert head(pilot.app) == heads[0]  # type: ignore[arg-type]
        await pilot.press("p")
        assert head(pilot.app) == heads[3]  # type: ignore[arg-type]


async def test_a_change_is_looked_at_before_after_in_difference_side_by_side_and_in_words(
    found: list[Change],
) -> None:
    app = Review(found)
    async with app.run_test(size=(100, 20)) as pilot:
        seen = {}
        for key in "12345":
            await pilot.press(key)
            await pilot.pause()
            seen[key] = picture(app)
        assert seen["1"] == "The Iron League\nof 1887"
        assert seen["2"] == seen["3"] == "The Iron Lodge\nof 1887"
        assert seen["4"] == "The Iron League│The Iron Lodge\nof 1887        │of 1887"
        assert seen["5"].startswith("changed: 4 cells and 0 styles differ")
        await pilot.press("space")
        await pilot.pause()
        assert picture(app) == seen["2"]
        await pilot.press("space")
        await pilot.pause()
        assert picture(app) == seen["1"]


async def test_accepting_writes_rejecting_leaves_and_after_the_last_it_ends(
    found: list[Change], goldens: Goldens
) -> None:
    app = Review(found)
    async with app.run_test(size=(100, 20)) as pilot:
        await pilot.press("a")
        assert goldens.get("changed") == screen("The Iron Lodge ", "of 1887")
        assert goldens.picture("changed").exists()
        await pilot.press("r")
        assert goldens.get("new") is None
        await pilot.press("a")
        assert head(app) == "3/4  broken  broken", "there is nothing to accept"
        await pilot.press("r", "a")
        assert goldens.get("stale") is None
        assert not goldens.picture("stale").exists()
        assert app.return_code == 0
    assert [change.decision.value for change in found] == ["accepted", "rejected", "rejected", "accepted"]


async def test_a_decision_is_taken_back_and_the_files_are_as_they_were(
    found: list[Change], goldens: Goldens
) -> None:
    before = {path.name: path.read_bytes() for path in goldens.folder.iterdir()}
    app = Review(found)
    async with app.run_test(size=(100, 20)) as pilot:
        await pilot.press("a", "a", "n", "a")
        assert head(app) == "3/4  broken  broken", "the only one still open"
        await pilot.press("p", "p", "u", "n", "r", "n", "u", "q")
    assert {path.name: path.read_bytes() for path in goldens.folder.iterdir()} == before
    assert [change.decision for change in found].count(Decision.OPEN) == 3
    assert found[1].decision is Decision.REJECTED


def test_the_review_can_be_a_scene_itself(found: list[Change]) -> None:
    take = play(replace(scene("review"), size=Size(60, 10)), lambda _: Review(found))
    assert take.screen is not None, take.trouble
    lines = take.screen.lines()
    assert lines[0] == " 1/4  changed  changed"
    assert lines[2] == "The Iron Lodge"
    marked = [x for x, cell in enumerate(take.screen.rows[2]) if cell.style.endswith(CHANGED.split()[-1])]
    assert marked == [10, 11, 13, 14]
