"""Words as a find or a filter compares them."""

from __future__ import annotations

import unicodedata

_LIKE = {
    "-": "‐‑‒–—―−﹘﹣－",
    "'": "‘’‚‛‹›′ʼ`´＇",
    '"': "“”„‟«»″＂",
}


class _Folds(dict[int, int]):
    """What each character is folded to: always one character, so that no offset changes."""

    def __missing__(self, code: int) -> int:
        character = chr(code)
        taken_apart = unicodedata.normalize("NFKD", character)
        if all(unicodedata.combining(mark) for mark in taken_apart[1:]):
            character = taken_apart[0]
        folded = character.casefold()
        self[code] = ord(folded if len(folded) == 1 else character)
        return self[code]


_FOLDS = _Folds(
    {ord(like): ord(plain) for plain, likes in _LIKE.items() for like in likes} | {ord("ẞ"): ord("ß")}
)


def folded(words: str) -> str:
    """The words as they are compared: one character for each, without case, accent, kind of dash or quotation mark."""
    return words.translate(_FOLDS)
