"""What a terminal can do, as its name (TERM, COLORTERM) and the terminfo database say."""

from __future__ import annotations

import re
from collections.abc import Mapping

from rich.color import ColorSystem

_SIXTEEN = re.compile(r"(linux|ansi|vt\d+|cons25|cygwin|pcansi|sun|wsvt25)($|-)|.*-(8|16)color$")
_NO_TRUE_COLOUR = re.compile(r"screen($|[.-])")


def colours(said: ColorSystem | None, environ: Mapping[str, str]) -> ColorSystem | None:
    """How many colours to send where Rich finds `said`: never more than the terminal's name allows.

    COLORTERM is inherited by terminals inside a terminal, and travels through ssh apart from TERM, so TERM goes before it
    where it names a terminal that is known to have fewer.
    """
    if said is None:
        return None
    term = environ.get("TERM", "").lower()
    if _SIXTEEN.match(term):
        return ColorSystem.STANDARD
    if _NO_TRUE_COLOUR.match(term) and "TMUX" not in environ:
        return min(said, ColorSystem.EIGHT_BIT)
    return said


def erasing(environ: Mapping[str, str]) -> tuple[bool, bool]:
    """Whether the terminal erases to the background of the pen (terminfo's `bce`), and a number of cells (`ech`); not if it is unknown."""
    try:
        import curses
    except ImportError:
        return False, False
    try:
        curses.setupterm(environ.get("TERM") or "dumb", 1)
    except (curses.error, OSError, ValueError):
        return False, False
    return curses.tigetflag("bce") == 1, curses.tigetstr("ech") == b"\x1b[%p1%dX"
