import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from tui.model import Mark, MarkKind, Reading, Span
from tui.widgets.flow import Flow, line_words, shown, whole, wrapped

BREAKING_SPACE = set(" \t\n\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009\u200a\u205f")

FAMILY = "👩\u200d👩\u200d👧"
FLAG = "🇩🇪"
ODD = [
    "漢",
    "字",
    "、",
    "。",
    "「",
    "」",
    "각",
    "e\u0301",
    FAMILY,
    FLAG,
    "☎\ufe0f",
    "👍🏽",
    "\u00ad",
    "\u200b",
    "\u0301",
]
ODD += ["\u200d", "\ufe0f", "\x1b", "\u202e", "\x00", "\x01", "\x05", "\u00a0", "\u3000", "🇩", "ل", "\ufeff"]
WORDS = [
    "a",
    "the",
    "Lantern",
    "anti-Clock",
    "2014–2016",
    "–",
    "—",
    "lamp—light",
    "(see",
    "note)",
    "«",
    "»",
    "“so”",
]
WORDS += ["x" * 40, ",", ".", "!", "...", "\t", "\n", "\n\n", " ", "   "]

plain_texts = st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join)
odd_texts = st.lists(st.sampled_from(WORDS + ODD), max_size=60).flatmap(
    lambda parts: st.sampled_from(["", " "]).map(lambda joint: joint.join(parts))
)
texts = st.one_of(plain_texts, odd_texts, st.text(max_size=200))


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    text = draw(texts)
    kinds = st.sampled_from(list(MarkKind))
    places = st.integers(0, len(text))
    drawn = draw(st.lists(st.tuples(places, places, kinds), max_size=6))
    return Reading(text, tuple(sorted(Mark(Span(min(a, b), max(a, b)), kind) for a, b, kind in drawn)))


def lines_of(text: str, width: int, *marks: Mark) -> list[str]:
    """The lines as one sees them, with their indents."""
    flow = Flow(Reading(text, tuple(sorted(marks))), width)
    return [" " * flow.line(n).indent + line_words(text, flow.line(n)) for n in range(len(flow))]


@settings(max_examples=400)
@given(readings(), st.integers(8, 100))
def test_every_character_is_on_one_line_or_is_white_space_at_a_break(reading, width):
    flow, at = Flow(reading, width), 0
    for number in range(len(flow)):
        line = flow.line(number)
        assert at <= line.start <= line.end
        assert set(reading.text[at : line.start]) <= BREAKING_SPACE
        at = line.end
    assert set(reading.text[at:]) <= BREAKING_SPACE


@settings(max_examples=400)
@given(readings(), st.integers(8, 100))
def test_no_line_is_wider_than_it_may_be(reading, width):
    flow = Flow(reading, width)
    for number in range(len(flow)):
        line = flow.line(number)
        assert line.indent + cell_len(line_words(reading.text, line)) <= width


@settings(max_examples=400)
@given(readings(), st.integers(8, 100))
def test_a_character_is_found_again_where_it_is_shown(reading, width):
    text, flow = reading.text, Flow(reading, width)
    for offset in range(len(text)):
        number = flow.line_at(offset)
        line = flow.line(number)
        assert line.start <= offset
        found = flow.offset_at(number, flow.column_of(offset))
        assert line.start <= found <= line.end
        if line.start <= offset < line.end and cell_len(shown(text[offset : whole(text, offset + 1)])):
            # The same character, or one without a cell of its own beside it.
            first, last = sorted((found, offset))
            assert (
                cell_len(shown(text[first:last])) == 0
                or whole(text, first) >= last
                or first < whole(text, offset)
            )


@given(st.text(alphabet="abcdefghij ,.-", max_size=300), st.integers(8, 60))
def test_words_that_fit_on_a_line_are_not_cut(text, width):
    for line in lines_of(text, width):
        assert not line.startswith(" ") or text.startswith(" ") or "\n" in text
    flow = Flow(Reading(text), width)
    for number in range(1, len(flow)):
        start = flow.line(number).start
        if text[start - 1] not in " -":
            assert start - flow.line(number - 1).start > width // 2


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("The lamps went out in 1914–1918.", 26, ["The lamps went out in", "1914–1918."]),
        ("They met – or so they say – twice.", 10, ["They met –", "or so they", "say –", "twice."]),
        ("Is it so ? Nobody knows !", 10, ["Is it so ?", "Nobody", "knows !"]),
        ("La « Lanterne » est parue", 12, ["La", "« Lanterne »", "est parue"]),
        ("an anti-Clock campaign", 10, ["an anti-", "Clock", "campaign"]),
        ("a report—unsigned—of it", 12, ["a report—", "unsigned—of", "it"]),
        ("see p. 12 (and 13) there", 12, ["see p. 12", "(and 13)", "there"]),
        ("x" * 20, 8, ["x" * 8, "x" * 8, "x" * 4]),
        ("one\ntwo\n\nthree", 20, ["one", "two", "", "three"]),
        ("  indented verse\n  as it stands", 40, ["  indented verse", "  as it stands"]),
        ("2017-01-17 2017-01-18", 12, ["2017-01-17", "2017-01-18"]),
    ],
)
def test_lines_are_broken_where_a_reader_expects(text, width, lines):
    assert lines_of(text, width) == lines


def test_no_line_begins_with_closing_punctuation_or_a_dash():
    text = "Le « mot » juste ! Vraiment ? Oui ; non : peut-être … (ou pas ) – enfin – bref . " * 20
    for width in range(14, 60):
        for line in lines_of(text, width):
            assert line[0] not in "»!?;:….)–", (width, line)


def test_a_word_of_a_year_range_is_never_parted():
    text = "In 1914–1918 and 1939–1945, and again in 1989–91, the lamps were out. " * 5
    for width in range(12, 60):
        for line in lines_of(text, width):
            assert not line.endswith("–")
            assert not line.startswith("–")


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("漢字仮名交じり文、です。", ["漢字仮名", "交じり", "文、で", "す。"]),
        ("「漢字」「仮名」", ["「漢字」", "「仮名」"]),
        ("네글자로 된다", ["네글자로", "된다"]),
        (FAMILY * 5, [FAMILY * 4, FAMILY]),
        (FLAG * 5, [FLAG * 4, FLAG]),
        ("e\u0301" * 9, ["e\u0301" * 8, "e\u0301"]),
        ("☎\ufe0f" * 5, ["☎\ufe0f" * 4, "☎\ufe0f"]),
        ("un\u00adbe\u00adliev\u00adable", ["unbe-", "lievable"]),
        ("un\u00ad" + "x" * 10, ["un-", "x" * 8, "xx"]),
        ("lamp\u200blight\u200bers", ["lamp", "lighters"]),
    ],
)
def test_characters_are_measured_as_the_terminal_sees_them(text, lines):
    assert lines_of(text, 8) == lines


def test_what_a_terminal_would_obey_is_shown_as_one_harmless_cell():
    words = "a\x1b[2Jb\tc\u202ed\x9be"
    assert shown(words) == "a\ufffd[2Jb c\ufffdd\ufffde"
    assert lines_of(words, 40) == ["a\ufffd[2Jb c\ufffdd\ufffde"]


def test_an_item_hangs_behind_its_bullet():
    text = "Demands:\n• Light for all streets at night\n• Oil\n12. Bread for lamplighters too"
    marks = [
        Mark(Span(text.index(w), text.index(w) + n), MarkKind.ITEM)
        for w, n in (("• L", 32), ("• O", 5), ("12.", 30))
    ]
    assert lines_of(text, 20, *marks) == [
        "Demands:",
        "• Light for all",
        "  streets at night",
        "• Oil",
        "12. Bread for",
        "    lamplighters too",
    ]


def test_an_item_without_a_bullet_of_its_own_is_given_one():
    text = "Light for all streets\nOil"
    flow = Flow(Reading(text, (Mark(Span(0, 21), MarkKind.ITEM), Mark(Span(22, 25), MarkKind.ITEM))), 14)
    lines = [flow.line(n) for n in range(len(flow))]
    assert [(line.indent, line.bullet) for line in lines] == [(2, True), (2, False), (2, True)]


def test_items_within_items_are_set_in_further():
    text = "• lamps\n• oil\n• whale\nend"
    marks = (
        Mark(Span(0, 21), MarkKind.ITEM),
        Mark(Span(8, 13), MarkKind.ITEM),
        Mark(Span(14, 21), MarkKind.ITEM),
    )
    assert lines_of(text, 40, *marks) == ["• lamps", "  • oil", "  • whale", "end"]


def test_a_quoted_paragraph_is_set_in_and_a_quoted_word_is_not():
    text = "They say “light” now.\n\nLight is what we say.\n\nSo it is."
    marks = [Mark(Span(9, 16), MarkKind.QUOTATION), Mark(Span(23, 44), MarkKind.QUOTATION)]
    assert lines_of(text, 60, *marks) == [
        "They say “light” now.",
        "",
        "    Light is what we say.",
        "",
        "So it is.",
    ]


def test_deep_nesting_leaves_room_for_words():
    text = "deep words here"
    marks = [Mark(Span(0, len(text) - n), MarkKind.QUOTATION) for n in range(2)] * 20
    flow = Flow(Reading(text, tuple(sorted(marks))), 30)
    assert flow.line(0).indent <= 10


def test_a_span_is_on_the_lines_that_show_its_words():
    text = "The Clockmakers met on 3 May 1932. A week later they split, and have not met since."
    span = Span(text.index("3 May"), text.index(". A week"))
    for width in range(10, 60):
        flow = Flow(Reading(text), width)
        first, last = flow.line_at(span.start), flow.line_at(span.end - 1)
        on_lines = " ".join(text[flow.line(n).start : flow.line(n).end] for n in range(first, last + 1))
        assert "3 May 1932" in on_lines


def test_an_empty_text_has_no_lines():
    flow = Flow(Reading(""), 40)
    assert len(flow) == 0
    assert flow.offset_at(3, 7) == 0


def test_wrapped_words_are_harmless():
    assert wrapped("a title \x1b[31min red", 12) == ["a title", "␛[31min red"]


HOSTILE = {
    "prose": "The Clockmakers met on 3 May 1932. A week later they split, and have not met since.\n\n"
    * 60_000,
    "no space": "x" * 5_000_000,
    "newlines": "\n" * 1_000_000,
    "spaces": " " * 5_000_000 + "x",
    "closing": ")" * 5_000_000,
    "spaced dashes": "– " * 2_500_000,
    "ideographs": "漢字、" * 500_000,
    "families": FAMILY * 200_000,
    "one cell": "e" + "\u0301" * 1_000_000,
    "joiners": "\u200d" * 1_000_000,
    "selectors": "\ufe0f" * 1_000_000,
    "soft hyphens": "la\u00admp " * 300_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_flowing_takes_time_in_step_with_the_length(name):
    text = HOSTILE[name]
    sixteenth = text[: len(text) // 16]

    def seconds(part: str) -> float:
        before = time.process_time()
        Flow(Reading(part), 72)
        return time.process_time() - before

    small = max(min(seconds(sixteenth) for _ in range(3)), 0.002)
    assert seconds(text) < 16 * small * 4 + 0.5
