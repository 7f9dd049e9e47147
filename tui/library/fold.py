"""Folding: texts and queries made alike, so that `Spartacist` finds `SPAR\\u00adTACIST`, and `cafe` finds `café`.

Case, accents, ligatures, soft hyphens and other marks that are not seen are folded away; characters of scripts written
without spaces stand apart, each a word. Dashes, quotation marks and line ends only part words, of whatever kind they are.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from functools import lru_cache

# Accents and points over letters (the marks of kana and of Indic vowels are letters of their own), and the unseen.
_UNSEEN = re.compile(
    "[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
    "\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f\xad\u200b-\u200f\u2060\ufeff\u0640]"
)
_SPACELESS = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_SPACELESS_ONE = re.compile(f"([{_SPACELESS}])")
# Signs that are younger than the Unicode 6.1 by which SQLite parts words: to it they would be letters of the word beside them.
_YOUNG = re.compile("[\u20b9-\u20cf\U0001f000-\U0001faff]")
_SIGNS = "“”‘’—–…\xa0•"
_FOREIGN = re.compile("[^\x00-\x7f]")
_WORD = re.compile(r"[^\W_]+")


def fold(text: str) -> str:
    """The text as it is indexed and searched."""
    text = _without_signs(text)
    if text.isascii():
        return text.lower()
    cased = unicodedata.normalize("NFKD", text).casefold()
    decomposed = unicodedata.normalize("NFKD", cased)
    bare = _UNSEEN.sub("", decomposed)
    if bare.isascii():
        return bare
    folded = _YOUNG.sub(" ", unicodedata.normalize("NFC", bare))
    return _SPACELESS_ONE.sub(r" \1 ", folded)


def words_of(text: str) -> list[str]:
    """The words of a query or a name, folded."""
    return _WORD.findall(fold(text))


class Folded:
    """A text folded character by character, and the way back from a place in it to the place in the text."""

    def __init__(self, text: str) -> None:
        """Fold a text."""
        self._ends: list[int] = []
        self._sources: list[int] = []
        # Of all characters this alone becomes longer when it is made small.
        text = _without_signs(text).replace("\u0130", "i").lower()
        longer = ""
        for character in set(_FOREIGN.findall(text)):
            folded = _fold_one(character)
            if len(folded) == 1:
                text = text.replace(character, folded)
            else:
                longer += character
        self.text = self._without(text, longer) if longer else text

    def _without(self, text: str, longer: str) -> str:
        """The text with these characters folded, of which each becomes several, or none."""
        pieces: list[str] = []
        at = length = 0
        for match in re.finditer(f"[{re.escape(longer)}]", text):
            folded = _fold_one(match[0])
            pieces += (text[at : match.start()], folded)
            length += match.start() - at + len(folded)
            at = match.end()
            self._ends.append(length)
            self._sources.append(at)
        pieces.append(text[at:])
        return "".join(pieces)

    def source(self, place: int) -> int:
        """The place in the text that a place in the folded text comes from."""
        index = bisect_right(self._ends, place) - 1
        if index < 0:
            return place if not self._ends else min(place, self._sources[0] - 1)
        source = self._sources[index] + place - self._ends[index]
        return min(source, self._sources[index + 1] - 1) if index + 1 < len(self._sources) else source


def _without_signs(text: str) -> str:
    """The text with a space for each dash and quotation mark: most texts have nothing else that is not ASCII."""
    if not text.isascii():
        for sign in _SIGNS:
            text = text.replace(sign, " ")
    return text


@lru_cache(maxsize=4096)
def _fold_one(character: str) -> str:
    return fold(character)
