"""TimeML: a text with its expressions of time marked in it, as TempEval-3 hands them round."""

from __future__ import annotations

from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

from tui.dates.chronology import Chronology
from tui.model import AnchorKind, Certainty, Span, Timex, TimexType, visible

_MODS = {
    *("BEFORE", "AFTER", "ON_OR_BEFORE", "ON_OR_AFTER", "LESS_THAN", "MORE_THAN", "EQUAL_OR_LESS"),
    *("EQUAL_OR_MORE", "START", "MID", "END", "APPROX"),
}


def timeml(text: str, chronology: Chronology, name: str = "") -> str:
    """The text as a TimeML 1.2.1 document: `t0` is when it was written, `t1` … the expressions in their order.

    Attributes are those of TIMEX3: `value`, `mod`, `quant`, `freq`, `temporalFunction` (whether a part was inferred) and
    `anchorTimeID` (what it was counted from). Characters that XML cannot hold are made visible.
    """
    ids = {timex.span: f"t{number}" for number, timex in enumerate(chronology.timexes, 1)}
    marked = "".join(_marked(text, chronology.timexes, ids))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        "<TimeML>\n"
        f"<DOCID>{_shown(name)}</DOCID>\n"
        f"<DCT>{_creation(chronology)}</DCT>\n"
        f"<TEXT>{marked}</TEXT>\n"
        "</TimeML>\n"
    )


def _creation(chronology: Chronology) -> str:
    """When the text was written; the day relative dates count from where nobody says, empty where nothing is known."""
    written = chronology.written
    interval = written.interval
    value = written.working.iso if written.working else ""
    if interval is not None and written.certainty is Certainty.STATED and "/" not in interval.edtf:
        value = interval.edtf.rstrip("~")
    attributes = f'tid="t0" type="DATE" value={quoteattr(value)} functionInDocument="CREATION_TIME"'
    return f"<TIMEX3 {attributes}>{_shown(written.words)}</TIMEX3>"


def _marked(text: str, timexes: Iterable[Timex], ids: dict[Span, str]) -> Iterable[str]:
    position = 0
    for timex in timexes:
        yield _shown(text[position : timex.span.start])
        yield f"<TIMEX3 {_attributes(timex, ids)}>{_shown(timex.words)}</TIMEX3>"
        position = timex.span.end
    yield _shown(text[position:])


def _attributes(timex: Timex, ids: dict[Span, str]) -> str:
    counted = timex.certainty is Certainty.INFERRED
    anchor = ""
    if timex.anchor is not None and timex.anchor.kind is AnchorKind.WRITTEN:
        anchor = "t0"
    elif timex.anchor is not None and timex.anchor.span is not None:
        anchor = ids.get(timex.anchor.span, "")
    quant = timex.quant if timex.type is TimexType.SET else ""
    told = {
        "tid": ids[timex.span],
        "type": str(timex.type),
        "value": timex.value,
        "mod": timex.mod if timex.mod in _MODS else "",
        "quant": quant,
        "freq": timex.freq,
        "temporalFunction": "true" if counted else "false",
        "anchorTimeID": anchor,
    }
    return " ".join(f"{name}={quoteattr(value)}" for name, value in told.items() if value or name == "value")


def _shown(text: str) -> str:
    return escape(visible(text)).replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd")
