"""`polemics cite`: citations for people and for a bibliography."""

import json
from pathlib import Path

import pytest

from tui.cli import main

CLOCK = "Ada Wick, “Against the Clock”, League of Lamplighters, 1932-05-14, https://lantern.example/clock (lamp/against-the-clock.md)."


def test_a_collection_is_cited_article_by_article(
    collection: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["cite", "--collection", str(collection)]) == 0
    light, clock = capsys.readouterr().out.splitlines()
    assert light.startswith("“A word on light”, ")
    assert clock == CLOCK
    assert main(["cite", str(collection)]) == 0
    assert capsys.readouterr().out.splitlines() == [light, clock]


def test_one_article_is_cited_by_its_file_or_its_key(
    collection: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["cite", str(collection / "lamp/against-the-clock.md")]) == 0
    assert main(["cite", "lamp/against-the-clock.md", "--collection", str(collection)]) == 0
    assert capsys.readouterr().out.splitlines() == [CLOCK, CLOCK]


def test_what_a_search_finds_goes_into_a_bibliography(
    collection: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["cite", "--collection", str(collection), "--find", "title:clock", "--format", "csl"]) == 0
    (item,) = json.loads(capsys.readouterr().out)
    assert item["id"] == "lamp/against-the-clock.md"
    assert item["issued"] == {"date-parts": [[1932, 5, 14]]}


def test_nothing_found_and_what_is_not_understood(
    collection: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["cite", "--collection", str(collection), "--find", "nowhere", "--format", "csl"]) == 1
    assert json.loads(capsys.readouterr().out) == []
    assert main(["cite", "--collection", str(collection), "--find", "colour:red"]) == 2
    told = capsys.readouterr().err.splitlines()
    assert told[0] == "polemics cite: colour:red"
    assert told[1].strip() == "^" * len("colour:")
    assert main(["cite", "no/such.txt"]) == 3
