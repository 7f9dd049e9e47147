"""Whether a server with some settings could start on this machine."""

from __future__ import annotations

import socket
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("asyncssh", reason="the extra `serve` is not installed")
pytest.importorskip("aiohttp", reason="the extra `web` is not installed")

import asyncssh

from tui.serve.preflight import check
from tui.serve.settings import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(address="127.0.0.1", state=tmp_path / "state", guests=True)


def told(settings: Settings, **said: Any) -> list[str]:
    return [str(fault).removeprefix("serve.yaml: ") for fault in check(replace(settings, **said))]


def test_settings_that_will_do_have_no_fault_and_nothing_is_made(settings: Settings, tmp_path: Path) -> None:
    assert told(settings) == []
    assert told(settings, web=True, guests=False) == []
    assert list(tmp_path.iterdir()) == []


def test_somebody_must_be_able_to_enter(settings: Settings) -> None:
    assert told(settings, guests=False) == [
        "nobody may enter; give authorized-keys, or guests: yes, or web: yes"
    ]


def test_a_port_in_use_is_no_fault_for_it_may_be_this_server(settings: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        assert told(settings, port=other.getsockname()[1]) == []


def test_two_doors_need_two_ports(settings: Settings) -> None:
    assert told(settings, web=True, port=8080) == [
        "web-port: is the port of the SSH door as well, 8080; choose another"
    ]
    assert told(settings, web=True, port=8080, web_address="::1") == []


def test_an_address_that_is_not_here(settings: Settings) -> None:
    assert told(settings, address="192.0.2.77") == [
        "address: 192.0.2.77 cannot be listened on: Cannot assign requested address; give an address of this machine, or all"
    ]
    [line] = told(settings, address="nowhere.invalid")
    assert line.startswith("address: nowhere.invalid is not known here: ")


def test_a_host_key_that_others_can_read(settings: Settings, tmp_path: Path) -> None:
    key = tmp_path / "key"
    key.write_bytes(asyncssh.generate_private_key("ssh-ed25519").export_private_key())
    key.chmod(0o640)
    assert told(settings, host_key=key) == [
        f"host-key: {key} can be read by others (mode 640); chmod 600 {key}"
    ]
    key.chmod(0o600)
    assert told(settings, host_key=key) == []
    key.write_text("no key")
    [line] = told(settings, host_key=key)
    assert line.startswith(f"host-key: {key} cannot be read: ")
    assert told(settings, host_key=tmp_path) == [f"host-key: {tmp_path} is no file"]


def test_authorized_keys_that_cannot_be_read(settings: Settings, tmp_path: Path) -> None:
    missing = tmp_path / "missing"
    assert told(settings, authorized_keys=missing) == [
        f"authorized-keys: {missing} cannot be read: No such file or directory; write a public key on each line"
    ]
    keys = tmp_path / "keys"
    key = asyncssh.generate_private_key("ssh-ed25519").export_public_key().decode()
    keys.write_text(key)
    assert told(settings, authorized_keys=keys) == []
    keys.write_text(f'# expiry-time="20300101"\nexpiry-time="20300101" {key}')
    assert told(settings, authorized_keys=keys) == [
        f"authorized-keys: {keys} has keys with an expiry-time, which is not heeded; take old keys out"
    ]
    keys.write_text(f'# expiry-time="20300101"\nfrom="192.0.2.0/24" {key}')
    assert told(settings, authorized_keys=keys) == []


def test_a_token_that_is_too_short_or_for_everybody(settings: Settings, tmp_path: Path) -> None:
    token = tmp_path / "token"
    token.write_text("short")
    web = replace(settings, web=True, guests=False, web_token=token)
    [line] = told(web)
    assert line.startswith(f"web-token: {token}: must hold a word of 16 characters or more")
    token.write_text("long-enough-for-a-token")
    token.chmod(0o644)
    assert told(web) == [f"web-token: {token} can be read by everybody; chmod 600 {token}"]
    assert told(web, guests=True) == []


def test_a_header_must_come_from_somebody(settings: Settings) -> None:
    assert told(settings, web=True, web_user_header="X-User") == [
        "web-user-header: is believed of nobody; name the proxies that set it in web-proxies"
    ]


def test_a_log_and_a_state_folder_that_cannot_be(settings: Settings, tmp_path: Path) -> None:
    assert told(settings, log=tmp_path) == [f"log: {tmp_path} cannot be written"]
    assert told(settings, log=tmp_path / "a" / "b") == [
        f"log: {tmp_path / 'a'} is not there; make that folder"
    ]
    file = tmp_path / "file"
    file.touch()
    assert f"state: {file} is no folder" in told(settings, state=file)
    [line, *_] = told(settings, state=file / "below", host_key=None)
    assert "cannot be made" in line


def test_a_user_that_is_not_there(settings: Settings) -> None:
    assert told(settings, user="nobody-of-this-name") == [
        "user: there is no user nobody-of-this-name on this machine; make one, or leave it out"
    ]
