"""What a terminal with ASCII alone is shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tests.widgets.harness import Harness
from tui.model import Article, Page, Reading
from tui.widgets.plain import plain
from tui.widgets.text import Text


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("“Révolution” – l’été 1848…", '"Revolution" - l\'ete 1848.'),
        ("Straße, Łódź, œuvre, ﬁn", "Strase, Lodz, ouvre, fn"),
        ("no change", "no change"),
        ("Москва 東京 ☭", "?????? ???? ?"),
        ("a\u0301 👩‍👩‍👧 ½", "a ?? 1"),
        ("a\u00a0b", "a b"),
    ],
)
def test_each_character_is_shown_by_its_like(words: str, shown: str) -> None:
    assert plain(words) == shown


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Cf"])))
def test_it_is_ascii_and_as_wide(words: str) -> None:
    assert plain(words).isascii()
    assert cell_len(plain(words)) == cell_len(words)


async def test_a_text_is_shown_in_ascii_and_its_spans_stay() -> None:
    pane = Text()
    pane.page = Page(Article("a", "Été"), Reading("“Alors, c’est l’été” – said he in 1932."))
    async with (app := Harness(pane)).run_test(size=(60, 8)):
        pane.ascii = True
        assert any("\"Alors, c'est l'ete\" - said he in 1932." in line for line in app.lines())
        assert all(line.isascii() for line in app.lines())
        assert pane.find("été") == (1, 1)
