"""The parser of command lines: argparse, with what was typed made visible."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import IO

from tui.model import visible


class Parser(ArgumentParser):
    """A parser whose messages, which repeat what was typed, hold nothing that a terminal would obey."""

    def _print_message(self, message: str, file: IO[str] | None = None) -> None:  # type: ignore[override]
        super()._print_message(visible(message), file)
