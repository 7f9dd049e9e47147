"""The pytest plugin, in projects of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest_plugins = ["pytester"]

ROOT = Path(__file__).parents[1]

SCENES = """
size: 40x12
scenes:
  - name: start
  - name: down
    steps: down
"""


@pytest.fixture
def project(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """A project with two scenes, a test beside them, and the small app in the place of the reading room."""
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    pytester.makeini(
        "[pytest]\npolemics_scenes = snapshots/scenes.yaml\ntestpaths = tests\nasyncio_mode = auto\n"
    )
    pytester.makeconftest(
        "import tui.cli.snapshot\nfrom tests.scenes.apps import notes\ntui.cli.snapshot.make = notes\n"
    )
    write(pytester, "snapshots/scenes.yaml", SCENES)
    write(pytester, "tests/test_beside.py", "async def test_beside(): pass\ndef test_plain(): pass\n")
    return pytester


def write(project: pytest.Pytester, name: str, text: str) -> None:
    path = project.path / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")


def run(project: pytest.Pytester, *args: str) -> pytest.RunResult:
    xdist = () if "-n" in args else ("-p", "no:xdist")
    return project.runpytest_subprocess(*xdist, "-p", "no:cacheprovider", *args)


def goldens(project: pytest.Pytester) -> dict[str, bytes]:
    return {
        path.name: path.read_bytes()
        for path in (project.path / "snapshots").glob("*.*g*")
        if path.suffix != ".yaml"
    }


def test_a_scene_without_golden_fails_and_nothing_is_written(project: pytest.Pytester) -> None:
    result = run(project)
    result.assert_outcomes(failed=2, passed=3)
    result.stdout.fnmatch_lines(
        ["start: there is no golden of this scene yet; write it with --polemics-update"]
    )
    assert sorted(path.name for path in (project.path / "snapshots").iterdir()) == ["scenes.yaml"]


def test_goldens_are_written_once_and_hold_afterwards(project: pytest.Pytester) -> None:
    run(project, "--polemics-update").assert_outcomes(passed=5)
    names = sorted(path.name for path in (project.path / "snapshots").iterdir())
    assert names == ["down.svg", "down.txt", "scenes.yaml", "start.svg", "start.txt"]
    before = goldens(project)
    run(project).assert_outcomes(passed=5)
    assert goldens(project) == before


def test_a_changed_screen_fails_with_the_difference_and_nothing_else(project: pytest.Pytester) -> None:
    run(project, "--polemics-update")
    golden = project.path / "snapshots" / "start.txt"
    golden.write_text(golden.read_text(encoding="utf-8").replace("Note 3", "Nota 3"), encoding="utf-8")
    for args in ((), ("-n", "2")):
        result = run(project, *args)
        result.assert_outcomes(failed=1, passed=4)
        lines = result.outlines
        head = next(n for n, line in enumerate(lines) if " start " in line and line.startswith("____"))
        body = [line for line in lines[head + 1 :] if not line.startswith("[gw")]
        assert body[0] == "start: 1 cell and 0 styles differ"
        assert body[3].split() == ["5", "1", "│Nota", "3", "│Note", "3"]
        assert body[5].startswith("====")
        assert "Traceback" not in result.stdout.str()
    run(project, "--polemics-update", "-k", "start").assert_outcomes(passed=1, deselected=4)
    assert "Note 3" in golden.read_text(encoding="utf-8")


def test_a_stale_golden_fails(project: pytest.Pytester) -> None:
    run(project, "--polemics-update")
    write(project, "snapshots/scenes.yaml", "size: 40x12\nscenes:\n  - name: start\n")
    result = run(project, "--polemics-update")
    result.assert_outcomes(failed=1, passed=3)
    result.stdout.fnmatch_lines(
        ["no scene has these goldens: down; `polemics snapshot --prune` removes them"]
    )
    assert (project.path / "snapshots" / "down.txt").exists()


def test_nothing_is_written_in_ci(project: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    result = run(project, "--polemics-update")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*--polemics-update: nothing is written where CI is true"])
    run(project).assert_outcomes(failed=2, passed=3)
    assert sorted(path.name for path in (project.path / "snapshots").iterdir()) == ["scenes.yaml"]


def test_a_wrong_scenes_file_is_told_with_its_line(project: pytest.Pytester) -> None:
    write(project, "snapshots/scenes.yaml", "scenes:\n  - name: start\n    steps: entr\n")
    result = run(project)
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*snapshots/scenes.yaml:3: 'entr' is no key; perhaps enter"])
    assert "Traceback" not in result.stdout.str()


ALL = [
    "scenes.yaml::down",
    "scenes.yaml::no-stale-goldens",
    "scenes.yaml::start",
    "test_beside.py::test_beside",
    "test_beside.py::test_plain",
]


@pytest.mark.parametrize(
    ("args", "items"),
    [
        ((), ALL),
        (("tests/test_beside.py",), ALL[3:]),
        (("snapshots",), ALL[:3]),
        (("snapshots/scenes.yaml::start",), [ALL[2]]),
        (("-o", "testpaths="), ALL),
    ],
)
def test_scenes_are_collected_once_and_what_is_named_alone(
    project: pytest.Pytester, args: tuple[str, ...], items: list[str]
) -> None:
    lines = run(project, "--collect-only", "-q", *args).outlines
    assert sorted(line.partition("/")[2] for line in lines if "::" in line) == items


def test_a_project_without_scenes_is_left_alone(project: pytest.Pytester) -> None:
    project.makeini("[pytest]\ntestpaths = tests\nasyncio_mode = auto\n")
    run(project).assert_outcomes(passed=2)
