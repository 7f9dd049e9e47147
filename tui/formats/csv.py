"""CSV and TSV: one article a row, the names of the columns in the first."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from io import StringIO

from tui.formats.columns import Columns, Records
from tui.formats.draft import Draft, Unreadable
from tui.formats.encoding import read_text

_DELIMITERS = ",;\t|"
_LONGEST = 64 * 1024 * 1024


def read(data: bytes, name: str, columns: Columns | None = None) -> Sequence[Draft]:
    """Read the rows; raises `Unreadable` where none is an article, or no first row names the columns."""
    text, problems = read_text(data, name)
    text = text.replace("\x00", "\ufffd")
    head, delimiter = _head(text)
    rows = csv.reader(StringIO(text[head:], newline=""), delimiter=delimiter)
    records = Records(name, columns or Columns(), "table")
    csv.field_size_limit(_LONGEST)
    skipped = text.count("\n", 0, head)
    try:
        names = [each.strip() for each in next(rows, [])]
        last = rows.line_num
        for row in rows:
            line, last = skipped + last + 1, rows.line_num
            if not any(row):
                continue
            if len(row) != len(names):
                records.tell(f"has {len(row)} columns; the first row names {len(names)}", line)
            records.take(dict(zip(names, row, strict=False)), line)
    except csv.Error as error:
        raise Unreadable(f"is no CSV: {error} in line {skipped + rows.line_num}") from error
    return records.all(problems)


def _head(text: str) -> tuple[int, str]:
    """Where the table begins, and what parts its columns: the spreadsheet's `sep=;`, else the commonest in the first row."""
    first, _, _ = text.partition("\n")
    if first.lower().startswith("sep=") and len(first.strip()) == 5:
        return len(first) + 1, first.strip()[4]
    return 0, max(_DELIMITERS, key=first.count)
