"""Pages of the Marxists Internet Archive, as many hands have written them over thirty years.

A block of information (class `information` or `info`) parts the head (author, title, date) from the text and names the
periodical: "Labor Action, Vol. 12 No. 20, 17 May 1948, pp. 1 & 4". The archive's own links and "Last updated on" stand at the
ends. What that block says goes into the catalogue; the text begins with its title.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tui.formats.html_article import Found, read_metas
from tui.formats.html_tree import words_of
from tui.formats.periodical import date_in, rest_of
from tui.formats.sites.page import Page

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_SIGN = re.compile(
    r"marxists(?:'|’|&#8217;|&rsquo;)?\s*(?:\.org|internet|writers|archive)|class=[\"']?(?:updat|infotop|toplink)\b", re.IGNORECASE
)
_BLOCKS = "p.information, p.info, div.information, div.info, blockquote.information"
_FURNITURE = "p.toplink, p.updat, p.footer, p.link, p.skip, div.footer, p.updated, p.linkback, span.updat"
_LABEL = re.compile(r"([A-Z][\w/&,' ]{2,60}?)\s*:\s*", re.MULTILINE)
_SOURCES = ("First Published", "Published", "Source", "First published in", "From", "Original", "Publisher", "Publicado", "Fuente")
_FROM = re.compile(r"(?:from|first published in|published in|reprinted from|in)[:\s]+(?=\S)", re.IGNORECASE)
_VOLUME = re.compile(r",|\(|\b(?:vol|no|nr|number|volume|issue)\b\.?|\s[-–—]\s|;", re.IGNORECASE)
_DATED = re.compile(r"[\s(\[]*(?:written |published )?[\w\s,./–-]{3,40}[)\]\s.]*")
_LAST = re.compile(
    r"\W*(?:(?:this page )?(?:was )?last (?:updated|modified|revised|altered)\b.*|top of (?:the )?(?:page|document)|"
    r"return to .{1,80}|back to .{1,80}|.{0,80}\b(?:internet archive|writers.{0,3} (?:archive|index)|archive home ?page|home ?page|"
    r"marxists\.org|archive administrator|encyclopedia of (?:marxism|trotskyism.*))|.{0,60}\barchive|index|contents?(?: page)?|"
    r"next(?: chapter| section| page)?.{0,60}|previous.{0,60}|mia|)\W*",
    re.IGNORECASE | re.DOTALL,
)
_ARCHIVE = re.compile(r"(.{4,50}?)(?:['’]s?)?\s+(?:Internet\s+)?(?:Archive|Archiv|Archivo)\b")
_INITIALS = re.compile(r"(?:[A-Z]\.\s*){1,4}")
_TAIL = 14
_SHORT = 160


def find(page: Page) -> Found | None:
    """The article of a page of the archive, `None` for any other page."""
    body = page.tree.body
    if body is None or not _SIGN.search(page.source):
        return None
    found = Found(body)
    said = read_metas(page.tree)
    for name in ("source", "language"):
        found.say(name, said.get(name) or "")
    archive = _archive_of(body)
    block = next(iter(body.css(_BLOCKS)), None)
    head = _headings_before(body, block)
    title = _read_title(head, words_of(page.tree.css_first("title")), found)
    _read_authors(head, title, said, archive, found)
    _read_information(body, found)
    if "published" not in found.fields:
        dates = [date for node in head if (date := date_in(words_of(node)))]
        found.say("published", max(dates, key=len, default=""))
    _clean(body, head, title)
    return found


def _archive_of(body: LexborNode) -> str:
    """Whose archive the page belongs to, by the link at its foot."""
    for node in body.css("a")[-8:]:
        if (match := _ARCHIVE.match(words_of(node))) and not re.search(r"marxist|trotskyis|writers|etol", match[1], re.IGNORECASE):
            return match[1]
    return ""


def _headings_before(body: LexborNode, block: LexborNode | None) -> list[LexborNode]:
    """The headings (and the author's line, class `title`) above the block of information; without one, the first few."""
    from tui.formats.html_tree import nodes

    head: list[LexborNode] = []
    for node in nodes(body):
        if block is not None and node.mem_id == block.mem_id:
            break
        tag = node.tag or ""
        kind = (node.attributes.get("class") or "") if tag == "p" else ""
        if re.fullmatch(r"h[1-6]", tag) or kind in ("title", "author", "date", "sig", "c"):
            if words_of(node):
                head.append(node)
        elif block is None and tag == "p" and len(words_of(node)) > _SHORT:
            break
    return head[:12]


def _read_title(head: list[LexborNode], whole: str, found: Found) -> list[LexborNode]:
    """The headings that make the title: the largest, or of equal ones those that the page's own title has."""
    known = _plain(whole.partition(": ")[2] or whole)
    headings = [node for node in head if (node.tag or "").startswith("h") and not _is_date(words_of(node))]
    named = [node for node in headings if known and _plain(words_of(node)) and _plain(words_of(node)) in known]
    pool = named or headings
    largest = min((node.tag or "h9" for node in pool), default="")
    title = [node for node in pool if node.tag == largest]
    if not title:
        found.say("title", re.sub(r"\s*\([^()]*\d{4}\)\s*$", "", whole.partition(": ")[2] or whole))
        return []
    found.say("title", " ".join(words_of(node) for node in title))
    return title


def _read_authors(
    head: list[LexborNode], title: list[LexborNode], said: dict[str, object], archive: str, found: Found
) -> None:
    titles = {node.mem_id for node in title}
    above = []
    for node in head:
        if node.mem_id in titles:
            break
        above.append(words_of(node))
    names = said.get("authors")
    if isinstance(names, list) and names:
        found.say("authors", [part.strip() for name in names for part in re.split(r"[;,]\s+(?!Jr)", name)])
        return
    name = next((words for words in above if words and not _is_date(words) and len(words) < 60), "")
    if archive and (not name or _INITIALS.fullmatch(name) or _is_same(name, archive)):
        name = archive
    if name:
        found.say("authors", [name])


def _is_same(name: str, archive: str) -> bool:
    """Whether two names are one person's: spelt a little otherwise, the first letters agree word for word."""
    one, other = name.split(), archive.split()
    return bool(one and other) and one[0][0] == other[0][0] and bool({*one} & {*other})


def _read_information(body: LexborNode, found: Found) -> None:
    for block in body.css(_BLOCKS):
        for line in _lines(block):
            label, _, said = line.partition("\t")
            if not any(label.startswith(source) for source in _SOURCES) or "source line" in found.fields:
                continue
            date = date_in(said)
            if date and ("published" not in found.fields or _is_issue(said)):
                found.say("published", date, "page, its source line")
            if name := _periodical(said):
                found.say("organization", name, "page, its source line")
            if "note" not in found.fields or _is_issue(said):
                found.say("note", f"{label}: {said}" if label != "From" else f"From {said}")
            if _is_issue(said):
                return


def _lines(block: LexborNode) -> list[str]:
    """The lines of the block, each "label TAB what it says"."""
    source = re.sub(r"<br\b[^>]*>", "\n", block.inner_html or "")
    from tui.formats.html_tree import parse

    lines = []
    for piece in source.split("\n\n") if "\n" not in source else source.split("\n"):
        words = words_of(parse(piece).body)
        if not words:
            continue
        if (match := _LABEL.match(words)) and match.end() < len(words):
            lines.append(f"{match[1]}\t{words[match.end() :]}")
        elif match := _FROM.match(words):
            lines.append(f"From\t{words[match.end() :]}")
        elif lines and not _LABEL.match(words):
            lines[-1] += f" {words}"
    return lines


def _is_issue(line: str) -> bool:
    """Whether the line names an issue of a periodical."""
    return re.search(r"\b(?:vol|volume|no|number|nr|issue)\b\.?\s*[\dIVXLC]", line, re.IGNORECASE) is not None


def _periodical(line: str) -> str:
    """The name before volume and date; a book's or a publisher's line has none."""
    if not (_is_issue(line) or date_in(line, years=False)):
        return ""
    name = rest_of(_VOLUME.split(line, maxsplit=1)[0]).strip(" .,:;“”\"'")
    return name if 2 < len(name) < 60 and not name[0].isdigit() else ""


def _clean(body: LexborNode, head: list[LexborNode], title: list[LexborNode]) -> None:
    """Take what is the archive's out of the text."""
    titles = {node.mem_id for node in title}
    for node in head:
        words = words_of(node)
        above = not titles
        if node.mem_id in titles:
            titles.clear()
            continue
        if _is_date(words) or (node.tag == "p") or above:
            node.decompose()
    for node in [*body.css(_BLOCKS), *body.css(_FURNITURE)]:
        node.decompose()
    blocks = body.css("p, h1, h2, h3, h4, h5, h6, div, center, table, li, a")
    for node in reversed(blocks[-_TAIL:]):
        words = words_of(node)
        if len(words) < _SHORT and _LAST.fullmatch(words) and (node.css_first("a") is not None or node.tag == "a" or "ast " in words):
            node.decompose()


def _is_date(words: str) -> bool:
    return bool(date_in(words)) and _DATED.fullmatch(words) is not None and len(rest_of(words).strip(" ()[].,")) < 12


def _plain(words: str) -> str:
    return re.sub(r"[\W_]+", " ", words).casefold().strip()
