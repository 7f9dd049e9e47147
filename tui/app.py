"""The application: themes, settings and the first screen."""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from platformdirs import user_cache_path, user_config_path, user_state_path
from textual import events
from textual.app import App
from textual.binding import BindingType
from textual.screen import Screen

from tui import config, driver, resources, themes
from tui.commands import Keys
from tui.library import Library
from tui.model import Bookmark, Problem
from tui.screens.commanded import Commanded
from tui.screens.reader import Reader
from tui.state import State
from tui.turns import Turns

if TYPE_CHECKING:
    from tui.first_screen import Painted

    Keep = Callable[[tuple[int, int], str, bytes, Iterable[str]], None]

FALLBACK_THEME = "textual-dark"

# Where keys are read and the screen is drawn (as Textual does).
_KEYS, _SCREEN = 0, 2
_NO_TERMINAL = (
    "polemics: the reading room needs a terminal; `polemics list`, `find` and others answer without one"
)
_USAGE = 2

_MOST_WATCHED = 500
"""Files of a folder that are looked at, at most, before its last screen is shown again."""


class Polemics(App[None]):
    """The reading room over one library."""

    CSS_PATH = "tui.tcss"
    BINDINGS: ClassVar[list[BindingType]] = []
    ENABLE_COMMAND_PALETTE = False
    TITLE = "polemics"

    def __init__(
        self,
        library: Library,
        settings: config.Config,
        state: State | None,
        notices: Sequence[str],
        *,
        visitor: bool = False,
    ) -> None:
        """Open a library with the user's settings; `notices` tell what was wrong with those.

        Without a `state` nothing is remembered. A `visitor` reads from afar, through a server.
        """
        super().__init__()
        self._visitor = visitor
        self.animation_level = "none"
        self._library = library
        self.settings = settings
        self._state = state
        self._notices = list(notices)
        self._leads_back = False
        self._opened: str | None = None
        self._turns = Turns(
            self,
            self._hand_on,
            began=lambda: self._have_driver("hold"),
            draw=lambda: self._have_driver("draw"),
            ended=lambda: self._have_driver("release"),
        )

    async def on_event(self, event: events.Event) -> None:
        """Let keys take turns."""
        if isinstance(event, events.Key) and not event.is_forwarded:
            await self._turns.take(event)
        else:
            await super().on_event(event)

    async def _hand_on(self, key: events.Key) -> None:
        """Give a key to the screen that knows it, past the queues of all that lie between; other keys go Textual's way."""
        screen = self.screen
        if isinstance(screen, Commanded):
            with screen._context():
                if await screen.take_key(key):
                    return
        await super().on_event(key)

    def _print_error_renderables(self) -> None:
        """Say what went wrong, but not to a visitor: that is for whoever lets them in."""
        if self._visitor:
            self._exit_renderables.clear()
        super()._print_error_renderables()

    def _have_driver(self, verb: str) -> None:
        """Have the driver draw once for all that a key does, if it is the thin one."""
        if do := getattr(self._driver, verb, None):
            do()

    def exit(self, *arguments: Any, **options: Any) -> None:
        """End; what is seen then is kept for the next start, if that would show it."""
        seen = self.screen if self._running and self.screen_stack else None
        self._leads_back = isinstance(seen, Reader) and seen.leads_back
        super().exit(*arguments, **options)

    def keep_screen(self, keep: Keep) -> None:
        """Now that all is closed, have the last screen kept; nothing is if a start would not lead back to it."""
        pack = getattr(self._driver, "pack", None)
        screen = pack() if pack and self._leads_back and self.settings.resume else None
        if screen is None:
            return
        self._library.close()
        try:
            keep((screen.width, screen.height), screen.drawn, screen.cells, self._watched())
        except OSError:
            # Without it the next start shows nothing for the blink that it takes.
            return

    def _watched(self) -> Iterator[str]:
        """The files and folders that decide what the first screen shows."""
        import textual
        from platformdirs import user_data_path

        from tui.library.store import place_of

        config, program, root = user_config_path("polemics"), Path(__file__).parent, self._library.root
        index = place_of(root, user_cache_path("polemics"))
        page = self._library.file(self._opened) if self._opened else root
        folders = [config, config / "themes", resources.themes(), program, Path(textual.__file__).parent]
        folders += [user_data_path("polemics") / "searches", root]
        yield from map(str, (*folders, *(program / name for name in ("driver", "screens", "widgets"))))
        yield from map(str, (config / "config.yaml", index, f"{index}-wal", page))
        if self._state is not None:
            yield str(self._state.file(root))
        for folder in (config / "themes", resources.themes(), root):
            inside = sorted(folder.iterdir()) if folder.is_dir() else []
            yield from (
                str(there) for there in inside[:_MOST_WATCHED] if there.suffix == ".yaml" or there.is_dir()
            )

    def on_load(self) -> None:
        """Register the themes, and use the one that was set."""
        folder = user_config_path("polemics")
        found, problems = themes.load(
            (resources.themes(), folder / "themes"), user_cache_path("polemics") / "themes.json"
        )
        self._notices += [str(problem) for problem in problems]
        for theme in found:
            self.register_theme(theme)
        self._names = [theme.name for theme in found]
        self.theme = self._wanted_theme()

    def get_default_screen(self) -> Screen[Any]:
        """The reading room."""
        keys = Keys(self.settings.keys, visitor=self._visitor)
        self._notices += [f"config.yaml: keys: {fault}" for fault in keys.faults]
        if self._visitor:
            # What is wrong with the server's settings is not the visitor's business.
            self._notices.clear()
        return Reader(
            self._library,
            keys,
            start=self._state.load(self._library.root) if self._state and self.settings.resume else None,
            remember=self._remember,
            themes=self._names,
            mouse=self.settings.mouse,
            notices=self._notices,
            ascii=self.settings.ascii,
        )

    def on_ready(self) -> None:
        """Begin to collect garbage, of which what the start made is none."""
        if not gc.isenabled():
            gc.freeze()
            gc.enable()

    def on_mount(self) -> None:
        """Draw everything again when the reader comes back from the shell (SIGCONT)."""
        self.app_resume_signal.subscribe(self, lambda _: self.screen.refresh(repaint=True, layout=True))
        if self._visitor:
            self.theme_changed_signal.subscribe(self, lambda theme: self._keep_theme(theme.name))

    def _wanted_theme(self) -> str:
        name = self.settings.theme
        if name in self.available_themes:
            return name
        there = ", ".join(self._names)
        self._notices.append(
            str(Problem("config.yaml", f"no theme {name}; there are {there}", field="theme"))
        )
        return self._names[0] if self._names else FALLBACK_THEME

    def _keep_theme(self, name: str) -> None:
        """Remember what a visitor has chosen, who cannot write it into `config.yaml`."""
        if self._state is None:
            return
        try:
            self._state.keep_theme(name)
        except OSError as error:
            self._notices.append(f"the theme cannot be remembered: {error.strerror}")

    def _remember(self, bookmark: Bookmark) -> None:
        self._opened = bookmark.article
        if self._state is None:
            return
        try:
            self._state.save(self._library.root, bookmark)
        except OSError as error:
            self._notices.append(f"the place cannot be remembered: {error.strerror}")


def build(
    collection: Path | None = None,
    *,
    theme: str | None = None,
    ascii: bool | None = None,
    mouse: bool | None = None,
    resume: bool | None = None,
) -> Polemics:
    """Make the application over a collection (the bundled one if `None`); what is given goes before the user's settings.

    Raises `tui.model.CollectionError` if the collection cannot be opened.
    """
    settings, problems = _settings(theme=theme, ascii=ascii, mouse=mouse, resume=resume)
    library = Library(collection or resources.seeds())
    places = State(user_state_path("polemics"))
    return Polemics(library, settings, places, [str(problem) for problem in problems])


def build_for_visitor(library: Library, folder: Path | None, **given: Any) -> Polemics:
    """Make the application for one who reads from afar, over a library that is opened for reading only.

    What is remembered of them stands in `folder`; of a guest (`None`) nothing is. What is given goes before the settings.
    """
    from dataclasses import replace

    from tui.library.searches import Searches

    settings, _ = _settings(**given)
    library.keep_searches(Searches(library.root, folder))
    state = State(folder) if folder else None
    if state is not None and state.theme:
        settings = replace(settings, theme=state.theme)
    return Polemics(library, settings, state, (), visitor=True)


def _settings(**given: Any) -> tuple[config.Config, Sequence[Problem]]:
    """The user's settings under what is given (`None` is not), as this terminal can show them, and what is wrong with them."""
    from dataclasses import replace

    settings, problems = config.load(user_config_path("polemics"))
    settings = replace(settings, **{name: value for name, value in given.items() if value is not None})
    return settings if _speaks_utf8() else replace(settings, ascii=True), problems


def run(
    collection: Path | None = None,
    *,
    full_repaint: bool = False,
    painted: Painted | None = None,
    keep: Keep | None = None,
    **given: Any,
) -> int:
    """Open a collection in this terminal until the reader quits or the connection is cut; the arguments are those of `build`.

    With `full_repaint` Textual's own output is used, which sends more than changed. What was `painted` in the terminal
    before is gone on from, and the last screen is given to `keep` if a later start would lead there.
    """
    app = build(collection, **given)
    code = show(app, full_repaint=full_repaint, painted=painted)
    if keep is not None and not code:
        app.keep_screen(keep)
    return code


def show(
    app: Polemics,
    *,
    full_repaint: bool = False,
    painted: Painted | None = None,
    begun: Callable[[], None] = lambda: None,
) -> int:
    """Run the application in this terminal, and give its exit code; `begun` is called when its event loop runs.

    Where there is no terminal that is said, and the code is that of a mistake in the command line.
    """
    import asyncio

    if not (os.isatty(_KEYS) and os.isatty(_SCREEN)):
        print(_NO_TERMINAL, file=sys.stderr)
        return _USAGE
    app.driver_class = driver.choose(app.driver_class, full_repaint=full_repaint, painted=painted)
    if painted is not None and not getattr(app.driver_class, "painted", None):
        painted.undo()
    for stale in ("COLUMNS", "LINES"):
        # Exported by some shells, they would go before the terminal's own size, and never follow it.
        os.environ.pop(stale, None)

    async def until_cut() -> None:
        heed_cuts(app)
        begun()
        await app.run_async(mouse=app.settings.mouse)

    asyncio.run(until_cut())
    return app.return_code or 0


def heed_cuts(app: Polemics) -> None:
    """End the application politely when its connection is cut, or it is asked to end; to be called when its event loop runs."""
    import asyncio

    for cut in (signal.SIGHUP, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(cut, app.exit)


def _speaks_utf8() -> bool:
    """Whether the locale says that the terminal shows UTF-8 (POSIX: LC_ALL, LC_CTYPE, LANG, in this order)."""
    said = next((os.environ[name] for name in ("LC_ALL", "LC_CTYPE", "LANG") if os.environ.get(name)), "")
    return not said or "utf" in said.casefold().replace("-", "")
