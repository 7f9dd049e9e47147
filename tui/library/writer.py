"""What is written into the index, a transaction at a time."""

from __future__ import annotations

import os
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tui.library import rows
from tui.library.files import key_of
from tui.library.fold import fold
from tui.library.register import Register
from tui.library.survey import Found
from tui.library.tally import Tally
from tui.model import Problem, visible

if TYPE_CHECKING:
    # A fresh index is opened without the readers that a digest is made by.
    from tui.library.digest import ArticleRow, Digest
    from tui.library.store import Row, Store

_OF_ARTICLE = ("listings", "texts", "about", "namings")
# Whose problems are not of a file.
REGISTER, LONELY = -1, -2


@contextmanager
def writing(store: Store) -> Iterator[Writer]:
    """One transaction: all of it is kept, or nothing."""
    with store.write() as database:
        writer = Writer(database)
        yield writer
        writer.end()


class Writer:
    """Writes files, their articles and what is wrong with them; `end` writes what was added up meanwhile."""

    def __init__(self, database: sqlite3.Connection) -> None:
        """Write within the transaction of this connection."""
        self._database = database
        self._tally = Tally()

    def end(self) -> None:
        """Write the counts."""
        self._tally.write(self._database)

    # -- the collection

    def meta(self, name: str, value: str | None) -> None:
        """Keep a word about the index itself; `None` takes it away."""
        if value is None:
            self._database.execute("DELETE FROM meta WHERE name = ?", (name,))
        else:
            self._database.execute("REPLACE INTO meta VALUES (?, ?)", (name, value))

    def register(self, register: Register, problems: Sequence[Problem]) -> None:
        """Keep the organizations."""
        self._database.execute("DELETE FROM organizations")
        self._database.executemany(
            "INSERT INTO organizations VALUES (?, ?, ?)",
            (
                (position, each.key, rows.organization_to(each))
                for position, each in enumerate(register.organizations.values())
            ),
        )
        self.problems(REGISTER, problems)

    # -- files

    def file(self, path: str, found: Found, kind: str, edition: str | None, moved_from: str = "") -> int:
        """Keep that a file stands there, and give its number; one that was moved keeps the number it had."""
        name, old = _bytes(path), _bytes(moved_from or path)
        if moved_from:
            self.remove(path)
        row = self._one("SELECT id FROM files WHERE path = ?", old)
        values = (name, name.rpartition(b"/")[0], found.size, found.mtime, kind, edition)
        if row is None:
            cursor = self._database.execute(
                "INSERT INTO files (path, folder, size, mtime, kind, edition) VALUES (?, ?, ?, ?, ?, ?)",
                values,
            )
            return int(cursor.lastrowid or 0)
        self._database.execute(
            "UPDATE files SET path = ?, folder = ?, size = ?, mtime = ?, kind = ?, edition = ? WHERE id = ?",
            (*values, row[0]),
        )
        return int(row[0])

    def digest(self, file: int, digest: Digest) -> None:
        """Keep what became of a file; of parts that it holds no more nothing stays."""
        if digest.articles is None:
            return
        self._database.execute("UPDATE files SET content = ? WHERE id = ?", (digest.content or None, file))
        self.problems(file, digest.problems)
        old: dict[str, int] = dict(self._all("SELECT part, id FROM articles WHERE file = ?", file))
        for row in digest.articles:
            self._article(file, old.pop(row.part, None), row)
        for article in old.values():
            self._remove_article(article)

    def remove(self, path: str) -> None:
        """Forget a file that is gone."""
        row = self._one("SELECT id FROM files WHERE path = ?", _bytes(path))
        if row is None:
            return
        self.remove_articles(row[0])
        self._database.execute("DELETE FROM problems WHERE owner = ?", row)
        self._database.execute("DELETE FROM files WHERE id = ?", row)

    def remove_articles(self, file: int) -> None:
        """Forget the articles of a file."""
        for (article,) in self._all("SELECT id FROM articles WHERE file = ?", file):
            self._remove_article(article)

    def problems(self, owner: int, problems: Iterable[Problem]) -> None:
        """Keep what is wrong with a file (by its number), instead of what was wrong before."""
        self._database.execute("DELETE FROM problems WHERE owner = ?", (owner,))
        for problem in problems:
            self._problem(owner, problem)

    def _problem(self, owner: int, problem: Problem) -> None:
        words = (visible(each) for each in (problem.file, problem.what, problem.field, problem.hint))
        self._database.execute(
            "INSERT INTO problems (owner, line, file, what, field, hint) VALUES (?, ?, ?, ?, ?, ?)",
            (owner, problem.line, *words),
        )

    # -- articles

    def _article(self, file: int, article: int | None, row: ArticleRow) -> None:
        clash = self._one("SELECT id, file FROM articles WHERE key = ?", row.key)
        if clash is not None and clash[0] != article:
            self._remove_article(clash[0])
            # What is told of the other file holds until that is looked at again.
            what = f"has the same key as another article, {row.key}"
            path = os.fsdecode(self._all("SELECT path FROM files WHERE id = ?", clash[1])[0][0])
            self._problem(clash[1], Problem(key_of(path), what, hint="rename one of them"))
        if article is not None:
            self._take_out(article, events=row.events is not None)
        article = self._entry(file, article, row)
        # A REPLACE here would make SQLite put the full text on disk after each article.
        for sql, values in (
            ("INSERT INTO listings VALUES (?, ?, ?, ?)", row.listing),
            ("INSERT INTO texts VALUES (?, ?, ?)", (row.text, row.marks)),
            ("INSERT INTO words (rowid, title, authors, text) VALUES (?, ?, ?, ?)", row.words),
        ):
            self._database.execute(sql, (article, *values))
        about = {key for key in row.about if key != row.organization}
        self._database.executemany("INSERT INTO about VALUES (?, ?)", ((key, article) for key in about))
        self._database.executemany(
            "INSERT OR IGNORE INTO namings VALUES (?, ?, ?, ?)",
            ((key, article, start, end) for key, start, end in row.namings),
        )
        days = self._days(article) if row.events is None else self._events(article, row)
        self._tally.add(row.organization, about, days)

    def _entry(self, file: int, article: int | None, row: ArticleRow) -> int:
        """The row of the article itself, and its number; when it was written stays where its dates still hold."""
        values = (file, row.part, row.key, row.filing, row.organization, row.language, row.data, row.dated)
        written = (row.written, row.earliest, row.latest)
        if article is None:
            cursor = self._database.execute(
                "INSERT INTO articles (file, part, key, filing, organization, language, data, dated, written, earliest, "
                "latest) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (*values, *written),
            )
            return int(cursor.lastrowid or 0)
        self._database.execute(
            "UPDATE articles SET file = ?, part = ?, key = ?, filing = ?, organization = ?, language = ?, data = ?, "
            "dated = ? WHERE id = ?",
            (*values, article),
        )
        if row.events is not None:
            self._database.execute(
                "UPDATE articles SET written = ?, earliest = ?, latest = ? WHERE id = ?", (*written, article)
            )
        else:
            self._database.execute(
                "UPDATE events SET organization = ?1 WHERE article = ?2 AND organization <> ?1",
                (row.organization, article),
            )
        return article

    def _events(self, article: int, row: ArticleRow) -> Counter[tuple[int, int]]:
        """Keep the events of an article, and give how many there are of the same days."""
        undated = rows.shelf_of_undated(article)
        days = [
            (undated if first is None else first, undated if last is None else last)
            for first, last, *_ in row.events or ()
        ]
        self._database.executemany(
            "INSERT INTO events (article, organization, first, last, earliest, latest, start, certainty, kind, sentence, "
            "data) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (article, row.organization, *day, *event[2:])
                for day, event in zip(days, row.events or (), strict=True)
            ),
        )
        return Counter(days)

    def _remove_article(self, article: int) -> None:
        self._take_out(article, events=True)
        self._database.execute("DELETE FROM articles WHERE id = ?", (article,))

    def _take_out(self, article: int, *, events: bool) -> None:
        """Take out what hangs on an article; its events only if they are to be others."""
        ((organization,),) = self._all("SELECT organization FROM articles WHERE id = ?", article)
        about = [each for (each,) in self._all("SELECT organization FROM about WHERE article = ?", article)]
        self._tally.add(organization, about, self._days(article), -1)
        self._unindex(article)
        for table in (*_OF_ARTICLE, *(["events"] if events else [])):
            self._database.execute(f"DELETE FROM {table} WHERE article = ?", (article,))  # noqa: S608

    def _unindex(self, article: int) -> None:
        """Take the article's words out of the full text; FTS5 wants to be told what they were."""
        row = self._one(
            "SELECT a.data, t.text FROM articles a JOIN texts t ON t.article = a.id WHERE a.id = ?", article
        )
        if row is None:
            return
        told = rows.article_from(row[0])
        words = (fold(told.title), fold("; ".join(told.authors)), fold(row[1]))
        self._database.execute(
            "INSERT INTO words (words, rowid, title, authors, text) VALUES ('delete', ?, ?, ?, ?)",
            (article, *words),
        )

    def _days(self, article: int) -> Counter[tuple[int, int]]:
        return Counter(self._all("SELECT first, last FROM events WHERE article = ?", article))

    # -- questions

    def _one(self, sql: str, value: object) -> Row | None:
        row: Row | None = self._database.execute(sql, (value,)).fetchone()
        return row

    def _all(self, sql: str, value: object) -> list[Row]:
        return self._database.execute(sql, (value,)).fetchall()


def _bytes(path: str) -> bytes:
    return path.encode("utf-8", "surrogateescape")
