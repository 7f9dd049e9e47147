"""The README tells of everything there is."""

import re
from pathlib import Path

import pytest

from tui import cli, config, resources, themes
from tui.commands import COMMANDS, markdown

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def part(name: str) -> str:
    found = re.search(rf"<!-- {name} -->\n(.*?)(?:<!-- /{name} -->|\n## |\Z)", README, re.S)
    assert found, f"README.md has no part {name}"
    return found[1].strip()


def test_the_table_of_keys_is_the_one_that_is_made() -> None:
    assert part("keys") == markdown()


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.id)
def test_every_command_of_the_table_is_told(command: object) -> None:
    assert command.help in README  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_every_shell_command_is_told(name: str) -> None:
    assert f"polemics {name}" in README


@pytest.mark.parametrize("name", [theme.name for theme in themes.load([resources.themes()])[0]])
def test_every_theme_is_told(name: str) -> None:
    assert re.search(rf"\b{name}\b", part_of_settings())


@pytest.mark.parametrize("name", config.SETTINGS)
def test_every_setting_is_told(name: str) -> None:
    assert re.search(rf"^{name}:", part_of_settings(), re.M)


@pytest.mark.parametrize("name", [*themes.COLOURS, "dark", "ansi", "variables"])
def test_every_field_of_a_theme_is_told(name: str) -> None:
    assert f"`{name}`" in part_of_settings()


def part_of_settings() -> str:
    return README.split("## Settings")[1].split("\n## ")[0]


def test_the_picture_is_there() -> None:
    (picture,) = re.findall(r"!\[[^\]]*\]\(([^)]*)\)", README)
    assert (ROOT / picture).is_file()
