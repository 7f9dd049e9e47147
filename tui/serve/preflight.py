"""What `polemics serve --check` looks at: whether a server with these settings could start on this machine."""

from __future__ import annotations

import errno
import os
import re
import socket
import stat
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

from tui.serve.settings import FILE, Fault, Settings, bind_host


def check(settings: Settings, where: str = FILE) -> tuple[Fault, ...]:
    """Every fault that the settings' values have here and now; nothing is made or changed.

    That a port is in use is none: the server that is to be reloaded may be what uses it.
    """
    looks: tuple[Callable[[Settings], Iterator[_Found]], ...] = (
        _who_may_enter, _packages, _addresses, _host_key, _authorized_keys, _token, _log, _state, _user,
    )  # fmt: skip
    return tuple(Fault(where, *found) for look in looks for found in look(settings))


_Found = tuple[str, str, str]
"""A setting, why it cannot be used, and what to do about it."""


def _who_may_enter(settings: Settings) -> Iterator[_Found]:
    if not settings.ssh and not settings.web:
        yield "", "nobody may enter", "give authorized-keys, or guests: yes, or web: yes"
    if settings.web_user_header and not settings.web_proxies:
        yield "web-user-header", "is believed of nobody", "name the proxies that set it in web-proxies"


def _packages(settings: Settings) -> Iterator[_Found]:
    for wanted, package, extra, option in (
        (True, "asyncssh", "serve", ""),
        (settings.web, "aiohttp", "web", "web"),
    ):
        if wanted and find_spec(package) is None:
            yield option, f"needs the package {package}", f"install polemics[{extra}]"


def _addresses(settings: Settings) -> Iterator[_Found]:
    if settings.ssh:
        yield from _bound("address", settings.address, "port", settings.port)
    if settings.web:
        yield from _bound("web-address", settings.web_address, "web-port", settings.web_port)
    alike = settings.address == settings.web_address or "all" in (settings.address, settings.web_address)
    if settings.ssh and settings.web and alike and settings.port == settings.web_port:
        yield "web-port", f"is the port of the SSH door as well, {settings.port}", "choose another"


def _bound(option: str, address: str, port_option: str, port: int) -> Iterator[_Found]:
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(
            bind_host(address), port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            tried.bind(place)
    except socket.gaierror as error:
        yield option, f"{address} is not known here: {error.strerror}", ""
    except OSError as error:
        if error.errno == errno.EACCES:
            yield port_option, f"{port} is not for everybody", "choose a port from 1024 on"
        elif error.errno != errno.EADDRINUSE:
            yield (
                option,
                f"{address} cannot be listened on: {error.strerror}",
                "give an address of this machine, or all",
            )


def _host_key(settings: Settings) -> Iterator[_Found]:
    file = settings.host_key_file
    if not settings.ssh:
        return
    if not file.exists():
        yield from _makeable("host-key", file)
        return
    mode = file.stat().st_mode
    if not stat.S_ISREG(mode):
        yield "host-key", f"{file} is no file", ""
    elif mode & 0o077:
        yield "host-key", f"{file} can be read by others (mode {mode & 0o777:o})", f"chmod 600 {file}"
    else:
        yield from _key_read(file)


def _key_read(file: Path) -> Iterator[_Found]:
    try:
        import asyncssh

        asyncssh.read_private_key(file)
    except ImportError:
        # Said already, see `_packages`.
        return
    except (OSError, ValueError) as error:
        yield "host-key", f"{file} cannot be read: {_why(error)}", "delete it, and another is made"


_EXPIRY = re.compile(r"^[^#\n]*\bexpiry-time=", re.MULTILINE)


def _authorized_keys(settings: Settings) -> Iterator[_Found]:
    file = settings.authorized_keys
    if file is None:
        return
    try:
        from tui.serve.keys import Keys

        Keys(file)
    except ImportError:
        # Said already, see `_packages`.
        return
    except (OSError, ValueError) as error:
        yield "authorized-keys", f"{file} cannot be read: {_why(error)}", "write a public key on each line"
    else:
        if _EXPIRY.search(file.read_text(encoding="utf-8", errors="replace")):
            yield (
                "authorized-keys",
                f"{file} has keys with an expiry-time, which is not heeded",
                "take old keys out",
            )


def _token(settings: Settings) -> Iterator[_Found]:
    if not settings.web or settings.web_entry != "token":
        return
    file = settings.web_token_file
    if not file.exists():
        yield from _makeable("web-token", file)
        return
    try:
        from tui.serve.reception import token_of

        token_of(settings)
    except ImportError:
        # Said already, see `_packages`.
        return
    except (OSError, ValueError) as error:
        yield "web-token", _why(error), ""
    else:
        if file.stat().st_mode & 0o007:
            yield "web-token", f"{file} can be read by everybody", f"chmod 600 {file}"


def _log(settings: Settings) -> Iterator[_Found]:
    file = settings.log
    if file == "stderr":
        return
    if file.is_dir() or (file.exists() and not os.access(file, os.W_OK)):
        yield "log", f"{file} cannot be written", ""
    elif not file.parent.is_dir():
        yield "log", f"{file.parent} is not there", "make that folder"
    elif not file.exists() and not os.access(file.parent, os.W_OK | os.X_OK):
        yield "log", f"{file.parent} cannot be written", ""


def _state(settings: Settings) -> Iterator[_Found]:
    folder = settings.state_folder
    if folder.exists() and not folder.is_dir():
        yield "state", f"{folder} is no folder", ""
    elif folder.is_dir() and not os.access(folder, os.W_OK | os.X_OK):
        yield "state", f"{folder} cannot be written", ""
    elif not folder.exists():
        yield from _makeable("state", folder)


def _makeable(option: str, file: Path) -> Iterator[_Found]:
    """A fault where a file that is not there could not be made, with the folders that it would stand in."""
    over = next(folder for folder in file.absolute().parents if folder.exists())
    if not over.is_dir() or not os.access(over, os.W_OK | os.X_OK):
        yield option, f"{file} cannot be made: {over} cannot be written", ""


def _user(settings: Settings) -> Iterator[_Found]:
    if not settings.user:
        return
    import pwd

    try:
        uid = pwd.getpwnam(settings.user).pw_uid
    except KeyError:
        yield "user", f"there is no user {settings.user} on this machine", "make one, or leave it out"
        return
    if os.geteuid() not in (0, uid):
        yield "user", f"only root can start sessions as {settings.user}", "leave it out, or start as root"


def _why(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error) or type(error).__name__
