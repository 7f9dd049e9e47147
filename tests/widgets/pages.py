"""An invented article, opened: its text with marks and dated sentences."""

from tui.model import (
    Anchor,
    AnchorKind,
    Article,
    Certainty,
    Day,
    Event,
    Interval,
    Mark,
    MarkKind,
    Page,
    Reading,
    Relation,
    Span,
    Timex,
    TimexType,
    Written,
)

TITLE = "Against the Clock"
PARAGRAPHS = (
    TITLE,
    "The Clockmakers’ Union met on 3 May 1932, and the whole quarter knew of it before the lamps were lit. "
    "A week later they split, as we had said they would.",
    "Of the years that went before, and of what was promised in them, *nobody* likes to speak. " * 6,
    "In 1914 the lamps went out. Some time afterwards our hall was sold. "
    "Who sold it, and to whom, the Clockmakers have never told.",
    "“A clock that stands is right twice a day; a lamp that is out is never right,” wrote The Lantern. " * 4,
    "Since then every hour has struck against them.",
)
TEXT = "\n\n".join(paragraph.strip() for paragraph in PARAGRAPHS)


def span_of(words: str, text: str = TEXT) -> Span:
    """Where words stand for the first time."""
    start = text.index(words)
    return Span(start, start + len(words))


def event(
    words: str,
    edtf: str | None,
    sentence: str,
    *,
    certainty: Certainty = Certainty.STATED,
    anchor: Anchor | None = None,
    also: tuple[Timex, ...] = (),
    text: str = TEXT,
) -> Event:
    """A dated sentence, told by its words."""
    interval = Interval.parse(edtf) if edtf else None
    timex = Timex(
        span_of(words, text), words, TimexType.DATE, edtf or "PAST_REF", "a case", certainty, interval, anchor
    )
    whole = span_of(sentence, text)
    return Event(timex, Relation.AT, interval, whole, whole, also)


def events() -> tuple[Event, ...]:
    """Four dated sentences, in the order of a timeline: 1914, 3 May, a week later, and one nobody can resolve."""
    told = event(
        "3 May 1932", "1932-05-03", TEXT[span_of("The Clockmakers’ Union met").start :].split(" A week")[0]
    )
    week = event(
        "A week later",
        "1932-05-10",
        "A week later they split, as we had said they would.",
        certainty=Certainty.INFERRED,
        anchor=Anchor(AnchorKind.TEXT, "1932-05-03", "3 May 1932", told.span),
    )
    lost = event(
        "Some time afterwards",
        None,
        "Some time afterwards our hall was sold.",
        certainty=Certainty.UNRESOLVED,
    )
    return (event("1914", "1914", "In 1914 the lamps went out."), told, week, lost)


def page(
    text: str = TEXT, *, title: str = TITLE, dated: tuple[Event, ...] | None = None, **fields: object
) -> Page:
    """The article; `fields` are those of its catalogue entry."""
    marks = (
        (Mark(span_of(TITLE), MarkKind.HEADING, "1"), Mark(span_of("*nobody*"), MarkKind.EMPHASIS))
        if text == TEXT
        else ()
    )
    found = events() if dated is None and text == TEXT else dated or ()
    article = Article("lamp/against-the-clock.md", title, "lamp", **fields)  # type: ignore[arg-type]
    written = Written(
        Interval(Day(1932, 5, 11), None, Interval.parse("1932-05-11").granularity),
        Day(1932, 5, 11),
        Certainty.INFERRED,
        "after the latest day told",
        (span_of("A week later", text),) if text == TEXT else (),
    )
    return Page(article, Reading(text, marks), found, written)


HEAD = (("Publisher", "League of Lamplighters"), ("Written", "after 1932-05-10 (inferred from the text)"))
FIRST, TOLD, WEEK, LOST = range(4)
