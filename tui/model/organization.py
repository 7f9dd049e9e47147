"""Who publishes, and who is written about."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Organization:
    """An organization as `organizations.yaml` has it (ISAAR(CPF): the creator; its organs are its publications).

    `founded` and `dissolved` are EDTF; what the file does not say is empty. `parent` is the key of another one.
    """

    key: str
    name: str
    aliases: tuple[str, ...] = ()
    organs: tuple[str, ...] = ()
    parent: str = ""
    founded: str = ""
    dissolved: str = ""
    note: str = ""

    @property
    def short(self) -> str:
        """The shortest name it goes by: an alias such as "ISO", else the name."""
        return min((*self.aliases, self.name), key=len)


@dataclass(frozen=True, slots=True)
class Shelf:
    """An organization as it stands in the collection: how many articles are by it and how many on it.

    `organization` is `None` for the shelf of articles whose publisher is unknown.
    """

    organization: Organization | None
    by: int
    on: int

    @property
    def key(self) -> str:
        """The organization's key; empty for the unknown publisher."""
        return self.organization.key if self.organization else ""
