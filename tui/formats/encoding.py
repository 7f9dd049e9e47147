"""Bytes to text."""

from __future__ import annotations

import codecs

from tui.formats.draft import Unreadable
from tui.model import Problem

# UTF-32's mark begins with UTF-16's: it must be asked for first.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a zip archive (an e-book or office file?)"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\x00", "a database"),
)
_GUESSED = ("windows-1252", "latin-1")
_SAMPLE = 65536
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\f\v\x1b\x08"))


def decode(data: bytes) -> tuple[str, str]:
    """The text in the bytes and the encoding it was read in.

    A byte order mark decides, then UTF-8 if the bytes are valid in it, UTF-16 by its zero bytes, else Windows-1252 (and
    Latin-1 for the five bytes that it lacks). Raises `Unreadable` where the bytes are no text.
    """
    for magic, what in _MAGIC:
        if data.startswith(magic):
            raise Unreadable(f"is {what}, not text")
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace"), encoding
    if encoding := _wide(data):
        return data.decode(encoding, "replace"), encoding
    _check(data)
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass  # answered below
    try:
        return data.decode("cp1252"), "windows-1252"
    except UnicodeDecodeError:
        return data.decode("latin-1"), "latin-1"


def read_text(data: bytes, name: str) -> tuple[str, tuple[Problem, ...]]:
    """The text in the bytes of a file called `name`, and a word on it where the encoding had to be guessed.

    Raises `Unreadable` where the bytes are no text.
    """
    text, encoding = decode(data)
    if encoding not in _GUESSED:
        return text, ()
    hint = "save it as UTF-8 if letters are wrong"
    return text, (
        Problem(name, f"does not say its encoding and is not UTF-8; read as {encoding}", hint=hint),
    )


def _wide(data: bytes) -> str:
    """UTF-16 without a mark: nearly every second byte of a western text is zero."""
    sample = data[: _SAMPLE // 2 * 2]
    half = len(sample) // 2
    if half < 4:
        return ""
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if odd > 0.7 * half and even < 0.1 * half:
        return "utf-16-le"
    if even > 0.7 * half and odd < 0.1 * half:
        return "utf-16-be"
    return ""


def _check(data: bytes) -> None:
    sample = data[:_SAMPLE]
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    if controls > max(8, len(sample) // 20):
        raise Unreadable("is not text (too many control bytes)")
