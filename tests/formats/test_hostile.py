"""Files that mean harm, or are broken: each is read safely or refused in one line, in little time and memory."""

import codecs
import json
import multiprocessing
import resource
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.formats.makers import CONTAINER, archive, book, pdf
from tests.formats.test_words import check_shape
from tui.formats import Unreadable, format_of

N = 100_000
SECONDS = 10
MEGABYTES = 700
LOL = (
    '<!DOCTYPE lolz [<!ENTITY a "lol">'
    + "".join(f'<!ENTITY a{i} "{(f"&a{i - 1};" if i else "&a;") * 10}">' for i in range(10))
    + "]>"
)
OUTSIDE = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
CASES: dict[str, Callable[[], str | bytes]] = {
    "nested.html": lambda: "<div>" * N + "deep words" + "</div>" * N,
    "nested with paragraphs.html": lambda: "<div><p>x" * N,
    "fonts without end.html": lambda: "".join(f"<font size={i}><p>x" for i in range(N)),
    "links without end.html": lambda: "".join(f"<a href={i}>x<p>" for i in range(N)),
    "crossed.html": lambda: "<i><p></b></p>x" * N,
    "tables.html": lambda: "<table><tr><td>" * N + "x",
    "lists.html": lambda: "<ul><li>" * N + "x",
    "dotted.md": lambda: "+++\n" + "a." * (N // 5) + "b = 1\n+++\nA lamp.\n",
    "one line.html": lambda: "<p>" + "word " * 1_000_000,
    "attributes.html": lambda: "<p " + " ".join(f"a{i}=1" for i in range(3 * N)) + ">x",
    "signs.html": lambda: "<" * (50 * N),
    "open tags.html": lambda: "<a" * (20 * N),
    "furniture.html": lambda: "<div class=share>" * N + "x",
    "information.html": lambda: (
        "marxists.org<p class=information>" + "Source: x, No. 1, 1 May 1948<br>" * (N // 2) + "<p>x"
    ),
    "metas.html": lambda: "<meta name=author content=x>" * N + "<p>x",
    "data.html": lambda: '<script type="application/ld+json">' + "[" * (2 * N) + "</script><p>x",
    "wide.html": lambda: codecs.BOM_UTF16_LE + "<p>Wörter".encode("utf-16-le"),
    "bomb.epub": lambda: book({"a.xhtml": "<p>" + "x" * 100_000_000, "b.xhtml": "<p>good words"}),
    "many bombs.epub": lambda: book({f"{i}.xhtml": "<p>" + "x " * 3_000_000 for i in range(40)}),
    "many chapters.epub": lambda: book({f"{i}.xhtml": f"<h1>{i}</h1><p>words" for i in range(3_000)}),
    "many files.epub": lambda: archive({str(i): "" for i in range(25_000)}),
    "entities.epub": lambda: archive({"META-INF/container.xml": LOL + CONTAINER, "a.xhtml": "<p>good words"}),
    "up and out.epub": lambda: archive(
        {"META-INF/container.xml": CONTAINER.replace("book/p.opf", "../../etc/passwd"), "a.xhtml": "<p>good"}
    ),
    "cut off.epub": lambda: book({"a.xhtml": "<p>words"})[:-60],
    "laughs.xml": lambda: LOL + "<TEI><text><p>&a9;</p></text></TEI>",
    "outside.xml": lambda: OUTSIDE + "<TEI><text><p>&x;</p></text></TEI>",
    "deep.xml": lambda: (
        "<TEI><text><body>" + "<div>" * N + "<p>x</p>" + "</div>" * N + "</body></text></TEI>"
    ),
    "notes.xml": lambda: "<TEI><text><p>" + "<note>x" * 20_000 + "</note>" * 20_000 + "</p></text></TEI>",
    "cut off.xml": lambda: "<TEI><text><body><p>x",
    "strange.xml": lambda: "<foo/>",
    "laughs.rss": lambda: (
        LOL + "<rss><channel><item><description>&a9; words</description></item></channel></rss>"
    ),
    "outside.rss": lambda: (
        OUTSIDE + "<rss><channel><item><description>&x;</description></item></channel></rss>"
    ),
    "address.rss": lambda: b"http://127.0.0.1:9/",
    "path.rss": lambda: b"/etc/passwd",
    "signs.rss": lambda: "<rss>" + "<" * (5 * N),
    "nested.jsonl": lambda: '{"text":' + "[" * N,
    "number.jsonl": lambda: '{"text":"x","date":' + "9" * N + "}",
    "nonsense.jsonl": lambda: '{"text": "good words"}\n' + "nonsense\n" * N,
    "nested page.jsonl": lambda: json.dumps({"text": "<p>" + "<div>" * N + "x"}),
    "open quote.csv": lambda: 'text,title\n"' + "x" * (50 * N),
    "columns.csv": lambda: ",".join(f"c{i}" for i in range(N)) + "\n" + "," * (N - 1),
    "zeros.csv": lambda: b"text,title\nwo\0rds,c\n",
    "garbage.pdf": lambda: b"%PDF-1.7\n" + b"garbage" * 1000,
    "cut off.pdf": lambda: pdf("BT /F1 10 Tf 50 700 Td (words) Tj ET")[:300],
    "nothing.pdf": lambda: b"",
    "nothing.html": lambda: b"",
    "nothing.epub": lambda: b"",
    "nothing.jsonl": lambda: b"",
    "picture.html": lambda: b"\x89PNG\r\n\x1a\n",
    "pdf.html": lambda: b"%PDF-1.7\n",
    "page.pdf": lambda: b"<p>words",
}


@pytest.mark.parametrize("name", CASES)
def test_no_file_does_harm(name: str) -> None:
    """In a process of its own with little memory: what is read must not end the others."""
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    child = context.Process(target=_read, args=(name, sender))
    child.start()
    told = receiver.recv() if receiver.poll(SECONDS * 4) else "took too long"
    child.kill()
    child.join()
    assert told == "", told


def _read(name: str, sender) -> None:
    made = CASES[name]()
    data = made.encode() if isinstance(made, str) else made
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    limit = pages * resource.getpagesize() + MEGABYTES * 2**20
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    start, told = time.process_time(), ""
    try:
        format = format_of(name)
        assert format is not None
        for draft in format.read(data, name):
            check_shape(draft.reading)
            assert "root:" not in draft.reading.text
            assert len(draft.problems) < 100
    except Unreadable as error:
        told = "" if len(str(error).splitlines()) == 1 and "failed on it" not in str(error) else str(error)
    except BaseException as error:
        told = repr(error)
    if (took := time.process_time() - start) > SECONDS:
        told = f"took {took:.0f} s"
    sender.send(told)


def test_chapters_beyond_the_most_are_told() -> None:
    format = format_of("a.epub")
    assert format is not None
    drafts = format.read(book({f"{i}.xhtml": "<h1>x</h1><p>words" for i in range(3_002)}), "a.epub")
    assert len(drafts) == 3_000
    assert [problem.what for problem in drafts[0].problems] == [
        "its last 2 chapters are passed over; it has too many"
    ]


def test_good_chapters_beside_a_bomb_are_there() -> None:
    format = format_of("a.epub")
    assert format is not None
    [draft] = format.read(CASES["bomb.epub"](), "a.epub")  # type: ignore[arg-type]
    assert draft.reading.text == "good words"
    assert [problem.what for problem in draft.problems] == [
        "the chapter book/a.xhtml is too large unpacked; passed over"
    ]
