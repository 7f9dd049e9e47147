"""A YAML file becomes a theme; those that cannot are told, and why."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from textual.color import Color, ColorParseError
from textual.theme import BUILTIN_THEMES, Theme

from tui.model import Problem

COLOURS = (
    "primary",
    "secondary",
    "accent",
    "warning",
    "error",
    "success",
    "foreground",
    "background",
    "surface",
    "panel",
)
_FLAGS = ("dark", "ansi")
_STYLES = {"bold", "b", "italic", "i", "underline", "u", "reverse", "r", "dim", "strike", "none", "not"}


def load(folders: Iterable[Path]) -> tuple[tuple[Theme, ...], tuple[Problem, ...]]:
    """Read the `*.yaml` of the folders; a later folder's theme takes the place of an earlier one of the same name."""
    themes: dict[str, Theme] = {}
    problems: list[Problem] = []
    for folder in folders:
        for file in sorted(folder.glob("*.yaml")) if folder.is_dir() else ():
            theme = read(file)
            if isinstance(theme, Problem):
                problems.append(theme)
            else:
                themes[theme.name] = theme
    return tuple(themes.values()), tuple(problems)


def read(file: Path) -> Theme | Problem:
    """Read one theme; its name is the file's, without `.yaml`."""
    import yaml

    try:
        said = yaml.safe_load(file.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        return Problem(
            str(file),
            f"is no YAML: {getattr(error, 'problem', None) or 'not understood'}",
            mark.line + 1 if mark else 0,
        )
    except UnicodeDecodeError:
        return Problem(str(file), "cannot be read: it is not UTF-8")
    except OSError as error:
        return Problem(str(file), f"cannot be read: {error.strerror}")
    if not isinstance(said, dict):
        return Problem(str(file), "must be a list of colours such as `primary: '#335577'`", 1)
    try:
        return _theme(file.stem, said)
    except _Fault as fault:
        return Problem(str(file), fault.what, _line(file, fault.field), fault.field)


class _Fault(Exception):
    def __init__(self, field: str, what: str) -> None:
        self.field, self.what = field, what


def _theme(name: str, said: dict[Any, Any]) -> Theme:
    if not re.fullmatch(r"[a-z0-9-]+", name):
        raise _Fault("", "a theme's file name may have a-z, 0-9 and - only")
    variables = said.get("variables") or {}
    if not isinstance(variables, dict):
        raise _Fault("variables", "must be a list of names and values")
    for field, value in said.items():
        if field in COLOURS:
            _check_colour(field, value)
        elif field in _FLAGS:
            if not isinstance(value, bool):
                raise _Fault(field, "must be true or false")
        elif field != "variables":
            raise _Fault(
                str(field), f"no such field; there are {', '.join((*COLOURS, *_FLAGS, 'variables'))}"
            )
    if "primary" not in said:
        raise _Fault("primary", "is missing: a theme needs at least this colour")
    given = {field: said[field] for field in (*COLOURS, *_FLAGS) if field in said}
    known = _known_variables(bool(said.get("ansi")), bool(said.get("dark", True)))
    for variable, value in variables.items():
        _check_variable(str(variable), value, known)
    base = known if said.get("ansi") else {}
    return Theme(name=name, variables=base | {str(k): str(v) for k, v in variables.items()}, **given)


def _known_variables(ansi: bool, dark: bool) -> dict[str, str]:
    """The variables that a theme may set, with what they are if it does not.

    For a theme of the terminal's colours they have to be set, since Textual derives no colours from those.
    """
    if ansi:
        return dict(BUILTIN_THEMES["ansi-dark" if dark else "ansi-light"].variables)
    return Theme(name="", primary="#808080").to_color_system().generate()


def _check_variable(name: str, value: Any, known: dict[str, str]) -> None:
    if name not in known and name != "border":
        raise _Fault(name, "no such variable; see Textual's list of theme variables")
    if not isinstance(value, str):
        raise _Fault(name, "must be in quotes, such as '#335577' or 'bold'")
    if name.endswith(("-style", "-style-hover")):
        if not set(value.split()) <= _STYLES:
            raise _Fault(
                name, f"{value!r} is no text style; write bold, italic, underline, reverse, dim or none"
            )
    elif not re.fullmatch(r"auto( \d{1,3}%)?", value):
        _check_colour(name, re.sub(r" \d{1,3}%$", "", value))


def _check_colour(field: str, value: Any) -> None:
    if not isinstance(value, str):
        raise _Fault(field, "must be a colour in quotes, such as '#335577'")
    try:
        Color.parse(value)
    except ColorParseError:
        raise _Fault(field, f"{value!r} is no colour; write '#335577', a CSS name or ansi_blue") from None


def _line(file: Path, field: str) -> int:
    """On which line a field stands, counted from 1; 0 if on none."""
    lines = file.read_text(encoding="utf-8").splitlines()
    return next((n for n, line in enumerate(lines, 1) if field and line.lstrip().startswith(f"{field}:")), 0)
