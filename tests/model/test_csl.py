"""Articles for a bibliography."""

from typing import Any

import pytest

from tests.model.test_citation import NAMES, page
from tui.model import Certainty, Interval, Written
from tui.model.csl import csl


@pytest.mark.parametrize(
    ("edtf", "issued"),
    [
        ("1914-08-02", {"date-parts": [[1914, 8, 2]]}),
        ("1914-08", {"date-parts": [[1914, 8]]}),
        ("1914", {"date-parts": [[1914]]}),
        ("1914~", {"date-parts": [[1914]], "circa": True}),
        ("195X", {"date-parts": [[1950], [1959]]}),
        ("1914-08/1918-11", {"date-parts": [[1914, 8], [1918, 11]]}),
        ("1914-08-02/1918-11-11", {"date-parts": [[1914, 8, 2], [1918, 11, 11]]}),
        ("1922-22", {"date-parts": [[1922]], "season": 2}),
        ("-0489-09-12", {"date-parts": [[-490, 9, 12]]}),
        ("../1914", {"literal": "until 1914"}),
    ],
)
def test_a_date_is_told_as_finely_as_it_is_known(edtf: str, issued: dict[str, Any]) -> None:
    assert csl(page(published=Interval.parse(edtf)), NAMES.__getitem__)["issued"] == issued


def test_names_are_kept_as_they_are_given() -> None:
    opened = page(
        organization="lamp",
        authors=("Ada Wick", "Ben Oil"),
        published=Interval.parse("1914-08"),
        source="https://lantern.example/1",
        language="en",
        note="Damaged.",
    )
    assert csl(opened, NAMES.__getitem__) == {
        "id": "lamp/out.md",
        "type": "document",
        "title": "Lights Out",
        "author": [{"literal": "Ada Wick"}, {"literal": "Ben Oil"}],
        "publisher": "League of Lamplighters",
        "issued": {"date-parts": [[1914, 8]]},
        "URL": "https://lantern.example/1",
        "language": "en",
        "note": "Damaged.",
    }


def test_what_is_unknown_is_said_to_be() -> None:
    written = Written(Interval.parse("1914-08-02/.."), None, Certainty.INFERRED)
    item = csl(page(written, source="Box 7"), NAMES.__getitem__)
    assert item["publisher"] == "[publisher unknown]"
    assert item["issued"] == {"literal": "[n.d.; after 1914-08-01, inferred from the text]"}
    assert item["source"] == "Box 7"
    assert "author" not in item
