"""No format loses a word, and marks stay within the text; whatever stands in it."""

import contextlib
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.formats import FORMATS, Unreadable, markdown, text
from tui.model import Reading, visible

PLAIN = [format for format in FORMATS if format.name in ("text", "markdown")]
LETTERS = re.compile(r"[^\W\d_]+")
WORD = st.text("abcdefghijklmnopqrstuvwxyzABCÀÉßœжДλ", min_size=1, max_size=9)
BETWEEN = st.sampled_from(
    [" ", "  ", "\n", "\n\n", "\r\n", "\f", ", ", ". ", ".\n", "-\n", "-", "—", "\t", " \n \n "]
)
INLINE_SIGNS = (
    " *",
    "* ",
    " **",
    "** ",
    " `",
    "` ",
    " \\* ",
    " [",
    "] ",
    "](",
    ")",
    " ! ",
    " & ",
    " &amp; ",
    " <",
    "> ",
)
LINE_SIGNS = (
    "\n# ",
    "\n> ",
    "\n- ",
    "\n1. ",
    "\n\n",
    "\\\n",
    "  \n",
    "\n---\n",
    " | ",
    "\n| ",
    "\n    ",
    "\n```\n",
)
SIGNS = st.sampled_from([*INLINE_SIGNS, *LINE_SIGNS, " ~ ", "\x1b", "\u202e"])


def check(reading: Reading, source: str) -> None:
    """The letters are all there in order, spans are in range and sorted, and nothing that a terminal obeys is left."""
    assert "".join(LETTERS.findall(reading.text)) == "".join(LETTERS.findall(source))
    check_shape(reading)


def check_shape(reading: Reading) -> None:
    length = len(reading.text)
    assert all(0 <= mark.span.start < mark.span.end <= length for mark in reading.marks)
    assert list(reading.marks) == sorted(reading.marks)
    assert visible(reading.text) == reading.text
    assert "\r" not in reading.text
    assert "\n\n\n" not in reading.text
    assert reading.text == reading.text.strip("\n ")


@given(st.lists(st.tuples(WORD, BETWEEN), max_size=60))
def test_text_keeps_every_letter(pieces: list[tuple[str, str]]) -> None:
    source = "".join(word + between for word, between in pieces)
    [draft] = text.read(source.encode(), "a.txt")
    if "\f" not in source:  # a page's number is taken from the text
        check(draft.reading, source)


@given(st.lists(st.tuples(WORD, BETWEEN), max_size=60))
def test_markdown_keeps_every_letter(pieces: list[tuple[str, str]]) -> None:
    source = "".join(word + between for word, between in pieces)
    [draft] = markdown.read(source.encode(), "a.md")
    check(draft.reading, source)


@given(st.lists(st.tuples(WORD, SIGNS), max_size=40))
@settings(max_examples=300)
def test_markup_leaves_a_sound_reading(pieces: list[tuple[str, str]]) -> None:
    source = "".join(word + sign for word, sign in pieces)
    [draft] = markdown.read(source.encode(), "a.md")
    check_shape(draft.reading)


@pytest.mark.parametrize("format", FORMATS, ids=lambda format: format.name)
@given(data=st.binary(max_size=400))
@settings(deadline=None, max_examples=40)
def test_any_bytes_are_read_or_refused(format, data: bytes) -> None:
    with contextlib.suppress(Unreadable):
        for draft in format.read(data, "a"):
            check_shape(draft.reading)


@pytest.mark.parametrize("format", PLAIN, ids=lambda format: format.name)
@given(source=st.text(max_size=300))
def test_any_text_is_read(format, source: str) -> None:
    [draft] = format.read(b"\xef\xbb\xbf" + source.encode("utf-8", "replace"), "a")
    check_shape(draft.reading)


BIG = 1_000_000


@pytest.mark.parametrize("format", PLAIN, ids=lambda format: format.name)
@pytest.mark.parametrize(
    "source",
    [
        pytest.param("Some *prose* with hy-phens and [links](x). " * (5 * BIG // 43), id="a line of 5 MB"),
        pytest.param("a" * BIG + "-\nb" + "c" * BIG, id="a word of 1 MB"),
        pytest.param(("a" * 60 + "-\n") * (BIG // 60), id="hyphens at every line end"),
        pytest.param(">" * BIG, id="quotations in quotations"),
        pytest.param("[" * (BIG // 2), id="open brackets"),
        pytest.param("*a " * (BIG // 3), id="open emphasis"),
        pytest.param("<a" * (BIG // 2), id="open tags"),
        pytest.param("<div>\n" + "<!--" * (BIG // 4), id="open comments"),
        pytest.param("- " * (BIG // 2), id="lists in lists"),
        pytest.param("\n" * BIG + "x", id="empty lines"),
        pytest.param("x-" + "\n" * BIG + "1", id="a hyphen and empty lines"),
        pytest.param("\f" * (BIG // 10) + "x", id="empty pages"),
        pytest.param("---\n" + "a: b\n" * (BIG // 5), id="front matter without end"),
        pytest.param("| a " * (BIG // 4) + "\n" + "|-" * (BIG // 2), id="a wide table"),
    ],
)
def test_time_grows_with_the_length_alone(format, source: str) -> None:
    """Were it worse, this would run for hours."""
    [draft] = format.read(source.encode(), "a")
    check_shape(draft.reading)
