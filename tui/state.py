"""What the program remembers between two evenings: where one was, in each collection; of a visitor also the theme."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from tui.model import Bookmark


class State:
    """The bookmarks, one small file a collection, in the state folder."""

    def __init__(self, folder: Path) -> None:
        """Keep them in that folder, which is made when the first is written."""
        self._folder = folder

    def load(self, collection: Path) -> Bookmark | None:
        """The bookmark of a collection; `None` if there is none that can be read."""
        try:
            said = json.loads(self.file(collection).read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            return None
        return _bookmark(said)

    def save(self, collection: Path, bookmark: Bookmark) -> None:
        """Write the bookmark of a collection, whole or not at all; raises `OSError` if it cannot be."""
        file = self.file(collection)
        file.parent.mkdir(parents=True, exist_ok=True)
        draft = file.with_suffix(f".{os.getpid()}.new")
        words = json.dumps(
            {"collection": os.fsencode(collection.resolve()).decode("utf-8", "replace")} | asdict(bookmark)
        )
        try:
            draft.write_text(words, encoding="utf-8")
            draft.replace(file)
        finally:
            draft.unlink(missing_ok=True)

    @property
    def theme(self) -> str:
        """The theme that was chosen, by one who has no `config.yaml`; empty if there is none."""
        try:
            return (self._folder / "theme").read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError):
            return ""

    def keep_theme(self, name: str) -> None:
        """Remember a theme; raises `OSError` if it cannot be."""
        self._folder.mkdir(parents=True, exist_ok=True)
        (self._folder / "theme").write_text(name, encoding="utf-8")

    def file(self, collection: Path) -> Path:
        """Where the bookmark of a collection is kept."""
        name = hashlib.sha256(os.fsencode(collection.resolve())).hexdigest()[:24]
        return self._folder / "places" / f"{name}.json"


def _bookmark(said: object) -> Bookmark | None:
    """What was written, if it still is what is written now."""
    if not isinstance(said, dict):
        return None
    kinds = {
        "organization": (str, type(None)),
        "article": (str, type(None)),
        "offset": (int,),
        "scope": (str,),
        "pane": (str,),
        "search": (str,),
        "query": (str,),
    }
    # A bookmark of before there were kept searches says nothing of them.
    told: dict[str, Any] = {"search": "", "query": "", **said}
    if not all(isinstance(told.get(field.name), kinds[field.name]) for field in fields(Bookmark)):
        return None
    return Bookmark(**{field.name: told[field.name] for field in fields(Bookmark)})
