"""What the user has set, and what is said when it cannot be taken."""

from pathlib import Path

import pytest

from tui import config
from tui.config import Config


def write(folder: Path, text: str) -> Path:
    (folder / config.FILE).write_text(text, encoding="utf-8")
    return folder


def test_nothing_set_gives_the_defaults(tmp_path: Path) -> None:
    assert config.load(tmp_path) == (Config(), ())


def test_settings_are_taken(tmp_path: Path) -> None:
    said = "theme: paper\nmouse: false\nascii: true\nresume: false\nkeys:\n  find: [ctrl+f, '/']\n  quit: X\n"
    settings, problems = config.load(write(tmp_path, said))
    assert settings == Config("paper", False, True, False, {"find": ("ctrl+f", "/"), "quit": ("X",)})
    assert problems == ()


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("theme: [paper]", "config.yaml:1: theme: must be the name of a theme; the default is used"),
        ("\nmouse: perhaps", "config.yaml:2: mouse: must be true or false; the default is used"),
        (
            "colour: red",
            "config.yaml:1: colour: no such setting; there are theme, mouse, ascii, resume, keys",
        ),
        ("keys: [a]", "config.yaml:1: keys: must be a list of commands and their keys"),
        ("keys: {find: {a: b}}", "config.yaml:1: keys: find: must be a key or a list of keys"),
        ("theme: [", "config.yaml:1: is no YAML"),
        ("- a", "config.yaml:1: must be a list of settings"),
        ("theme: \x1b[31m", "config.yaml: is no YAML"),
        ("theme: 2020-02-30", "config.yaml: is no YAML"),
        (f"theme: {'9' * 10_000}", "config.yaml: is no YAML"),
        (f"theme: {'[' * 10_000}", "config.yaml: is no YAML"),
    ],
)
def test_what_cannot_be_taken_is_told_with_its_line(tmp_path: Path, said: str, told: str) -> None:
    settings, problems = config.load(write(tmp_path, said))
    assert settings == Config()
    assert len(problems) == 1
    assert told in str(problems[0])
    assert "\x1b" not in str(problems[0])


def test_a_good_setting_beside_a_bad_one_is_taken(tmp_path: Path) -> None:
    settings, problems = config.load(write(tmp_path, "theme: 3\nmouse: false\n"))
    assert settings == Config(mouse=False)
    assert len(problems) == 1


def test_a_file_that_is_not_utf8_is_told(tmp_path: Path) -> None:
    (tmp_path / config.FILE).write_bytes(b"theme: \xff\xfe")
    settings, problems = config.load(tmp_path)
    assert settings == Config()
    assert "not UTF-8" in str(problems[0])
