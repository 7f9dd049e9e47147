"""The table of formats, and those of other packages."""

import sys
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from tui.formats import FORMATS, Unreadable, format_of, strangers, table

STRANGER = """
from tui.formats import Draft
from tui.formats.text import read_plain
ENDINGS = {endings}
def read(data, name):
    if not data:
        raise KeyError("empty")
    return [Draft(read_plain(data.decode()[::-1]))]
"""


@pytest.fixture
def offer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Let installed packages offer formats."""
    monkeypatch.syspath_prepend(tmp_path)

    def offered(**modules: str) -> None:
        points = []
        for name, source in modules.items():
            (tmp_path / f"stranger_{name}.py").write_text(source)
            sys.modules.pop(f"stranger_{name}", None)
            points.append(EntryPoint(name, f"stranger_{name}", table.GROUP))
        monkeypatch.setattr("importlib.metadata.entry_points", lambda group: points)
        table.strangers.cache_clear()
        table._strangers_by_ending.cache_clear()

    yield offered
    table.strangers.cache_clear()
    table._strangers_by_ending.cache_clear()


def test_every_format_has_its_own_endings() -> None:
    endings = [ending for format in FORMATS for ending in format.endings]
    assert len(endings) == len(set(endings))
    assert format_of("A.HTM") is FORMATS[2]
    assert format_of("README") is None
    assert format_of("a.doc") is None


def test_a_stranger_reads_its_files(offer) -> None:
    offer(backwards=STRANGER.format(endings="['.bak']"))
    format = format_of("a.BAK")
    assert format is not None
    assert format.name == "backwards"
    assert format.read(b"sdrow", "a.bak")[0].reading.text == "words"
    assert strangers().problems == ()


def test_a_stranger_that_fails_on_a_file_is_one_line(offer) -> None:
    offer(backwards=STRANGER.format(endings="['.bak']"))
    format = format_of("a.bak")
    assert format is not None
    with pytest.raises(Unreadable, match=r"the reader of backwards files failed on it \(KeyError: 'empty'\)"):
        format.read(b"", "a.bak")


def test_broken_strangers_are_told_and_the_others_are_there(offer) -> None:
    offer(
        broken="raise RuntimeError('no \\x1b library')",
        endless="ENDINGS = ['doc']\ndef read(data, name): ...",
        taken=STRANGER.format(endings="['.txt']"),
        backwards=STRANGER.format(endings="['.bak']"),
    )
    assert format_of("a.bak") is not None
    assert format_of("a.txt") is FORMATS[0]
    assert [str(problem) for problem in strangers().problems] == [
        "format broken of stranger_broken: cannot be used (RuntimeError: no ␛ library)",
        "format endless of stranger_endless: cannot be used (TypeError: ENDINGS must be texts such as '.djvu')",
        "format taken of stranger_taken: reads .txt files, which the format text does already",
    ]


def test_a_date_in_the_name_is_kept_where_the_file_says_none() -> None:
    [draft] = FORMATS[0].read(b"words", "lamp/2014-10-26-oil.txt")
    assert draft.fields["published"].value == "2014-10-26"
    [draft] = FORMATS[1].read(b"---\ndate: 1999\n---\nwords", "lamp/2014-10-26-oil.md")
    assert draft.fields["published"].value == "1999"


def test_a_reader_without_memory_is_no_mistake_of_the_file(offer) -> None:
    offer(greedy="ENDINGS = ['.greedy']\ndef read(data, name):\n    raise MemoryError\n")
    format = format_of("a.greedy")
    assert format is not None
    with pytest.raises(MemoryError):
        format.read(b"x", "a.greedy")
