"""The digest of a file: all that the index keeps of it, made in one go and by itself, in whichever process."""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from tui.formats import Draft, Unreadable, format_of, read_fields
from tui.formats.encoding import decode
from tui.library import rows
from tui.library.description import Description
from tui.library.entry import SIDECAR, Entry, Sidecar, make_entry
from tui.library.files import LONGEST_DESCRIPTION, Refused, filing_of, key_of, read_bytes, reason
from tui.library.fold import fold
from tui.library.register import Namings
from tui.model import Article, Problem, Written, visible

# How long a file of many articles may take: then no more dates are looked for, then no more articles are read.
_SECONDS_FOR_DATES, _SECONDS = 4.0, 5.5
# Every so many bytes of a dump give it as long as one article may take; honest ones need half of that.
_BYTES_OF_PATIENCE = 5 << 20
_MOST_PROBLEMS = 100


class Task(NamedTuple):
    """A file to be read: its path from the root, its sidecar's (empty: it has none), and what is known from before.

    `content` is the hash of what it held and `dated` the hash behind the dates of each of its parts: what is the same is
    not made again. Without `dates` none are looked for. It may take `patience` times as long as one article.
    """

    path: str
    sidecar: str = ""
    content: bytes = b""
    dated: Mapping[str, bytes] = {}
    dates: bool = True
    patience: float = 1.0


def patience_for(path: str, size: int) -> float:
    """How much longer than one article a file of so many bytes may take: a large dump by as much as it is larger."""
    format = format_of(path)
    return max(1.0, size / _BYTES_OF_PATIENCE) if format is not None and format.rows else 1.0


class ArticleRow(NamedTuple):
    """An article as the index keeps it.

    `events` is `None` where those it has still hold, and when it was written too; `dated` is `None` where no dates
    were looked for.
    """

    part: str
    key: str
    filing: str
    organization: str
    about: Sequence[str]
    language: str
    earliest: int | None
    latest: int | None
    data: str
    written: str
    dated: bytes | None
    listing: tuple[str, int, str]
    text: str
    marks: str
    words: tuple[str, str, str]
    events: Sequence[rows.EventRow] | None
    namings: Sequence[tuple[str, int, int]]


class Digest(NamedTuple):
    """What became of a task; `articles` is `None` where the file holds what it held before."""

    path: str
    content: bytes
    articles: Sequence[ArticleRow] | None
    problems: Sequence[Problem] = ()


def content_of(data: bytes, beside: bytes) -> bytes:
    """The hash of what a file and its sidecar hold."""
    return blake2b(len(data).to_bytes(8, "big") + data + beside, digest_size=16).digest()


class Digester:
    """Makes digests of the files of one collection; it can be sent to another process."""

    def __init__(self, root: Path, described: Description) -> None:
        """Read below this folder, with what the collection says of itself."""
        self.top = os.fspath(root)
        self.register = described.register
        self._columns = described.columns
        self._days = described.days
        self._namings: Namings | None = None

    def __call__(self, task: Task) -> Digest:
        """Read a file; whatever is wrong with it becomes a problem of the digest, never an error."""
        key = key_of(task.path)
        try:
            return self._digest(task, key)
        except (OSError, Unreadable, Refused) as error:
            return Digest(task.path, b"", (), (Problem(key, reason(error)),))
        except MemoryError:
            raise
        except Exception as error:  # the format's reader or the engine met what it was not made for
            what = visible(f"cannot be read ({type(error).__name__}: {error})", lines=False)
            return Digest(task.path, b"", (), (Problem(key, what[:300]),))

    def _digest(self, task: Task, key: str) -> Digest:
        began = time.monotonic()
        data = read_bytes(f"{self.top}/{task.path}")
        said, trouble = self._beside(task.sidecar)
        content = content_of(data, said)
        if content == task.content:
            return Digest(task.path, content, None)
        format = format_of(task.path)
        if format is None:
            raise Unreadable("is of a format that is not read")
        sidecar = self._sidecar(task.sidecar, said, trouble)
        source = blake2b(data, digest_size=16).digest()
        articles: list[ArticleRow] = []
        problems: dict[Problem, None] = {}
        drafts = format.read(data, key, self._columns)
        undated = 0
        for number, draft in enumerate(_apart(drafts)):
            spent = (time.monotonic() - began) / task.patience
            if number and spent > _SECONDS:
                what = f"holds {len(drafts):,} articles; only the first {number:,} are read, the others take too long"
                problems[Problem(key, what, hint="part the file")] = None
                break
            if number and spent > _SECONDS_FOR_DATES and task.dates:
                task, undated = task._replace(dates=False), number
            whole = f"{key}#{draft.part}" if draft.part else key
            entry = make_entry(whole, draft, sidecar, format.name, self.register)
            problems |= dict.fromkeys(entry.problems)
            articles.append(self._article(entry, draft, filing_of(key, number), task, source, problems))
        if undated:
            what = f"holds {len(drafts):,} articles; the dates of only the first {undated:,} are read, the others take too long"
            problems[Problem(key, what, hint="part the file")] = None
        return Digest(task.path, content, articles, _first(problems, key))

    def _beside(self, path: str) -> tuple[bytes, str]:
        """What stands in the sidecar, and what is wrong where it cannot be read."""
        if not path:
            return b"", ""
        try:
            return read_bytes(f"{self.top}/{path}", LONGEST_DESCRIPTION), ""
        except (OSError, Refused) as error:
            return b"", reason(error)

    def _sidecar(self, path: str, said: bytes, trouble: str) -> Sidecar:
        if not path:
            return Sidecar("")
        key = key_of(path)
        if trouble:
            return Sidecar(key, problems=(Problem(key, trouble),))
        try:
            text, _ = decode(said)
        except Unreadable as error:
            return Sidecar(key, problems=(Problem(key, reason(error)),))
        whole, problems = read_fields(text, key, SIDECAR)
        return Sidecar.of(whole, problems, key)

    def _article(
        self,
        entry: Entry,
        draft: Draft,
        filing: str,
        task: Task,
        source: bytes,
        problems: dict[Problem, None],
    ) -> ArticleRow:
        article, reading = entry.article, draft.reading
        published = article.published.edtf if article.published else ""
        counted_from = f"{draft.part} {published} {article.language} {sorted(self._days.items())} "
        known = blake2b(counted_from.encode("utf-8", "surrogateescape") + source, digest_size=16)
        dated: bytes | None = known.digest()
        written, events = Written(article.published), None
        if task.dated.get(draft.part) != dated:
            dates = self._dates(article, draft, problems) if task.dates else None
            written, events = dates or (written, [])
            dated = dated if dates else None
        if self._namings is None:
            self._namings = self.register.namings()
        return ArticleRow(
            draft.part,
            article.key,
            filing,
            article.organization,
            article.about,
            article.language,
            *rows.ordinals(written.interval),
            rows.article_to(article),
            rows.written_to(written),
            dated,
            rows.listing_to(article),
            reading.text,
            rows.marks_to(reading.marks),
            (fold(article.title), fold("; ".join(article.authors)), fold(reading.text)),
            events,
            tuple(self._namings.find(reading.text)),
        )

    def _dates(
        self, article: Article, draft: Draft, problems: dict[Problem, None]
    ) -> tuple[Written, list[rows.EventRow]] | None:
        from tui.dates import chronology

        try:
            known = chronology(draft.reading, article.published, article.language, self._days)
        except MemoryError:
            raise
        except Exception as error:  # the text is there all the same
            unknown = isinstance(error, LookupError) and not isinstance(error, KeyError | IndexError)
            what = (
                f"dates in the language {article.language!r} cannot be read yet"
                if unknown
                else f"its dates could not be read ({type(error).__name__}: {error})"
            )
            problems[Problem(article.key, what, field="language" if unknown else "")] = None
            return None
        return known.written, rows.events_to(known.events, draft.reading.text)


def _apart(drafts: Iterable[Draft]) -> Iterator[Draft]:
    """The drafts, each under a name of its own: where two go by one, the later is numbered."""
    names: set[str] = set()
    times: Counter[str] = Counter()
    for draft in drafts:
        part = draft.part
        while part in names:
            times[draft.part] += 1
            part = f"{draft.part} ({times[draft.part] + 1})"
        names.add(part)
        yield draft if part == draft.part else replace(draft, part=part)


def _first(problems: Iterable[Problem], key: str) -> tuple[Problem, ...]:
    """As many problems of a file as anybody reads, and how many more there are."""
    told = tuple(problems)
    if len(told) <= _MOST_PROBLEMS:
        return told
    rest = len(told) - _MOST_PROBLEMS
    return (*told[:_MOST_PROBLEMS], Problem(key, f"has {rest:,} more such problems"))
