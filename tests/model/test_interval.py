import pytest

from tui.model import Interval


@pytest.mark.parametrize(
    ("edtf", "words"),
    [
        ("-0489-09-12", "490 BC-09-12"),
        ("-0489-09", "490 BC-09"),
        ("-0489", "490 BC"),
        ("0000/0003", "1 BC–3"),
        ("-0489-09-12/-0488-01-03", "490 BC-09-12–489 BC-01-03"),
    ],
)
def test_years_before_1_are_told_as_people_count_them(edtf, words):
    assert Interval.parse(edtf).words == words
