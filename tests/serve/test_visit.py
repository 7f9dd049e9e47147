"""What a door knows of a visitor, on its way to the visitor's process."""

from dataclasses import FrozenInstanceError, fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.serve.visit import Visit

words = st.text(max_size=20)
visits = st.builds(
    Visit,
    words=st.lists(words, max_size=4).map(tuple),
    columns=st.integers(20, 300),
    rows=st.integers(5, 100),
    **dict.fromkeys(("term", "colorterm", "lang", "no_color", "reader", "name", "address"), words),
)


@given(visits)
def test_a_visit_arrives_as_it_was_sent(visit: Visit) -> None:
    assert Visit.from_json(visit.to_json()) == visit


def test_its_json_is_one_line_of_ascii_whatever_a_visitor_calls_themself() -> None:
    said = Visit(name="\x1b]2;owned\x07\nroot", words=("find", "\u202e")).to_json()
    assert said.isascii()
    assert b"\n" not in said
    assert b"\x1b" not in said


def test_without_a_name_of_a_terminal_there_is_none() -> None:
    assert not Visit().has_terminal
    assert Visit(term="xterm").has_terminal


def test_a_visit_does_not_change() -> None:
    with pytest.raises(FrozenInstanceError):
        Visit().reader = "somebody"  # type: ignore[misc]
    assert len(fields(Visit)) == 10
