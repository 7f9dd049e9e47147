"""Scenes files, right and wrong; the cases are in `cases.yaml`."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import yaml

from tui.scenes import SceneError, Size, read

CASES: list[dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("cases.yaml").read_text(encoding="utf-8")
)
RIGHT = [case for case in CASES if "scenes" in case]
WRONG = [case for case in CASES if "wrong" in case]


def written(folder: Path, text: str) -> Path:
    file = folder / "scenes.yaml"
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.parametrize("case", RIGHT, ids=lambda case: next(iter(case["scenes"])))
def test_names_and_steps_are_read(case: dict[str, Any], tmp_path: Path) -> None:
    scenes = read(written(tmp_path, case["file"])).scenes
    assert {scene.name: [str(step) for step in scene.steps] for scene in scenes} == case["scenes"]


@pytest.mark.parametrize("case", WRONG, ids=lambda case: case["wrong"])
def test_a_wrong_file_is_told_with_line_and_reason(case: dict[str, Any], tmp_path: Path) -> None:
    file = written(tmp_path, case["file"])
    with pytest.raises(SceneError) as caught:
        read(file)
    separator = ":" if case["wrong"][0].isdigit() else ": "
    assert str(caught.value) == f"{file}{separator}{case['wrong']}".format(folder=tmp_path)


# What is wrong beyond the shape of the file: a schema cannot tell.
BEYOND = (
    "already",
    "no key",
    "pressed",
    "regular expression: ",
    "selector",
    "there is no",
    "no moment",
    "twice",
    "empty",
    "no YAML",
)


@pytest.mark.parametrize(
    "case",
    [case for case in CASES if not any(word in case.get("wrong", "") for word in BEYOND)],
    ids=lambda case: str(case.get("wrong", "right")),
)
def test_the_schema_for_editors_agrees(case: dict[str, Any]) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    schema = json.loads(files("tui.scenes").joinpath("scenes.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft7Validator.check_schema(schema)
    faults = [
        fault.message
        for fault in jsonschema.Draft7Validator(schema).iter_errors(yaml.safe_load(case["file"]))
    ]
    assert bool(faults) == ("wrong" in case), faults


def test_what_stands_at_the_top_is_every_scenes_unless_it_says_otherwise(tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "other").mkdir()
    file = written(
        tmp_path,
        """
collection: articles
theme: paper
environment: {NO_COLOR: 1}
clock: 2017-01-18
goldens: kept
scenes:
  - name: one
  - name: two
    collection: other
    theme: dark
    environment: {LANG: C}
    clock: 2018-02-03T04:05+01:00
    size: 40x12
""",
    )
    script = read(file)
    one, two = script.scenes
    assert script.goldens == tmp_path / "kept"
    assert (one.collection, one.theme, one.size) == (tmp_path / "articles", "paper", Size(80, 24))
    assert (one.environment, one.clock) == ((("NO_COLOR", "1"),), datetime(2017, 1, 18, tzinfo=UTC))
    assert (two.collection, two.theme, two.size) == (tmp_path / "other", "dark", Size(40, 12))
    assert two.environment == (("LANG", "C"),)
    assert two.clock == datetime(2018, 2, 3, 3, 5, tzinfo=UTC)
    assert (one.line, two.line) == (8, 9)


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(SceneError, match=r"scenes\.yaml: cannot be read: No such file or directory"):
        read(tmp_path / "scenes.yaml")
    (tmp_path / "latin.yaml").write_bytes(b"scenes: \xe9")
    with pytest.raises(SceneError, match=r"latin\.yaml: cannot be read: "):
        read(tmp_path / "latin.yaml")
