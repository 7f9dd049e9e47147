"""The language of a text that nobody has declared."""

import pytest

from tui.dates import chronology
from tui.dates.recognise import recognised
from tui.model import Reading

PROSE = {
    "en": "The League of Lamplighters met in the hall of the guild, and they spoke for hours about what was to be done.",
    "es": "La Liga de los Faroleros se reunió en la sala del gremio, y hablaron durante horas de lo que había que hacer.",
    "fr": "La Ligue des Allumeurs se réunit dans la salle de la guilde, et l’on parla pendant des heures de ce qui était à faire.",
    "de": "Der Verein der Lampenputzer tagte in dem Saal der Gilde, und man sprach über das, was nun zu tun war, die Nacht hindurch.",
}


@pytest.mark.parametrize("code", PROSE)
def test_prose_is_known_by_its_small_words(code: str) -> None:
    assert recognised(PROSE[code]) == code


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1917",
        "Lamp, wick, oil.",
        "Liga lamparzy zebrała się w sali cechu i mówiła o tym, co robić.",
        "a b c " * 90,
    ],
)
def test_what_is_not_clear_is_not_guessed(text: str) -> None:
    assert recognised(text) == ""


def test_a_text_of_no_declared_language_is_read_in_its_own() -> None:
    text = f"{PROSE['de']} Am 4. Mai 1919 war es vorbei."
    assert [each.value for each in chronology(Reading(text), language="").timexes] == ["1919-05-04"]


def test_a_text_that_is_not_recognised_is_read_as_english() -> None:
    assert [each.value for each in chronology(Reading("4 May 1919"), language="").timexes] == ["1919-05-04"]
