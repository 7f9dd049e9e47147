"""The language that an article's dates are read in: the one it declares, else the one that its words show."""

from pathlib import Path

from tui.library import Library

FRENCH = "La guilde et les autres se sont réunies le 4 mai 1919 dans la salle, et la grève a duré jusqu'au premier juin.\n"


def values(collection: Path, key: str) -> set[str]:
    library = Library(collection)
    library.organizations()
    page = library.open(key)
    library.close()
    return {event.timex.value for event in page.events}


def test_an_article_that_declares_none_is_read_in_the_language_of_its_words(collection: Path) -> None:
    (collection / "lamp/greve.txt").write_text(f"La grève\n\n{FRENCH}", encoding="utf-8")
    assert {"1919-05-04", "1919-06-01"} <= values(collection, "lamp/greve.txt")


def test_a_declared_language_goes_before_what_the_words_show(collection: Path) -> None:
    (collection / "lamp/greve.md").write_text(
        f"---\ntitle: La grève\nlanguage: es\n---\n\n{FRENCH}", encoding="utf-8"
    )
    assert "1919-06-01" not in values(collection, "lamp/greve.md")
