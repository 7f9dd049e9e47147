"""`polemics list`, `show` and `check`."""

import csv
import io
import json
from pathlib import Path

import pytest

from tui.cli import main
from tui.cli.list import COLUMNS
from tui.library import Library


def test_list_as_json(collection: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list", str(collection), "--format", "json"]) == 0
    _, article = json.loads(capsys.readouterr().out)
    assert article == {
        "key": "lamp/against-the-clock.md",
        "title": "Against the Clock",
        "authors": ["Ada Wick"],
        "organization": "lamp",
        "about": ["clock"],
        "published": "1932-05-14",
        "source": "https://lantern.example/clock",
        "language": "en",
        "format": "markdown",
        "note": "",
        "said": {
            "title": "front matter",
            "organization": "folder",
            "about": "sidecar",
            "authors": "front matter",
            "published": "front matter",
            "source": "sidecar",
            "language": "sidecar",
        },
    }


def test_list_as_csv(collection: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (collection / "clock/on-light.txt.yaml").write_text("title: =1+1\nauthors: [Ada, Bo]\n")
    assert main(["list", str(collection), "--format", "csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert tuple(rows[0]) == COLUMNS
    assert rows[0]["title"] == "'=1+1"
    assert rows[0]["authors"] == "Ada; Bo"


def test_list_in_lines(collection: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list", str(collection)]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "clock/on-light.txt         undated     CU  A word on light",
        "lamp/against-the-clock.md  1932-05-14  LL  Against the Clock",
    ]


def test_list_of_an_organization(collection: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list", str(collection), "--organization", "The Lantern"]) == 0
    assert capsys.readouterr().out.count("\n") == 1
    assert main(["list", str(collection), "--organization", "guild"]) == 1
    assert main(["list", str(collection), "--organization", "nobody"]) == 3
    assert "knows no organization 'nobody'" in capsys.readouterr().err


def test_a_long_key_does_not_widen_the_column(collection: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = collection / "lamp" / "/".join(["deep"] * 50) / "a.txt"
    file.parent.mkdir(parents=True)
    file.write_text("A lamp.")
    assert main(["list", str(collection)]) == 0
    assert sorted(map(len, capsys.readouterr().out.splitlines()))[1] < 140


def test_show_prints_the_reading_itself(collection: Path, capsys: pytest.CaptureFixture[str]) -> None:
    key = "lamp/against-the-clock.md"
    assert main(["show", key, "--collection", str(collection)]) == 0
    out = capsys.readouterr().out
    assert out == Library(collection).open(key).reading.text + "\n"
    assert out.startswith("Against the Clock\n\nThe Clockmakers met")
    assert main(["show", str(collection / key)]) == 0
    assert capsys.readouterr().out == out


@pytest.mark.parametrize("indexed", [True, False])
def test_show_a_file_whatever_its_name_is(
    collection: Path, capsys: pytest.CaptureFixture[str], *, indexed: bool
) -> None:
    folder = collection / "lamp#1"
    folder.mkdir()
    names = ("issue#2.txt", "#.txt", "br\udcffken.txt", "\\xff.txt", "\x1b[2J.txt", "rows.jsonl#one.txt")
    for name in names:
        (folder / name).write_text(f"This is {name!a}.")
    (folder / "rows.jsonl").write_text('{"id": "a#b", "text": "This is a row."}\n')
    if indexed:
        assert main(["index", str(collection)]) == 0
        capsys.readouterr()
    for name in names:
        assert main(["show", str(folder / name)]) == 0
        assert capsys.readouterr().out == f"This is {name!a}.\n"
    assert main(["show", f"{folder / 'rows.jsonl'}#a#b"]) == 0
    assert capsys.readouterr().out == "This is a row.\n"
    assert main(["show", "lamp#1/br\udcffken.txt", "--collection", str(collection)]) == 0
    assert main(["show", "lamp#1/br\\xffken.txt", "--collection", str(collection)]) == 0


@pytest.mark.parametrize("key", ["x" * 5000, "nothing\udcff.txt", "a#" * 3000, "\x1b[2J"])
def test_show_what_cannot_be_a_name(key: str, collection: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for place in ([], ["--collection", str(collection)]):
        assert main(["show", key, *place]) == 3
        assert "there is no such folder, file or article" in capsys.readouterr().err


def test_show_on_a_terminal_has_a_head_and_a_pager(
    collection: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    paged: list[str] = []
    monkeypatch.setattr("pydoc.pager", paged.append)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    assert main(["show", str(collection / "lamp/against-the-clock.md")]) == 0
    [text] = paged
    assert "by        League of Lamplighters" in text
    assert "written   1932-05-14 (stated)" in text
    assert "The Clockmakers met" in text


def test_show_what_is_not_there(collection: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", "lamp/nothing.md", "--collection", str(collection)]) == 3
    assert capsys.readouterr().err.startswith("polemics: lamp/nothing.md: there is no such")
    assert main(["show", str(collection)]) == 3
    assert "is a folder; name one article of it" in capsys.readouterr().err


def test_check(collection: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(collection)]) == 0
    assert capsys.readouterr().out == "nothing wrong: 2 articles, 3 organizations\n"
    (collection / "lamp/a.pdf").write_bytes(b"%PDF")
    (collection / "clock/on-light.txt.yaml").write_text("published: 30 February\nlanguage: tlh\n")
    assert main(["check", str(collection)]) == 1
    out = capsys.readouterr().out.splitlines()
    assert [line.split(": ")[0] for line in out] == [
        "clock/on-light.txt.yaml:1",
        "clock/on-light.txt",
        "lamp/a.pdf",
    ]


def test_check_of_the_seeds(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check"]) == 0
    assert capsys.readouterr().out.startswith("nothing wrong: 2 articles")
