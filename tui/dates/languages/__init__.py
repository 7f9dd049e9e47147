"""The languages whose dates are known: a YAML file each."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from tui.dates.language import Language

_FOLDER = Path(__file__).parent


@cache
def load(code: str) -> Language:
    """The language by its ISO 639 code; raises `LookupError` if there is no file for it."""
    path = _FOLDER / f"{code}.yaml"
    if not code.isalpha() or not path.is_file():
        known = ", ".join(codes())
        raise LookupError(f"no dates for the language {code!r}: there are {known}")
    tables = _read(path)
    return Language(code, tables["title"], tables)


def _read(path: Path) -> dict[str, Any]:
    """The file's tables; "on", "no" and "yes" are words in them."""
    import yaml

    class Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
        pass

    Loader.yaml_implicit_resolvers = {
        first: [
            (tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool" or first in "tfTF"
        ]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }
    tables: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=Loader)  # noqa: S506 (a safe loader)
    return tables


def codes() -> tuple[str, ...]:
    """The codes of the languages that there are files for."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.yaml")))
