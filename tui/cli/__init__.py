"""The command line: `polemics` opens a collection, its commands answer from the shell."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence

OK, NOTHING, USAGE, TROUBLE, INTERRUPTED = 0, 1, 2, 3, 130

# A command is the module `tui.cli.NAME` with `add(subparsers)` and `run(args)`; it is imported when it is used.
COMMANDS = {
    "events": "print what the timeline shows",
    "list": "list the articles",
    "show": "print an article as it is read",
    "cite": "print citations, for people or for a bibliography",
    "find": "search the texts, the titles and the dates",
    "index": "bring the index of a collection up to date",
    "check": "tell everything that is wrong with a collection",
    "dates": "read the dates of texts on standard input",
    "serve": "let others read a collection, by SSH and in browsers",
    "snapshot": "keep and compare golden screens",
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command line (without the program's name) and return the exit code.

    0 is well, 1 nothing found or a check failed, 2 a mistake in the command line, 3 trouble with the collection.
    """
    # Not `list(…)`: the command's module of that name stands in this package.
    words = [*(sys.argv[1:] if argv is None else argv)]
    _settle_output()
    if words and words[0] in COMMANDS:
        return _guarded(lambda: _command(words))
    return _guarded(lambda: _open(words))


def _command(words: Sequence[str]) -> int:
    from importlib import import_module

    from tui.cli.parser import Parser

    command = import_module(f"tui.cli.{words[0]}")
    commands = Parser(prog="polemics").add_subparsers()
    command.add(commands)
    code: int = command.run(commands.choices[words[0]].parse_intermixed_args(words[1:]))
    return code


def _open(words: Sequence[str]) -> int:
    from tui.cli.open import run

    return run(words)


def _guarded(run: Callable[[], int]) -> int:
    """Run, and turn what ends a command into its exit code and at most one line."""
    try:
        code = run()
        sys.stdout.flush()
        return code
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else USAGE
    except BrokenPipeError:
        # The reader has what it wanted; Python must not complain when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:
        from errno import ENOSPC

        from tui.model import CollectionError, visible

        if isinstance(error, CollectionError):
            print(f"polemics: {error}", file=sys.stderr)
            return TROUBLE
        if isinstance(error, OSError) and error.errno == ENOSPC:
            what = visible(str(error.filename or "what is printed"), lines=False)
            print(f"polemics: {what} cannot be written: no space left", file=sys.stderr)
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            return TROUBLE
        raise


def _settle_output() -> None:
    """Let no character that the terminal's encoding lacks end the program."""
    # One that the caller has closed is not there at all.
    sys.stdout = sys.stdout or open(os.devnull, "w")  # noqa: PTH123, SIM115
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")
