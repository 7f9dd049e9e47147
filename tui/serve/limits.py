"""What one visitor, one address and all together may ask of the server: rates, counts, sizes, and names that pass.

Nothing here reads a clock, a socket or a setting of its own: the clock is handed in (seconds that never go back).
"""

from __future__ import annotations

import ipaddress
import re
from collections import Counter, OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass

Clock = Callable[[], float]

HANDSHAKE = 10.0
"""Seconds within which a connection must have proved who it is."""

SESSION = 10.0
"""Seconds within which a connection must then have asked for a session."""

INPUT = 64 * 1024
"""Bytes a second that a session may send."""

RESIZES = 20
"""Sizes a second that a session's screen may take."""

MESSAGE = 64 * 1024
"""Bytes that one message of a browser may have."""

COLUMNS = (20, 300)
ROWS = (5, 100)
"""Least and most cells of a screen."""


# Addresses


def network(address: str) -> str:
    """What an address is counted as: an IPv4 address by itself, an IPv6 address by its /64.

    An IPv4 address written as IPv6 (`::ffff:192.0.2.1`) is the IPv4 address; what is no address (a Unix socket's name)
    is counted as it is.
    """
    try:
        known = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(known, ipaddress.IPv4Address):
        return str(known)
    if known.ipv4_mapped is not None:
        return str(known.ipv4_mapped)
    return str(ipaddress.ip_network((known, 64), strict=False))


# Rates


class Bucket:
    """A token bucket: so many a second on average, so many at once."""

    def __init__(self, rate: float, burst: float, clock: Clock) -> None:
        """Fill it: `rate` tokens a second, `burst` at most."""
        self._rate, self._burst, self._clock = rate, burst, clock
        self._tokens, self._seen = burst, clock()

    def take(self, number: float = 1) -> bool:
        """Take so many, or none and return False where there are too few."""
        self._fill()
        if self._tokens < number:
            return False
        self._tokens -= number
        return True

    def spend(self, number: float) -> float:
        """Take so many, into debt if need be; returns the seconds after which the debt is paid (0 without one)."""
        self._fill()
        self._tokens -= number
        return max(0.0, -self._tokens / self._rate)

    @property
    def full(self) -> bool:
        """Whether nothing was taken that has not come back."""
        self._fill()
        return self._tokens >= self._burst

    def _fill(self) -> None:
        now = self._clock()
        self._tokens = min(self._burst, self._tokens + max(0.0, now - self._seen) * self._rate)
        self._seen = now


class Knocks:
    """New connections by address, before anything is known of who they are."""

    KEPT = 10_000

    def __init__(self, a_minute: int, clock: Clock) -> None:
        """Let each address (see `network`) connect so often a minute on average, half of it at once; 0 is no bound."""
        self.a_minute, self._clock = a_minute, clock
        self._buckets: OrderedDict[str, Bucket] = OrderedDict()

    def allow(self, address: str) -> bool:
        """Whether one more connection from there is let in; it counts if it is."""
        if not self.a_minute:
            return True
        key = network(address)
        bucket = self._buckets.get(key)
        if bucket is None:
            self._forget()
            bucket = self._buckets[key] = Bucket(self.a_minute / 60, max(1, self.a_minute / 2), self._clock)
        self._buckets.move_to_end(key)
        return bucket.take()

    def _forget(self) -> None:
        """Keep the memory bounded, however many addresses knock: the longest unseen goes first."""
        while self._buckets and (len(self._buckets) >= self.KEPT or next(iter(self._buckets.values())).full):
            self._buckets.popitem(last=False)


def input_rate(clock: Clock) -> Bucket:
    """The bucket of what a session sends: `spend(len(data))` says for how long to stop reading from it."""
    return Bucket(INPUT, INPUT, clock)


class Sizes:
    """The sizes that a screen is asked to take: clamped, and of a storm of them only the last of each moment."""

    def __init__(self, clock: Clock) -> None:
        """No size is waiting yet."""
        self._bucket = Bucket(RESIZES, 1, clock)
        self._waiting: tuple[int, int] | None = None

    def offer(self, columns: int, rows: int) -> float | None:
        """Take note of a size; returns the seconds after which to `take` it, `None` if that is already arranged."""
        arranged = self._waiting is not None
        self._waiting = clamp(columns, rows)
        return None if arranged else self._bucket.spend(1)

    def take(self) -> tuple[int, int] | None:
        """The last size offered (columns, rows), once; `None` if there is none."""
        size, self._waiting = self._waiting, None
        return size


def clamp(columns: int, rows: int) -> tuple[int, int]:
    """The size nearest to one asked for that is served; 0 is unknown, and taken as 80×24."""
    columns, rows = columns if columns > 0 else 80, rows if rows > 0 else 24
    return min(max(columns, COLUMNS[0]), COLUMNS[1]), min(max(rows, ROWS[0]), ROWS[1])


# Seats


class Full(Exception):
    """No seat is free; its text is a sentence for the reader, `reason` a word for the log."""

    def __init__(self, reason: str, sentence: str) -> None:
        """Raise with a reason (`full`, `full-address`) and a sentence."""
        super().__init__(sentence)
        self.reason = reason


@dataclass(eq=False, slots=True)
class Seat:
    """A session's place in the count, from `Seats.take` to `free`."""

    seats: Seats
    key: str
    taken: bool = True

    def free(self) -> None:
        """Give it back; a second time does nothing."""
        if self.taken:
            self.taken = False
            self.seats.leave(self.key)


class Seats:
    """The sessions at a time, in all and by address; one for all doors."""

    def __init__(self, in_all: int, by_address: int) -> None:
        """Set the bounds; 0 by address is no bound."""
        self.in_all, self.by_address = in_all, by_address
        self._taken: Counter[str] = Counter()

    def __len__(self) -> int:
        """How many are taken."""
        return self._taken.total()

    def take(self, address: str) -> Seat:
        """A seat for a session from there; raises `Full`. The bounds may change meanwhile: nobody is sent away."""
        key = network(address)
        if len(self) >= self.in_all:
            raise Full("full", "All seats are taken. Please come again later.")
        if self.by_address and self._taken[key] >= self.by_address:
            raise Full(
                "full-address", "Too many readers come from your address. Please end another session first."
            )
        self._taken[key] += 1
        return Seat(self, key)

    def leave(self, key: str) -> None:
        """Called by a `Seat` that is freed."""
        self._taken[key] -= 1
        if not self._taken[key]:
            del self._taken[key]


# What the far end says of its terminal

_TERMINALS = """
    alacritty ansi contour cygwin foot foot-direct ghostty gnome gnome-256color iterm2 konsole konsole-256color linux
    mintty mlterm ms-terminal putty putty-256color rio rxvt rxvt-256color rxvt-unicode rxvt-unicode-256color screen
    screen-256color screen.xterm-256color st st-256color tmux tmux-256color tmux-direct vscode vt100 vt102 vt220 vte
    vte-256color wezterm xterm xterm-16color xterm-256color xterm-color xterm-direct xterm-ghostty xterm-kitty
"""
_PASSED = {
    "LANG": re.compile(r"[A-Za-z]{1,8}(_[A-Za-z]{1,8})?(\.[A-Za-z0-9-]{1,16})?(@[A-Za-z]{1,16})?"),
    "COLORTERM": re.compile("truecolor|24bit"),
    "NO_COLOR": re.compile("[A-Za-z0-9]{1,8}"),
}


def terminal(name: str) -> str | None:
    """A TERM that is passed on: a known one as it is, an unknown one as `xterm`; `None` where there is no screen."""
    if name in ("", "dumb", "unknown"):
        return None
    return name if name in _TERMINALS.split() else "xterm"


def environment(asked: Mapping[str, str]) -> dict[str, str]:
    """Of the variables that a visitor sends, those that a session gets: LANG, COLORTERM and NO_COLOR, if well formed."""
    return {name: asked[name] for name, form in _PASSED.items() if form.fullmatch(asked.get(name, ""))}
