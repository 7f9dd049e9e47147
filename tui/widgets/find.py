"""Words found in a text as a reader means them, whatever case, accents, dashes, quotation marks or line breaks it has."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right

from tui.model import Span, folded

_SKIPPED = "\u00ad\u200b-\u200d\u2060\ufeff\u0300-\u036f"
_HAS_SKIPPED = re.compile(f"[{_SKIPPED}]")
_LIGATURES = {"ss": "ß", "ae": "æ", "oe": "œ", "ff": "ﬀ", "fi": "ﬁ", "fl": "ﬂ", "...": "…"}
_SPELT = {ligature: spelt for spelt, ligature in _LIGATURES.items()}
_LIGATURE = re.compile("|".join(re.escape(either) for pair in _LIGATURES.items() for either in pair))


class Finds:
    """Where some words are in a text: finds numbered from 0, in the order of the text, none overlapping another."""

    def __init__(self, text: Folded, words: str) -> None:
        """Find the words; white space parts them, and matches any white space."""
        self._starts, self._ends = array("L"), array("L")
        pattern = text.pattern_of(words)
        for match in pattern.finditer(text.folded) if pattern else ():
            self._starts.append(match.start())
            self._ends.append(match.end())

    def __len__(self) -> int:
        """How many there are."""
        return len(self._starts)

    def span(self, number: int) -> Span:
        """Where a find is."""
        return Span(self._starts[number], self._ends[number])

    def next_from(self, offset: int) -> int:
        """The first find that begins at or after the character, round at the end of the text."""
        return bisect_left(self._starts, offset) % len(self)

    def last_before(self, offset: int) -> int:
        """The last find that begins before the character, round at the start of the text."""
        return (bisect_left(self._starts, offset) - 1) % len(self)

    def among(self, start: int, end: int) -> range:
        """The finds that share a character with the stretch."""
        return range(bisect_right(self._ends, start), bisect_left(self._starts, end))


class Folded:
    """A text made ready to be searched: as long as the text itself, character for character."""

    def __init__(self, text: str) -> None:
        """Fold a text."""
        self.folded = folded(text)
        self._skips = f"[{_SKIPPED}]*+" if _HAS_SKIPPED.search(text) else ""

    def pattern_of(self, words: str) -> re.Pattern[str] | None:
        """What finds the words in `folded`; nothing for words that are empty."""
        wanted = _HAS_SKIPPED.sub("", folded(words)).split()
        if not wanted:
            return None
        gap = rf"(?:\s{self._skips})++"
        return re.compile(gap.join(self._word(word) for word in wanted))

    def _word(self, word: str) -> str:
        pattern, at = "", 0
        while at < len(word):
            if ligature := _LIGATURE.match(word, at):
                letters = _SPELT.get(ligature[0], ligature[0])
                spelt = self._skips.join(re.escape(letter) for letter in letters)
                pattern += f"(?:{spelt}|{_LIGATURES[letters]})"
                at = ligature.end()
            elif word[at] == "-":
                run = len(word) - len(word[at:].lstrip("-"))
                pattern += "(?<!-)-++\n?"
                at = run
            else:
                pattern += re.escape(word[at])
                at += 1
            pattern += self._skips
        return pattern
