"""`polemics [COLLECTION]`: open the reading room."""

from __future__ import annotations

from tui import first_screen

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from typing import Any

    from tui.first_screen import Painted


def run(words: Sequence[str]) -> int:
    """Open the collection that the command line names, else the bundled one."""
    painted = first_screen.paint(words)
    if painted is None:
        return _run(words, None)
    try:
        return _run(words, painted)
    finally:
        painted.undo()


def _run(words: Sequence[str], painted: Painted | None) -> int:
    import gc
    from functools import partial

    collection, options = _read(words)
    # Nothing that is made at the start is garbage; the app collects again when its first screen is drawn.
    gc.disable()
    # After the command line is read: `--help` needs no screen.
    if options.pop("visitor", False):
        return _show_to_visitor(collection, **options)
    from tui.app import run as run_app

    return run_app(collection, painted=painted, keep=partial(first_screen.keep, words), **options)


def _show_to_visitor(
    collection: Path | None, *, full_repaint: bool = False, resume: bool = False, **options: Any
) -> int:
    """Show it to somebody who came by another server, and can do here what those can who come by `polemics serve`.

    Nothing is remembered of them, so there is nothing to `resume`. A fault goes to the system's log.
    """
    import syslog
    import traceback

    from tui.app import build_for_visitor, show
    from tui.library import Library
    from tui.resources import seeds
    from tui.serve.child import Limits, bind

    library = Library(collection or seeds(), read_only=True)
    # Whether there is an index is told before the screen is taken.
    library.organizations()
    app = build_for_visitor(library, None, **options)
    syslog.openlog("polemics", syslog.LOG_PID | syslog.LOG_NDELAY)
    bind(Limits())
    code = show(app, full_repaint=full_repaint)
    if app._exception is not None:
        for line in "".join(traceback.format_exception(app._exception)).splitlines():
            syslog.syslog(syslog.LOG_ERR, ascii(line)[1:-1])
        print("Something went wrong here; it has been noted. Please come again.")
    return code


def _read(words: Sequence[str]) -> tuple[Path | None, dict[str, Any]]:
    from pathlib import Path

    # The common case needs no parser, and starts the sooner for it.
    if not words:
        return None, {}
    if len(words) == 1 and not words[0].startswith("-"):
        return Path(words[0]), {}
    args = _parser().parse_args(words)
    if args.version:
        print(_version())
        raise SystemExit(0)
    names = ("theme", "ascii", "mouse", "resume", "full_repaint", "visitor")
    given = {name: getattr(args, name) for name in names}
    return args.collection, {name: value for name, value in given.items() if value is not None}


def _parser() -> Any:
    from argparse import RawDescriptionHelpFormatter

    from tui.cli import COMMANDS
    from tui.cli.parser import Parser, add_collection

    commands = "\n".join(f"  {name:<20}  {help}" for name, help in COMMANDS.items())
    parser = Parser(
        prog="polemics",
        usage="polemics [options] [COLLECTION]\n       polemics COMMAND [--help] …",
        description="A reading room for polemics between organizations, with a timeline of the dates each article names.",
        epilog=f"commands:\n{commands}\n\nA folder that has a command's name is opened as ./NAME.",
        formatter_class=RawDescriptionHelpFormatter,
    )
    add_collection(parser)
    parser.add_argument("--theme", metavar="NAME", help="the theme to show it in")
    parser.add_argument("--ascii", action="store_true", default=None, help="draw with ASCII characters only")
    parser.add_argument(
        "--no-mouse",
        dest="mouse",
        action="store_false",
        default=None,
        help="leave the mouse to the terminal (to select text with it)",
    )
    parser.add_argument(
        "--fresh",
        dest="resume",
        action="store_false",
        default=None,
        help="begin at the beginning, not where one was",
    )
    parser.add_argument(
        "--full-repaint",
        action="store_true",
        default=None,
        help="send more of the screen than what changed (for a terminal that shows it wrongly)",
    )
    parser.add_argument(
        "--visitor",
        action="store_true",
        default=None,
        help="for somebody else who is let in to read (by OpenSSH's ForceCommand): nothing is written, kept or started",
    )
    parser.add_argument("--version", action="store_true", help="tell which version this is")
    return parser


def _version() -> str:
    from importlib.metadata import version

    return f"polemics {version('polemics')}"
