from pathlib import Path

from tui.library.searches import Searches
from tui.model import KeptSearch


def test_searches_are_kept_by_name(tmp_path: Path) -> None:
    searches = Searches(tmp_path / "collection", tmp_path / "data")
    assert searches.kept() == ()
    searches.keep("the war", "about:1939..1945")
    searches.keep("oil", "oil OR wick")
    searches.keep("the war", "about:1914..1918")
    again = Searches(tmp_path / "collection", tmp_path / "data")
    assert again.kept() == (KeptSearch("oil", "oil OR wick"), KeptSearch("the war", "about:1914..1918"))
    again.drop("oil")
    assert [search.name for search in searches.kept()] == ["the war"]
    assert Searches(tmp_path / "other", tmp_path / "data").kept() == ()


def test_the_last_asked_comes_first(tmp_path: Path) -> None:
    searches = Searches(tmp_path, tmp_path / "data")
    for number in range(60):
        searches.note(f"lamp{number}")
    searches.note("lamp58")
    searches.keep("a", "b")
    assert searches.recent()[:3] == ("lamp58", "lamp59", "lamp57")
    assert len(searches.recent()) == Searches.MOST_RECENT


def test_a_spoilt_file_is_begun_anew(tmp_path: Path) -> None:
    searches = Searches(tmp_path, tmp_path / "data")
    searches.keep("a", "b")
    [file] = (tmp_path / "data/searches").iterdir()
    for text in ("{", "[]", "[" * 100_000, '{"kept": [1, ["a"], {"a": 1}], "recent": {"a": 1}}'):
        file.write_text(text)
        assert (searches.kept(), searches.recent()) == ((), ())
    searches.keep("c", "d")
    assert searches.kept() == (KeptSearch("c", "d"),)


def test_what_a_terminal_would_obey_is_shown(tmp_path: Path) -> None:
    searches = Searches(tmp_path, tmp_path / "data")
    searches.keep("a", "b")
    [file] = (tmp_path / "data/searches").iterdir()
    file.write_text(r'{"kept": [["\u001b[2J", "\ud800"]], "recent": ["\u009b2J"]}')
    assert searches.kept() == (KeptSearch("␛[2J", "\ufffd"),)
    assert searches.recent() == ("⟨009B⟩2J",)
    searches.note("lamp \ud800")
    assert searches.recent()[0].startswith("lamp")
