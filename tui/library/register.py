"""The register: the organizations of a collection, and the names that each goes by."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from tui.model import Organization

UNDECLARED = "add it to organizations.yaml"
"""The hint of problems with an organization that nobody has declared."""

_SHORTEST_NAME = 2
# A name that so many share names none of them.
_MOST_SHARED = 20
MOST_NAMES = 5000
"""So many names are looked for in the texts, those that are declared first."""


@dataclass(slots=True)
class Register:
    """Organizations in the order of the file, and the names that each goes by."""

    organizations: dict[str, Organization] = field(default_factory=dict)
    _names: dict[str, list[str]] = field(default_factory=dict)

    def add(self, organization: Organization) -> None:
        """Enter one more."""
        self.organizations[organization.key] = organization
        for name in dict.fromkeys(map(_fold, (organization.key, *_names_of(organization)))):
            self._names.setdefault(name, []).append(organization.key)

    @property
    def names(self) -> int:
        """How many names there are, the keys among them."""
        return len(self._names)

    def resolve(self, name: str) -> tuple[str, ...]:
        """The keys of those that go by the name: key first, then name, alias or organ; more than one if it is shared."""
        if name in self.organizations:
            return (name,)
        return tuple(self._names.get(_fold(name), ()))

    def namings(self) -> Namings:
        """What finds these organizations named in a text."""
        names: dict[str, list[str]] = {}
        for organization in self.organizations.values():
            for name in dict.fromkeys(map(_even, _names_of(organization))):
                if len(name) >= _SHORTEST_NAME:
                    names.setdefault(name, []).append(organization.key)
        told = ((name, keys) for name, keys in names.items() if len(keys) <= _MOST_SHARED)
        return Namings(dict(islice(told, MOST_NAMES)))


class Namings:
    """Finds where a text names organizations, written as the register writes them; the longest name counts."""

    def __init__(self, names: dict[str, list[str]]) -> None:
        """Look for these names; each is of one organization or, where it is shared, of several."""
        self._keys = names
        longest_first = sorted(names, key=len, reverse=True)
        words = "|".join(
            re.escape(name).replace(r"\ ", r"\s+").replace("'", "['’]") for name in longest_first
        )
        # What stands before is looked at afterwards: a pattern that begins with letters is found some times as fast.
        self._regex = re.compile(rf"(?:{words})(?!\w)") if names else None

    def find(self, text: str) -> Iterator[tuple[str, int, int]]:
        """The organization's key, and where its name begins and ends."""
        if self._regex is None:
            return
        for match in self._regex.finditer(text):
            start = match.start()
            if start and (text[start - 1].isalnum() or text[start - 1] == "_"):
                continue
            for key in self._keys[_even(match[0])]:
                yield key, start, match.end()


def _names_of(organization: Organization) -> tuple[str, ...]:
    return (organization.name, *organization.aliases, *organization.organs)


def _even(name: str) -> str:
    return " ".join(name.replace("’", "'").split())


def _fold(name: str) -> str:
    return _even(name).casefold()
