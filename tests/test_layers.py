"""The layers of the house are kept: the contract of import-linter holds."""

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def test_no_module_imports_from_above_or_beside_it() -> None:
    if find_spec("importlinter") is None:
        pytest.skip("import-linter is of the group lint, which is not installed")
    words = [
        sys.executable,
        "-c",
        "from importlinter.cli import lint_imports_command; lint_imports_command()",
    ]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    "folder", sorted({file.parent for file in (ROOT / "tui").rglob("*.py")}), ids=lambda f: f.name
)
def test_every_folder_is_seen_by_the_linter(folder: Path) -> None:
    assert (folder / "__init__.py").is_file()
