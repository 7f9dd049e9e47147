"""What was made of short strings, kept for the next time within bounds."""

from __future__ import annotations

from typing import Generic, TypeVar

Made = TypeVar("Made")


class Kept(dict[str, Made], Generic[Made]):
    """Makes what a string stands for when it is first looked up; what was not asked for in a long while is forgotten.

    At most twice `most` are kept, and none for strings longer than `longest`.
    """

    def __init__(self, most: int, longest: int) -> None:
        """Start empty."""
        self._most, self._longest = most, longest
        self._older: dict[str, Made] = {}

    def made(self, text: str) -> Made:
        """What the string stands for."""
        raise NotImplementedError

    def __missing__(self, text: str) -> Made:
        """Make it, or find it among what was kept before."""
        if len(text) > self._longest:
            return self.made(text)
        made = self._older.get(text)
        if made is None:
            made = self.made(text)
        if len(self) >= self._most:
            self._older = dict(self)
            self.clear()
        self[text] = made
        return made
