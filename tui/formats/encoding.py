"""Bytes to text."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

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
_SAMPLE = 65536
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\f\v\x1b\x08"))
# A label can only be believed if the bytes that say it could be read: one byte a letter of ASCII.
_NO_LABELS = (
    "utf-16",
    "utf-32",
    "utf-7",
    "utf_16",
    "utf_32",
    "utf_7",
    "utf16",
    "utf32",
    "utf7",
    "idna",
    "punycode",
    "raw",
    "unicode",
)
# The names under which Windows-1252 goes on the web (WHATWG Encoding Standard, 4.2).
_WESTERN = frozenset({"ascii", "iso8859-1", "cp1252"})
_OTHER_NAMES = {
    "x-sjis": "cp932",
    "shift_jis": "cp932",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "x-euc-jp": "euc-jp",
    "x-cp1251": "cp1251",
    "x-cp1250": "cp1250",
    "x-cp1252": "cp1252",
    "x-mac-roman": "mac-roman",
    "x-mac-cyrillic": "mac-cyrillic",
    "macintosh": "mac-roman",
    "windows-31j": "cp932",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "iso-8859-8-i": "iso-8859-8",
    "iso-8859-9": "cp1254",
    "iso-8859-11": "cp874",
    "tis-620": "cp874",
    "koi8": "koi8-r",
    "unicode-1-1-utf-8": "utf-8",
}
# A word with letters of two alphabets: the text was read in a neighbour's code page.
_MIXED = re.compile("[a-zA-Z][\u0370-\u03ff\u0400-\u04ff]|[\u0370-\u03ff\u0400-\u04ff][a-zA-Z]")
_FOREIGN = re.compile("[\u0370-\u03ff\u0400-\u04ff]")
_SURE = 0.2
_FOREIGN_SHARE = 0.15
_FEW = 40
_COHERENT = 0.45
# What texts without a label were mostly written in; rarer ones are only believed when they are named.
_GUESSED = (
    *(
        "cp1252",
        "cp1250",
        "cp1251",
        "koi8_r",
        "cp866",
        "iso8859_5",
        "cp1253",
        "cp1255",
        "cp1256",
        "cp1258",
        "cp874",
    ),
    *("gb18030", "big5", "cp932", "euc_jp", "cp949", "mac_roman"),
)
_CENTRAL = ("Czech", "Slovak", "Polish", "Hungarian", "Slovene", "Croatian")
_HINT = "save it as UTF-8 if letters are wrong"


def decode(data: bytes, label: str = "") -> tuple[str, str]:
    """The text in the bytes and the encoding it was read in; `label` is the one that the text itself names.

    A byte order mark decides, then UTF-8 if the bytes are valid in it, UTF-16 by its zero bytes, then the label, then what
    the bytes look like (charset-normalizer), else Windows-1252 (and Latin-1 for the five bytes that it lacks). Raises
    `Unreadable` where the bytes are no text.
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
    for encoding in _candidates(data, label):
        try:
            text = data.decode(encoding)
        except UnicodeError:
            continue
        if encoding in ("utf-8", "windows-1252", "latin-1") or not _is_mixed(text):
            return text, encoding
    return data.decode("latin-1"), "latin-1"


def read_text(data: bytes, name: str, label: str = "") -> tuple[str, tuple[Problem, ...]]:
    """The text in the bytes of a file called `name`, and a word on it where the encoding had to be guessed.

    `label` is the encoding that the text itself names. Raises `Unreadable` where the bytes are no text.
    """
    text, encoding = decode(data, label)
    known = codec_of(label)
    if encoding.startswith("utf") or encoding == known:
        return text, ()
    what = (
        f"says that its encoding is {label!r}, which does not fit" if label else "does not say its encoding"
    )
    return text, (Problem(name, f"{what} and is not UTF-8; read as {encoding}", hint=_HINT),)


def codec_of(label: str) -> str:
    """The codec for the name of an encoding as files have it; empty where there is none, or it cannot be meant."""
    label = label.strip().strip("\"'").lower()
    label = _OTHER_NAMES.get(label, label)
    if not label or label.startswith(_NO_LABELS):
        return ""
    try:
        name = codecs.lookup(label).name
        b"a".decode(name)
    except (LookupError, ValueError, AssertionError):
        return ""
    return "windows-1252" if name in _WESTERN else name


def _candidates(data: bytes, label: str) -> Iterator[str]:
    yield "utf-8"
    if codec := codec_of(label):
        yield codec
    else:
        yield from _likely(data)
    yield "windows-1252"


def _likely(data: bytes) -> Iterator[str]:
    """The encoding that the bytes look like, if they look like another than Windows-1252 more than a little."""
    from charset_normalizer import from_bytes

    sample = b"\n".join(line for line in data[: 4 * _SAMPLE].splitlines() if not line.isascii())[:_SAMPLE]
    high = sum(byte > 127 for byte in sample)
    # Statistics say nothing about a few letters.
    if high < 8:
        return
    best = from_bytes(sample, threshold=_SURE, cp_isolation=list(_GUESSED)).best()
    if best is None:
        return
    codec = codecs.lookup(best.encoding).name
    foreign = sum(char > "\u024f" for char in str(best)) > _FOREIGN_SHARE * len(sample)
    central = high >= _FEW and best.language in _CENTRAL and best.coherence > _COHERENT
    if foreign or central:
        yield codec
    elif codec.startswith("mac"):
        yield from ("windows-1252", "mac-roman")


def _is_mixed(text: str) -> bool:
    """Whether the letters beyond ASCII mostly stand in the midst of Latin words that they cannot belong to."""
    foreign = len(_FOREIGN.findall(text))
    return foreign > 0 and len(_MIXED.findall(text)) > 0.3 * foreign


def _wide(data: bytes) -> str:
    """UTF-16 or UTF-32 without a mark: nearly every second byte of a western text is zero, or three of four."""
    sample = data[: _SAMPLE // 4 * 4]
    if 0 not in sample:
        return ""
    quarter = len(sample) // 4
    zeros = [sample[start::4].count(0) for start in range(4)]
    if quarter >= 4 and min(zeros[:3]) > 0.9 * quarter > zeros[3]:
        return "utf-32-be"
    if quarter >= 4 and min(zeros[1:]) > 0.9 * quarter > zeros[0]:
        return "utf-32-le"
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
