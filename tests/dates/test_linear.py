"""The engine's work grows with the text and no faster, whatever is in it."""

import random
import re
import time
from itertools import chain, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.dates import chronology, load
from tui.dates.words import BREAK, TOKEN, Words
from tui.model import Reading

HOSTILE = {
    "digits": "1" * 2000,
    "in": "in " * 700,
    "slashes": "1/" * 1000,
    "thousands": "1,111," * 350,
    "dashes": "- " * 1000,
    "hyphens": "twenty-" * 300,
    "months": "May May " * 250,
    "years": "1917 " * 400,
    "days": "5 and " * 350,
    "the": "the early the " * 150,
    "ago": "two years ago " * 150,
    "brackets": "(1917 " * 300,
    "quotes": "“1917” " * 250,
    "lines": "\n \n" * 600,
    "tabs": "\n\t" * 900,
    "no spaces": "May,1917\n" * 300,
    "broken": "a-\n" * 600,
    "half": "and a half " * 180,
    "dots": "a. " * 700,
    "apostrophes": "'80s" * 500,
}


def cost(text: str) -> float:
    """The least CPU time of three readings, in seconds."""
    times = []
    for _ in range(3):
        start = time.process_time()
        chronology(Reading(text))
        times.append(time.process_time() - start)
    return min(times)


@pytest.mark.parametrize("kind", HOSTILE)
def test_eight_times_the_text_costs_at_most_some_eight_times_as_much(kind: str) -> None:
    load("en")
    once, eight = cost(HOSTILE[kind] * 2), cost(HOSTILE[kind] * 16)
    assert eight < 16 * once + 0.05, (once, eight)


WORDS = [
    "in",
    "the",
    "of",
    "May",
    "March",
    "5",
    "1917",
    "1914-18",
    "BC",
    "490",
    "a",
    "year",
    "later",
    "ago",
    "two",
    "half",
    "-",
    "–",
    ",",
    ".",
    "(",
    ")",
    "“",
    "”",
    "\n",
    "\n\n",
    "'80s",
    "1,000",
    "3:07:35",
    "last",
    "Friday",
    "Easter",
    "x",
    "Carrow",
    "and",
    "to",
    "from",
    "until",
    "since",
    "early",
    "mid",
    "th",
    "1st",
    "that",
    "who",
    "was",
    "will",
    "not",
    "é",
    "\u2060",
    "January",
    "day",
    "morning",
    "quarter",
    "third",
    "week",
    "weekend",
    "ended",
    "winter",
    "every",
    "other",
    "than",
    "more",
    "several",
    "days",
    "before",
    "after",
    "Thanksgiving",
    "following",
    "previous",
    "century",
    "19th",
    "decade",
    "p.m.",
    "8",
    "same",
    "time",
    "period",
    "now",
    "today",
    "tomorrow",
    "yesterday",
    "Election",
    "Day",
    "us",
    "this",
    "next",
    "O.S.",
    "17/1/1905",
    "2017-02-30",
    "31",
    "30",
    "February",
]


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=60), st.booleans())
def test_any_words_are_read_and_every_span_stands_in_the_text(words: list[str], glued: bool) -> None:
    text = ("" if glued else " ").join(words)
    told = chronology(Reading(text))
    last = 0
    for timex in told.timexes:
        assert last <= timex.span.start < timex.span.end <= len(text)
        assert timex.words == timex.span.of(text)
        last = timex.span.end
    for event in told.events:
        for span in (event.sentence, event.clause):
            assert 0 <= span.start < span.end <= len(text)
        assert event.timex in told.timexes


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    words = Words(text, load("en"))
    places = [words.place(index) for index in range(len(words))]
    assert len(words.signs) == len(places)
    assert all(start < end for start, end in places)
    assert all(before[1] <= after[0] for before, after in pairwise(places))
    assert [words.at(start) for start, _ in places] == list(range(len(words)))
    chronology(Reading(text))


_SPACES = st.sampled_from([" ", "  ", "\n", "\n\n", "\n \n", "\t", "\n\n ", "\xa0"])


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(WORDS), _SPACES), max_size=30))
def test_a_text_is_cut_at_its_spaces_as_it_is_as_a_whole(parts: list[tuple[str, str]]) -> None:
    english = load("en")
    text = "".join(chain.from_iterable(parts))
    words = Words(text, english)
    whole = [match.span() for match in TOKEN.finditer(text) if english.signs[match[0]] != english.glued]
    assert set(whole) <= {words.place(index) for index in range(len(words))}
    assert words.signs.count(BREAK) == len(re.findall(r"\n[^\S\n]*\n\s*", text))


def test_the_same_text_is_read_the_same_twice() -> None:
    chosen = random.Random(7).choices(WORDS, k=400)
    text = " ".join(chosen)
    assert chronology(Reading(text)) == chronology(Reading(text))
