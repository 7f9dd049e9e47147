"""`polemics snapshot`: keep, compare and review golden screens of a collection."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textual.app import App

    from tui.scenes import Goldens, Grid, Outcome, Scene, Script

OK, FAILED, USAGE, TROUBLE = 0, 1, 2, 3
SCENES = Path("snapshots/scenes.yaml")
ABOUT = """\
Play the scenes of a scenes file and hold their screens against the goldens beside it. Without an option the goldens of new scenes
are written and changed ones are told. Exit code 0: all as it should be; 1: a screen changed, broke or has no golden, or a golden
has no scene; 2: a wrong scenes file or option; 3: a collection that cannot be opened."""
MANY = 8
"""With so many scenes all processors are used, unless told otherwise."""


def add(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    parser = subparsers.add_parser("snapshot", help="keep and compare golden screens", description=ABOUT)
    say = parser.add_argument
    say("scenes", nargs="?", type=Path, default=SCENES, help=f"the scenes file (default: {SCENES})")
    say("--only", metavar="NAME", action="append", help="these scenes only; a name or a pattern ('find-*')")
    say("--jobs", metavar="N", type=_jobs, default=0, help="play in N processes (default: by the scenes)")
    say("--force", action="store_true", help="write even where the variable CI is true")
    say("--report", metavar="FILE", type=Path, help="write what is not as before into one HTML file")
    say("--steps", action="store_true", help="print the screen after each step of a failing scene")
    say("--prune", action="store_true", help="remove goldens that no scene has")
    what = parser.add_mutually_exclusive_group()
    say = what.add_argument
    say("--check", action="store_true", help="only compare: write no golden")
    say("--update", action="store_true", help="write the goldens of changed scenes too")
    say("--review", action="store_true", help="look at the changes one by one, accept or reject them")
    say("--show", metavar="NAME", help="paint a golden in this terminal, play nothing")
    say("--svg", action="store_true", help="draw the pictures anew from the goldens, play nothing")
    say("--schema", action="store_true", help="print the JSON Schema of scenes files, for editors")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Run the command and return its exit code."""
    from tui.scenes.stage import forget_textual_settings, in_ci

    if args.schema:
        print(_schema(), end="")
        return OK
    # Before Textual is imported, which reading scenes does.
    forget_textual_settings()
    from tui.scenes import Goldens, SceneError, read

    if in_ci() and not args.force:
        if args.update or args.prune or args.review or args.svg:
            return _usage("nothing is written where CI is true; --force writes all the same")
        args.check = True
    if args.review and not (sys.stdin.isatty() and sys.stdout.isatty()):
        return _usage("--review needs a terminal; --report writes the changes into a file")
    try:
        script = read(args.scenes)
        scenes = _chosen(script, args.only)
        goldens = Goldens(script.goldens)
        if args.show is not None:
            return _show(goldens, args.show)
        if args.svg:
            return _draw(goldens, scenes)
        return _play(args, script, scenes, goldens)
    except SceneError as error:
        return _usage(str(error))


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


def _play(args: argparse.Namespace, script: Script, scenes: list[Scene], goldens: Goldens) -> int:
    """Play, then tell, write or review what is not as before."""
    outcomes: list[Outcome] = []
    written: list[str] = []
    for outcome in _outcomes(args, scenes, goldens):
        outcomes.append(outcome)
        if _is_to_be_written(args, outcome) and outcome.after is not None:
            goldens.keep(outcome.scene.name, outcome.after)
            written.append(outcome.scene.name)
            print(f"{goldens.path(outcome.scene.name)} is written", flush=True)
        elif _fails(outcome) and not args.review:
            print(outcome, end="\n\n", flush=True)
            if args.steps:
                _trace(outcome.scene)
    stale = [] if args.only else goldens.stale([scene.name for scene in script.scenes])
    if args.report is not None:
        _report(args, outcomes, stale)
    if args.review:
        return _review(outcomes, stale, goldens)
    for name in stale:
        if args.prune:
            goldens.drop(name)
        told = "it is removed" if args.prune else "--prune removes it"
        print(f"{goldens.path(name)}: no scene has this golden; {told}")
    print(_summary(outcomes, written))
    if any(outcome.cause == "CollectionError" for outcome in outcomes):
        return TROUBLE
    failed = any(_fails(outcome) and outcome.scene.name not in written for outcome in outcomes)
    return FAILED if failed or (stale and not args.prune) else OK


def _outcomes(args: argparse.Namespace, scenes: list[Scene], goldens: Goldens) -> Iterator[Outcome]:
    from tui.scenes import compare, play_all

    told = sys.stderr.isatty()
    jobs = args.jobs or (os.cpu_count() or 1 if len(scenes) >= MANY else 1)
    for number, take in enumerate(play_all(scenes, make, jobs), start=1):
        if told:
            print(
                f"\r\x1b[K{number}/{len(scenes)}",
                end="\r\x1b[K" if number == len(scenes) else "",
                file=sys.stderr,
                flush=True,
            )
        yield compare(take, goldens)


def _fails(outcome: Outcome) -> bool:
    from tui.scenes import Verdict

    return outcome.verdict is not Verdict.SAME


def _is_to_be_written(args: argparse.Namespace, outcome: Outcome) -> bool:
    from tui.scenes import Verdict

    if args.check or args.review:
        return False
    return bool(args.update and _fails(outcome)) or outcome.verdict is Verdict.NEW


def _summary(outcomes: list[Outcome], written: list[str]) -> str:
    from tui.scenes import Verdict

    left = [outcome.verdict for outcome in outcomes if outcome.scene.name not in written]
    counts = [(left.count(verdict), verdict.value) for verdict in Verdict] + [(len(written), "written")]
    return f"{_scenes(outcomes)}: " + ", ".join(f"{number} {word}" for number, word in counts if number)


def _scenes(outcomes: list[Outcome]) -> str:
    return f"{len(outcomes)} scene" + ("" if len(outcomes) == 1 else "s")


def _trace(scene: Scene) -> None:
    """Play the scene again and print its screen after each step."""
    from tui.scenes import play

    screens: list[tuple[str, Grid]] = []
    play(scene, make, lambda done, screen: screens.append((done, screen)))
    for done, screen in screens:
        print(f"{scene.name}, {done}:")
        _paint(screen)
    print(flush=True)


def _show(goldens: Goldens, name: str) -> int:
    screen = goldens.get(name)
    if screen is None:
        return _usage(f"{goldens.path(name)}: there is no such golden")
    _paint(screen)
    return OK


def _paint(screen: Grid) -> None:
    from tui.scenes.picture import ansi

    color = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    print(ansi(screen, color=color), end="")


def _draw(goldens: Goldens, scenes: list[Scene]) -> int:
    missing = 0
    for scene in scenes:
        if (screen := goldens.get(scene.name)) is None:
            print(f"{scene.name}: there is no golden of this scene yet")
            missing += 1
        else:
            goldens.draw(scene.name, screen)
            print(f"{goldens.picture(scene.name)} is drawn")
    return FAILED if missing else OK


def _report(args: argparse.Namespace, outcomes: list[Outcome], stale: list[str]) -> None:
    from tui.scenes.report import report

    args.report.write_text(report(outcomes, stale, f"Golden screens of {args.scenes.name}"), encoding="utf-8")
    print(f"{args.report} is written")


def _review(outcomes: list[Outcome], stale: list[str], goldens: Goldens) -> int:
    from tui.scenes.review import Decision, Review, changes

    found = changes(outcomes, stale, goldens)
    if found:
        Review(found).run()
    decided = [change.decision for change in found]
    counts = ", ".join(f"{decided.count(decision)} {decision.value}" for decision in Decision)
    print(f"{_scenes(outcomes)}: " + (counts if found else "all as before"))
    return OK if all(decision is Decision.ACCEPTED for decision in decided) else FAILED


def _chosen(script: Script, patterns: list[str] | None) -> list[Scene]:
    """The scenes with one of these names, the name of a family of sizes and themes included."""
    from tui.scenes import SceneError

    if patterns is None:
        return list(script.scenes)
    chosen = []
    for pattern in patterns:
        named = [s for s in script.scenes if fnmatchcase(s.name, pattern) or fnmatchcase(s.family, pattern)]
        if not named:
            raise SceneError(script.file, 0, f"no scene is named {pattern}")
        chosen += [scene for scene in named if scene not in chosen]
    return chosen


def _schema() -> str:
    from importlib.resources import files

    return (files("tui.scenes") / "scenes.schema.json").read_text(encoding="utf-8")


def _usage(message: str) -> int:
    print(message, file=sys.stderr)
    return USAGE


def _jobs(word: str) -> int:
    if not word.isdecimal() or not 1 <= int(word) <= 64:
        raise argparse.ArgumentTypeError(f"{word!r} is no number of processes, 1 to 64")
    return int(word)
