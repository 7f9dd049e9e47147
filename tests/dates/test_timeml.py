"""TimeML: the document is valid, and says what the chronology says."""

from io import StringIO
from xml.etree import ElementTree

import pytest

from tui.dates import chronology
from tui.dates.timeml import timeml
from tui.model import Interval, Reading

# The part of TimeML 1.2.1 that is written here, with the parts of a document that TempEval-3 adds.
DTD = """
<!ELEMENT TimeML (DOCID, DCT, TEXT)>
<!ELEMENT DOCID (#PCDATA)>
<!ELEMENT DCT (TIMEX3)>
<!ELEMENT TEXT (#PCDATA | TIMEX3)*>
<!ELEMENT TIMEX3 (#PCDATA)>
<!ATTLIST TIMEX3
  tid ID #REQUIRED
  type (DATE | TIME | DURATION | SET) #REQUIRED
  beginPoint IDREF #IMPLIED
  endPoint IDREF #IMPLIED
  quant CDATA #IMPLIED
  freq CDATA #IMPLIED
  functionInDocument (CREATION_TIME | EXPIRATION_TIME | MODIFICATION_TIME | PUBLICATION_TIME | RELEASE_TIME
    | RECEPTION_TIME | NONE) "NONE"
  temporalFunction (true | false) "false"
  value CDATA #REQUIRED
  mod (BEFORE | AFTER | ON_OR_BEFORE | ON_OR_AFTER | LESS_THAN | MORE_THAN | EQUAL_OR_LESS | EQUAL_OR_MORE | START
    | MID | END | APPROX) #IMPLIED
  anchorTimeID IDREF #IMPLIED
>
"""
TEXTS = [
    "The guild met on 3 May 1932. A week later it split; every year since, on Mondays, it has met in early spring.",
    "Nothing is dated here & <nothing> is said.",
    "\x1b[31mIn March\x00 1917\ufffe they “met”. On 25 October (7 November) 1917 they rose.",
    "",
]


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("written", [None, "2017-02-20"])
def test_it_is_valid(text: str, written: str | None) -> None:
    etree = pytest.importorskip("lxml.etree", reason="lxml checks the document against its DTD")
    told = chronology(Reading(text), Interval.parse(written) if written else None)
    document = etree.fromstring(timeml(text, told, "a&b").encode())
    dtd = etree.DTD(StringIO(DTD))
    assert dtd.validate(document), dtd.error_log


@pytest.mark.parametrize("text", TEXTS)
def test_the_text_and_its_dates_come_back(text: str) -> None:
    told = chronology(Reading(text))
    root = ElementTree.fromstring(timeml(text, told))
    body = root.find("TEXT")
    assert body is not None
    marked = body.findall("TIMEX3")
    assert [each.get("value") for each in marked] == [timex.value for timex in told.timexes]
    assert len("".join(body.itertext())) == len(text.replace("\x00", "␀"))


def test_what_a_date_was_counted_from_is_named() -> None:
    text = "The guild met on 3 May 1932. A week later it split."
    root = ElementTree.fromstring(timeml(text, chronology(Reading(text))))
    first, second = root.iter("TEXT").__next__().findall("TIMEX3")
    assert second.get("anchorTimeID") == first.get("tid")
    assert (first.get("temporalFunction"), second.get("temporalFunction")) == ("false", "true")
