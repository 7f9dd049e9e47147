"""The old pages of socialistworker.org (1999 to 2008): tables and fonts, the parts told by their size alone.

Size 5 is the title, 4 the line above it, 2 the date and page ("August 5, 2005 | Page 11"), 1 a rule of dashes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tui.formats.html_article import Found
from tui.formats.html_tree import words_of
from tui.formats.periodical import date_in
from tui.formats.sites.page import Page

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_SIGN = "legacy-includes/"
_SPANISH = "BottomNavLinksObrero"
_RULE = re.compile(r"[-–—\s*]{5,}")
_BY = re.compile(r"(?:(?:review|interview|report)\w* )?(?:by|por)\s+([^|]{3,120}?)\s*\|", re.IGNORECASE)
# "LANCE SELFA is a columnist": in this paper the first words of an article are in capitals, so a name must be told of.
_NAME = r"(?:[A-ZÁÉÍÓÚÑ][A-ZÁÉÍÓÚÑ'’.-]*\.?\s+){1,3}[A-ZÁÉÍÓÚÑ][A-ZÁÉÍÓÚÑ'’-]+"
_WRITES = (
    r"(?:reports?|explains?|looks?|shows?|tells?|examines?|describes?|argues?|asks?|writes?|wrote|reviews?|answers?|"
    r"exposes?|analy[sz]es|uncovers?|considers?|remembers?|recalls?|makes? the case|responds?|is (?:a|the) (?:columnist|author|"
    r"reporter|editor|member)|cuenta|reporta|explica|informa|analiza|escribe|describe|examina)"
)
_TELLER = re.compile(rf"({_NAME}(?:\s+(?:and|y)\s+{_NAME})?),?\s+{_WRITES}\b")
_PLACE = re.compile(r",\s+.*")
_OPENING = 1500
_SHORT = 200


def find(page: Page) -> Found | None:
    """The article of a page of the site, `None` for any other page."""
    body = page.tree.body
    if body is None or _SIGN not in page.source:
        return None
    title = next((node for node in body.css('font[size="5"]') if words_of(node)), None)
    if title is None:
        return None
    found = Found(body)
    found.say("title", words_of(title))
    spanish = _SPANISH in page.source
    found.say("organization", "Obrero Socialista" if spanish else "Socialist Worker")
    found.say("language", "es" if spanish else "en")
    _read_dateline(body, found)
    _read_teller(body, found)
    found.heading(title, 1)
    above = body.css_first('font[size="4"]')
    if above is not None and len(words_of(above)) < _SHORT:
        found.heading(above, 2)
    for node in body.css('font[size="1"]'):
        if _RULE.fullmatch(words_of(node)):
            node.decompose()
    return found


def _read_dateline(body: LexborNode, found: Found) -> None:
    """Take the line of date, page and mostly the author from the text: "By Shaun Harkin | December 13, 2002 | Page 16"."""
    for node in body.css('font[size="2"]')[:4]:
        line = words_of(node)
        if len(line) > _SHORT or not (date := date_in(line, years=False)):
            continue
        found.say("published", date)
        by = _BY.match(line) or (_byline(body) if line.startswith("|") else None)
        if by:
            names = re.split(r"\s+(?:and|y)\s+|,\s+(?=\w+ [A-Z]\S+(?:,|$))", by[1])
            found.say("authors", [_PLACE.sub("", name).strip() for name in names])
        node.decompose()
        return


def _byline(body: LexborNode) -> re.Match[str] | None:
    """A line "By …" of its own before the date."""
    for node in body.css("b")[:6]:
        if by := _BY.match(words_of(node) + " |"):
            node.decompose()
            return by
    return None


def _read_teller(body: LexborNode, found: Found) -> None:
    """Where no line says "By", the opening may tell of the author, the name in capitals."""
    opening = " ".join(words_of(body)[:_OPENING].split())
    if "authors" not in found.fields and (match := _TELLER.search(opening)):
        found.say("authors", [name.title() for name in re.split(r"\s+(?:and|y)\s+", match[1])])
