import pytest

from tui.screens.typed_date import typed_date


@pytest.mark.parametrize(
    ("words", "edtf"),
    [
        ("1956", "1956"),
        (" 1956-10 ", "1956-10"),
        ("1956-10-23", "1956-10-23"),
        ("195X", "195X"),
        ("19XX", "19XX"),
        ("800", "0800"),
        ("44 BC", "-0043"),
        ("44bce", "-0043"),
        ("AD 79", "0079"),
        ("-0489-09", "-0489-09"),
        ("1914/1918", "1914-01-01/1918-12-31"),
    ],
)
def test_what_people_type(words, edtf):
    assert typed_date(words).edtf == edtf


@pytest.mark.parametrize("words", ["", "soon", "1956-13", "1956-02-30", "0", "44 BCD", "[bold]1956[/]"])
def test_what_is_no_date_is_told_with_what_to_write(words):
    with pytest.raises(ValueError, match="write 1956"):
        typed_date(words)
