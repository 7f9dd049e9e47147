"""Which language a text is in that nobody has declared, by the small words that its sentences are joined with."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from tui.dates.languages import codes, load

_WORD = re.compile(r"[^\W\d_]+")
_SMALL = ("DETERMINER", "PREPOSITION", "AUXILIARY", "COORDINATE", "SUBORDINATE", "PRONOUN")
# So much of a text is looked at, in characters; so many of its words must be small ones of the language, and so many
# times more than of any other: in prose they are four of ten, in a language next to it two.
_ENOUGH, _FEWEST, _SHARE, _LEAD = 8000, 6, 0.25, 1.5
# A text of which, looked at every so many words, so many are small ones of the first language (several of them) is not
# held against the others, which then need not be loaded: of a text in one of those a twentieth is.
_FIRST, _PLENTY, _EACH = "en", 0.2, 4


def recognised(text: str) -> str:
    """The code of the language that a text is in; empty where that is not clear, as in one that there is no file for."""
    head = text[:_ENOUGH]
    some = head.split()[::_EACH]
    small = [*filter(_small(_FIRST).__contains__, some)]
    if len(small) >= _PLENTY * len(some) and len(set(small)) >= _FEWEST:
        return _FIRST
    told = Counter(_WORD.findall(head.lower()))
    ranked = sorted(((sum(told[word] for word in _small(code)), code) for code in codes()), reverse=True)
    (most, code), (next_most, _) = ranked[:2]
    clear = most >= max(_FEWEST, _SHARE * told.total(), _LEAD * next_most)
    return code if clear else ""


@cache
def _small(code: str) -> frozenset[str]:
    words = load(code).tables["words"]
    return frozenset(word for klass in _SMALL for word in words.get(klass, ()) if word.isalpha())
