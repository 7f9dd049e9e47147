"""XML: parsed without entities, without anything from outside; `read` tells the kinds of `.xml` files apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape, unescape
from html.entities import html5
from importlib import import_module
from xml.etree.ElementTree import Element

from tui.formats.draft import Draft, Unreadable
from tui.formats.encoding import read_text
from tui.formats.html_tree import label_of
from tui.model import Problem

_ROOT = re.compile(r"<(?![?!])(?:[\w.-]+:)?([\w.-]+)")
_KINDS = {
    "tei": "tui.formats.tei",
    "tei.2": "tui.formats.tei",
    "teicorpus": "tui.formats.tei",
    "rss": "tui.formats.feed",
    "feed": "tui.formats.feed",
    "rdf": "tui.formats.feed",
    "channel": "tui.formats.feed",
    "html": "tui.formats.html",
}
_NAMED = re.compile(r"&([a-zA-Z]\w{1,30});")
_OWN = frozenset(("amp", "lt", "gt", "quot", "apos"))
# What XML 1.0 allows nowhere, and real files hold.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]{0,200}\?>")


def read(data: bytes, name: str) -> Sequence[Draft]:
    """Read an XML file by the kind that its first element tells; raises `Unreadable` where it is none that is known."""
    source, _ = read_text(data, name, label_of(data))
    match = _ROOT.search(re.sub(r"<!--.*?-->", "", source[:20_000], flags=re.DOTALL))
    kind = match[1].lower() if match else ""
    if kind not in _KINDS:
        root = f" (its first element is <{match[1]}>)" if match else ""
        raise Unreadable(f"is XML of a kind that is not read{root}; TEI, RSS, Atom and XHTML are")
    drafts: Sequence[Draft] = import_module(_KINDS[kind]).read(data, name)
    return drafts


def parse(data: bytes, name: str) -> tuple[Element, tuple[Problem, ...]]:
    """The root of an XML document, and a word on its encoding where that had to be guessed.

    Raises `Unreadable` where it is not well-formed, and where it declares entities: a few lines of them can stand for
    gigabytes, or for a file of this machine. The names of characters that HTML has are known (`&eacute;`).
    """
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    source, problems = read_text(data, name, label_of(data))
    source = _FORBIDDEN.sub("\ufffd", _DECLARATION.sub("", source, count=1))
    try:
        root: Element = fromstring(_NAMED.sub(_character, source))
    except DefusedXmlException as error:
        raise Unreadable("declares entities of its own, which are not read") from error
    except ParseError as error:
        line, _ = error.position
        reason = str(error).split(":")[0]
        raise Unreadable(f"is not well-formed XML: {reason} in line {line}") from error
    except (ValueError, RecursionError) as error:
        raise Unreadable("is not well-formed XML") from error
    return root, problems


def _character(match: re.Match[str]) -> str:
    if match[1] in _OWN:
        return match[0]
    return escape(unescape(match[0])) if f"{match[1]};" in html5 else match[0]
