"""Each case of `cases/*.yaml`: a source and the reading it becomes."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from tui.formats import FORMATS
from tui.model import MarkKind

CASES = Path(__file__).parent / "cases"


def cases(name: str) -> list[Any]:
    return [
        pytest.param(case, id=case["name"])
        for case in yaml.safe_load((CASES / f"{name}.yaml").read_text("utf-8"))
    ]


def reading(name: str, source: str):
    [draft] = next(format for format in FORMATS if format.name == name).read(source.encode(), "case")
    return draft.reading


@pytest.mark.parametrize("case", cases("text"))
def test_text(case: dict[str, Any]) -> None:
    read = reading("text", case["source"])
    assert read.text == case["text"]
    marked = {kind: [m.value for m in read.marks if m.kind is kind] for kind in MarkKind}
    assert marked[MarkKind.PAGE] == case.get("pages", [])
    headings = [m.span.of(read.text) for m in read.marks if m.kind is MarkKind.HEADING]
    assert headings == ([case["heading"]] if "heading" in case else [])


@pytest.mark.parametrize("case", cases("markdown"))
def test_markdown(case: dict[str, Any]) -> None:
    read = reading("markdown", case["source"])
    assert read.text == case["text"]
    expected = [(kind, words, *(value or [""])) for kind, words, *value in case.get("marks", [])]
    marks = [(m.kind.value, m.span.of(read.text), m.value) for m in read.marks]
    if "marks" in case:
        assert sorted(marks) == sorted(expected)
    assert list(read.marks) == sorted(read.marks)
