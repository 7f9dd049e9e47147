"""The timeline of many articles: the same rows and bars as if all were read at once, whatever their number."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from tests.library.test_library import write
from tui.library import Library
from tui.library.lazy import Lazy
from tui.model import Mention, Scope
from tui.widgets.axis import Extent, Scale
from tui.widgets.density import density

SENTENCES = (
    "The lamps were lit on {day} May {year}.",
    "In {year} the oil ran out.",
    "From 1 May {year} to 7 June {year} nobody slept.",
    "All through the 1950s it was dark.",
    "Since May {year} the clocks are right.",
)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """Some thousand events by three organizations, one of which is written about."""
    root, chance = tmp_path_factory.mktemp("collection"), Random(1917)
    for number in range(150):
        sentences = (
            chance.choice(SENTENCES).format(day=chance.randint(1, 28), year=chance.randint(1850, 1990))
            for _ in range(12)
        )
        path = f"{chance.choice(('lamp', 'clock', 'guild'))}/{number:03}.md"
        write(root, path, "\n\n".join(sentences))
        if number % 5 == 0:
            write(root, path + ".yaml", "about: bell\n")
            write(root, f"lamp/undated-{number}.txt", "Last Tuesday the oil ran out. On Friday it was back.")
            write(root, f"lamp/undated-{number}.txt.yaml", "about: bell\n")
    library = Library(root, tmp_path_factory.mktemp("cache"))
    library.refresh(jobs=1)
    return library


def one_by_one(library: Library, organization: str | None) -> list[Mention]:
    """The rows, article by article, sorted."""
    rows = [row for article in library.articles(organization) for row in library.open(article.key).mentions]
    return sorted(rows, key=lambda row: row.event.order)


@pytest.mark.parametrize("organization", [None, "lamp", "bell"])
def test_the_rows_are_those_of_the_articles(library: Library, organization: str | None) -> None:
    scope = Scope.ORGANIZATION if organization else Scope.COLLECTION
    rows, expected = library.mentions(scope, organization), one_by_one(library, organization)
    assert len(rows) == len(expected) > 300
    timeline = library.timeline(scope, organization)
    assert (
        0 < timeline.dated == sum(Extent.of(row.event.interval) is not None for row in expected) < len(rows)
    )
    order = [row.event.order[:3] for row in expected]
    assert [row.event.order[:3] for row in rows] == order
    known = {(row.article.key, row.event.span): row for row in expected}
    assert {(row.article.key, row.event.span): row for row in rows} == known
    for place in Random(1).sample(range(len(rows)), 50):
        assert rows[place].event.order[:3] == order[place]
    assert rows[-1] == rows[len(rows) - 1]


@pytest.mark.parametrize("organization", [None, "clock", "bell"])
def test_the_bars_are_those_of_the_events(library: Library, organization: str | None) -> None:
    scope = Scope.ORGANIZATION if organization else Scope.COLLECTION
    timeline = library.timeline(scope, organization)
    extents = [e for row in one_by_one(library, organization) if (e := Extent.of(row.event.interval))]
    assert timeline.bounds == Extent.around(extents)
    chance = Random(2)
    for days, columns in ((60_000, 80), (4000, 100), (365, 73), (90, 90), (30, 100), (1, 40)):
        scale = Scale(chance.randint(extents[0].first, extents[-1].last), days, columns)
        assert timeline.density(scale.first, days, columns) == pytest.approx(density(scale, extents))


def test_the_rows_stay_whole_while_the_index_changes(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    for number in range(300):
        write(tmp_path, f"lamp/{number:03}.txt", f"Lit on {number % 28 + 1} May {1900 + number % 50}.")
    library = Library(tmp_path, tmp_path_factory.mktemp("cache"))
    library.refresh()
    rows, articles = library.mentions(Scope.COLLECTION), library.articles()
    for number in range(250):
        (tmp_path / f"lamp/{number:03}.txt").unlink()
    library.refresh()
    assert len(list(rows)) == len(rows) == 300
    assert len(list(articles)) == 300
    assert len(library.mentions(Scope.COLLECTION)) == 50


def test_a_lazy_sequence_fetches_what_is_looked_at() -> None:
    fetched: list[tuple[int, int]] = []

    def fetch(first: int, count: int) -> list[int]:
        fetched.append((first, count))
        return list(range(first, first + count))

    rows = Lazy(1000, fetch)
    assert len(rows) == 1000
    assert fetched == []
    assert (rows[0], rows[5], rows[-1]) == (0, 5, 999)
    assert fetched == [(0, 128), (896, 104)]
    assert rows[126:130] == (126, 127, 128, 129)
    assert rows == range(1000)
    assert rows != range(999)
    with pytest.raises(IndexError):
        rows[1000]
