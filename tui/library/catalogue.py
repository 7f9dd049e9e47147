"""The catalogue: organizations and articles as the index has them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from tui.library import rows
from tui.library.listing import Listing
from tui.library.register import Register
from tui.library.store import Store
from tui.model import Organization, Shelf, filed

if TYPE_CHECKING:
    from tui.library.chart import Chart

UNKNOWN = "unknown publisher"
"""What the publisher of an article is called where nobody says it."""

_OF_ORGANIZATION = (
    "SELECT id FROM (SELECT id, 0 AS relation, filing FROM articles WHERE organization = ?1 UNION ALL "
    "SELECT a.id, 1, a.filing FROM about o JOIN articles a ON a.id = o.article WHERE o.organization = ?1 "
    "AND ?1 <> '') ORDER BY relation, filing"
)


class Catalogue:
    """Answers for one generation of an index; it keeps what was asked once."""

    def __init__(self, store: Store) -> None:
        """Over an index."""
        self._store = store
        self.generation = store.generation

    @cached_property
    def register(self) -> Register:
        """The organizations that are declared."""
        register = Register()
        for (data,) in self._store.all("SELECT data FROM organizations ORDER BY position"):
            register.add(rows.organization_from(data))
        return register

    @cached_property
    def undeclared(self) -> dict[str, Organization]:
        """The organizations that only articles know, in the order of their names."""
        keys = (set(self._by) | set(self._on)) - set(self.register.organizations) - {""}
        return {key: Organization(key, key) for key in sorted(keys, key=lambda key: (filed(key), key))}

    @cached_property
    def shelves(self) -> tuple[Shelf, ...]:
        """The declared organizations, then the undeclared, then the unknown publisher."""
        organizations = [*self.register.organizations.values(), *self.undeclared.values()]
        shelves = [Shelf(o, self._by.get(o.key, 0), self._on.get(o.key, 0)) for o in organizations]
        unknown = self._by.get("", 0)
        return (*shelves, Shelf(None, unknown, 0)) if unknown else tuple(shelves)

    @property
    def count(self) -> int:
        """How many articles there are."""
        return sum(self._by.values())

    @cached_property
    def chart(self) -> Chart:
        """The events of all on lanes, in the order of the shelves."""
        from tui.library.chart import Chart

        names = [
            (shelf.key, shelf.organization.name if shelf.organization else UNKNOWN) for shelf in self.shelves
        ]
        return Chart(self._store, names)

    def organization(self, key: str) -> Organization | None:
        """The organization with that key, or the only one that goes by that name."""
        keys = self.register.resolve(key)
        return self.register.organizations[keys[0]] if len(keys) == 1 else self.undeclared.get(key)

    def articles(self, organization: str | None) -> Listing:
        """The articles by an organization as they are filed, then those on it; with `None` all."""
        if organization is None:
            return self._listed("SELECT id FROM articles ORDER BY filing", (), self.count)
        count = self._by.get(organization, 0) + (self._on.get(organization, 0) if organization else 0)
        return self._listed(_OF_ORGANIZATION, (organization,), count)

    def numbered(self, numbers: Sequence[int]) -> Listing:
        """The articles with these numbers, in this order."""
        return Listing(
            self._store, len(numbers), lambda most: numbers[:most] if most >= 0 else numbers, self.shorts
        )

    def shorts(self) -> dict[str, str]:
        """The short names of the publishers, by their keys."""
        return {key: o.short if (o := self.organization(key)) else key for key in self._by}

    def _listed(self, sql: str, values: Sequence[object], count: int) -> Listing:
        """The articles whose numbers a question gives, in its order."""

        def numbers(most: int) -> Sequence[int]:
            return [number for (number,) in self._store.all(f"{sql} LIMIT {most:d}", values)]

        return Listing(self._store, count, numbers, self.shorts)

    @cached_property
    def _by(self) -> dict[str, int]:
        return dict(self._store.all("SELECT organization, count(*) FROM articles GROUP BY organization"))

    @cached_property
    def _on(self) -> dict[str, int]:
        return dict(self._store.all("SELECT organization, count(*) FROM about GROUP BY organization"))
