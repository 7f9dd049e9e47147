"""The model's values as rows of the index, and back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from tui.library.schema import UNDATED
from tui.model import (
    Anchor,
    AnchorKind,
    Article,
    Certainty,
    Day,
    Event,
    Granularity,
    Interval,
    Mark,
    MarkKind,
    Mention,
    Organization,
    Outline,
    Reading,
    Relation,
    Side,
    Span,
    Timex,
    TimexType,
    Written,
    filed,
    folded,
)

Json = Any
_ENCODER = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":"))
_BLOCK = 8


def dump(value: Json) -> str:
    """A value as JSON, in few characters."""
    return _ENCODER.encode(value)


# -- days


def interval_to(interval: Interval | None) -> Json:
    """An interval as a list; `None` stays."""
    if interval is None:
        return None
    return [interval.earliest, interval.latest, interval.granularity, int(interval.approximate)]


def interval_from(row: Json) -> Interval | None:
    """An interval from a list."""
    if row is None:
        return None
    earliest, latest, granularity, approximate = row
    return Interval(
        Day(*earliest) if earliest else None,
        Day(*latest) if latest else None,
        Granularity(granularity),
        bool(approximate),
    )


def ordinals(interval: Interval | None) -> tuple[int | None, int | None]:
    """The ordinals of the earliest day and the latest."""
    if interval is None:
        return None, None
    earliest, latest = interval.earliest, interval.latest
    return earliest.ordinal if earliest else None, latest.ordinal if latest else None


# -- articles


def article_to(article: Article) -> str:
    """An article as JSON."""
    return dump(
        [
            article.key,
            article.title,
            article.organization,
            article.about,
            article.authors,
            interval_to(article.published),
            article.source,
            article.language,
            article.note,
            article.format,
            dict(article.said),
        ]
    )


def article_from(data: str) -> Article:
    """An article from JSON."""
    key, title, organization, about, authors, published, *rest = json.loads(data)
    return Article(key, title, organization, tuple(about), tuple(authors), interval_from(published), *rest)


def listing_to(article: Article) -> tuple[str, int, str]:
    """What lists of articles are sorted and filtered by."""
    first, _ = ordinals(article.published)
    last = article.published.latest if article.published else None
    date = article.published.words if article.published else ""
    day = first if first is not None else last.ordinal if last else UNDATED
    return filed(article.title), day, folded(" ".join((article.title, *article.authors, date)))


def organization_to(organization: Organization) -> str:
    """An organization as JSON."""
    o = organization
    return dump([o.key, o.name, o.aliases, o.organs, o.parent, o.founded, o.dissolved, o.note])


def organization_from(data: str) -> Organization:
    """An organization from JSON."""
    key, name, aliases, organs, *rest = json.loads(data)
    return Organization(key, name, tuple(aliases), tuple(organs), *rest)


def written_to(written: Written) -> str:
    """When an article was written, as JSON."""
    w = written
    return dump([interval_to(w.interval), w.working, w.certainty, w.rule, w.evidence])


def written_from(data: str) -> Written:
    """When an article was written, from JSON."""
    interval, working, certainty, rule, evidence = json.loads(data)
    return Written(
        interval_from(interval),
        Day(*working) if working else None,
        Certainty(certainty),
        rule,
        tuple(Span(*span) for span in evidence),
    )


# -- readings


def marks_to(marks: Sequence[Mark]) -> str:
    """The marks over a text as JSON, empty where there are none."""
    return dump([(*mark.span, mark.kind, mark.value) for mark in marks]) if marks else ""


def reading_from(text: str, marks: str) -> Reading:
    """A reading from its text and its marks."""
    rows = json.loads(marks) if marks else []
    return Reading(
        text, tuple(Mark(Span(start, end), MarkKind(kind), value) for start, end, kind, value in rows)
    )


# -- events

EventRow = tuple[int | None, int | None, int | None, int | None, int, str, int, str, str]
"""first, last, earliest, latest, start, certainty, kind, sentence, data; `first` and `last` are `None` for the undated."""

_DRAWN = [(g, c, s) for g in Granularity for c in Certainty for s in Side]
_KINDS = {drawn: kind for kind, drawn in enumerate(_DRAWN)}


def events_to(events: Sequence[Event], text: str) -> list[EventRow]:
    """Events as rows, in their order; a sentence beyond all measure is cut round its clause."""
    rows = []
    for event in events:
        earliest, latest = ordinals(event.interval)
        first = earliest if earliest is not None else latest
        last = latest if latest is not None else earliest
        span = event.excerpt
        rows.append(
            (
                first,
                last,
                earliest,
                latest,
                event.span.start,
                str(event.certainty),
                _kind_of(event),
                span.of(text),
                _event_to(event, span.start),
            )
        )
    return rows


def shelf_of_undated(article: int) -> int:
    """Where the undated events of an article sort: behind all days, articles together."""
    return UNDATED + article // _BLOCK


def outline_from(organization: str, number: int, first: int, last: int, kind: int) -> Outline:
    """A dated event as far as a chart draws it."""
    return Outline(number, organization, first, last, *_DRAWN[kind])


def event_from(data: str) -> Event:
    """An event from the data of its row."""
    return _event_from(json.loads(data))


def mention_from(article: Article, sentence: str, data: str) -> Mention:
    """A row of a timeline from the row of an event."""
    row = json.loads(data)
    event, start = _event_from(row), row[-1]
    clause, whole = (
        Span(max(0, span.start - start), max(0, span.end - start)).of(sentence)
        for span in (event.clause, event.sentence)
    )
    return Mention(article, event, clause, whole)


def _kind_of(event: Event) -> int:
    """How an event is drawn, as a number."""
    when = event.interval
    return _KINDS[when.granularity, event.certainty, Side.of(when)] if when else 0


def _event_to(event: Event, excerpt: int) -> str:
    when = 0 if event.interval == event.timex.interval else interval_to(event.interval)
    also = [_timex_to(timex) for timex in event.also]
    return dump([_timex_to(event.timex), event.relation, when, event.sentence, event.clause, also, excerpt])


def _event_from(row: Json) -> Event:
    timex, relation, when, sentence, clause, also, _ = row
    main = _timex_from(timex)
    return Event(
        main,
        Relation(relation),
        main.interval if when == 0 else interval_from(when),
        Span(*sentence),
        Span(*clause),
        tuple(map(_timex_from, also)),
    )


def _timex_to(timex: Timex) -> Json:
    t, a = timex, timex.anchor
    anchor = [a.kind, a.value, a.words, a.span] if a else None
    rest = [t.mod, t.quant, t.freq, t.calendar]
    row = [t.span, t.words, t.type, t.value, t.rule, t.certainty, interval_to(t.interval), anchor]
    return [*row, *rest] if any(rest) else row


def _timex_from(row: Json) -> Timex:
    span, words, type, value, rule, certainty, interval, anchor, *rest = row
    counted = None
    if anchor:
        kind, from_value, from_words, from_span = anchor
        counted = Anchor(AnchorKind(kind), from_value, from_words, Span(*from_span) if from_span else None)
    return Timex(
        Span(*span),
        words,
        TimexType(type),
        value,
        rule,
        Certainty(certainty),
        interval_from(interval),
        counted,
        *rest,
    )
