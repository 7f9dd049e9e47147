"""What the owner of a server has set: one table, from which `serve.yaml`, the command line and the manual are made."""

from __future__ import annotations

import difflib
import ipaddress
import os
import re
from argparse import SUPPRESS, ArgumentParser, BooleanOptionalAction, Namespace
from collections.abc import Callable, Iterator, Mapping
from dataclasses import Field, dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

FILE = "serve.yaml"

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


# Faults


@dataclass(frozen=True, slots=True)
class Fault:
    """One setting that cannot be used: where it stands, which it is, why, and what to do about it.

    `where` is a file's name or "the command line"; `line` counts from 1 and is 0 where there is none; `option` is empty
    where no single setting is to blame.
    """

    where: str
    option: str
    why: str
    hint: str = ""
    line: int = 0

    def __str__(self) -> str:
        """One clear line, safe for a terminal: `serve.yaml:3: port: must be a number from 1 to 65535, not 'x'`."""
        where = f"{self.where}:{self.line}" if self.line else self.where
        parts = [where, *([self.option] if self.option else []), self.why]
        line = ": ".join(parts) + (f"; {self.hint}" if self.hint else "")
        return "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in line)


class SettingsError(Exception):
    """Settings that cannot be used; `faults` holds every one of them, in the order in which they were given."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        """Raise with `raise SettingsError(faults)`; its text is a line a fault."""
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


# Kinds of value


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


def _count(least: int, most: int) -> Kind:
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


def _one_of(*words: str) -> Kind:
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
PORT = _count(1, 65535)
TIME = Kind("TIME", "a time with its unit, such as 30 min or 8 h, or never", _time)
PATH = Kind("PATH", "the path of a file or folder", _path)
ADDRESS = Kind("ADDRESS", "an IP address, a host name, or all for every address of this machine", _address)
TEXT = Kind("TEXT", "text of at most 2000 characters, none of them a control character", _text)
USER = Kind("USER", "the name of a user of this machine", _name(r"[a-z_][a-z0-9_.-]{0,31}\$?"))
HEADER = Kind("HEADER", "the name of an HTTP header", _name(r"[A-Za-z][A-Za-z0-9-]{0,63}"))
LOG = Kind("PATH", "the path of a file, or stderr", _log)
NETWORKS = _list_of(Kind("ADDRESS", "an IP address or a network such as 10.0.0.0/8", _network))
ORIGINS = _list_of(Kind("ORIGIN", "an origin such as https://reading.example.org", _origin))


# The table


@dataclass(frozen=True, slots=True)
class Option:
    """A setting as its owner meets it.

    `name` is its name in `serve.yaml` and, after two hyphens, on the command line; `group` the heading under which it
    is listed; `restart` whether a change waits for the next start (SIGHUP takes up all others).
    """

    name: str
    kind: Kind
    default: Any
    help: str
    group: str
    restart: bool

    @property
    def field(self) -> str:
        """Its name as an attribute of `Settings`."""
        return self.name.replace("-", "_")

    @property
    def shown_default(self) -> str:
        """The default, as one would write it in `serve.yaml`; a dash where nothing is set."""
        match self.default:
            case None if self.kind is TIME:
                return "never"
            case None | "" | ():
                return "–"
            case bool() as yes:
                return "yes" if yes else "no"
            case int() as seconds if self.kind is TIME:
                return shown_time(seconds)
            case other:
                return str(other)


def shown_time(seconds: float) -> str:
    """A length of time as people write it: `90` is `1 min 30 s`."""
    left, parts = round(seconds), []
    for size, unit in ((86400, "d"), (3600, "h"), (60, "min"), (1, "s")):
        number, left = divmod(left, size)
        if number:
            parts.append(f"{number} {unit}")
    return " ".join(parts) or "0 s"


def _told(kind: Kind, group: str, help: str, *, restart: bool = False) -> dict[str, Any]:
    return {"kind": kind, "group": group, "help": help, "restart": restart}


_SSH, _WHO, _BOUNDS, _WEB, _HOUSE = "The SSH door", "Who may enter", "Bounds", "The web door", "The house"


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything an owner can set; each field is a setting, with its kind, its meaning and its default.

    Times are in seconds, `None` where there is no bound; a number of 0 where the help says so is no bound either.
    """

    address: str = field(
        default="all",
        metadata=_told(ADDRESS, _SSH, "The address on which readers are awaited.", restart=True),
    )
    port: int = field(
        default=2222,
        metadata=_told(PORT, _SSH, "The port on which readers are awaited.", restart=True),
    )
    host_key: Path | None = field(
        default=None,
        metadata=_told(
            PATH,
            _SSH,
            "The server's private key, made at first start. Without it, host_key in the state folder.",
            restart=True,
        ),
    )

    authorized_keys: Path | None = field(
        default=None,
        metadata=_told(
            PATH, _WHO, "A file of public keys, one a line as in OpenSSH: whoever holds one may enter by SSH."
        ),
    )
    guests: bool = field(
        default=False,
        metadata=_told(
            YES, _WHO, "Whether anyone may enter, without a key or token; of guests nothing is remembered."
        ),
    )

    sessions: int = field(
        default=100,
        metadata=_told(_count(1, 100_000), _BOUNDS, "Sessions at a time, in all."),
    )
    sessions_by_address: int = field(
        default=10,
        metadata=_told(
            _count(0, 100_000), _BOUNDS, "Sessions at a time from one address (IPv6: a /64); 0 for no bound."
        ),
    )
    connections_by_address: int = field(
        default=30,
        metadata=_told(
            _count(0, 100_000),
            _BOUNDS,
            "New connections a minute from one address, counted before anybody is asked for a key; 0 for no bound.",
        ),
    )
    idle: int | None = field(
        default=1800,
        metadata=_told(
            TIME, _BOUNDS, "A session in which no key was pressed for so long is closed, after a warning."
        ),
    )
    total: int | None = field(
        default=28800,
        metadata=_told(TIME, _BOUNDS, "A session that has lasted so long is closed, after a warning."),
    )

    web: bool = field(
        default=False,
        metadata=_told(YES, _WEB, "Whether the collection is opened to browsers as well.", restart=True),
    )
    web_address: str = field(
        default="127.0.0.1",
        metadata=_told(
            ADDRESS,
            _WEB,
            "The address on which browsers are awaited. Nothing is encrypted: leave it to this machine and put a proxy with TLS before it.",
            restart=True,
        ),
    )
    web_port: int = field(
        default=8080,
        metadata=_told(PORT, _WEB, "The port on which browsers are awaited.", restart=True),
    )
    web_token: Path | None = field(
        default=None,
        metadata=_told(
            PATH,
            _WEB,
            "A file with the word that lets a browser in, made at first start. Without it, web_token in the state folder. Not asked for with guests or web-user-header.",
        ),
    )
    web_user_header: str = field(
        default="",
        metadata=_told(
            HEADER, _WEB, "The HTTP header in which web-proxies name the reader whom they let in."
        ),
    )
    web_proxies: tuple[Network, ...] = field(
        default=(),
        metadata=_told(
            NETWORKS,
            _WEB,
            "The proxies whose word is taken for the reader's name and (X-Forwarded-For) address.",
        ),
    )
    web_origins: tuple[str, ...] = field(
        default=(),
        metadata=_told(
            ORIGINS,
            _WEB,
            "The addresses under which browsers see this page. Without it, only localhost and bare IP addresses.",
        ),
    )

    motto: str = field(
        default="",
        metadata=_told(TEXT, _HOUSE, "The motto of the day, shown to each reader at the door."),
    )
    log: Path | Literal["stderr"] = field(
        default="stderr",
        metadata=_told(LOG, _HOUSE, "The file to which a line a session is written, or stderr."),
    )
    log_format: Literal["text", "json"] = field(
        default="text",
        metadata=_told(_one_of("text", "json"), _HOUSE, "How it is written."),
    )
    state: Path | None = field(
        default=None,
        metadata=_told(
            PATH,
            _HOUSE,
            "The folder of what is kept: keys, readers' places and bookmarks. Without it, $STATE_DIRECTORY (as systemd sets it) or polemics/serve in the user's state folder.",
            restart=True,
        ),
    )
    user: str = field(
        default="",
        metadata=_told(
            USER, _HOUSE, "The user as whom sessions run, where the server is started by root.", restart=True
        ),
    )
    warm: int = field(
        default=2,
        metadata=_told(
            _count(0, 100), _HOUSE, "Sessions kept ready for the next readers, so that they need not wait."
        ),
    )

    @property
    def ssh(self) -> bool:
        """Whether the SSH door is opened: whether there is anybody who may enter by it."""
        return self.guests or self.authorized_keys is not None

    @property
    def web_entry(self) -> Literal["proxy", "guests", "token"]:
        """Who lets browsers in: a proxy that names the reader, nobody (all are guests), or a token."""
        if self.web_user_header:
            return "proxy"
        return "guests" if self.guests else "token"

    @property
    def state_folder(self) -> Path:
        """The folder of what is kept, settled; it need not be there yet."""
        if self.state is not None:
            return self.state
        # systemd names several folders with colons between them.
        given = os.environ.get("STATE_DIRECTORY", "").split(":")[0]
        if given:
            return Path(given)
        home = os.environ.get("XDG_STATE_HOME", "")
        return (Path(home) if home else Path.home() / ".local" / "state") / "polemics" / "serve"

    @property
    def host_key_file(self) -> Path:
        """Where the server's private key is kept, settled; it need not be there yet."""
        return self.host_key or self.state_folder / "host_key"

    @property
    def web_token_file(self) -> Path:
        """Where the browsers' token is kept, settled; it need not be there yet."""
        return self.web_token or self.state_folder / "web_token"


def _option(field: Field[Any]) -> Option:
    return Option(field.name.replace("_", "-"), default=field.default, **field.metadata)


OPTIONS: tuple[Option, ...] = tuple(_option(field) for field in fields(Settings))


def markdown() -> str:
    """The table of all settings, as it stands in SERVING.md; those marked `*` wait for the next start."""
    lines, group = ["| setting | what it may be | default | what it does |", "|---|---|---|---|"], ""
    for option in OPTIONS:
        if option.group != group:
            group = option.group
            lines.append(f"| **{group}** | | | |")
        mark = " \\*" if option.restart else ""
        lines.append(
            f"| `{option.name}`{mark} | {option.kind.what} | {option.shown_default} | {option.help} |"
        )
    return "\n".join(lines)


def bind_host(address: str) -> str | None:
    """An address of the settings as asyncio and asyncssh want it: `None` is every address of the machine."""
    return None if address == "all" else address


def waiting_for_restart(now: Settings, then: Settings) -> tuple[str, ...]:
    """The names of the settings that differ and that a running server cannot take up."""
    return tuple(
        option.name
        for option in OPTIONS
        if option.restart and getattr(now, option.field) != getattr(then, option.field)
    )


# From a file, from the command line


def from_mapping(
    said: object,
    where: str = FILE,
    *,
    lines: Mapping[str, int] | None = None,
    base: Path | None = None,
    over: Settings | None = None,
) -> Settings:
    """The settings that a mapping of names to values says, laid over others (the defaults).

    `said` is what YAML made of the file (`None`: an empty file); `lines` tells on which line each name stands; relative
    paths count from `base` (the working folder). Raises `SettingsError` with every fault.
    """
    faults: list[Fault] = []
    values = dict(_values(said, where, lines or {}, base or Path.cwd(), faults))
    if faults:
        raise SettingsError(tuple(faults))
    return replace(over or Settings(), **values)


def _values(
    said: object, where: str, lines: Mapping[str, int], base: Path, faults: list[Fault]
) -> Iterator[tuple[str, Any]]:
    if said is None:
        return
    if not isinstance(said, Mapping):
        faults.append(Fault(where, "", "must be a list of settings", "write lines such as port: 2222"))
        return
    known = {option.name: option for option in OPTIONS}
    for name, value in said.items():
        option = known.get(str(name))
        if option is None:
            faults.append(
                Fault(where, str(name), "no such setting", _nearest(str(name)), lines.get(str(name), 0))
            )
            continue
        if value is None and option.default is None:
            continue
        try:
            yield option.field, option.kind.read(value, base)
        except ValueError:
            why = f"must be {option.kind.what}, not {_short(value)}"
            faults.append(Fault(where, option.name, why, line=lines.get(option.name, 0)))


def _nearest(name: str) -> str:
    names = [option.name for option in OPTIONS]
    like = difflib.get_close_matches(name.replace("_", "-").replace(" ", "-").lower(), names, 1, 0.5)
    return f"did you mean {like[0]}?" if like else f"there are {', '.join(names)}"


def _short(value: object) -> str:
    words = repr(value)
    return words if len(words) <= 60 else words[:57] + "…"


def add_options(parser: ArgumentParser) -> None:
    """Give a parser every setting as an option; what is not given there does not appear in the `Namespace`."""
    groups: dict[str, Any] = {}
    for option in OPTIONS:
        if option.group not in groups:
            groups[option.group] = parser.add_argument_group(option.group.lower())
        group, flag = groups[option.group], f"--{option.name}"
        default = "" if option.shown_default == "–" else f" [{option.shown_default}]"
        said = {"dest": option.field, "default": SUPPRESS, "help": (option.help + default).replace("%", "%%")}
        if option.kind is YES:
            group.add_argument(flag, action=BooleanOptionalAction, **said)
        elif option.kind in (NETWORKS, ORIGINS):
            group.add_argument(flag, action="append", metavar=option.kind.name, **said)
        else:
            group.add_argument(flag, metavar=option.kind.name, **said)


def from_arguments(arguments: Namespace, over: Settings) -> Settings:
    """The settings given on the command line, laid over those of the file; raises `SettingsError` with every fault."""
    said = {
        option.name: getattr(arguments, option.field)
        for option in OPTIONS
        if hasattr(arguments, option.field)
    }
    return from_mapping(said, "the command line", over=over)
