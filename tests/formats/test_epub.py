"""E-books: one article a chapter, in the order of the spine."""

from tests.formats.makers import archive, book
from tui.formats import Draft, epub
from tui.model import MarkKind


def chapter(words: str, title: str = "", kind: str = "chapter") -> str:
    heading = f"<h2>{title}</h2>" if title else ""
    return (
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><body>'
        f'<section epub:type="{kind}">{heading}<p>{words}</p></section></body></html>'
    )


def read(data: bytes) -> list[Draft]:
    return list(epub.read(data, "a.epub"))


def value(draft: Draft, name: str) -> object:
    field = draft.fields[name]
    return [item.value for item in field.value] if isinstance(field.value, list) else field.value


METADATA = (
    "<dc:creator>Ada Wick</dc:creator><dc:creator>Bo Tar</dc:creator><dc:publisher>Lantern Books</dc:publisher>"
    "<dc:language>en-GB</dc:language><dc:date>2017-10-19</dc:date>"
)


def test_chapters_stand_in_the_order_of_the_spine() -> None:
    files = {"b.xhtml": chapter("Second.", "Two"), "a.xhtml": chapter("First.", "One")}
    drafts = read(book(files, spine=["a.xhtml", "b.xhtml"], metadata=METADATA))
    assert [(draft.part, draft.reading.text) for draft in drafts] == [
        ("a.xhtml", "One\n\nFirst."),
        ("b.xhtml", "Two\n\nSecond."),
    ]
    assert value(drafts[0], "title") == "One – The Lamp Question"
    assert value(drafts[0], "authors") == ["Ada Wick", "Bo Tar"]
    assert value(drafts[0], "organization") == "Lantern Books"
    assert value(drafts[0], "note") == "e-book of 2017-10-19, Lantern Books"
    assert "published" not in drafts[0].fields


def test_the_colophon_tells_when_the_text_was_published() -> None:
    files = {
        "a.xhtml": chapter("First.", "One"),
        "c.xhtml": chapter(
            "<i>The Lamp Question</i><br/>was published in <time>1848</time> by Ada Wick.", "", "colophon"
        ),
    }
    [draft] = read(book(files, metadata=METADATA))
    assert value(draft, "published") == "1848"
    assert draft.fields["published"].said == "colophon"


def test_the_date_of_the_original_goes_before() -> None:
    date = '<dc:date opf:event="original-publication">1848-02</dc:date><dc:date>2012</dc:date>'
    [draft] = read(book({"a.xhtml": chapter("First.", "One")}, metadata=date))
    assert value(draft, "published") == "1848-02"


def test_titles_come_from_the_contents_and_split_chapters_are_whole() -> None:
    manifest = '<item id="n" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
    nav = (
        '<nav><ol><li><a href="a.xhtml">I: Oil</a></li><li><a href="c.xhtml#x">II: Wicks</a></li></ol></nav>'
    )
    files = {"a.xhtml": chapter("First,"), "b.xhtml": chapter("and on."), "c.xhtml": chapter("Last.")}
    drafts = read(book(files, manifest=manifest, **{"nav.xhtml": nav}))
    assert [(value(draft, "title"), draft.reading.text) for draft in drafts] == [
        ("I: Oil – The Lamp Question", "First,\n\nand on."),
        ("II: Wicks – The Lamp Question", "Last."),
    ]


def test_a_missing_chapter_is_told_and_the_others_are_there() -> None:
    [draft] = read(book({"a.xhtml": chapter("First.", "One")}, spine=["a.xhtml", "gone.xhtml"]))
    assert draft.reading.text == "One\n\nFirst."
    assert [problem.what for problem in draft.problems] == [
        "the chapter book/gone.xhtml is missing; passed over"
    ]


def test_a_book_without_a_package_is_read_in_the_order_of_its_files() -> None:
    drafts = read(archive({"b.html": "<p>Second", "a.html": "<p>First"}))
    assert [draft.reading.text for draft in drafts] == ["Second", "First"]
    assert len(drafts[0].problems) == 2


def test_notes_and_pages() -> None:
    words = (
        'In 1914<a epub:type="noteref" href="n.xhtml#n1">1</a> oil was <span epub:type="pagebreak" title="7"></span>dear. '
        '<a role="doc-backlink" href="#r">↩</a>'
    )
    [draft] = read(book({"a.xhtml": chapter(words)}))
    text = draft.reading.text
    assert text == "In 1914[1] oil was dear."
    assert [(m.kind, m.value, m.span.of(text)) for m in draft.reading.marks] == [
        (MarkKind.NOTE, "1", "[1]"),
        (MarkKind.PAGE, "7", "dear."),
    ]
