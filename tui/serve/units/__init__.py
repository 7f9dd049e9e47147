"""Ready-made files for those who run a server: `polemics serve --unit NAME` prints one."""

from __future__ import annotations

from importlib.resources import files

UNITS = {
    "systemd": "polemics.service",
    "container": "Containerfile",
    "sshd": "sshd.conf",
    "balancer": "haproxy.cfg",
}
"""The name of each and its file in this folder."""


def text(name: str) -> str:
    """A ready-made file by its name in `UNITS`; it says at its head where it goes and what is to be changed."""
    return (files(__name__) / UNITS[name]).read_text(encoding="utf-8")
