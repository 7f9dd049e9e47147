"""How commands print: JSON and CSV for programs, lines for people; all of it safe for a terminal and a spreadsheet."""

from __future__ import annotations

import csv
import json
import shutil
import sys
import textwrap
from argparse import ArgumentParser
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tui.model import Problem, QueryError, visible

Row = Mapping[str, Any]
OUTPUTS = ("text", "json", "csv")
_MOST_PROBLEMS = 20
# What a spreadsheet takes for the beginning of a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def add_format(parser: ArgumentParser) -> None:
    """Add the option `--format`."""
    parser.add_argument(
        "--format", choices=OUTPUTS, default="text", help="lines for people (default), JSON or CSV"
    )


def write_json(rows: Iterable[Row]) -> None:
    """Print rows as a JSON array of objects, one a line, as they come."""
    wide = (sys.stdout.encoding or "").lower().replace("-", "") != "utf8"
    before = "[\n"
    for row in rows:
        print(before + json.dumps(_shown(row), ensure_ascii=wide), end="")
        before = ",\n"
    print("[]" if before == "[\n" else "\n]")


def write_csv(rows: Iterable[Row], columns: Sequence[str]) -> None:
    """Print rows as CSV (RFC 4180) under these columns; `a_b` is the field `b` of the field `a`.

    A cell that a spreadsheet would run as a formula gets an apostrophe before it.
    """
    writer = csv.writer(sys.stdout, lineterminator="\r\n" if not sys.stdout.isatty() else "\n")
    writer.writerow(columns)
    for row in rows:
        flat = _flat(row)
        writer.writerow([_cell(flat.get(column)) for column in columns])


def write_lines(lines: Iterable[str]) -> None:
    """Print lines for people."""
    for line in lines:
        print(visible(line, lines=False))


def wrapped(text: str, indent: str) -> list[str]:
    """The text in lines as wide as the terminal (100 characters where there is none), behind `indent`."""
    width = shutil.get_terminal_size((100, 24)).columns
    within = max(20, width - len(indent))
    return [indent + line for line in textwrap.wrap(text, within, break_on_hyphens=False)]


def tell(problems: Sequence[Problem]) -> None:
    """Print what was wrong with the collection to standard error, the first of it in full."""
    for problem in problems[:_MOST_PROBLEMS]:
        print(problem, file=sys.stderr)
    if len(problems) > _MOST_PROBLEMS:
        more = len(problems) - _MOST_PROBLEMS
        print(f"… and {more} more; `polemics check` tells them all", file=sys.stderr)


def tell_query(command: str, query: str, error: QueryError) -> None:
    """Print to standard error a search that is not understood, a mark under the part at fault, and what is wrong with it."""
    before, fault = query[: error.span.start], query[error.span.start : error.span.end]
    print(f"{command}: {visible(query, lines=False)}", file=sys.stderr)
    indent = len(f"{command}: ") + len(visible(before, lines=False))
    print(" " * indent + "^" * max(1, len(visible(fault, lines=False))), file=sys.stderr)
    print(f"{command}: {visible(str(error), lines=False)}", file=sys.stderr)


def _shown(value: Any) -> Any:
    """The value with every text in it made visible."""
    if isinstance(value, str):
        return visible(value)
    if isinstance(value, Mapping):
        return {name: _shown(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_shown(item) for item in value]
    return value


def _flat(row: Row, before: str = "") -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for name, value in row.items():
        if isinstance(value, Mapping):
            flat |= _flat(value, f"{before}{name}_")
        else:
            flat[before + name] = value
    return flat


def _cell(value: Any) -> Any:
    if value is None or isinstance(value, int | float):
        return value
    if isinstance(value, list | tuple):
        value = "; ".join(str(item) for item in value)
    text = visible(str(value), lines=False)
    return "'" + text if text.startswith(_FORMULA) else text
