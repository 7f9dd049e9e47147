"""Stories of searches."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.library.test_library import write
from tui.library import Library, ranking
from tui.model import Hit, QueryError, Sort


@pytest.fixture
def library(collection: Path, tmp_path_factory: pytest.TempPathFactory) -> Library:
    write(
        collection,
        "clock/reply.md",
        "---\ntitle: Our Reply\nauthor: Bo Gear\ndate: 1948-03\nlang: en-GB\n---\n"
        "The League of Lamplighters is wrong on oil. In May 1939 no lamp-\nlighter said so; SPAR\u00adTACIST did.\n\n"
        "“Dear friends — of the\n\ncafé”, wrote the LL in 1953.\n",
    )
    write(collection, "clock/empty.txt", "")
    write(collection, "guild/東京.txt", "東京の灯は消えた。\n")
    write(collection, "guild/call.txt", "\U0001f642Solidarity for \u20bd9!\n")
    return Library(collection, tmp_path_factory.mktemp("cache"))


def keys(library: Library, query: str, sort: Sort = Sort.RELEVANCE) -> list[str]:
    """The articles found, in order."""
    return list(dict.fromkeys(hit.article.key for hit in library.search(query, sort=sort).hits))


LIGHT, AGAINST, REPLY = "clock/on-light.txt", "lamp/against-the-clock.md", "clock/reply.md"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("lamps", {LIGHT}),
        ("LAMPS", {LIGHT}),
        ("lamp*", {LIGHT, REPLY}),
        ("spartacist", {REPLY}),
        ("Spar\u00adtacist", {REPLY}),
        ("cafe", {REPLY}),
        ('"friends of the cafe"', {REPLY}),
        ('"the cafe of"', set()),
        ('"wrong on oil. In May"', {REPLY}),
        ("lamplighter", {REPLY}),
        ("lit OR clockmakers", {LIGHT, AGAINST}),
        ("the -lamps", {AGAINST, REPLY}),
        ("-lamps", {AGAINST, REPLY, "clock/empty.txt", "guild/東京.txt", "guild/call.txt"}),
        ("-(lamps OR the)", {"clock/empty.txt", "guild/東京.txt", "guild/call.txt"}),
        ("東京", {"guild/東京.txt"}),
        ("solidarity 9", {"guild/call.txt"}),
        ("京の", {"guild/東京.txt"}),
        ("京東", set()),
        ("title:clock", {AGAINST}),
        ("author:wick", {AGAINST}),
        ("wick", set()),
        ("by:lamp", {AGAINST}),
        ('by:"League of Lamplighters" clockmakers', {AGAINST}),
        ("by:LL OR spartacist", {AGAINST, REPLY}),
        ("-by:lamp the", {LIGHT, REPLY}),
        ("on:CU", {AGAINST}),
        ("names:lamp", {REPLY}),
        ("lang:en", {AGAINST, REPLY}),
        ("lang:en-gb", {REPLY}),
        ("written:1948", {REPLY}),
        ("written:1930s", {AGAINST}),
        ("written:1948-04..", set()),
        ("about:1914..1918", {LIGHT}),
        ("about:1918-11-11", {LIGHT}),
        ("about:1918-11-12..1930", set()),
        ("about:1939-05-01..1939-05-31", {REPLY}),
        ("about:..1920", {LIGHT}),
        ("about:1950s certainty:stated", {REPLY}),
        ("certainty:inferred", {AGAINST}),
        ("certainty:unresolved", set()),
        ("the about:1932 -about:1914", {AGAINST}),
        ('"; DROP TABLE articles; --"', set()),
        ("NEAR lamps", set()),
    ],
)
def test_what_is_found(library: Library, query: str, found: set[str]) -> None:
    assert set(keys(library, query)) == found
    assert library.count(query) == len(found)


def test_no_words_find_everything(library: Library) -> None:
    assert len(keys(library, "")) == len(library.articles()) == 6


def test_a_hit_is_the_passage_itself(library: Library) -> None:
    for query, words in (
        ("spartacist", "SPARTACIST"),
        ('"friends of the cafe"', "friends — of the café"),
        ("京の", "京の"),
    ):
        [hit] = library.search(query).hits
        text = library.open(hit.article.key).reading.text
        assert " ".join(hit.span.of(text).split()).replace("\xad", "") == words
        assert hit.words.replace("\xad", "") == words
        around = " ".join(text.split())
        assert hit.left.strip() in around
        assert hit.right.strip() in around


def test_a_hit_may_be_the_first_word_but_no_part_of_one(library: Library) -> None:
    hits = [hit for hit in library.search("a").hits if hit.article.key == LIGHT]
    text = library.open(LIGHT).reading.text
    assert [hit.span for hit in hits] == [(0, 1)]
    assert text.lower().count("a") > 1


def test_dates_asked_for_are_the_passages(library: Library) -> None:
    [hit] = library.search("about:1918").hits
    assert hit.words == "11 November 1918"
    assert hit.when is not None
    assert hit.when.edtf == "1918-11-11"


def test_words_and_dates_are_passages_together(library: Library) -> None:
    hits = library.search("(oil OR wrote) about:1939..1953").hits
    assert [(hit.words, hit.when and hit.when.edtf) for hit in hits if hit.article.key == REPLY] == [
        ("oil", None),
        ("May 1939", "1939-05"),
        ("wrote", None),
        ("1953", "1953"),
    ]
    # A word of a date that was asked for is no other passage.
    assert [hit.words for hit in library.search("1939 about:1939").hits] == ["May 1939"]


def test_dates_have_room_beside_many_words(collection: Path, tmp_path: Path) -> None:
    write(
        collection,
        "lamp/oil.txt",
        "Oil, oil, oil, oil. In 1931 oil was dear, in 1932 oil was not, nor in 1933.\n",
    )
    library = Library(collection, tmp_path)
    found = library.search("oil about:1931..1933", passages=4)
    assert [hit.words for hit in found.hits] == ["Oil", "oil", "1931", "1932"]
    assert found.passed == {"lamp/oil.txt"}
    assert len(library.search("oil about:1931..1933", passages=9).hits) == 9
    assert not library.search("oil about:1931..1933", passages=9).passed


def test_a_date_that_only_reaches_into_the_days_asked_for_comes_last(
    collection: Path, tmp_path: Path
) -> None:
    write(
        collection,
        "lamp/oil.txt",
        "In the 1930s oil was dear. On 3 May 1932 it was not. From 1925 to 1940 nobody cared.\n",
    )
    found = Library(collection, tmp_path).search("about:1932").hits
    assert [hit.words for hit in found if hit.article.key == "lamp/oil.txt"] == [
        "3 May 1932",
        "the 1930s",
        "1925",
    ]


def test_a_title_or_nothing_at_all_is_shown_at_the_beginning(library: Library) -> None:
    [hit] = library.search("title:reply").hits
    assert (hit.span, hit.words) == ((0, 0), "")
    assert hit.right.startswith("The League of Lamplighters is wrong")
    assert Hit(library.article("clock/empty.txt"), (0, 0), "", "", "") in library.search("").hits


def test_the_order(library: Library) -> None:
    assert keys(library, "the -nothing", Sort.WRITTEN) == [LIGHT, AGAINST, REPLY]
    assert keys(library, "the", Sort.MENTIONED) == [LIGHT, AGAINST, REPLY]
    assert keys(library, "clock OR clockmakers")[0] == AGAINST


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("wick", ["lamp/05.md", "lamp/07.md"]),
        ("wi*", ["lamp/05.md", "lamp/07.md"]),
        ("wick -guild", ["lamp/05.md", "lamp/07.md"]),
        ("wick OR candle", ["lamp/05.md", "lamp/07.md"]),
        ("wick oil by:lamp", ["lamp/00.md", "lamp/01.md"]),
        ("wick about:1932", ["lamp/05.md", "lamp/07.md"]),
        ("wick written:1930..", ["lamp/05.md", "lamp/07.md"]),
        ("author:wick", ["lamp/00.md", "lamp/01.md"]),
    ],
)
def test_where_too_many_hold_the_words_titles_come_first(
    collection: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, query: str, first: list[str]
) -> None:
    for number in range(12):
        title = "On the Wick" if number in (5, 7) else "On Oil"
        front = f"---\ntitle: {title}\nauthor: Wick {number}\ndate: 1940-01-{number + 1:02}\n---\n"
        write(collection, f"lamp/{number:02}.md", f"{front}{'A wick in oil, ' * (number + 1)}as in 1932.\n")
    library = Library(collection, tmp_path)
    compared = library.search(query, articles=100)
    assert compared.compared
    monkeypatch.setattr(ranking, "MOST_COMPARED", 8)
    whole = library.search(query, articles=100)
    assert not whole.compared
    told = list(dict.fromkeys(hit.article.key for hit in whole.hits))
    assert told[:2] == first
    assert sorted(told) == sorted({hit.article.key for hit in compared.hits})
    assert len(told) == library.count(query)
    paged = [library.search(query, first=at, articles=5) for at in range(0, 15, 5)]
    assert [*dict.fromkeys(hit.article.key for page in paged for hit in page.hits)] == told
    assert [article.key for article in library.listed(query)] == told


def test_a_narrow_condition_lets_frequent_words_be_compared(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    queries = ("the by:lamp", "the written:1948", "the about:1932 -about:1914", "the (by:lamp OR spartacist)")
    before = [keys(library, query) for query in queries]
    monkeypatch.setattr(ranking, "MOST_COMPARED", 2)
    assert not library.search("the").compared
    assert all(library.search(query).compared for query in queries)
    assert [keys(library, query) for query in queries] == before


def test_page_by_page(collection: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    for number in range(30):
        write(collection, f"lamp/{number:02}.txt", "A wick, a wick, a wick.\n" * (number + 1))
    library = Library(collection, tmp_path_factory.mktemp("cache"))
    for sort in Sort:
        seen: list[str] = []
        for first in range(0, 40, 8):
            page = library.search("wick", sort=sort, first=first, articles=8, passages=2)
            seen += dict.fromkeys(hit.article.key for hit in page.hits)
            assert page.more == (first < 24)
            assert page.articles == len({hit.article.key for hit in page.hits})
            assert page.passed == {hit.article.key for hit in page.hits}
            assert len(page.hits) == 2 * page.articles
        assert len(seen) == len(set(seen)) == 30
    assert library.count("wick") == 30


def test_an_organization_that_nobody_knows_is_told_under_its_name(library: Library) -> None:
    with pytest.raises(QueryError, match="no organization of this collection goes by this name") as caught:
        library.search("lamp by:nobody")
    assert caught.value.span.of("lamp by:nobody") == "nobody"
