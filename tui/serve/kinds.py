"""The kinds of value that a setting may have: how each is read from YAML or the command line, and called in a complaint."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


@dataclass(frozen=True, slots=True)
class Kind:
    """What a setting's value may be.

    `name` stands for it on the command line; `what` completes "must be …"; `read` takes a value of YAML or a word of
    the command line, and the folder that relative paths count from, and raises `ValueError` for any other value.
    """

    name: str
    what: str
    read: Callable[[Any, Path], Any]


def _yes(said: Any, _: Path) -> bool:
    if isinstance(said, bool):
        return said
    raise ValueError


def count(least: int, most: int) -> Kind:
    """A whole number between two, both included."""

    def read(said: Any, _: Path) -> int:
        if isinstance(said, bool) or not isinstance(said, int | str):
            raise ValueError
        if isinstance(said, str) and not re.fullmatch("[0-9]{1,9}", said):
            raise ValueError
        number = int(said)
        if not least <= number <= most:
            raise ValueError
        return number

    return Kind("NUMBER", f"a number from {least} to {most}", read)


_UNITS = {
    "s": 1, "sec": 1, "second": 1, "seconds": 1,
    "min": 60, "minute": 60, "minutes": 60,
    "h": 3600, "hour": 3600, "hours": 3600,
    "d": 86400, "day": 86400, "days": 86400,
}  # fmt: skip
_TIME = re.compile(r"\s*([0-9]{1,6})\s*([a-z]+)")


def _time(said: Any, _: Path) -> int | None:
    # YAML 1.1 reads `no` as false: both say that there is no bound.
    if said is False or said == "never":
        return None
    if not isinstance(said, str):
        raise ValueError
    parts = _TIME.findall(said)
    if not parts or _TIME.sub("", said).strip() or any(unit not in _UNITS for _, unit in parts):
        raise ValueError
    seconds = sum(int(number) * _UNITS[unit] for number, unit in parts)
    if not seconds:
        raise ValueError
    return seconds


def _path(said: Any, base: Path) -> Path:
    if not isinstance(said, str | Path) or not str(said).strip() or "\0" in str(said):
        raise ValueError
    try:
        return Path(base, Path(said).expanduser())
    except RuntimeError as error:  # a home that nobody has
        raise ValueError from error


def _log(said: Any, base: Path) -> Path | Literal["stderr"]:
    return "stderr" if said in ("stderr", "-") else _path(said, base)


_HOST = re.compile(r"(?!-)[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})*")


def _address(said: Any, _: Path) -> str:
    if not isinstance(said, str):
        raise ValueError
    if _HOST.fullmatch(said):
        # A host name cannot be digits alone; what looks like an IPv4 address must be one.
        return str(ipaddress.ip_address(said)) if re.fullmatch("[0-9.]+", said) else said
    return str(ipaddress.ip_address(said.strip("[]")))


def _text(said: Any, _: Path) -> str:
    if not isinstance(said, str) or not all(sign.isprintable() or sign == "\n" for sign in said):
        raise ValueError
    if len(said) > 2000:
        raise ValueError
    return said.rstrip("\n")


def _name(pattern: str) -> Callable[[Any, Path], str]:
    def read(said: Any, _: Path) -> str:
        if not isinstance(said, str) or not re.fullmatch(pattern, said):
            raise ValueError
        return said

    return read


def one_of(*words: str) -> Kind:
    """One of some words."""

    def read(said: Any, _: Path) -> str:
        if said not in words:
            raise ValueError
        return str(said)

    return Kind("|".join(words), " or ".join(words), read)


def _list_of(one: Kind) -> Kind:
    def read(said: Any, base: Path) -> tuple[Any, ...]:
        return tuple(one.read(item, base) for item in (said if isinstance(said, list | tuple) else [said]))

    return Kind(one.name, f"{one.what}, or a list of such", read)


def _network(said: Any, _: Path) -> Network:
    if not isinstance(said, str):
        raise ValueError
    return ipaddress.ip_network(said, strict=False)


def _origin(said: Any, _: Path) -> str:
    if not isinstance(said, str):
        raise ValueError
    parts = urlsplit(said.rstrip("/"))
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path or parts.query:
        raise ValueError
    if parts.username is not None or parts.fragment or not re.fullmatch(r"[\w.:\[\]-]+", parts.netloc):
        raise ValueError
    if parts.port == 0:
        raise ValueError
    return f"{parts.scheme}://{parts.netloc.lower()}"


YES = Kind("yes|no", "yes or no", _yes)
PORT = count(1, 65535)
TIME = Kind("TIME", "a time with its unit, such as 30 min or 8 h, or never", _time)
PATH = Kind("PATH", "the path of a file or folder", _path)
ADDRESS = Kind("ADDRESS", "an IP address, a host name, or all for every address of this machine", _address)
TEXT = Kind("TEXT", "text of at most 2000 characters, none of them a control character", _text)
USER = Kind("USER", "the name of a user of this machine", _name(r"[a-z_][a-z0-9_.-]{0,31}\$?"))
HEADER = Kind("HEADER", "the name of an HTTP header", _name(r"[A-Za-z][A-Za-z0-9-]{0,63}"))
LOG = Kind("PATH", "the path of a file, or stderr", _log)
NETWORKS = _list_of(Kind("ADDRESS", "an IP address or a network such as 10.0.0.0/8", _network))
ORIGINS = _list_of(Kind("ORIGIN", "an origin such as https://reading.example.org", _origin))


def shown_time(seconds: float) -> str:
    """A length of time as people write it: `90` is `1 min 30 s`."""
    left, parts = round(seconds), []
    for size, unit in ((86400, "d"), (3600, "h"), (60, "min"), (1, "s")):
        number, left = divmod(left, size)
        if number:
            parts.append(f"{number} {unit}")
    return " ".join(parts) or "0 s"
