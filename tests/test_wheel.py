"""The wheel has all that the program needs: installed elsewhere, without the checkout, it opens its bundled collection."""

import json
import os
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
UV = shutil.which("uv")


def run(*words: str | Path, folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {
        name: value for name, value in os.environ.items() if name not in ("VIRTUAL_ENV", "PYTHONPATH")
    }
    return subprocess.run(
        [str(word) for word in words],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
    )


def offline(done: subprocess.CompletedProcess[str]) -> bool:
    signs = ("network was disabled", "Failed to fetch", "error sending request", "Network is unreachable")
    return done.returncode != 0 and any(sign in done.stderr for sign in signs)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if UV is None:
        pytest.skip("no uv to build the wheel with")
    folder = tmp_path_factory.mktemp("wheel")
    built = run(UV, "build", "-q", "--wheel", "--out-dir", folder, folder=ROOT)
    if offline(built):
        pytest.skip("what builds the wheel cannot be fetched: no network")
    assert built.returncode == 0, built.stderr
    [file] = folder.glob("*.whl")
    return file


def test_it_holds_the_seeds_the_themes_and_nothing_of_the_tests(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for folder in ("seeds", "themes"):
        files = {path.relative_to(ROOT).as_posix() for path in (ROOT / folder).rglob("*") if path.is_file()}
        assert files
        assert {f"tui/_data/{file}" for file in files} <= names
    assert not any(name.startswith("tests/") for name in names)


def test_it_runs_from_another_folder(wheel: Path, tmp_path: Path) -> None:
    assert UV is not None
    python = tmp_path / "venv" / ("Scripts" if os.name == "nt" else "bin")
    assert run(UV, "venv", "-q", tmp_path / "venv", folder=tmp_path).returncode == 0
    installed = run(UV, "pip", "install", "-q", "--python", python / "python", wheel, folder=tmp_path)
    if offline(installed):
        pytest.skip("the dependencies cannot be fetched: no network")
    assert installed.returncode == 0, installed.stderr
    done = run(python / "polemics", "events", "--format", "json", folder=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    articles = {row["article"] for row in json.loads(done.stdout)}
    assert articles == {"icl/ig-goes-all-in-for-russia.md", "wsws/iso-anti-russia-campaign.txt"}
    where = run(
        python / "python",
        "-c",
        "from tui.resources import seeds, themes; print(seeds(), themes())",
        folder=tmp_path,
    )
    assert all(str(tmp_path) in word for word in where.stdout.split())
