"""The index's file: opened, shared by threads and processes, made anew when it is spoilt."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from errno import EACCES, EIO
from pathlib import Path
from threading import RLock, local
from typing import Any

from tui.library import schema
from tui.model import Stopped

Row = tuple[Any, ...]
_PATIENCE = 30.0
# How many steps of SQLite are taken between two looks whether to give up: a millisecond or so.
_BREATH = 20_000
_SIDE_FILES = ("", "-wal", "-shm")


class Spoilt(Exception):
    """The file is no index, or is damaged; it has to be made anew."""


def place_of(root: Path, folder: Path) -> Path:
    """Where the index of a collection is kept under the cache folder: named after the collection's real path."""
    name = hashlib.sha256(os.fsencode(root.resolve())).hexdigest()[:24]
    return folder / "collections" / f"{name}.db"


class Store:
    """A database of `schema.TABLES`: many readers, one writer at a time; `path` is `None` for one in memory.

    Any method may raise `Spoilt`, and `OSError` where the disk is full or fails. Several threads may use it. Readers see what is committed; a writer's connection is
    its own, so that nobody waits for it.
    """

    def __init__(self, path: Path | None, *, read_only: bool = False) -> None:
        """Open the file, or make it; raises `OSError` where it cannot be written, or read if it is for reading only."""
        self.path = path
        self._read_only = read_only
        self._lock = RLock()
        self._write_lock = RLock()
        self._own = local()
        self._idle: list[sqlite3.Connection] = []
        self._turn: sqlite3.Connection | None = None
        if path is not None and not read_only:
            path.parent.mkdir(parents=True, exist_ok=True)
            if not os.access(path if path.exists() else path.parent, os.W_OK):
                raise PermissionError(EACCES, os.strerror(EACCES))
        with _told():
            self._reader = self._connect()
            self._writer = self._reader if path is None else None
            self._settle()

    @property
    def there(self) -> bool:
        """Whether its file still stands where it was opened (anybody may delete it)."""
        if self.path is None:
            return True
        try:
            return os.stat(self.path).st_ino == self._inode  # noqa: PTH116 - one call less at every refresh
        except OSError:
            return False

    def all(self, sql: str, values: Sequence[Any] = ()) -> list[Row]:
        """The rows of a question."""
        with self._reading() as reader, _told():
            return reader.execute(sql, values).fetchall()

    def stream(self, sql: str, values: Sequence[Any] = ()) -> Iterator[Row]:
        """The rows of a question one by one; the connection is held until they have all been taken."""
        with self._reading() as reader, _told():
            yield from reader.execute(sql, values)

    def each(self, sql: str, values: Iterable[Sequence[Any]]) -> list[list[Row]]:
        """The rows of a question for each of several values."""
        with self._reading() as reader, _told():
            return [reader.execute(sql, each).fetchall() for each in values]

    def one(self, sql: str, values: Sequence[Any] = ()) -> Row | None:
        """The first row of a question."""
        with self._reading() as reader, _told():
            row: Row | None = reader.execute(sql, values).fetchone()
            return row

    @contextmanager
    def aside(self, stopped: Callable[[], bool]) -> Iterator[None]:
        """Ask aside what this thread asks meanwhile: nobody waits for it, and it is given up when `stopped` says so.

        Then it raises `Stopped`. An index in memory has one connection for all, and gives nothing up.
        """
        if self.path is None:
            yield
            return
        with self._lock, _told():
            connection = self._idle.pop() if self._idle else self._connect()
        connection.set_progress_handler(stopped, _BREATH)
        self._own.connection = connection
        try:
            yield
        finally:
            self._own.connection = None
            connection.set_progress_handler(None, 0)
            with self._lock:
                self._idle.append(connection)

    @property
    def generation(self) -> int:
        """Changes whenever something was committed, by whomever."""
        with self._lock, _told():
            if self._writer is self._reader:
                return int(self._reader.total_changes)
            return int(self._reader.execute("PRAGMA data_version").fetchone()[0])

    def meta(self, name: str) -> str:
        """A word that the index keeps about itself, empty where it keeps none."""
        row = self.one("SELECT value FROM meta WHERE name = ?", (name,))
        return str(row[0]) if row else ""

    @contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """One transaction: all of it is kept, or nothing."""
        with self._write_lock, self._reading_stopped(), _told():
            if self._writer is None:
                self._writer = self._connect()
                self._writer.execute("PRAGMA cache_size = -65536")
                self._writer.execute("PRAGMA wal_autocheckpoint = 8192")
            self._writer.execute("BEGIN IMMEDIATE")
            try:
                yield self._writer
            except BaseException:
                with suppress(sqlite3.Error):
                    self._writer.execute("ROLLBACK")
                raise
            self._writer.execute("COMMIT")

    def take_turn(self, *, wait: bool = False) -> bool:
        """Become the one process that brings the index up to date; false while another one is (for long, with `wait`).

        The turn ends with `end_turn`, and with the process, however it ends.
        """
        if self.path is None:
            return True
        with _told():
            turn = sqlite3.connect(
                f"{self.path}.turn",
                timeout=_PATIENCE if wait else 0,
                isolation_level=None,
                check_same_thread=False,
            )
            try:
                turn.execute("BEGIN EXCLUSIVE")
            except sqlite3.Error as error:
                turn.close()
                if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
                    return False
                raise
        self._turn = turn
        return True

    def end_turn(self) -> None:
        """Let others have the turn."""
        if self._turn is not None:
            self._turn.close()
            self._turn = None

    def close(self) -> None:
        """Close the file; it may be deleted then."""
        self.end_turn()
        with self._write_lock, self._lock, suppress(sqlite3.Error):
            if self._writer is not None and self._writer is not self._reader:
                self._writer.close()
            self._reader.close()
            while self._idle:
                self._idle.pop().close()

    # -- inside

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        """The connection that this thread asks: its own while it asks aside, else the one for all."""
        own: sqlite3.Connection | None = getattr(self._own, "connection", None)
        if own is not None:
            yield own
            return
        with self._lock:
            yield self._reader

    def _connect(self) -> sqlite3.Connection:
        name = ":memory:" if self.path is None else str(self.path)
        if self.path is not None and self._read_only:
            # Beside a file that somebody may write to SQLite has to keep a note of who reads it.
            alone = "" if os.access(self.path.parent, os.W_OK) else "&immutable=1"
            name = f"{self.path.absolute().as_uri()}?mode=ro{alone}"
            return sqlite3.connect(
                name, timeout=_PATIENCE, isolation_level=None, check_same_thread=False, uri=True
            )
        return sqlite3.connect(name, timeout=_PATIENCE, isolation_level=None, check_same_thread=False)

    def _settle(self) -> None:
        """See that the tables are there, and are those of this version."""
        version = self._reader.execute("PRAGMA user_version").fetchone()[0]
        if version not in (0, schema.VERSION) or (self._read_only and not version):
            raise Spoilt(f"an index of version {version}")
        if not version:
            self._make()
        if not self._read_only:
            self._reader.execute("PRAGMA synchronous = NORMAL")
        if self.path is not None:
            self._inode = self.path.stat().st_ino

    def _make(self) -> None:
        self._reader.execute("PRAGMA journal_mode = WAL")
        self._reader.execute("BEGIN IMMEDIATE")
        if not self._reader.execute("PRAGMA user_version").fetchone()[0]:
            for statement in _statements(schema.TABLES):
                self._reader.execute(statement)
            self._reader.execute(f"PRAGMA user_version = {schema.VERSION}")
        self._reader.execute("COMMIT")

    @contextmanager
    def _reading_stopped(self) -> Iterator[None]:
        """In memory there is one connection for all: nobody may read what is half written."""
        if self.path is not None:
            yield
            return
        with self._lock:
            yield


def open_store(path: Path) -> tuple[Store, str]:
    """The index at a path, made anew where it is spoilt; in memory, with the reason, where it cannot be kept there."""
    for last in (False, True):
        try:
            return Store(path), ""
        except Spoilt as error:
            if last:
                return Store(None), str(error)
            remove(path)
        except OSError as error:
            return Store(None), (error.strerror or str(error)).lower()
    raise AssertionError("the second attempt returns")


def remove(path: Path) -> None:
    """Delete an index with all that SQLite keeps beside it."""
    for ending in _SIDE_FILES:
        with suppress(OSError):
            Path(f"{path}{ending}").unlink()


@contextmanager
def _told() -> Iterator[None]:
    """Turn what SQLite says of a damaged file into `Spoilt`."""
    try:
        yield
    except sqlite3.OperationalError as error:
        why = str(error)
        if why == "interrupted":
            raise Stopped from error
        if "no such table" in why or "no such column" in why:
            raise Spoilt(why) from error
        raise OSError(EIO, why) from error
    except (sqlite3.IntegrityError, sqlite3.ProgrammingError, sqlite3.InterfaceError):
        raise
    except sqlite3.DatabaseError as error:
        raise Spoilt(str(error)) from error


def _statements(script: str) -> Iterator[str]:
    """The statements of a script (`executescript` would commit before each)."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
