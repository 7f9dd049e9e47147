"""The one table of commands."""

import pytest

from tui.commands import COMMANDS, Keys, markdown, shown

SCREENS = sorted({screen for command in COMMANDS for screen in command.screens})


@pytest.mark.parametrize("screen", SCREENS)
def test_no_two_commands_of_a_screen_share_a_key(screen: str) -> None:
    keys = [key for command in Keys().commands(screen) for key in command.keys]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("screen", SCREENS)
def test_no_key_is_also_the_beginning_of_a_sequence(screen: str) -> None:
    keys = [key for command in Keys().commands(screen) for key in command.keys]
    assert not {key.split(" ")[0] for key in keys if " " in key} & set(keys)


def test_ids_are_unique_and_every_command_says_what_it_does() -> None:
    assert len({command.id for command in COMMANDS}) == len(COMMANDS)
    assert all(command.help and command.keys for command in COMMANDS)


def test_nothing_can_be_done_with_ctrl_alone() -> None:
    """Except to suspend, which is the terminal's own key; everything else has a key without ctrl."""
    alone = {c.id for c in COMMANDS if all(key.startswith("ctrl+") for key in c.keys)}
    assert alone == {"suspend"}


@pytest.mark.parametrize(
    "eaten", ["ctrl+a", "ctrl+b", "ctrl+s", "ctrl+q", "ctrl+h", "ctrl+i", "ctrl+m", "ctrl+j", "f10", "f11"]
)
def test_no_key_is_used_that_a_terminal_or_a_multiplexer_eats(eaten: str) -> None:
    assert all(eaten not in key.split(" ") for command in COMMANDS for key in command.keys)


def test_a_command_gets_other_keys() -> None:
    keys = Keys({"find": ["ctrl+f"], "top": ["t t"]})
    found = keys.command("reader", "ctrl+f")
    assert found is not None
    assert found.id == "find"
    assert keys.command("reader", "/") is None


def test_what_is_wrong_with_changed_keys_is_told() -> None:
    assert Keys({"fnid": ["x"]}).faults == ["fnid: no such command"]
    assert any("j: is a key of both" in fault for fault in Keys({"find": ["j"]}).faults)
    assert Keys({"find": ["x"]}).faults == []


def test_sequences_go_on_key_by_key() -> None:
    assert {key for key, _ in Keys().continuing("reader", "g")} == {"g", "d"}
    assert Keys().continuing("reader", "j") == ()


def test_keys_are_shown_as_people_write_them() -> None:
    assert shown("g g") == "gg"
    assert shown("shift+tab") == "⇧Tab"


def test_the_readme_table_names_every_command() -> None:
    table = markdown()
    assert all(command.help in table for command in COMMANDS)
