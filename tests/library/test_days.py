"""`days.yaml`: the days that a collection itself has names for."""

from pathlib import Path

import pytest

from tui.library import Library

TEXT = "On Founders’ Day 1932 the lamps were lit. The Great Darkness was long past.\n"


@pytest.fixture
def keeper(collection: Path) -> Path:
    (collection / "lamp/feast.txt").write_text(f"The feast\n\n{TEXT}", encoding="utf-8")
    return collection


def values(collection: Path) -> dict[str, str]:
    library = Library(collection)
    library.organizations()
    page = library.open("lamp/feast.txt")
    library.close()
    return {event.timex.words: event.timex.value for event in page.events}


def test_named_days_are_dated_and_follow_the_file(keeper: Path) -> None:
    assert "The Great Darkness" not in values(keeper)
    days = "Founders’ Day: --05-14\nThe Great Darkness: 1914-08-02\n"
    (keeper / "days.yaml").write_text(days, encoding="utf-8")
    assert values(keeper)["The Great Darkness"] == "1914-08-02"
    assert values(keeper)["Founders’ Day"] == "1932-05-14"
    (keeper / "days.yaml").write_text(days.replace("1914-08-02", "1915-01-01"), encoding="utf-8")
    assert values(keeper)["The Great Darkness"] == "1915-01-01"


def test_an_article_that_is_opened_alone_follows_the_collection_s_description(keeper: Path) -> None:
    library = Library(keeper)
    library.organizations()

    def value() -> str:
        events = library.open("lamp/feast.txt").events
        return next((e.timex.value for e in events if e.timex.words == "The Great Darkness"), "")

    assert value() == ""
    (keeper / "days.yaml").write_text("The Great Darkness: 1914-08-02\n", encoding="utf-8")
    assert value() == "1914-08-02"
    (keeper / "organizations.yaml").write_text("feast:\n  name: The Feasters\n  aliases: [lamp]\n")
    assert library.open("lamp/feast.txt").article.organization == "feast"
    assert library.open("lamp/against-the-clock.md").article.organization == "feast"
    (keeper / "days.yaml").unlink()
    assert value() == ""


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("The Fair: soon", "days.yaml:1: The Fair: not an EDTF date: 'soon'"),
        ("\nThe Fair: --02-31", "days.yaml:2: The Fair: no such day"),
        ("The Fair: [1]", "days.yaml:1: The Fair: must be an EDTF date"),
        ("- The Fair", "days.yaml:1: must be `name: date` lines"),
        ("a: [", "days.yaml:2: YAML"),
    ],
)
def test_what_is_wrong_is_told_and_the_rest_is_dated(keeper: Path, said: str, told: str) -> None:
    (keeper / "days.yaml").write_text(said, encoding="utf-8")
    library = Library(keeper)
    assert any(told in str(problem) for problem in library.problems), library.problems
    assert library.open("lamp/feast.txt").events
    library.close()
