"""The servers that are compared: how each is started, and what it is reached by."""

from __future__ import annotations

import getpass
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO

ROOT = Path(__file__).parents[2]
SSHD = Path("/usr/sbin/sshd")
PATIENCE = 30.0


@dataclass(frozen=True)
class Door:
    """A server that runs: its process, its port, and the name and the key that it asks for (none if empty)."""

    pid: int
    port: int
    user: str
    key: str


Design = Callable[[Path, Path], "Command"]


@dataclass(frozen=True)
class Command:
    """What starts a server."""

    words: list[str]
    port: int
    user: str = "reader"
    key: str = ""


def polemics_serve(collection: Path, folder: Path) -> Command:
    """A process a reader, forked from one that is warm."""
    port = free_port()
    never = ["--idle", "never", "--total", "never"]
    bounds = ["--sessions", "100000", "--sessions-by-address", "0", "--connections-by-address", "0"]
    door = ["--address", "127.0.0.1", "--port", str(port), "--guests"]
    kept = ["--state", str(folder / "serve"), "--log", str(folder / "serve.log")]
    words = [sys.executable, "-m", "tui.cli", "serve", str(collection), *door, *bounds, *never, *kept]
    return Command(words, port)


def troubled(collection: Path, folder: Path) -> Command:
    """The same, with visitors who make trouble (see `tests/serve/trouble.py`)."""
    command = polemics_serve(collection, folder)
    return replace(command, words=["tests.serve.trouble" if w == "tui.cli" else w for w in command.words])


def one_process(collection: Path, folder: Path) -> Command:
    """All apps in the process of the server."""
    port = free_port()
    server = Path(__file__).with_name("one_process.py")
    return Command([sys.executable, str(server), str(collection), str(port), make_key(folder / "host")], port)


def openssh(collection: Path, folder: Path) -> Command:
    """OpenSSH's sshd, which starts `polemics` for each reader."""
    port, key = free_port(), make_key(folder / "reader")
    kept = [f"{name}={value}" for name, value in homes(folder).items()]
    program = [
        "exec",
        "env",
        *kept,
        f"PYTHONPATH={ROOT}",
        sys.executable,
        "-m",
        "tui.cli",
        "--fresh",
        str(collection),
    ]
    settings = {
        "Port": port,
        "ListenAddress": "127.0.0.1",
        "HostKey": make_key(folder / "host"),
        "AuthorizedKeysFile": f"{key}.pub",
        "ForceCommand": " ".join(program),
        "MaxStartups": 10000,
        "PidFile": "none",
        "StrictModes": "no",
        "UsePAM": "no",
        "PrintMotd": "no",
        "PrintLastLog": "no",
    }
    config = folder / "sshd_config"
    config.write_text("".join(f"{name} {value}\n" for name, value in settings.items()), encoding="utf-8")
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)
    return Command([str(SSHD), "-D", "-e", "-f", str(config)], port, getpass.getuser(), key)


DESIGNS: dict[str, Design] = {
    "polemics serve": polemics_serve,
    "one process for all": one_process,
    "sshd, a program each": openssh,
}


@contextmanager
def opened(design: Design, collection: Path, folder: Path) -> Iterator[Door]:
    """Run a server until the end of the block; raises `RuntimeError` with what it said if it does not open its port."""
    folder.mkdir(parents=True, exist_ok=True)
    command = design(collection, folder)
    said = folder / "said"
    with said.open("wb") as output, _running(command.words, folder, output) as server:
        _wait_for(command.port, server, said)
        yield Door(server.pid, command.port, command.user, command.key)


@contextmanager
def _running(words: list[str], folder: Path, output: IO[bytes]) -> Iterator[subprocess.Popen[bytes]]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SSH_", "TEXTUAL"))}
    environment = kept | homes(folder) | {"PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"}
    server = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=output, stderr=output, env=environment)
    try:
        yield server
    finally:
        server.terminate()
        try:
            server.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def homes(folder: Path) -> dict[str, str]:
    """An environment with a home of its own."""
    return {f"XDG_{name}_HOME": str(folder / name) for name in ("STATE", "CONFIG", "CACHE", "DATA")}


def _wait_for(port: int, server: subprocess.Popen[bytes], said: Path) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and server.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError(f"it did not open its port; it said\n{said.read_text(errors='backslashreplace')}")


def free_port() -> int:
    """A port of this machine that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def make_key(path: Path) -> str:
    """Make a key without a passphrase, with its public half beside it; the path."""
    if not path.exists():
        words = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(path)]
        subprocess.run(words, check=True, stdin=subprocess.DEVNULL)
    return str(path)
