"""Bytes and CPU of a key in each pane, beside `less` and a bare list, and how long the start takes; run by hand.

    python tests/bench/keys.py --tools FOLDER [--python PYTHON] [--size 80x24] [--runs 9] [--program polemics]

FOLDER holds `keybytes.py`, which runs a program under a pseudo-terminal and counts; PYTHON is one that has its `pyte`.
Prints Markdown. Everything is measured in one run, in turns: compare the columns, not the absolute figures.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

from textual.app import App, ComposeResult
from textual.widgets import OptionList

ORGANIZATIONS, ARTICLES, PARAGRAPHS = 60, 240, 400
PANES = ("organizations", "articles", "text", "timeline")
GOAL = 1.2


class Bare(App[None]):
    """An app with an empty screen."""

    ENABLE_COMMAND_PALETTE = False
    BINDINGS = [("q", "quit")]  # noqa: RUF012


class Options(Bare):
    """Textual's own list."""

    BINDINGS = [("j", "down"), ("q", "quit")]  # noqa: RUF012

    def compose(self) -> ComposeResult:
        yield OptionList(*(f"Option number {n}" for n in range(1000)))

    def action_down(self) -> None:
        self.query_one(OptionList).action_cursor_down()


class Bench:
    """Runs programs under the counting terminal."""

    def __init__(self, given: argparse.Namespace, folder: Path) -> None:
        self.given, self.folder = given, folder
        self.polemics = [given.program, "--fresh", str(folder / "collection")]
        self.text = str(folder / "text.txt")
        self._homes = {
            f"XDG_{name}_HOME": str(folder / name) for name in ("STATE", "CONFIG", "CACHE", "DATA")
        }
        self.environment = os.environ | self._homes

    def keys(self, command: Sequence[str], keys: str, *, skip: int = 0, quit: str = "q") -> dict[str, Any]:
        """What the keys cost; the first `skip` are left out."""
        return self._run(command, "--keys", f"wait:1.5,{keys}", "--skip", str(skip), "--quit", quit)[
            "summary"
        ]

    def start(self, command: Sequence[str], quit: str = "q") -> tuple[float, float]:
        """Milliseconds from the start to the last byte of the first screen, and of CPU in them."""
        start = self._run(command, "--quit", quit)["start"]
        return start["final_ms"], start["cpu_ms"]

    def readable(self, command: Sequence[str], words: str, quit: str) -> float:
        """Milliseconds from the start until words stand on the screen."""
        return self._run(command, "--expect", words, "--quit", quit)["start"]["expect_ms"]

    def _run(self, command: Sequence[str], *options: str) -> dict[str, Any]:
        environment = [f"--env={name}={place}" for name, place in self._homes.items()]
        counted = [
            self.given.python,
            str(self.given.tools / "keybytes.py"),
            "--size",
            self.given.size,
            "--no-ideal",
        ]
        done = subprocess.run(
            [*counted, "--json", *environment, *options, "--", *command],
            capture_output=True,
            text=True,
            check=True,
        )
        return json.loads(done.stdout)


def main() -> None:
    """Measure and print."""
    given = arguments()
    if given.be:
        {"bare": Bare, "options": Options}[given.be]().run()
        return
    with folder() as place:
        bench = Bench(given, place)
        print(
            f"{given.size}, medians; {ARTICLES} articles of {ORGANIZATIONS} organizations, the open one of {PARAGRAPHS} paragraphs.\n"
        )
        print_keys(bench)
        print_start(bench)
        print_readable(bench)


def print_keys(bench: Bench) -> None:
    """A line for each pane and each rival."""
    print("| `j` in | bytes | bytes deflated | CPU ms | last byte ms |")
    print("|---|---:|---:|---:|---:|")
    rows = [(name, bench.polemics, f"{n},{n},j*40", 4, "Q") for n, name in enumerate(PANES, 1)]
    rows += [("less", ["less", bench.text], "j*40", 2, "q"), ("OptionList", me("options"), "j*40", 2, "q")]
    for name, command, keys, skip, quit in rows:
        told = bench.keys(command, keys, skip=skip, quit=quit)
        if not told.get("answered"):
            sys.exit(f"{' '.join(command)} answers no key; run it by hand to see why")
        figures = (told[one]["p50"] for one in ("bytes", "zbytes", "cpu_ms", "last_ms"))
        print(f"| {name} | " + " | ".join(f"{figure:.6g}" for figure in figures) + " |")


def print_start(bench: Bench) -> None:
    """The start of the program, over the bundled collection and over the large one, beside that of an empty app; in turns."""
    commands = {"bare app": me("bare"), "bundled": [bench.given.program, "--fresh"], "large": bench.polemics}
    quits = {"bare app": "q"}
    told: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
    for _ in range(bench.given.runs):
        for name, command in commands.items():
            told[name].append(bench.start(command, quits.get(name, "Q")))
    print(
        "\n| start to first complete screen | bare app | bundled collection | ratio | large collection | ratio | goal |"
    )
    print("|---|---:|---:|---:|---:|---:|---:|")
    for place, name in enumerate(("wall ms", "CPU ms")):
        bare, bundled, large = (median(run[place] for run in runs) for runs in told.values())
        print(
            f"| {name} | {bare:.0f} | {bundled:.0f} | {bundled / bare:.2f} | {large:.0f} | {large / bare:.2f} | ≤ {GOAL} |"
        )


def print_readable(bench: Bench) -> None:
    """How soon there is something to read where one was before, beside newsboat over as many feeds; in turns."""
    if not shutil.which("newsboat"):
        return
    from wire import feed, newsboat

    feed(bench.folder)
    room = [bench.given.program, str(bench.folder / "collection")]
    commands = {
        "newsboat": (newsboat(bench.folder), "organization-00", "q"),
        "polemics, where one was": (room, "The long quarrel", "Q"),
    }
    # Read by newsboat too; then the room is left where an article is open.
    subprocess.run(
        [bench.given.program, "index", room[-1]], check=True, capture_output=True, env=bench.environment
    )
    for _ in range(2):
        bench.keys(room, "j*2", quit="Q")
    told: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(bench.given.runs):
        for name, (command, words, quit) in commands.items():
            told[name].append(bench.readable(command, words, quit))
    base = median(told["newsboat"])
    print("\n| start to readable words | ms | ratio | goal |\n|---|---:|---:|---:|")
    for name, times in told.items():
        print(
            f"| {name} | {median(times):.0f} | {median(times) / base:.2f} | {'≤ 1' if 'was' in name else ''} |"
        )


def me(name: str) -> list[str]:
    """The command that runs one of the apps above."""
    return [sys.executable, str(Path(__file__).resolve()), "--be", name]


@contextmanager
def folder() -> Iterator[Path]:
    """A folder with an invented collection, and its longest text alone."""
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        paragraphs = [
            f"On {n % 28 + 1} May {1900 + n % 90} the Clockmakers met for the {n}th time, and nobody was surprised. "
            "What they said of the lamps has been printed often enough; what they did has not. " * 3
            for n in range(1, PARAGRAPHS + 1)
        ]
        text = "The long quarrel\n\n" + "\n\n".join(paragraphs) + "\n"
        (place / "text.txt").write_text(text, encoding="utf-8")
        for number in range(ARTICLES):
            file = (
                place
                / "collection"
                / f"organization-{number % ORGANIZATIONS:02d}"
                / f"article-{number:03d}.txt"
            )
            file.parent.mkdir(parents=True, exist_ok=True)
            short = f"Article {number} on the lamps\n\nThey were lit in {1850 + number % 100}.\n"
            file.write_text(text if number == 0 else short, encoding="utf-8")
        yield place


def arguments() -> argparse.Namespace:
    """What is given on the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--tools", type=Path, help="the folder of keybytes.py")
    parser.add_argument("--python", default=sys.executable, help="a Python that has pyte")
    parser.add_argument(
        "--program",
        default=shutil.which(
            "polemics", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        ),
    )
    parser.add_argument("--size", default="80x24")
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--be", choices=("bare", "options"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if not given.be and (given.tools is None or not (given.tools / "keybytes.py").is_file()):
        parser.error("--tools: name the folder that holds keybytes.py")
    if not given.be and not given.program:
        parser.error("--program: polemics is not on the PATH")
    return given


if __name__ == "__main__":
    main()
