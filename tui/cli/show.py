"""`polemics show`: an article as it is read."""

from __future__ import annotations

import sys
from argparse import Namespace, _SubParsersAction
from collections.abc import Iterator
from typing import Any

from tui.cli import COMMANDS, OK
from tui.cli.output import tell, wrapped
from tui.cli.parser import add_collection_of_keys
from tui.cli.where import look_up
from tui.library import Library
from tui.model import CollectionError, Page, Problem, visible


def add(subparsers: _SubParsersAction[Any]) -> None:
    """Add the command to the parser."""
    parser = subparsers.add_parser(
        "show",
        help=COMMANDS["show"],
        description="Print the text of an article as it is read. On a terminal with what is known of it above, in lines "
        "that fit, and through the pager ($PAGER); else the text alone, character by character what spans count.",
    )
    parser.add_argument("article", metavar="ARTICLE", help="an article's key, or its file")
    add_collection_of_keys(parser)


def run(args: Namespace) -> int:
    """Print the article."""
    place = look_up(args.article, args.collection)
    if place.key is None:
        raise CollectionError(Problem(args.article, "is a folder", hint="name one article of it"))
    page = place.library.open(place.key)
    if sys.stdout.isatty():
        from pydoc import pager

        pager("\n".join([*_head(place.library, page), "", *_body(page)]))
    else:
        sys.stdout.write(page.reading.text + "\n")
    tell(place.problems)
    return OK


def _head(library: Library, page: Page) -> Iterator[str]:
    article = page.article
    yield from wrapped(visible(article.title, lines=False), "")
    yield ""
    yield f"by        {visible(library.name_of(article.organization), lines=False)}"
    if article.authors:
        yield f"authors   {visible(', '.join(article.authors), lines=False)}"
    yield f"written   {page.written.words} ({page.written.certainty.value})"
    if article.source:
        yield f"source    {visible(article.source, lines=False)}"
    if article.note:
        first, *rest = wrapped(visible(article.note, lines=False), " " * 10)
        yield from (f"note      {first[10:]}", *rest)


def _body(page: Page) -> Iterator[str]:
    for line in page.reading.text.split("\n"):
        yield from wrapped(line, "") or [""]
