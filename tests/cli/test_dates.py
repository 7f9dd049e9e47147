"""`polemics dates` answers one text, many, and an audit."""

import json
import os
from io import StringIO
from pathlib import Path

import pytest

from tui.cli import main

TEXT = "The guild met on 3 May 1932. A week later it split."


def answer(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> str:
    assert main(["dates", *words]) == code
    return capsys.readouterr().out


@pytest.fixture
def text(tmp_path: Path) -> str:
    file = tmp_path / "on-light.txt"
    file.write_text(TEXT, encoding="utf-8")
    return str(file)


def test_lines_for_people(capsys: pytest.CaptureFixture[str], text: str) -> None:
    lines = answer(capsys, text).splitlines()
    assert lines[0] == "written after 1932-05-03 (inferred from the text)"
    assert "1932-05-03" in lines[1]
    assert "inferred from 3 May 1932" in lines[2]


def test_json_has_spans_of_the_text(capsys: pytest.CaptureFixture[str], text: str) -> None:
    rows = json.loads(answer(capsys, text, "--format", "json"))
    assert [TEXT[row["start"] : row["end"]] for row in rows] == ["3 May 1932", "A week later"]
    assert rows[1]["anchor"]["words"] == "3 May 1932"
    assert TEXT[rows[0]["event"]["start"] : rows[0]["event"]["end"]] == "The guild met"


def test_timeml(capsys: pytest.CaptureFixture[str], text: str) -> None:
    assert 'value="1932-05-03"' in answer(capsys, text, "--format", "timeml")


def test_standard_input(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", StringIO(TEXT))
    assert "1932-05-03" in answer(capsys)


def test_the_day_of_writing_is_taken(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("The guild met last week.", encoding="utf-8")
    assert "2017-W07" in answer(capsys, str(file), "--written", "2017-02-20")


def test_no_dates_is_exit_code_1(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("Nothing.", encoding="utf-8")
    answer(capsys, str(file), code=1)


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--written", "soon"], 2, "--written: not an EDTF date"),
        (["--language", "xx"], 2, "no dates for the language 'xx'"),
        (["--jobs", "0", "--jsonl"], 2, "--jobs: must be 1 or more"),
        (["nowhere.txt"], 3, "nowhere.txt: No such file"),
        (["--audit", "nowhere"], 3, "nowhere: there is no such folder"),
    ],
)
def test_trouble_is_one_clear_line(
    capsys: pytest.CaptureFixture[str], words: list[str], code: int, said: str
) -> None:
    assert main(["dates", *words]) == code
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_many_texts_a_line_each_and_a_bad_line_is_told(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, jobs: str
) -> None:
    file = tmp_path / "many.jsonl"
    lines = [
        json.dumps({"id": "a", "text": TEXT, "dct": None}),
        "{not json",
        json.dumps({"id": "b"}),
        json.dumps({"id": "c", "text": "They met yesterday.", "dct": "2017-02-20T08:02:00"}),
        json.dumps({"id": "d", "text": "They met.", "dct": "soon"}),
    ]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    environment = dict(os.environ)
    assert main(["dates", "--jsonl", "--jobs", jobs, str(file)]) == 1
    assert dict(os.environ) == environment
    out, err = capsys.readouterr()
    answers = [json.loads(line) for line in out.splitlines()]
    assert [each["id"] for each in answers] == ["a", "c"]
    assert answers[1]["timexes"][0]["value"] == "2017-02-19"
    assert [line.split(": ")[0].rpartition(":")[2] for line in err.splitlines()] == ["2", "3", "5"]


def test_an_audit_of_what_is_marked_beside_a_collection(
    capsys: pytest.CaptureFixture[str], text: str, tmp_path: Path
) -> None:
    Path(text + ".dates.yaml").write_text(
        "dates:\n- {words: 3 May 1932, value: 1932-05-03, type: DATE}\n- {words: A week later, value: 1932-05-10, type: DATE}\n",
        encoding="utf-8",
    )
    (tmp_path / "more.jsonl").write_text(
        json.dumps(
            {
                "id": "a",
                "text": "In 1917.",
                "timexes": [{"start": 3, "end": 7, "type": "DATE", "value": "1917"}],
            }
        ),
        encoding="utf-8",
    )
    lines = answer(capsys, "--audit", str(tmp_path)).splitlines()
    assert lines[1].split() == ["all", "3", "3", "3", "2", "0.667"]
    assert any(line.startswith("year ") and line.endswith("1.000") for line in lines)


def test_marks_that_do_not_fit_are_told(
    capsys: pytest.CaptureFixture[str], text: str, tmp_path: Path
) -> None:
    Path(text + ".dates.yaml").write_text("dates:\n- {words: June, value: 1932-06}\n", encoding="utf-8")
    assert main(["dates", "--audit", str(tmp_path)]) == 1
    assert "the words 'June' are not in the text" in capsys.readouterr().err
