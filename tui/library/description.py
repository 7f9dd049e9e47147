"""What a collection says of itself: `organizations.yaml`, its own named days in `days.yaml`, and how its dumps are laid out in `collection.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tui.formats import Columns, Unreadable, read_columns, read_fields, strangers
from tui.formats.encoding import decode
from tui.formats.fields import Field
from tui.library.files import (
    COLLECTION,
    DAYS,
    LONGEST_DESCRIPTION,
    ORGANIZATIONS,
    Refused,
    read_bytes,
    reason,
)
from tui.library.organizations import read_register
from tui.library.register import Register
from tui.model import Problem


@dataclass(slots=True)
class Description:
    """The organizations, the named days, the columns of dumps, and what is wrong with them."""

    register: Register = field(default_factory=Register)
    columns: Columns = field(default_factory=Columns)
    days: Mapping[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def read_description(root: Path) -> Description:
    """Read the three files; to have none is no mistake."""
    told = Description(problems=list(strangers().problems))
    if (text := _text(root, ORGANIZATIONS, told.problems)) is not None:
        told.register, problems = read_register(text, ORGANIZATIONS)
        told.problems += problems
    if (text := _text(root, COLLECTION, told.problems)) is not None:
        _read_collection(text, told)
    if (text := _text(root, DAYS, told.problems)) is not None:
        _read_days(text, told)
    return told


def _read_collection(text: str, told: Description) -> None:
    for name, item in _named(text, COLLECTION, "name: value", told).items():
        if name == "fields":
            told.columns, problems = read_columns(item, COLLECTION)
            told.problems += problems
        else:
            what = "says nothing of a collection"
            told.problems.append(Problem(COLLECTION, what, item.line, name, "the only field is fields"))


def _read_days(text: str, told: Description) -> None:
    from tui.dates import own_day

    days = {}
    for name, item in _named(text, DAYS, "name: date", told).items():
        hint = "write 1914-08-02, 1914-08, 1914, or --08-02 for a day of every year"
        if not isinstance(item.value, str):
            told.problems.append(Problem(DAYS, "must be an EDTF date", item.line, name, hint))
            continue
        try:
            own_day(name, item.value)
        except ValueError as fault:
            told.problems.append(Problem(DAYS, str(fault), item.line, name, hint))
        else:
            days[name] = item.value
    told.days = days


def _named(text: str, file: str, form: str, told: Description) -> dict[str, Field]:
    """The fields of a file by their names; none, and a problem, where it is not made of such lines."""
    whole, problems = read_fields(text, file, "")
    told.problems += problems
    if isinstance(whole.value, dict):
        return whole.value
    if whole.value is not None:
        told.problems.append(Problem(file, f"must be `{form}` lines", whole.line or 1))
    return {}


def _text(root: Path, name: str, problems: list[Problem]) -> str | None:
    try:
        return decode(read_bytes(root / name, LONGEST_DESCRIPTION))[0]
    except FileNotFoundError:
        return None
    except (OSError, Unreadable, Refused) as error:
        problems.append(Problem(name, reason(error)))
        return None
