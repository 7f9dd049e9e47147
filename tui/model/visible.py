"""Characters that a terminal would obey, made visible."""

from __future__ import annotations

import re

_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_OBEYED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f"
    + _BIDI
    + "]"
)
_LINES = re.compile("[\t\r\n]+")


def visible(text: str, *, lines: bool = True) -> str:
    """The text with every control, bidi control and lone surrogate replaced by something that can be seen.

    C0 controls become Unicode's control pictures (ESC is `␛`), the others their code point in angle brackets
    (`⟨202E⟩`). Tab, carriage return and line feed stay; with `lines=False` each run of them becomes one space (titles,
    names, messages).
    """
    if text.isprintable():
        return text
    if not lines:
        text = _LINES.sub(" ", text)
    return _OBEYED.sub(_shown, text)


def _shown(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "␡"
    if 0xD800 <= code <= 0xDFFF:
        return "\ufffd"
    return f"⟨{code:04X}⟩"
