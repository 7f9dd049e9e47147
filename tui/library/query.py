"""The language of searches: words, "phrases", OR, -not, (groups) and fields, read into one tree.

lamp "against the clock"      both, anywhere; a phrase also across lines and pages
spart*                        words that begin so
lamp OR candle                either
-wick  NOT "town hall"        not these (AND, where somebody writes it, is understood)
title:clock  author:wick      in the title, among the authors
by:lamp  on:"Clock Union"     an organization's articles, those on it (key, name, alias or organ)
names:CU                      articles whose text names it
lang:en  certainty:stated     the language; how a date is known
written:1948..1953            when it was written: 1948, 1948-05, 1948-05-17, 195X, A..B, A.., ..B
about:1939..1945              dates mentioned in the text
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tui.library.fold import words_of
from tui.model import Certainty, Interval, QueryError, Span


@dataclass(frozen=True, slots=True)
class Words:
    """Words that follow each other, folded; of the last only the beginning with `prefix`. `column`: "title", "authors", or both text and title."""

    words: tuple[str, ...]
    prefix: bool = False
    column: str = ""


@dataclass(frozen=True, slots=True)
class Organization:
    """Articles that stand to an organization as `relation` says: "by", "on" or "names"."""

    relation: str
    name: str
    span: Span


@dataclass(frozen=True, slots=True)
class Language:
    """Articles in a language."""

    code: str


@dataclass(frozen=True, slots=True)
class Days:
    """From the ordinal `first` to `last`: when it was written, or (`mentioned`) dates that the text mentions; `None` is open."""

    first: int | None
    last: int | None
    mentioned: bool


@dataclass(frozen=True, slots=True)
class Known:
    """Articles with dates that are known so."""

    certainty: Certainty


@dataclass(frozen=True, slots=True)
class Not:
    """What `node` does not find."""

    node: Node


@dataclass(frozen=True, slots=True)
class And:
    """What all of them find; none of them: everything."""

    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """What one of them finds."""

    nodes: tuple[Node, ...]


Node = Words | Organization | Language | Days | Known | Not | And | Or

FIELDS = ("by", "on", "names", "title", "author", "lang", "written", "about", "certainty")
_RELATIONS = ("by", "on", "names")
_COLUMNS = {"title": "title", "author": "authors"}
_TOKEN = re.compile(
    r"""(?P<space>\s+) | (?P<open>\() | (?P<close>\)) | (?P<not>-(?=[^\s)]))
    | (?P<field>[A-Za-z]+):(?!//)
    | (?P<quote>["“”„«](?P<quoted>[^"“”„«»]*)(?P<closed>["“”»])?)(?P<star>\*)?
    | (?P<word>[^\s()"“”„«»]+)""",
    re.VERBOSE,
)
_MISSING = "something to search for is missing here"
_DATES = "write 1948, 1948-05, 1948-05-17, 195X, or two of them with .. between"


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    span: Span
    prefix: bool = False

    def is_word(self, word: str) -> bool:
        return self.kind == "word" and self.text == word and not self.prefix


def parse(query: str) -> Node:
    """Read a query; raises `QueryError`. An empty one finds everything."""
    return _Parser(query).whole()


class _Parser:
    """Reads tokens from left to right, one function a level of the language."""

    def __init__(self, query: str) -> None:
        self._tokens = list(_tokens(query))
        self._at = 0
        self._end = Span(len(query), len(query))

    def whole(self) -> Node:
        if not self._tokens:
            return And(())
        node = self._either()
        if token := self._peek():
            raise QueryError("nothing is open that this could close", token.span)
        return node

    def _either(self) -> Node:
        nodes = [self._all()]
        while (token := self._peek()) is not None and token.is_word("OR"):
            self._at += 1
            nodes.append(self._all())
        return nodes[0] if len(nodes) == 1 else Or(tuple(nodes))

    def _all(self) -> Node:
        nodes: list[Node] = []
        while (token := self._peek()) is not None and token.kind != "close" and not token.is_word("OR"):
            if nodes and token.is_word("AND"):
                self._at += 1
            nodes.append(self._one())
        if not nodes:
            token = self._peek() or (self._tokens[self._at - 1] if self._at else None)
            raise QueryError(_MISSING, token.span if token else self._end)
        return nodes[0] if len(nodes) == 1 else And(tuple(nodes))

    def _one(self) -> Node:
        token = self._take()
        if token.kind == "not" or token.is_word("NOT"):
            return Not(self._one())
        if token.kind == "close" or token.is_word("AND") or token.is_word("OR"):
            raise QueryError(_MISSING, token.span)
        if token.kind == "open":
            node = self._either()
            if (close := self._peek()) is None or close.kind != "close":
                raise QueryError("this bracket is not closed", token.span)
            self._at += 1
            return node
        if token.kind == "field":
            return self._field(token)
        return _words(token, "")

    def _field(self, field: _Token) -> Node:
        name = field.text.lower()
        if name not in FIELDS:
            what = f"there is no field {field.text}; there are {', '.join(FIELDS)} (in quotation marks it is words)"
            raise QueryError(what, field.span)
        value = self._peek()
        if value is None or value.kind not in ("word", "quote") or value.span.start != field.span.end:
            raise QueryError(f"what {name}: should be is missing (no space after the colon)", field.span)
        self._at += 1
        if name in _RELATIONS:
            return Organization(name, value.text, value.span)
        if name in _COLUMNS:
            return _words(value, _COLUMNS[name])
        if name == "lang":
            return Language(value.text.lower().replace("_", "-"))
        if name == "certainty":
            return _known(value)
        return _days(value, mentioned=name == "about")

    def _peek(self) -> _Token | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def _take(self) -> _Token:
        token = self._peek()
        if token is None:
            raise QueryError(_MISSING, self._tokens[-1].span)
        self._at += 1
        return token


def _tokens(query: str) -> Iterator[_Token]:
    at = 0
    while at < len(query):
        match = _TOKEN.match(query, at)
        if match is None:
            # Only a quotation mark that closes what is not open.
            raise QueryError("nothing is open that this could close", Span(at, at + 1))
        at = match.end()
        kind, span = match.lastgroup or "", Span(*match.span())
        if match["space"]:
            continue
        if match["quote"]:
            if not match["closed"]:
                raise QueryError("this quotation mark is not closed", Span(span.start, span.start + 1))
            yield _Token("quote", match["quoted"], span, match["star"] is not None)
        elif match["word"]:
            text = match["word"]
            yield _Token("word", text.rstrip("*"), span, text.endswith("*"))
        else:
            yield _Token(kind, match["field"] or match[0], span)


def _words(token: _Token, column: str) -> Words:
    words = tuple(words_of(token.text))
    if not words:
        raise QueryError("there is no letter and no digit in this to search for", token.span)
    return Words(words, token.prefix, column)


def _known(token: _Token) -> Known:
    try:
        return Known(Certainty(token.text.lower()))
    except ValueError:
        raise QueryError(f"certainty: is one of {', '.join(Certainty)}", token.span) from None


def _days(token: _Token, *, mentioned: bool) -> Days:
    text = token.text.strip()
    first, dots, last = text.partition("..")
    if text.strip(". ") == "":
        raise QueryError(f"this is no date; {_DATES}", token.span)
    start = _date(first, token.span).earliest if first else None
    end = _date(last if dots else first, token.span).latest if last or not dots else None
    if start and end and end < start:
        raise QueryError("this ends before it begins", token.span)
    return Days(start.ordinal if start else None, end.ordinal if end else None, mentioned)


def _date(text: str, span: Span) -> Interval:
    decade = re.fullmatch(r"(\d{3})0s", text.strip())
    try:
        return Interval.parse(f"{decade[1]}X" if decade else text)
    except ValueError as error:
        reason = str(error) if str(error).startswith("no such day") else f"{text!r} is no date"
        raise QueryError(f"{reason}; {_DATES}", span) from None
