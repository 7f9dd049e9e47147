"""Which column of a dump holds what: the field mapping of JSONL and CSV files.

    fields:
      title: headline
      text: [body, abstract]
      published: meta.date

In `collection.yaml`: on the left the catalogue's name of a field, on the right the dump's; a dot leads into a group of JSON, of
a list the first that says something is taken. What is not mapped is found under the usual names.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tui.formats.draft import Draft, Unreadable
from tui.formats.fields import Field
from tui.formats.front_matter import NAMES
from tui.model import Problem, Reading, visible

TEXT = (
    "text",
    "body",
    "content",
    "fulltext",
    "full_text",
    "article",
    "content_html",
    "body_html",
    "html",
    "plaintext",
    "raw_text",
)
ID = ("id", "key", "uid", "guid", "doc_id", "slug", "_id", "identifier", "doi", "page_id")
_USUAL: Mapping[str, tuple[str, ...]] = {
    **NAMES,
    "title": (*NAMES["title"], "headline", "heading", "name"),
    "published": (
        *NAMES["published"],
        "published_at",
        "publication_date",
        "date_published",
        "datepublished",
        "created_at",
        "year",
    ),
    "source": (*NAMES["source"], "link", "permalink", "uri"),
    "organization": (*NAMES["organization"], "journal", "newspaper", "periodical", "site_name"),
    "text": TEXT,
    "id": ID,
}
_MOST_PROBLEMS = 20
_MOST_RECORDS = 100_000
_HTML = ("</p>", "<br", "</div>", "<p>", "</h1>", "</h2>", "</blockquote>")


@dataclass(frozen=True, slots=True)
class Columns:
    """The names under which a dump has the catalogue's fields, `text` and `id`; others are found under the usual ones."""

    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def of(self, name: str) -> tuple[str, ...]:
        """The dump's names of one of our fields, the surest first."""
        return self.names.get(name) or _USUAL[name]


def read_columns(mapping: Field, file: str) -> tuple[Columns, list[Problem]]:
    """The mapping that a `fields:` block of `collection.yaml` gives, and what is wrong in it."""
    problems: list[Problem] = []
    if mapping.value is None:
        return Columns(), problems
    if not isinstance(mapping.value, dict):
        return Columns(), [Problem(file, "must be `our name: their name` lines", mapping.line, "fields")]
    names: dict[str, tuple[str, ...]] = {}
    for name, item in mapping.value.items():
        theirs = [each.value for each in item.value] if isinstance(item.value, list) else [item.value]
        if name not in _USUAL:
            hint = f"the fields are {', '.join(_USUAL)}"
            problems.append(Problem(file, "is no field of an article", item.line, f"fields: {name}", hint))
        elif texts := tuple(each for each in theirs if isinstance(each, str)):
            names[name] = texts
        else:
            problems.append(
                Problem(
                    file, "must be the name of a column, or a list of names", item.line, f"fields: {name}"
                )
            )
    return Columns(names), problems


class Records:
    """Turns the records of one file into drafts."""

    def __init__(self, name: str, columns: Columns, said: str) -> None:
        """Take the file's name, its columns, and how a field's place is told ("JSON")."""
        self.drafts: list[Draft] = []
        self._name = name
        self._columns = columns
        self._said = said
        self._parts: set[str] = set()
        self._problems: list[Problem] = []
        self._untold = 0
        self._textless = 0
        self._too_many = 0

    def take(self, record: Mapping[str, object], line: int) -> None:
        """Take a record that stands on a line of the file."""
        if len(self.drafts) >= _MOST_RECORDS:
            self._too_many += 1
            return
        lower = {name.lower(): name for name in reversed(list(record))}
        text = next(
            (each for each in self._values(record, lower, "text") if isinstance(each, str) and each.strip()),
            None,
        )
        if text is None:
            self._textless += 1
            self.tell("has no text", line)
            return
        reading, known, adapter = self._read(str(text))
        fields = dict(known)
        for name in NAMES:
            value = next(
                (each for each in self._values(record, lower, name) if each not in (None, "", [], {})), None
            )
            if value is not None:
                fields[name] = _field(value, line, self._said)
        self.drafts.append(Draft(reading, fields, part=self._part(record, lower, line), adapter=adapter))

    def tell(self, what: str, line: int) -> None:
        """Tell what is wrong with a line; after many, only how many more there are."""
        if len(self._problems) < _MOST_PROBLEMS:
            self._problems.append(Problem(self._name, what, line))
        else:
            self._untold += 1

    def all(self, before: Sequence[Problem] = ()) -> Sequence[Draft]:
        """The drafts, the problems with the first; raises `Unreadable` where there is no article."""
        if not self.drafts and self._textless:
            usual = ", ".join(self._columns.of("text")[:4])
            raise Unreadable(
                f"has no column of text ({usual}, …); say in collection.yaml which it is: `fields: {{text: NAME}}`"
            )
        if not self.drafts:
            reason = f": line {self._problems[0].line} {self._problems[0].what}" if self._problems else ""
            raise Unreadable(f"holds no article{reason}")
        problems = [*before, *self._problems]
        if self._untold:
            problems.append(Problem(self._name, f"{self._untold} more lines like these"))
        if self._too_many:
            what = f"has {self._too_many} articles more than the {_MOST_RECORDS} that are read of one file"
            problems.append(Problem(self._name, what, hint="split it"))
        first = self.drafts[0]
        self.drafts[0] = Draft(first.reading, first.fields, tuple(problems), first.part, first.adapter)
        return self.drafts

    def _read(self, text: str) -> tuple[Reading, Mapping[str, Field], str]:
        from tui.formats.html import read_piece
        from tui.formats.text import read_plain

        head = text[:5000].lower()
        if any(tag in head for tag in _HTML):
            reading, known, adapter = read_piece(text, self._name)
            if reading.text:
                return reading, known, adapter
        return read_plain(text), {}, ""

    def _values(self, record: Mapping[str, object], lower: Mapping[str, str], name: str) -> list[object]:
        """What the record has under the names of a field."""
        values = []
        for column in self._columns.of(name):
            value: object = record.get(column, record.get(lower.get(column.lower(), column)))
            if value is None and "." in column:
                value = record
                for step in column.split("."):
                    value = value.get(step) if isinstance(value, dict) else None
            values.append(value)
        return values

    def _part(self, record: Mapping[str, object], lower: Mapping[str, str], line: int) -> str:
        """The record's own name, if it is a short one and no other has it, else its line."""
        for value in self._values(record, lower, "id"):
            part = visible(str(value), lines=False).strip() if isinstance(value, str | int) else ""
            if part and len(part) <= 80 and part not in self._parts:
                self._parts.add(part)
                return part
        part = f"line {line}"
        self._parts.add(part)
        return part


def _field(value: object, line: int, said: str, depth: int = 0) -> Field:
    if isinstance(value, dict) and depth < 3:
        items = {
            visible(str(name)): _field(item, line, said, depth + 1)
            for name, item in list(value.items())[:100]
        }
        return Field(items, line, said)
    if isinstance(value, list) and depth < 3:
        return Field([_field(item, line, said, depth + 1) for item in value[:200]], line, said)
    return Field(visible(str(value)[:4000]), line, said)
