"""Providers for the command palette: the commands of the table, and what the screen offers by name."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable
from functools import partial
from typing import Any

from textual.command import CommandPalette, DiscoveryHit, Hit, Provider
from textual.content import Content
from textual.markup import escape

from tui.commands import Keys, shown
from tui.model import visible

Offer = tuple[str, str, Callable[[], Any]]
"""Words to choose by, a line of help, and what is done."""


def palette(
    keys: Keys, table: str, run_command: Callable[[str], Any], offers: Iterable[Offer]
) -> CommandPalette:
    """A palette over a screen: the commands that it has in the table, run by `run_command`, then what else it offers."""
    listed = tuple(offers)

    class Commands(_Offers):
        """What the screen offers."""

        def offers(self) -> Iterable[Offer]:
            """The commands of the table, then the rest."""
            for command in keys.commands(table):
                keycaps = " ".join(shown(key) for key in keys.of(command.id))
                if command.id != "palette":
                    run = partial(run_command, command.action)
                    yield (command.help, f"{keycaps}  {command.group}: {command.id}", run)
            yield from listed

    return CommandPalette(providers=[Commands], placeholder="a command, a theme, an article")


class _Offers(Provider):
    def offers(self) -> Iterable[Offer]:
        """What can be chosen."""
        raise NotImplementedError

    async def discover(self) -> AsyncIterator[DiscoveryHit]:
        """All of it, before a word is typed."""
        for words, help, run in self.offers():
            plain = visible(words, lines=False)
            yield DiscoveryHit(Content(plain), run, text=plain, help=_plain_help(help))

    async def search(self, query: str) -> AsyncIterator[Hit]:
        """What matches."""
        matcher = self.matcher(query)
        for words, help, run in self.offers():
            plain = visible(words, lines=False)
            if (score := matcher.match(plain)) > 0:
                yield Hit(score, Content(plain), run, text=plain, help=_plain_help(help))


def _plain_help(words: str) -> str:
    """Help is read as markup by the palette, so whatever looks like it is escaped."""
    return escape(visible(words, lines=False))
