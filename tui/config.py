"""What the user has set: `config.yaml` in the configuration folder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from tui.model import Problem

FILE = "config.yaml"


@dataclass(frozen=True, slots=True)
class Config:
    """The settings.

    `theme` is the name of a theme; `mouse` whether the mouse is used; `ascii` whether lines are drawn with ASCII
    characters; `resume` whether a collection opens where one was; `keys` other keys for commands, by their ids.
    """

    theme: str = "lamp"
    mouse: bool = True
    ascii: bool = False
    resume: bool = True
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


SETTINGS: tuple[str, ...] = ("theme", "mouse", "ascii", "resume", "keys")


def load(folder: Path) -> tuple[Config, tuple[Problem, ...]]:
    """Read the settings of a folder; what cannot be taken is told and left at its default, and nothing is raised."""
    file = folder / FILE
    try:
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Config(), ()
    except (OSError, UnicodeDecodeError) as error:
        return Config(), (Problem(str(file), f"cannot be read: {_why(error)}", hint="the defaults are used"),)
    import yaml

    try:
        said = yaml.safe_load(text)
        lines = _lines(yaml.compose(text, Loader=yaml.SafeLoader))
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        what = f"is no YAML: {getattr(error, 'problem', None) or 'not understood'}"
        return Config(), (
            Problem(str(file), what, mark.line + 1 if mark else 0, hint="the defaults are used"),
        )
    if said is None:
        return Config(), ()
    if not isinstance(said, dict):
        return Config(), (Problem(str(file), "must be a list of settings such as `theme: paper`", 1),)
    return _take(said, lines, str(file))


def _take(said: dict[Any, Any], lines: Mapping[str, int], file: str) -> tuple[Config, tuple[Problem, ...]]:
    config, problems = Config(), []
    for name, value in said.items():
        try:
            config = _set(config, str(name), value)
        except ValueError as fault:
            problems.append(
                Problem(file, str(fault), lines.get(str(name), 0), str(name), "the default is used")
            )
    return config, tuple(problems)


def _set(config: Config, name: str, value: Any) -> Config:
    match name, value:
        case "theme", str():
            return replace(config, theme=value)
        case "mouse", bool():
            return replace(config, mouse=value)
        case "ascii", bool():
            return replace(config, ascii=value)
        case "resume", bool():
            return replace(config, resume=value)
        case "keys", dict():
            return replace(config, keys={str(id): _keys(str(id), keys) for id, keys in value.items()})
        case ("theme", _):
            raise ValueError("must be the name of a theme")
        case ("mouse" | "ascii" | "resume", _):
            raise ValueError("must be true or false")
        case ("keys", _):
            raise ValueError("must be a list of commands and their keys, such as `find: /`")
        case _:
            raise ValueError(f"no such setting; there are {', '.join(SETTINGS)}")


def _keys(id: str, keys: Any) -> tuple[str, ...]:
    listed = keys if isinstance(keys, list) else [keys]
    if not all(
        isinstance(key, str | int) and not isinstance(key, bool) and str(key).strip() for key in listed
    ):
        raise ValueError(f"{id}: must be a key or a list of keys; put signs such as ? or : in quotes")
    return tuple(str(key) for key in listed)


def _lines(node: Any) -> dict[str, int]:
    """On which line each setting stands, counted from 1."""
    import yaml

    if not isinstance(node, yaml.MappingNode):
        return {}
    return {str(key.value): key.start_mark.line + 1 for key, _ in node.value}


def _why(error: OSError | UnicodeDecodeError) -> str:
    return "it is not UTF-8" if isinstance(error, UnicodeDecodeError) else (error.strerror or str(error))
