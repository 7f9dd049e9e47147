"""Dumps: JSON Lines and CSV, with the columns that the collection names."""

import json

import pytest

from tui.formats import Columns, Draft, Unreadable, csv, jsonl, read_columns, read_fields

RECORD = {
    "id": 7,
    "headline": "Oil",
    "author": ["Ada", "Bo"],
    "date": "1932-05-14",
    "body": "First.\n\nSecond.",
}


def lines(*records: object) -> bytes:
    return "\n".join(record if isinstance(record, str) else json.dumps(record) for record in records).encode()


def values(draft: Draft) -> dict[str, object]:
    return {
        name: [item.value for item in field.value] if isinstance(field.value, list) else field.value
        for name, field in draft.fields.items()
    }


def columns(text: str) -> Columns:
    whole, problems = read_fields(text, "collection.yaml", "collection")
    found, others = read_columns(whole, "collection.yaml")
    assert [*problems, *others] == []
    return found


def test_the_usual_names_are_known() -> None:
    [draft] = jsonl.read(lines(RECORD), "a.jsonl")
    assert draft.part == "7"
    assert draft.reading.text == "First.\n\nSecond."
    assert values(draft) == {"title": "Oil", "authors": ["Ada", "Bo"], "published": "1932-05-14"}
    assert draft.fields["title"].line == 1


def test_the_collection_says_which_column_is_which() -> None:
    record = {"meta": {"day": "1932"}, "t": "On oil", "matter": "Words.", "abstract": "", "text": "not this"}
    named = columns("title: t\ntext: [abstract, matter]\npublished: meta.day\n")
    [draft] = jsonl.read(lines(record), "a.jsonl", named)
    assert draft.reading.text == "Words."
    assert values(draft) == {"title": "On oil", "published": "1932"}


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[a]", "c.yaml:1: fields: must be `our name: their name` lines"),
        ("titel: t", "c.yaml:1: fields: titel: is no field of an article; the fields are title, authors,"),
        ("title: {a: b}", "c.yaml:1: fields: title: must be the name of a column, or a list of names"),
    ],
)
def test_a_wrong_mapping_is_told(text: str, problem: str) -> None:
    whole, _ = read_fields(text, "c.yaml", "collection")
    [told] = read_columns(whole, "c.yaml")[1]
    assert str(told).startswith(problem)


def test_bad_lines_are_told_and_the_others_read() -> None:
    drafts = jsonl.read(
        lines(RECORD, "nonsense", [1], {"title": "no text"}, {"text": "words", "id": 7}), "a.jsonl"
    )
    assert [draft.part for draft in drafts] == ["7", "line 5"]
    assert [str(problem) for problem in drafts[0].problems] == [
        "a.jsonl:2: is no JSON (Expecting value)",
        "a.jsonl:3: is no JSON object ({…})",
        "a.jsonl:4: has no text",
    ]


def test_html_in_a_dump_is_read_as_html() -> None:
    [draft] = jsonl.read(lines({"content_html": "<p>One &amp; <i>two</i>.</p><p>Three.</p>"}), "a.jsonl")
    assert draft.reading.text == "One & two.\n\nThree."


@pytest.mark.parametrize(
    "source",
    [
        'title,text\nOil,"First, ""so""\n\nto say."\n',
        'title;text\nOil;"First, ""so""\n\nto say."\n',
        'sep=;\ntitle;text\nOil;"First, ""so""\n\nto say."\n',
        'title\ttext\r\nOil\t"First, ""so""\n\nto say."\r\n',
        '\ufefftitle,text\nOil,"First, ""so""\n\nto say."\n',
    ],
)
def test_tables_of_every_kind(source: str) -> None:
    [draft] = csv.read(source.encode(), "a.csv")
    assert draft.reading.text == 'First, "so"\n\nto say.'
    assert values(draft) == {"title": "Oil"}


def test_rows_know_their_line() -> None:
    drafts = csv.read(b'text,title\n"a\nb",x\nc,y,z\n', "a.csv")
    assert [draft.part for draft in drafts] == ["line 2", "line 4"]
    assert [str(problem) for problem in drafts[0].problems] == [
        "a.csv:4: has 3 columns; the first row names 2"
    ]


def test_long_texts_are_whole() -> None:
    [draft] = csv.read(b"text\n" + b"word " * 100_000, "a.csv")
    assert len(draft.reading.text) == 499_999


@pytest.mark.parametrize("source", [b"a,b\n1,2\n", b"", b"text\n"])
def test_a_table_without_articles_is_refused(source: bytes) -> None:
    with pytest.raises(Unreadable, match=r"has no column of text|holds no article"):
        csv.read(source, "a.csv")
