"""Themes as small files: the bundled ones are sound, and a broken one is told."""

from pathlib import Path

import pytest
from textual.theme import Theme

from tests.screens.rooms import visit
from tui import resources, themes
from tui.model import Problem

BUNDLED, PROBLEMS = themes.load([resources.themes()])


def test_the_bundled_themes_are_read_without_a_problem() -> None:
    assert {theme.name for theme in BUNDLED} >= {"paper", "lamp", "contrast", "terminal"}
    assert PROBLEMS == ()


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [t for t in BUNDLED if not t.ansi], ids=lambda t: t.name)
@pytest.mark.parametrize("field", ["foreground", "accent", "secondary", "warning", "error", "success"])
def test_colours_of_words_can_be_read_on_the_ground(theme: Theme, field: str) -> None:
    """WCAG 2.2: 4.5:1 for text, 7:1 in the theme of high contrast."""
    words, ground = getattr(theme, field), theme.background
    assert words
    assert ground
    assert contrast(words, ground) >= (7 if theme.name == "contrast" else 4.5)


def test_a_later_folder_goes_before_an_earlier(tmp_path: Path) -> None:
    (tmp_path / "paper.yaml").write_text("primary: '#ff0000'\n", encoding="utf-8")
    found, problems = themes.load([resources.themes(), tmp_path])
    assert next(theme for theme in found if theme.name == "paper").primary == "#ff0000"
    assert problems == ()


@pytest.mark.parametrize(
    ("name", "said", "told"),
    [
        ("night.yaml", "primary: mud", "night.yaml:1: primary: 'mud' is no colour"),
        ("night.yaml", "dark: true\nprimary: 12", "night.yaml:2: primary: must be a colour in quotes"),
        ("night.yaml", "primary: red\nshine: 3", "night.yaml:2: shine: no such field"),
        ("night.yaml", "primary: red\ndark: dusk", "night.yaml:2: dark: must be true or false"),
        ("night.yaml", "dark: true", "night.yaml: primary: is missing"),
        ("night.yaml", "primary: red\nvariables: 3", "night.yaml:2: variables: must be a list"),
        ("night.yaml", "primary: red\nvariables:\n  border: mud", "night.yaml:3: border: 'mud' is no colour"),
        ("night.yaml", "primary: red\nvariables: {frame: red}", "frame: no such variable"),
        ("night.yaml", "primary: red\nvariables: {link-style: loud}", "link-style: 'loud' is no text style"),
        ("night.yaml", "a: [", "night.yaml:1: is no YAML"),
        ("night.yaml", "a: 2020-02-30", "night.yaml: is no YAML"),
        ("night.yaml", "a: " + "[" * 10_000, "night.yaml: is no YAML"),
        ("night.yaml", "red", "night.yaml:1: must be a list of colours"),
        ("Night Sky.yaml", "primary: red", "a theme's file name may have a-z, 0-9 and - only"),
    ],
)
def test_a_broken_theme_is_told_with_file_line_and_reason(
    tmp_path: Path, name: str, said: str, told: str
) -> None:
    (tmp_path / name).write_text(said, encoding="utf-8")
    found, problems = themes.load([resources.themes(), tmp_path])
    assert len(found) == len(BUNDLED)
    assert told in str(problems[0])


@pytest.mark.parametrize("theme", BUNDLED, ids=lambda theme: theme.name)
@pytest.mark.parametrize("colour", ["colour", "no colour"])
async def test_every_bundled_theme_can_be_lived_in(
    theme: Theme, colour: str, collection: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(collection / ".home"))
    if colour == "no colour":
        monkeypatch.setenv("NO_COLOR", "1")
    async with visit(collection, (80, 24), theme=theme.name) as room:
        assert "1 Organizations" in room.screen
        await room.press(
            "question_mark", "escape", "i", "escape", "T", "escape", "slash", "a", "escape", "colon"
        )


def test_themes_are_kept_and_read_anew_when_they_change(tmp_path: Path) -> None:
    folder, cache = tmp_path / "themes", tmp_path / "cache" / "themes.json"
    folder.mkdir()
    (folder / "night.yaml").write_text("primary: '#112233'\n", encoding="utf-8")
    first = themes.load([folder], cache)
    assert cache.is_file()
    assert themes.load([folder], cache) == first
    (folder / "night.yaml").write_text("primary: '#445566' \n", encoding="utf-8")
    ((theme,), _) = themes.load([folder], cache)
    assert theme.primary == "#445566"


@pytest.mark.parametrize("spoilt", ["", "[]", "{", '{"x": 3}', "\x00"])
def test_a_spoilt_cache_of_themes_does_no_harm(tmp_path: Path, spoilt: str) -> None:
    (tmp_path / "night.yaml").write_text("primary: '#112233'\n", encoding="utf-8")
    cache = tmp_path / "themes.json"
    good = themes.load([tmp_path], cache)
    cache.write_text(spoilt.replace("x", str(tmp_path / "night.yaml")), encoding="utf-8")
    assert themes.load([tmp_path], cache) == good


def test_a_theme_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "night.yaml").mkdir()
    assert isinstance(themes.read(tmp_path / "night.yaml"), Problem)
