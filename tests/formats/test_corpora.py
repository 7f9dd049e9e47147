"""Real documents, where a folder of them stands beside the project: each is read, soundly and without losing letters."""

import re
from collections import Counter
from pathlib import Path

import pytest

from tests.formats.test_words import check_shape
from tui.formats import Unreadable, format_of
from tui.formats.encoding import decode
from tui.formats.front_matter import split

CORPORA = Path(__file__).parents[3] / "shared" / "corpora"
# Markup whose letters are no part of what is read.
UNSEEN = re.compile(r"<[^<>]*>|\]\([^)]*\)|^\s*\[[^\]]*\]:.*$|^```.*$|&[#\w]+;", re.MULTILINE)


def documents() -> list[Path]:
    if not CORPORA.is_dir():
        return []
    every = sorted(path for path in CORPORA.rglob("*") if path.is_file() and format_of(path.name))
    return [path for path in every if path.parent != CORPORA and path.name != "README.md"]


@pytest.mark.skipif(not CORPORA.is_dir(), reason="no folder of real documents beside the project")
def test_real_documents() -> None:
    paths = documents()
    assert len(paths) > 100
    for path in paths:
        data = path.read_bytes()
        format = format_of(path.name)
        assert format is not None
        try:
            [draft] = format.read(data, path.name)
        except Unreadable as error:
            pytest.fail(f"{path}: {error}")
        check_shape(draft.reading)
        assert draft.opening is not None, path
        source, _ = decode(data)
        if format.name == "markdown":
            source = UNSEEN.sub(" ", source[split(source)[2] :])
        lost = letters(source) - letters(draft.reading.text)
        assert lost.total() <= 0.002 * len(source), (path, lost.most_common(5))


def letters(text: str) -> Counter[str]:
    return Counter(char for char in text if char.isalpha())
