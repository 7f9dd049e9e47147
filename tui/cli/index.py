"""`polemics index`: bring the index of a collection up to date."""

from __future__ import annotations

import sys
from argparse import Namespace, _SubParsersAction
from typing import Any

from tui.cli import COMMANDS, NOTHING, OK, TROUBLE, USAGE
from tui.cli.output import tell
from tui.cli.parser import add_collection
from tui.cli.progress import processors, shown
from tui.library import Library
from tui.model import Progress, Scope, visible
from tui.resources import seeds


def add(subparsers: _SubParsersAction[Any]) -> None:
    """Add the command to the parser."""
    parser = subparsers.add_parser(
        "index",
        help=COMMANDS["index"],
        description="Read what is new or has changed into the index, which is kept in the user's cache folder and may be "
        "deleted at any time. It can be broken off at any moment, and goes on from there. Exit code 1 where there is no "
        "article, 3 where another process is at work on the index.",
    )
    add_collection(parser)
    parser.add_argument(
        "--jobs", type=int, default=0, metavar="N", help="read in N processes (default: one a processor)"
    )
    parser.add_argument(
        "--dask",
        metavar="ADDRESS",
        default="",
        help="let the workers of a Dask scheduler read (tcp://HOST:8786); they need the same folder under the same path",
    )
    parser.add_argument("--rebuild", action="store_true", help="make the index from nothing")


def run(args: Namespace) -> int:
    """Refresh, and tell what there is now."""
    if args.jobs < 0:
        print("polemics index: --jobs: must be 1 or more", file=sys.stderr)
        return USAGE
    library = Library(args.collection or seeds())
    with shown() as told:
        progress = library.refresh(told, jobs=args.jobs or processors(), dask=args.dask, rebuild=args.rebuild)
    if progress.busy:
        print(f"polemics index: another process is indexing {visible(str(library.root))}", file=sys.stderr)
        return TROUBLE
    tell(library.problems)
    print(_sum(library, progress))
    return OK if library.articles() else NOTHING


def _sum(library: Library, progress: Progress) -> str:
    shelves = [shelf for shelf in library.organizations() if shelf.organization]
    events = len(library.mentions(Scope.COLLECTION))
    failed = f", {progress.failed} not read" if progress.failed else ""
    return (
        f"{progress.done} files read{failed}; the index holds {len(library.articles())} articles, "
        f"{len(shelves)} organizations, {events} dated sentences"
    )
