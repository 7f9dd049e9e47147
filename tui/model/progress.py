"""How far the work on an index has come."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Progress:
    """So many files done of so many; `failed` of them gave no article. `busy`: another process is at work on it.

    `stopped`: it was broken off, and the rest is not done.
    """

    done: int = 0
    total: int = 0
    failed: int = 0
    busy: bool = False
    stopped: bool = False
