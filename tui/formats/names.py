"""Dates in the names of files and folders, where a form says that they are dates of publication.

`2014-10-26-on-unity.md` (Jekyll's rule), `19160323/page-1.txt`, `1948/04/slander.htm`, `speeches 1951/CHN_06_1951.txt`. A year
somewhere in a name is none: `lenin-1917.txt` tells what it is about.
"""

from __future__ import annotations

import re

from tui.formats.fields import Field

_YEAR = r"(1[4-9]\d\d|20\d\d)"
_MONTH = r"(0[1-9]|1[0-2])"
_DAY = r"(0[1-9]|[12]\d|3[01])"
_DATE = re.compile(rf"(?<!\d){_YEAR}([-_.]?){_MONTH}\2{_DAY}(?!\d)")
_ISSUE = re.compile(rf"(?<!\d){_YEAR}[-_]{_MONTH}(?!\d)(?![-_.]\d)")
_FOLDERS = re.compile(rf"(?:^|/){_YEAR}/{_MONTH}(?:/{_DAY})?(?=[/.]|$)")
_ANY_YEAR = re.compile(rf"(?<!\d){_YEAR}(?!\d)")
_WHOLE_YEAR = re.compile(rf"(?:^|/){_YEAR}(?=/|$)")


def date_of_name(name: str) -> Field | None:
    """The date that a file's path (with `/`) states, as EDTF; `None` where it states none."""
    folder, _, file = name.rpartition("/")
    stem = file.rpartition(".")[0] or file
    if match := _DATE.search(stem):
        return Field(f"{match[1]}-{match[3]}-{match[4]}", said="file name")
    if match := _FOLDERS.search(name):
        parts = [part for part in match.groups() if part]
        return Field("-".join(parts), said="folder")
    for part in reversed(folder.split("/")):
        if match := _DATE.search(part):
            return Field(f"{match[1]}-{match[3]}-{match[4]}", said="folder")
    if match := _ISSUE.search(stem):
        return Field(f"{match[1]}-{match[2]}", said="file name")
    if matches := _WHOLE_YEAR.findall(folder):
        return Field(matches[-1], said="folder")
    both = set(_ANY_YEAR.findall(folder)) & set(_ANY_YEAR.findall(stem))
    return Field(both.pop(), said="file name and folder") if len(both) == 1 else None
