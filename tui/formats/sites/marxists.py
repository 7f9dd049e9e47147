"""Pages of the Marxists Internet Archive, as many hands have written them over thirty years.

A block of information (class `information` or `info`) parts the head (author, title, date) from the text and names the
periodical: "Labor Action, Vol. 12 No. 20, 17 May 1948, pp. 1 & 4". The archive's own links and "Last updated on" stand at the
ends. What that block says goes into the catalogue; the text begins with its title.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tui.formats.html_article import Found, read_metas
from tui.formats.html_tree import nodes, parse, words_of
from tui.formats.periodical import date_in, rest_of
from tui.formats.sites.page import Page

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_SIGN = re.compile(
    r"marxists(?:'|’|&#8217;|&rsquo;)?\s*(?:\.org|internet|writers|archive)|class=[\"']?(?:updat|infotop|toplink)\b",
    re.IGNORECASE,
)
_BLOCKS = "p.information, p.info, div.information, div.info, blockquote.information"
_FURNITURE = "p.toplink, p.updat, p.footer, p.link, p.skip, div.footer, p.updated, p.linkback, span.updat"
_BREAK = re.compile(r"<br\b[^>]*>", re.IGNORECASE)
_TRANSCRIBED = re.compile(r"\s*\b(?:Transcribed|Transcription|Marked up|HTML Mark-?up|Copied)\b")
_LABEL = re.compile(r"([A-Z][\w/&,' ]{2,60}?)\s*:\s*")
_SOURCES = (
    "First Published",
    "Published",
    "Source",
    "First published in",
    "From",
    "Original",
    "Publisher",
    "Publicado",
    "Fuente",
)
_FROM = re.compile(
    r"\A\s*(?:from|first published in|published in|reprinted from|in)[:\s]+(?=\S)", re.IGNORECASE
)
_VOLUME = re.compile(r",|\(|\b(?:vol|no|nr|number|volume|issue)\b\.?|\s[-–—]\s|;", re.IGNORECASE)
_DATED = re.compile(r"[\s(\[]*(?:written |published )?[\w\s,./–-]{3,40}[)\]\s.]*")
_LAST = re.compile(
    r"\W*(?:(?:this page )?(?:was )?last (?:updated|modified|revised|altered)\b.*|top of (?:the )?(?:page|document)|"
    r"(?:return|back) to .{1,80}|.{0,60}\b(?:internet archive|home ?page|marxists\.org)|)\W*",
    re.IGNORECASE,
)
_ARCHIVE = re.compile(
    r"(?:(?:back|return) to (?:the )?)?(.{4,50}?)(?:['’]s?)?\s+(?:Internet\s+)?(?:Archive|Archiv|Archivo)\b",
    re.IGNORECASE,
)
_INITIALS = re.compile(r"(?:[A-Z]\.\s*){1,4}")
_SAID = "page, its source line"
_LINES = 40
_TAIL = 14
_SHORT = 160
_LINKED = 0.7


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
    known = {_plain(name) for name in (*(said.get("authors") or ()), archive)}
    titles = [node for node in head if _plain(words_of(node)) not in known]
    title = _read_title(titles, words_of(page.tree.css_first("title")), found)
    _read_authors(head, title, said, archive, found)
    _read_information(body, found)
    if "published" not in found.fields:
        dates = [date for node in head if (date := date_in(words_of(node)))]
        found.say("published", max(dates, key=len, default=""))
    _clean(body, head, title, found)
    return found


def _archive_of(body: LexborNode) -> str:
    """Whose archive the page belongs to, by the link at its foot."""
    for node in body.css("a")[-8:]:
        if (match := _ARCHIVE.match(words_of(node))) and not re.search(
            r"marxist|trotskyis|writers|etol", match[1], re.IGNORECASE
        ):
            return match[1]
    return ""


def _headings_before(body: LexborNode, block: LexborNode | None) -> list[LexborNode]:
    """The headings (and the author's line, class `title`) above the block of information; without one, the first few."""
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
    named = [
        node for node in headings if known and _plain(words_of(node)) and _plain(words_of(node)) in known
    ]
    pool = named or headings
    largest = min((node.tag or "h9" for node in pool), default="")
    title = [node for node in pool if node.tag == largest]
    if not title:
        found.say("title", re.sub(r"\s*\([^()]*\d{4}\)\s*$", "", whole.partition(": ")[2] or whole))
        return []
    found.say("title", " ".join(dict.fromkeys(words_of(node) for node in title)))
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
    if archive and (not name or _INITIALS.fullmatch(name)):
        name = archive
    if name:
        found.say("authors", [name])


def _read_information(body: LexborNode, found: Found) -> None:
    """Take the issue that the block names; a book's line is kept as a note, its year is the edition's, not the text's."""
    written = ""
    for block in body.css(_BLOCKS)[:_LINES]:
        for line in _lines(block):
            label, _, said = line.partition("\t")
            if label.startswith("Written"):
                written = written or date_in(said)
            if not label.startswith(_SOURCES):
                continue
            said = _TRANSCRIBED.split(said, maxsplit=1)[0].strip()
            name = _periodical(said)
            if name or "note" not in found.fields:
                found.say("note", f"From {said}" if label == "From" else f"{label}: {said}")
            if name:
                found.say("organization", name, _SAID)
                found.say("published", date_in(said), _SAID)
            if name and _is_issue(said):
                return
    if "published" not in found.fields:
        found.say("published", written, _SAID)


def _lines(block: LexborNode) -> list[str]:
    """The lines of the block, each "label TAB what it says"."""
    lines: list[str] = []
    for piece in _BREAK.split(block.inner_html or "", maxsplit=_LINES)[:_LINES]:
        words = words_of(parse(piece).body)
        if (match := _LABEL.match(words)) and match.end() < len(words):
            lines.append(f"{match[1]}\t{words[match.end() :]}")
        elif match := _FROM.match(words):
            lines.append(f"From\t{words[match.end() :]}")
        elif lines and words:
            lines[-1] += f" {words}"
    return lines


def _is_issue(line: str) -> bool:
    """Whether the line names an issue of a periodical."""
    return re.search(r"\b(?:vol|volume|no|number|nr|issue)\b\.?\s*[\dIVXLC]", line, re.IGNORECASE) is not None


def _periodical(line: str) -> str:
    """The name before volume and date; a book's or a publisher's line has none."""
    if not (_is_issue(line) or date_in(line, years=False)):
        return ""
    name = _FROM.sub("", _VOLUME.split(rest_of(line).strip(" ,.;"), maxsplit=1)[0]).strip(" .,:;“”\"'")
    return name if 2 < len(name) < 60 and not name[0].isdigit() else ""


def _clean(body: LexborNode, head: list[LexborNode], title: list[LexborNode], found: Found) -> None:
    """Take what is the archive's, and what the catalogue now has, out of the text."""
    titles = {node.mem_id for node in title}
    names = [set(_plain(name).split()) for name in _names(found)]
    for node in head:
        words = words_of(node)
        if node.mem_id not in titles and (
            _is_date(words) or _is_name(words, names) or _INITIALS.fullmatch(words) or node.tag == "p"
        ):
            node.decompose()
    for node in [*body.css(_BLOCKS), *body.css(_FURNITURE)]:
        node.decompose()
    for node in reversed(body.css("p, h1, h2, h3, h4, h5, h6, div, center, table, li")[-_TAIL:]):
        words = words_of(node)
        if len(words) >= _SHORT:
            continue
        linked = sum(len(words_of(link)) for link in node.css("a"))
        if words and (_LAST.fullmatch(words) if not linked else linked > _LINKED * len(words)):
            node.decompose()


def _is_name(words: str, names: list[set[str]]) -> bool:
    """Whether the words are an author's name, be it spelt a little otherwise."""
    own = set(_plain(words).split())
    return any(own == name or (len(own) <= 4 and len(own & name) >= 2) for name in names)


def _names(found: Found) -> list[str]:
    field = found.fields.get("authors")
    return [str(name.value) for name in field.value] if field and isinstance(field.value, list) else []


def _is_date(words: str) -> bool:
    return (
        bool(date_in(words))
        and _DATED.fullmatch(words) is not None
        and len(rest_of(words).strip(" ()[].,")) < 12
    )


def _plain(words: str) -> str:
    return re.sub(r"[\W_]+", " ", words).casefold().strip()
