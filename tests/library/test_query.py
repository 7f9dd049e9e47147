"""The language of searches."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from tui.library.fold import Folded, fold
from tui.library.query import And, Days, Known, Language, Node, Not, Or, Organization, Words, parse
from tui.model import QueryError, Span

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "cases/queries.yaml").read_text("utf-8")
)


def told(node: Node) -> str:
    """A tree in one line."""
    match node:
        case And(()):
            return "And(())"
        case And(nodes) | Or(nodes):
            return f"{type(node).__name__}({', '.join(map(told, nodes))})"
        case Not(inner):
            return f"Not({told(inner)})"
        case Words(words, prefix, column):
            return f"{column} '{' '.join(words)}'{'*' * prefix}".strip()
        case Organization(relation, name):
            return f"{relation} {name}"
        case Language(code):
            return f"language {code}"
        case Known(certainty):
            return str(certainty)
        case Days(first, last, mentioned):
            ends = "..".join("" if each is None else str(each) for each in (first, last))
            return f"{'about' if mentioned else 'written'} {ends}"
    raise AssertionError(node)


@pytest.mark.parametrize("case", [c for c in CASES if "tree" in c], ids=lambda c: c["query"])
def test_read(case: dict[str, Any]) -> None:
    assert told(parse(case["query"])) == case["tree"]


@pytest.mark.parametrize("case", [c for c in CASES if "error" in c], ids=lambda c: c["query"])
def test_told(case: dict[str, Any]) -> None:
    with pytest.raises(QueryError) as caught:
        parse(case["query"])
    assert str(caught.value).startswith(case["error"])
    assert caught.value.span.of(case["query"]) == case["under"]


@given(st.text('ab "“”()-:*.OR19é\xad\n—', max_size=30) | st.text(max_size=30))
def test_every_query_is_read_or_told(query: str) -> None:
    span = Span(0, 0)
    try:
        parse(query)
    except QueryError as error:
        span = error.span
    assert 0 <= span.start <= span.end <= len(query)


@given(st.text(max_size=60))
def test_a_place_in_the_folded_text_leads_back(text: str) -> None:
    folded = Folded(text)
    places = [folded.source(place) for place in range(len(folded.text))]
    assert places == sorted(places)
    assert all(0 <= place < max(1, len(text)) for place in places)
    for place, character in zip(places, folded.text, strict=True):
        assert character in fold(text[place])


@given(st.text(max_size=60))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)).split() == fold(text).split()
