"""What is written into the index; each function is part of one transaction."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from tui.library import rows
from tui.library.fold import fold
from tui.library.register import Register
from tui.library.schema import STRETCH, UNDATED
from tui.library.survey import Found
from tui.model import Problem, visible

if TYPE_CHECKING:
    # A fresh index is opened without the readers that a digest is made by.
    from tui.library.digest import ArticleRow, Digest

ALL = "*"
"""The shelf of the whole collection."""

ARTICLES, OTHER = "article", "other"
_OF_ARTICLE = ("listings", "texts", "events", "about", "namings")
# Whose problems are not of a file.
REGISTER, LONELY = -1, -2


def shelf_of(organization: str) -> str:
    """The shelf of an organization's articles."""
    return f"={organization}"


def write_register(database: sqlite3.Connection, register: Register, problems: Sequence[Problem]) -> None:
    """Keep the organizations."""
    database.execute("DELETE FROM organizations")
    database.executemany(
        "INSERT INTO organizations VALUES (?, ?, ?)",
        (
            (position, each.key, rows.organization_to(each))
            for position, each in enumerate(register.organizations.values())
        ),
    )
    write_problems(database, REGISTER, problems)


def write_file(
    database: sqlite3.Connection,
    path: str,
    found: Found,
    kind: str,
    edition: str | None,
    moved_from: str = "",
) -> int:
    """Keep that a file stands there, and give its number; one that was moved keeps the number it had."""
    name, old = _bytes(path), _bytes(moved_from or path)
    row = database.execute("SELECT id FROM files WHERE path = ?", (old,)).fetchone()
    values = (name, name.rpartition(b"/")[0], found.size, found.mtime, kind, edition)
    if row is None:
        cursor = database.execute(
            "INSERT INTO files (path, folder, size, mtime, kind, edition) VALUES (?, ?, ?, ?, ?, ?)", values
        )
        return int(cursor.lastrowid or 0)
    database.execute(
        "UPDATE files SET path = ?, folder = ?, size = ?, mtime = ?, kind = ?, edition = ? WHERE id = ?",
        (*values, row[0]),
    )
    return int(row[0])


def write_digest(database: sqlite3.Connection, file: int, digest: Digest) -> None:
    """Keep what became of a file; of parts that it holds no more nothing stays."""
    if digest.articles is None:
        return
    database.execute("UPDATE files SET content = ? WHERE id = ?", (digest.content or None, file))
    write_problems(database, file, digest.problems)
    old = dict(database.execute("SELECT part, id FROM articles WHERE file = ?", (file,)))
    for row in digest.articles:
        _write_article(database, file, old.pop(row.part, None), row)
    for article in old.values():
        _remove_article(database, article)


def remove_file(database: sqlite3.Connection, path: str) -> None:
    """Forget a file that is gone."""
    row = database.execute("SELECT id FROM files WHERE path = ?", (_bytes(path),)).fetchone()
    if row is None:
        return
    remove_articles(database, row[0])
    database.execute("DELETE FROM problems WHERE owner = ?", row)
    database.execute("DELETE FROM files WHERE id = ?", row)


def remove_articles(database: sqlite3.Connection, file: int) -> None:
    """Forget the articles of a file."""
    for (article,) in database.execute("SELECT id FROM articles WHERE file = ?", (file,)).fetchall():
        _remove_article(database, article)


def write_problems(database: sqlite3.Connection, owner: int, problems: Iterable[Problem]) -> None:
    """Keep what is wrong with a file (by its number), instead of what was wrong before."""
    database.execute("DELETE FROM problems WHERE owner = ?", (owner,))
    database.executemany(
        "INSERT INTO problems (owner, file, what, line, field, hint) VALUES (?, ?, ?, ?, ?, ?)",
        (
            (owner, visible(p.file), visible(p.what), p.line, visible(p.field), visible(p.hint))
            for p in problems
        ),
    )


# -- articles


def _write_article(database: sqlite3.Connection, file: int, article: int | None, row: ArticleRow) -> None:
    clash = database.execute("SELECT id FROM articles WHERE key = ?", (row.key,)).fetchone()
    if clash is not None and clash[0] != article:
        # A file of that name was there before and is not looked at yet; or two names look the same.
        _remove_article(database, clash[0])
    values = (file, row.part, row.key, row.organization, row.language, row.data, row.dated)
    if article is None:
        cursor = database.execute(
            "INSERT INTO articles (file, part, key, organization, language, data, dated, written) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, '')",
            values,
        )
        article = int(cursor.lastrowid or 0)
    else:
        _count(database, article, -1)
        _unindex(database, article)
        database.execute("DELETE FROM texts WHERE article = ?", (article,))
        database.execute("DELETE FROM about WHERE article = ?", (article,))
        database.execute("DELETE FROM namings WHERE article = ?", (article,))
        database.execute(
            "UPDATE articles SET file = ?, part = ?, key = ?, organization = ?, language = ?, data = ?, dated = ? "
            "WHERE id = ?",
            (*values, article),
        )
    database.execute("REPLACE INTO listings VALUES (?, ?, ?, ?)", (article, *rows.listing_to(row.data)))
    database.execute("INSERT INTO texts VALUES (?, ?, ?)", (article, row.text, row.marks))
    database.execute(
        "INSERT INTO words (rowid, title, authors, text) VALUES (?, ?, ?, ?)", (article, *row.words)
    )
    about = {key for key in row.about if key != row.organization}
    database.executemany("INSERT INTO about VALUES (?, ?)", ((key, article) for key in about))
    database.executemany(
        "INSERT OR IGNORE INTO namings VALUES (?, ?, ?, ?)",
        ((key, article, start, end) for key, start, end in row.namings),
    )
    _write_events(database, article, row)
    _count(database, article, 1)


def _write_events(database: sqlite3.Connection, article: int, row: ArticleRow) -> None:
    if row.events is None:
        database.execute(
            "UPDATE events SET organization = ?1 WHERE article = ?2 AND organization <> ?1",
            (row.organization, article),
        )
        return
    database.execute(
        "UPDATE articles SET written = ?, earliest = ?, latest = ? WHERE id = ?",
        (row.written, row.earliest, row.latest, article),
    )
    database.execute("DELETE FROM events WHERE article = ?", (article,))
    undated = rows.shelf_of_undated(article)
    database.executemany(
        "INSERT INTO events (article, organization, first, last, earliest, latest, start, certainty, kind, sentence, "
        "data) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (
                article,
                row.organization,
                undated if first is None else first,
                undated if last is None else last,
                *rest,
            )
            for first, last, *rest in row.events
        ),
    )


def _remove_article(database: sqlite3.Connection, article: int) -> None:
    _count(database, article, -1)
    _unindex(database, article)
    for table in _OF_ARTICLE:
        database.execute(f"DELETE FROM {table} WHERE article = ?", (article,))  # noqa: S608 - a name of ours
    database.execute("DELETE FROM articles WHERE id = ?", (article,))


def _unindex(database: sqlite3.Connection, article: int) -> None:
    """Take the article's words out of the full text; FTS5 wants to be told what they were."""
    row = database.execute(
        "SELECT a.data, t.text FROM articles a JOIN texts t ON t.article = a.id WHERE a.id = ?", (article,)
    ).fetchone()
    if row is None:
        return
    told = rows.article_from(row[0])
    words = (fold(told.title), fold("; ".join(told.authors)), fold(rows.text_from(row[1])))
    database.execute(
        "INSERT INTO words (words, rowid, title, authors, text) VALUES ('delete', ?, ?, ?, ?)",
        (article, *words),
    )


def _count(database: sqlite3.Connection, article: int, sign: int) -> None:
    """Count the article's events in, or out, on its lane and on every shelf that it stands on."""
    days = Counter(database.execute("SELECT first, last FROM events WHERE article = ?", (article,)))
    if not days:
        return
    (own,) = database.execute("SELECT organization FROM articles WHERE id = ?", (article,)).fetchone()
    about = database.execute("SELECT organization FROM about WHERE article = ?", (article,))
    shelves = dict.fromkeys((ALL, shelf_of(own), *(shelf_of(organization) for (organization,) in about)))
    stretches: Counter[tuple[int, int]] = Counter()
    for (first, last), count in days.items():
        stretches[first >> STRETCH, last >> STRETCH] += count
    _sum(database, "spans", shelves, days, sign)
    _sum(database, "stretches", shelves, stretches, sign)
    undated = sum(count for (first, _), count in days.items() if first >= UNDATED)
    database.execute(
        "INSERT INTO lanes VALUES (?1, ?2, ?3) ON CONFLICT (organization) "
        "DO UPDATE SET dated = dated + excluded.dated, undated = undated + excluded.undated",
        (own, sign * (days.total() - undated), sign * undated),
    )


def _sum(
    database: sqlite3.Connection,
    table: str,
    shelves: Iterable[str],
    counts: Mapping[tuple[int, int], int],
    sign: int,
) -> None:
    """Add counts to those of a table on some shelves, or take them away."""
    database.executemany(
        f"INSERT INTO {table} VALUES (?1, ?2, ?3, ?4) "  # noqa: S608 - a name of ours
        "ON CONFLICT (shelf, first, last) DO UPDATE SET count = count + excluded.count",
        ((shelf, *days, sign * count) for shelf in shelves for days, count in counts.items()),
    )
    if sign < 0:
        database.executemany(
            f"DELETE FROM {table} WHERE shelf = ? AND first = ? AND last = ? AND count <= 0",  # noqa: S608
            ((shelf, *days) for shelf in shelves for days in counts),
        )


def _bytes(path: str) -> bytes:
    return path.encode("utf-8", "surrogateescape")
