"""`polemics cite`: articles as they are cited."""

from __future__ import annotations

from argparse import Namespace, _SubParsersAction
from collections.abc import Iterator, Sequence
from typing import Any

from tui.cli import COMMANDS, NOTHING, OK, USAGE
from tui.cli.output import tell_query, write_json, write_lines
from tui.cli.parser import add_paths
from tui.cli.where import collection_at, look_up
from tui.library import Library
from tui.model import Article, QueryError, citation
from tui.model.csl import csl


def add(subparsers: _SubParsersAction[Any]) -> None:
    """Add the command to the parser."""
    parser = subparsers.add_parser(
        "cite",
        help=COMMANDS["cite"],
        description="Print a citation of each article: authors, title, publisher, date, source, key. A date in square "
        "brackets is not stated by the source. Exit code 1 where there are no articles.",
    )
    add_paths(parser)
    parser.add_argument("--find", metavar="QUERY", help="the articles that a search of the collection finds")
    parser.add_argument(
        "--format",
        choices=("text", "csl"),
        default="text",
        help="a line each (default), or CSL-JSON, which Zotero, pandoc and others read",
    )


def run(args: Namespace) -> int:
    """Print the citations of every PATH, then of what is found."""
    try:
        asked = list(_asked(args))
    except QueryError as error:
        tell_query("polemics cite", args.find, error)
        return USAGE
    pages = ((library.open(key), library.name_of) for library, keys in asked for key in keys)
    if args.format == "csl":
        write_json(csl(page, name_of) for page, name_of in pages)
    else:
        write_lines(citation(page, name_of) for page, name_of in pages)
    return OK if any(keys for _, keys in asked) else NOTHING


def _asked(args: Namespace) -> Iterator[tuple[Library, Sequence[str]]]:
    """The libraries that are asked, and the keys of the articles; raises `QueryError`."""
    for path in args.paths:
        place = look_up(path, args.collection)
        yield place.library, _keys(place.library.articles()) if place.key is None else [place.key]
    if args.find is not None:
        library = collection_at(args.collection)
        yield library, _keys(library.listed(args.find))
    elif not args.paths:
        library = collection_at(args.collection)
        yield library, _keys(library.articles())


def _keys(articles: Sequence[Article]) -> list[str]:
    return [article.key for article in articles]
