"""How fast a collection is indexed, opened, searched and checked again, beside a bare floor, recoll and rg; run by hand.

    python tests/bench/library.py --texts FOLDER [--sizes 1000,10000,100000] [--work FOLDER] [--program polemics]

The collections are made by `collection.py` from the paragraphs of the texts below FOLDER, and kept in the work folder for the
next run. `recollindex`, `recollq` and `rg` are left out where they are not installed. Prints Markdown; everything is
measured in one run: compare the columns of a row, not the absolute figures.
"""

from __future__ import annotations

import argparse
import os
import pty
import random
import re
import select
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

sys.path.insert(0, str(Path(__file__).parent))
from collection import make, paragraphs

from tui.library import Library
from tui.library.conditions import conditions
from tui.library.query import parse
from tui.library.store import place_of
from tui.resources import seeds

QUERIES, SAMPLE = 200, 20
QUIET = 0.25
FLOOR = """
import sqlite3, sys
from pathlib import Path
from tui.formats import format_of
root, place, dates = Path(sys.argv[1]), sys.argv[2], sys.argv[3] == "dates"
if dates:
    from tui.dates import chronology
database = sqlite3.connect(place)
database.execute("CREATE VIRTUAL TABLE words USING fts5 (title, text)")
for number, path in enumerate(sorted(root.glob("*/*/*"))):
    key = path.relative_to(root).as_posix()
    for draft in format_of(path.name).read(path.read_bytes(), key):
        if dates:
            chronology(draft.reading)
        else:
            database.execute("INSERT INTO words VALUES (?, ?)", (key, draft.reading.text))
    if number % 200 == 0:
        database.commit()
database.commit()
"""


@dataclass(frozen=True)
class Cost:
    """Seconds on the clock, seconds of the processors, and the largest megabytes of one process."""

    wall: float
    cpu: float
    memory: float


def cost_of(command: Sequence[str], environment: dict[str, str], *, nothing_found: bool = False) -> Cost:
    """What a command costs, with all its children."""
    began, before = time.perf_counter(), os.times()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    after = os.times()
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in ((0, 1) if nothing_found else (0,)):
        sys.exit(f"{' '.join(command)} ended with {process.returncode}")
    cpu = after.children_user - before.children_user + after.children_system - before.children_system
    return Cost(time.perf_counter() - began, cpu, used.ru_maxrss / 1024)


class Bench:
    """Measures one collection."""

    def __init__(self, root: Path, work: Path, program: str) -> None:
        self.root, self.work, self.program = root, work, program
        self.cache = work / "cache"
        self.environment = {
            **os.environ,
            **{f"XDG_{name}_HOME": str(work / name.lower()) for name in ("CACHE", "STATE", "CONFIG", "DATA")},
            "RECOLL_CONFDIR": str(work / f"recoll-{root.name}"),
            "TERM": "xterm-256color",
        }

    def polemics(self, *words: str) -> Cost:
        """What a command of ours costs."""
        return cost_of([self.program, *words], self.environment)

    # -- indexing

    def index(self) -> Iterator[str]:
        """The rows of the table about indexing."""
        one = self.polemics("index", str(self.root), "--rebuild", "--jobs", "1")
        two = self.polemics("index", str(self.root), "--rebuild", "--jobs", "2")
        floor, engine = self.floor("words"), self.floor("dates")
        with tempfile.TemporaryDirectory() as folder:
            read = cost_of(
                [
                    sys.executable,
                    "-c",
                    FLOOR.replace("chronology(draft.reading)", "pass"),
                    str(self.root),
                    f"{folder}/x",
                    "dates",
                ],
                self.environment,
            )
        dates = engine.cpu - read.cpu
        allowed = 1.3 * floor.cpu + dates
        yield row(
            "index, CPU",
            f"{one.cpu:.1f} s",
            f"1.3 × floor {floor.cpu:.1f} s + dates {dates:.1f} s",
            one.cpu / allowed,
            1,
        )
        yield row("index, 2 jobs", f"{two.wall:.1f} s", f"1 job {one.wall:.1f} s", one.wall / two.wall, -1.7)
        if shutil.which("recollindex"):
            peer = self.recoll()
            yield row(
                "index, CPU, dates included",
                f"{one.cpu:.1f} s",
                f"recollindex {peer.cpu:.1f} s",
                one.cpu / peer.cpu,
                0.5,
            )
        again = median(self.polemics("index", str(self.root)).wall for _ in range(5))
        find = median(
            cost_of(["find", str(self.root), "-printf", "%s %T@\n"], self.environment).wall for _ in range(5)
        )
        yield row(
            "check again, unchanged",
            f"{again:.2f} s",
            f"2 × find {find:.2f} s + 0.3 s",
            again / (2 * find + 0.3),
            1,
        )

    def floor(self, what: str) -> Cost:
        """Reading the files and a plain FTS5 insert, or reading and dating them."""
        with tempfile.TemporaryDirectory() as folder:
            command = [sys.executable, "-c", FLOOR, str(self.root), f"{folder}/floor.db", what]
            return cost_of(command, self.environment)

    def recoll(self) -> Cost:
        """What recoll's indexing of the same files costs."""
        folder = Path(self.environment["RECOLL_CONFDIR"])
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        (folder / "recoll.conf").write_text(f"topdirs = {self.root}\nthrQSizes = -1 -1 -1\n")
        return cost_of(["recollindex", "-c", str(folder)], self.environment)

    # -- opening

    def start(self) -> Iterator[str]:
        """The rows about opening: the time to the first screen that stands still, and memory."""
        large, small = ([self.first_screen(root) for _ in range(7)] for root in (self.root, seeds()))
        seconds = [median(cost.wall for cost in costs) for costs in (large, small)]
        memory = [median(cost.memory for cost in costs) for costs in (large, small)]
        yield row(
            "start to first screen",
            f"{1000 * seconds[0]:.0f} ms",
            f"the seeds {1000 * seconds[1]:.0f} ms",
            seconds[0] / seconds[1],
            1.15,
        )
        yield row(
            "memory of the first screen",
            f"{memory[0]:.0f} MB",
            f"the seeds {memory[1]:.0f} MB",
            memory[0] / memory[1],
            1.3,
        )

    def first_screen(self, root: Path) -> Cost:
        """Open the room in a pseudo-terminal and wait until nothing more is drawn."""
        began = time.perf_counter()
        child, line = pty.fork()
        if not child:
            os.execvpe(self.program, [self.program, "--fresh", str(root)], self.environment)
        last = began
        while select.select([line], [], [], QUIET if last > began else 20)[0]:
            if not os.read(line, 65536):
                break
            last = time.perf_counter()
        os.kill(child, 15)
        while select.select([line], [], [], 1)[0]:
            try:
                os.read(line, 65536)
            except OSError:
                break
        _, _, used = os.wait4(child, 0)
        os.close(line)
        return Cost(last - began, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)

    # -- searching

    def search(self) -> Iterator[str]:
        """The rows about searching."""
        library = Library(self.root, self.cache / "polemics")
        queries = list(self.queries(library))
        database = sqlite3.connect(place_of(self.root, self.cache / "polemics"))

        def bare(query: str) -> None:
            match = conditions(parse(query), lambda _: "").match
            database.execute(
                "SELECT rowid FROM words WHERE words MATCH ? ORDER BY rank LIMIT 20", (match,)
            ).fetchall()

        ours = p99(library.search, queries)
        worded = [query for query in queries if not re.search(r"\b\w+:", query)]
        floor = p99(bare, worded)
        yield row("search, p99", f"{ours:.0f} ms", f"2 × bare FTS5 {floor:.0f} ms", ours / (2 * floor), 1)
        for name, command in self.peers():
            theirs = p99(
                lambda query, command=command: cost_of(command(query), self.environment, nothing_found=True),
                random.Random(3).sample(worded, SAMPLE),
            )
            yield row("search, p99", f"{ours:.0f} ms", f"{name} {theirs:.0f} ms", ours / theirs, 0.2)

    def queries(self, library: Library) -> Iterator[str]:
        """Queries of mixed kinds, made of words and phrases of the articles."""
        chance = random.Random(1948)
        articles = library.articles()
        kinds: list[Callable[[list[str]], str]] = [
            lambda w: w[0],
            lambda w: f'"{w[0]} {w[1]}"',
            lambda w: f'"{" ".join(w[:4])}"',
            lambda w: f"{w[0]} {w[5]}",
            lambda w: f"{w[0]} OR {w[5]}",
            lambda w: f"{w[0]} -{w[5]}",
            lambda w: f"{w[0][:4]}*",
            lambda w: f"{w[0]} by:o{chance.randrange(40)}",
            lambda w: f"{w[0]} written:{1920 + chance.randrange(90)}..",
            lambda w: f"about:{1900 + chance.randrange(100)} {w[0]}",
        ]
        for number in range(QUERIES):
            text = library.open(chance.choice(articles).key).reading.text
            words = re.findall(r"[A-Za-z]{3,}", text) or ["the"]
            start = chance.randrange(max(1, len(words) - 6))
            yield kinds[number % len(kinds)]((words[start:] + words)[:6] * 6)

    def peers(self) -> Iterator[tuple[str, Callable[[str], list[str]]]]:
        """Other programs that search the same text."""
        if shutil.which("recollq") and Path(self.environment["RECOLL_CONFDIR"]).exists():
            yield (
                "recoll -t",
                lambda query: [
                    "recoll",
                    "-c",
                    self.environment["RECOLL_CONFDIR"],
                    "-t",
                    "-n",
                    "20",
                    "-q",
                    query,
                ],
            )
        if shutil.which("rg"):
            yield (
                "rg",
                lambda query: [
                    "rg",
                    "-l",
                    "-i",
                    "-m",
                    "1",
                    re.sub(r'["*-]', "", query).replace(" OR ", "|"),
                    str(self.root),
                ],
            )


def p99(ask: Callable[[str], object], queries: Sequence[str]) -> float:
    """The milliseconds within which 99 of 100 queries are answered, each asked once before: what is read is in memory."""
    for query in queries:
        ask(query)
    times = []
    for query in queries:
        began = time.perf_counter()
        ask(query)
        times.append(1000 * (time.perf_counter() - began))
    return quantiles(times, n=100)[98]


def row(what: str, ours: str, theirs: str, ratio: float, goal: float) -> str:
    """A line of the table; a goal below 0 is one to be reached, above it one not to be passed."""
    kept = ratio >= -goal if goal < 0 else ratio <= goal
    return f"| {what} | {ours} | {theirs} | {ratio:.2f} | {'≥' if goal < 0 else '≤'} {abs(goal):g} {'' if kept else '✗'} |"


def main() -> None:
    """Measure each size."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--texts", type=Path, required=True, metavar="FOLDER")
    parser.add_argument("--sizes", default="1000,10000,100000")
    parser.add_argument("--work", type=Path, default=Path(tempfile.gettempdir()) / "polemics-bench")
    parser.add_argument("--program", default=shutil.which("polemics") or "polemics")
    parser.add_argument("--only", default="index,start,search", help="which parts")
    args = parser.parse_args()
    source: list[str] = []
    for size in map(int, args.sizes.split(",")):
        root = args.work / f"collection-{size}"
        if not root.exists():
            source = source or paragraphs(args.texts)
            make(root, size, source)
        bench = Bench(root, args.work, args.program)
        print(
            f"\n**{size:,} articles**\n\n| what | ours | beside | ratio | goal |\n|---|---|---|---|---|",
            flush=True,
        )
        for part in args.only.split(","):
            for line in getattr(bench, part)():
                print(line, flush=True)


if __name__ == "__main__":
    main()
