"""Names as a librarian files them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.model import filed


@pytest.mark.parametrize(
    "in_order",
    [
        ["No. 2", "No. 10", "No. 1948"],
        ["lead-009", "lead-10"],
        ["À bas la lampe", "abbey", "“Clock” and lamp", "État", "...even so", "Zebra"],
        ["lamp", "Lamp 2", "LAMP 11"],
    ],
)
def test_names_are_filed_without_case_accents_and_marks_and_with_numbers_by_their_size(
    in_order: list[str],
) -> None:
    sorts = [filed(name) for name in in_order]
    assert sorts == sorted(set(sorts))


@given(st.integers(0, 10**9 - 1), st.integers(0, 10**9 - 1))
def test_numbers_are_filed_by_their_size(one: int, other: int) -> None:
    assert (filed(f"p{one}") < filed(f"p{other}")) == (one < other)


@given(st.text())
def test_anything_can_be_filed(words: str) -> None:
    assert isinstance(filed(words), str)
