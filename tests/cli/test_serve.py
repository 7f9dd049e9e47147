"""`polemics serve` from outside: its settings, and the room that it shows; the doors are tried in tests/serve."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("asyncssh", reason="the extra `serve` is not installed")

from tui.app import build_for_visitor
from tui.cli import main, serve, where
from tui.cli.serve import ANSWERED, ReadingRoom
from tui.commands import COMMANDS, Keys
from tui.library import Library
from tui.serve.visit import Visit
from tui.widgets.status import Status

LOCAL = {"edit", "browse", "suspend"}


@pytest.fixture
def room(collection: Path, tmp_path_factory: pytest.TempPathFactory) -> ReadingRoom:
    room = ReadingRoom(collection, tmp_path_factory.mktemp("state"))
    assert room.prepare() == 0
    return room


@pytest.fixture
def library(room: ReadingRoom) -> Library:
    return Library(room.collection, room.index, read_only=True)


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What a visitor's process leaves behind in a process of tests is put back."""
    monkeypatch.setattr(serve, "_opened", None)
    monkeypatch.setattr(where, "_only", None)
    return


# The settings


def test_nobody_may_enter_unless_the_owner_says_who(
    collection: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["serve", str(collection), "--check"]) == 2
    assert "nobody may enter" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("option", "more"), [("port", ()), ("web-port", ("--web", "--web-address", "127.0.0.1"))]
)
def test_a_port_that_another_uses_is_named_with_what_to_do(
    collection: Path, tmp_path: Path, option: str, more: tuple[str, ...]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = str(other.getsockname()[1])
        given = {"port": "0", "web-port": "0"} | {option: taken}
        with socket.create_server(("127.0.0.1", 0)) as free:
            given = {
                name: str(free.getsockname()[1]) if port == "0" else port for name, port in given.items()
            }
        words = [word for name, port in given.items() for word in (f"--{name}", port)]
        done = subprocess.run(
            [sys.executable, "-m", "tui.cli", "serve", "--guests", "--address", "127.0.0.1", "--state", tmp_path, *words, *more, collection],
            capture_output=True, text=True, check=False, timeout=60,
        )  # fmt: skip
    assert done.returncode == 2
    (line,) = [line for line in done.stderr.splitlines() if line.startswith("polemics serve: ")]
    assert line == (
        f"polemics serve: {option}: {taken} is in use already at 127.0.0.1; "
        f"end the program that uses it, or choose another (--{option} NUMBER)"
    )


def test_settings_that_are_well_are_said_to_be_by_the_exit_code(
    collection: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "serve.yaml").write_text(f"guests: yes\nstate: {tmp_path}\nidle: 5 min\n", encoding="utf-8")
    assert main(["serve", str(collection), "--config", str(tmp_path / "serve.yaml"), "--check"]) == 0
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("guests: yes\nport: lots\n", "serve.yaml:2: port: must be a number"),
        ("guest: yes\n", "serve.yaml:1: guest: no such setting; did you mean guests?"),
        ("guests: [\n", "is no YAML"),
        ("- guests\n", "must be a list of settings"),
        ("guests: \udc80", "cannot be read"),
    ],
)
def test_every_fault_of_the_file_is_one_line(
    collection: Path, tmp_path: Path, text: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "serve.yaml").write_bytes(os.fsencode(text))
    assert main(["serve", str(collection), "--config", str(tmp_path / "serve.yaml")]) == 2
    said = capsys.readouterr().err
    assert told in said
    assert said.startswith("polemics serve: ")
    assert said.count("\n") == 1


def test_the_command_line_goes_before_the_file(
    collection: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "serve.yaml").write_text("guests: no\n", encoding="utf-8")
    words = ["serve", str(collection), "--config", str(tmp_path / "serve.yaml"), "--state", str(tmp_path)]
    assert main([*words, "--guests", "--check"]) == 0
    assert main([*words, "--check"]) == 2


def test_a_missing_collection_is_3_and_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", str(tmp_path / "nowhere"), "--guests"]) == 3
    assert capsys.readouterr().err.count("\n") == 1


# The room


def test_the_index_and_the_readers_stand_in_the_state_folder(room: ReadingRoom) -> None:
    assert {path.name for path in room.state.rglob("*") if path.is_dir()} == {"index", "collections"}
    assert room._folder_of("SHA256:abc/../x") != room._folder_of("SHA256:abd")
    folder = room._folder_of("../../etc")
    assert folder is not None
    assert folder.parent == room.readers
    assert room._folder_of("") is None


def test_a_collection_that_is_gone_is_told(room: ReadingRoom, capsys: pytest.CaptureFixture[str]) -> None:
    gone = ReadingRoom(room.collection / "gone", room.state)
    assert gone.prepare() == 3
    assert capsys.readouterr().err.startswith("polemics serve: ")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("list",), 0),
        (("find", "lamps"), 0),
        (("find", "nowheretobefound"), 1),
        (("events", "/etc"), 3),
        (("list", "."), 3),
        (("index",), 2),
        (("find", "("), 2),
    ],
)
def test_a_visitors_command_answers_from_the_collection_alone(
    room: ReadingRoom, alone: None, words: tuple[str, ...], code: int
) -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        room.ready()
        assert room.receive(Visit(words=words), theirs) == code


def test_the_first_screen_can_be_drawn_where_nobody_sees_it(room: ReadingRoom) -> None:
    room.preload()


# The visitor


def test_a_visitor_has_no_keys_that_start_a_program() -> None:
    assert {command.id for command in COMMANDS if command.local} == LOCAL
    keys = Keys(visitor=True)
    assert not LOCAL & {command.id for command in keys.all}
    for screen in {screen for command in COMMANDS for screen in command.screens}:
        assert not LOCAL & {command.id for command in keys.commands(screen)}
    for key in ("e", "o", "ctrl+z"):
        assert keys.command("reader", key) is None


async def test_neither_help_nor_palette_nor_hints_name_them(library: Library) -> None:
    app = build_for_visitor(library, None)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("?")
        await pilot.pause()
        listed = {command.id for command in app.screen._commands}
        assert listed == {command.id for command in COMMANDS} - LOCAL
        await pilot.press("escape")
        shown = " ".join(word for hint in app.screen.query_one(Status).hints for word in hint)
        assert "edit" not in shown


async def test_their_keys_do_nothing(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise AssertionError("a program was started")

    monkeypatch.setenv("EDITOR", "true")
    monkeypatch.setattr("subprocess.run", fail)
    monkeypatch.setattr("webbrowser.open", fail)
    monkeypatch.setattr("os.kill", fail)
    app = build_for_visitor(library, None)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("2", "enter", "e", "o", "ctrl+z")
        await pilot.pause()
        assert app.is_running


def files(folder: Path) -> list[Path]:
    return list(folder.rglob("*.json"))


async def test_a_readers_place_and_searches_are_kept_in_their_folder_and_a_guests_nowhere(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("XDG_STATE_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    for folder in (None, tmp_path / "ada"):
        app = build_for_visitor(library, folder)
        async with app.run_test(size=(120, 40)) as pilot:
            await pilot.press("2", "j", "enter")
            await pilot.pause()
            library.searches.keep("lamps", "lamps")
    kept = {str(path.parent.relative_to(tmp_path)) for path in files(tmp_path)}
    assert kept == {"ada/places", "ada/searches"}


async def test_a_reader_finds_the_theme_again_that_they_chose(library: Library, tmp_path: Path) -> None:
    for folder, found in ((tmp_path, "lamp"), (tmp_path, "paper"), (None, "lamp"), (None, "lamp")):
        app = build_for_visitor(library, folder)
        async with app.run_test(size=(120, 40)) as pilot:
            assert app.theme == found
            app.theme = "paper"
            await pilot.pause()
    assert (tmp_path / "theme").read_text(encoding="utf-8") == "paper"


async def test_the_collection_is_not_brought_up_to_date_for_a_visitor(library: Library) -> None:
    (library.root / "clock" / "new.txt").write_text("New\n\nOf 2001.\n", encoding="utf-8")
    app = build_for_visitor(library, None)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause(0.3)
        assert len(library.articles(None)) == 2


def test_the_commands_that_are_answered_are_commands() -> None:
    from tui.cli import COMMANDS as ALL

    assert set(ANSWERED) <= set(ALL)
