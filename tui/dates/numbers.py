"""Numbers as a text has them, in words or digits; the number words themselves are the language's."""

from __future__ import annotations

from tui.dates.language import Language

# An amount that is not said: "several", "months".
VAGUE = "X"


def amount(forms: list[str], language: Language) -> float | str | None:
    """How many: "twenty-four", "two and a half", "10,000", "2 1/2", "a dozen"; `VAGUE` if the words do not say."""
    known = language.value("COUPLE", forms)
    if known is not None:
        return float(known)
    if language.value("VAGUE", forms) is not None:
        return VAGUE
    if len(forms) == 4 and forms[2] == "/" and all(form.isdigit() for form in (forms[0], forms[1], forms[3])):
        return int(forms[0]) + int(forms[1]) / max(int(forms[3]), 1)
    return _sum(forms, language)


def _sum(forms: list[str], language: Language) -> float | str | None:
    total, current, some = 0.0, 0.0, False
    for form in _joined(forms, language):
        value = _plain(form, language)
        if value is not None:
            current += value
        elif (scale := language.value("SCALE", [form])) is not None:
            current = max(current, 1.0) * scale
            if scale > 100:
                total, current = total + current, 0.0
        elif (dozen := language.value("DOZEN", [form])) is not None:
            current = max(current, 1.0) * dozen
        elif (half := language.value("HALF", [form])) is not None:
            current += half
        elif language.value("VAGUE", [form]) is not None:
            return VAGUE
        else:
            continue
        some = True
    return total + current if some else 1.0


def _joined(forms: list[str], language: Language) -> list[str]:
    """The forms, those that are one number together as one: "quatre-vingt" is 80, not 4 and 20."""
    if "CARD" not in language.phrases:
        return forms
    joined, index = [], 0
    while index < len(forms):
        for size in (3, 2, 1):
            part = forms[index : index + size]
            number = language.value("CARD", part) if size > 1 else None
            if number is not None or size == 1:
                break
        joined.append(part[0] if number is None else str(number))
        index += len(part)
    return joined


def _plain(form: str, language: Language) -> float | None:
    if form[0].isdigit():
        try:
            return float(form.replace(",", ""))
        except ValueError:
            return None
    value = language.value("CARD", [form])
    return None if value is None else float(value)


def ordinal(forms: list[str], language: Language) -> int | None:
    """Which one: "22nd", "third", "twenty-first"."""
    total = 0
    for form in forms:
        if (number := language.shapes.ordinal(form)) is not None:
            total += number
        elif (value := language.value("ORD", [form])) is not None or (
            value := language.value("TENS", [form])
        ) is not None:
            total += int(value)
    return total or None


def year_in_words(forms: list[str], language: Language) -> int | None:
    """A year told as two numbers: "nineteen ninety-seven", "nineteen hundred"."""
    rest = sum(int(v) for form in forms[1:] if (v := language.value("CARD", [form])) is not None)
    head = language.value("CENTURYHEAD", forms[:1])
    return None if head is None else int(head) * 100 + rest
