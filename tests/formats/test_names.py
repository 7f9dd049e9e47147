"""Dates in file names, and in the lines of periodicals."""

import pytest

from tui.formats.names import date_of_name
from tui.formats.periodical import date_in


@pytest.mark.parametrize(
    ("name", "date", "said"),
    [
        ("lamp/2014-10-26-on-oil.md", "2014-10-26", "file name"),
        ("lamp/19160323/page-1.txt", "1916-03-23", "folder"),
        ("lamp/1948/04/oil.htm", "1948-04", "folder"),
        ("lamp/1949/12/21.htm", "1949-12-21", "folder"),
        ("lamp/1948/oil.htm", "1948", "folder"),
        ("speeches 1951/OIL_06_1951.txt", "1951", "file name and folder"),
        ("lantern-1932-05.pdf", "1932-05", "file name"),
        ("lamp/oil-1917.txt", None, None),
        ("lamp/1917-oil.txt", None, None),
        ("19xx/x01/oil.htm", None, None),
        ("lamp/20141399.txt", None, None),
        ("isbn-9781914051234.txt", None, None),
    ],
)
def test_dates_of_names(name: str, date: str | None, said: str | None) -> None:
    field = date_of_name(name)
    assert (field.value if field else None, field.said if field else None) == (date, said)


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("The Lantern, Vol. 12 No. 20, 17 May 1948, pp. 1 & 4", "1948-05-17"),
        ("The Lantern, New York, Volume 2, No. 8, April 15, 1929", "1929-04-15"),
        ("Oil Monthly, Vol. 9, November 1927, No. 11, pp. 669-676", "1927-11"),
        ("Oil Review, Vol.29 No.4, July-August 1968, pp.21-26", "1968-07/1968-08"),
        ("abril-mayo de 2008", "2008-04/2008-05"),
        ("23 de febrero de 1917", "1917-02-23"),
        ("Issue #86 / May 2016", "2016-05"),
        ("Winter 1975", "1975-24"),
        ("Wick & Tar, Paris, 1977, p. 1848", "1977"),
        ("Whole No. 116", ""),
        ("maybe 1932", "1932"),
    ],
)
def test_dates_of_issues(line: str, date: str) -> None:
    assert date_in(line) == date


def test_a_bare_year_may_not_count() -> None:
    assert date_in("Paris, 1977", years=False) == ""
