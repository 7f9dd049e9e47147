"""YAML as fields: what is hostile or broken is refused in one line."""

import re

import pytest

from tui.formats import Field, read_fields


def read(text: str) -> tuple[Field, list[str]]:
    field, problems = read_fields(text, "a.yaml", "sidecar")
    return field, [str(problem) for problem in problems]


def test_everything_is_text_as_written() -> None:
    field, problems = read("date: 2023-02-30\nyes: no\nn: 007\nempty:\ntilde: ~\nquoted: '~'\n")
    assert problems == []
    assert isinstance(field.value, dict)
    assert {name: item.value for name, item in field.value.items()} == {
        "date": "2023-02-30",
        "yes": "no",
        "n": "007",
        "empty": None,
        "tilde": None,
        "quoted": "~",
    }


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a: b: c", r"a.yaml:1: YAML: mapping values are not allowed .*; put the value in quotes"),
        ("a: [1, 2", r"a.yaml:\d: YAML: .*expected ',' or ']'.*"),
        ("a: 'x", r"a.yaml:\d: YAML: found unexpected end of stream"),
        ("a: &x 1\nb: *x", r"a.yaml:2: YAML: aliases \(\*name\) are not read"),
        ("a: 1\n---\nb: 2", r"a.yaml:2: YAML: holds more than one document"),
        ("a: " + "[" * 100_000, r"a.yaml:1: YAML: nested too deeply"),
        ("a: \x07", r"a.yaml: YAML: .*(control|special) characters are not allowed.*"),
    ],
)
def test_what_cannot_be_read_is_one_line(text: str, problem: str) -> None:
    field, problems = read(text)
    assert field.value is None
    assert len(problems) == 1
    assert re.fullmatch(problem, problems[0])


def test_a_name_that_is_a_list_is_told() -> None:
    field, problems = read("[a, b]: 1\ntitle: Lamp\n")
    assert isinstance(field.value, dict)
    assert list(field.value) == ["title"]
    assert problems == ["a.yaml:1: YAML: a name must be plain text"]


def test_an_empty_file_says_nothing() -> None:
    assert read("") == (Field(None, 0, "sidecar"), [])
    assert read("# nothing\n")[1] == []
