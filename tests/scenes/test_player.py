"""Scenes of a small app, played."""

from __future__ import annotations

import os
import re
import time
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from tests.scenes.apps import notes
from tui.scenes import Scene, Size, play
from tui.scenes.step import Click, Press, Resize, Type, Wait

SMALL = Scene("small", Size(40, 12))


def shown(scene: Scene) -> str:
    take = play(scene, notes)
    assert take.screen is not None, take.trouble
    return "\n".join(take.screen.lines())


def trouble(scene: Scene) -> str:
    take = play(scene, notes)
    assert take.screen is None
    return take.trouble


def test_the_first_screen_is_seen_when_no_step_is_taken() -> None:
    text = shown(SMALL)
    assert "Note 1" in text
    assert "nothing said" in text


def test_words_are_typed_as_they_stand() -> None:
    words = [Type(char) for char in "hello [b]you[/b], Å 世"]
    assert "hello [b]you[/b], Å 世" in shown(replace(SMALL, steps=(Press("tab"), *words, Press("enter"))))


def test_a_worker_is_awaited_before_the_screen_is_looked_at() -> None:
    assert "the work is done" in shown(replace(SMALL, steps=(Press("w"),)))


def test_a_click_on_a_selector_hits_its_middle_and_one_on_a_cell_that_cell() -> None:
    by_selector = play(replace(SMALL, steps=(Click("#note-2"),)), notes)
    by_cell = play(replace(SMALL, steps=(Click(at=(20, 3)),)), notes)
    in_widget = play(replace(SMALL, steps=(Click("ListView", at=(20, 2)),)), notes)
    assert by_selector.screen == by_cell.screen == in_widget.screen
    assert by_selector.screen != play(SMALL, notes).screen


def test_a_resized_screen_is_as_large_as_it_was_made() -> None:
    take = play(replace(SMALL, steps=(Resize(60, 15),)), notes)
    assert take.screen is not None
    assert (take.screen.width, take.screen.height) == (60, 15)
    assert take.screen == play(replace(SMALL, size=Size(60, 15)), notes).screen


def test_a_wait_ends_when_the_text_is_there() -> None:
    assert "later" in shown(replace(SMALL, steps=(Press("l"), Wait("^later"))))


@pytest.mark.parametrize(
    ("step", "why"),
    [
        (Wait("never", 0.2), "step 1 (wait: /never/): not on the screen after 0.2 s"),
        (Click("#nowhere"), "step 1 (click: #nowhere): nothing on the screen is #nowhere"),
        (Click(at=(200, 1)), "step 1 (click: 200,1): that is outside of the screen"),
        (Press("q"), "step 1 (q): the app left"),
    ],
)
def test_a_step_that_cannot_be_taken_is_named(step: Press | Wait | Click, why: str) -> None:
    assert trouble(replace(SMALL, steps=(step,))) == why


def test_a_screen_that_never_rests_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tui.scenes.player.DRAWINGS", 3)
    told = trouble(replace(SMALL, steps=(Press("r"),)))
    assert told == "step 1 (r): the screen does not come to rest: drawn 3 times, and still another"


def test_a_worker_that_never_ends_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tui.scenes.player.PATIENCE", 0.1)
    assert trouble(replace(SMALL, steps=(Press("w"),))) == "step 1 (w): still at work after 0.1 s: _work"


def test_an_app_that_breaks_is_told_in_one_line_and_nothing_is_printed(
    capfd: pytest.CaptureFixture[str],
) -> None:
    text = trouble(replace(SMALL, steps=(Press("x"),)))
    assert re.fullmatch(r"RuntimeError: the pen is broken \(scenes/apps\.py:\d+, in action_fail\)", text)
    assert capfd.readouterr() == ("", "")


def test_the_clock_stands_still_in_the_scene_and_goes_on_after_it() -> None:
    text = shown(replace(SMALL, clock=datetime.fromisoformat("2017-01-18T09:30+00:00"), steps=(Press("t"),)))
    assert "09:30:00" in text
    assert "2017-01-18 2017-01-18 09:30 1484731800" in text
    assert date.today().year > 2020
    assert datetime.now().year > 2020
    assert time.time() > 1.6e9


def test_the_home_is_empty_and_the_environment_fixed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDITOR", "something")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    before = dict(os.environ)
    take = play(replace(SMALL, steps=(Press("e"),)), notes)
    assert take.screen is not None
    assert "EDITOR=None TZ=UTC home=0" in "\n".join(take.screen.lines())
    assert any(cell.style not in {"none", "bold"} for row in take.screen.rows for cell in row)
    assert dict(os.environ) == before


def test_a_scene_can_ask_for_an_environment() -> None:
    plain = play(replace(SMALL, environment=(("NO_COLOR", "1"),)), notes).screen
    assert plain is not None
    colours = {
        word for row in plain.rows for cell in row for word in cell.style.split() if word.startswith("#")
    }
    assert colours
    assert all(word[1:3] == word[3:5] == word[5:7] for word in colours), "only greys"


def test_a_theme_that_the_maker_did_not_take_is_told() -> None:
    def deaf(scene: Scene) -> object:
        return notes(replace(scene, theme=None))

    take = play(replace(SMALL, theme="nord"), deaf)  # type: ignore[arg-type]
    assert take.trouble.startswith("start: the theme is textual-dark, not nord; there are ")


def test_each_step_is_told_to_who_watches() -> None:
    seen: list[str] = []
    play(replace(SMALL, steps=(Press("down"), Press("n"))), notes, lambda done, _: seen.append(done))
    assert seen == ["start", "step 1 (down)", "step 2 (n)"]


def test_scenes_played_in_two_processes_come_in_their_order() -> None:
    from tui.scenes import play_all

    scenes = [replace(SMALL, name=f"s{n}", steps=(Press("down"),) * n) for n in range(4)]
    alone = list(play_all(scenes, notes))
    assert list(play_all(scenes, notes, jobs=2)) == alone
    assert [take.scene.name for take in alone] == ["s0", "s1", "s2", "s3"]


def test_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    play(SMALL, notes)
    assert list(tmp_path.iterdir()) == []
