"""When a text was written, from the text itself."""

from tui.dates import chronology
from tui.model import Certainty, Day, Interval, Mark, MarkKind, Reading, Span
from tui.resources import seeds


def test_the_two_bundled_articles_are_known_to_be_later_than_the_last_day_they_tell() -> None:
    words = {
        file.name: chronology(Reading(file.read_text(encoding="utf-8"))).written.words
        for file in seeds().rglob("*")
        if file.suffix in (".txt", ".md") and file.name != "README.md"
    }
    assert words == {
        "iso-anti-russia-campaign.txt": "after 2017-02-16",
        "ig-goes-all-in-for-russia.md": "after 2022-10-22",
    }


def test_the_working_day_is_an_assumption_inside_the_range() -> None:
    written = chronology(Reading("On 3 May 1932 the guild met. It split on 5 May.")).written
    assert written.certainty is Certainty.INFERRED
    assert written.interval is not None
    assert (written.interval.earliest, written.interval.latest) == (Day(1932, 5, 6), None)
    assert written.working == Day(1932, 5, 6)


def test_the_evidence_is_the_day_and_what_its_year_was_taken_from() -> None:
    text = "On 3 May 1932 the guild met. It split on 5 May."
    evidence = chronology(Reading(text)).written.evidence
    assert [span.of(text) for span in evidence] == ["3 May 1932", "5 May"]


def test_a_plan_is_no_evidence() -> None:
    assert (
        chronology(Reading("The guild met on 3 May 1932. It will meet on 7 June 1940.")).written.words
        == "after 1932-05-03"
    )


def test_a_dateline_is_the_date() -> None:
    written = chronology(Reading("Carrow, March 19th, 1788.\n\nThe guild met yesterday.")).written
    assert (written.words, written.rule) == ("1788-03-19", "dateline")


def test_a_note_on_the_page_is_no_dateline() -> None:
    text = "The guild met on 3 May 1932.\n\nLast updated on: 1 March 2018"
    assert chronology(Reading(text)).written.rule != "dateline"


def test_page_furniture_tells_nothing() -> None:
    text = "The guild met on 3 May 1932.\n\nLast updated on: 1 March 2018"
    start = text.index("Last")
    reading = Reading(text, (Mark(Span(start, len(text)), MarkKind.FURNITURE),))
    told = chronology(reading)
    assert told.written.words == "after 1932-05-03"
    assert [event.timex.value for event in told.events] == ["1932-05-03"]


def test_a_heading_carries_the_running_date_on() -> None:
    text = "The year of 1906\n\nIn March the guild split."
    reading = Reading(text, (Mark(Span(0, 16), MarkKind.HEADING, "1"),))
    assert [timex.value for timex in chronology(reading).timexes] == ["1906", "1906-03"]


def test_a_text_without_a_day_is_of_unknown_date() -> None:
    told = chronology(Reading("The guild meets now and then."))
    assert told.written.words == "unknown"
    assert told.written.interval is None


def test_what_is_given_is_not_inferred() -> None:
    written = chronology(Reading("On 3 May 1932 they met."), Interval.parse("1948-05")).written
    assert (written.words, written.certainty, written.working) == (
        "1948-05",
        Certainty.STATED,
        Day(1948, 5, 31),
    )


def test_a_year_told_as_past_may_still_be_running() -> None:
    written = chronology(Reading("In 1920 the guild split.")).written
    assert written.words == "after 1919-12-31"
    assert written.working == Day(1920, 12, 31)


def test_what_goes_on_is_open_where_the_day_of_writing_is_not_known() -> None:
    text = "They met on October 22, 2022. The guild has been divided since 2014."
    assert [event.interval.words for event in chronology(Reading(text)).events if event.interval] == [
        "from 2014",
        "2022-10-22",
    ]
    given = chronology(Reading(text), Interval.parse("2022-11-15")).events
    assert given[0].interval == Interval.parse("2014-01-01/2022-11-15")


def test_an_amount_that_ends_with_an_inferred_day_is_approximate() -> None:
    text = "They met on 3 May 1932. They had been silent. For the past five years nobody has met."
    past = next(timex for timex in chronology(Reading(text)).timexes if timex.value == "P5Y")
    assert past.interval is not None
    assert past.interval.approximate
    given = chronology(Reading(text), Interval.parse("1932-05-10")).timexes
    assert not any(timex.interval.approximate for timex in given if timex.interval)
