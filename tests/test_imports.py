"""The start imports nothing that the first screen is not drawn with."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
TEXTUAL = "import textual.app, textual.containers, textual.screen, textual.scroll_view; from textual.widgets import Static"
STANDARD = {"gc", "hashlib", "importlib", "json", "sqlite3", "zlib"}
"""What is needed beyond what Textual imports itself: the index, what was kept of settings and themes, the bundled files."""


def modules(code: str) -> set[str]:
    """The names of the modules that are there after a program's start."""
    words = [sys.executable, "-c", f"{code}; import sys; print(*sys.modules)"]
    done = subprocess.run(words, capture_output=True, text=True, check=True, cwd=ROOT)
    return set(done.stdout.split())


def test_the_room_imports_no_library_beyond_textuals_but_for_the_index() -> None:
    beyond = modules("import tui.app") - modules(TEXTUAL)
    theirs = {name.partition(".")[0].lstrip("_") for name in beyond} - {"tui", "blake2"}
    assert theirs <= STANDARD


def test_the_room_imports_none_of_what_is_asked_for_later() -> None:
    ours = {name for name in modules("import tui.app") if name.startswith("tui.")}
    later = {
        *("tui.cli", "tui.dates", "tui.formats", "tui.palette", "tui.scenes", "tui.serve"),
        *(f"tui.screens.{name}" for name in ("chronicle", "help", "search", "sheet")),
        *(
            f"tui.widgets.{name}"
            for name in ("card", "chart_pane", "hits", "lanes", "prompt", "query_line", "stack")
        ),
    }
    assert not {name for name in ours if any(name == one or name.startswith(f"{one}.") for one in later)}


def test_the_screen_that_was_there_is_painted_by_hardly_anything() -> None:
    beyond = modules("import tui.cli.open") - modules("pass")
    assert {name for name in beyond if not name.startswith("_")} <= {
        *("tui", "tui.cli", "tui.cli.open", "tui.first_screen"),
        *("collections", "collections.abc", "itertools", "keyword", "operator", "reprlib", "types"),
    }
