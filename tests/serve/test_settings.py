"""What the owner of a server sets: in serve.yaml, on the command line, and what is said of what cannot be meant."""

from __future__ import annotations

import ipaddress
from argparse import ArgumentParser
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from tui.serve.kinds import TIME, shown_time
from tui.serve.settings import (
    OPTIONS,
    Settings,
    SettingsError,
    add_options,
    bind_host,
    from_arguments,
    from_mapping,
    waiting_for_restart,
)


def read(text: str, **more: Any) -> Settings:
    return from_mapping(yaml.safe_load(text), **more)


def typed(*words: str, over: Settings | None = None) -> Settings:
    parser = ArgumentParser()
    add_options(parser)
    return from_arguments(parser.parse_args(words), over or Settings())


def faults(said: object, **more: Any) -> list[str]:
    with pytest.raises(SettingsError) as raised:
        from_mapping(said, **more)
    assert str(raised.value).splitlines() == list(map(str, raised.value.faults))
    return [str(fault) for fault in raised.value.faults]


SPOKEN = """
address: 0.0.0.0
port: 2022
host-key: keys/host
authorized-keys: /etc/polemics/readers
guests: no
sessions: 40
sessions-by-address: 0
connections-by-address: 120
idle: 1 h 30 min
total: never
web: yes
web-address: "::1"
web-port: 8000
web-token: token
web-user-header: X-Remote-User
web-proxies: [127.0.0.1, 10.0.0.0/8]
web-origins: https://Reading.example/
motto: |
  Read slowly.
  Cite exactly.
log: log/readers
log-format: json
state: state
user: polemics
warm: 4
"""
MEANT = Settings(
    address="0.0.0.0",
    port=2022,
    host_key=Path("/srv/keys/host"),
    authorized_keys=Path("/etc/polemics/readers"),
    guests=False,
    sessions=40,
    sessions_by_address=0,
    connections_by_address=120,
    idle=5400,
    total=None,
    web=True,
    web_address="::1",
    web_port=8000,
    web_token=Path("/srv/token"),
    web_user_header="X-Remote-User",
    web_proxies=(ipaddress.ip_network("127.0.0.1"), ipaddress.ip_network("10.0.0.0/8")),
    web_origins=("https://reading.example",),
    motto="Read slowly.\nCite exactly.",
    log=Path("/srv/log/readers"),
    log_format="json",
    state=Path("/srv/state"),
    user="polemics",
    warm=4,
)


def test_every_setting_can_be_said_in_the_file() -> None:
    assert set(yaml.safe_load(SPOKEN)) == {option.name for option in OPTIONS}
    assert read(SPOKEN, base=Path("/srv")) == MEANT


def test_every_setting_can_be_said_on_the_command_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "cwd", lambda: Path("/srv"))
    words = []
    for name, value in yaml.safe_load(SPOKEN).items():
        if isinstance(value, bool):
            words.append(f"--{name}" if value else f"--no-{name}")
        else:
            for one in value if isinstance(value, list) else [value]:
                words += [f"--{name}", str(one)]
    assert typed(*words) == MEANT


def test_the_command_line_is_laid_over_the_file() -> None:
    file = read("{port: 2022, guests: yes, idle: 5 min}")
    both = typed("--port", "2023", "--no-guests", over=file)
    assert (both.port, both.guests, both.idle) == (2023, False, 300)


def test_what_is_not_said_is_the_default() -> None:
    assert read("") == typed() == Settings()
    assert len(OPTIONS) == len(fields(Settings))


@pytest.mark.parametrize("option", OPTIONS, ids=lambda option: option.name)
def test_every_setting_says_what_it_is(option: Any) -> None:
    assert option.help.endswith(".")
    assert option.help[0].isupper()
    assert option.shown_default
    if option.shown_default not in ("–", "never"):
        assert from_mapping({option.name: yaml.safe_load(option.shown_default)}) == Settings()


WRONG = [
    ({"port": 0}, "port: must be a number from 1 to 65535, not 0"),
    ({"port": "22 22"}, "port: must be a number from 1 to 65535, not '22 22'"),
    ({"port": True}, "port: must be a number from 1 to 65535, not True"),
    ({"port": "٢٢"}, "port: must be a number from 1 to 65535, not '٢٢'"),
    ({"guests": "perhaps"}, "guests: must be yes or no, not 'perhaps'"),
    ({"idle": 30}, "idle: must be a time with its unit, such as 30 min or 8 h, or never, not 30"),
    ({"idle": "30"}, "idle: must be a time with its unit, such as 30 min or 8 h, or never, not '30'"),
    ({"idle": "0 min"}, "idle: must be a time with its unit, such as 30 min or 8 h, or never, not '0 min'"),
    ({"idle": "3 weeks"}, "idle: must be a time with its unit, such as 30 min or 8 h, or never, not '3 weeks'"),
    (
        {"address": "300.1.1.1"},
        "address: must be an IP address, a host name, or all for every address of this machine, not '300.1.1.1'",
    ),
    ({"host-key": ["a"]}, "host-key: must be the path of a file or folder, not ['a']"),
    ({"host-key": "~nobody-of-this-name/key"}, "host-key: must be the path of a file or folder, not '~nobody-of-this-name/key'"),
    ({"web-proxies": "proxy"}, "web-proxies: must be an IP address or a network such as 10.0.0.0/8, or a list of such, not 'proxy'"),
    (
        {"web-origins": "reading.example"},
        "web-origins: must be an origin such as https://reading.example.org, or a list of such, not 'reading.example'",
    ),
    ({"web-user-header": "X User"}, "web-user-header: must be the name of an HTTP header, not 'X User'"),
    ({"log-format": "xml"}, "log-format: must be text or json, not 'xml'"),
    ({"user": "root; rm"}, "user: must be the name of a user of this machine, not 'root; rm'"),
    ({"sessions": None}, "sessions: must be a number from 1 to 100000, not None"),
    ({"prot": 1}, "prot: no such setting; did you mean port?"),
    ({"Host key": "k"}, "Host key: no such setting; did you mean host-key?"),
    ({"sessions_by_address": 1}, "sessions_by_address: no such setting; did you mean sessions-by-address?"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("said", "words"), WRONG, ids=lambda value: "" if isinstance(value, str) else str(value)
)
def test_what_cannot_be_meant_is_told(said: dict[str, Any], words: str) -> None:
    assert faults(said) == [f"serve.yaml: {words}"]


def test_every_fault_is_told_at_once_with_its_line() -> None:
    lines = {"port": 1, "guests": 2, "prot": 3}
    told = faults({"port": "x", "guests": 1, "prot": 1}, where="my.yaml", lines=lines)
    assert [line.partition(": ")[0] for line in told] == ["my.yaml:1", "my.yaml:2", "my.yaml:3"]


@pytest.mark.parametrize("said", [[], "port: 1", 3])
def test_a_file_that_is_no_list_of_settings_is_told(said: object) -> None:
    assert faults(said) == ["serve.yaml: must be a list of settings; write lines such as port: 2222"]


def test_a_motto_holds_nothing_that_a_terminal_would_obey() -> None:
    [told] = faults({"motto": "\x1b[2J"})
    assert "\x1b" not in told
    assert "\x1b" not in faults({"\x1b[2J": 1})[0]
    assert "\u202e" not in faults({"port": "\u202e1"})[0]


@given(
    st.dictionaries(
        st.sampled_from([o.name for o in OPTIONS]) | st.text(),
        st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists),
    )
)
def test_whatever_a_file_says_is_taken_or_told(said: dict[str, Any]) -> None:
    try:
        from_mapping(said)
    except SettingsError as error:
        for fault in error.faults:
            assert str(fault).isprintable()


@given(st.integers(1, 10**7))
def test_a_time_that_is_shown_is_read_again(seconds: int) -> None:
    assert TIME.read(shown_time(seconds), Path()) == seconds


@pytest.mark.parametrize(
    ("words", "seconds"),
    [("45 s", 45), ("30min", 1800), ("1 h 30 min", 5400), ("2 days", 172800), ("never", None), (False, None)],
)
def test_times_are_read_as_people_write_them(words: Any, seconds: int | None) -> None:
    assert from_mapping({"idle": words}).idle == seconds


def test_where_things_are_kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("STATE_DIRECTORY", raising=False)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    assert Settings().state_folder == tmp_path / "polemics" / "serve"
    assert Settings().host_key_file == tmp_path / "polemics" / "serve" / "host_key"
    monkeypatch.setenv("STATE_DIRECTORY", "/var/lib/polemics:/var/lib/other")
    assert Settings().state_folder == Path("/var/lib/polemics")
    assert Settings(state=Path("/s")).web_token_file == Path("/s/web_token")
    assert Settings(state=Path("/s"), host_key=Path("/k")).host_key_file == Path("/k")


def test_who_opens_which_door() -> None:
    assert not Settings().ssh
    assert Settings(guests=True).ssh
    assert Settings(authorized_keys=Path("k")).ssh
    assert Settings().web_entry == "token"
    assert Settings(guests=True).web_entry == "guests"
    assert Settings(guests=True, web_user_header="X-User").web_entry == "proxy"


def test_what_waits_for_the_next_start() -> None:
    assert waiting_for_restart(Settings(), Settings(port=1, sessions=1, motto="m")) == ("port",)
    assert waiting_for_restart(Settings(), Settings()) == ()


def test_every_address_of_the_machine() -> None:
    assert bind_host("all") is None
    assert bind_host("::1") == "::1"
