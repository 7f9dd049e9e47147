"""A query as SQL: what the full text answers by itself, and what the tables add."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tui.library.query import And, Days, Known, Language, Node, Not, Or, Organization, Words

Resolve = Callable[[Organization], str]
"""The key of the organization that is meant; raises `QueryError`."""

_FAR = 10**8


@dataclass(slots=True)
class Conditions:
    """`match` is asked of the full text (empty: nothing is), `where` of `articles a`; all must hold.

    `titled` matches where the words stand in the title; it is empty where that is no other question.
    """

    match: str = ""
    titled: str = ""
    where: str = ""
    values: list[Any] = field(default_factory=list)


def conditions(node: Node, resolve: Resolve) -> Conditions:
    """What a tree asks."""
    parts = node.nodes if isinstance(node, And) else (node,)
    texts = [part for part in parts if _is_text(part)]
    without = [part.node for part in parts if isinstance(part, Not) and _is_text(part.node)] if texts else []
    told = Conditions()
    if texts:
        but = "".join(f" NOT {_match(each)}" for each in without)
        match, titled = (_match(And(tuple(texts)), where) for where in ("{title text}", "title"))
        told.match = f"({match}{but})"
        told.titled = f"({titled}{but})" if titled != match else ""
    rest = [
        part
        for part in parts
        if part not in texts and not (texts and isinstance(part, Not) and part.node in without)
    ]
    if rest:
        told.where = _where(And(tuple(rest)), resolve, told.values)
    return told


@dataclass(slots=True)
class Events:
    """Which events are asked for: conditions on `events e`, empty where none is.

    `when` lets those through that touch the days asked for, `inside` those that lie within them.
    """

    when: str = ""
    inside: str = ""
    values: list[Any] = field(default_factory=list)
    values_inside: list[Any] = field(default_factory=list)


def events_asked(node: Node) -> Events:
    """The events that a query asks for."""
    told = Events()
    parts = [part for part in _positive(node) if _is_of_events(part)]
    told.when = " AND ".join(_event(part, told.values) for part in parts)
    told.inside = " AND ".join(_event(part, told.values_inside, within=True) for part in parts)
    return told


def words_asked(node: Node) -> list[Words]:
    """The words that are looked for in the text."""
    return [part for part in _positive(node) if isinstance(part, Words) and not part.column]


def _positive(node: Node) -> list[Node]:
    if isinstance(node, And | Or):
        return [part for each in node.nodes for part in _positive(each)]
    return [] if isinstance(node, Not) else [node]


def _is_of_events(node: Node) -> bool:
    return isinstance(node, Known) or (isinstance(node, Days) and node.mentioned)


def _is_text(node: Node) -> bool:
    """Whether the full text can answer it by itself (FTS5 has NOT only between two)."""
    if isinstance(node, And | Or):
        return bool(node.nodes) and all(map(_is_text, node.nodes))
    return isinstance(node, Words)


def _match(node: Node, where: str = "{title text}") -> str:
    """What is asked of the full text; words that are not said to be in a column stand in these."""
    if isinstance(node, And | Or):
        word = " AND " if isinstance(node, And) else " OR "
        return "(" + word.join(_match(each, where) for each in node.nodes) + ")"
    if not isinstance(node, Words):
        raise TypeError(f"the full text knows no {type(node).__name__}")
    # The words are folded: there is no quotation mark in them.
    return f'({node.column or where} : "{" ".join(node.words)}"{" *" if node.prefix else ""})'


def _where(node: Node, resolve: Resolve, values: list[Any]) -> str:
    if _is_text(node):
        values.append(_match(node))
        return "a.id IN (SELECT rowid FROM words WHERE words MATCH ?)"
    if isinstance(node, And):
        events = [part for part in node.nodes if _is_of_events(part)]
        rest = [part for part in node.nodes if part not in events]
        parts = [_where(part, resolve, values) for part in rest]
        if events:
            parts.append(_events(events, values))
        return "(" + " AND ".join(parts or ["1"]) + ")"
    if isinstance(node, Or):
        return "(" + " OR ".join(_where(part, resolve, values) for part in node.nodes) + ")"
    if isinstance(node, Not):
        return f"NOT {_where(node.node, resolve, values)}"
    if isinstance(node, Organization):
        return _organization(node, resolve, values)
    if isinstance(node, Language):
        values += (node.code, f"{node.code}-%")
        return "(lower(a.language) = ? OR replace(a.language, '_', '-') LIKE ?)"
    if isinstance(node, Days) and not node.mentioned:
        values += (_last(node), _first(node))
        return "(ifnull(a.earliest, a.latest) <= ? AND ifnull(a.latest, a.earliest) >= ?)"
    return _events([node], values)


def _organization(node: Organization, resolve: Resolve, values: list[Any]) -> str:
    values.append(resolve(node))
    if node.relation == "by":
        return "a.organization = ?"
    table = "about" if node.relation == "on" else "namings"
    return f"a.id IN (SELECT article FROM {table} WHERE organization = ?)"  # noqa: S608 - a name of ours


def _events(nodes: list[Node], values: list[Any]) -> str:
    """Articles with an event that is all of this; by the days on which some begin, which are few."""
    tables = "events e"
    if days := [node for node in nodes if isinstance(node, Days)]:
        spans = ["shelf = '*'", *("first <= ? AND last >= ?" for _ in days)]
        for node in days:
            values += (_last(node), _first(node))
        begun = f"SELECT DISTINCT first FROM spans WHERE {' AND '.join(spans)}"  # noqa: S608 - ours
        tables = f"({begun}) s CROSS JOIN events e ON e.first = s.first"
    asked = " AND ".join(_event(node, values) for node in nodes)
    return f"a.id IN (SELECT e.article FROM {tables} WHERE {asked})"  # noqa: S608


def _event(node: Node, values: list[Any], *, within: bool = False) -> str:
    if isinstance(node, Known):
        values.append(str(node.certainty))
        return "e.certainty = ?"
    if not isinstance(node, Days):
        raise TypeError(f"events know no {type(node).__name__}")
    values += (_last(node), _first(node))
    return "e.last <= ? AND e.first >= ?" if within else "e.first <= ? AND e.last >= ?"


def _first(days: Days) -> int:
    return -_FAR if days.first is None else days.first


def _last(days: Days) -> int:
    return _FAR if days.last is None else days.last
