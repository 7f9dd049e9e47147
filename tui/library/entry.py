"""The catalogue's entry of an article: what the sidecar says goes before the front matter, that before the text and the folder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TypeVar

from tui.formats import NAMES, Draft, Field, renamed
from tui.library.register import UNDECLARED, Register
from tui.library.values import date_of, names_of, text_of
from tui.model import Article, Interval, Organization, Problem, visible

SIDECAR = "sidecar"

# Where the user says something of an article: what a page says of itself is not meant for the collection.
_WRITTEN = (SIDECAR, "front matter")
Value = TypeVar("Value")


@dataclass(slots=True)
class Entry:
    """An article, what is wrong in its description, and the organizations it names that nobody has declared."""

    article: Article
    problems: list[Problem] = field(default_factory=list)
    undeclared: list[Organization] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Sidecar:
    """What `<file>.yaml` says, under the catalogue's names."""

    file: str
    fields: Mapping[str, Field] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    @classmethod
    def of(cls, whole: Field, problems: list[Problem], file: str) -> Sidecar:
        """Take the fields that are known, and tell the others."""
        if not isinstance(whole.value, dict):
            if whole.value is not None:
                problems = [*problems, Problem(file, "must be `name: value` lines", whole.line or 1)]
            return cls(file, {}, tuple(problems))
        known = {alias for aliases in NAMES.values() for alias in aliases}
        hint = f"the fields are {', '.join(NAMES)}"
        strange = [
            Problem(file, "is no field of an article", item.line, name, hint)
            for name, item in whole.value.items()
            if name.lower() not in known
        ]
        return cls(file, renamed(whole.value), (*problems, *strange))


def make_entry(key: str, draft: Draft, sidecar: Sidecar, format: str, register: Register) -> Entry:
    """Lay together what is said of the article; `key` is its own, its file's before any `#`."""
    return _Maker(key, draft, sidecar, register).entry(format)


class _Maker:
    """Reads field after field, and keeps where each stands and what is wrong."""

    def __init__(self, key: str, draft: Draft, sidecar: Sidecar, register: Register) -> None:
        self._key = key
        self._file = key.removesuffix(f"#{draft.part}") if draft.part else key
        self._draft = draft
        self._register = register
        self._fields = {name: (field, self._file) for name, field in draft.fields.items()}
        self._fields |= {name: (field, sidecar.file) for name, field in sidecar.fields.items()}
        self._said: dict[str, str] = {}
        self._problems = [*sidecar.problems, *draft.problems]
        self._undeclared: dict[str, Organization] = {}

    def entry(self, format: str) -> Entry:
        """The entry of an article that was read in `format`."""
        article = Article(
            key=self._key,
            title=self._title(),
            organization=self._organization(),
            about=self._about(),
            authors=self._names("authors"),
            published=self._date("published"),
            source=self._text("source"),
            language=self._text("language"),
            note=self._text("note"),
            format=format,
            said=self._said,
        )
        return Entry(article, self._problems, list(self._undeclared.values()))

    def _title(self) -> str:
        if title := self._text("title"):
            return title
        opening = self._draft.opening
        if opening is None or not isinstance(opening.value, str):
            self._said["title"] = "file name"
            return visible(PurePosixPath(self._key).stem, lines=False)
        self._said["title"] = opening.said
        return opening.value

    def _organization(self) -> str:
        """What the user wrote, then a declared name that the page has, a declared folder, the page's own word, any folder."""
        folder = folder_organization(self._file, self._register)
        if name := self._text("organization"):
            written = self._said["organization"] in _WRITTEN
            if written or self._register.resolve(name) or folder not in self._register.organizations:
                key = self._keyed("organization", name)
                if key is not None:
                    return key
            del self._said["organization"]
        if folder:
            self._said["organization"] = "folder"
        return folder

    def _about(self) -> tuple[str, ...]:
        keys = (self._keyed("about", name) for name in self._names("about"))
        return tuple(dict.fromkeys(key for key in keys if key is not None))

    def _keyed(self, field_name: str, name: str) -> str | None:
        """The key of the organization that goes by the name; one that nobody declared stands under its own name."""
        keys = self._register.resolve(name)
        if len(keys) == 1:
            return keys[0]
        if keys:
            self._tell(field_name, f"{name!r} can be {' or '.join(keys)}", "write the key")
            return None
        self._tell(field_name, f"{name!r} is no organization of this collection", UNDECLARED)
        self._undeclared[name] = Organization(name, name)
        return name

    def _tell(self, name: str, what: str, hint: str) -> None:
        field, file = self._fields[name]
        self._problems.append(Problem(file, what, field.line, name, hint))

    def _text(self, name: str) -> str:
        if name not in self._fields:
            return ""
        field, file = self._fields[name]
        return self._kept(name, text_of(field, file, name, self._problems))

    def _names(self, name: str) -> tuple[str, ...]:
        if name not in self._fields:
            return ()
        field, file = self._fields[name]
        return self._kept(name, names_of(field, file, name, self._problems))

    def _date(self, name: str) -> Interval | None:
        if name not in self._fields:
            return None
        field, file = self._fields[name]
        return self._kept(name, date_of(field, file, name, self._problems))

    def _kept(self, name: str, value: Value) -> Value:
        """Note where a value that says something stands."""
        if value:
            self._said[name] = self._fields[name][0].said
        return value


def folder_organization(file: str, register: Register) -> str:
    """The organization that a file's folder stands for: the nearest folder above it that is declared, else the one it is in.

    Undeclared folders that are only a number (years, months, issues) are passed over where a named one is above them.
    """
    folders = [visible(folder, lines=False) for folder in reversed(PurePosixPath(file).parts[:-1])]
    for folder in folders:
        keys = register.resolve(folder)
        if len(keys) == 1:
            return keys[0]
    return next((folder for folder in folders if not folder.isdigit()), folders[0] if folders else "")
