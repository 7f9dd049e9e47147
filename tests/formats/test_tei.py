"""Scholarly editions: their text, their notes, and the dates that they give."""

import pytest

from tui.formats import Draft, Unreadable, tei, xml
from tui.model import MarkKind

HEADER = """<teiHeader><fileDesc><titleStmt><title>On Oil</title><author>Ada Wick</author></titleStmt>
<publicationStmt><publisher>e-press</publisher><date when="2021"/></publicationStmt>
<sourceDesc><bibl>The Lantern, <date when="1932">1932</date></bibl></sourceDesc></fileDesc>
<profileDesc><creation><date notBefore="1931-05" notAfter="1931-07"/></creation>
<langUsage><language ident="fr"/></langUsage></profileDesc></teiHeader>"""


def read(body: str, header: str = HEADER) -> Draft:
    source = f'<?xml version="1.0"?><TEI xmlns="http://www.tei-c.org/ns/1.0">{header}<text><body>{body}</body></text></TEI>'
    [draft] = xml.read(source.encode(), "a.xml")
    return draft


def marks(draft: Draft, kind: MarkKind) -> list[tuple[str, str]]:
    text = draft.reading.text
    return [(mark.span.of(text), mark.value) for mark in draft.reading.marks if mark.kind is kind]


def test_what_the_header_says() -> None:
    draft = read("<p>x</p>")
    assert {name: field.value for name, field in draft.fields.items() if name != "authors"} == {
        "title": "On Oil",
        "published": "1931-05/1931-07",
        "language": "fr",
        "note": "The Lantern, 1932",
    }


@pytest.mark.parametrize(
    ("attributes", "value"),
    [
        ('when="1914-08-02"', "1914-08-02"),
        ('when="1914-08-02T10:00:00"', "1914-08-02"),
        ('notBefore="1914" notAfter="1915-02"', "1914/1915-02"),
        ('from="1914"', "1914/.."),
        ('to="1914"', "../1914"),
        ('when="-0044-03-15"', "-0044-03-15"),
    ],
)
def test_dates_of_the_edition_are_marks(attributes: str, value: str) -> None:
    draft = read(f"<p>It was <date {attributes}>that summer</date>.</p>")
    assert marks(draft, MarkKind.DATE) == [("that summer", value)]


def test_a_date_without_a_value_is_left_to_the_reader() -> None:
    assert marks(read('<p><date when="summer">that summer</date></p>'), MarkKind.DATE) == []


def test_structure() -> None:
    draft = read(
        "<div><head>Oil</head><p>Oil was <hi rend='italic'>short</hi>,<lb/>and dear<note n='2'>By the\n gallon.</note>.</p>"
        "<quote><lg><l>Let there be</l><l>light</l></lg></quote><pb n='7'/><p>The <choice><sic>wik</sic><corr>wick</corr></choice>"
        " <del>and</del> was <sic>shrot</sic><gap/>.</p><list><item>one</item><item>two</item></list><fw>Running head</fw></div>"
    )
    assert draft.reading.text == (
        "Oil\n\nOil was short, and dear[2].\n\nLet there be\nlight\n\nThe wick was shrot[…].\n\n• one\n• two\n\n[2] By the gallon."
    )
    assert marks(draft, MarkKind.HEADING) == [("Oil", "1")]
    assert marks(draft, MarkKind.QUOTATION) == [("Let there be\nlight", "")]
    assert marks(draft, MarkKind.NOTE) == [("[2]", "2"), ("[2] By the gallon.", "2")]
    assert [value for _, value in marks(draft, MarkKind.PAGE)] == ["7"]


def test_a_corpus_has_an_article_a_text() -> None:
    text = "<TEI><text><body><p>{}</p></body></text></TEI>"
    second = text.format("Two").replace("<TEI>", "<TEI xml:id='t2'>")
    source = f"<teiCorpus>{text.format('One')}{second}</teiCorpus>"
    assert [(draft.part, draft.reading.text) for draft in tei.read(source.encode(), "a.tei")] == [
        ("1", "One"),
        ("t2", "Two"),
    ]


def test_names_of_characters_are_known_and_entities_refused() -> None:
    assert read("<p>&eacute;t&eacute; &amp; &lt;</p>").reading.text == "été & <"
    with pytest.raises(Unreadable, match="declares entities of its own"):
        xml.read(b'<!DOCTYPE a [<!ENTITY x "y">]><TEI><text><p>&x;</p></text></TEI>', "a.xml")


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("<foo/>", "its first element is <foo>"),
        ("words", "XML of a kind that is not read"),
        ("<TEI><p>", "not well-formed XML: no element found in line 1"),
        ("<TEI><text/></TEI>", "no TEI edition with a text"),
    ],
)
def test_what_is_refused(source: str, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        xml.read(source.encode(), "a.xml")
