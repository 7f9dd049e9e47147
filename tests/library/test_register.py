"""`organizations.yaml`, right and wrong."""

import time

import pytest

from tui.library.organizations import read_register
from tui.library.register import Register
from tui.model import Organization


def read(text: str) -> tuple[Register, list[str]]:
    register, problems = read_register(text, "organizations.yaml")
    return register, [str(problem) for problem in problems]


def test_every_field() -> None:
    register, problems = read(
        "lamp:\n  name: League\n  aliases: [LL]\n  organs: The Lantern; The Wick\n  parent: guild\n"
        "  founded: 1889-05\n  dissolved: 195X\n  note: A\n    league.\nguild:\n"
    )
    assert problems == []
    assert list(register.organizations.values()) == [
        Organization(
            "lamp", "League", ("LL",), ("The Lantern", "The Wick"), "guild", "1889-05", "195X", "A league."
        ),
        Organization("guild", "guild"),
    ]


def test_a_list_of_entries_with_keys() -> None:
    register, problems = read("- key: lamp\n  name: League\n- name: Nobody\n- key: lamp\n")
    assert list(register.organizations) == ["lamp"]
    assert problems == [
        "organizations.yaml:3: an entry of the list has no `key`",
        "organizations.yaml:4: lamp: stands here twice; the first holds",
    ]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("lamp: [a]", "1: lamp: must be `name: value` lines"),
        (
            "lamp:\n  colour: x",
            "2: lamp: colour: is no field of an organization; the fields are name, aliases, organs, ",
        ),
        ("lamp:\n  parent: nobody", "2: lamp: parent: no organization has the key 'nobody'"),
        ("lamp:\n  founded: long ago", "2: lamp: founded: not an EDTF date: 'long ago'; write 1932-05-14, "),
        ("lamp:\n  name: [a]", "2: lamp: name: must be a text, is a list"),
        ("lamp:\n  name: a\n  name: b", "3: name: stands here twice; the first holds"),
        ("words", "1: must hold an entry an organization"),
    ],
)
def test_a_fault_is_told_and_the_rest_is_read(text: str, problem: str) -> None:
    register, problems = read(text)
    assert len(problems) == 1
    assert problems[0].startswith(f"organizations.yaml:{problem}")
    assert ("lamp" in register.organizations) == text.startswith("lamp:\n")


def test_names_without_end_are_not_all_looked_for() -> None:
    """An article is still read in a moment."""
    register, problems = read(
        f"lamp: {{aliases: [{', '.join(f'Lamp {n}' for n in range(40_000))}]}}\n"
        + "".join(f"o{n}: {{name: Same}}\n" for n in range(20_000))
    )
    begun = time.process_time()
    found = list(register.namings().find("Lamp 7 met the Same. " * 2_000))
    assert time.process_time() - begun < 5
    assert found[0] == ("lamp", 0, 6)
    assert {key for key, _, _ in found} == {"lamp"}
    assert problems == ["organizations.yaml: has 60,002 names; the texts are searched for 5,000 of them"]
