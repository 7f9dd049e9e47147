"""`polemics list`: the articles of a collection."""

from __future__ import annotations

from argparse import Namespace, _SubParsersAction
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tui.cli import COMMANDS, NOTHING, OK
from tui.cli.output import add_format, tell, write_csv, write_json, write_lines
from tui.cli.parser import add_collection
from tui.cli.where import collection_at
from tui.library import Library
from tui.model import Article, CollectionError, Problem

COLUMNS = (
    *(
        "key",
        "title",
        "authors",
        "organization",
        "about",
        "published",
        "source",
        "language",
        "format",
        "note",
    ),
)

# The first articles are looked at for the widths of the columns; one key may be as long as a path.
_SAMPLE = 10_000
_WIDEST = 60


def add(subparsers: _SubParsersAction[Any]) -> None:
    """Add the command to the parser."""
    parser = subparsers.add_parser(
        "list",
        help=COMMANDS["list"],
        description="List the articles: key, publication date, organization, title. Exit code 1 where there are none.",
    )
    add_collection(parser)
    parser.add_argument(
        "--organization", metavar="NAME", help="only those by it and on it (its key, name, alias or organ)"
    )
    add_format(parser)


def run(args: Namespace) -> int:
    """Print the articles."""
    library = collection_at(args.collection)
    articles = library.articles(_organization(library, args.organization))
    if args.format == "json":
        write_json(map(row, articles))
    elif args.format == "csv":
        write_csv(map(row, articles), COLUMNS)
    else:
        write_lines(_lines(library, articles))
    tell(library.problems)
    return OK if articles else NOTHING


def row(article: Article) -> dict[str, Any]:
    """An article as a record; `said` tells where each field stands."""
    return {
        "key": article.key,
        "title": article.title,
        "authors": article.authors,
        "organization": article.organization,
        "about": article.about,
        "published": article.published.edtf if article.published else None,
        "source": article.source,
        "language": article.language,
        "format": article.format,
        "note": article.note,
        "said": dict(article.said),
    }


def _organization(library: Library, name: str | None) -> str | None:
    if not name:
        return name
    organization = library.organization(name)
    if organization is None:
        raise CollectionError(Problem(str(library.root), f"knows no organization {name!r}"))
    return organization.key


def _lines(library: Library, articles: Sequence[Article]) -> Iterator[str]:
    names = {shelf.key: shelf.organization.short for shelf in library.organizations() if shelf.organization}
    widths = [
        min(_WIDEST, max(map(len, column)))
        for column in zip(*(_cells(a, names) for a in articles[:_SAMPLE]), strict=True)
    ]
    for article in articles:
        cells = zip(_cells(article, names), widths, strict=True)
        yield "  ".join([*(cell.ljust(width) for cell, width in cells), article.title])


def _cells(article: Article, names: Mapping[str, str]) -> tuple[str, str, str]:
    when = article.published.words if article.published else "undated"
    return article.key, when, names.get(article.organization, "unknown")
