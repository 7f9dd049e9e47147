"""A library that is opened for reading only, as for visitors."""

from pathlib import Path

import pytest

from tui.library import Library
from tui.library.searches import Searches
from tui.library.store import place_of
from tui.model import CollectionError, Progress


@pytest.fixture
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("index")


@pytest.fixture
def indexed(collection: Path, cache: Path) -> Path:
    library = Library(collection, cache)
    library.refresh()
    library.close()
    return collection


def test_it_answers_as_the_library_that_made_the_index(indexed: Path, cache: Path) -> None:
    made, read = Library(indexed, cache), Library(indexed, cache, read_only=True)
    assert list(read.articles(None)) == list(made.articles(None))
    assert read.organizations() == made.organizations()
    for article in made.articles(None):
        assert read.open(article.key) == made.open(article.key)
    assert read.search("lamps") == made.search("lamps")
    assert read.problems == made.problems


def test_it_takes_the_index_as_it_is(indexed: Path, cache: Path) -> None:
    (indexed / "clock" / "on-light.txt").write_text("Another text\n\nOf 1999.\n", encoding="utf-8")
    (indexed / "clock" / "new.txt").write_text("New\n\nOf 2001.\n", encoding="utf-8")
    file = place_of(indexed, cache)
    before = file.read_bytes()
    read = Library(indexed, cache, read_only=True)
    assert "The lamps went out" in read.open("clock/on-light.txt").reading.text
    assert len(read.articles(None)) == 2
    assert read.refresh() == Progress()
    assert read.refresh(rebuild=True) == Progress()
    with pytest.raises(KeyError):
        read.open("clock/new.txt")
    assert file.read_bytes() == before


def test_it_sees_what_others_write_to_the_index(indexed: Path, cache: Path) -> None:
    read = Library(indexed, cache, read_only=True)
    assert len(read.articles(None)) == 2
    (indexed / "clock" / "new.txt").write_text("New\n\nOf 2001.\n", encoding="utf-8")
    Library(indexed, cache).refresh()
    assert len(read.articles(None)) == 3
    assert "Of 2001." in read.open("clock/new.txt").reading.text


@pytest.mark.parametrize("spoilt", [None, b"", b"no index at all" * 1000], ids=["none", "empty", "other"])
def test_without_an_index_it_says_so_and_makes_none(indexed: Path, cache: Path, spoilt: bytes | None) -> None:
    file = place_of(indexed, cache)
    file.unlink()
    if spoilt is not None:
        file.write_bytes(spoilt)
    with pytest.raises(CollectionError, match="the index cannot be read"):
        Library(indexed, cache, read_only=True).organizations()
    assert (file.read_bytes() if file.exists() else None) == spoilt


def test_searches_without_a_folder_are_kept_as_long_as_the_program_runs(indexed: Path, cache: Path) -> None:
    read = Library(indexed, cache, read_only=True)
    read.keep_searches(Searches(indexed, None))
    read.searches.keep("lamps", "lamp*")
    read.searches.note("clock")
    assert [search.name for search in read.searches.kept()] == ["lamps"]
    assert read.searches.recent() == ("clock",)
    read.searches.drop("lamps")
    assert read.searches.kept() == ()
    assert Searches(indexed, None).recent() == ()
