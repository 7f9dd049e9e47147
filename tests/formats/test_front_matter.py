"""Front matter as it is met with; each case of `cases/front_matter.yaml`."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from tui.formats import markdown
from tui.formats.fields import Field

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "front_matter.yaml").read_text("utf-8"))


def plain(field: Field) -> Any:
    if isinstance(field.value, list):
        return [plain(item) for item in field.value]
    if isinstance(field.value, dict):
        return {name: plain(item) for name, item in field.value.items()}
    return field.value


@pytest.mark.parametrize("case", [pytest.param(case, id=case["name"]) for case in CASES])
def test_front_matter(case: dict[str, Any]) -> None:
    [draft] = markdown.read(case["source"].encode(), "a.md")
    assert {name: plain(field) for name, field in draft.fields.items()} == case["fields"]
    assert draft.reading.text == case["text"]
    problems = [str(problem) for problem in draft.problems]
    endings = case.get("problems", [])
    assert len(problems) == len(endings)
    for problem, ending in zip(problems, endings, strict=True):
        assert problem.startswith("a.md:")
        assert problem.endswith(ending)


def test_a_number_that_is_too_long_costs_the_front_matter_alone() -> None:
    [draft] = markdown.read(f"+++\nweight = {'9' * 10_000}\n+++\nA lamp.\n".encode(), "a.md")
    assert draft.reading.text == "A lamp."
    assert [str(problem) for problem in draft.problems] == ["a.md:2: TOML: a number is too long"]


def test_a_field_knows_its_line() -> None:
    [draft] = markdown.read(b"\n---\ntitle: Lamp\n\nauthors:\n  - Ada\n---\nText", "a.md")
    assert draft.fields["title"].line == 3
    assert draft.fields["authors"].line == 6
