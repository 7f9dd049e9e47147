"""A date as people type it."""

from __future__ import annotations

import re

from tui.model import Interval

_YEAR = re.compile(r"(?:AD|CE)? ?(\d{1,4}) ?(AD|CE|BCE?)?", re.IGNORECASE)

EXAMPLES = "1956, 1956-10, 195X, 44 BC"
"""What can be typed."""


def typed_date(words: str) -> Interval:
    """EDTF, or a year of one to four digits of either era.

    Raises `ValueError`, in one line that says what to write, if it is neither.
    """
    if (match := _YEAR.fullmatch(words.strip())) and int(match[1]):
        year, era = int(match[1]), (match[2] or "").upper()
        return Interval.year(1 - year if era.startswith("B") else year)
    try:
        return Interval.parse(words)
    except ValueError as fault:
        raise ValueError(f"{fault}; write {EXAMPLES}") from fault
