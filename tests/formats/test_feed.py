"""Feeds: one article an entry."""

import pytest

from tui.formats import Draft, Unreadable, feed, xml


def read(source: str, name: str = "a.rss") -> list[Draft]:
    return list(feed.read(source.encode(), name))


RSS = """<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>The Lantern</title><language>en</language>{items}</channel></rss>"""
ITEM = """<item><title>On &lt;i&gt;Oil&lt;/i&gt;</title><link>https://lantern.example/1932/on-oil</link>
<dc:creator>Ada Wick</dc:creator><pubDate>Sat, 14 May 1932 00:30:00 +0200</pubDate><description>Short …</description>
<content:encoded><![CDATA[<h2>Oil</h2><p>Oil was <b>short</b>.</p><script>x</script>]]></content:encoded></item>"""


def test_the_whole_text_and_what_the_feed_says() -> None:
    [draft] = read(RSS.format(items=ITEM))
    assert draft.reading.text == "Oil\n\nOil was short."
    assert draft.part == "on-oil"
    fields = {name: field.value for name, field in draft.fields.items() if name != "authors"}
    assert fields == {
        "title": "On Oil",
        "published": "1932-05-14",
        "organization": "The Lantern",
        "source": "https://lantern.example/1932/on-oil",
        "language": "en",
    }


def test_parts_are_each_other_than_the_others_and_stay_when_entries_come_above() -> None:
    items = (
        ITEM
        + ITEM.replace("/1932/", "/1933/")
        + "<item><title>Oil</title><description>words</description></item>"
    )
    parts = [draft.part for draft in read(RSS.format(items=items))]
    assert parts == ["on-oil", "lantern.example/1933/on-oil", "3"]


def test_atom_with_plain_text_and_only_an_update() -> None:
    source = """<feed xmlns="http://www.w3.org/2005/Atom"><title>The Lantern</title><entry><id>urn:x:7</id><title>Oil</title>
    <updated>1932-05-14T10:00:00Z</updated><summary>First.

Second.</summary></entry></feed>"""
    [draft] = xml.read(source.encode(), "a.xml")
    assert draft.reading.text == "First.\n\nSecond."
    assert draft.fields["published"].value == "1932-05-14"
    assert draft.fields["published"].said == "feed, last updated"
    assert draft.part == "7"


def test_a_summary_is_told_as_one() -> None:
    [draft] = read(RSS.format(items="<item><description>Oil was short [...]</description></item>"))
    assert draft.fields["note"].value == "the feed holds only a summary"


def test_entries_without_text_and_broken_feeds_are_told() -> None:
    drafts = read(RSS.format(items=ITEM + "<item><title>Bare</title></item>"))
    assert [problem.what for problem in drafts[0].problems] == ["1 of its entries have no text; passed over"]
    [draft] = read(RSS.format(items=ITEM).replace("</channel>", "<open>"))
    assert "is not well-formed" in draft.problems[0].what


@pytest.mark.parametrize("source", ["", "words", RSS.format(items=""), "<html><body>x</body></html>"])
def test_what_is_no_feed_is_refused(source: str) -> None:
    with pytest.raises(Unreadable, match="no RSS or Atom feed"):
        read(source)
