"""The command line from outside: what is printed where, and the exit codes."""

import subprocess
import sys
from pathlib import Path

import pytest

from tui.cli import COMMANDS, main


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    out = capsys.readouterr().out
    assert all(f"  {name}" in out for name in COMMANDS)
    assert "--theme" in out


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_has_help(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([command, "--help"]) == 0
    assert capsys.readouterr().out.startswith(f"usage: polemics {command}")


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("polemics ")


@pytest.mark.parametrize("words", [["--nonsense"], ["events", "--format", "xml"], ["show"], ["a", "b"]])
def test_a_mistake_in_the_command_line_is_2(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 2
    assert capsys.readouterr().err.startswith("usage: polemics")


@pytest.mark.parametrize("words", [["list"], ["events"], ["check"], ["show"], []])
def test_a_missing_collection_is_3_and_one_line(
    words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*words, str(tmp_path / "nowhere\x1b[31m")]) == 3
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("polemics: ")
    assert captured.err.count("\n") == 1
    assert "nowhere␛[31m: there is no such folder" in captured.err
    assert "\x1b" not in captured.err


def test_the_reading_room_gets_what_the_command_line_says(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[tuple[Path | None, dict[str, object]]] = []

    def run(collection: Path | None, *, painted: object, keep: object, **options: object) -> int:
        given.append((collection, options))
        return 0

    monkeypatch.setattr("tui.app.run", run)
    for words in (
        [],
        ["my folder"],
        ["--ascii", "--no-mouse", "--fresh", "--theme", "paper", "x"],
        ["--", "-x"],
    ):
        assert main(words) == 0
    assert given == [
        (None, {}),
        (Path("my folder"), {}),
        (Path("x"), {"theme": "paper", "ascii": True, "mouse": False, "resume": False}),
        (Path("-x"), {}),
    ]


def test_without_a_terminal_there_is_no_room() -> None:
    made = subprocess.run(
        [sys.executable, "-m", "tui.cli"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert made.returncode == 2
    assert made.stdout == ""
    assert made.stderr.startswith("polemics: the reading room needs a terminal;")
    assert made.stderr.count("\n") == 1


def test_ctrl_c_ends_quietly(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("tui.app.run", interrupted)
    assert main([]) == 130


def polemics(*words: str, environment: dict[str, str] | None = None) -> subprocess.Popen[bytes]:
    import os

    return subprocess.Popen(
        [sys.executable, "-m", "tui.cli", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, **(environment or {})},
    )


def test_a_reader_that_goes_away_is_no_error(collection: Path) -> None:
    for number in range(2000):
        (collection / f"lamp/{number:04}-{'x' * 60}.txt").write_text("A lamp.\n")
    process = polemics("list", str(collection))
    assert process.stdout is not None
    process.stdout.readline()
    process.stdout.close()
    assert process.wait(60) == 0
    assert process.stderr is not None
    assert process.stderr.read() == b""
    process.stderr.close()


@pytest.mark.parametrize(("into", "code", "told"), [(">/dev/full", 3, "no space left"), (">&-", 0, "")])
def test_output_that_goes_nowhere(collection: Path, into: str, code: int, told: str) -> None:
    done = subprocess.run(
        ["/bin/sh", "-c", f'exec "$0" -m tui.cli list "$1" {into}', sys.executable, collection],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code
    assert done.stderr.count("\n") == bool(told)
    assert told in done.stderr


def test_output_that_is_no_utf8(collection: Path) -> None:
    (collection / "lamp/glühlampe.txt").write_text("Die Glühlampe — 1914\n", "utf-8")
    plain = {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    process = polemics("list", str(collection), "--format", "json", environment=plain)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0
    assert err == b""
    assert rb"Die Gl\u00fchlampe \u2014 1914" in out
    process = polemics("list", str(collection), environment=plain)
    out, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    assert rb"Die Gl\xfchlampe \u2014 1914" in out


def test_the_way_to_the_room_is_short() -> None:
    code = "import sys, tui.cli; tui.cli._open; print(sorted(set(sys.modules) & {'argparse', 'yaml', 'textual', 'json', 'csv'}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


@pytest.mark.parametrize(
    "words", [["list", "here", "\x1b[31mred"], ["--\x9bbold"], ["find", "x", "--\u202eelif"]]
)
def test_a_mistaken_command_line_is_repeated_without_what_a_terminal_would_obey(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 2
    said = capsys.readouterr().err
    assert "unrecognized arguments" in said
    assert not set(said) & {"\x1b", "\x9b", "\u202e"}
