"""Dates in lines such as "Labor Action, Vol. 12 No. 20, 17 May 1948, pp. 1 & 4": bibliography, not prose."""

from __future__ import annotations

import re

_MONTHS = {
    1: "january januar janvier enero gennaio janeiro jan janv ene",
    2: "february februar février fevrier febrero febbraio fevereiro feb févr",
    3: "march märz maerz mars marzo março marco mar",
    4: "april avril abril aprile apr avr abr",
    5: "may mai mayo maggio maio",
    6: "june juni juin junio giugno junho jun",
    7: "july juli juillet julio luglio julho jul",
    8: "august août aout agosto aug",
    9: "september septembre septiembre settembre setembro sept sep set",
    10: "october oktober octobre octubre ottobre outubro oct okt",
    11: "november novembre noviembre novembro nov",
    12: "december dezember décembre decembre diciembre dicembre dezembro dec dez déc dic",
}
_SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
_NUMBER = {name: number for number, names in _MONTHS.items() for name in names.split()} | _SEASONS
_MONTH = "|".join(sorted(_NUMBER, key=len, reverse=True))
_YEAR = r"(?P<year>1[5-9]\d\d|20\d\d)"
_OF = r"(?:\s+(?:de|del|of))?\s*,?\s+"
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th|\.|º|er)?"
_JOINT = r"\s*(?:-|–|—|/|&|and|y|et|und)\s*"
_FORMS = tuple(
    re.compile(rf"(?<!\w)(?:{form})(?!\w)", re.IGNORECASE)
    for form in (
        rf"{_DAY}(?:\s+(?:de|of))?\s+(?P<month>{_MONTH})\b\.?{_OF}{_YEAR}",
        rf"(?P<month>{_MONTH})\b\.?\s+{_DAY}\s*,?\s+{_YEAR}",
        rf"(?P<month>{_MONTH})\b\.?{_JOINT}(?P<to>{_MONTH})\b\.?{_OF}{_YEAR}",
        rf"(?P<month>{_MONTH})\b\.?{_OF}{_YEAR}",
        r"(?P<year>1[5-9]\d\d|20\d\d)-(?P<month>0[1-9]|1[0-2])-(?P<day>[0-3]\d)",
    )
)
_ANY_YEAR = re.compile(rf"(?<![\w.–-]){_YEAR}(?![\w–-])")


def date_in(line: str, *, years: bool = True) -> str:
    """The date of an issue as EDTF: the most exact in the line, of two the first; empty where there is none.

    Without `years`, a bare year is not taken.
    """
    for form in _FORMS:
        for match in form.finditer(line):
            if value := _edtf(match.groupdict()):
                return value
    year = _ANY_YEAR.search(line) if years else None
    return year["year"] if year else ""


def rest_of(line: str) -> str:
    """The line without its dates."""
    for form in _FORMS:
        line = form.sub("", line)
    return line


def _edtf(parts: dict[str, str | None]) -> str:
    year = parts["year"] or ""
    month = _number(parts["month"] or "")
    if to := parts.get("to"):
        last = _number(to)
        return f"{year}-{month:02}/{year}-{last:02}" if month < last <= 12 else f"{year}-{last:02}"
    if day := parts.get("day"):
        return f"{year}-{month:02}-{int(day):02}" if 1 <= int(day) <= 31 and month <= 12 else ""
    return f"{year}-{month:02}"


def _number(month: str) -> int:
    return int(month) if month.isdecimal() else _NUMBER[month.lower()]
