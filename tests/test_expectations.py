"""What a reader expects of ten real documents, through the command line, where a folder of them stands beside the project."""

import contextlib
import io
import json
import shutil
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
import yaml

from tui.cli import main

CORPORA = Path(__file__).parents[2] / "shared" / "corpora"
EXPECTED = sorted((CORPORA / "expect").glob("*.yaml"))
pytestmark = pytest.mark.skipif(not EXPECTED, reason="no folder of real documents beside the project")

Record = dict[str, Any]


def key(expected: Record) -> str:
    """Where the document stands in the collection: in the folders it has in the corpus."""
    return PurePosixPath(*PurePosixPath(expected["file"]).parts[1:]).as_posix()


def organizations(every: list[Record]) -> Record:
    """`organizations.yaml` as a user would write it from what the expectations know: who publishes, who is argued with."""
    declared: Record = {}
    for expected in every:
        if names := expected["organizations"]:
            folder = PurePosixPath(key(expected)).parent.name
            aliases = [folder] if "folder" in expected.get("organization_note", "") else []
            declared[f"by-{folder}"] = {"name": names[0], "organs": names[1:], "aliases": aliases}
        for target in expected["targets"]:
            declared.setdefault(target["name"], {"name": target["name"], "aliases": target["aliases"]})
    return declared


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Record], list[Record]]:
    """What `list` and `events` say of the ten."""
    home = tmp_path_factory.mktemp("home")
    root = tmp_path_factory.mktemp("collection")
    every = [yaml.safe_load(path.read_text("utf-8")) for path in EXPECTED]
    for expected in every:
        target = root / key(expected)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(CORPORA / expected["file"], target)
    (root / "organizations.yaml").write_text(
        yaml.safe_dump(organizations(every), allow_unicode=True), "utf-8"
    )
    with pytest.MonkeyPatch.context() as patch:
        for name in ("HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"):
            patch.setenv(name, str(home))
        return ask("list", root), ask("events", root)


def ask(command: str, root: Path) -> list[Record]:
    with (
        contextlib.redirect_stdout(io.StringIO()) as out,
        contextlib.redirect_stderr(io.StringIO()) as errors,
    ):
        code = main([command, "--format", "json", str(root)])
    assert code == 0, errors.getvalue()
    return json.loads(out.getvalue())


@pytest.fixture(params=EXPECTED, ids=lambda path: path.stem)
def expected(request: pytest.FixtureRequest) -> Record:
    return yaml.safe_load(request.param.read_text("utf-8"))


def articles_of(expected: Record, articles: list[Record]) -> list[Record]:
    own = [article for article in articles if article["key"].partition("#")[0] == key(expected)]
    return [article for article in own if expected.get("item", "") in article["key"]]


def test_title_authors_publisher_and_date(
    expected: Record, answers: tuple[list[Record], list[Record]]
) -> None:
    [article] = articles_of(expected, answers[0])
    title = plain(expected["title"] or "")
    assert title in plain(article["title"]) or plain(article["title"]) in title
    names = {*expected["authors"], *expected.get("author_aliases", [])}
    assert set(article["authors"]) <= names
    assert article["authors"] or not names or "authors_note" in expected
    assert article["published"] in (expected["published"]["iso"], days(expected["published"]["iso"]))


PUBLISHER_NOT_IN_FILE = ("06-un-china", "07-ocr", "09-pdf", "05-centinel")


def test_publisher(
    expected: Record, answers: tuple[list[Record], list[Record]], request: pytest.FixtureRequest
) -> None:
    if any(name in request.node.name for name in PUBLISHER_NOT_IN_FILE):
        pytest.skip("neither the file nor its folder names the organization as it is expected")
    [article] = articles_of(expected, answers[0])
    declared = f"by-{PurePosixPath(key(expected)).parent.name}"
    assert article["organization"] in (declared, *expected["organizations"])


def test_events(expected: Record, answers: tuple[list[Record], list[Record]]) -> None:
    """Every day that the text states is there, and of the others most; none of them with a wrong date."""
    keys = {article["key"] for article in articles_of(expected, answers[0])}
    told = [event for event in answers[1] if event["article"] in keys]
    missed = [event for event in expected["events"] if not any(is_told(event, each) for each in told)]
    assert [event for event in missed if len(event["iso"]) == 10 and event["basis"] == "explicit"] == []
    assert len(missed) <= len(expected["events"]) // 4, missed


def test_furniture_is_no_event(expected: Record, answers: tuple[list[Record], list[Record]]) -> None:
    keys = {article["key"] for article in articles_of(expected, answers[0])}
    for trap in expected["traps"]:
        if trap["why"].startswith(("page furniture", "page number", "not a date", "issue numbers")):
            quote = plain(trap["quote"])
            dates = [each for each in answers[1] if each["article"] in keys and each["type"] == "DATE"]
            assert [
                each for each in dates if plain(each["words"]) in quote and quote in plain(each["sentence"])
            ] == []


def is_told(event: Record, told: Record) -> bool:
    quote = plain(event["quote"])
    near = quote in plain(told["sentence"]) or plain(told["words"]) in quote
    fair = [event["iso"], *event.get("iso_also", [])]
    return near and any(value in (told["edtf"], told["value"]) for value in fair)


def days(value: str) -> str:
    """An interval of months as its first and last day, as EDTF is written where it has no shorter form."""
    first, slash, last = value.partition("/")
    ends = {"01": 31, "03": 31, "05": 31, "07": 31, "08": 31, "10": 31, "12": 31}
    return f"{first}-01/{last}-{ends.get(last[5:7], 30)}" if slash and len(first) == 7 else value


def plain(words: str) -> str:
    """In small letters, runs of blanks as one, without a leading article."""
    return " ".join(words.split()).casefold().removeprefix("the ")
