"""Fields read as the values that the catalogue needs; what cannot be read so is told and left out."""

from __future__ import annotations

import re

from tui.formats import Field
from tui.model import Certainty, Interval, Problem, Reading, TimexType

_DAY_AND_TIME = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ]\d.*)?")
_KINDS = {list: "a list", dict: "a group of fields"}


def text_of(field: Field, file: str, name: str, problems: list[Problem]) -> str:
    """A text on one line."""
    if field.value is None:
        return ""
    if isinstance(field.value, str):
        return " ".join(field.value.split())
    problems.append(Problem(file, f"must be a text, is {_KINDS[type(field.value)]}", field.line, name))
    return ""


def names_of(field: Field, file: str, name: str, problems: list[Problem]) -> tuple[str, ...]:
    """One name, several with `;` between, or a list of names (of which each may be a group with a `name`)."""
    if field.value is None:
        return ()
    if isinstance(field.value, str):
        return tuple(part for part in (" ".join(part.split()) for part in field.value.split(";")) if part)
    if isinstance(field.value, dict):
        if "name" in field.value:
            return names_of(field.value["name"], file, name, problems)
        problems.append(
            Problem(file, "must be a name or a list of names, is a group of fields", field.line, name)
        )
        return ()
    names: list[str] = []
    for item in field.value:
        if isinstance(item.value, list):
            problems.append(Problem(file, "must be a list of names, has a list in it", item.line, name))
        elif isinstance(item.value, str):
            names.append(" ".join(item.value.split()))
        else:
            names.extend(names_of(item, file, name, problems))
    return tuple(dict.fromkeys(name for name in names if name))


def date_of(field: Field, file: str, name: str, problems: list[Problem]) -> Interval | None:
    """An EDTF date; a day with a time of day, or with `/` between its parts, is understood too.

    Front matter was not written for us: there a date in words is read as one.
    """
    text = text_of(field, file, name, problems)
    if not text:
        return None
    match = _DAY_AND_TIME.fullmatch(text)
    try:
        return Interval.parse(f"{match[1]}-{match[2]:0>2}-{match[3]:0>2}" if match else text)
    except ValueError as error:
        if field.said == "front matter" and (interval := _in_words(text)):
            return interval
        problems.append(
            Problem(file, str(error), field.line, name, "write 1932-05-14, 1932-05 or 1932, or leave it out")
        )
        return None


def _in_words(text: str) -> Interval | None:
    """The date that the words state, if they are one date and hardly anything else."""
    from tui.dates import chronology

    stated = [
        timex
        for timex in chronology(Reading(text)).timexes
        if timex.interval is not None and timex.certainty is Certainty.STATED and timex.type is TimexType.DATE
    ]
    if len(stated) != 1 or 2 * len(stated[0].words) < len(text):
        return None
    return stated[0].interval
