"""How pieces of text are joined, where the cases of the formats do not reach."""

from tui.formats.scribe import Gap, Scribe
from tui.model import Mark, MarkKind, Span


def test_blanks_before_a_gap_are_dropped_from_text_and_marks() -> None:
    scribe = Scribe("")
    scribe.open(MarkKind.CODE)
    scribe.text("wick" + " " * 500)
    scribe.close()
    scribe.gap(Gap.SOFT)
    scribe.text("oil ")
    reading = scribe.reading()
    assert reading.text == "wick oil"
    assert reading.marks == (Mark(Span(0, 4), MarkKind.CODE),)


def test_the_widest_gap_counts() -> None:
    scribe = Scribe("")
    scribe.text("wick")
    scribe.gap(Gap.BLOCK)
    scribe.gap(Gap.SOFT)
    scribe.text("oil")
    assert scribe.reading().text == "wick\n\noil"


def test_a_mark_without_text_leaves_nothing() -> None:
    scribe = Scribe("")
    scribe.open(MarkKind.STRONG)
    scribe.close()
    scribe.text("wick")
    scribe.open(MarkKind.STRONG)
    scribe.text("")
    assert scribe.reading().marks == ()


def test_a_soft_hyphen_at_a_line_end_goes() -> None:
    scribe = Scribe("")
    scribe.text("lamp\xad")
    scribe.gap(Gap.SOFT)
    scribe.text("lighter")
    assert scribe.reading().text == "lamplighter"


def test_years_over_a_line_end_keep_their_hyphen_and_dashes_their_place() -> None:
    scribe = Scribe("")
    for words in ("from 1914-", "1918 the lamps—", "all of them", "—were out –", "and wet"):
        scribe.text(words)
        scribe.gap(Gap.SOFT)
    assert scribe.reading().text == "from 1914-1918 the lamps—all of them—were out – and wet"


def test_the_value_of_a_mark_is_one_visible_line() -> None:
    scribe = Scribe("")
    scribe.open(MarkKind.LINK, "a\x1b\nb")
    scribe.text("x")
    assert scribe.reading().marks[0].value == "a␛ b"


def test_a_carriage_return_is_a_line_end() -> None:
    """A terminal would write over the line with what follows."""
    scribe = Scribe("")
    scribe.text("wick\roil\r\nlamp")
    assert scribe.reading().text == "wick\noil\nlamp"
