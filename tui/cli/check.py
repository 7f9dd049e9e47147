"""`polemics check`: everything that is wrong with a collection."""

from __future__ import annotations

from argparse import Namespace, _SubParsersAction
from typing import Any

from tui.cli import COMMANDS, NOTHING, OK
from tui.cli.parser import add_collection
from tui.cli.where import collection_at


def add(subparsers: _SubParsersAction[Any]) -> None:
    """Add the command to the parser."""
    parser = subparsers.add_parser(
        "check",
        help=COMMANDS["check"],
        description="Read every article that is new or has changed, and tell each problem in a line: file, line, field, what is wrong. "
        "Exit code 1 where something is.",
    )
    add_collection(parser)


def run(args: Namespace) -> int:
    """Read all there is and print the problems."""
    library = collection_at(args.collection)
    problems = library.problems
    for problem in problems:
        print(problem)
    if problems:
        return NOTHING
    shelves = [shelf for shelf in library.organizations() if shelf.organization]
    print(f"nothing wrong: {len(library.articles())} articles, {len(shelves)} organizations")
    return OK
