"""How names, titles and files are put in order (NISO TR03, "Guidelines for Alphabetical Arrangement", in its simplest form)."""

from __future__ import annotations

import re

from tui.model.folded import folded

_NUMBER = re.compile("0*([0-9]+)")
_MARKS_BEFORE = re.compile(r"^[\W_]+(?=\w)")


def filed(words: str) -> str:
    """What these words are sorted by: no case, no accents, no marks before the first letter, numbers by their size."""
    return _NUMBER.sub(_by_size, _MARKS_BEFORE.sub("", folded(words)))


def _by_size(digits: re.Match[str]) -> str:
    return f"{min(len(digits[1]), 9)}{digits[1]}"
