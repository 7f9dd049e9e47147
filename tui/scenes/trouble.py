"""What can go wrong with scenes."""

from __future__ import annotations

from pathlib import Path


class SceneError(Exception):
    """A scenes file or a golden that cannot be read as meant: file, line (from 1, 0 where there is none) and reason."""

    def __init__(self, file: Path, line: int, reason: str) -> None:
        """Raise with the path as the user wrote it."""
        super().__init__(f"{file}:{line}: {reason}" if line else f"{file}: {reason}")
        self.file, self.line, self.reason = file, line, reason


class SceneBroken(Exception):
    """A scene that could not be played to its end: the app broke or left, a wait ran out, a theme is not there."""
