"""`polemics find`: the search of the reading room, from the shell."""

from __future__ import annotations

import shutil
import sys
from argparse import Namespace, RawDescriptionHelpFormatter, _SubParsersAction
from collections.abc import Iterator
from typing import Any

from tui.cli import COMMANDS, NOTHING, OK, USAGE
from tui.cli.output import add_format, tell_query, write_csv, write_json, write_lines
from tui.cli.parser import add_collection
from tui.cli.where import collection_at
from tui.library import Library
from tui.library.query import __doc__ as language
from tui.library.ranking import MOST_COMPARED
from tui.model import Found, Hit, QueryError, Sort, visible

COLUMNS = (
    *("article", "title", "organization", "published", "span_start", "span_end"),
    *("left", "words", "right", "when"),
)
_NARROWEST = 40


def add(subparsers: _SubParsersAction[Any]) -> None:
    """Add the command to the parser."""
    parser = subparsers.add_parser(
        "find",
        help=COMMANDS["find"],
        description=f"Search the articles of a collection. {language}\n"
        "Put a query that begins with - behind --. Spans count characters of the text that `polemics show` prints. "
        "Exit code 1 where nothing is found.",
        formatter_class=RawDescriptionHelpFormatter,
    )
    parser.add_argument("query", metavar="QUERY", help="what to search for; quote it for the shell")
    add_collection(parser)
    parser.add_argument(
        "--sort",
        choices=tuple(Sort),
        default=Sort.RELEVANCE,
        help=f"the order of the articles (relevance; where more than {MOST_COMPARED:,} hold the words, those with them in the title)",
    )
    parser.add_argument("--articles", type=int, default=20, metavar="N", help="at most so many articles (20)")
    parser.add_argument(
        "--from", dest="first", type=int, default=0, metavar="N", help="leave out the first N (0)"
    )
    parser.add_argument(
        "--passages", type=int, default=5, metavar="N", help="of each article at most so many passages (5)"
    )
    add_format(parser)


def run(args: Namespace) -> int:
    """Print what is found."""
    if args.articles < 1 or args.passages < 1 or args.first < 0:
        print("polemics find: --articles and --passages must be 1 or more, --from 0 or more", file=sys.stderr)
        return USAGE
    library = collection_at(args.collection, refreshed=False)
    try:
        found = library.search(
            args.query, sort=Sort(args.sort), first=args.first, articles=args.articles, passages=args.passages
        )
    except QueryError as error:
        tell_query("polemics find", args.query, error)
        return USAGE
    if args.format == "json":
        write_json(map(row, found.hits))
    elif args.format == "csv":
        write_csv(map(row, found.hits), COLUMNS)
    else:
        write_lines(_lines(library, found))
        for line in _remarks(library, args, found):
            print(line, file=sys.stderr)
    return OK if found.hits else NOTHING


def row(hit: Hit) -> dict[str, Any]:
    """A passage as a record."""
    article = hit.article
    return {
        "article": article.key,
        "title": article.title,
        "organization": article.organization,
        "published": article.published.edtf if article.published else None,
        "span": {"start": hit.span.start, "end": hit.span.end},
        "left": hit.left,
        "words": hit.words,
        "right": hit.right,
        "when": hit.when.edtf if hit.when else None,
    }


def _lines(library: Library, found: Found) -> Iterator[str]:
    """Under each article its passages, the keywords one below the other."""
    width = max(_NARROWEST, shutil.get_terminal_size((100, 24)).columns)
    names = {shelf.key: shelf.organization.short for shelf in library.organizations() if shelf.organization}
    article = None
    for hit in found.hits:
        if hit.article.key != article:
            if article is not None:
                yield ""
            article = hit.article.key
            when = hit.article.published.words if hit.article.published else "undated"
            yield f"{article}  {when}  {names.get(hit.article.organization, 'unknown')}  {hit.article.title}"
        yield _context(hit, width)
        if article in found.passed and hit is _last(found, article):
            yield "  … more in this article"


def _context(hit: Hit, width: int) -> str:
    """One line: the date that was asked for; what stands before, right-aligned; the keyword; what stands behind."""
    date = f"{hit.when.words}: " if hit.when else ""
    room = width * 2 // 5 - 2 - len(date)
    left = visible(hit.left, lines=False)[-room:]
    return f"  {date}{left:>{room}}{hit.words}{hit.right}"[:width].rstrip()


def _last(found: Found, article: str) -> Hit:
    return next(hit for hit in reversed(found.hits) if hit.article.key == article)


def _remarks(library: Library, args: Namespace, found: Found) -> Iterator[str]:
    """What the passages do not say: an order that was not asked for, and how many articles are not shown."""
    if not found.compared:
        yield "too many articles hold these words to be compared: those that have them in the title stand first"
    if found.articles and (args.first or found.more):
        last = args.first + found.articles
        on = f"; --from {last} goes on" if found.more else ""
        yield f"articles {args.first + 1:,} to {last:,} of {library.count(args.query):,}{on}"
