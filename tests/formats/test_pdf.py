"""PDFs made by the test: columns, running heads, folios, notes, and what cannot be read."""

import pytest

from tests.formats.makers import page, pdf
from tui.formats import Draft, Unreadable
from tui.formats import pdf as format
from tui.model import MarkKind

LEFT = [
    "Oil was short in the winter of",
    "nineteen fourteen, and the lamp-",
    "lighters of the town had little",
    "to do but to wait for ships that",
]
RIGHT = [
    "never came, though every day the",
    "harbour master wrote down what",
    "he saw and signed it by his name",
    "until there was no paper left.",
]


def column(lines: list[str], x: float, y: float) -> list[tuple[float, float, str]]:
    return [(x, y - 12 * n, words) for n, words in enumerate(lines)]


def read(data: bytes) -> Draft:
    [draft] = format.read(data, "a.pdf")
    return draft


def marks(draft: Draft, kind: MarkKind) -> list[tuple[str, str]]:
    text = draft.reading.text
    return [(mark.span.of(text), mark.value) for mark in draft.reading.marks if mark.kind is kind]


PROSE = (
    "Oil was short in the winter of nineteen fourteen, and the lamplighters of the town had little to do but to wait for ships "
    "that never came, though every day the harbour master wrote down what he saw and signed it by his name until there was "
    "no paper left."
)


def test_columns_are_read_one_after_the_other() -> None:
    interleaved = [
        line for pair in zip(column(LEFT, 60, 700), column(RIGHT, 320, 700), strict=True) for line in pair
    ]
    assert read(pdf(page(*interleaved))).reading.text == PROSE


def test_a_headline_over_columns_comes_first() -> None:
    head = page((60, 730, "The harbour is closed until the ships return"), size=20)
    text = page(*column(RIGHT, 320, 700), *column(LEFT, 60, 700))
    draft = read(pdf(f"{text} {head}"))
    assert draft.reading.text == f"The harbour is closed until the ships return\n\n{PROSE}"
    assert marks(draft, MarkKind.HEADING) == [("The harbour is closed until the ships return", "3")] or marks(
        draft, MarkKind.HEADING
    ) == [("The harbour is closed until the ships return", "2")]
    assert draft.fields["title"].value == "The harbour is closed until the ships return"


def test_running_heads_and_folios_are_furniture_and_paragraphs_go_on() -> None:
    pages = [
        page((60, 770, "The Lantern, Issue #7 / May 1932"), (300, 20, str(11 + n)), *column(lines, 60, 700))
        for n, lines in enumerate((LEFT, RIGHT))
    ]
    draft = read(pdf(*pages))
    assert draft.reading.text == f"The Lantern, Issue #7 / May 1932\n\n{PROSE}"
    assert marks(draft, MarkKind.FURNITURE) == [("The Lantern, Issue #7 / May 1932", "")]
    assert [value for _, value in marks(draft, MarkKind.PAGE)] == ["11", "12"]
    assert draft.fields["published"].value == "1932-05"


def test_a_raised_number_points_to_a_note() -> None:
    raised = "BT /F1 10 Tf 1 0 0 1 60 700 Tm (Oil was short in 1914) Tj /F1 6 Tf 4 Ts (2) Tj 0 Ts /F1 10 Tf ( and dear.) Tj ET"
    draft = read(pdf(raised + " " + page(*column(LEFT, 60, 680))))
    assert draft.reading.text.startswith("Oil was short in 1914[2] and dear.")
    assert marks(draft, MarkKind.NOTE) == [("[2]", "2")]


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_turned_pages(turn: int) -> None:
    matrix = {0: "1 0 0 1 60 700", 90: "0 1 -1 0 60 60", 180: "-1 0 0 -1 550 90", 270: "0 -1 1 0 60 700"}[
        turn
    ]
    words = " ".join(f"({line}) Tj 0 -12 Td" for line in LEFT)
    draft = read(pdf(f"BT /F1 10 Tf {matrix} Tm {words} ET", extra=f"/Rotate {turn}"))
    assert draft.reading.text == " ".join(LEFT).replace("lamp- ", "lamp")


def test_the_title_of_the_file_where_it_is_one() -> None:
    text = page(*column(LEFT, 60, 700))
    assert read(pdf(text, info="/Title (On Oil) /Author (Ada Wick)")).fields["title"].value == "On Oil"
    assert "title" not in read(pdf(text, info="/Title (oil-final.qxd) /Author (user)")).fields


def test_pages_without_text_are_told() -> None:
    draft = read(pdf(page(*column(LEFT, 60, 700)), ""))
    assert [problem.what for problem in draft.problems] == ["has pages without text (2): pictures, or empty"]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"words", "is no PDF"),
        (b"%PDF-1.4\nnothing", "broken or cut off"),
        (pdf(""), "only pictures of its pages"),
    ],
)
def test_what_is_refused(data: bytes, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        format.read(data, "a.pdf")


def test_a_password_is_told() -> None:
    data = pdf(page((60, 700, "words")))
    locked = data.replace(
        b"/Root 1 0 R",
        b"/Root 1 0 R /ID [<00><00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <"
        + b"41" * 32
        + b"> /U <"
        + b"42" * 32
        + b"> >>",
    )
    with pytest.raises(Unreadable, match="is encrypted; save it without its password"):
        format.read(locked, "a.pdf")
