"""Saved pages: the article without its site, and what the page says of it."""

import codecs
from typing import Any

import pytest

from tui.formats import Draft, Unreadable, html
from tui.formats.encoding import codec_of
from tui.model import MarkKind


def read(source: str | bytes, name: str = "a.html") -> Draft:
    [draft] = html.read(source.encode() if isinstance(source, str) else source, name)
    return draft


def said(draft: Draft) -> dict[str, Any]:
    return {
        name: [item.value for item in field.value] if isinstance(field.value, list) else field.value
        for name, field in draft.fields.items()
    }


def marks(draft: Draft, kind: MarkKind) -> list[tuple[str, str]]:
    text = draft.reading.text
    return [(mark.span.of(text), mark.value) for mark in draft.reading.marks if mark.kind is kind]


ARCHIVE = """<title>Ada Wick: The Oil Question (May 1932)</title>
<body><p class="toplink"><a href="x">MIA</a> &gt; <a href="y">Archive</a></p>
<h2>Ada Wick</h2><h1>The Oil<br>Question</h1><h3>(May 1932)</h3><hr>
<p class="information"><span class="info">Written:</span> 1 May 1932.<br>
<span class="info">Source:</span> <em>The Lantern</em>, <a href="z">Vol. 5 No. 20 (Whole No. 116)</a>,
14 May 1932, p.&nbsp;4.<br><span class="info">Transcription/HTML Markup:</span> Bo for the <strong>Marxists&#8217;
Internet Archive</strong>.</p><hr>
<p>Oil was short in 1914<sup><a href="#n1">1</a></sup> and <em>dear</em> in 1919.</p>
<p><a name="n1"></a><sup>1</sup> By the gallon.</p>
<hr><p class="footer"><a href="i">Ada Wick Internet Archive</a> | <a href="j">Index</a></p>
<p class="updat">Last updated on: 15.6.2013</p></body>"""


def test_a_page_of_the_archive() -> None:
    draft = read(ARCHIVE)
    assert draft.adapter == "marxists.org"
    assert draft.reading.text == (
        "The Oil\nQuestion\n\nOil was short in 1914[1] and dear in 1919.\n\n[1] By the gallon."
    )
    assert said(draft) == {
        "title": "The Oil Question",
        "authors": ["Ada Wick"],
        "organization": "The Lantern",
        "published": "1932-05-14",
        "note": "Source: The Lantern, Vol. 5 No. 20 (Whole No. 116), 14 May 1932, p. 4.",
    }
    assert draft.fields["published"].said == "page, its source line"
    assert marks(draft, MarkKind.NOTE) == [("[1]", "1")]


def test_a_book_dates_no_text() -> None:
    draft = read(
        ARCHIVE.replace("Vol. 5 No. 20 (Whole No. 116)", "Collected Lamps").replace(
            "14 May 1932", "Oil Press, 1977"
        )
    )
    assert said(draft)["published"] == "1932-05-01"
    assert "organization" not in said(draft)


def test_initials_are_told_by_the_archive() -> None:
    assert said(read(ARCHIVE.replace("<h2>Ada Wick</h2>", "<h2>A.W.</h2>")))["authors"] == ["Ada Wick"]


PAPER = """<title>Who pays?</title><body><?php include "../legacy-includes/Top.htmlf" ?><table><tr><td width=18></td>
<td><font size="4">Debate over oil:</font><br><font size="5"><b>Who pays?</b></font><p>
<font size="2">{line}</font><p><font size="3">{opening}<p><p><font size="1">- - - - - - - - -</font></p>
A second paragraph.<p></td></tr></table>"""


@pytest.mark.parametrize(
    ("line", "opening", "authors", "published"),
    [
        (
            "<b>By Ada Wick and Bo Tar</b> | August 5, 2005 | Page 11",
            "OIL IS dear.",
            ["Ada Wick", "Bo Tar"],
            "2005-08-05",
        ),
        ("August 5, 2005 | Page 11", "ADA WICK explains why OIL IS dear.", ["Ada Wick"], "2005-08-05"),
        ("abril-mayo de 2008", "EL ACEITE es caro.", None, "2008-04/2008-05"),
    ],
)
def test_a_page_of_the_paper(line: str, opening: str, authors: list[str] | None, published: str) -> None:
    draft = read(PAPER.format(line=line, opening=opening))
    assert draft.adapter == "socialistworker.org"
    assert draft.reading.text.split("\n\n")[:2] == ["Debate over oil:", "Who pays?"]
    assert draft.reading.text.endswith("\n\nA second paragraph.")
    assert "- - -" not in draft.reading.text
    assert "Page 11" not in draft.reading.text
    assert said(draft).get("authors") == authors
    assert said(draft)["published"] == published


GENERIC = """<html lang="en"><head><title>The Oil Question | The Lantern</title>
<meta property="og:site_name" content="The Lantern"><meta name="author" content="Ada Wick">
<meta property="article:published_time" content="2019-03-04T10:00:00Z">
<link rel="canonical" href="https://lantern.example/oil"></head><body>
<header><a href="/">The Lantern</a></header><nav><ul><li><a href="/a">Home</a></ul></nav>
<main><article><h1>The Oil Question</h1><p>Oil was short, and the <a href="https://x.example">wick</a> long; for years the
<q>whole town</q> had spoken of little else.</p><ul><li>first<li>second<ol start=3><li>third</ol></ul>
<blockquote>Let there be light.</blockquote><table><tr><th>Year<th>Oil</tr><tr><td>1914<td>none</tr></table>
<pre>a
  b</pre><div class="share-buttons">Share this</div></article></main>
<aside>Related</aside><div id="comments"><p>First!</div><footer>© The Lantern</footer></body>"""


def test_a_page_of_any_site() -> None:
    draft = read(GENERIC)
    assert draft.adapter == "generic"
    assert draft.reading.text == (
        "The Oil Question\n\nOil was short, and the wick long; for years the “whole town” had spoken of little else.\n\n"
        "• first\n• second\n3. third\n\nLet there be light.\n\nYear | Oil\n1914 | none\n\na\n  b"
    )
    assert said(draft) == {
        "title": "The Oil Question",
        "authors": ["Ada Wick"],
        "organization": "The Lantern",
        "published": "2019-03-04T10:00:00Z",
        "source": "https://lantern.example/oil",
        "language": "en",
    }
    assert marks(draft, MarkKind.HEADING) == [("The Oil Question", "1")]
    assert marks(draft, MarkKind.LINK) == [("wick", "https://x.example")]
    assert marks(draft, MarkKind.QUOTATION) == [("Let there be light.", "")]
    assert [value for _, value in marks(draft, MarkKind.ITEM)] == ["•", "•", "3."]


def test_a_page_made_by_jekyll() -> None:
    draft = read(
        '<meta name="generator" content="Jekyll v4.2"><body><nav>Menu</nav><article class="post h-entry">'
        '<header class="post-header"><h1 class="post-title">Oil</h1><p class="post-meta">'
        '<time datetime="2016-11-08T00:00:00+00:00">Nov 8, 2016</time> • <span itemprop="author">'
        '<span itemprop="name">Ada Wick</span></span></p></header><div class="post-content"><p>Oil was short.</div></article>'
    )
    assert draft.adapter == "Jekyll or Hugo"
    assert draft.reading.text.endswith("Oil was short.")
    assert "Nov 8" not in draft.reading.text
    fields = said(draft)
    assert (fields["title"], fields["authors"], fields["published"][:10]) == (
        "Oil",
        ["Ada Wick"],
        "2016-11-08",
    )


def test_a_page_that_is_all_furniture_by_name_is_read() -> None:
    words = "Oil was short in the winter of 1914. " * 20
    assert read(f'<body><div class="sidebar comments"><p>{words}</div>').reading.text == words.strip()


@pytest.mark.parametrize(
    ("data", "words", "told"),
    [
        ("<meta charset=utf-8><p>Wörter – été".encode(), "Wörter – été", 0),
        ("<meta charset=iso-8859-1><p>Wörter – été".encode("cp1252"), "Wörter – été", 0),
        ("<meta charset=utf-16><p>Wörter".encode(), "Wörter", 0),
        ("<meta charset=RTF-8><p>Wörter".encode("cp1252"), "Wörter", 1),
        ("<meta charset=windows-1251><p>a séance there".encode("cp1252"), "a séance there", 1),
        ("<meta charset=windows-1251><p>Свет и тень".encode("cp1251"), "Свет и тень", 0),
        ("<meta charset=x-mac-cyrillic><p>Свет и тень".encode("mac-cyrillic"), "Свет и тень", 0),
        ("<meta charset=iso-8859-1><p>Wörter".encode(), "Wörter", 0),
        (codecs.BOM_UTF16_BE + "<p>Wörter".encode("utf-16-be"), "Wörter", 0),
        ("<meta charset=Shift_JIS><p>日本の光".encode("cp932"), "日本の光", 0),
    ],
)
def test_letters_whatever_the_label_says(data: bytes, words: str, told: int) -> None:
    draft = read(data)
    assert draft.reading.text == words
    assert len(draft.problems) == told


@pytest.mark.parametrize(
    "label", ["", "base64", "hex", "rot13", "idna", "undefined", "utf-16", "nonsense", "zlib"]
)
def test_a_label_that_is_no_encoding(label: str) -> None:
    assert codec_of(label) == ""


def test_a_page_without_words_is_refused() -> None:
    with pytest.raises(Unreadable, match="holds no words"):
        html.read(b"<script>x</script>", "a.html")


def test_markup_and_controls_in_fields_are_plain_text() -> None:
    draft = read("<title>x</title><meta name=author content='A\x1b[31m\u202eB'><p>words")
    assert said(draft)["authors"] == ["A␛[31m⟨202E⟩B"]
