import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.widgets.find import Finds, Folded


def found(text: str, words: str) -> list[str]:
    finds = Finds(Folded(text), words)
    return [finds.span(number).of(text) for number in range(len(finds))]


@pytest.mark.parametrize(
    ("text", "words", "finds"),
    [
        ("The Lantern and the lantern", "LANTERN", ["Lantern", "lantern"]),
        ("la révolution trahie", "revolution", ["révolution"]),
        ("la re\u0301volution trahie", "révolution", ["re\u0301volution"]),
        ("Revolution", "révolution", ["Revolution"]),
        ("the Clockmakers’ Union", "clockmakers' union", ["Clockmakers’ Union"]),
        ("so-called “friends”", 'so‑called "friends"', ["so-called “friends”"]),
        ("1914–1918 and 1914-1918", "1914-1918", ["1914–1918", "1914-1918"]),
        ("lamps—and oil", "lamps--and", ["lamps—and"]),
        ("lamp\u00adlight\u00ader", "lamplighter", ["lamp\u00adlight\u00ader"]),
        ("the whole\nquarter, the whole  quarter", "whole quarter", ["whole\nquarter", "whole  quarter"]),
        ("the whole\n\nquarter", "whole quarter", ["whole\n\nquarter"]),
        ("non\u00a0breaking", "non breaking", ["non\u00a0breaking"]),
        ("Große Straße", "strasse", ["Straße"]),
        ("GROẞE und groſse", "große", ["GROẞE", "groſse"]),
        ("STRASSE", "straße", ["STRASSE"]),
        ("Œuvres, œuvre", "oeuvre", ["Œuvre", "œuvre"]),
        ("the oﬃce of ﬁnance", "finance", ["ﬁnance"]),
        ("wait … and wait ...", "wait ...", ["wait …", "wait ..."]),
        ("Тёмная лампа", "темная", ["Тёмная"]),
        ("a.b (c) [d] a+b", "(c) [d] a+b", ["(c) [d] a+b"]),
        ("a.b and axb", "a.b", ["a.b"]),
        ("aaaa", "aa", ["aa", "aa"]),
        ("anything", "   ", []),
        ("", "x", []),
    ],
)
def test_words_are_found_as_a_reader_means_them(text, words, finds):
    assert found(text, words) == finds


@given(st.text(max_size=60), st.text(min_size=1, max_size=6), st.text(max_size=60))
def test_what_is_copied_from_a_text_is_found_in_it(before, words, after):
    text = before + words + after
    if not Folded(text).pattern_of(words):
        return
    finds = Finds(Folded(text), words)
    assert len(finds) >= 1
    spans = [finds.span(number) for number in range(len(finds))]
    assert all(first.end <= second.start for first, second in pairwise(spans))


def test_finds_are_counted_from_a_place_and_round_the_ends():
    finds = Finds(Folded("lamp oil lamp oil lamp"), "lamp")
    assert [finds.next_from(place) for place in (0, 1, 9, 10, 19)] == [0, 1, 1, 2, 0]
    assert [finds.last_before(place) for place in (0, 1, 9, 10, 22)] == [2, 0, 0, 1, 2]
    assert list(finds.among(2, 9)) == [0]
    assert list(finds.among(4, 9)) == []
    assert list(finds.among(0, 10)) == [0, 1]


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ("-", "-x"),
        ("-", "a--x"),
        (" ", "a b"),
        ("a", "aaaaab"),
        ("e\u0301", "eeex"),
        ("\u0301", "ex"),
        ("f", "ffix"),
        ("s", "ssb"),
    ],
)
def test_finding_takes_time_in_step_with_the_length(part, words):
    def seconds(count: int) -> float:
        text = "a" + part * count
        before = time.process_time()
        Finds(Folded(text), words)
        return time.process_time() - before

    small = max(min(seconds(20_000) for _ in range(3)), 0.002)
    assert seconds(320_000) < 16 * small * 4 + 0.5
