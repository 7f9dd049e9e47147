import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.model import visible

CONTROLS = "".join(map(chr, [*range(0x20), *range(0x7F, 0xA0)]))
BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
anything = st.text(
    st.characters(codec=None, exclude_categories=()) | st.sampled_from(CONTROLS + BIDI + "\ud800")
)


@given(anything)
def test_nothing_that_a_terminal_would_obey_is_left(text):
    for character in set(visible(text)) - set("\t\r\n"):
        assert unicodedata.category(character) not in ("Cc", "Cs", "Zl", "Zp")
        assert character not in BIDI


@given(anything)
def test_what_is_visible_stays_as_it_is(text):
    assert visible(visible(text)) == visible(text)


@given(st.text(alphabet=st.characters(categories=["L", "N", "P", "S", "Zs"])))
def test_ordinary_text_is_not_touched(text):
    assert visible(text) == text


@given(anything)
def test_a_title_is_one_line(text):
    assert not set("\t\r\n") & set(visible(text, lines=False))


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("\x1b[31mred", "␛[31mred"),
        ("a\x00b\x7f", "a␀b␡"),
        ("a\x9bb", "a⟨009B⟩b"),
        ("\u202egnorw", "⟨202E⟩gnorw"),
        ("\ud800", "\ufffd"),
        ("tab\tand\r\nline", "tab\tand\r\nline"),
        ("👩\u200d👧 e\u0301 العربية", "👩\u200d👧 e\u0301 العربية"),
    ],
)
def test_what_is_shown_for_it(text, seen):
    assert visible(text) == seen


def test_runs_of_line_ends_become_one_space_in_a_title():
    assert visible("A\r\n\ttitle\nin lines", lines=False) == "A title in lines"
