"""Golden screens measured against pytest-textual-snapshot 1.1.0, on the same app and keys; run by hand.

    python tests/bench/scenes.py            # CPU a scene, size of goldens, size of the diff for one changed word
    python tests/bench/scenes.py --proof    # goldens byte-identical in many environments

The rival needs an older pytest, so it gets an environment of its own in a temporary folder (made by uv).
"""

from __future__ import annotations

import argparse
import difflib
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
SIZES = ("80x24", "120x40", "40x12")
STEPS = ("", "j", "j enter", "j enter j*2 tab", "question_mark")
RIVAL = (str(ROOT), "pytest-textual-snapshot==1.1.0")
RUNS = 5
ARTICLE = "icl/ig-goes-all-in-for-russia.md"
WORDS = (
    ("a word of a text", ARTICLE, "polemic", "pamphlet"),
    ("a word of a title", ARTICLE, "Ukraine War", "Donbas War"),
    ("a word of a name", "organizations.yaml", "International", "Intercontinental"),
)


CODE = Path(tempfile.gettempdir()) / f"scenes-bench-{os.getpid()}"
"""A copy of the code, so that both sides measure the same, whatever is edited meanwhile."""


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--proof", action="store_true", help="compare goldens made in many environments")
    parser.add_argument("--rival", metavar="PYTHON", type=Path, help="an environment that has the rival")
    args = parser.parse_args()
    for name in ("tui", "seeds", "themes"):
        shutil.copytree(ROOT / name, CODE / name)
    try:
        run(args)
    finally:
        shutil.rmtree(CODE)


def run(args: argparse.Namespace) -> None:
    with tempfile.TemporaryDirectory() as folder:
        if args.proof:
            prove(Path(folder))
        else:
            measure(Path(folder), args.rival or rival(Path(folder)))


def measure(folder: Path, rival_python: Path) -> None:
    """Print the table."""
    collection = folder / "collection"
    shutil.copytree(CODE / "seeds", collection)
    ours = Ours(folder / "ours", collection)
    theirs = Theirs(folder / "theirs", collection, rival_python)
    sizes, costs = [], []
    for side in (ours, theirs):
        side.write(SIZES, STEPS)
        sizes.append(sum(path.stat().st_size for path in side.goldens()))
        costs.append(side.cost())
    count = len(SIZES) * len(STEPS)
    print(f"{count} scenes of the reading room           golden screens   pytest-textual-snapshot   ratio")
    line("CPU a scene, compared, ms", *(1000 * cost for cost in costs))
    line("goldens, bytes", *sizes)
    for what, file, word, other in WORDS:
        before = [{path: path.read_text("utf-8") for path in side.goldens()} for side in (ours, theirs)]
        text = (collection / file).read_text("utf-8")
        (collection / file).write_text(text.replace(word, other, 1), "utf-8")
        for side in (ours, theirs):
            side.write(SIZES, STEPS)
        diffs = [
            sum(diff(old[path], path.read_text("utf-8")) for path in side.goldens())
            for side, old in zip((ours, theirs), before, strict=True)
        ]
        line(f"diff, {what}, bytes", *diffs)
        (collection / file).write_text(text, "utf-8")
        for side in (ours, theirs):
            side.write(SIZES, STEPS)


def line(what: str, ours: float, theirs: float) -> None:
    print(f"{what:<38} {ours:>14.0f}   {theirs:>23.0f}   {ours / theirs:.3f}")


def diff(old: str, new: str) -> int:
    lines = difflib.unified_diff(old.splitlines(keepends=True), new.splitlines(keepends=True))
    return sum(len(each.encode()) for each in lines)


class Side:
    """One way to keep golden screens, in a project of its own."""

    suffix = ""

    def __init__(self, folder: Path, collection: Path) -> None:
        self.folder, self.collection = folder, collection
        folder.mkdir()

    def goldens(self) -> list[Path]:
        return sorted(self.folder.rglob(f"*{self.suffix}"))

    def declare(self, sizes: tuple[str, ...], steps: tuple[str, ...]) -> None:
        raise NotImplementedError

    def run(self, *, update: bool) -> float:
        raise NotImplementedError

    def write(self, sizes: tuple[str, ...], steps: tuple[str, ...]) -> None:
        self.declare(sizes, steps)
        self.run(update=True)

    def cost(self) -> float:
        """CPU seconds that one scene more takes when all are as before: start-up is in both and falls out."""
        self.declare(SIZES, STEPS)
        all_of_them = min(self.run(update=False) for _ in range(RUNS))
        self.declare(SIZES, STEPS[:1])
        few = min(self.run(update=False) for _ in range(RUNS))
        self.declare(SIZES, STEPS)
        return (all_of_them - few) / (len(SIZES) * (len(STEPS) - 1))


class Ours(Side):
    """The golden screens of this package, through its pytest plugin."""

    suffix = ".txt"

    def declare(self, sizes: tuple[str, ...], steps: tuple[str, ...]) -> None:
        scenes = [
            {"name": f"s{number}", "sizes": list(sizes), **({"steps": keys} if keys else {})}
            for number, keys in enumerate(steps)
        ]
        text = json.dumps({"collection": str(self.collection), "scenes": scenes})
        (self.folder / "scenes.yaml").write_text(text, encoding="utf-8")
        (self.folder / "pytest.ini").write_text("[pytest]\npolemics_scenes = scenes.yaml\n", encoding="utf-8")

    def run(self, *, update: bool) -> float:
        update_option = ["--polemics-update"] if update else ["--deselect", "scenes.yaml::no-stale-goldens"]
        return spent(
            [sys.executable, "-m", "pytest", "-q", *QUIET, *update_option],
            self.folder,
        )


class Theirs(Side):
    """pytest-textual-snapshot."""

    suffix = ".svg"

    def __init__(self, folder: Path, collection: Path, python: Path) -> None:
        super().__init__(folder, collection)
        self.python = python

    def declare(self, sizes: tuple[str, ...], steps: tuple[str, ...]) -> None:
        cases = [
            (f"s{number}-{size}", [int(side) for side in size.split("x")], pressed(keys))
            for number, keys in enumerate(steps)
            for size in sizes
        ]
        (self.folder / "test_screens.py").write_text(
            "import pytest\nfrom pathlib import Path\nfrom tui.app import build\n"
            f"CASES = {cases!r}\n"
            "@pytest.mark.parametrize('name,size,keys', CASES, ids=[case[0] for case in CASES])\n"
            "def test_screen(name, size, keys, snap_compare):\n"
            f"    app = build(Path({str(self.collection)!r}), resume=False)\n"
            "    assert snap_compare(app, press=keys, terminal_size=tuple(size))\n",
            encoding="utf-8",
        )

    def run(self, *, update: bool) -> float:
        option = "--snapshot-update" if update else "--snapshot-warn-unused"
        seconds = spent([str(self.python), "-m", "pytest", "-q", *QUIET, option], self.folder)
        # An app that breaks makes an empty picture, and passes.
        if empty := [path.name for path in self.goldens() if path.stat().st_size < 5000]:
            raise SystemExit(f"nothing is to be seen on {', '.join(empty)}")
        return seconds


QUIET = ("-p", "no:cacheprovider", "-p", "no:xdist", "-p", "no:asyncio", "-p", "no:hypothesispytest")


def pressed(keys: str) -> list[str]:
    """The keys one by one, as the rival takes them."""
    words = (word.partition("*") for word in keys.split())
    return [key for key, _, times in words for _ in range(int(times or 1))]


def spent(command: list[str], folder: Path) -> float:
    """CPU seconds of a command that must succeed."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, cwd=folder, env=environment(folder), capture_output=True, text=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)}\n{done.stdout[-3000:]}{done.stderr[-3000:]}")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def environment(folder: Path) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "PYTHONPATH": str(CODE),
        "PYTHONDONTWRITEBYTECODE": "",
        "LANG": "C.UTF-8",
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
    }


def rival(folder: Path) -> Path:
    """Make the rival's environment."""
    home = folder / "rival"
    python = home / "bin" / "python"
    subprocess.run(["uv", "venv", "-q", str(home)], check=True)
    subprocess.run(["uv", "pip", "install", "-q", "--python", str(python), *RIVAL], check=True)
    return python


ENVIRONMENTS: dict[str, dict[str, str]] = {
    "as it is": {},
    "TZ=Asia/Tokyo": {"TZ": "Asia/Tokyo"},
    "TZ=America/St_Johns": {"TZ": "America/St_Johns"},
    "LANG=C": {"LANG": "C", "LC_ALL": "C"},
    "LANG=de_DE.UTF-8": {"LANG": "de_DE.UTF-8", "LC_ALL": "de_DE.UTF-8"},
    "TERM=dumb": {"TERM": "dumb"},
    "TERM=linux, no COLORTERM": {"TERM": "linux", "COLORTERM": ""},
    "NO_COLOR=1": {"NO_COLOR": "1"},
    "COLUMNS=33 LINES=7": {"COLUMNS": "33", "LINES": "7"},
    "CI=true": {"CI": "true"},
    "PYTHONHASHSEED=1": {"PYTHONHASHSEED": "1"},
    "PYTHONHASHSEED=4711": {"PYTHONHASHSEED": "4711"},
    "TEXTUAL_FPS=1": {"TEXTUAL_FPS": "1"},
    "TEXTUAL_FPS=5": {"TEXTUAL_FPS": "5"},
    "TEXTUAL_THEME, _ANIMATIONS, _FILTERS": {
        "TEXTUAL_THEME": "nord",
        "TEXTUAL_ANIMATIONS": "full",
        "TEXTUAL_FILTERS": "nocolor",
        "TEXTUAL_DIM_FACTOR": "20",
    },
    "XDG folders of another user": {"XDG_CONFIG_HOME": "/nonexistent", "XDG_STATE_HOME": "/nonexistent"},
}


def prove(folder: Path) -> None:
    """Make the goldens anew in each environment, and say whether their bytes are the same."""
    first: dict[str, bytes] = {}
    for number, (name, variables) in enumerate(ENVIRONMENTS.items()):
        first = tell(name, made(folder / f"e{number}", sys.executable, variables), first)
    with busy(8):
        first = tell("8 busy loops", made(folder / "busy", sys.executable, {}), first)
    first = tell("4 jobs", made(folder / "jobs", sys.executable, {}, "--jobs", "4"), first)
    for python in ("3.11", "3.12", "3.13"):
        home = folder / f"venv{python}"
        asked = ["uv", "venv", "-q", "--no-python-downloads", "--python", found(python), str(home)]
        if subprocess.run(asked, check=False, capture_output=True).returncode:
            print(f"not here    Python {python}")
            continue
        program = str(home / "bin" / "python")
        subprocess.run(["uv", "pip", "install", "-q", "--python", program, str(ROOT)], check=True)
        first = tell(f"Python {python}", made(folder / f"p{python}", program, {}), first)


def found(version: str) -> str:
    """The newest such Python of pyenv, which uv does not look for, or the version for uv to find."""
    versions = sorted(Path.home().glob(f".pyenv/versions/{version}.*/bin/python"))
    return str(versions[-1]) if versions else version


def tell(name: str, goldens: dict[str, bytes], first: dict[str, bytes]) -> dict[str, bytes]:
    other = [key for key in goldens if first and first.get(key) != goldens[key]]
    print(f"{'DIFFERENT ' if other else 'identical '}  {name}  {' '.join(other)}".rstrip(), flush=True)
    return first or goldens


def made(folder: Path, python: str, variables: dict[str, str], *options: str) -> dict[str, bytes]:
    """The goldens' bytes as they are made with these variables, without a terminal."""
    Ours(folder, CODE / "seeds").declare(SIZES, STEPS)
    command = [
        python,
        "-m",
        "tui.cli",
        "snapshot",
        "scenes.yaml",
        "--force",
        "--update",
        "--jobs",
        "2",
        *options,
    ]
    done = subprocess.run(
        command,
        cwd=folder,
        env=environment(folder) | variables,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise SystemExit(f"{' '.join(command)}\n{done.stdout[-3000:]}{done.stderr[-3000:]}")
    return {path.name: path.read_bytes() for path in sorted(folder.glob("s*-*"))}


@contextmanager
def busy(loops: int) -> Iterator[None]:
    """So many processes that do nothing but turn."""
    running = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(loops)]
    try:
        yield
    finally:
        for process in running:
            process.kill()
            process.wait()


if __name__ == "__main__":
    main()
