"""Invented articles by invented organizations, with dated sentences made from EDTF."""

from tui.model import Article, Certainty, Event, Interval, Mention, Relation, Span, Timex, TimexType

CALL = Article("lantern/the-call.txt", "The call that was not heard", "lantern")
REPLY = Article("anvil/a-reply.txt", "A reply to the Lantern", "anvil")
LEAFLET = Article("loose/leaflet.txt", "To all dockers", "")
NAMES = (("lantern", "The Lantern League"), ("anvil", "Anvil Circle"), ("", ""), ("silent", "The Silent"))


def mention(
    edtf: str | None,
    clause: str = "the committee met",
    *,
    article: Article = CALL,
    certainty: Certainty = Certainty.STATED,
    words: str = "",
    start: int = 0,
) -> Mention:
    """A mention whose date is written in EDTF; `None` is one that nobody could resolve."""
    interval = Interval.parse(edtf) if edtf else None
    certainty = certainty if interval else Certainty.UNRESOLVED
    words = words or edtf or "recently"
    span = Span(start, start + len(words))
    timex = Timex(span, words, TimexType.DATE, edtf or "PAST_REF", "case", certainty, interval)
    sentence = Span(start, start + len(words) + len(clause))
    return Mention(article, Event(timex, Relation.AT, interval, sentence, sentence), clause)


def sorted_mentions(*mentions: Mention) -> tuple[Mention, ...]:
    """In the order of a timeline."""
    return tuple(sorted(mentions, key=lambda m: m.event.order))


def quarrel() -> tuple[Mention, ...]:
    """Two organizations and a leaflet over some forty years, with a long silence and three undated sentences."""
    inferred = Certainty.INFERRED
    return sorted_mentions(
        mention("1951", "the two groups still shared one hall in Harbour Street", start=10),
        mention("1953-04/1953-11", "the long conference, adjourned nine times, parted them", start=20),
        mention("1953-11-08", "the minority walked out and founded the Anvil", start=30),
        mention(
            "195X", "years that neither side likes to recall", article=REPLY, start=10, words="the fifties"
        ),
        mention("1953-11-09", "the Lantern called it desertion", article=REPLY, start=20, certainty=inferred),
        mention("1953-12", "an exchange of letters was printed, then disowned", article=REPLY, start=30),
        mention("1986-03-02", "the dockers stopped work in all nine harbours", start=40),
        mention("1986-03-03", "the Lantern welcomed the strike \t and warned\nagainst illusions", start=50),
        mention(
            "1986-03-03",
            "the Anvil was on the quay [bold]from the first hour[/bold]",
            article=REPLY,
            start=40,
            certainty=inferred,
        ),
        mention("1986-03-07", "All out on Friday!", article=LEAFLET, start=5, certainty=inferred),
        mention("1986-21", "the spring in which everything seemed possible", article=REPLY, start=50),
        mention("1987-01-15/..", "no joint meeting has been held since", article=REPLY, start=60),
        mention("1991~", "the hall was sold", start=60, words="about 1991"),
        mention(None, "a leading member left for business", start=70),
        mention(None, "our press has always said so", article=REPLY, start=70, words="at the time"),
        mention(
            None,
            "the \x1b[31mred\x1b[0m flag \u202ewas hidden",
            article=LEAFLET,
            start=70,
            words="last month",
        ),
    )
