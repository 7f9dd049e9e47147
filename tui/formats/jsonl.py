"""JSON Lines: one article a line."""

from __future__ import annotations

import json
from collections.abc import Sequence

from tui.formats.columns import Columns, Records
from tui.formats.draft import Draft
from tui.formats.encoding import read_text


def read(data: bytes, name: str, columns: Columns | None = None) -> Sequence[Draft]:
    """Read the lines that are JSON objects and tell the others; raises `Unreadable` where none is an article."""
    text, problems = read_text(data, name)
    records = Records(name, columns or Columns(), "JSON")
    for number, line in enumerate(text.split("\n"), 1):
        if not line or line.isspace():
            continue
        try:
            record = json.loads(line)
        except RecursionError:
            records.tell("is nested too deeply", number)
        except ValueError as error:
            records.tell(f"is no JSON ({getattr(error, 'msg', None) or 'a number that is too long'})", number)
        else:
            if isinstance(record, dict):
                records.take(record, number)
            else:
                records.tell("is no JSON object ({…})", number)
    return records.all(problems)
