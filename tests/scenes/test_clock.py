"""The clock of a scene stands still, and nothing else notices."""

from __future__ import annotations

import datetime as dt
import json
import pickle
import sys
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from tui.scenes.clock import stopped

MOMENT = datetime(1917, 3, 8, 12, 30, tzinfo=UTC)
TRUE_DATE, TRUE_DATETIME = date, datetime


def test_all_ways_to_ask_say_the_same_moment() -> None:
    with stopped(MOMENT):
        assert datetime.now(UTC) == dt.datetime.now(UTC) == MOMENT
        assert datetime.now().astimezone(UTC) == datetime.today().astimezone(UTC) == MOMENT
        assert date.today() == dt.date.today() == datetime.now().date()
        assert time.time() == MOMENT.timestamp()
        assert time.time_ns() == int(MOMENT.timestamp() * 1e9)


def test_afterwards_it_goes_on_and_the_classes_are_the_real_ones() -> None:
    with pytest.raises(KeyError), stopped(MOMENT):
        raise KeyError
    assert date is TRUE_DATE is dt.date
    assert datetime is TRUE_DATETIME is dt.datetime
    assert time.time() > 1.6e9


def test_what_measures_time_runs_on() -> None:
    with stopped(MOMENT):
        before = time.monotonic()
        time.sleep(0.01)
        assert time.monotonic() - before >= 0.009


def test_values_are_real_values() -> None:
    with stopped(MOMENT):
        made = (
            datetime(2017, 1, 18),
            date(2017, 1, 18),
            datetime.fromisoformat("2017-01-18"),
            date.fromisoformat("2017-01-18"),
        )
        assert all(type(value) in {TRUE_DATE, TRUE_DATETIME} for value in made)
        assert isinstance(made[0], datetime)
        assert isinstance(made[0], date)
        assert not isinstance(made[1], datetime)
        assert issubclass(TRUE_DATETIME, date)
        assert made[0] - timedelta(days=1) == TRUE_DATETIME(2017, 1, 17)
        assert pickle.loads(pickle.dumps(made)) == made
        assert json.dumps(made[1].isoformat()) == '"2017-01-18"'


def test_a_module_first_imported_meanwhile_gets_the_real_classes_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "latecomer.py").write_text("from datetime import date, datetime\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    with stopped(MOMENT):
        import latecomer  # type: ignore[import-not-found]

        assert latecomer.date.today().year == 1917
    assert latecomer.date is TRUE_DATE
    assert latecomer.datetime is TRUE_DATETIME
    del sys.modules["latecomer"]
