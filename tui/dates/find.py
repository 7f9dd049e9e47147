"""Find: every expression of time in a text, with what its words say; nothing is counted yet."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from tui.dates import numbers
from tui.dates.days import own_days
from tui.dates.found import Found
from tui.dates.language import Language, Rule
from tui.dates.patterns import fields_of
from tui.dates.words import BREAK, Words


def find(words: Words, language: Language, days: Mapping[str, str] | None = None) -> list[Found]:
    """Every expression in the order of the text; where two overlap the longer one is it, then the earlier rule."""
    taken = bytearray(len(words))
    found: list[Found] = own_days(words, days, taken) if days else []
    for _, order, first, match in sorted(_matches(words, language), key=lambda each: each[:3]):
        last = first + match.end() - match.start()
        if last == first or any(taken[first:last]):
            continue
        taken[first:last] = b"\1" * (last - first)
        rule, _ = language.patterns[order]
        if rule.kind != "nothing":
            found.append(_found(match, rule, first - match.start(), words, language))
    found += _tails(found, taken, words, language)
    found.sort(key=lambda each: each.first)
    return found


def _matches(words: Words, language: Language) -> Iterator[tuple[int, int, int, re.Match[str]]]:
    """Every match of a rule: how long it is (negative), the pattern's number, its first word, and the match."""
    signs = f"{BREAK}{words.signs}{BREAK}"
    for run in language.runs.regex.finditer(signs):
        start, end = run.span()
        for length, order, first, match in language.runs[signs[start : end + 1]]:
            yield length, order, start + first - 1, match


def _tails(found: list[Found], taken: bytearray, words: Words, language: Language) -> list[Found]:
    """What hangs on an expression before it: the 14 of "January 11-14", the 18 of "1914-18"."""
    tails: list[Found] = []
    rules = [rule for rule in language.rules if rule.follows]
    # A tail may have one of its own: "April 3, 4 and 5".
    queue = list(found)
    for before in queue:
        for rule in rules:
            full = "inherit" not in before.fields and before.fields.keys() & {"year", "part"}
            if rule.follows not in before.fields or (rule.follows == "day" and full):
                continue
            match = rule.patterns[0].regex.match(words.signs, before.last)
            if match and not any(taken[before.last : match.end()]):
                tails.append(_found(match, rule, 0, words, language))
                queue.append(tails[-1])
    return tails


def _found(match: re.Match[str], rule: Rule, moved: int, words: Words, language: Language) -> Found:
    """What a match says; its places are `moved` words before those of the text."""
    fields: dict[str, Any] = dict(rule.given)
    begins = match.start()
    for field, klass, first, last in fields_of(match):
        if first == last:
            begins = first
            continue
        value = read(klass, [words.word(i + moved) for i in range(first, last)], language)
        if value is not None and field not in fields:
            fields[field] = value
    first, last = begins + moved, match.end() + moved
    return Found(words.span(first, last), first, last, rule, fields)


def read(klass: str, forms: list[str], language: Language) -> Any:
    """What the words under a class or a piece mean: a number, a month, a unit … `None` if nothing."""
    if klass in _DIGITS:
        return _DIGITS[klass](forms[0])
    if klass == "clock":
        return ":".join(part for form in forms for part in re.findall(r"\d+", form))
    if klass in ("number", "cardinal"):
        return numbers.amount(forms, language)
    if klass == "ordinal":
        return numbers.ordinal(forms, language)
    if klass == "yearwords":
        return numbers.year_in_words(forms, language)
    if klass == "NTHDAY":
        return language.shapes.ordinal(forms[0])
    if klass.islower():
        return True
    return language.value(klass, forms)


def _ocr(form: str) -> int:
    return int(form.translate(str.maketrans("lIOo", "1100")))


def _number(form: str) -> int:
    return int("".join(c for c in form if c.isdigit()))


_DIGITS: dict[str, Callable[[str], Any]] = {
    "INT": int,
    "DAY": int,
    "YEAR": int,
    "OLDYEAR": int,
    "SHORTYEAR": int,
    "THREE": int,
    "TWO": int,
    "ONE": int,
    "CLOCK12": str,
    "HOUR": int,
    "OCRYEAR": _ocr,
    "YEAR2": _number,
    "DECADES": _number,
    "DECADES2": _number,
    "DECADES3": _number,
    "ELAPSED": str,
    "ISO": str,
    "SLASHED": str,
    "CLOCK": str,
    "DECIMAL": str,
    "HHMM": str,
}
