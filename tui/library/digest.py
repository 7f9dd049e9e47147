"""The digest of a file: all that the index keeps of it, made in one go and by itself, in whichever process."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from tui.formats import Draft, Unreadable, format_of, read_fields
from tui.formats.encoding import decode
from tui.library import rows
from tui.library.entry import SIDECAR, Entry, Sidecar, make_entry
from tui.library.files import LONGEST_DESCRIPTION, Refused, key_of, read_bytes, reason, sidecars_of
from tui.library.fold import fold
from tui.library.register import Namings, Register
from tui.model import Article, Problem, Written, visible

_LANGUAGE = "en"


class Task(NamedTuple):
    """A file to be read: its path from the root, and what is known of it from before.

    `content` is the hash of what it held and `dated` the hash behind the dates of each of its parts: what is the same is
    not made again. Without `dates` none are looked for.
    """

    path: str
    content: bytes = b""
    dated: Mapping[str, bytes] = {}
    dates: bool = True


class ArticleRow(NamedTuple):
    """An article as the index keeps it.

    `events` is `None` where those it has still hold, and when it was written too; `dated` is `None` where no dates
    were looked for.
    """

    part: str
    key: str
    organization: str
    about: Sequence[str]
    language: str
    earliest: int | None
    latest: int | None
    data: str
    written: str
    dated: bytes | None
    text: bytes
    marks: bytes
    words: tuple[str, str, str]
    events: Sequence[rows.EventRow] | None
    namings: Sequence[tuple[str, int, int]]


class Digest(NamedTuple):
    """What became of a task; `articles` is `None` where the file holds what it held before."""

    path: str
    content: bytes
    articles: Sequence[ArticleRow] | None
    problems: Sequence[Problem] = ()


class Digester:
    """Makes digests of the files of one collection; it can be sent to another process."""

    def __init__(self, root: Path, register: Register) -> None:
        """Read below this folder, with these organizations."""
        self.root = root
        self.register = register
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
        path = self.root / task.path
        data = read_bytes(path)
        beside = self._beside(task.path)
        content = blake2b(data, digest_size=16)
        for _, said, _ in beside:
            content.update(b"\0" + said)
        if content.digest() == task.content:
            return Digest(task.path, task.content, None)
        format = format_of(path.name)
        if format is None:
            raise Unreadable("is of a format that is not read")
        sidecar = self._sidecar(beside)
        articles: list[ArticleRow] = []
        problems: dict[Problem, None] = {}
        for draft in format.read(data, key):
            whole = f"{key}#{draft.part}" if draft.part else key
            entry = make_entry(whole, draft, sidecar, format.name, self.register)
            problems |= dict.fromkeys(entry.problems)
            articles.append(self._article(entry, draft, task, problems))
        return Digest(task.path, content.digest(), articles, tuple(problems))

    def _beside(self, path: str) -> list[tuple[str, bytes, Problem | None]]:
        """The sidecar: its path, what stands in it, and what is wrong where it cannot be read."""
        for name in sidecars_of(path):
            try:
                return [(name, read_bytes(self.root / name, LONGEST_DESCRIPTION), None)]
            except FileNotFoundError:
                continue
            except (OSError, Refused) as error:
                return [(name, b"", Problem(key_of(name), reason(error)))]
        return []

    def _sidecar(self, beside: Sequence[tuple[str, bytes, Problem | None]]) -> Sidecar:
        for name, said, problem in beside:
            key = key_of(name)
            if problem is not None:
                return Sidecar(key, problems=(problem,))
            try:
                text, _ = decode(said)
            except Unreadable as error:
                return Sidecar(key, problems=(Problem(key, reason(error)),))
            whole, problems = read_fields(text, key, SIDECAR)
            return Sidecar.of(whole, problems, key)
        return Sidecar("")

    def _article(self, entry: Entry, draft: Draft, task: Task, problems: dict[Problem, None]) -> ArticleRow:
        article, reading = entry.article, draft.reading
        text, marks = rows.reading_to(reading)
        published = article.published.edtf if article.published else ""
        known = blake2b(
            f"{task.dates} {published} {article.language} {reading.text}".encode(), digest_size=16
        )
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
            article.organization,
            article.about,
            article.language,
            *rows.ordinals(written.interval),
            rows.article_to(article),
            rows.written_to(written),
            dated,
            text,
            marks,
            (fold(article.title), fold("; ".join(article.authors)), fold(reading.text)),
            events,
            tuple(self._namings.find(reading.text)),
        )

    def _dates(
        self, article: Article, draft: Draft, problems: dict[Problem, None]
    ) -> tuple[Written, list[rows.EventRow]] | None:
        from tui.dates import chronology

        language = article.language.replace("_", "-").partition("-")[0].lower() or _LANGUAGE
        try:
            known = chronology(draft.reading, article.published, language)
        except LookupError as error:
            if isinstance(error, KeyError | IndexError):
                raise
            what = f"dates in the language {article.language!r} cannot be read yet"
            problems[Problem(article.key, what, field="language")] = None
            return None
        return known.written, rows.events_to(known.events, draft.reading.text)
