"""The languages whose dates are known: a YAML file each."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

from tui.dates.language import Language

_FOLDER = Path(__file__).parent
# The codes of ISO 639-2, which libraries catalogue by, of the languages that the press of Europe is written in.
_OF_THREE_LETTERS = dict(
    re.findall(
        r"(\w{3}) (\w\w)",
        "bul bg, cat ca, ces cs, cze cs, dan da, deu de, dut nl, ell el, eng en, fin fi, fra fr, fre fr, ger de, gre el, hun hu, "
        "ita it, nld nl, nor no, pol pl, por pt, ron ro, rum ro, rus ru, slk sk, slo sk, slv sl, spa es, srp sr, swe sv, tur tr, "
        "ukr uk, yid yi",
    )
)


def load(tag: str) -> Language:
    """The language by its ISO 639 code, or by a tag that begins with it ("de-AT", "fr_FR"); a dialect is read as its
    language. Raises `LookupError` if there is no file for it."""
    code = tag.replace("_", "-").partition("-")[0].lower()
    code = _OF_THREE_LETTERS.get(code, code)
    if code not in codes():
        raise LookupError(f"no dates for the language {tag!r}: there are {', '.join(codes())}")
    return _load(code)


@cache
def _load(code: str) -> Language:
    tables = _read(_FOLDER / f"{code}.yaml")
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


@cache
def codes() -> tuple[str, ...]:
    """The codes of the languages that there are files for."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.yaml")))
