import pytest
from textual.app import App, ComposeResult

from tests.widgets.pages import FIRST, LOST, TEXT, TOLD, WEEK, event, page
from tui.model import (
    Anchor,
    AnchorKind,
    Article,
    Certainty,
    Day,
    Event,
    Interval,
    Page,
    Reading,
    Relation,
    Written,
)
from tui.widgets.card import Card, Field, article_card, event_card

NAMES = {"lamp": "League of Lamplighters", "clock": "Clockmakers’ Union"}


def told_of(index: int) -> dict[str, str]:
    return {field.label: field.value for field in event_card(page(), page().events[index])}


def name_of(key: str) -> str:
    return NAMES[key]


def test_a_stated_date_tells_its_words_its_value_and_its_sentence():
    told = told_of(TOLD)
    assert told["Words"] == "“3 May 1932”"
    assert told["Value"].startswith("1932-05-03  (TIMEX3 DATE")
    assert told["EDTF"] == "1932-05-03"
    assert told["Days"].startswith("Tuesday 1932-05-03")
    assert told["Certainty"].startswith("stated")
    assert told["Rule"] == "a case"
    assert told["Calendar"] == "Gregorian"
    assert told["Sentence"].startswith("The Clockmakers’ Union met on 3 May 1932")
    assert not {"Anchor", "Clause", "Relation"} & set(told)


def test_a_year_tells_its_first_and_last_day():
    assert told_of(FIRST)["Days"] == "Thursday 1914-01-01 – Thursday 1914-12-31, 365 days  (told as a year)"


def test_an_inferred_date_tells_its_anchor_and_where_that_stands():
    fields = event_card(page(), page().events[WEEK])
    told = {field.label: field for field in fields}
    assert told["Anchor"].value == "a date in the text: “3 May 1932” = 1932-05-03"
    assert told["It stands in"].value.startswith("The Clockmakers’ Union met on")
    assert told["Anchor"].goto == TEXT.index("3 May 1932")
    assert told["Words"].goto == TEXT.index("A week later")


def test_an_unresolved_date_says_so():
    told = told_of(LOST)
    assert told["Certainty"].startswith("unresolved")
    assert told["EDTF"] == "none: no day is known"
    assert "Days" not in told


def test_a_day_taken_for_the_day_of_writing_is_never_told_as_the_date():
    anchored = event(
        "A week later",
        "1932-05-10",
        "A week later they split, as we had said they would.",
        certainty=Certainty.INFERRED,
        anchor=Anchor(AnchorKind.WRITTEN, "1932-05-11"),
    )
    told = {field.label: field.value for field in event_card(page(), anchored)}
    assert told["Anchor"] == "when the article was written"
    assert told["Written"] == "after 1932-05-10  (inferred)"
    assert told["Counted from"] == "1932-05-11, taken for it as the nearest day that fits"
    assert "A week later" in told["Evidence"]


def test_an_article_with_a_date_of_its_own_is_counted_from_it():
    anchored = event(
        "1914", "1914", "In 1914 the lamps went out.", anchor=Anchor(AnchorKind.WRITTEN, "1932-05-12")
    )
    dated = Page(
        page().article,
        page().reading,
        (anchored,),
        Written(Interval.on(Day(1932, 5, 12)), Day(1932, 5, 12), Certainty.STATED),
    )
    told = {field.label: field.value for field in event_card(dated, anchored)}
    assert told["Written"] == "1932-05-12  (stated)"
    assert "Counted from" not in told


def test_a_known_day_is_told_by_its_name():
    known = event(
        "1914",
        "1914-05-01",
        "In 1914 the lamps went out.",
        anchor=Anchor(AnchorKind.CALENDAR, "1914-05-01", "May Day"),
    )
    told = {field.label: field.value for field in event_card(page(), known)}
    assert told["Anchor"] == "a known day: “May Day” = 1914-05-01"


@pytest.mark.parametrize("relation", [relation for relation in Relation if relation is not Relation.AT])
def test_every_relation_has_words(relation):
    plain = page().events[TOLD]
    related = Event(plain.timex, relation, plain.interval, plain.sentence, plain.clause)
    told = {field.label: field.value for field in event_card(page(), related)}
    assert "this time" in told["Relation"]


def test_an_article_tells_who_says_what():
    said = {"title": "front matter", "organization": "folder", "about": "sidecar"}
    opened = page(about=("clock",), authors=("Ada Wick", "Bo Flint"), format="markdown", said=said)
    told = {field.label: field.value for field in article_card(opened, name_of)}
    assert told["Title"] == "Against the Clock  (front matter)"
    assert told["Publisher"] == "League of Lamplighters  (folder)"
    assert told["On"] == "Clockmakers’ Union  (sidecar)"
    assert told["By"] == "Ada Wick; Bo Flint"
    assert told["Published"] == "unknown"
    assert told["Source"] == "unknown"
    assert told["Written"] == "after 1932-05-10  (inferred)"
    assert told["Known by"] == "after the latest day told"
    assert told["File"] == "lamp/against-the-clock.md  (markdown)"
    assert told["Dates"] == "4: 2 stated, 1 inferred, 1 unresolved"


def test_an_article_of_which_nothing_is_known_says_so():
    opened = Page(Article("a.txt", "A"), Reading(""))
    told = {field.label: field.value for field in article_card(opened, name_of)}
    assert told["Publisher"] == told["On"] == told["By"] == told["Written"] == "unknown"
    assert told["Dates"] == "none"


class Table(App[None]):
    """A card alone, and where it sent the reader."""

    CSS = "Card { width: 100%; height: 100%; }"

    def __init__(self, *fields: Field | tuple[str, str]) -> None:
        super().__init__()
        self.card = Card("Provenance", fields)
        self.sent: list[int] = []

    def compose(self) -> ComposeResult:
        yield self.card

    def on_mount(self) -> None:
        self.card.focus()

    def on_card_goto(self, message: Card.Goto) -> None:
        self.sent.append(message.offset)

    def rows(self) -> list[str]:
        return [self.card.render_line(y).text.rstrip() for y in range(self.card.size.height)]


async def test_long_values_are_wrapped_under_themselves():
    table = Table(
        ("Words", "“3 May”"), ("Sentence", "The Clockmakers met, and the whole quarter knew of it.")
    )
    async with table.run_test(size=(40, 8)):
        assert table.rows()[1:4] == [
            "▶ Words     “3 May”",
            "  Sentence  The Clockmakers met, and",
            "            the whole quarter knew of",
        ]


async def test_enter_goes_where_a_value_stands():
    table = Table(("Rule", "a case"), Field("Anchor", "3 May 1932", 41))
    async with table.run_test(size=(40, 8)) as pilot:
        table.card.choose()
        table.card.move(1)
        assert "Enter goes there" in table.rows()[0]
        table.card.choose()
        await pilot.pause()
        assert table.sent == [41]
        assert any(s.style.underline for s in table.card.render_line(2) if "3 May" in s.text)


async def test_a_click_on_a_value_goes_there_too():
    table = Table(("Rule", "a case"), Field("Anchor", "3 May 1932", 41))
    async with table.run_test(size=(40, 8)) as pilot:
        await pilot.click(Card, offset=(14, 1))
        await pilot.click(Card, offset=(14, 5))
        assert table.sent == []
        await pilot.click(Card, offset=(14, 2))
        assert table.sent == [41]


async def test_a_card_longer_than_the_screen_is_scrolled():
    table = Table(*((f"Field {n}", f"value {n}") for n in range(40)))
    async with table.run_test(size=(40, 8)) as pilot:
        table.card.move_to_bottom()
        assert "value 39" in table.rows()[-1]
        await pilot.resize_terminal(60, 12)
        assert any("▶ Field 39" in row for row in table.rows())
        table.card.move(-100)
        assert "▶ Field 0" in table.rows()[1]


async def test_a_card_is_as_high_as_its_lines():
    table = Table(("Rule", "a case"), ("Words", "“3 May”"))
    table.CSS = "Card { width: 100%; height: auto; }"
    async with table.run_test(size=(40, 20)):
        assert table.card.size.height == 3


async def test_an_empty_card_can_be_looked_at():
    table = Table()
    async with table.run_test(size=(40, 8)):
        table.card.move(1)
        table.card.choose()
        assert table.sent == []


async def test_values_are_shown_and_not_obeyed():
    table = Table(("[b]Words[/b]", "[red]x[/red] \x1b[2J\u202e"), ("la\x07bel", "v"))
    async with table.run_test(size=(60, 8)):
        shown = "".join(table.rows())
        assert "[b]Words[/b]" in shown
        assert "[red]x[/red]" in shown
        assert not {"\x1b", "\u202e", "\x07"} & set(shown)
