"""OpenSSH's own clients, told to ask nothing and to keep nothing."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence

import pytest

OPTIONS = {
    "StrictHostKeyChecking": "no",
    "UserKnownHostsFile": "/dev/null",
    "GlobalKnownHostsFile": "/dev/null",
    "LogLevel": "ERROR",
    "BatchMode": "yes",
    "IdentityAgent": "none",
    "ConnectTimeout": "30",
}


def ssh(port: int, *options: str, user: str = "reader", words: Sequence[str] = ()) -> list[str]:
    """The command line of `ssh` to a port of this machine."""
    return [*client("ssh"), "-p", str(port), *options, f"{user}@127.0.0.1", *words]


def client(name: str) -> list[str]:
    """The command line of `ssh`, `sftp` or `scp` up to the options of its own."""
    if shutil.which(name) is None:
        pytest.skip(f"{name} is not installed")
    return [name, "-F", "none", *(f"-o{option}={value}" for option, value in OPTIONS.items())]


def run(
    command: Sequence[str], *, said: bytes = b"", within: float = 60.0
) -> subprocess.CompletedProcess[bytes]:
    """Run a command to its end."""
    return subprocess.run(command, input=said, capture_output=True, timeout=within, check=False)
