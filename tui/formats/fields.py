"""YAML read as plain fields that know their line.

Everything stays text, as it is written: a date that no calendar has, a title `1984` or `no` come through unharmed, and no
YAML tag can make an object. Aliases are refused (a few lines of them can stand for gigabytes), so is deep nesting.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple, TypeAlias

import yaml

from tui.model import Problem, visible

Value: TypeAlias = "str | list[Field] | dict[str, Field] | None"

_DEPTH = 20
_EMPTY = frozenset({"", "~", "null", "Null", "NULL"})
# libyaml where PyYAML was built with it: about ten times as fast.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Field(NamedTuple):
    """A value, the line of the file that it stands on (from 1; 0: none), and where that is: "sidecar", "front matter"…"""

    value: Value
    line: int = 0
    said: str = ""


class _Refused(Exception):
    def __init__(self, what: str, line: int) -> None:
        super().__init__(what)
        self.line = line


def read_fields(text: str, file: str, said: str, before: int = 0) -> tuple[Field, list[Problem]]:
    """The one document of a YAML text as a `Field`, with what is wrong in it.

    `file` names it in problems, `said` is kept in every field, `before` counts the lines above the text in its file. A
    text that cannot be read is an empty field and one problem.
    """
    problems: list[Problem] = []
    try:
        return _document(text, said, before, file, problems), problems
    except _Refused as error:
        problems.append(Problem(file, str(error), error.line))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 + before if mark else 0
        what = error.problem or error.context or "cannot be read"
        hint = "put the value in quotes" if "mapping values" in what else ""
        problems.append(Problem(file, f"YAML: {what}", line, hint=hint))
    except yaml.YAMLError as error:
        reason = str(error).splitlines()[0] if str(error) else "cannot be read"
        problems.append(Problem(file, f"YAML: {reason}"))
    return Field(None, said=said), problems


def _document(text: str, said: str, before: int, file: str, problems: list[Problem]) -> Field:
    """Build from the parser's events, with a stack instead of recursion."""
    whole: list[Field] = []
    stack: list[_Open] = [_Open(whole, 0)]
    for event in _events(text):
        line = event.start_mark.line + 1 + before
        if isinstance(event, yaml.AliasEvent):
            raise _Refused("YAML: aliases (*name) are not read", line)
        if isinstance(event, yaml.DocumentStartEvent) and whole:
            raise _Refused("YAML: holds more than one document", line)
        if isinstance(event, yaml.ScalarEvent):
            plain = event.style in (None, "")
            value = None if plain and event.value in _EMPTY else visible(event.value)
            stack[-1].take(Field(value, line, said), file, problems)
        elif isinstance(event, yaml.CollectionStartEvent):
            if len(stack) > _DEPTH:
                raise _Refused("YAML: nested too deeply", line)
            stack.append(_Open({} if isinstance(event, yaml.MappingStartEvent) else [], line))
        elif isinstance(event, yaml.CollectionEndEvent):
            done = stack.pop()
            stack[-1].take(Field(done.value, done.line, said), file, problems)
    return whole[0] if whole else Field(None, said=said)


def _events(text: str) -> Iterator[Any]:
    return yaml.parse(text, Loader=_LOADER)


class _Open:
    """A list or mapping that is being read."""

    def __init__(self, value: list[Field] | dict[str, Field], line: int) -> None:
        self.value = value
        self.line = line
        self._key: Field | None = None

    def take(self, field: Field, file: str, problems: list[Problem]) -> None:
        """Add a value; in a mapping every second one is a key, and of two equal keys the first holds."""
        if isinstance(self.value, list):
            self.value.append(field)
            return
        if self._key is None:
            self._key = field
            return
        key, self._key = self._key, None
        if not isinstance(key.value, str):
            problems.append(Problem(file, "YAML: a name must be plain text", key.line))
        elif key.value in self.value:
            problems.append(Problem(file, "stands here twice; the first holds", key.line, key.value))
        else:
            self.value[key.value] = field
