"""The searches that a user keeps, a small file a collection, in the user's data folder."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import TypeGuard

from tui.model import KeptSearch, visible


class Searches:
    """Kept searches, in the order in which they were kept, and those asked lately, the last first."""

    MOST_RECENT = 50

    def __init__(self, root: Path, folder: Path | None) -> None:
        """Those of the collection in a folder; they are kept under another, or (`None`) as long as the program runs."""
        name = hashlib.sha256(os.fsencode(root.resolve())).hexdigest()[:24]
        self._file = folder / "searches" / f"{name}.json" if folder else None
        self._words = "{}"
        self._root = root

    def kept(self) -> tuple[KeptSearch, ...]:
        """The searches that were kept."""
        return tuple(KeptSearch(*map(visible, pair)) for pair in self._read("kept") if _is_pair(pair))

    def recent(self) -> tuple[str, ...]:
        """The queries asked lately."""
        return tuple(visible(query) for query in self._read("recent") if isinstance(query, str))

    def keep(self, name: str, query: str) -> None:
        """Keep a search under a name, instead of one of that name; raises `OSError` where it cannot be written."""
        rest = [search for search in self.kept() if search.name != name]
        self._write(kept=[*rest, KeptSearch(name, query)])

    def drop(self, name: str) -> None:
        """Keep it no longer; raises `OSError`."""
        self._write(kept=[search for search in self.kept() if search.name != name])

    def note(self, query: str) -> None:
        """Remember that a query was asked; raises `OSError`."""
        rest = [each for each in self.recent() if each != query]
        self._write(recent=[query, *rest][: self.MOST_RECENT])

    def _read(self, name: str) -> list[object]:
        try:
            said = json.loads(self._file.read_text(encoding="utf-8") if self._file else self._words)
        except (OSError, ValueError, RecursionError):
            return []
        rows = said.get(name) if isinstance(said, dict) else None
        return rows if isinstance(rows, list) else []

    def _write(self, *, kept: list[KeptSearch] | None = None, recent: list[str] | None = None) -> None:
        """Write the file, whole or not at all."""
        collection = os.fsencode(self._root.resolve()).decode("utf-8", "replace")
        said = {
            "collection": collection,
            "kept": list(self.kept() if kept is None else kept),
            "recent": list(self.recent() if recent is None else recent),
        }
        words = json.dumps(said, ensure_ascii=False, indent=1)
        if self._file is None:
            self._words = words
            return
        self._file.parent.mkdir(parents=True, exist_ok=True)
        draft = self._file.with_suffix(f".{os.getpid()}.new")
        try:
            draft.write_text(words, encoding="utf-8", errors="replace")
            draft.replace(self._file)
        finally:
            draft.unlink(missing_ok=True)


def _is_pair(row: object) -> TypeGuard[list[str]]:
    return isinstance(row, list) and len(row) == 2 and all(isinstance(each, str) for each in row)
