"""What the dates are worth and what they cost: the table of the README.

    python tests/bench/dates.py --gold FOLDER [--peer PYTHON]

FOLDER holds the gold as JSON Lines (`seeds.jsonl`, `dev/*.jsonl`) and their scorer `score.py`. PYTHON is an interpreter
of an environment of its own with `dateparser` in it; without one an environment is made for the run with uv. CPU times
are the least of five runs in processes of their own, those of the peer's in the same run.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import ModuleType
from typing import Any

CORPORA = ("wikiwars", "te3-platinum", "timebank", "aquaint", "meantime")
RUNS = 5
PEER = """
import json, sys, time
from dateparser.search import search_dates
texts = json.load(sys.stdin)
start = time.process_time()
for text in texts:
    search_dates(text, languages=["en"])
print(time.process_time() - start)
"""
OURS = """
import json, sys, time
from tui.dates import chronology, load
from tui.model import Reading
texts = json.load(sys.stdin)
for _, pattern in load("en").patterns:
    pattern.regex  # compiled once, when first called for
start = time.process_time()
for text in texts:
    chronology(Reading(text))
print(time.process_time() - start)
"""
FIRST = """
import json, sys, time
texts = json.load(sys.stdin)
from tui.dates import chronology
from tui.model import Reading
start = time.process_time()
chronology(Reading(texts[0]))
print(time.process_time() - start)
"""
IMPORT = "import time; start = time.process_time(); import tui.dates; print(time.process_time() - start)"


def scorer(folder: Path) -> ModuleType:
    """The scorer that lies beside the gold."""
    spec = importlib.util.spec_from_file_location("score", folder / "score.py")
    if spec is None or spec.loader is None:
        raise SystemExit(f"{folder}: there is no score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def predictions(documents: list[dict[str, Any]], *, dated: bool = True) -> dict[str, Any]:
    """What `polemics dates --jsonl` answers."""
    lines = "\n".join(json.dumps({**each, "dct": each["dct"] if dated else None}) for each in documents)
    command = [sys.executable, "-m", "tui.cli", "dates", "--jsonl"]
    answer = subprocess.run(command, input=lines, capture_output=True, text=True, check=True)
    return {each["id"]: each for each in map(json.loads, answer.stdout.splitlines())}


def worth(folder: Path) -> None:
    """Print the accuracy, a row a corpus."""
    score = scorer(folder)
    print("| corpus | strict | relaxed | type | value | interval | event |\n|---|---|---|---|---|---|---|")
    rows = [(name, folder / "dev" / f"{name}.jsonl", True) for name in CORPORA]
    rows += [("seeds", folder / "seeds.jsonl", True), ("seeds, no date given", folder / "seeds.jsonl", False)]
    for name, file, dated in rows:
        documents = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
        result, _ = score.evaluate(score.load(str(file)), predictions(documents, dated=dated))
        figures = [f"{100 * result[kind]['f1']:.1f}" for kind in ("strict", "relaxed", "type", "value")]
        figures += [
            f"{result[kind]['recall']:.2f}" if kind in result else "" for kind in ("interval", "event")
        ]
        print(f"| {name} | {' | '.join(figures)} |")


def least(python: str, program: str, texts: list[str], runs: int) -> float:
    """The least CPU time of so many runs, in seconds."""
    data = json.dumps(texts)
    outputs = (
        subprocess.run([python, "-c", program], input=data, capture_output=True, text=True, check=True).stdout
        for _ in range(runs)
    )
    return min(float(output) for output in outputs)


def peer_in(folder: Path) -> str:
    """The interpreter of a new environment with dateparser in it."""
    subprocess.run(["uv", "venv", "-q", "--python", sys.executable, str(folder)], check=True)
    python = str(folder / "bin" / "python")
    subprocess.run(["uv", "pip", "install", "-q", "--python", python, "dateparser"], check=True)
    return python


def cost(folder: Path, peer: str | None) -> None:
    """Print CPU seconds per MB of WikiWars, and the ratio to the peer's."""
    file = folder / "dev" / "wikiwars.jsonl"
    texts = [json.loads(line)["text"] for line in file.read_text(encoding="utf-8").splitlines()]
    size = sum(map(len, texts)) / 1e6
    with tempfile.TemporaryDirectory() as made:
        ours = least(sys.executable, OURS, texts, RUNS) / size
        theirs = least(peer or peer_in(Path(made)), PEER, texts, 1) / size
    print(f"\nfinding, resolving and clauses: {ours:.2f} CPU s/MB")
    print(f"dateparser.search: {theirs:.2f} CPU s/MB, ratio 1/{theirs / ours:.1f}")
    short = [texts[0][:5000]]
    print(f"first text of 5,000 characters: {1000 * least(sys.executable, FIRST, short, RUNS):.0f} ms CPU")
    print(f"import tui.dates: {1000 * least(sys.executable, IMPORT, [], RUNS):.0f} ms CPU")


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--gold", required=True, type=Path, metavar="FOLDER")
    parser.add_argument("--peer", metavar="PYTHON")
    args = parser.parse_args()
    started = time.monotonic()
    worth(args.gold)
    cost(args.gold, args.peer)
    print(f"({time.monotonic() - started:.0f} s)")


if __name__ == "__main__":
    main()
