"""Bytes to text, whatever they were written in."""

import codecs

import pytest

from tui.formats import Unreadable, text
from tui.formats.encoding import decode

RUSSIAN = "Свет был дорог, и потому в городе сидели впотьмах до самой весны, пока не пришли корабли с маслом."
WORDS = "The lamp “spoke” — été, 1917"


@pytest.mark.parametrize(
    ("data", "words", "encoding"),
    [
        (WORDS.encode(), WORDS, "utf-8"),
        (codecs.BOM_UTF8 + WORDS.encode(), WORDS, "utf-8"),
        (codecs.BOM_UTF16_LE + WORDS.encode("utf-16-le"), WORDS, "utf-16-le"),
        (codecs.BOM_UTF16_BE + WORDS.encode("utf-16-be"), WORDS, "utf-16-be"),
        (codecs.BOM_UTF32_LE + WORDS.encode("utf-32-le"), WORDS, "utf-32-le"),
        ("A plain text without a mark".encode("utf-16-le"), "A plain text without a mark", "utf-16-le"),
        ("A plain text without a mark".encode("utf-32-be"), "A plain text without a mark", "utf-32-be"),
        ("A plain text without a mark".encode("utf-32-le"), "A plain text without a mark", "utf-32-le"),
        (RUSSIAN.encode("cp1251"), RUSSIAN, "cp1251"),
        (RUSSIAN.encode("koi8-r"), RUSSIAN, "koi8-r"),
        ("A plain text without a mark".encode("utf-16-be"), "A plain text without a mark", "utf-16-be"),
        (WORDS.encode("cp1252"), WORDS, "windows-1252"),
        (b"\xe9t\xe9 \x81", "été \x81", "latin-1"),
        (b"", "", "utf-8"),
        ("日本語".encode(), "日本語", "utf-8"),
    ],
)
def test_decode(data: bytes, words: str, encoding: str) -> None:
    assert decode(data) == (words, encoding)


def test_a_cut_wide_character_ends_nothing() -> None:
    words, _ = decode(codecs.BOM_UTF16_LE + "Lamp".encode("utf-16-le") + b"\x41")
    assert words.startswith("Lamp")


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"%PDF-1.7\n", "PDF"),
        (b"PK\x03\x04rest", "zip"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (bytes(range(256)) * 10, "control bytes"),
        (b"\0" * 1000, "control bytes"),
    ],
)
def test_what_is_no_text_is_told(data: bytes, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        decode(data)


def test_a_few_control_bytes_do_no_harm() -> None:
    assert decode(b"A text with a \0 and a \x07 in it.")[0] == "A text with a \0 and a \x07 in it."


def test_a_guess_is_told() -> None:
    [draft] = text.read("Die Glühlampe".encode("cp1252"), "a.txt")
    assert draft.reading.text == "Die Glühlampe"
    assert [str(problem) for problem in draft.problems] == [
        "a.txt: does not say its encoding and is not UTF-8; read as windows-1252; save it as UTF-8 if letters are wrong"
    ]
    [draft] = text.read("Die Glühlampe".encode(), "a.txt")
    assert draft.problems == ()
