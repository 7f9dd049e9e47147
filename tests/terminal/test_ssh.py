"""Through a real ssh to a local sshd."""

import getpass
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.terminal.conftest import Start
from tests.terminal.tmux import POLEMICS, ROOT

SSHD = shutil.which("sshd") or "/usr/sbin/sshd"


@pytest.fixture
def ssh(tmp_path: Path) -> Iterator[list[str]]:
    """The command line of an ssh client to an sshd that is there for this test alone."""
    if not Path(SSHD).exists() or shutil.which("ssh") is None:
        pytest.skip("OpenSSH is not installed")
    for name in ("host", "reader"):
        subprocess.run(
            ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(tmp_path / name)], check=True
        )
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = {
        "Port": port,
        "ListenAddress": "127.0.0.1",
        "HostKey": tmp_path / "host",
        "AuthorizedKeysFile": tmp_path / "reader.pub",
        "PidFile": "none",
        "StrictModes": "no",
        "UsePAM": "no",
    }
    (tmp_path / "sshd_config").write_text(
        "".join(f"{k} {v}\n" for k, v in settings.items()), encoding="utf-8"
    )
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)
    server = subprocess.Popen([SSHD, "-D", "-e", "-f", str(tmp_path / "sshd_config")], stderr=subprocess.PIPE)
    _wait_for(port, server)
    options = ["-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "LogLevel=ERROR"]
    yield [
        "ssh",
        "-tt",
        "-i",
        str(tmp_path / "reader"),
        *options,
        "-p",
        str(port),
        f"{getpass.getuser()}@127.0.0.1",
    ]
    server.terminate()
    server.wait()


def _wait_for(port: int, server: "subprocess.Popen[bytes]") -> None:
    for _ in range(100):
        if server.poll() is not None:
            pytest.skip(f"sshd does not run here: {server.stderr.read().decode() if server.stderr else ''}")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    pytest.skip("sshd did not open its port")


def test_a_reader_at_the_far_end_of_ssh(terminal: Start, home: dict[str, str], ssh: list[str]) -> None:
    there = terminal((80, 24))
    far = " ".join(f"{name}={value}" for name, value in home.items())
    there.run([*ssh, f"env {far} {' '.join(POLEMICS)}"])
    there.wait("All articles")
    there.press("G", "Enter", "Enter")
    there.wait("▶ 3 Text")
    there.press("]", "p")
    there.wait("Provenance")
    there.press("Q")
    there.wait(r"ready>\s*\Z")
    assert there.is_sane()


def test_a_visitor_reads_and_starts_nothing(terminal: Start, home: dict[str, str], ssh: list[str]) -> None:
    far = " ".join(f"{name}={value}" for name, value in home.items())
    there = terminal((80, 24))
    there.run([*ssh, f"env {far} EDITOR=touch {' '.join(POLEMICS)} --visitor"])
    there.wait("`polemics index` makes it")
    subprocess.run(
        [*POLEMICS, "index", str(ROOT / "seeds")], env=os.environ | home, check=True, capture_output=True
    )
    before = files_of(home)
    there.run([*ssh, f"env {far} EDITOR=touch {' '.join(POLEMICS)} --visitor"])
    there.wait("All articles")
    (room,) = processes_of("--visitor")
    told = Path(f"/proc/{room}/status").read_text(encoding="utf-8")
    assert "Seccomp:\t2" in told
    assert "NoNewPrivs:\t1" in told
    there.press("G", "Enter", "Enter")
    there.wait("▶ 3 Text")
    there.press("e", "o", "C-z", "]", "p")
    there.wait("Provenance")
    there.press("Q")
    there.wait(r"ready>\s*\Z")
    assert there.is_sane()
    assert files_of(home) == before


def processes_of(word: str) -> list[str]:
    """The processes of Python that were started with a word."""
    lines = {entry.name: entry / "cmdline" for entry in Path("/proc").iterdir() if entry.name.isdigit()}
    return [
        pid
        for pid, line in lines.items()
        if line.exists()
        and word in (words := line.read_text(errors="replace").split("\0"))
        and "python" in words[0]
    ]


def files_of(home: dict[str, str]) -> set[Path]:
    """The files that the program keeps, beside the index and what else can be made anew."""
    folders = [Path(home[name]) for name in ("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME")]
    return {file for folder in folders for file in folder.rglob("*") if file.is_file()}
