"""The small language in which a rule of a language file is written, made into a regular expression over signs.

    the? MONTH DAY (, @year)?         a class of words (upper case), a piece (with @), a word (itself), punctuation
    count:number UNIT                 what the words under it are for: the field `count`
    ~                                 the expression begins here, what stands before it is only its condition
    (…|…)  ?  {0,3}  (?=…) (?!…) (?<=…) (?<!…)   as in any regular expression

A class without a field before it fills the field of its own name in lower case.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache, cached_property

_ELEMENT = re.compile(
    r"""\s+
    | (?P<look>\(\?<?[=!])
    | (?P<meta>[()|?]|\{\d,\d+\})
    | (?P<field>[a-z_][a-z_0-9]*:)
    | (?P<klass>[A-Z][A-Z0-9_]+\b)
    | (?P<piece>@[a-z]+)
    | (?P<word>[^\W_]+(?:[’'][^\W\d_]+)?)
    | (?P<mark>\\?[^\w\s])
    """,
    re.VERBOSE,
)

Element = tuple[str, str]


@cache
def elements(pattern: str) -> tuple[Element, ...]:
    """The kinds and texts of a pattern's elements; raises `ValueError` where it is not one."""
    found: list[Element] = []
    position = 0
    while position < len(pattern):
        match = _ELEMENT.match(pattern, position)
        if match is None:
            raise ValueError(f"cannot read the pattern at {pattern[position : position + 20]!r}")
        position = match.end()
        if match.lastgroup:
            text = match[0].removeprefix("\\") if match.lastgroup == "mark" else match[0]
            found.append((match.lastgroup, text))
    return tuple(found)


class Pattern:
    """A pattern written as a regular expression over signs, compiled when it is first asked for: a text calls for few."""

    def __init__(self, written: str) -> None:
        """Take the regular expression; raises nothing even where it is none."""
        self._written = written

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """The compiled expression; its groups are `field__class__n`. Raises `re.error` where it is none."""
        return re.compile(self._written)


class Compiler:
    """Writes patterns as regular expressions; `signs_of(kind, text)` gives the expression of a class or a word."""

    def __init__(self, signs_of: Callable[[str, str, bool], str], pieces: Mapping[str, str]) -> None:
        """Take how a class, word or mark is written in signs, and the pieces that patterns may name."""
        self._signs_of = signs_of
        self._pieces = pieces
        self._groups = 0

    def compile(self, pattern: str) -> Pattern:
        """The pattern as a regular expression over signs; raises `ValueError` for a class or piece that is not there."""
        return Pattern(self._write(pattern, capture=True))

    def _write(self, pattern: str, *, capture: bool) -> str:
        written: list[str] = []
        looks: list[bool] = []
        behind = 0
        field = ""
        for kind, text in elements(pattern):
            if kind == "field":
                field = text[:-1]
                continue
            if text == "~" and kind == "mark":
                written.append(self._group("start", "") + ")")
                continue
            if kind in ("look", "meta"):
                if text == ")" and looks:
                    behind -= looks.pop()
                elif text.startswith("("):
                    looks.append("<" in text)
                    behind += "<" in text
                if text == "(":
                    written.append(self._open(field, capture))
                else:
                    written.append(text)
                field = ""
                continue
            written.append(self._element(kind, text, field, capture and not behind, behind > 0))
            field = ""
        return "".join(written)

    def _open(self, field: str, capture: bool) -> str:
        return self._group(field, "") if field and capture else "(?:"

    def _group(self, field: str, klass: str) -> str:
        self._groups += 1
        return f"(?P<{field}__{klass}__{self._groups}>"

    def _element(self, kind: str, text: str, field: str, capture: bool, behind: bool) -> str:
        if kind == "piece":
            name = text[1:]
            if name not in self._pieces:
                raise ValueError(f"there is no piece {text}")
            inner = self._write(self._pieces[name], capture=capture and not field)
            return (self._group(field, name) if field and capture else "(?:") + inner + ")"
        signs = self._signs_of(kind, text, behind)
        if kind == "klass" and not field:
            field = text.lower()
        return f"{self._group(field, text)}{signs})" if field and capture else signs


def fields_of(match: re.Match[str]) -> Iterator[tuple[str, str, int, int]]:
    """The fields that a match filled: name, the class or piece that filled it, first word and, exclusive, last.

    The field `start` is empty and says where the expression begins, if it does not at the beginning of the match.
    """
    for name, index in match.re.groupindex.items():
        first, last = match.span(index)
        if first >= 0:
            field, klass, _ = name.split("__")
            yield field, klass, first, last


@cache
def charset(signs: str) -> str:
    """One of the signs as a regular expression, with runs of them as ranges: it is read faster than one by one."""
    codes = sorted(map(ord, signs))
    runs: list[list[int]] = []
    for code in codes:
        if runs and code == runs[-1][1] + 1:
            runs[-1][1] = code
        else:
            runs.append([code, code])
    if len(codes) == 1:
        return signs
    return "[" + "".join(chr(a) + ("-" + chr(b) if b > a else "") for a, b in runs) + "]"
