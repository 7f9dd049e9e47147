"""The parser of command lines: argparse, with what was typed made visible."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import IO

from tui.model import visible


class Parser(ArgumentParser):
    """A parser whose messages, which repeat what was typed, hold nothing that a terminal would obey."""

    def _print_message(self, message: str, file: IO[str] | None = None) -> None:  # type: ignore[override]
        super()._print_message(visible(message), file)


def add_paths(parser: ArgumentParser) -> None:
    """Add the arguments PATH and the option that says which collection keys are of; `where.look_up` takes both."""
    parser.add_argument(
        "paths",
        nargs="*",
        metavar="PATH",
        help="a collection's folder, an article's file, or an article's key (default: the bundled collection)",
    )
    add_collection_of_keys(parser)


def add_collection_of_keys(parser: ArgumentParser) -> None:
    """Add the option that says which collection an article's key is of."""
    parser.add_argument(
        "--collection", metavar="FOLDER", help="the collection that keys are of (default: the bundled one)"
    )


def add_collection(parser: ArgumentParser) -> None:
    """Add the argument COLLECTION: a folder, or `None` for the bundled collection."""
    parser.add_argument(
        "collection",
        nargs="?",
        type=Path,
        metavar="COLLECTION",
        help="the collection's folder (default: the bundled collection)",
    )
