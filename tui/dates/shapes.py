"""Forms with digits that no language lists: what a number, an ordinal, a date in digits or "the 1950s" looks like."""

from __future__ import annotations

import re

# Numbers with other characters in them, by class; `~` is the ending of decades, `@` what parts hours from minutes.
_SHAPES = (
    ("ISO", r"\d{4}([-/])\d\d\1\d\d(?:T\d\d:\d\d(?::\d\d)?)?"),
    ("SLASHED", r"\d{1,2}([/.-])\d{1,2}\1(?:\d{4}|\d\d)"),
    ("CLOCK", r"\d{1,2}(?:@)\d\d"),
    ("THOUSANDS", r"\d{1,3}(?:,\d{3})+"),
    ("DECIMAL", r"\d{1,6}\.\d{1,6}"),
    ("ELAPSED", r"\d{1,2}:\d\d:\d\d"),
    ("DECADES3", r"[1-9]\d0~"),
    ("DECADES", r"[12]\d\d0['’]?~"),
    ("DECADES2", r"['’‘`]?\d0~"),
    ("YEAR2", r"['’‘`]\d\d"),
    ("OCRYEAR", r"(?=\D*\d)[lI1][89O][\dlIOo]{2}"),
)


class Shapes:
    """Tells what a form with digits can be; `classes` are the names of all shapes."""

    def __init__(self, decades: str, ordinal: str, clock: str = ":") -> None:
        """Take how the language ends decades ("s") and ordinals ("st|nd|rd|th"), and what stands between hours and
        minutes (":|h"), all as regular expressions."""
        self._shapes = [
            (name, re.compile(shape.replace("~", decades).replace("@", clock))) for name, shape in _SHAPES
        ]
        self._ordinal = re.compile(rf"(\d{{1,3}})(?:{ordinal})", re.IGNORECASE)
        self.classes = [name for name, _ in _SHAPES]

    def atoms(self, form: str) -> set[str]:
        """The classes of a form with digits and other characters."""
        number = self.ordinal(form)
        if number is not None:
            return {"NTH", *({"NTHDAY"} if 1 <= number <= 31 else ())}
        return next(({name} for name, shape in self._shapes if shape.fullmatch(form)), set())

    def ordinal(self, form: str) -> int | None:
        """The number of "22nd"."""
        match = self._ordinal.fullmatch(form)
        return int(match[1]) if match else None


def number_atoms(form: str) -> set[str]:
    """The classes of numbers that a form belongs to; none for what is not written in at most seven digits."""
    if not form.isdigit() or len(form) > 7:
        return set()
    number = int(form)
    atoms = {"INT"}
    if len(form) <= 2:
        atoms.add("TWO" if len(form) == 2 else "ONE")
        atoms |= {"DAY"} if 1 <= number <= 31 else set()
        atoms |= {"HOUR"} if number <= 24 else set()
        atoms |= {"CLOCK12"} if 1 <= number <= 12 else set()
    if len(form) == 3 and form[0] != "0":
        atoms.add("THREE")
    if 1 <= len(form) <= 4 and form[0] != "0":
        atoms.add("SHORTYEAR")
    if len(form) == 4 and 1000 <= number < 2200:
        atoms.add("YEAR" if 1600 <= number <= 2030 else "OLDYEAR")
    if len(form) == 4 and number < 2400 and number % 100 < 60:
        atoms.add("HHMM")
    return atoms
