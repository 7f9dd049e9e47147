"""E-books of Project Gutenberg: the text without what stands around it, and what its head says."""

import pytest

from tui.formats import Draft, Field
from tui.formats.text import read

HEAD = """The Project Gutenberg eBook of Against the Clock

This ebook is for the use of anyone anywhere.

Title: Against the Clock
       A Reply to the Guild

Author: Ada Wick
        Ben Oil

Release date: June 9, 2008 [eBook #4711]
                Most recently updated: August 25, 2016

Language: English

Original publication: Carrow: The Lantern Press, 1932

Credits: Produced by a Lamplighter

*** START OF THE PROJECT GUTENBERG EBOOK AGAINST THE
CLOCK ***
"""
BODY = "AGAINST THE CLOCK\n\nThe lamps went out in 1914.\n\nTitle: of no account.\n"
FOOT = "\n*** END OF THE PROJECT GUTENBERG EBOOK AGAINST THE CLOCK ***\n\nUpdated editions replace the previous one.\n"


def draft(text: str) -> Draft:
    (only,) = read(text.encode(), "clock.txt")
    return only


def test_the_text_is_what_stands_between_and_the_head_tells_of_it() -> None:
    made = draft(HEAD + BODY + FOOT)
    assert made.reading.text == "AGAINST THE CLOCK\n\nThe lamps went out in 1914.\n\nTitle: of no account."
    said = "Project Gutenberg"
    assert made.fields == {
        "title": Field("Against the Clock A Reply to the Guild", 5, said),
        "authors": Field([Field("Ada Wick", 8, said), Field("Ben Oil", 8, said)], 8, said),
        "published": Field("1932", 16, said),
        "note": Field("e-book of June 9, 2008, Project Gutenberg #4711", 11, said),
    }
    assert made.adapter == "gutenberg"


@pytest.mark.parametrize("ends", ["\r\n", "\n"])
def test_the_older_words_are_known_too(ends: str) -> None:
    head = (
        "Title: Oil\nRelease Date: May 1999 [Etext #12]\n*** START OF THIS PROJECT GUTENBERG EBOOK OIL ***\n"
    )
    foot = "\nEnd of the Project Gutenberg EBook of Oil, by Ada Wick\n\n*** END OF THIS PROJECT GUTENBERG EBOOK OIL ***\n"
    made = draft((head + BODY + foot).replace("\n", ends))
    assert made.reading.text.startswith("AGAINST")
    assert made.reading.text.endswith("of no account.")
    assert made.fields["note"].value == "e-book of May 1999, Project Gutenberg #12"


def test_without_an_end_all_of_it_is_text() -> None:
    assert draft(HEAD + BODY).reading.text.endswith("of no account.")


def test_what_only_speaks_of_it_is_an_ordinary_text() -> None:
    made = draft("A note\n\nThe START OF THE PROJECT GUTENBERG EBOOK is marked with asterisks.\n")
    assert made.adapter == ""
    assert not made.fields
    assert "asterisks" in made.reading.text
