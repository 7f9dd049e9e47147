"""A folder of files that mean harm: each is read safely or is a clear line, and the good ones beside it are all there."""

from __future__ import annotations

import io
import os
import re
import resource
import socket
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from tests.library.test_library import lines, write
from tui.library import Library
from tui.model import Scope

GOOD = 5
SECRET = "the secret of 1 May 1900"


def bomb(name: str, size: int) -> bytes:
    """A zip archive of a few bytes with a file of so many."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/epub+zip")
        archive.writestr("META-INF/container.xml", CONTAINER)
        archive.writestr("content.opf", OPF)
        with archive.open(name, "w") as file:
            for _ in range(size >> 20):
                file.write(b" " * (1 << 20))
    return data.getvalue()


CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0"><rootfiles>'
    '<rootfile full-path="content.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
)
OPF = (
    '<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><manifest>'
    '<item id="a" href="a.xhtml" media-type="application/xhtml+xml"/></manifest>'
    '<spine><itemref idref="a"/></spine></package>'
)
LAUGHS = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghi", "bcdefghij", strict=True)
)
ENCRYPTED = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj "
    b"3 0 obj<</Filter/Standard/V 1/R 2/O(" + b"x" * 32 + b")/U(" + b"y" * 32 + b")/P -4>>endobj\n"
    b"trailer<</Root 1 0 R/Encrypt 3 0 R/ID[(a)(b)]>>\n%%EOF"
)
FRONT = "---\n{}\n---\nA lamp.\n"

FILES: dict[str, bytes | str] = {
    "nul.txt": b"A lamp\0 of 1914.\0\0",
    "escape.txt": "\x1b[31mRed\x1b]0;title\x07 lamp of \u202e1914\u202c.\n",
    "markup.md": "---\ntitle: '[bold]x[/] \x1b[2J'\nauthor: \"[link=http://x]y[/]\"\n---\n[red]A lamp[/red]",
    "latin.txt": "Die Glühlampe und die Öllampe von 1914 überall größer.".encode("latin-1"),
    "utf16.txt": "A lamp of 1914.".encode("utf-16"),
    "utf32.txt": "A lamp of 1914.".encode("utf-32"),
    "broken.txt": b"A lamp \xff\xfe\xfd of 1914 \xc3\x28.",
    "empty.txt": b"",
    "empty.md": b"",
    "blank.html": b" \n",
    "program.txt": b"\x7fELF" + bytes(range(256)) * 20,
    "page.pdf": b"<html><body><p>No PDF at all, 1914.</p></body></html>",
    "noise.html": bytes(range(256)) * 200,
    "noise.epub": b"PK\x03\x04" + bytes(range(256)) * 20,
    "noise.pdf": b"%PDF-1.7\n" + bytes(range(256)) * 40,
    "short.pdf": b"%PDF-1.7\n%%EOF",
    "encrypted.pdf": ENCRYPTED,
    "bomb.epub": bomb("a.xhtml", 512 << 20),
    "laughs.xml": LAUGHS + "]><TEI><text><body><p>&j;</p></body></text></TEI>",
    "laughs.rss": LAUGHS + "]><rss><channel><item><title>&j;</title></item></channel></rss>",
    "outside.xml": '<!DOCTYPE x [<!ENTITY s SYSTEM "file://{secret}">]><TEI><text><body><p>&s;</p></body></text></TEI>',
    "outside.html": '<html><body><p>A lamp.</p><iframe src="file://{secret}"></iframe></body></html>',
    "nested.html": "<div>" * 100_000 + "A lamp of 1914." + "</div>" * 100_000,
    "nested.md": "> " * 50_000 + "A lamp of 1914.\n",
    "brackets.md": "[" * 100_000,
    "line.txt": "In May 1932 the lamps of the harbour " * 140_000,
    "line.md": "word " * 1_000_000,
    "dots.txt": ". " * 2_000_000,
    "digits.txt": "1914-" * 400_000,
    "aliases.md": FRONT.format("a: &a [x]\nb: &b [*a, *a]\nc: [*b, *b]"),
    "tags.md": FRONT.format("title: !!python/object/apply:os.system ['touch {marker}']"),
    "twice.md": FRONT.format("title: a\ntitle: b\ndate: 2023-02-30\nauthor: [[[[x]]]]"),
    "year0.md": FRONT.format("date: 0000-01-01"),
    "list.md": FRONT.format("title: [a, b]\nauthor: {age: 3}"),
    "open.md": "---\ntitle: 'never closed\n" + "x: y\n" * 1000,
    "deep.md": FRONT.format("a: " + "[" * 5000),
    "deep.jsonl": '{"text":' * 100_000,
    "mixed.jsonl": '{"title": "A", "text": "In 1914."}\nno json\n[]\n{"title": 3, "text": null}\n',
    "quotes.csv": 'title,text\n"A,"In 1914\n' + '"' * 10_000,
}
BESIDE: dict[str, str] = {
    "latin.txt.yaml": 'title: "\\e[31m\\u202e"\npublished: 99999999999\norganization: ../../etc/passwd\n',
    "empty.txt.yaml": "&a [*a]",
    "utf16.txt.yaml": "!!python/object/apply:os.system [x]",
    "broken.txt.yml": "title: [",
}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder."""
    root = tmp_path_factory.mktemp("hostile")
    secret = write(tmp_path_factory.mktemp("outside"), "secret.txt", SECRET)
    marker = root.parent / "marker"
    for number in range(GOOD):
        write(root, f"good/{number}.md", f"# Good {number}\n\nA lamp burnt on {number + 1} May 1932.\n")
    for name, data in (FILES | BESIDE).items():
        if isinstance(data, str):
            data = data.replace("{secret}", str(secret)).replace("{marker}", str(marker))
        write(root, f"bad/{name}", data)
    Path(os.fsdecode(os.fsencode(root) + b"/bad/n\xe9w\nl\x1b[31mine.txt")).write_text("A lamp of 1914.")
    (root / "bad/markup[red].txt").write_text("A lamp of 1914.")
    os.mkfifo(root / "bad/pipe.txt")
    os.mkfifo(root / "bad/good.txt.yaml")
    (root / "bad/loop").symlink_to(root)
    (root / "bad/secret.txt").symlink_to(secret)
    (root / "bad/self.txt").symlink_to(root / "bad/self.txt")
    with socket.socket(socket.AF_UNIX) as door:
        os.chdir(root / "bad")
        door.bind("socket.txt")
    write(root, "bad/" + "/".join(["d"] * 200) + "/deep.txt", "A lamp of 1914.")
    closed = write(root, "bad/closed.txt", "A lamp.")
    closed.chmod(0)
    return root


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The cache folder of all commands."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="module")
def slowest(root: Path, folder: Path) -> float:
    """Read everything; how long the slowest step took, in seconds."""
    told = [time.monotonic()]
    Library(root, folder / "polemics").refresh(lambda _: told.append(time.monotonic()), jobs=1)
    return max(after - before for before, after in pairwise(told))


@pytest.fixture
def run(root: Path, folder: Path, slowest: float) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs a command of ours over the index."""

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "tui.cli", *words],
            env={**os.environ, "XDG_CACHE_HOME": str(folder)},
            cwd=Path(__file__).parents[2],
            capture_output=True,
            text=True,
            check=False,
            timeout=200,
        )

    return run


CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@pytest.mark.parametrize(
    "words", [("check",), ("list",), ("list", "--format", "json"), ("events",), ("events", "--format", "csv")]
)
def test_nothing_that_a_terminal_obeys_is_printed(
    run: Callable[..., subprocess.CompletedProcess[str]], root: Path, words: tuple[str, ...]
) -> None:
    done = run(words[0], str(root), *words[1:])
    assert "Traceback" not in done.stderr
    assert not CONTROLS.search(done.stdout + done.stderr)
    assert SECRET not in done.stdout + done.stderr


def test_the_good_ones_are_there_and_every_bad_one_is_an_article_or_a_line(
    run: Callable[..., subprocess.CompletedProcess[str]], root: Path
) -> None:
    told = run("check", str(root)).stdout.splitlines()
    listed = run("list", str(root)).stdout
    assert all(f"good/{number}.md" in listed for number in range(GOOD))
    for name in FILES:
        assert f"bad/{name}" in listed or any(line.startswith(f"bad/{name}") for line in told), name
    assert not any(len(line) > 1000 for line in told)
    assert len(set(told)) == len(told)
    assert not (root.parent / "marker").exists()


def test_a_second_run_doubles_nothing(
    run: Callable[..., subprocess.CompletedProcess[str]], root: Path
) -> None:
    before = run("list", str(root), "--format", "json").stdout, run("check", str(root)).stdout
    assert run("index", str(root)).stdout.startswith("0 files read; ")
    assert (run("list", str(root), "--format", "json").stdout, run("check", str(root)).stdout) == before


def test_no_file_takes_ten_seconds_and_no_process_a_gigabyte(slowest: float) -> None:
    assert slowest < 11
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < 1 << 20
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < 1 << 20


def test_every_article_opens_and_shows_what_it_holds(root: Path, folder: Path, slowest: float) -> None:
    library = Library(root, folder / "polemics")
    rows = library.mentions(Scope.COLLECTION)
    assert len({row.article.key for row in rows if row.article.key.startswith("good/")}) == GOOD
    for article in library.articles():
        page = library.open(article.key)
        assert not CONTROLS.search("".join((article.title, *article.authors, page.reading.text)))
    assert not any(CONTROLS.search(line) for line in lines(library))
