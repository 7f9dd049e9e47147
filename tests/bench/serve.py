"""Many readers at once over SSH: `polemics serve` beside one process for all and OpenSSH's sshd; run by hand.

    python tests/bench/serve.py [--readers 200] [--arrivals 4] [--seconds 15] [--only DESIGN …]
    python tests/bench/serve.py --idle 1000
    python tests/bench/serve.py --faults

Readers are connections of asyncssh in two processes of their own, on the same machine: they arrive at an even pace, wait for the
first screen, and press one key a second: half a minute moves in the list of articles, then half a minute lines of the text.
With `--idle` they press none, and then, once all are in, a hundred of them press one each within ten seconds.

*Paint* is the time from the beginning of the connection (handshake and all) to the chunk after which a terminal (pyte)
shows the characters that it still shows after half a second without a byte and before the first key: the room's complete
first screen. *Key* is the time from a key to the last byte of its answer, which ends with 50 ms of silence; only keys pressed
when everybody is in are counted. *CPU* is what the server and all that descends from it take in that time, without the
readers'. *A session* is the memory of all of it (PSS: a shared page counts in parts) divided by the sessions.
With `--faults` one reader presses 20 keys a second while others, from a process and an address of their own, do what the
tests of attacks do, one after the other; the ratio is that of the 99th percentile to that of the quiet time.
Everything is measured in one run: compare the rows, not the absolute figures.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from statistics import median, quantiles
from subprocess import PIPE
from typing import Any

from designs import DESIGNS, ROOT, Design, Door, opened, troubled
from keys import ARTICLES, ORGANIZATIONS, folder

sys.path.insert(0, str(ROOT))
from tests.serve import attacks, processes

KEYS = "2" + "jk" * 15 + "3" + "j" * 15 + "k" * 15
"""A reader goes to the list of articles and moves in it, then to the text and moves by lines, for half a minute each."""

CLIENTS = 2
ATTACK = [sys.executable, "-m", "tests.serve.attacks"]
READERS = [sys.executable, str(Path(__file__).with_name("readers.py"))]
SETTLE = 4.0
"""Seconds between the last arrival and the first key that is counted."""

FIRST = 4.0
"""Seconds until the reader whom others disturb has begun to press keys."""

GOALS = {"paint p50": 150, "paint p95": 300, "key p50": 4, "key p99": 15, "a session, MB": 12.5, "CPU": 0.5}


class Crowd:
    """The readers of one server."""

    def __init__(self, door: Door, arrivals: Sequence[float], keys: str = "", pause: float = 1.0) -> None:
        """Have them come, each so many seconds from now, and press the keys in turn, with a pause in seconds between them."""
        begin = time.monotonic() + 2.0
        self._clients = []
        for number in range(min(CLIENTS, len(arrivals))):
            mine = {"begin": begin, "arrivals": arrivals[number::CLIENTS], "keys": keys, "pause": pause}
            self._clients.append(subprocess.Popen(READERS, stdin=PIPE, stdout=PIPE, text=True, bufsize=1))
            self._tell(self._clients[-1], json.dumps(asdict(door) | mine))

    def wait(self) -> None:
        """Until everybody is in."""
        for client in self._clients:
            self._hear(client)

    def press(self, key: str) -> None:
        """Have some press a key within ten seconds, and wait for it."""
        for client in self._clients:
            self._tell(client, f"press {key}")
        self.wait()

    def leave(self) -> list[dict[str, Any]]:
        """Have everybody go; what they saw."""
        for client in self._clients:
            self._tell(client, "leave")
        seen = [one for client in self._clients for one in json.loads(self._hear(client))]
        for client in self._clients:
            client.wait()
        return seen

    def end(self) -> None:
        """Make an end, whatever happened."""
        for client in self._clients:
            client.kill()
            client.wait()

    def _tell(self, client: subprocess.Popen[str], words: str) -> None:
        assert client.stdin is not None
        client.stdin.write(words + "\n")
        client.stdin.flush()

    def _hear(self, client: subprocess.Popen[str]) -> str:
        assert client.stdout is not None
        line = client.stdout.readline()
        if not line:
            sys.exit("the readers' process ended; run it by hand to see why")
        return line


def main() -> None:
    """Measure and print."""
    given = arguments()
    with folder() as place:
        collection = place / "collection"
        shorten(collection)
        if given.faults:
            print_faults(collection, place / "faults", given.seconds)
            return
        print(
            f"{given.readers} readers, {given.arrivals:g} arriving a second; {os.cpu_count()} cores, readers' processes "
            f"included; Python {platform.python_version()}; {ARTICLES} articles of {ORGANIZATIONS} organizations; times in ms.\n"
        )
        figures = {
            name: measure(DESIGNS[name], collection, place / name.replace(" ", "-"), given)
            for name in given.only
        }
    print_table(figures)


def shorten(collection: Path) -> None:
    """Make the article that is open at first one of the usual length, about 20 kB; there are longer ones in the other benches."""
    longest = max(collection.rglob("*.txt"), key=lambda file: file.stat().st_size)
    paragraphs = longest.read_text(encoding="utf-8").split("\n\n")
    longest.write_text("\n\n".join(paragraphs[:40]) + "\n", encoding="utf-8")


def measure(design: Design, collection: Path, home: Path, given: argparse.Namespace) -> dict[str, str]:
    """The figures of one design, by the names of their columns."""
    with ExitStack() as stack:
        door = stack.enter_context(opened(design, collection, home))
        first = Crowd(door, [0.0])
        stack.callback(first.end)
        first.wait()
        first.leave()
        empty = processes.pss(processes.tree(door.pid))
        crowd = Crowd(
            door, [number / given.arrivals for number in range(given.readers)], "" if given.idle else KEYS
        )
        stack.callback(crowd.end)
        crowd.wait()
        time.sleep(SETTLE)
        pids = processes.tree(door.pid)
        begin, taken = time.monotonic(), processes.cpu(pids)
        time.sleep(given.seconds)
        end, taken = time.monotonic(), processes.cpu(pids) - taken
        cores = taken / (end - begin)
        if given.idle:
            crowd.press("j")
            begin, end = end, time.monotonic()
        full = processes.pss(processes.tree(door.pid))
        seen = crowd.leave()
    memory = {"a session, MB": full / given.readers, "empty, MB": empty, "full, MB": full}
    return (
        times(seen, begin, end)
        | {name: f"{figure:.1f}" for name, figure in memory.items()}
        | {"CPU": f"{cores:.2f}"}
    )


def print_faults(collection: Path, home: Path, seconds: float) -> None:
    """A row for each kind of fault: how long the keys of somebody who reads meanwhile take."""
    windows: dict[str, tuple[float, float]] = {}
    with ExitStack() as stack:
        door = stack.enter_context(opened(troubled, collection, home))
        victim = Crowd(door, [0.0], "2" + "jk" * 10_000, pause=0.05)
        stack.callback(victim.end)
        victim.wait()
        time.sleep(FIRST)
        for name in ("quiet", *attacks.TROUBLES, *attacks.OUTSIDE):
            attack = subprocess.Popen([*ATTACK, str(door.port), name], cwd=ROOT)
            time.sleep(1)
            begin = time.monotonic()
            time.sleep(seconds)
            windows[name] = begin, time.monotonic()
            attack.kill()
            attack.wait()
            time.sleep(1)
        (seen,) = victim.leave()
    print("| while another | keys | p50 | p99 | longest | ratio of p99 (goal ≤ 2) |")
    print("|---|---:|---:|---:|---:|---:|")
    quiet = 0.0
    for name, (begin, end) in windows.items():
        took = [(one["painted"] - one["at"]) * 1000 for one in seen["strokes"] if begin <= one["at"] < end]
        p99 = quantiles(took, n=100, method="inclusive")[98]
        quiet = quiet or p99
        print(
            f"| {name} | {len(took)} | {median(took):.1f} | {p99:.1f} | {max(took):.1f} | {p99 / quiet:.2f} |"
        )


def times(seen: Sequence[dict[str, Any]], begin: float, end: float) -> dict[str, str]:
    """What the readers saw: first screens, the keys between two moments, and what went wrong."""
    paints = [(one["painted"] - one["began"]) * 1000 for one in seen if one["painted"]]
    strokes = [stroke for one in seen for stroke in one["strokes"] if begin <= stroke["at"] < end - 1]
    keys = [(stroke["painted"] - stroke["at"]) * 1000 for stroke in strokes if stroke["painted"]]
    screens = Counter(one["screen"] for one in seen)
    usual = screens.most_common(1)[0][0]
    for trouble, count in Counter(one["trouble"] for one in seen if one["trouble"]).items():
        print(f"- {count} readers: {trouble}", file=sys.stderr)
    if "1 Organizations" not in usual:
        sys.exit(f"this is not the room:\n{usual}")
    return {
        "in": str(sum("1 Organizations" in one["screen"] for one in seen)),
        "other screens": str(len(seen) - screens[usual]),
        **{f"paint p{part}": percentile(paints, part) for part in (50, 95)},
        **{f"key p{part}": percentile(keys, part) for part in (50, 99)},
        "no answer": f"{len(strokes) - len(keys)} of {len(strokes)}",
    }


def percentile(figures: Sequence[float], part: int) -> str:
    """So many of a hundred figures are not above it."""
    if len(figures) < 2:
        return "–"
    return f"{quantiles(figures, n=100, method='inclusive')[part - 1]:.3g}" if figures else "–"


def print_table(figures: dict[str, dict[str, str]]) -> None:
    """A row a design."""
    columns = [*next(iter(figures.values()))]
    print("| | " + " | ".join(columns) + " |")
    print("|---|" + "---:|" * len(columns))
    for name, told in figures.items():
        print(f"| {name} | " + " | ".join(told[column] for column in columns) + " |")
    print(
        "| goal | " + " | ".join(f"≤ {GOALS[column]}" if column in GOALS else "" for column in columns) + " |"
    )


def arguments() -> argparse.Namespace:
    """What is given on the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--readers", type=int, default=200)
    parser.add_argument("--arrivals", type=float, default=4.0, help="readers that arrive in a second")
    parser.add_argument("--seconds", type=float, default=15.0, help="for which keys and CPU are counted")
    parser.add_argument(
        "--idle", type=int, metavar="READERS", help="readers who press nothing but one key at the end"
    )
    parser.add_argument("--faults", action="store_true", help="what one reader feels of others' faults")
    parser.add_argument(
        "--only", nargs="+", choices=DESIGNS, metavar="DESIGN", default=[*DESIGNS], help=", ".join(DESIGNS)
    )
    given = parser.parse_args()
    given.readers = given.idle or given.readers
    return given


if __name__ == "__main__":
    main()
