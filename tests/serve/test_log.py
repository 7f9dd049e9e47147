"""The log: a line a session, with nothing in it that a terminal would obey."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.serve.test_limits import Time
from tui.serve.log import LONGEST, LONGEST_NOTE, Entry, Log

NOON = datetime(2026, 3, 1, 12, 0, 30, tzinfo=UTC)
VISIT = Entry(
    door="ssh",
    began=datetime(2026, 3, 1, 12, 0, 0, tzinfo=UTC),
    seconds=30.04,
    address="192.0.2.1",
    name="ada",
    reader="SHA256:abc",
    term="xterm",
    received=12,
    sent=3456,
    keys=12,
    reason="left",
    code=0,
)


def opened(file: Path, form: Literal["text", "json"] = "text", time: Time | None = None) -> Log:
    return Log(file, form, time or Time(), lambda: NOON)


def lines(file: Path) -> list[str]:
    return file.read_text(encoding="ascii").splitlines()


def test_a_session_is_a_line(tmp_path: Path) -> None:
    opened(tmp_path / "log").session(VISIT)
    assert lines(tmp_path / "log") == [
        "2026-03-01T12:00:30Z session door='ssh' began='2026-03-01T12:00:00Z' seconds=30.0 address='192.0.2.1' name='ada' "
        "reader='SHA256:abc' term='xterm' received=12 sent=3456 keys=12 reason='left' code=0"
    ]


def test_a_session_is_an_object_of_json(tmp_path: Path) -> None:
    opened(tmp_path / "log", "json").session(VISIT)
    [line] = lines(tmp_path / "log")
    assert json.loads(line) == {
        "time": "2026-03-01T12:00:30Z",
        "what": "session",
        "door": "ssh",
        "began": "2026-03-01T12:00:00Z",
        "seconds": 30.0,
        "address": "192.0.2.1",
        "name": "ada",
        "reader": "SHA256:abc",
        "term": "xterm",
        "received": 12,
        "sent": 3456,
        "keys": 12,
        "reason": "left",
        "code": 0,
    }


@pytest.mark.parametrize("form", ["text", "json"])
@given(words=st.lists(st.text(min_size=1), min_size=3, max_size=3))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nothing_from_outside_stands_raw(
    tmp_path: Path, form: Literal["text", "json"], words: list[str]
) -> None:
    file = tmp_path / f"log-{os.urandom(8).hex()}"
    log = opened(file, form)
    log.session(Entry("ssh", NOON, 1, words[0], name=words[1], words=(words[2], words[0])))
    log.turned_away("web", words[0], words[1], words[2])
    log.note(words[0])
    log.close()
    text = file.read_bytes().decode("ascii")
    assert text.count("\n") == 3
    assert text.replace("\n", "").isprintable()


def test_a_name_cannot_forge_a_field(tmp_path: Path) -> None:
    opened(tmp_path / "log").turned_away("ssh", "192.0.2.1", "no key", "x' code=0 reader='SHA256:root")
    [line] = lines(tmp_path / "log")
    assert line.endswith("""name="x' code=0 reader='SHA256:root\"""")


def test_long_words_are_cut_and_a_traceback_is_kept(tmp_path: Path) -> None:
    log = opened(tmp_path / "log", "json")
    log.turned_away("ssh", "a" * 10**6, "r")
    log.note("n" * 5000)
    log.note("n" * 10**6)
    away, whole, cut = map(json.loads, lines(tmp_path / "log"))
    assert len(away["address"]) == LONGEST + 1
    assert whole["words"] == "n" * 5000
    assert len(cut["words"]) == LONGEST_NOTE + 1


def test_a_flood_of_visitors_turned_away_does_not_fill_the_disk(tmp_path: Path) -> None:
    time = Time()
    log = opened(tmp_path / "log", "json", time)
    for _ in range(1000):
        log.turned_away("ssh", "192.0.2.1", "too often")
    written = len(lines(tmp_path / "log"))
    assert written < 100
    time.goes(10)
    log.turned_away("ssh", "192.0.2.1", "too often")
    assert json.loads(lines(tmp_path / "log")[-1])["unsaid"] == 1000 - written
    log.turned_away("ssh", "192.0.2.1", "too often")
    assert "unsaid" not in json.loads(lines(tmp_path / "log")[-1])


def test_a_log_that_was_moved_away_is_begun_anew(tmp_path: Path) -> None:
    log = opened(tmp_path / "log")
    log.note("one")
    (tmp_path / "log").rename(tmp_path / "log.1")
    log.note("two")
    log.reopen()
    log.note("three")
    assert [line.split()[-1] for line in lines(tmp_path / "log.1")] == ["words='one'", "words='two'"]
    assert [line.split()[-1] for line in lines(tmp_path / "log")] == ["words='three'"]
    assert (tmp_path / "log").stat().st_mode & 0o007 == 0


def test_a_log_that_cannot_be_begun_anew_goes_on_in_the_old_file(tmp_path: Path) -> None:
    log = opened(tmp_path / "log")
    (tmp_path / "log").rename(tmp_path / "log.1")
    (tmp_path / "log").mkdir()
    with pytest.raises(OSError, match="log"):
        log.reopen()
    log.note("still here")
    assert "still here" in lines(tmp_path / "log.1")[-1]


def test_a_full_disk_loses_lines_and_says_how_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = opened(tmp_path / "log", "json")
    write = os.write

    def full(*_: Any) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "write", full)
    for _ in range(3):
        log.session(VISIT)
    monkeypatch.setattr(os, "write", write)
    log.note("there is space")
    log.note("and still is")
    first, second = map(json.loads, lines(tmp_path / "log"))
    assert first["lost"] == 3
    assert "lost" not in second


def test_a_log_to_standard_error(capfd: pytest.CaptureFixture[str]) -> None:
    log = Log("stderr", "text", Time(), lambda: NOON)
    log.note("hello")
    log.reopen()
    log.close()
    log.note("again")
    assert capfd.readouterr().err.splitlines() == [
        "2026-03-01T12:00:30Z note words='hello'",
        "2026-03-01T12:00:30Z note words='again'",
    ]
