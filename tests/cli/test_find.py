"""`polemics find`."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tui.cli import main
from tui.cli.find import COLUMNS
from tui.library import ranking


def test_lines_with_the_keywords_one_below_the_other(
    collection: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    (collection / "clock/oil.txt").write_text("Oil is dear. " * 12)
    assert main(["find", "oil OR lamps", str(collection), "--passages", "2"]) == 0
    out = capsys.readouterr().out.splitlines()
    assert out[0] == "clock/oil.txt  undated  CU  Oil is dear. " + " ".join(["Oil is dear."] * 8) + "…"
    passages = [line for line in out if line.startswith("  ") and "…" not in line]
    assert len(passages) == 3
    assert {min(i for i in (line.find("Oil", 30), line.find("lamps", 30)) if i > 0) for line in passages} == {
        32
    }
    assert max(map(len, passages)) <= 80
    assert "  … more in this article" in out
    assert "clock/on-light.txt  undated  CU  A word on light" in out


def test_options_can_stand_anywhere(collection: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["find", "lamps", str(collection), "--sort", "written"]) == 0
    out = capsys.readouterr().out
    assert main(["find", "lamps", "--sort", "written", str(collection)]) == 0
    assert capsys.readouterr().out == out
    assert main(["find", "--sort", "written", "lamps", "--passages", "5", str(collection)]) == 0
    assert capsys.readouterr().out == out
    assert main(["find", "--sort", "written", "--", "-lamps oil", str(collection)]) == 1


def test_json_and_csv(collection: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["find", "about:1918", str(collection), "--format", "json"]) == 0
    [row] = json.loads(capsys.readouterr().out)
    assert tuple(row) == (
        "article",
        "title",
        "organization",
        "published",
        "span",
        "left",
        "words",
        "right",
        "when",
    )
    assert (row["article"], row["words"], row["when"]) == (
        "clock/on-light.txt",
        "11 November 1918",
        "1918-11-11",
    )
    assert row["left"].endswith("and were lit again on ")
    assert main(["find", "about:1918", str(collection), "--format", "csv"]) == 0
    [row] = csv.DictReader(io.StringIO(capsys.readouterr().out))
    assert tuple(row) == COLUMNS
    assert int(row["span_end"]) - int(row["span_start"]) == len("11 November 1918")


def test_a_page_at_a_time(collection: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["find", "the", str(collection), "--articles", "1"]) == 0
    first = capsys.readouterr()
    assert first.err == "articles 1 to 1 of 2; --from 1 goes on\n"
    assert main(["find", "the", str(collection), "--articles", "1", "--from", "1"]) == 0
    second = capsys.readouterr()
    assert second.err == "articles 2 to 2 of 2\n"
    assert second.out.split()[0] != first.out.split()[0]


def test_a_date_stands_before_the_passage_that_tells_it(
    collection: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert main(["find", "lamps about:1918", str(collection)]) == 0
    dated, *rest = [line for line in capsys.readouterr().out.splitlines() if "11 November 1918" in line[30:]]
    assert not rest
    assert dated.startswith("  1918-11-11: ")
    assert dated.index("11 November 1918", 30) == 32


def test_an_order_that_was_not_asked_for_is_told(
    collection: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ranking, "MOST_COMPARED", 1)
    assert main(["find", "the", str(collection)]) == 0
    assert "those that have them in the title stand first" in capsys.readouterr().err
    assert main(["find", "the", str(collection), "--sort", "written"]) == 0
    assert capsys.readouterr().err == ""


def test_an_error_is_shown_under_the_word_at_fault(
    collection: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["find", "lamp about:soon", str(collection)]) == 2
    query, mark, what = capsys.readouterr().err.splitlines()
    assert query == "polemics find: lamp about:soon"
    assert query[mark.index("^") : mark.rindex("^") + 1] == "soon"
    assert what.startswith("polemics find: 'soon' is no date; write 1948")
    assert main(["find", '\x1b[31m "a', str(collection)]) == 2
    assert "\x1b" not in capsys.readouterr().err


def test_nothing_found_is_1(collection: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["find", "xyzzy", str(collection)]) == 1
    assert capsys.readouterr().out == ""
    assert main(["find", "xyzzy", str(collection), "--format", "json"]) == 1
    assert capsys.readouterr().out == "[]\n"
    assert main(["find", "x", str(collection), "--articles", "0"]) == 2


def test_what_is_new_is_found(collection: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["find", "xyzzy", str(collection)]) == 1
    (collection / "lamp/new.txt").write_text("Say xyzzy.\n")
    assert main(["find", "xyzzy", str(collection)]) == 0
    assert "lamp/new.txt" in capsys.readouterr().out
