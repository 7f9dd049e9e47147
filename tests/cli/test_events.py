"""`polemics events` prints what the timeline shows."""

import csv
import io
import json
from pathlib import Path

import pytest

from tui.cli import main
from tui.cli.events import COLUMNS
from tui.library import Library
from tui.model import Scope
from tui.resources import seeds


def run(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(["events", *words]) == 0
    return capsys.readouterr().out


def test_json_has_every_field_of_every_row_of_the_timeline(capsys: pytest.CaptureFixture[str]) -> None:
    rows = json.loads(run(capsys, "--format", "json"))
    library = Library(seeds())
    mentions = library.mentions(Scope.COLLECTION)
    assert len(rows) == len(mentions) > 20
    for row, mention in zip(rows, mentions, strict=True):
        event = mention.event
        text = library.open(row["article"]).reading.text
        assert text[row["span"]["start"] : row["span"]["end"]] == row["words"]
        assert text[row["sentence_span"]["start"] : row["sentence_span"]["end"]] == row["sentence"]
        assert text[row["clause_span"]["start"] : row["clause_span"]["end"]] == row["clause"]
        assert row["value"] == event.timex.value
        assert row["certainty"] in ("stated", "inferred", "unresolved")
        assert row["rule"] == event.timex.rule
        assert row["edtf"] == (event.interval.edtf if event.interval else None)
        if (anchor := row["anchor"]) and anchor["span"]:
            assert 0 <= anchor["span"]["start"] < anchor["span"]["end"] <= len(text)


def test_an_article_by_its_key_its_file_and_its_collection(
    collection: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    by_key = run(capsys, "icl/ig-goes-all-in-for-russia.md", "--format", "json")
    by_file = run(capsys, str(seeds() / "icl/ig-goes-all-in-for-russia.md"), "--format", "json")
    assert by_key == by_file
    alone = run(capsys, str(collection / "clock/on-light.txt"), "--format", "json")
    assert [row["words"] for row in json.loads(alone)] == ["1914", "11 November 1918"]
    assert [row["article"] for row in json.loads(alone)] == ["clock/on-light.txt"] * 2
    whole = json.loads(run(capsys, str(collection), "--format", "json"))
    assert [row for row in whole if row["article"] == "clock/on-light.txt"] == json.loads(alone)
    monkeypatch.chdir(collection / "clock")
    assert run(capsys, "on-light.txt", "--format", "json") == alone


def test_a_file_outside_any_collection(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text("The lamps went out in 1914.\n")
    (tmp_path / "b.pdf").write_bytes(b"%PDF")
    assert main(["events", str(tmp_path / "a.txt")]) == 0
    captured = capsys.readouterr()
    assert captured.out.startswith("1914")
    assert captured.err == ""


def test_csv_has_one_line_an_event_under_its_columns(
    collection: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = list(csv.DictReader(io.StringIO(run(capsys, str(collection), "--format", "csv"))))
    assert tuple(rows[0]) == COLUMNS
    [row] = [row for row in rows if row["words"] == "11 November 1918"]
    assert row["edtf"] == row["earliest"] == row["latest"] == "1918-11-11"
    assert row["granularity"] == "day"
    assert int(row["span_end"]) - int(row["span_start"]) == len("11 November 1918")


def test_no_cell_is_a_formula(collection: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (collection / "clock/on-light.txt").write_text("=cmd|' /C calc'!A0 happened in 1914.\n")
    rows = list(csv.DictReader(io.StringIO(run(capsys, str(collection), "--format", "csv"))))
    [row] = [row for row in rows if row["words"] == "1914"]
    assert row["sentence"].startswith("'=cmd")
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())


def test_lines_for_people_wrap_and_show_no_controls(
    collection: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    (collection / "clock/on-light.txt").write_text(
        "The \x1bred lamps of the whole old harbour went out one after the other in 1914, as all know.\n"
    )
    out = run(capsys, str(collection / "clock/on-light.txt"))
    assert "\x1b" not in out
    assert "␛red" in out
    assert max(map(len, out.splitlines())) <= 60
    assert out.startswith("1914  The")
    assert "“1914” 1914, stated, rule" in out


def test_nothing_found_is_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text("No lamp, no time.\n")
    for format, out in (("text", ""), ("json", "[]\n"), ("csv", ",".join(COLUMNS) + "\r\n")):
        assert main(["events", str(tmp_path), "--format", format]) == 1
        assert capsys.readouterr().out == out


def test_problems_are_told_beside_the_output(collection: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (collection / "lamp/broken.md.yaml").write_text("x: [")
    assert main(["events", str(collection)]) == 0
    captured = capsys.readouterr()
    assert "1914" in captured.out
    assert captured.err == "lamp/broken.md.yaml: there is no article broken.md beside it; passed over\n"


def test_events_are_of_a_key_s_collection_too(collection: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["events", "lamp/against-the-clock.md", "--collection", str(collection)]) == 0
    assert "1932-05-03" in capsys.readouterr().out
