"""Bytes, time and CPU of a key in the room, beside newsboat, mutt, less and Textual's own list; run by hand.

    python tests/bench/wire.py --tools FOLDER [--sizes 80x24 200x50] [--program polemics] [--theme NAME]

FOLDER holds `keybytes.py`, which runs a program under a pseudo-terminal and counts; it needs `pyte` in this Python. Prints
Markdown. Everything is measured in one run: compare the columns, not the absolute figures. A program that is not
installed is left out. "With margins" is a terminal that says it scrolls between left and right margins.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from html import escape
from mailbox import mbox
from pathlib import Path
from typing import Any

from keys import ORGANIZATIONS, folder, me

MARGINS = """
import re, runpy, sys
from pathlib import Path
sys.path.insert(0, str(Path(sys.argv[1]).parent))
import ptykit
ptykit.REPLIES.append((re.compile(rb"\\x1b\\[\\?69\\$p"), b"\\x1b[?69;2$y"))
del sys.argv[0]
runpy.run_path(sys.argv[0], run_name="__main__")
"""
"""Has the counting terminal answer that it has left and right margins."""


LETTERS = 120
"""Articles of the first feed, and letters: more than fit on a screen."""


@dataclass
class Told:
    """What a key costs: bytes, bytes as `ssh -C` sends them, milliseconds to the last byte (95 of 100 take less), CPU."""

    bytes: float
    deflated: float
    p95: float
    cpu: float
    first: float


class Wire:
    """Counts at one size of terminal."""

    def __init__(self, given: argparse.Namespace, place: Path, size: str) -> None:
        """In a folder where the texts are."""
        self._given, self._place, self._size = given, place, size
        theme = ["--theme", given.theme] if given.theme else []
        self.room = [given.program, "--fresh", *theme, str(place / "collection")]
        self._homes = {f"XDG_{name}_HOME": str(place / name) for name in ("STATE", "CONFIG", "CACHE", "DATA")}
        self.whole = [*self.room[:-1], "--full-repaint", self.room[-1]]

    def warm(self) -> None:
        """Have the collection read before anything is measured."""
        command = [self._given.program, "index", self.room[-1]]
        subprocess.run(command, check=True, capture_output=True, env=os.environ | self._homes)

    def key(
        self, command: Sequence[str], before: str, key: str, *, quit: str = "q", margins: bool = False
    ) -> Told:
        """The medians of a key that is pressed 24 times, of which the first 4 are not counted; `before` are keys that lead there."""
        leading = before.split(",") if before else []
        waits = "".join(f"{one},wait:0.6," for one in leading)
        skip = 4 + sum(int(one.partition("*")[2] or 1) for one in leading)
        counted = str(self._given.tools / "keybytes.py")
        program = [sys.executable, "-c", MARGINS, counted] if margins else [sys.executable, counted]
        homes = [f"--env={name}={folder}" for name, folder in self._homes.items()]
        options = [
            "--size",
            self._size,
            "--no-ideal",
            "--json",
            "--quit",
            quit,
            "--skip",
            str(skip),
        ]
        keys = f"wait:1.5,{waits}{key}*24"
        done = subprocess.run(
            [*program, *options, *homes, "--keys", keys, "--", *command],
            capture_output=True,
            text=True,
            check=True,
        )
        told: dict[str, Any] = json.loads(done.stdout)
        summary = told["summary"]
        if not summary.get("answered"):
            sys.exit(f"{' '.join(command)} answers no key; run it by hand to see why")
        return Told(
            summary["bytes"]["p50"],
            summary["zbytes"]["p50"],
            summary["last_ms"]["p95"],
            summary["cpu_ms"]["p50"],
            told["start"]["bytes"],
        )


def main() -> None:
    """Measure and print."""
    given = arguments()
    with folder() as place:
        feed(place)
        mails(place)
        for size in given.sizes:
            wire = Wire(given, place, size)
            wire.warm()
            print_size(wire, place, size)


def print_size(wire: Wire, place: Path, size: str) -> None:
    """A table for one size."""
    print(f"\n**{size}**, medians\n")
    print("| | bytes | as `ssh -C` | p95 ms | CPU ms | first screen, bytes |")
    print("|---|---:|---:|---:|---:|---:|")
    for name, told in figures(wire, place):
        print(
            f"| {name} | {told.bytes:.0f} | {told.deflated:.0f} | {told.p95:.1f} | {told.cpu:.1f} | {told.first:.0f} |",
            flush=True,
        )


def figures(wire: Wire, place: Path) -> Iterator[tuple[str, Told]]:
    """What is measured, a line each."""
    room = wire.room
    yield "organizations, move", wire.key(room, "", "j", quit="Q")
    yield "articles, move", wire.key(room, "2", "j", quit="Q")
    yield "articles, scroll", wire.key(room, "2,z,j*55", "j", quit="Q")
    yield "timeline, move", wire.key(room, "4", "j", quit="Q")
    yield "text in columns, a line", wire.key(room, "3", "j", quit="Q")
    yield "text in columns, a line, with margins", wire.key(room, "3", "j", quit="Q", margins=True)
    yield "text zoomed, a line", wire.key(room, "3,z", "j", quit="Q")
    yield "text zoomed, a page", wire.key(room, "3,z", "space", quit="Q")
    yield "text zoomed, a line, full repaint", wire.key(wire.whole, "3,z", "j", quit="Q")
    if shutil.which("newsboat"):
        news = newsboat(place)
        yield "newsboat, list", wire.key(news, "enter", "adown", quit="q,q,q")
        yield "newsboat, list, scroll", wire.key(news, "enter,adown*55", "adown", quit="q,q,q")
        yield "newsboat, article, a line", wire.key(news, "enter,enter", "adown", quit="q,q,q")
        yield "newsboat, article, a page", wire.key(news, "enter,enter", "pgdn", quit="q,q,q")
    if shutil.which("mutt"):
        mutt = ["mutt", "-F", str(place / "muttrc"), "-R", "-f", str(place / "mbox")]
        yield "mutt, list", wire.key(mutt, "", "adown", quit="x")
        yield "mutt, list, scroll", wire.key(mutt, "adown*55", "adown", quit="x")
        yield "mutt, pager, a line", wire.key(mutt, "enter", "enter", quit="q,x")
    yield "less, a line", wire.key(["less", str(place / "text.txt")], "", "j")
    yield "less, a page", wire.key(["less", str(place / "text.txt")], "", "space")
    yield "Textual OptionList, move", wire.key(me("options"), "", "j")


def feed(place: Path) -> None:
    """The articles as feeds that newsboat has read, as many as there are organizations; the first has most."""
    text = (place / "text.txt").read_text(encoding="utf-8")
    for number in range(ORGANIZATIONS):
        items = "".join(
            f"<item><title>Article {n} on the lamps</title><link>http://lamps.example/{number}/{n}</link>"
            f"<guid>{number} {n}</guid><pubDate>Mon, {n % 28 + 1:02d} Jan {1990 + n % 30} 10:00:00 GMT</pubDate>"
            f"<description>{escape(''.join(f'<p>{line}</p>' for line in text.splitlines() if line))}</description></item>"
            for n in range(LETTERS if number == 0 else 1)
        )
        (place / f"feed-{number:02d}.xml").write_text(
            f'<rss version="2.0"><channel><title>organization-{number:02d}</title><link>http://lamps.example</link>'
            f"<description>Lamps</description>{items}</channel></rss>",
            encoding="utf-8",
        )
    urls = "".join(f"file://{place}/feed-{number:02d}.xml\n" for number in range(ORGANIZATIONS))
    (place / "urls").write_text(urls, encoding="utf-8")
    (place / "newsboat").write_text("auto-reload no\nconfirm-exit no\n", encoding="utf-8")
    if shutil.which("newsboat"):
        subprocess.run([*newsboat(place), "-x", "reload"], check=True, capture_output=True)


def newsboat(place: Path) -> list[str]:
    """The command that reads the feeds."""
    return [
        "newsboat",
        "-u",
        str(place / "urls"),
        "-c",
        str(place / "news.db"),
        "-C",
        str(place / "newsboat"),
    ]


def mails(place: Path) -> None:
    """The articles as letters for mutt."""
    text = (place / "text.txt").read_text(encoding="utf-8")
    box = mbox(place / "mbox")
    for n in range(LETTERS):
        letter = EmailMessage()
        letter["From"], letter["Subject"] = (
            f"League {n} <league{n}@lamps.example>",
            f"Article {n} on the lamps",
        )
        letter["Date"] = f"Mon, {n % 28 + 1:02d} Jan 2020 10:00:00 +0000"
        letter.set_content(text)
        box.add(letter)
    box.close()
    (place / "muttrc").write_text(f"set folder={place}\nset mark_old=no\n", encoding="utf-8")


def arguments() -> argparse.Namespace:
    """What is given on the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--tools", type=Path, required=True, help="the folder of keybytes.py")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    parser.add_argument("--program", default=shutil.which("polemics", path=path))
    parser.add_argument("--sizes", nargs="+", default=["80x24", "200x50"])
    parser.add_argument("--theme", help="the theme of the room")
    given = parser.parse_args()
    if not (given.tools / "keybytes.py").is_file():
        parser.error("--tools: name the folder that holds keybytes.py")
    if not given.program:
        parser.error("--program: polemics is not on the PATH")
    return given


if __name__ == "__main__":
    main()
