"""How an article, and a passage of it, are cited."""

import pytest

from tui.model import Article, Certainty, Interval, Page, Reading, Span, Written, citation, quotation

NAMES = {"lamp": "League of Lamplighters"}
SAID = "The lamps went\nout in 1914."


def page(written: Written = Written(), **said: object) -> Page:  # noqa: B008 - frozen
    return Page(Article("lamp/out.md", "Lights Out", **said), Reading(SAID), written=written)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("opened", "cited"),
    [
        (
            page(
                organization="lamp",
                authors=("Ada Wick", "Ben Oil"),
                published=Interval.parse("1914-08"),
                source="https://lantern.example/1",
            ),
            "Ada Wick; Ben Oil, “Lights Out”, League of Lamplighters, 1914-08, https://lantern.example/1 (lamp/out.md).",
        ),
        (page(), "“Lights Out”, [publisher unknown], [n.d.] (lamp/out.md)."),
        (
            page(Written(Interval.parse("1914-08-02/.."), None, Certainty.INFERRED), organization="lamp"),
            "“Lights Out”, League of Lamplighters, [n.d.; after 1914-08-01, inferred from the text] (lamp/out.md).",
        ),
    ],
    ids=["all known", "nothing known", "date inferred"],
)
def test_what_is_unknown_is_said_to_be(opened: Page, cited: str) -> None:
    assert citation(opened, NAMES.__getitem__) == cited


def test_a_quotation_stands_on_one_line_and_says_where_it_is() -> None:
    quoted = quotation(page(), Span(4, 27), NAMES.__getitem__)
    assert quoted == (
        "“lamps went out in 1914.”\n— “Lights Out”, [publisher unknown], [n.d.] (lamp/out.md), characters 4–27."
    )
