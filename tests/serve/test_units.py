"""The ready units, and the page for those who open a collection: true to what there is."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from tui.cli import main
from tui.serve import limits
from tui.serve.server import PREPARE_EVERY, STOP_SECONDS
from tui.serve.session import FAREWELLS
from tui.serve.settings import OPTIONS, from_mapping, markdown
from tui.serve.units import UNITS, text

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "SERVING.md"
EXPOSURE = 15
"""The most that `systemd-analyze security` may say, in tenths."""


def tool(name: str) -> str:
    found = shutil.which(name, path="/usr/sbin:/usr/bin:/sbin:/bin:/usr/local/bin")
    if found is None:
        pytest.skip(f"there is no {name} on this machine")
    return found


def ran(*words: str | Path) -> str:
    done = subprocess.run(list(map(str, words)), capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.parametrize("name", UNITS)
def test_every_unit_is_there_and_says_where_it_goes(name: str) -> None:
    unit = text(name)
    assert unit.startswith("# ")
    assert f"polemics serve --unit {name}" in unit


@pytest.mark.parametrize("name", UNITS)
def test_the_command_prints_a_unit(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", "--unit", name]) == 0
    assert capsys.readouterr().out == text(name)


def test_no_file_lies_there_unprinted() -> None:
    assert set(UNITS.values()) == {file.name for file in (ROOT / "tui/serve/units").glob("[!_]*")}


@pytest.mark.parametrize("name", UNITS)
def test_a_unit_names_settings_that_there_are(name: str) -> None:
    known = {option.name for option in OPTIONS} | {"config", "unit"}
    for line in text(name).splitlines():
        if "polemics serve" in line or line.startswith("#     polemics"):
            assert set(re.findall(r"(?<=\s--)[a-z-]+", line)) <= known | {"memory"}
    said = re.findall(r"^#     ([a-z-]+: .+)$", text(name), re.M)
    for one in said:
        from_mapping(yaml.safe_load(one))


def test_the_service_takes_away_what_is_not_needed(tmp_path: Path) -> None:
    service = tmp_path / "polemics.service"
    service.write_text(text("systemd"))
    words = ("security", "--offline=true", "--no-pager", f"--threshold={EXPOSURE}")
    assert "Overall exposure level" in ran(tool("systemd-analyze"), *words, service)


def test_the_service_is_understood(tmp_path: Path) -> None:
    service = tmp_path / "polemics.service"
    service.write_text(re.sub("/opt/polemics/bin/polemics", "/bin/true", text("systemd")))
    done = subprocess.run(
        [tool("systemd-analyze"), "verify", str(service)], capture_output=True, text=True, timeout=60
    )
    assert "polemics.service:" not in done.stderr


def test_sshd_understands_its_part(tmp_path: Path) -> None:
    sshd = tool("sshd")
    Path("/run/sshd").mkdir(exist_ok=True)
    ran(tool("ssh-keygen"), "-q", "-t", "ed25519", "-N", "", "-f", tmp_path / "key")
    config = tmp_path / "sshd_config"
    config.write_text(f"HostKey {tmp_path}/key\n{text('sshd')}")
    who = "user=reader,host=h,addr=192.0.2.1"
    meant = ran(sshd, "-T", "-C", who, "-f", config)
    for line in ("disableforwarding yes", "permituserrc no", "authenticationmethods publickey"):
        assert line in meant
    assert "polemics --visitor /srv/collection" in meant


def test_the_balancer_knows_the_server_by_its_greeting() -> None:
    assert r"^SSH-2\.0-polemics" in text("balancer")
    assert f"conn_rate gt {from_mapping({}).connections_by_address}" in text("balancer")
    assert f"conn_cur gt {from_mapping({}).sessions_by_address}" in text("balancer")


def test_the_balancer_is_understood(tmp_path: Path) -> None:
    config = tmp_path / "haproxy.cfg"
    config.write_text(text("balancer"))
    ran(tool("haproxy"), "-c", "-f", config)


# SERVING.md


def part(name: str) -> str:
    found = re.search(rf"<!-- {name} -->\n(.*?)<!-- /{name} -->", PAGE.read_text(), re.S)
    assert found, f"SERVING.md has no part {name}"
    return found[1].strip()


def test_the_table_of_settings_is_the_one_that_is_made() -> None:
    assert part("settings") == markdown()


def test_the_settings_that_are_shown_are_understood() -> None:
    examples = re.findall(r"```yaml\n(.*?)```", PAGE.read_text(), re.S)
    assert examples
    for example in examples:
        from_mapping(yaml.safe_load(example))


def test_every_unit_is_told() -> None:
    for name in UNITS:
        assert f"| `{name}` |" in PAGE.read_text()


def test_the_sizes_that_are_told_are_those_that_are_kept() -> None:
    (least, lowest), (most, highest) = zip(limits.COLUMNS, limits.ROWS, strict=True)
    assert f"{least}×{lowest} to {most}×{highest}" in PAGE.read_text()
    assert f"{limits.INPUT // 1024} KB a second" in PAGE.read_text()


def test_the_times_that_are_told_are_those_that_are_kept() -> None:
    assert f"{STOP_SECONDS:.0f} seconds" in PAGE.read_text()
    assert PREPARE_EVERY == 600
    assert "every ten minutes" in PAGE.read_text()


def test_the_reasons_that_are_logged_are_told() -> None:
    page = PAGE.read_text()
    sources = "".join((ROOT / "tui" / "serve" / name).read_text() for name in ("ssh.py", "reception.py"))
    reasons = re.findall(r'turn_away\("([a-z ]+)"\)|Refused\(\d+, "([a-z ]+)"', sources)
    assert len(reasons) > 5
    for reason in filter(None, (word for pair in reasons for word in pair)):
        assert f"`{reason}`" in page, reason
    for reason in FAREWELLS:
        assert f"`{reason}`" in page
