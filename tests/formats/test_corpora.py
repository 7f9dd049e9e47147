"""Real documents, where a folder of them stands beside the project: each is read, soundly and without losing letters."""

import re
from collections import Counter
from pathlib import Path

import pytest

from tests.formats.test_words import check_shape
from tui.formats import Unreadable, format_of, gutenberg
from tui.formats.encoding import decode
from tui.formats.front_matter import split
from tui.formats.html_tree import label_of, parse
from tui.formats.scribe import even

CORPORA = Path(__file__).parents[3] / "shared" / "corpora"
# Markup whose letters are no part of what is read.
UNSEEN = re.compile(r"<[^<>]*>|\]\([^)]*\)|^\s*\[[^\]]*\]:.*$|^```.*$|&[#\w]+;", re.MULTILINE)
# Words that stand on a page and are the site's.
FURNITURE = re.compile(r"Last updated|Top of the page|HTML Markup|Back to the .* Archive", re.IGNORECASE)
LEAST = {"text": 100, "markdown": 100, "html": 200, "epub": 4, "pdf": 7, "feed": 2, "xml": 5}

pytestmark = pytest.mark.skipif(not CORPORA.is_dir(), reason="no folder of real documents beside the project")


def documents(name: str) -> list[Path]:
    every = sorted(path for path in CORPORA.rglob("*") if path.is_file() and format_of(path.name))
    own = [
        path
        for path in every
        if path.parents[-1] != CORPORA and path.parent.name not in ("expect", "corpora", "LICENCES")
    ]
    chosen = [path for path in own if path.name != "README.md" and "feedparser-tests" not in path.parts]
    return [path for path in chosen if (format := format_of(path.name)) and format.name == name]


def read(path: Path):
    format = format_of(path.name)
    assert format is not None
    try:
        return format.read(path.read_bytes(), path.name)
    except Unreadable as error:
        pytest.fail(f"{path}: {error}")


@pytest.mark.parametrize("name", LEAST)
def test_real_documents_are_read(name: str) -> None:
    paths = documents(name)
    assert len(paths) >= LEAST[name]
    for path in paths:
        drafts = read(path)
        assert len({draft.part for draft in drafts}) == len(drafts), path
        for draft in drafts:
            check_shape(draft.reading)
            assert draft.opening is not None, path


@pytest.mark.parametrize("name", ["text", "markdown"])
def test_plain_texts_lose_no_letter(name: str) -> None:
    for path in documents(name):
        [draft] = read(path)
        source, _ = decode(path.read_bytes())
        if name == "markdown":
            source = UNSEEN.sub(" ", source[split(source)[2] :])
        elif book := gutenberg.find(even(source)):
            source = book.text
        lost = letters(source) - letters(draft.reading.text)
        assert lost.total() <= 0.002 * len(source), (path, lost.most_common(5))


def test_pages_lose_their_furniture_and_little_else() -> None:
    for path in documents("html"):
        [draft] = read(path)
        data = path.read_bytes()
        body = parse(decode(data, label_of(data))[0]).body
        assert body is not None
        whole, kept = len((body.text() or "").split()), len(draft.reading.text.split())
        assert kept > 0.75 * whole - 250, (path, kept, whole)
        assert not FURNITURE.search(draft.reading.text[-600:]), path


def letters(text: str) -> Counter[str]:
    return Counter(char for char in text if char.isalpha())
