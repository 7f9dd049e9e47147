"""RSS and Atom: one article an entry, read by `feedparser`, which knows what real feeds get wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from email.utils import parsedate
from io import BytesIO
from typing import Any

from tui.formats.draft import Draft, Unreadable
from tui.formats.encoding import decode
from tui.formats.fields import Field
from tui.formats.html import read_piece
from tui.model import Problem, visible

_ENTRIES = 50_000
_ISO = re.compile(r"\s*(\d{4})-(\d\d)(?:-(\d\d))?(?!\d)")
_MARKUP = re.compile(r"<[a-zA-Z/!][^>]{0,2000}>|&[#\w]{2,10};")
_CUT = re.compile(
    r"(?:…|\.\.\.|\[…\]|\[\.\.\.\]|\[&hellip;\]|(?:read|continue) (?:more|reading)\W*)\s*\Z", re.IGNORECASE
)
_SHORT = 1200
_PLACE = re.compile(r"[^/?#=:]+(?=[/?#]*\Z)")


def read(data: bytes, name: str) -> Sequence[Draft]:
    """Read the entries of a feed; raises `Unreadable` where there is none."""
    import feedparser

    decode(data)
    # A stream: bytes would be taken for an address or a file's name first.
    parsed: Any = feedparser.parse(BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
    entries = parsed.entries
    if not entries:
        reason = f" ({_why(parsed)})" if parsed.get("bozo") else ""
        raise Unreadable(f"is no RSS or Atom feed with entries{reason}")
    problems = []
    if parsed.get("bozo") and not _is_harmless(parsed):
        problems.append(Problem(name, f"is not well-formed ({_why(parsed)}); read as far as it goes"))
    if len(entries) > _ENTRIES:
        problems.append(Problem(name, f"has more than {_ENTRIES} entries; the others are passed over"))
    drafts = list(_drafts(entries[:_ENTRIES], parsed.feed, parsed.get("version") or "feed", name, problems))
    if not drafts:
        raise Unreadable("is a feed whose entries have no text")
    drafts[0] = Draft(
        drafts[0].reading,
        drafts[0].fields,
        (*problems, *drafts[0].problems),
        drafts[0].part,
        drafts[0].adapter,
    )
    return drafts


def _drafts(entries: Any, feed: Any, version: str, name: str, problems: list[Problem]) -> Iterator[Draft]:
    parts: set[str] = set()
    empty = 0
    for number, entry in enumerate(entries, 1):
        source = _text(entry)
        reading, known, adapter = read_piece(source if _MARKUP.search(source) else _paragraphs(source), name)
        if not reading.text:
            empty += 1
            continue
        # What an adapter read from the periodical's own line is nearer to the source than the container's word.
        nearer = {each: known[each] for each in ("organization", "published") if each in known}
        fields = {**known, **_fields(entry, feed), **nearer}
        if len(source) < _SHORT and _CUT.search(source):
            fields.setdefault("note", Field("the feed holds only a summary", said="feed"))
        part = _part(entry, number, parts)
        yield Draft(reading, fields, part=part, adapter=adapter or version)
    if empty:
        problems.append(Problem(name, f"{empty} of its entries have no text; passed over"))


def _text(entry: Any) -> str:
    """The longest text that the entry has: many feeds have a summary beside the whole."""
    texts = [each.get("value") or "" for each in entry.get("content") or ()]
    return max([*texts, entry.get("summary") or ""], key=len)


def _paragraphs(text: str) -> str:
    """Plain text as HTML."""
    from html import escape

    return "".join(f"<p>{escape(block)}" for block in re.split(r"\n\s*\n", text))


def _fields(entry: Any, feed: Any) -> Mapping[str, Field]:
    said = {
        "title": _line(entry.get("title")),
        "published": _date(entry.get("published") or entry.get("created") or entry.get("issued") or ""),
        "organization": _line(entry.get("publisher") or feed.get("publisher") or feed.get("title")),
        "source": _line(entry.get("link")),
        "language": _line(
            entry.get("language") or (entry.get("title_detail") or {}).get("language") or feed.get("language")
        ),
    }
    fields = {name: Field(value, said="feed") for name, value in said.items() if value}
    if "published" not in fields and (date := _date(entry.get("updated") or "")):
        fields["published"] = Field(date, said="feed, last updated")
    names = [_line(author.get("name") or author.get("email")) for author in entry.get("authors") or ()]
    names = [each for each in (names or [_line(entry.get("author"))]) if each]
    if names:
        fields["authors"] = Field([Field(each, said="feed") for each in names], said="feed")
    return fields


def _line(value: Any) -> str:
    if not isinstance(value, str):
        return ""
    if _MARKUP.search(value):
        value = read_piece(value[:2000], "")[0].text
    return visible(" ".join(value.split()), lines=False)


def _date(words: str) -> str:
    """The day as it is written: turned into another time zone it could be the day before."""
    if match := _ISO.match(words):
        return "-".join(part for part in match.groups() if part)
    try:
        day = parsedate(words)
    except (ValueError, IndexError, TypeError):
        return ""
    return f"{day[0]:04}-{day[1]:02}-{day[2]:02}" if day and 1 <= day[1] <= 12 and 1 <= day[2] <= 31 else ""


def _part(entry: Any, number: int, parts: set[str]) -> str:
    """A short name of the entry that stays the same when others are added above it."""
    address = str(entry.get("id") or entry.get("link") or "").strip()
    match = _PLACE.search(address[-400:])
    short = visible(match[0], lines=False)[:80] if match else str(number)
    part = short if short not in parts else visible(address.partition("://")[2] or address, lines=False)[-80:]
    part = part if part not in parts else f"{part} ({number})"
    parts.add(part)
    return part


def _why(parsed: Any) -> str:
    reason = str(parsed.get("bozo_exception") or "unknown reason").splitlines()
    return visible(reason[0] if reason else "unknown reason", lines=False)[:160]


def _is_harmless(parsed: Any) -> bool:
    """Whether the complaint is only of the encoding's label, which the parser has put right."""
    return type(parsed.get("bozo_exception")).__name__ in ("CharacterEncodingOverride", "NonXMLContentType")
