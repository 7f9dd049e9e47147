"""`polemics snapshot`, with the small app in the place of the reading room."""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.scenes.apps import notes
from tui.cli import snapshot

ROOT = Path(__file__).parents[2]
SCENES = """
size: 40x12
scenes:
  - name: start
  - name: down
    steps: down
"""


@pytest.fixture
def scenes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setattr(snapshot, "make", notes)
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "scenes.yaml"
    file.write_text(SCENES, encoding="utf-8")
    return file


def run(*args: str | Path) -> int:
    parser = argparse.ArgumentParser()
    snapshot.add(parser.add_subparsers())
    parsed = parser.parse_args(["snapshot", *map(str, args)])
    return int(parsed.run(parsed))


def spoil(scenes: Path, name: str = "start") -> str:
    golden = scenes.with_name(f"{name}.txt")
    text = golden.read_text(encoding="utf-8").replace("Note 3", "Nota 3")
    golden.write_text(text, encoding="utf-8")
    return text


def test_goldens_are_written_then_compared(scenes: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(scenes, "--check") == 1
    assert not scenes.with_name("start.txt").exists()
    assert "start: there is no golden of this scene yet" in capsys.readouterr().out
    assert run(scenes) == 0
    assert capsys.readouterr().out.endswith("2 scenes: 2 written\n")
    assert run(scenes, "--check") == 0
    assert capsys.readouterr().out == "2 scenes: 2 same\n"


def test_a_changed_screen_is_told_and_written_only_when_asked(
    scenes: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(scenes)
    spoiled = spoil(scenes)
    for args in ((), ("--check",)):
        capsys.readouterr()
        assert run(scenes, *args) == 1
        out = capsys.readouterr().out
        assert "start: 1 cell and 0 styles differ" in out
        assert "│Nota 3" in out
        assert out.endswith("2 scenes: 1 same, 1 changed\n")
        assert scenes.with_name("start.txt").read_text(encoding="utf-8") == spoiled
    assert run(scenes, "--update") == 0
    assert run(scenes, "--check") == 0


def test_a_damaged_golden_is_told_and_can_be_written_anew(
    scenes: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(scenes)
    scenes.with_name("start.txt").write_text("screen 40x12\n<<<<<<< HEAD\n", encoding="utf-8")
    capsys.readouterr()
    assert run(scenes) == 1
    assert "start.txt:4: the golden ends too early" in capsys.readouterr().out
    assert run(scenes, "--update") == 0


def test_stale_goldens_fail_until_they_are_pruned(scenes: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(scenes)
    scenes.write_text("size: 40x12\nscenes:\n  - name: start\n", encoding="utf-8")
    capsys.readouterr()
    assert run(scenes, "--check") == 1
    assert "down.txt: no scene has this golden; --prune removes it" in capsys.readouterr().out
    assert run(scenes, "--only", "start", "--check") == 0
    assert run(scenes, "--prune") == 0
    assert not scenes.with_name("down.txt").exists()
    assert not scenes.with_name("down.svg").exists()
    assert run(scenes, "--check") == 0


def test_nothing_is_written_in_ci_without_force(
    scenes: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CI", "true")
    assert run(scenes) == 1
    assert run(scenes, "--update") == 2
    assert run(scenes, "--prune") == 2
    assert "nothing is written where CI is true; --force writes all the same" in capsys.readouterr().err
    assert [path.name for path in scenes.parent.iterdir()] == ["scenes.yaml"]
    assert run(scenes, "--update", "--force") == 0
    assert scenes.with_name("start.txt").exists()


def test_wrong_use_is_told_in_one_line(scenes: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(scenes, "--only", "nothing") == 2
    assert capsys.readouterr().err == f"{scenes}: no scene is named nothing\n"
    scenes.write_text("scenes:\n  - name: start\n    steps: entr\n", encoding="utf-8")
    assert run(scenes, "--check") == 2
    assert capsys.readouterr().err == f"{scenes}:3: 'entr' is no key; perhaps enter\n"


def test_a_golden_is_painted_without_playing(scenes: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(scenes)
    capsys.readouterr()
    assert run(scenes, "--show", "start") == 0
    assert (
        capsys.readouterr().out.splitlines()
        == scenes.with_name("start.txt").read_text(encoding="utf-8").splitlines()[1:13]
    )
    assert run(scenes, "--show", "nothing") == 2
    assert "nothing.txt: there is no such golden" in capsys.readouterr().err


def test_a_golden_is_painted_in_its_colours_on_a_terminal(
    scenes: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run(scenes)
    capsys.readouterr()
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.delenv("NO_COLOR", raising=False)
    run(scenes, "--show", "start")
    painted = capsys.readouterr().out
    assert "\x1b[" in painted
    assert re.sub(r"\x1b\[[0-9;]*m", "", painted).splitlines()[2].startswith("│Note 1")
    monkeypatch.setenv("NO_COLOR", "1")
    run(scenes, "--show", "start")
    assert "\x1b[" not in capsys.readouterr().out


def test_pictures_are_drawn_anew_from_goldens(scenes: Path) -> None:
    assert run(scenes, "--svg") == 1, "there are none yet"
    run(scenes)
    picture = scenes.with_name("start.svg")
    drawn = picture.read_bytes()
    picture.unlink()
    assert run(scenes, "--svg", "--only", "start") == 0
    assert picture.read_bytes() == drawn
    assert b"http://www.w3.org/2000/svg" in drawn
    assert drawn.count(b"http") == 1, "nothing is fetched"


def test_a_failing_scene_is_traced_step_by_step(scenes: Path, capsys: pytest.CaptureFixture[str]) -> None:
    scenes.write_text("size: 40x12\nscenes:\n  - name: broken\n    steps: [n, x, down]\n", encoding="utf-8")
    assert run(scenes, "--check", "--steps") == 1
    out = capsys.readouterr().out
    assert "broken: RuntimeError: the pen is broken" in out
    assert [line for line in out.splitlines() if line.startswith("broken, ")] == [
        "broken, start:",
        "broken, step 1 (n):",
    ]
    assert "A new note" in out


def test_a_report_shows_what_changed_and_needs_nothing_else(
    scenes: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run(scenes)
    spoil(scenes)
    monkeypatch.setenv("SECRET", "very secret")
    page = scenes.with_name("report.html")
    assert run(scenes, "--check", "--report", page) == 1
    assert f"{page} is written" in capsys.readouterr().out
    html = page.read_text(encoding="utf-8")
    assert html.count("<svg ") == 3
    assert [f"<figcaption>{word}</figcaption>" in html for word in ("before", "after", "difference")] == [
        True
    ] * 3
    assert "│Nota" in html
    assert "start: 1 cell and 0 styles differ" in html
    assert 'id="down"' not in html
    assert "2 scenes: 1 same, 1 changed" in html
    assert not re.search(r"(src|href|url)\s*[=(]\s*[\"']?(?!#)", html.replace("url(#", ""))
    assert "very secret" not in html
    assert str(scenes.parent) not in html


def test_a_report_is_written_where_nothing_changed_too(scenes: Path) -> None:
    run(scenes)
    page = scenes.with_name("report.html")
    assert run(scenes, "--check", "--report", page) == 0
    assert "2 scenes: 2 same" in page.read_text(encoding="utf-8")


def test_the_schema_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--schema") == 0
    assert '"title": "Scenes to be kept as golden screens"' in capsys.readouterr().out


def test_a_review_without_a_terminal_is_refused(scenes: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(scenes, "--review") == 2
    assert "--review needs a terminal" in capsys.readouterr().err


def test_scenes_are_chosen_by_name_family_or_pattern(
    scenes: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    scenes.write_text("sizes: [40x12, 30x10]\nscenes:\n  - name: start\n  - name: end\n", encoding="utf-8")
    for name, number in (("start", 2), ("start-40x12", 1), ("*-30x10", 2)):
        run(scenes, "--only", name, "--check")
        assert capsys.readouterr().out.splitlines()[-1].startswith(f"{number} scene")


def test_a_collection_that_cannot_be_opened_ends_with_3(
    scenes: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from tui.model import CollectionError, Problem

    def fail(scene: object) -> None:
        raise CollectionError(Problem("articles", "is a file"))

    monkeypatch.setattr(snapshot, "make", fail)
    assert run(scenes) == 3
    assert "CollectionError: articles: is a file" in capsys.readouterr().out


def test_goldens_are_the_same_in_another_environment(tmp_path: Path) -> None:
    file = tmp_path / "scenes.yaml"
    file.write_text("sizes: [80x24, 40x12]\nscenes:\n  - name: start\n    steps: j\n", encoding="utf-8")
    plain = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "PYTHONPATH": str(ROOT)}
    hostile = {
        "TZ": "Asia/Tokyo",
        "LANG": "C",
        "LC_ALL": "C",
        "TERM": "dumb",
        "COLORTERM": "",
        "NO_COLOR": "1",
        "COLUMNS": "33",
        "LINES": "7",
        "CI": "true",
        "PYTHONHASHSEED": "4711",
        "TEXTUAL_FPS": "5",
        "TEXTUAL_THEME": "nord",
        "TEXTUAL_FILTERS": "nocolor",
        "TEXTUAL_DIM_FACTOR": "10",
        "XDG_CONFIG_HOME": "/nonexistent",
    }
    command = [sys.executable, "-m", "tui.cli", "snapshot", str(file)]
    for arguments, environment in (([], plain), (["--check"], plain | hostile)):
        done = subprocess.run(
            [*command, *arguments], env=environment, capture_output=True, text=True, stdin=subprocess.DEVNULL
        )
        assert done.returncode == 0, done.stdout + done.stderr
