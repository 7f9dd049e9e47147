"""A YAML file becomes a theme; those that cannot are told, and why."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable
from dataclasses import asdict
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


def load(folders: Iterable[Path], cache: Path | None = None) -> tuple[tuple[Theme, ...], tuple[Problem, ...]]:
    """Read the `*.yaml` of the folders; a later folder's theme takes the place of an earlier one of the same name.

    What was read is kept in the file `cache`, so that the next start reads no YAML; it may be deleted at any time.
    """
    files = [file for folder in folders if folder.is_dir() for file in sorted(folder.glob("*.yaml"))]
    kept = _kept(cache)
    found: dict[str, Theme] = {}
    problems: list[Problem] = []
    said: dict[str, Any] = {}
    for file in files:
        theme = _again(kept.get(str(file)), file) or read(file)
        if isinstance(theme, Problem):
            problems.append(theme)
        else:
            found[theme.name] = theme
            said[str(file)] = {"stamp": _stamp(file), "theme": asdict(theme)}
    if cache is not None and said != kept:
        _keep(cache, said)
    return tuple(found.values()), tuple(problems)


def _stamp(file: Path) -> list[int]:
    about = file.stat()
    return [about.st_mtime_ns, about.st_size]


def _kept(cache: Path | None) -> dict[str, Any]:
    """What was kept of earlier readings; nothing if it cannot be read."""
    try:
        said = json.loads(cache.read_text(encoding="utf-8")) if cache else {}
    except (OSError, ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def _again(kept: Any, file: Path) -> Theme | None:
    """The theme as it was kept, if the file is as it was."""
    try:
        return Theme(**kept["theme"]) if kept["stamp"] == _stamp(file) else None
    except (OSError, TypeError, KeyError):
        return None


def _keep(cache: Path, said: dict[str, Any]) -> None:
    draft = cache.with_suffix(f".{os.getpid()}.new")
    try:
        cache.parent.mkdir(parents=True, exist_ok=True)
        draft.write_text(json.dumps(said), encoding="utf-8")
        draft.replace(cache)
    except OSError:
        # A cache that cannot be written costs the next start a few milliseconds, and nothing else.
        draft.unlink(missing_ok=True)


def read(file: Path) -> Theme | Problem:
    """Read one theme; its name is the file's, without `.yaml`."""
    try:
        text = file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return Problem(str(file), "cannot be read: it is not UTF-8")
    except OSError as error:
        return Problem(str(file), f"cannot be read: {error.strerror}")
    import yaml

    try:
        said = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        what = f"is no YAML: {getattr(error, 'problem', None) or 'not understood'}"
        return Problem(str(file), what, mark.line + 1 if mark else 0)
    if not isinstance(said, dict):
        return Problem(str(file), "must be a list of colours such as `primary: '#335577'`", 1)
    try:
        return _theme(file.stem, said)
    except _Fault as fault:
        return Problem(str(file), fault.what, _line(text, fault.field), fault.field)


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


def _line(text: str, field: str) -> int:
    """On which line a field stands, counted from 1; 0 if on none."""
    lines = enumerate(text.splitlines(), 1)
    return next((n for n, line in lines if field and line.lstrip().startswith(f"{field}:")), 0)
