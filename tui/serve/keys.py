"""The keys of the readers: `authorized_keys`, as OpenSSH has it."""

from __future__ import annotations

import re
from pathlib import Path

import asyncssh

_COMMENT = re.compile(r"(?m)^(?!#)(?:.*\s)?(?:ssh|ecdsa|sk)-\S+\s+[A-Za-z0-9+/=]+\s+(\S+)")
_MOST_BYTES = 16 * 1024 * 1024


class Keys:
    """Whose key opens the door, and the names of those who have one."""

    def __init__(self, file: Path | None) -> None:
        """Read a file; without one there are no keys. Raises `OSError`, and `ValueError` where there is no key in it."""
        self.names: frozenset[str] = frozenset()
        """The first words of the keys' comments, up to an `@`: who goes by one of them is asked for the key."""
        self._known = asyncssh.SSHAuthorizedKeys()
        if file is not None:
            with file.open(encoding="utf-8", errors="replace") as lines:
                text = lines.read(_MOST_BYTES)
            self._known.load(text)
            self.names = frozenset(name.partition("@")[0] for name in _COMMENT.findall(text))

    def fit(self, key: asyncssh.SSHKey, address: str) -> bool:
        """Whether a key opens the door for someone at an address (`from=` in the file bounds it)."""
        return self._known.validate(key, address, address) is not None


def host_key(file: Path) -> asyncssh.SSHKey:
    """The server's own key, made at first; raises `OSError` or `asyncssh.KeyImportError` where it cannot be had."""
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        made = asyncssh.generate_private_key("ssh-ed25519", comment="polemics")
        draft = file.with_name(f"{file.name}.new")
        draft.touch(mode=0o600)
        draft.write_bytes(made.export_private_key())
        draft.rename(file)
        file.with_name(f"{file.name}.pub").write_bytes(made.export_public_key())
    return asyncssh.read_private_key(file)
