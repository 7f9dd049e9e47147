"""`polemics serve`: a collection for many readers, by SSH and in browsers."""

from __future__ import annotations

import os
import socket
import sys
from argparse import Namespace, RawDescriptionHelpFormatter, _SubParsersAction
from collections.abc import Collection
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tui.cli import COMMANDS, OK, TROUBLE, USAGE
from tui.cli.parser import add_collection
from tui.serve.preflight import check
from tui.serve.settings import Fault, Settings, SettingsError, add_options, from_arguments, from_mapping
from tui.serve.units import UNITS, text
from tui.serve.visit import Visit

if TYPE_CHECKING:
    from tui.app import Polemics
    from tui.driver.standing import Standing
    from tui.library import Library

ANSWERED = ("find", "events", "list", "show", "cite")
"""The commands that visitors may give: `ssh HOST find WORDS`."""

_MOST_SAID = 16 * 1024


def add(subparsers: _SubParsersAction[Any]) -> None:
    """Add the command to the parser."""
    parser = subparsers.add_parser(
        "serve",
        help=COMMANDS["serve"],
        description="Let others read a collection: `ssh -p 2222 HOST` opens the reading room, and there is no shell behind it;\n"
        f"`ssh -p 2222 HOST find WORDS` answers as the command does ({', '.join(ANSWERED)}).\n"
        "Say who may enter: --authorized-keys FILE, or --guests for anyone. SIGTERM ends it, SIGHUP takes the settings up anew.",
        formatter_class=RawDescriptionHelpFormatter,
    )
    add_collection(parser)
    parser.add_argument("--config", type=Path, metavar="FILE", help="a serve.yaml with any of these settings")
    parser.add_argument("--check", action="store_true", help="tell what is wrong with the settings, and end")
    parser.add_argument(
        "--unit",
        choices=UNITS,
        help="print a ready file to run the server by, which says where it goes, and end",
    )
    add_options(parser)


def run(args: Namespace) -> int:
    """Serve until the end."""
    if args.unit:
        print(text(args.unit), end="")
        return OK
    try:
        settings = _settings(args)
    except SettingsError as error:
        for fault in error.faults:
            print(f"polemics serve: {fault}", file=sys.stderr)
        return USAGE
    room = ReadingRoom(_collection(args), settings.state_folder)
    faults = check(settings, str(args.config or "the command line"))
    for fault in faults:
        print(f"polemics serve: {fault}", file=sys.stderr)
    if faults or args.check:
        return USAGE if faults else OK
    return _serve(args, room, settings)


def _serve(args: Namespace, room: ReadingRoom, settings: Settings) -> int:
    try:
        from tui.serve.server import serve

        _make_folders(room, settings.user)
        return serve(room, settings, lambda: _settings(args))
    except ImportError as error:
        print(
            f"polemics serve: {error.name} is missing: install polemics[serve], or polemics[web]",
            file=sys.stderr,
        )
    except SettingsError as error:
        print(error, file=sys.stderr)
        return USAGE
    except (OSError, ValueError) as error:
        print(f"polemics serve: {error}", file=sys.stderr)
    return TROUBLE


# The settings


def _settings(args: Namespace) -> Settings:
    """What the file says, and over it the command line; raises `SettingsError`."""
    file: Path | None = args.config
    if file is None:
        return from_arguments(args, Settings())
    import yaml

    try:
        text = file.read_text(encoding="utf-8")
        said = yaml.safe_load(text)
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        what = f"is no YAML: {getattr(error, 'problem', None) or 'not understood'}"
        raise SettingsError((Fault(str(file), "", what, line=mark.line + 1 if mark else 0),)) from error
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "it is not UTF-8"
        raise SettingsError((Fault(str(file), "", f"cannot be read: {why}"),)) from error
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    lines = {str(key.value): key.start_mark.line + 1 for key, _ in pairs}
    return from_arguments(args, from_mapping(said, str(file), lines=lines, base=file.absolute().parent))


def _collection(args: Namespace) -> Path:
    """The folder that is served; raises `CollectionError` where there is none."""
    from tui.library import Library
    from tui.resources import seeds

    return Library(args.collection or seeds()).root.absolute()


def _make_folders(room: ReadingRoom, user: str) -> None:
    """Make the folders that visitors' processes use, and give them to their user."""
    room.state.mkdir(mode=0o711, parents=True, exist_ok=True)
    for folder in (room.index, room.readers):
        folder.mkdir(mode=0o700, exist_ok=True)
        if user and os.geteuid() == 0:
            import shutil

            shutil.chown(folder, user)


# What is served


@dataclass(frozen=True, slots=True)
class ReadingRoom:
    """A collection as it is served: the room, or the answer to a command."""

    collection: Path
    state: Path

    @property
    def commands(self) -> Collection[str]:
        """The commands that are answered."""
        return ANSWERED

    @property
    def index(self) -> Path:
        """The folder of the index that all visitors share."""
        return self.state / "index"

    @property
    def readers(self) -> Path:
        """The folder with a folder for each reader who has a name."""
        return self.state / "readers"

    def prepare(self) -> int:
        """Bring the index up to date; 0 is well, another number means trouble, which is told."""
        from tui.cli.progress import processors
        from tui.library import Library
        from tui.model import CollectionError

        try:
            Library(self.collection, self.index).refresh(jobs=processors())
        except CollectionError as error:
            print(f"polemics serve: {error}", file=sys.stderr)
            return TROUBLE
        return OK

    def preload(self) -> None:
        """Import what a visit needs, and draw the first screen once where nobody sees it."""
        import asyncio
        from importlib import import_module

        for command in ANSWERED:
            import_module(f"tui.cli.{command}")
        for module in _SEEN_SOON:
            import_module(module)
        asyncio.run(self._rehearse())
        self._stand_ready()

    def ready(self) -> None:
        """Open the index, and look at what most see first, unless the room stands ready."""
        global _opened
        if _standing is not None:
            return
        _opened = self._library()
        _opened.organizations()
        for article in _opened.articles(None)[:1]:
            _opened.open(article.key)

    def receive(self, visit: Visit, line: socket.socket) -> int:
        """Show the room to a visitor, or answer the command that they gave."""
        if visit.words:
            return self._answer(_opened or self._library(), visit)
        if _standing is not None and _is_usual(visit):
            return self._go_on(_standing, line)
        return self._show(_opened or self._library(), visit, line)

    def _library(self) -> Library:
        from tui.library import Library

        return Library(self.collection, self.index, read_only=True)

    async def _rehearse(self) -> None:
        from tui.app import build_for_visitor

        library = self._library()
        app = build_for_visitor(library, None)
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.press("tab", "j", "enter", "]")
            await pilot.pause()
        library.close()

    def _stand_ready(self) -> None:
        """Run the room to its first screen, as a guest on a usual terminal will see it."""
        global _standing
        from tui.app import build_for_visitor
        from tui.driver import standing

        if not standing.is_known():
            return
        for name in ("COLUMNS", "LINES", "COLORTERM", "NO_COLOR", "LC_ALL", "LC_CTYPE"):
            os.environ.pop(name, None)
        os.environ |= {"TERM": "xterm-256color", "LANG": "C.UTF-8"}
        library = self._library()
        app = build_for_visitor(library, None)
        _standing = standing.Standing(app, mouse=app.settings.mouse)
        library.close()

    def _go_on(self, standing: Standing, line: socket.socket) -> int:
        standing.go_on(begun=lambda: _begin(standing.app, line))
        return _code(standing.app)

    def _show(self, library: Library, visit: Visit, line: socket.socket) -> int:
        import gc

        from tui.app import build_for_visitor, show

        gc.disable()
        app = build_for_visitor(library, self._folder_of(visit.reader))
        show(app, begun=lambda: _begin(app, line))
        return _code(app)

    def _answer(self, library: Library, visit: Visit) -> int:
        from tui.cli import main
        from tui.cli.where import confine

        if visit.words[0] not in ANSWERED:
            return USAGE
        confine(library)
        return main(visit.words)

    def _folder_of(self, reader: str) -> Path | None:
        """Where a reader's places and searches are kept; nowhere for a guest."""
        return self.readers / sha256(reader.encode()).hexdigest()[:32] if reader else None


def _is_usual(visit: Visit) -> bool:
    """Whether a visitor sees at first what all do: a guest, with colours and a terminal that speaks UTF-8."""
    speaks_utf8 = "utf8" in visit.lang.casefold().replace("-", "")
    return speaks_utf8 and not visit.reader and not visit.no_color


def _begin(app: Polemics, line: socket.socket) -> None:
    """End the app when the visit is cut, and show the words that come on the line."""
    import asyncio

    from tui.app import heed_cuts

    loop = asyncio.get_running_loop()

    def hear() -> None:
        if words := line.recv(_MOST_SAID):
            app.notify(words.decode("utf-8", "replace"), timeout=20, markup=False)
        else:
            loop.remove_reader(line)

    heed_cuts(app)
    loop.add_reader(line, hear)


def _code(app: Polemics) -> int:
    """The exit code of an app that has ended; raises what ended it, if that was a fault."""
    if app.return_code and app._exception is not None:
        raise app._exception
    return app.return_code or 0


_opened: Library | None = None
_standing: Standing | None = None
_SEEN_SOON = (
    "tui.palette",
    "tui.screens.chronicle",
    "tui.screens.help",
    "tui.screens.search",
    "tui.screens.sheet",
    "tui.widgets.card",
    "tui.library.search",
    "tui.driver.thin",
)
