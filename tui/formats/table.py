"""The table of formats."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

from tui.formats.columns import Columns
from tui.formats.draft import Draft, Unreadable
from tui.formats.names import date_of_name
from tui.model import Problem, visible

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUP = "polemics.formats"


class Format(NamedTuple):
    """A format: its name, the endings of its files, and the module whose `read` reads it (imported when first used).

    Of a format with `columns`, `collection.yaml` says which holds what. A file of one with `rows` holds any number of
    articles.
    """

    name: str
    endings: tuple[str, ...]
    module: str
    columns: bool = False
    rows: bool = False

    def read(self, data: bytes, name: str, columns: Columns | None = None) -> Sequence[Draft]:
        """The articles in the bytes of a file called `name`; raises `Unreadable` where they are none of this format.

        `name` is the file's path in the collection: a date that it states is kept where the file itself says none.
        """
        read: Callable[..., Sequence[Draft]] = import_module(self.module).read
        try:
            drafts = read(data, name, columns) if self.columns and columns else read(data, name)
        except (Unreadable, MemoryError):
            raise
        except Exception as error:  # one file, or one stranger's reader, must not end the others
            reason = visible(f"{type(error).__name__}: {error}", lines=False)
            raise Unreadable(f"the reader of {self.name} files failed on it ({reason})") from error
        date = date_of_name(name)
        if date is None:
            return drafts
        return [
            draft
            if "published" in draft.fields
            else replace(draft, fields={**draft.fields, "published": date})
            for draft in drafts
        ]


FORMATS = (
    Format("text", (".txt", ".text"), "tui.formats.text"),
    Format("markdown", (".md", ".markdown", ".mdown", ".mkd"), "tui.formats.markdown"),
    Format("html", (".html", ".htm", ".xhtml"), "tui.formats.html"),
    Format("epub", (".epub",), "tui.formats.epub"),
    Format("pdf", (".pdf",), "tui.formats.pdf"),
    Format("feed", (".rss", ".atom"), "tui.formats.feed", rows=True),
    Format("jsonl", (".jsonl", ".ndjson"), "tui.formats.jsonl", columns=True, rows=True),
    Format("csv", (".csv", ".tsv"), "tui.formats.csv", columns=True, rows=True),
    Format("tei", (".tei",), "tui.formats.tei"),
    Format("xml", (".xml",), "tui.formats.xml", rows=True),
)


class Strangers(NamedTuple):
    """The formats of other packages, and what was wrong with those that are passed over."""

    formats: tuple[Format, ...]
    problems: tuple[Problem, ...]


@cache
def strangers() -> Strangers:
    """The formats that installed packages offer in the entry point group `polemics.formats`, asked for when first needed.

    Such an entry has the format's name and leads to a module like ours: `ENDINGS` (".djvu", …) and `read(data, name)`. One that
    cannot be loaded, or whose ending is taken, is told and passed over.
    """
    from importlib.metadata import entry_points

    formats: list[Format] = []
    problems: list[Problem] = []
    taken = {ending: each.name for each in FORMATS for ending in each.endings}
    for point in entry_points(group=GROUP):
        try:
            format = _format_at(point)
        except Exception as error:  # a stranger's package can raise anything
            what = f"cannot be used ({type(error).__name__}: {visible(str(error), lines=False)})"
            problems.append(Problem(f"format {point.name} of {point.value}", what))
            continue
        clash = next((ending for ending in format.endings if ending in taken), None)
        if clash is not None:
            what = f"reads {clash} files, which the format {taken[clash]} does already"
            problems.append(Problem(f"format {point.name} of {point.value}", what))
            continue
        taken.update(dict.fromkeys(format.endings, format.name))
        formats.append(format)
    return Strangers(tuple(formats), tuple(problems))


def format_of(name: str) -> Format | None:
    """The format that a file's name promises, `None` if it is none of ours and none of a stranger's."""
    if "." not in name:
        return None
    ending = "." + name.rpartition(".")[2].lower()
    return _BY_ENDING.get(ending) or _strangers_by_ending().get(ending)


_BY_ENDING = {ending: format for format in FORMATS for ending in format.endings}


@cache
def _strangers_by_ending() -> dict[str, Format]:
    return {ending: format for format in strangers().formats for ending in format.endings}


def _format_at(point: EntryPoint) -> Format:
    module = point.load()
    endings = tuple(module.ENDINGS)
    if not all(isinstance(each, str) and each.startswith(".") for each in endings):
        raise TypeError("ENDINGS must be texts such as '.djvu'")
    if not callable(module.read):
        raise TypeError("read must be a function")
    return Format(point.name, tuple(each.lower() for each in endings), point.module)
