"""What is remembered of a collection, and that nothing breaks it."""

import dataclasses
import json
from pathlib import Path

import pytest

from tui.model import Bookmark
from tui.state import State

HERE = Bookmark("league", "league/on-the-rally.md", 1200, "collection", "text", "Splits", "split OR break")


def test_a_bookmark_comes_back(tmp_path: Path) -> None:
    state = State(tmp_path / "state")
    state.save(tmp_path / "papers", HERE)
    assert state.load(tmp_path / "papers") == HERE
    assert State(tmp_path / "state").load(tmp_path / "others") is None


def test_it_is_the_same_collection_by_whichever_way_one_comes(tmp_path: Path) -> None:
    (tmp_path / "papers").mkdir()
    (tmp_path / "link").symlink_to("papers")
    state = State(tmp_path / "state")
    state.save(tmp_path / "link", HERE)
    assert state.load(tmp_path / "papers") == HERE


@pytest.mark.parametrize(
    "said",
    [
        *("", "{", "[]", "{}", '{"offset": "far"}', '{"pane": null, "offset": 3, "scope": ""}', "\x00"),
        "[" * 100_000,
    ],
)
def test_a_spoilt_file_is_no_bookmark(tmp_path: Path, said: str) -> None:
    state = State(tmp_path)
    state.save(tmp_path / "papers", HERE)
    (file,) = (tmp_path / "places").iterdir()
    file.write_text(said, encoding="utf-8")
    assert state.load(tmp_path / "papers") is None


def test_a_bookmark_of_before_there_were_kept_searches_still_holds(tmp_path: Path) -> None:
    state = State(tmp_path)
    state.save(tmp_path / "papers", HERE)
    (file,) = (tmp_path / "places").iterdir()
    said = json.loads(file.read_text(encoding="utf-8"))
    del said["search"], said["query"]
    file.write_text(json.dumps(said), encoding="utf-8")
    assert state.load(tmp_path / "papers") == dataclasses.replace(HERE, search="", query="")


def test_no_draft_is_left_and_a_failed_write_keeps_the_old(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = State(tmp_path)
    state.save(tmp_path / "papers", HERE)

    def full(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="No space"):
        state.save(tmp_path / "papers", dataclasses.replace(HERE, offset=1))
    assert state.load(tmp_path / "papers") == HERE
    assert len(list((tmp_path / "places").iterdir())) == 1


def test_a_folder_whose_name_is_no_utf8_is_remembered_too(tmp_path: Path) -> None:
    folder = tmp_path / "press\udcff"
    state = State(tmp_path)
    state.save(folder, HERE)
    assert state.load(folder) == HERE


def test_a_theme_is_remembered(tmp_path: Path) -> None:
    state = State(tmp_path / "reader")
    assert state.theme == ""
    state.keep_theme("paper")
    assert State(tmp_path / "reader").theme == "paper"
    (tmp_path / "reader" / "theme").write_bytes(b"\xff")
    assert state.theme == ""
