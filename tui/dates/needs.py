"""What a pattern cannot do without: the signs of which every match of it holds at least one.

A rule is tried only on the runs of words that hold one, which is a small part of a text.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from tui.dates.patterns import Element, elements

Signs = frozenset[str]
SignsOf = Callable[[str, str], Signs]


class Needs:
    """Finds what patterns need; `signs_of(kind, text)` gives the signs of a class, word or mark, `heads` those preferred."""

    def __init__(self, signs_of: SignsOf, pieces: Mapping[str, str], heads: Signs) -> None:
        """Take how words are looked up, the pieces that patterns may name, and the signs that are worth looking for."""
        self._signs_of = signs_of
        self._pieces = pieces
        self._heads = heads
        self._of_pieces: dict[str, Signs] = {}

    def of(self, pattern: str) -> Signs:
        """The signs that the pattern needs; raises `ValueError` where it can match without any."""
        found, _ = self._either(elements(pattern), 0)
        if not found:
            raise ValueError("nothing in the pattern must be there")
        return found

    def _of_piece(self, name: str) -> Signs:
        if name not in self._of_pieces:
            self._of_pieces[name], _ = self._either(elements(self._pieces[name]), 0)
        return self._of_pieces[name]

    def _either(self, items: Sequence[Element], index: int) -> tuple[Signs, int]:
        """What alternatives need, from `index` to the bracket that closes them: one of what each needs."""
        each: list[Signs] = []
        while True:
            needed, index = self._all(items, index)
            each.append(needed)
            if index >= len(items) or items[index][1] != "|":
                return (frozenset().union(*each) if all(each) else frozenset()), index
            index += 1

    def _all(self, items: Sequence[Element], index: int) -> tuple[Signs, int]:
        """What a sequence needs: the best of what its parts need."""
        best: Signs = frozenset()
        while index < len(items) and items[index] not in (("meta", "|"), ("meta", ")")):
            kind, text = items[index]
            needed: Signs = frozenset()
            if kind == "look" or text == "(":
                needed, index = self._either(items, index + 1)
                needed = frozenset() if kind == "look" else needed
            elif kind == "piece":
                needed = self._of_piece(text[1:])
            elif kind in ("klass", "word") or (kind == "mark" and text != "~"):
                needed = self._signs_of(kind, text)
            index += 1
            if index < len(items) and items[index][0] == "meta" and items[index][1][0] in "?{":
                needed, index = frozenset(), index + 1
            best = min((best, needed), key=self._price)
        return best, index

    def _price(self, needed: Signs) -> tuple[bool, bool, int]:
        return not needed, not needed <= self._heads, len(needed)
