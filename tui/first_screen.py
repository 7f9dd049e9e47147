"""The last screen of a collection, kept when the room is left and painted at the next start before anything else is imported.

It is shown only where nothing it depends on has changed since: the command line, the terminal and its size, and the
watched files (settings, theme, program, index, folders, bookmark). Then keys are read as they are typed, and wait in the
terminal's queue until the application reads them.

The file: a line `polemics screen 1 CRC LENGTHS`, then the parts of those lengths in bytes: what it was made for, the watched
files, what to write, and the cells that this draws. Nothing is imported here that a start could do without.
"""

# pathlib would take longer to import than all the rest to run.
# ruff: noqa: PTH103, PTH105, PTH108, PTH109, PTH110, PTH111, PTH116, PTH117, PTH118, PTH120, PTH123
from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

_INPUT, _OUTPUT = 0, 2
"""Descriptors of the terminal: Textual reads standard input and writes standard error."""

_MAGIC = "polemics screen 1"
_MOST = 1_000_000
"""Bytes of the longest file that is read."""

_KEPT = 24
"""Screens that are kept, of all collections and sizes."""

_ENTER = b"\x1b[?1049h\x1b[?25l\x1b[?7l"
_LEAVE = b"\x1b[m\x1b[?7h\x1b[?25h\x1b[?1049l"
_MODE = ("TERM", "COLORTERM", "TERM_PROGRAM", "LC_ALL", "LC_CTYPE", "LANG")
_PLACES = ("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME")
_CONTROLS = bytes({*range(32), 127} - set(b"\x1b\r\n\b"))


class Painted:
    """A screen that stands in the terminal: the `cells` that were drawn, packed, and the `attributes` the terminal had before."""

    def __init__(self, cells: bytes, attributes: list[Any]) -> None:
        """Of a screen that has just been painted."""
        self.cells, self.attributes = cells, attributes
        self._is_ours = True

    def hand_over(self) -> None:
        """Leave the terminal to somebody else, who gives it back as it was."""
        self._is_ours = False

    def undo(self) -> None:
        """Give the terminal back as it was, unless it was handed over."""
        if not self._is_ours:
            return
        import termios

        self._is_ours = False
        _write(_LEAVE)
        termios.tcsetattr(_INPUT, termios.TCSANOW, self.attributes)


def paint(words: Sequence[str]) -> Painted | None:
    """Show the screen that a command line led to last time; `None` if there is none, or it may not be shown."""
    if not _is_fit():
        return None
    try:
        made_for = _made_for(words, *os.get_terminal_size(_OUTPUT))
        parts = _parts(_read(_file(made_for)))
    except (OSError, ValueError):
        return None
    if parts is None or parts[0] != made_for or not _is_unchanged(parts[1]) or not _is_harmless(parts[2]):
        return None
    attributes = _have_keys_as_typed()
    if attributes is None:
        return None
    _write(_ENTER + parts[2])
    painted = Painted(parts[3], attributes)
    _undo_at_the_end(painted)
    return painted


def keep(
    words: Sequence[str], size: tuple[int, int], drawn: str, cells: bytes, watched: Iterable[str]
) -> None:
    """Keep a screen for the next start with the same words, as long as the watched files stay as they are now.

    `drawn` is what draws the `cells` on an empty screen of that size. Raises `OSError` if it cannot be written.
    """
    made_for = _made_for(words, *size)
    parts = (
        made_for,
        "\0".join(map(_stamp, watched)).encode("utf-8", "surrogateescape"),
        drawn.encode(),
        cells,
    )
    if not _is_harmless(parts[2]):
        return
    file = _file(made_for)
    folder = os.path.dirname(file)
    os.makedirs(folder, mode=0o700, exist_ok=True)
    draft = f"{file}.{os.getpid()}.new"
    try:
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600), "wb") as out:
            out.write(_packed(parts))
        os.replace(draft, file)
    except OSError:
        if os.path.exists(draft):
            os.unlink(draft)
        raise
    _drop_the_oldest(folder)


def folder() -> str:
    """Where screens are kept: in the user's cache folder, which is found without a library here."""
    if sys.platform == "darwin":
        return os.path.expanduser("~/Library/Caches/polemics/screens")
    cache = os.environ.get("XDG_CACHE_HOME", "")
    return os.path.join(
        cache if os.path.isabs(cache) else os.path.expanduser("~/.cache"), "polemics", "screens"
    )


# -- whether it may be shown


def _is_fit() -> bool:
    """Whether there is a terminal with colours, which listens to this process."""
    if os.environ.get("NO_COLOR") or os.environ.get("TERM", "") in ("", "dumb", "unknown"):
        return False
    try:
        ours = os.isatty(_INPUT) and os.isatty(_OUTPUT) and os.tcgetpgrp(_INPUT) == os.getpgrp()
    except OSError:
        return False
    return ours


def _made_for(words: Sequence[str], width: int, height: int) -> bytes:
    """What has to be the same for a screen to be shown again."""
    said = [f"{name}={os.environ.get(name, '')}" for name in (*_MODE, *_PLACES)]
    said += [f"{name}={name in os.environ}" for name in ("TMUX", "STY")]
    said += [f"{name}={value}" for name, value in sorted(os.environ.items()) if name.startswith("TEXTUAL")]
    said += [sys.version, sys.prefix, os.getcwd(), f"{width}x{height}", *words]
    return "\0".join(said).encode("utf-8", "surrogateescape")


def _stamp(path: str) -> str:
    """A file or folder as it is now."""
    try:
        about = os.stat(path)
    except OSError:
        return f"- - - {path}"
    return f"{about.st_mtime_ns} {about.st_size} {about.st_ino} {path}"


def _is_unchanged(watched: bytes) -> bool:
    stamps = watched.decode("utf-8", "surrogateescape").split("\0")
    return all(_stamp(stamp.split(" ", 3)[3]) == stamp for stamp in stamps)


def _is_harmless(drawn: bytes) -> bool:
    """Whether it moves the cursor and draws, and can do nothing else: no other control, no answer asked for."""
    if drawn.translate(None, _CONTROLS) != drawn or drawn.count(b"\x1b") != drawn.count(b"\x1b["):
        return False
    if any(b"\xc2" + bytes((control,)) in drawn for control in range(0x80, 0xA0)):
        return False
    ends = (part.lstrip(b"0123456789;?")[:1] for part in drawn.split(b"\x1b[")[1:])
    return all(end in _DRAWING for end in ends)


_DRAWING = tuple(bytes((end,)) for end in b"mHABCDGdJKXrs")


# -- the file


def _file(made_for: bytes) -> str:
    from zlib import crc32

    return os.path.join(folder(), f"{crc32(made_for):08x}")


def _read(file: str) -> bytes:
    """The file, if it is the reader's own, and as long as a screen may be."""
    descriptor = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        about = os.fstat(descriptor)
        is_ours = about.st_uid == os.geteuid() and about.st_mode & 0o170077 == 0o100000
        return os.read(descriptor, _MOST) if is_ours and about.st_size < _MOST else b""
    finally:
        os.close(descriptor)


def _packed(parts: Sequence[bytes]) -> bytes:
    from zlib import crc32

    body = b"".join(parts)
    lengths = " ".join(str(len(part)) for part in parts)
    return f"{_MAGIC} {crc32(body):08x} {lengths}\n".encode() + body


def _parts(said: bytes) -> list[bytes] | None:
    """The parts of a file; `None` if it is none of this version, or damaged. May raise `ValueError`."""
    from zlib import crc32

    head, _, body = said.partition(b"\n")
    magic, _, rest = head[:_LONGEST_HEAD].decode("ascii").partition(f"{_MAGIC} ")
    if magic or not rest:
        return None
    crc, *words = rest.split(" ")
    lengths = [int(word) for word in words]
    if len(lengths) != 4 or min(lengths) < 0 or sum(lengths) != len(body) or int(crc, 16) != crc32(body):
        return None
    ends = [sum(lengths[:n]) for n in range(5)]
    return [body[begin:end] for begin, end in zip(ends, ends[1:])]  # noqa: B905, RUF007 - nothing more to import


_LONGEST_HEAD = 100


def _drop_the_oldest(folder: str) -> None:
    with os.scandir(folder) as entries:
        there = sorted(((entry.stat().st_mtime_ns, entry.path) for entry in entries), reverse=True)
    for _, path in there[_KEPT:]:
        os.unlink(path)


# -- the terminal


def _have_keys_as_typed() -> list[Any] | None:
    """Have the terminal show no keys but keep each for who reads it; what it was like before, `None` if it cannot be."""
    import termios

    try:
        before = termios.tcgetattr(_INPUT)
        now = termios.tcgetattr(_INPUT)
        now[0] &= ~(termios.IXON | termios.IXOFF | termios.ICRNL | termios.INLCR | termios.IGNCR)
        now[1] &= ~termios.OPOST
        now[3] &= ~(termios.ECHO | termios.ICANON | termios.IEXTEN | termios.ISIG)
        now[6][termios.VMIN] = 1
        termios.tcsetattr(_INPUT, termios.TCSANOW, now)
    except termios.error:
        return None
    return before


def _undo_at_the_end(painted: Painted) -> None:
    """Give the terminal back, too, where the process is told to end before the application listens to that."""
    import signal

    def end(number: int, _: object) -> None:
        painted.undo()
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)

    for number in (signal.SIGHUP, signal.SIGTERM):
        signal.signal(number, end)


def _write(data: bytes) -> None:
    while data:
        data = data[os.write(_OUTPUT, data) :]
