"""Reads `organizations.yaml`."""

from __future__ import annotations

from collections.abc import Mapping

from tui.formats import Field, read_fields
from tui.library.register import MOST_NAMES, Register
from tui.library.values import date_of, names_of, text_of
from tui.model import Organization, Problem

_FIELDS = ("name", "aliases", "organs", "parent", "founded", "dissolved", "note")


def read_register(text: str, file: str) -> tuple[Register, list[Problem]]:
    """Read `organizations.yaml`: `key: {name, …}` entries, or a list of entries with a `key`; the faulty are told and left out."""
    whole, problems = read_fields(text, file, "")
    register = Register()
    entries = _entries(whole, file, problems)
    for key, entry in entries:
        if not isinstance(entry.value, dict) and entry.value is not None:
            problems.append(Problem(file, "must be `name: value` lines", entry.line, key))
        elif key in register.organizations:
            problems.append(Problem(file, "stands here twice; the first holds", entry.line, key))
        else:
            register.add(_organization(key, entry.value or {}, file, problems))
    if register.names > MOST_NAMES:
        what = f"has {register.names:,} names; the texts are searched for {MOST_NAMES:,} of them"
        problems.append(Problem(file, what))
    for key, entry in entries:
        parent = entry.value.get("parent") if isinstance(entry.value, dict) else None
        if parent and isinstance(parent.value, str) and parent.value not in register.organizations:
            what = f"no organization has the key {parent.value!r}"
            problems.append(Problem(file, what, parent.line, f"{key}: parent"))
    return register, problems


def _entries(whole: Field, file: str, problems: list[Problem]) -> list[tuple[str, Field]]:
    if isinstance(whole.value, dict):
        return list(whole.value.items())
    if not isinstance(whole.value, list):
        if whole.value is not None:
            problems.append(
                Problem(file, "must hold an entry an organization, `key:` and its fields below", 1)
            )
        return []
    entries = []
    for entry in whole.value:
        key = entry.value.get("key") if isinstance(entry.value, dict) else None
        if key is not None and isinstance(key.value, str) and isinstance(entry.value, dict):
            rest = {name: item for name, item in entry.value.items() if name != "key"}
            entries.append((key.value, entry._replace(value=rest)))
        else:
            problems.append(Problem(file, "an entry of the list has no `key`", entry.line))
    return entries


def _organization(key: str, fields: Mapping[str, Field], file: str, problems: list[Problem]) -> Organization:
    for name, item in fields.items():
        if name not in _FIELDS:
            hint = f"the fields are {', '.join(_FIELDS)}"
            problems.append(
                Problem(file, "is no field of an organization", item.line, f"{key}: {name}", hint)
            )
    told = {name: (item, file, f"{key}: {name}", problems) for name, item in fields.items()}

    def text(name: str) -> str:
        return text_of(*told[name]) if name in told else ""

    def date(name: str) -> str:
        interval = date_of(*told[name]) if name in told else None
        return interval.edtf if interval else ""

    return Organization(
        key,
        text("name") or key,
        names_of(*told["aliases"]) if "aliases" in told else (),
        names_of(*told["organs"]) if "organs" in told else (),
        text("parent"),
        date("founded"),
        date("dissolved"),
        text("note"),
    )
