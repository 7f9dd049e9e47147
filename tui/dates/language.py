"""A language: its words and the rules that read its dates."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tui.dates.kept import Kept
from tui.dates.needs import Needs
from tui.dates.patterns import Compiler, Pattern, charset, elements
from tui.dates.shapes import Shapes, number_atoms
from tui.dates.words import BREAK, GLUED, NAME, TOKEN, UNKNOWN, Pieces, Places

_FIRST_SIGN = 0xE000
_LONGEST_RUN = 32
_MOST_RUNS = 1 << 14


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the language file: what it is called, what kind of expression it reads, and how it is recognised.

    `given` are the fields that the rule itself fills; `examples` are sentences with what the rule reads in them.
    """

    name: str
    kind: str
    patterns: tuple[Pattern, ...]
    given: Mapping[str, Any]
    examples: tuple[Mapping[str, Any], ...]
    follows: str = ""


class Signs(dict[str, str]):
    """Each written form's sign; a form that is not listed is looked at as a number, or is unknown."""

    def __init__(self, language: Language) -> None:
        """Start empty; `language` says what a number can be."""
        self._language = language

    def __missing__(self, form: str) -> str:
        """The sign of a form that the language does not list (kept only where there are few of the kind)."""
        if form.isalpha():
            return NAME if form[0].isupper() else UNKNOWN
        return self._language.guess(form)


Match = tuple[int, int, int, re.Match[str]]
"""How long a match is (negative), the number of its pattern, its first sign, and the match itself."""


class Runs(Kept[tuple[Match, ...]]):
    """What the rules read in a run of known words, with the sign before it and the one after it, kept for the next time.

    A rule matches known words only, and never without one of those it needs: `regex` finds the runs (and the sign before
    each) in which any rule has what it needs, and each is tried with the rules that its words call for.
    """

    def __init__(self, patterns: Sequence[tuple[Rule, Pattern]], tries: Mapping[str, Sequence[int]]) -> None:
        """Take the patterns, and under each sign the numbers of those that it calls for."""
        super().__init__(_MOST_RUNS, _LONGEST_RUN)
        self._patterns, self._tries = patterns, tries
        unlisted, heads = f"{UNKNOWN}{NAME}{BREAK}", "".join(map(re.escape, tries))
        self.regex = re.compile(f"[{unlisted}][^{unlisted}{heads}]*+[{heads}][^{unlisted}]*")

    def made(self, text: str) -> tuple[Match, ...]:
        """Try the rules on a run."""
        called = {order for sign in set(text) if sign in self._tries for order in self._tries[sign]}
        return tuple(
            (match.start() - match.end(), order, match.start(), match)
            for order in called
            for match in self._patterns[order][1].regex.finditer(text)
        )


@dataclass
class Language:
    """What the engine knows of a language; made by `languages.load`, never changed after."""

    code: str
    title: str
    tables: Mapping[str, Any]
    values: dict[str, dict[str, Any]] = field(default_factory=dict)
    phrases: dict[str, dict[tuple[str, ...], Any]] = field(default_factory=dict)
    rules: tuple[Rule, ...] = ()
    glued: str = ""

    def __post_init__(self) -> None:
        """Give every distinct set of classes and words its sign, then compile the rules."""
        self._atoms: dict[str, set[str]] = {}
        self._sign_of_set: dict[frozenset[str], str] = {}
        self._singles: dict[str, str] = {}
        self.patterns: list[tuple[Rule, Pattern]] = []
        self.tries: dict[str, list[int]] = {}
        self._phrase_parts: dict[str, list[list[str]]] = {}
        self._ends: dict[str, str] = {}
        self.signs = Signs(self)
        self.pieces = Pieces(self)
        self.places = Places(self)
        self.past_endings = tuple(_list(self.tables["past_endings"]))
        self.future_endings = tuple(_list(self.tables.get("future_endings", [])))
        shapes = (("decades", "s"), ("ordinal", "th"), ("clock", ":"))
        self.shapes = Shapes(*(self.tables.get(*said) for said in shapes))
        self.abbreviations = frozenset(self.tables.get("abbreviations", ()))
        self._read_words()
        self._read_rules()

    # Words ------------------------------------------------------------------------------------------------------

    def _read_words(self) -> None:
        for exact, table in ((False, "words"), (True, "names")):
            for klass, forms in self.tables.get(table, {}).items():
                for form, value in _pairs(forms):
                    self._add(klass, form, value, exact=exact)

    def _add(self, klass: str, form: str, value: object, *, exact: bool) -> None:
        parts = [match[0] for match in TOKEN.finditer(form)]
        if len(parts) > 1:
            key = _key(parts)
            self.phrases.setdefault(klass, {})[key] = value
            for part in parts:
                self._atom(part, _literal(part, exact), exact=exact)
            self._phrase_parts.setdefault(klass, []).append([_literal(part, exact) for part in parts])
            return
        for written in _variants(form, exact=exact):
            self.values.setdefault(klass, {}).setdefault(written, value)
        self._atom(form, klass, exact=exact)

    def _atom(self, form: str, atom: str, *, exact: bool) -> None:
        for written in _variants(form, exact=exact):
            self._atoms.setdefault(written, set()).add(atom)

    # Rules ------------------------------------------------------------------------------------------------------

    def _read_rules(self) -> None:
        pieces = self.tables.get("pieces", {})
        contexts = self.tables.get("contexts", {})
        patterns = [
            *pieces.values(),
            *contexts.values(),
            *(p for rule in self.tables["rules"] for p in _list(rule["pattern"])),
        ]
        for pattern in patterns:
            for kind, text in elements(pattern):
                if kind in ("word", "mark") and text != "~":
                    exact = text != text.lower()
                    self._atom(text, _literal(text, exact), exact=exact)
        for form, atoms in self._atoms.items():
            self.signs[form] = self._sign(atoms | number_atoms(form))
        for number in (*range(100), *range(1000, 2500), 100, 3000, 10000):
            for sample in {f"{number}", f"{number:02d}", f"{number:04d}"}:
                self._sign(number_atoms(sample))
        for atoms in ({"NTH"}, {"NTH", "NTHDAY"}, *({atom} for atom in self.shapes.classes)):
            self._sign(atoms)
        self.glued = self._sign({"glued"})
        for sign_set, sign in self._sign_of_set.items():
            for atom in sign_set:
                self._singles[atom] = self._singles.get(atom, "") + sign
        compiler = Compiler(self._regex_of, pieces)
        heads = {sign for klass in self.tables["heads"] for sign in self._heads_of(klass)}
        self.contexts = {name: compiler.compile(pattern) for name, pattern in contexts.items()}
        self.rules = tuple(self._rule(entry, compiler) for entry in self.tables["rules"])
        self._index_rules(Needs(self._needed, pieces, frozenset(heads)))
        self.runs = Runs(self.patterns, self.tries)
        self.stops = re.compile(charset(self._singles.get("STOP", "") + BREAK))

    def _index_rules(self, needs: Needs) -> None:
        """Note under each sign the patterns that a run of words with it may match, by their number."""
        for rule, entry in zip(self.rules, self.tables["rules"], strict=True):
            for pattern, said in zip(rule.patterns, _list(entry["pattern"]), strict=True):
                if not rule.follows:
                    for sign in needs.of(said):
                        self.tries.setdefault(sign, []).append(len(self.patterns))
                    self.patterns.append((rule, pattern))

    def _needed(self, kind: str, text: str) -> frozenset[str]:
        if text in _UNLISTED:
            return frozenset()
        return frozenset(
            self._heads_of(text) if kind == "klass" else self._singles[_literal(text, text != text.lower())]
        )

    def _heads_of(self, klass: str) -> str:
        """The signs that show that a word of the class may stand here: its words, and of a phrase the last word."""
        lasts = [
            next(part for part in reversed(parts) if part[-1].isalnum())
            for parts in self._phrase_parts.get(klass, [])
        ]
        return self._singles.get(klass, "") + "".join(self._singles[last] for last in lasts)

    def _rule(self, entry: Mapping[str, Any], compiler: Compiler) -> Rule:
        try:
            patterns = tuple(compiler.compile(pattern) for pattern in _list(entry["pattern"]))
        except ValueError as error:
            raise ValueError(f"{self.code}.yaml: rule {entry['name']!r}: {error}") from error
        return Rule(
            entry["name"],
            entry["kind"],
            patterns,
            entry.get("is", {}),
            tuple(entry.get("examples", ())),
            entry.get("follows", ""),
        )

    def _sign(self, atoms: Iterable[str]) -> str:
        key = frozenset(atoms)
        if not key:
            return UNKNOWN
        if key not in self._sign_of_set:
            self._sign_of_set[key] = chr(_FIRST_SIGN + len(self._sign_of_set))
        return self._sign_of_set[key]

    def _regex_of(self, kind: str, text: str, single: bool) -> str:
        """How a class, a word or a mark is written over signs."""
        if text in _UNLISTED:
            return _UNLISTED[text]
        if kind != "klass":
            return charset(self._singles[_literal(text, text != text.lower())])
        own = self._singles.get(text, "")
        phrases = [] if single else self._phrase_parts.get(text, [])
        if not own and not phrases:
            raise ValueError(f"no word is in the class {text}")
        written = [
            "".join(charset(self._singles[part]) for part in parts)
            for parts in sorted(phrases, key=len, reverse=True)
        ]
        alternatives = [*written, *([charset(own)] if own else [])]
        return alternatives[0] if not written else "(?:" + "|".join(alternatives) + ")"

    # Forms that are not listed ----------------------------------------------------------------------------------

    def guess(self, form: str) -> str:
        """The sign of a form that is not listed and not all letters: a number, a date in digits, words glued together, or unknown."""
        if form[0] == "\n":
            return BREAK
        if form.isdigit():
            if len(form) > 7 or not form.isascii():
                return UNKNOWN
            sign = self._sign_of_set.get(frozenset(number_atoms(form)), UNKNOWN)
            self._remember(form, sign)
            return sign
        if not any(c.isdigit() for c in form[:5]) and "-\n" not in form and not form[-1].isdigit():
            return self._joined(form) if "\u00ad" in form else UNKNOWN
        return self._odd(form)

    def _remember(self, form: str, sign: str) -> None:
        """Remember a form; forms are few enough (numbers of at most seven digits seen in texts)."""
        if len(self.signs) < 50_000:
            self.signs[form] = sign

    def _joined(self, form: str) -> str:
        return self.signs.get(_unbroken(form), UNKNOWN)

    def _odd(self, form: str) -> str:
        atoms = self.shapes.atoms(form)
        if atoms:
            return self._sign_of_set.get(frozenset(atoms), UNKNOWN)
        if "-\n" in form:
            whole = self._joined(form)
            return whole if whole != UNKNOWN else self.glued
        return self.glued if self._is_glued(form) else UNKNOWN

    def _is_glued(self, form: str) -> bool:
        """Whether a year is stuck to a small word ("in1937"), or a number to its unit ("7pm", "12hrs")."""
        match = GLUED.fullmatch(form)
        if match is None:
            return False
        word, number = match["before"] or match["after"], match["number"]
        if number is None or len(number) == 4:
            return word.lower() in self.tables.get("glue", ())
        return any(word in self.values.get(klass, ()) for klass in ("AMPM", "PLAINAM", "UNIT", "UNITS"))

    def signs_of(self, klass: str) -> str:
        """The signs of the single words of a class."""
        return self._singles.get(klass, "")

    def ends_of(self, klass: str) -> str:
        """The signs with which a word or a phrase of the class can end."""
        if klass not in self._ends:
            lasts = [parts[-1] for parts in self._phrase_parts.get(klass, [])]
            self._ends[klass] = self.signs_of(klass) + "".join(self._singles[last] for last in lasts)
        return self._ends[klass]

    # Values -----------------------------------------------------------------------------------------------------

    def value(self, klass: str, forms: list[str]) -> Any:
        """What the words mean as members of a class; `None` if they are not."""
        if len(forms) > 1:
            return self.phrases.get(klass, {}).get(_key(forms))
        form = forms[0]
        known = self.values.get(klass, {})
        if form in known:
            return known[form]
        if "\u00ad" in form or "-\n" in form:
            return known.get(_unbroken(form))
        return None


_BREAKS = re.compile(r"-\n|\u00ad\n?")
_ALIKE = ("-–—‐‑‒−", "'’‘`´")


# Words that the language does not list may be named in a pattern too: those with a capital, and the others.
_UNLISTED = {"NAME": NAME, "OTHER": UNKNOWN}


def _list(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


def _pairs(forms: Mapping[str, Any] | list[str]) -> Iterable[tuple[str, Any]]:
    return forms.items() if isinstance(forms, Mapping) else ((form, form) for form in forms)


def _key(forms: Iterable[str]) -> tuple[str, ...]:
    """A phrase as it is looked up: in small letters, unbroken, each mark as the first of those that are alike."""
    return tuple(
        next((alike[0] for alike in _ALIKE if form in alike), _unbroken(form).lower()) for form in forms
    )


def _unbroken(form: str) -> str:
    """A word without the hyphen at the end of a line."""
    return _BREAKS.sub("", form)


def _literal(form: str, exact: bool) -> str:
    return f"={form}" if exact else f"={form.lower()}"


def _variants(form: str, *, exact: bool) -> set[str]:
    """The ways in which a form may be written: its cases, or the marks that stand for the same mark."""
    for alike in _ALIKE:
        if form in alike:
            return set(alike)
    if exact:
        return {form, form.upper()}
    return {form, form.lower(), form.capitalize(), form.title(), form.upper()}
