"""Front matter: what a Markdown file says of itself above its text, in YAML (`---`) or TOML (`+++`)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from tui.formats.fields import Field, read_fields
from tui.model import Problem, visible

SAID = "front matter"
_FENCES = {"---": ("---", "..."), "+++": ("+++",)}
_LONGEST = 65536
# A dotted key is a table in a table; a line of ten thousand dots takes gigabytes.
_DOTS = 200
# Our name for a field, then those that Hugo, Jekyll, Pandoc and others use for it, the surest first.
NAMES = {
    "title": ("title",),
    "authors": ("authors", "author", "byline", "creator"),
    "organization": ("organization", "organisation", "publisher"),
    "about": ("about",),
    "published": ("published", "date", "pubdate", "publishdate", "publish_date", "issuedate"),
    "source": ("source", "url", "canonical_url", "canonical"),
    "language": ("language", "lang", "locale"),
    "note": ("note",),
}
# `title: Trotsky: a life` without quotes: no YAML, and common.
_BARE_COLON = re.compile(
    r"^([\w-]+):[ \t]+([^\s\"'\[{&*!|>#%@`-][^\n]*?: [^\n]*?|[^\s\"'\[{&*!|>#%@`-][^\n]*:)[ \t]*$",
    re.MULTILINE,
)


def split(text: str) -> tuple[str, str, int]:
    """The front matter's fence, its text, and where the article's own text begins; `("", "", 0)` where there is none.

    A fence that is never closed is no front matter: the whole is the article's text.
    """
    start = len(text) - len(text.lstrip("\ufeff\n \t"))
    fence = text[start : start + 3]
    if fence not in _FENCES or text[start + 3 : start + 4].strip(" \t\r") not in ("", "\n"):
        return "", "", 0
    first = text.find("\n", start)
    if first < 0:
        return "", "", 0
    at = first + 1
    while at < len(text) and at - first < _LONGEST:
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        if text[at:end].rstrip() in _FENCES[fence]:
            return fence, text[first + 1 : at], min(end + 1, len(text))
        at = end + 1
    return "", "", 0


def read_front_matter(
    fence: str, text: str, file: str, before: int
) -> tuple[dict[str, Field], list[Problem]]:
    """The fields that the catalogue knows, under its own names, and what is wrong; `before` counts the lines above."""
    if fence == "+++":
        whole, problems = _toml(text, file, before)
    else:
        whole, problems = read_fields(text, file, SAID, before)
        if problems and whole.value is None:
            mended, others = read_fields(_BARE_COLON.sub(_quoted, text), file, SAID, before)
            if not others:
                whole, problems = mended, others
    if not isinstance(whole.value, dict):
        if whole.value is not None:
            problems.append(Problem(file, "front matter must be `name: value` lines", before + 1))
        return {}, problems
    return renamed(whole.value), problems


def renamed(fields: Mapping[str, Field]) -> dict[str, Field]:
    """The fields under the catalogue's names; of several for the same the surest one that says something."""
    lower = {name.lower(): field for name, field in reversed(list(fields.items()))}
    known: dict[str, Field] = {}
    for name, aliases in NAMES.items():
        for alias in aliases:
            field = lower.get(alias)
            if field is not None and field.value not in (None, "", [], {}):
                known[name] = field
                break
    return known


def _quoted(match: re.Match[str]) -> str:
    value = match[2].replace("'", "''")
    return f"{match[1]}: '{value}'"


def _toml(text: str, file: str, before: int) -> tuple[Field, list[Problem]]:
    import tomllib

    try:
        if any(line.count(".") > _DOTS for line in text.split("\n")):
            raise RecursionError
        return _field(tomllib.loads(text)), []
    except tomllib.TOMLDecodeError as error:
        reason = str(error)
    except RecursionError:
        reason = "nested too deeply"
    except ValueError:
        reason = "a number is too long"
    return Field(None, said=SAID), [Problem(file, f"TOML: {reason}", before + 1)]


def _field(value: object) -> Field:
    if isinstance(value, dict):
        return Field({visible(str(name)): _field(item) for name, item in value.items()}, said=SAID)
    if isinstance(value, list):
        return Field([_field(item) for item in value], said=SAID)
    return Field(visible(str(value)), said=SAID)
