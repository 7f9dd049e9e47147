"""What the owner of a server has set: one table, from which `serve.yaml`, the command line and the manual are made."""

from __future__ import annotations

import difflib
import os
from argparse import SUPPRESS, ArgumentParser, BooleanOptionalAction, Namespace
from collections.abc import Iterator, Mapping
from dataclasses import Field, dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Literal

from tui.serve.kinds import (
    ADDRESS,
    HEADER,
    LOG,
    NETWORKS,
    ORIGINS,
    PATH,
    PORT,
    TEXT,
    TIME,
    USER,
    YES,
    Kind,
    Network,
    count,
    one_of,
    shown_time,
)

FILE = "serve.yaml"


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
        metadata=_told(count(1, 100_000), _BOUNDS, "Sessions at a time, in all."),
    )
    sessions_by_address: int = field(
        default=10,
        metadata=_told(
            count(0, 100_000), _BOUNDS, "Sessions at a time from one address (IPv6: a /64); 0 for no bound."
        ),
    )
    connections_by_address: int = field(
        default=30,
        metadata=_told(
            count(0, 100_000),
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
        metadata=_told(one_of("text", "json"), _HOUSE, "How it is written."),
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
            count(0, 100), _HOUSE, "Sessions kept ready for the next readers, so that they need not wait."
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
