"""The CI files that the README gives to keepers of a collection, run in a fresh clone of such a collection."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
CI = {name: Path(__file__).parent / "ci" / f"{name}.yml" for name in ("github", "gitlab")}
COLLECTION = {
    "press/organizations.yaml": "league:\n  name: League of Lamplighters\n",
    "press/league/on-the-rally.md": "# On the rally\n\nOn 3 May 1912 the League met at the gasworks.\n",
    "snapshots/scenes.yaml": "collection: ../press\nscenes:\n  - name: start\n    steps: j enter\n",
}


def commands(name: str) -> list[str]:
    """What the CI runs, in its order."""
    file: dict[str, Any] = yaml.safe_load(CI[name].read_text(encoding="utf-8"))
    if name == "github":
        return [step["run"] for step in file["jobs"]["screens"]["steps"] if "run" in step]
    return list(file["screens"]["script"])


@pytest.mark.parametrize("name", CI)
def test_the_readme_shows_it(name: str) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    if "polemics snapshot --check --report" not in readme:
        pytest.skip("the README shows no CI file yet")
    assert CI[name].read_text(encoding="utf-8") in readme


def test_both_run_the_same_and_upload_what_the_check_writes() -> None:
    assert commands("github") == commands("gitlab")
    assert CI["github"].read_text(encoding="utf-8").count("screens.html") == 2
    assert CI["gitlab"].read_text(encoding="utf-8").count("screens.html") == 2


class Shell:
    """A shell in an environment of its own, which finds the package's wheel and fetches what it needs."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        uv = shutil.which("uv") or pytest.skip("no uv to build the wheel with")
        wheels = folder / "wheels"
        self.environment = {
            "PATH": f"{folder / 'venv' / 'bin'}{os.pathsep}{os.environ['PATH']}",
            "HOME": str(folder),
            "UV_CACHE_DIR": subprocess.run(
                [uv, "cache", "dir"], capture_output=True, text=True, check=True
            ).stdout.strip(),
            "PIP_FIND_LINKS": str(wheels),
            "GIT_CONFIG_GLOBAL": os.devnull,
            **{
                f"GIT_{who}_{what}": "keeper@press.example"
                for who in ("AUTHOR", "COMMITTER")
                for what in ("NAME", "EMAIL")
            },
            **{
                name: value
                for name, value in os.environ.items()
                if name.startswith(("PIP_INDEX", "UV_INDEX", "SSL_"))
            },
        }
        self.must(f"uv build -q --wheel --out-dir {wheels} {ROOT}", folder)
        self.must(f"uv venv -q --seed {folder / 'venv'}", folder)

    def run(self, command: str, folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["bash", "-ec", command],
            cwd=folder,
            env=self.environment | variables,
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
        )

    def must(self, command: str, folder: Path, **variables: str) -> None:
        done = self.run(command, folder, **variables)
        told = done.stdout + done.stderr
        if done.returncode and any(
            sign in told for sign in ("Failed to fetch", "No matching distribution", "error sending request")
        ):
            pytest.skip("what is to be installed cannot be fetched: no network")
        assert done.returncode == 0, f"{command}\n{told}"


def test_a_fresh_clone_of_a_collection_is_checked(tmp_path: Path) -> None:
    if shutil.which("git") is None:
        pytest.skip("no git to clone with")
    shell = Shell(tmp_path)
    install, check = commands("github")
    keeper, clone = tmp_path / "keeper", tmp_path / "clone"
    for name, text in COLLECTION.items():
        (keeper / name).parent.mkdir(parents=True, exist_ok=True)
        (keeper / name).write_text(text, encoding="utf-8")
    # The keeper accepts the screens once, and commits them with the collection.
    shell.must(install, keeper)
    shell.must("polemics snapshot", keeper)
    shell.must("git init -q && git add . && git commit -q -m 'The press'", keeper)

    shell.must(f"git clone -q {keeper} {clone}", tmp_path)
    shell.must(check, clone, CI="true")

    # Then another writes into an article what changes its screen.
    article = clone / "press/league/on-the-rally.md"
    article.write_text(article.read_text(encoding="utf-8").replace("gasworks", "town hall"), encoding="utf-8")
    failed = shell.run(check, clone, CI="true")
    assert failed.returncode == 1, failed.stdout + failed.stderr
    assert "gasworks" in failed.stdout
    assert "town" in (clone / "screens.html").read_text(encoding="utf-8")
    assert shell.run("git status --porcelain snapshots", clone).stdout == "", "CI writes no golden"
