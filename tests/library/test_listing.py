"""Lists of many articles and of many events are sorted and filtered by the index as a pane does it by a look at each row."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.library.test_library import write
from tui.library import Library
from tui.model import Article, Mention, Scope, Stopped
from tui.widgets.articles import Articles, Entry
from tui.widgets.timeline import Timeline

REGISTER = (
    "lamp: {name: League of Lamplighters, aliases: [LL]}\nclock: {name: Clockmakers’ Union, aliases: [CU]}\n"
)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """Some hundred articles by four publishers, of which two have short names and one is unknown."""
    root, chance = tmp_path_factory.mktemp("collection"), Random(1917)
    write(root, "organizations.yaml", REGISTER)
    for number in range(120):
        folder = chance.choice(("lamp/", "clock/", "guild/", ""))
        words = chance.choice(("The Lamp", "A clock", "“Révolution”", "zebra", "The lamp"))
        date = chance.choice(("published: 1932-05-14\n", "published: 1932\n", "published: ../1914\n", ""))
        about = chance.choice(("about: lamp\n", "", ""))
        author = chance.choice(("authors: [Ada Wick]\n", ""))
        year = chance.randint(1848, 1950)
        text = (
            f"Lit on {chance.randint(1, 28)} May {year}. Perhaps in June {year - 3}. Last Tuesday it rained."
        )
        if not number % 5:
            text, date = "Lit again. Last Tuesday it rained.", ""
        write(root, f"{folder}{number:03}.txt", text)
        write(root, f"{folder}{number:03}.txt.yaml", f"title: {words} {number % 7}\n{date}{about}{author}")
    library = Library(root, tmp_path_factory.mktemp("cache"))
    library.refresh()
    return library


def entries(library: Library, articles: Any) -> list[Entry]:
    def short(key: str) -> str:
        found = library.organization(key) if key else None
        return found.short if found else key

    return [Entry(article, short(article.organization)) for article in articles]


LISTS: list[Callable[[Library], Any]] = [
    lambda library: library.articles(),
    lambda library: library.articles("lamp"),
    lambda library: library.articles(""),
    lambda library: library.listed("lit"),
]


@pytest.mark.parametrize("listed", LISTS)
@pytest.mark.parametrize("name", ["name", "date", "organization"])
def test_articles_are_sorted_as_the_pane_sorts(
    library: Library, listed: Callable[[Library], Any], name: str
) -> None:
    articles = listed(library)
    rows, by = entries(library, articles), Articles.SORTS[name]
    order = articles.sorted_by(name)
    assert len(articles) > 10
    assert list(order) == sorted(range(len(rows)), key=lambda place: by(rows[place]))


@pytest.mark.parametrize("listed", LISTS)
@pytest.mark.parametrize(
    "words", ["lamp", "REVOLUTION", "ada 1932", "LL", "cu", "clock 3", "'", "nowhere", ""]
)
def test_articles_are_filtered_as_the_pane_filters(
    library: Library, listed: Callable[[Library], Any], words: str
) -> None:
    articles, pane = listed(library), Articles()
    pane.set_rows(entries(library, articles))
    pane.filter(words)
    assert list(articles.holding(words)) == [pane.rows.index(pane.row_at(n)) for n in range(pane.line_count)]


def test_articles_stand_as_their_files_do_and_in_a_file_as_it_has_them(tmp_path: Path) -> None:
    """A book's chapters are read from the first to the last, whatever their files are called; issue 10 comes after issue 9."""
    root = tmp_path / "collection"
    lines = (f'{{"id": "{part}", "text": "Oil is dear.", "title": "{part}"}}\n' for part in ("z", "a", "m"))
    write(root, "lamp/dump.jsonl", "".join(lines))
    for name in (
        "Issue 10/b.txt",
        "Issue 10/É.txt",
        "Issue 10/f.txt",
        "issue 9/lead-10.txt",
        "issue 9/lead-9.txt",
    ):
        write(root, f"lamp/{name}")
    library = Library(root, tmp_path / "cache")
    library.refresh()
    filed = [
        "lamp/dump.jsonl#z",
        "lamp/dump.jsonl#a",
        "lamp/dump.jsonl#m",
        "lamp/issue 9/lead-9.txt",
        "lamp/issue 9/lead-10.txt",
        "lamp/Issue 10/b.txt",
        "lamp/Issue 10/É.txt",
        "lamp/Issue 10/f.txt",
    ]
    assert [article.key for article in library.articles()] == filed
    assert [article.key for article in library.articles("Issue 10")] == filed[-3:]


def test_an_article_is_found_in_any_list(library: Library) -> None:
    for listed in LISTS:
        articles = listed(library)
        for place in (0, len(articles) - 1, len(articles) // 2):
            assert articles.place_of(articles[place].key) == place
        assert articles.place_of("no/such.txt") is None


def timelines(library: Library) -> list[Any]:
    return [
        library.timeline(Scope.COLLECTION),
        library.timeline(Scope.ORGANIZATION, "lamp"),
        library.timeline_of("zebra"),
    ]


@pytest.mark.parametrize("which", [0, 1, 2])
def test_events_are_sorted_as_the_pane_sorts(library: Library, which: int) -> None:
    timeline = timelines(library)[which]
    rows = list(timeline.mentions())
    assert len(rows) > 30
    for name, by in Timeline.SORTS.items():
        order = timeline.sorted_by(name)
        assert sorted(order) == list(range(len(rows)))
        if name == "certainty":
            dated = [i for i in order if i < timeline.dated]
            assert [by(rows[i])[0] for i in dated] == sorted(by(rows[i])[0] for i in dated)
        else:
            assert [by(rows[i]) for i in order] == sorted(map(by, rows))


@pytest.mark.parametrize("which", [0, 1, 2])
def test_events_are_filtered_by_their_sentence_their_days_and_their_publisher(
    library: Library, which: int
) -> None:
    timeline = timelines(library)[which]
    rows = list(timeline.mentions())
    shorts = library.shorts()

    def told(mention: Mention) -> str:
        when = mention.event.interval
        days = f"{when.earliest.iso} {when.latest.iso}" if when and when.earliest and when.latest else ""
        return f"{mention.sentence} {days} {shorts[mention.article.organization]}".lower()

    for words in (
        "lit",
        "perhaps june",
        "1900",
        "1900-05",
        "19",
        "-05-",
        "lit 1900",
        "ll",
        "tuesday",
        "nowhere",
    ):
        held = [i for i, row in enumerate(rows) if all(word in told(row) for word in words.split())]
        assert list(timeline.holding(words, shorts)) == held, words


def test_the_timeline_of_a_search_is_that_of_its_articles(library: Library) -> None:
    timeline = library.timeline_of("zebra")
    keys = {article.key for article in library.listed("zebra")}
    rows = [row for row in library.mentions(Scope.COLLECTION) if row.article.key in keys]
    told = list(timeline.mentions())
    assert {(row.article.key, row.event.span) for row in told} == {
        (row.article.key, row.event.span) for row in rows
    }
    assert [row.event.order[:3] for row in told] == [row.event.order[:3] for row in rows]
    assert 0 < timeline.dated < len(rows)
    days = [row.event.order[1:3] for row in told[: timeline.dated]]
    assert timeline.bounds == (min(first for first, _ in days), max(last for _, last in days))
    assert sum(timeline.density(timeline.bounds[0], 40_000, 80)) == pytest.approx(timeline.dated)
    assert sum(timeline.density(timeline.bounds[0], 400_000, 80)) == pytest.approx(timeline.dated)
    for place in (0, timeline.dated, len(told) - 1):
        event = told[place].event
        assert timeline.find(told[place].article.key, *event.span) == place, "the undated are found, too"
    assert timeline.find("no/such.txt", 0, 1) is None
    assert library.timeline_of("nothinglikeit").bounds is None


def test_what_is_not_wanted_any_more_is_given_up(library: Library) -> None:
    slow = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000000) SELECT max(i) FROM n"
    store, began = library._opened(), time.monotonic()
    with pytest.raises(Stopped), library.aside(lambda: time.monotonic() - began > 0.1):
        store.one(slow)
    assert time.monotonic() - began < 5
    with library.aside(lambda: False):
        assert library.count("lit") == 120, "the connection asks on"
    assert isinstance(library.articles()[0], Article)
