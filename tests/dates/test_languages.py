"""Every language file is whole: each rule has an example, and the example is read by that rule."""

from typing import Any

import pytest

from tui.dates import chronology, codes, load
from tui.dates.language import Rule
from tui.dates.resolve import KINDS
from tui.model import Interval, Reading

EXAMPLES = [
    pytest.param(code, rule, example, id=f"{code}-{rule.name}-{number}")
    for code in codes()
    for rule in load(code).rules
    for number, example in enumerate(rule.examples or ({},))
]


@pytest.mark.parametrize(("code", "rule", "example"), EXAMPLES)
def test_a_rule_reads_its_examples(code: str, rule: Rule, example: dict[str, Any]) -> None:
    assert example, f"{rule.name} has no example"
    written = Interval.parse(example["written"]) if "written" in example else None
    timexes = chronology(Reading(example["text"]), written, code).timexes
    if rule.kind == "nothing":
        assert not timexes
        return
    read = [(timex.words, timex.value) for timex in timexes if timex.rule == rule.name]
    assert (example["words"], example["value"]) in read, timexes


@pytest.mark.parametrize("code", codes())
def test_every_kind_is_known_to_the_engine(code: str) -> None:
    assert {rule.kind for rule in load(code).rules} <= {*KINDS, "nothing"}


@pytest.mark.parametrize("code", codes())
def test_the_names_of_rules_differ(code: str) -> None:
    names = [rule.name for rule in load(code).rules]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("code", codes())
def test_every_pattern_is_called_for_by_a_word_that_it_needs(code: str) -> None:
    """A pattern that needs nothing in particular would be tried on every word, or never."""
    language = load(code)
    assert {order for some in language.tries.values() for order in some} == set(range(len(language.patterns)))


@pytest.mark.parametrize("code", codes())
def test_every_pattern_compiles(code: str) -> None:
    assert all(pattern.regex.pattern for rule in load(code).rules for pattern in rule.patterns)


def test_an_unknown_language_is_said_to_be_unknown() -> None:
    with pytest.raises(LookupError, match="no dates for the language 'xx': there are "):
        load("xx")


@pytest.mark.parametrize("tag", ["en-GB", "en_GB", "EN", "eng"])
def test_a_dialect_is_read_as_its_language(tag: str) -> None:
    assert load(tag) is load("en")
