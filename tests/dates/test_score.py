"""The dates are not worth less than they were: the gold of TempEval-3, WikiWars, MEANTIME and the two articles."""

import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tui.cli.dates import answer

GOLD = Path(__file__).parents[3] / "shared" / "dates"
# Value F1 and relaxed F1, in per cent, that no change may fall below.
FLOORS = {
    "wikiwars": (90.0, 95.0),
    "te3-platinum": (86.0, 93.0),
    "timebank": (86.0, 95.0),
    "aquaint": (77.0, 92.0),
    "meantime": (85.0, 94.0),
}

if not GOLD.is_dir():
    pytest.skip("the gold is not beside this checkout (../shared/dates)", allow_module_level=True)


def scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", GOLD / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def scored(file: Path, *, dated: bool = True) -> dict[str, Any]:
    documents = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    found = [answer({**each, "dct": each["dct"] if dated else None}, "en") for each in documents]
    result, _ = scorer().evaluate(
        {each["id"]: each for each in documents}, {each["id"]: each for each in found}
    )
    return dict(result)


@pytest.mark.parametrize("corpus", FLOORS)
def test_no_corpus_is_read_worse(corpus: str) -> None:
    result = scored(GOLD / "dev" / f"{corpus}.jsonl")
    value, relaxed = FLOORS[corpus]
    assert 100 * result["value"]["f1"] >= value
    assert 100 * result["relaxed"]["f1"] >= relaxed


@pytest.mark.parametrize("dated", [True, False])
def test_the_two_articles_are_read_whole(dated: bool) -> None:
    result = scored(GOLD / "seeds.jsonl", dated=dated)
    assert result["value_strict"]["f1"] == 1.0
    assert result["event"]["recall"] >= 0.9
    assert result["interval"]["recall"] >= (0.95 if dated else 0.8)
