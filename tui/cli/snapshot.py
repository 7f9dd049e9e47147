"""`polemics snapshot`: keep, compare and review golden screens of a collection."""

from __future__ import annotations

import argparse
import shutil
import sys
from collections import Counter
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textual.app import App

    from tui.scenes import Goldens, Outcome, Scene, Script

USAGE = 2
DEFAULT = Path("snapshots/scenes.yaml")


def add(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "snapshot",
        help="keep, compare and review golden screens",
        description="Play the scenes of a scenes file and hold their screens against the goldens beside it. Without an option the "
        "goldens of new scenes are written and changed ones are told.",
    )
    parser.add_argument(
        "scenes", nargs="?", type=Path, default=DEFAULT, help=f"the scenes file (default: {DEFAULT})"
    )
    what = parser.add_mutually_exclusive_group()
    what.add_argument(
        "--check",
        action="store_true",
        help="write nothing; exit 1 where anything differs, misses or is stale",
    )
    what.add_argument("--update", action="store_true", help="write the goldens of changed scenes too")
    parser.add_argument("--prune", action="store_true", help="remove goldens that no scene names")
    parser.add_argument(
        "--only",
        metavar="NAME",
        action="append",
        help="these scenes only (a name, or a pattern such as 'find-*')",
    )
    parser.add_argument("--force", action="store_true", help="write even where the variable CI is true")
    parser.add_argument("--jobs", metavar="N", type=_jobs, default=1, help="play in N processes")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Run the command; the exit code is 0, 1 (a scene is not as its golden) or 2 (a wrong scenes file, a wrong use)."""
    from tui.scenes.stage import forget_textual_settings, in_ci

    forget_textual_settings()
    from tui.scenes import Goldens, SceneError, read

    if in_ci() and not args.force:
        if args.update or args.prune:
            return _usage("nothing is written where CI is true; --force writes all the same")
        args.check = True
    try:
        script = read(args.scenes)
    except SceneError as error:
        return _usage(str(error))
    goldens = Goldens(script.goldens)
    scenes = [scene for scene in script.scenes if not args.only or _is_named(scene, args.only)]
    if not scenes:
        return _usage(f"{args.scenes}: no scene is named {' or '.join(args.only)}")
    return _play(args, script, scenes, goldens)


def _play(args: argparse.Namespace, script: Script, scenes: list[Scene], goldens: Goldens) -> int:
    from tui.scenes import Verdict, compare, play_all

    told: Counter[str] = Counter()
    for take in play_all(scenes, make, args.jobs):
        outcome = compare(take, goldens)
        kept = _keeps(args, outcome) and _keep(goldens, outcome)
        if outcome.verdict is not Verdict.SAME and not kept:
            print(outcome, end="\n\n", flush=True)
        told["written" if kept else outcome.verdict.value] += 1
    stale = [] if args.only else goldens.stale([scene.name for scene in script.scenes])
    for name in stale:
        if args.prune:
            goldens.drop(name)
        print(
            f"{goldens.path(name)}: no scene has this golden"
            + ("; it is removed" if args.prune else "; --prune removes it")
        )
    words = [*(verdict.value for verdict in Verdict), "written"]
    print(f"{len(scenes)} scenes: " + ", ".join(f"{told[word]} {word}" for word in words if told[word]))
    return int(
        bool(told - Counter(same=told["same"], written=told["written"])) or bool(stale and not args.prune)
    )


def _keeps(args: argparse.Namespace, outcome: Outcome) -> bool:
    from tui.scenes import Verdict

    return outcome.verdict is not Verdict.SAME and (
        args.update or (outcome.verdict is Verdict.NEW and not args.check)
    )


def _keep(goldens: Goldens, outcome: Outcome) -> bool:
    """Write the golden; false where the scene could not be played."""
    if outcome.after is None:
        return False
    goldens.keep(outcome.scene.name, outcome.after)
    print(f"{goldens.path(outcome.scene.name)} is written")
    return True


def _usage(message: str) -> int:
    print(message, file=sys.stderr)
    return USAGE


def _is_named(scene: Scene, patterns: list[str]) -> bool:
    return any(fnmatchcase(name, pattern) for name in (scene.name, scene.family) for pattern in patterns)


def _jobs(word: str) -> int:
    if not word.isdecimal() or not 1 <= int(word) <= 64:
        raise argparse.ArgumentTypeError(f"{word!r} is no number of processes, 1 to 64")
    return int(word)


def make(scene: Scene) -> App[Any]:
    """The reading room for a scene; its `config` is a folder with what a user's configuration folder has."""
    from tui.app import build

    if scene.config is not None:
        _settle_in(scene.config)
    return build(scene.collection, theme=scene.theme)


def _settle_in(config: Path) -> None:
    """Copy settings and themes into the scene's home, where the app looks for them and may write."""
    from platformdirs import user_config_path

    home = user_config_path("polemics", ensure_exists=True)
    if (config / "config.yaml").is_file():
        shutil.copyfile(config / "config.yaml", home / "config.yaml")
    if (config / "themes").is_dir():
        shutil.copytree(config / "themes", home / "themes")
