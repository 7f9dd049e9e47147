"""`polemics snapshot`, with the small app in the place of the reading room."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from tests.scenes.apps import notes
from tui.cli import snapshot

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
