"""What a reader takes out of the room: a copy, the file in an editor, the source in a browser."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported

from tui.model import Page, Span, citation, quotation, visible

if TYPE_CHECKING:
    from tui.screens.reader import Reader

NOTHING_OPEN = "no article is open"


class Desk:
    """The desk at which the reader copies and hands over."""

    def __init__(self, reader: Reader) -> None:
        """Serve a reader."""
        self._reader = reader

    def copy_citation(self) -> None:
        """Copy a citation of the article (OSC 52: through SSH to the reader's own clipboard)."""
        if page := self._page():
            self._reader.app.copy_to_clipboard(citation(page, self._reader.name_of))
            self._reader.say("citation copied")

    def copy_quotation(self) -> None:
        """Copy the sentence of the lit date, else the paragraph being read, with its citation."""
        if page := self._page():
            words = quotation(page, self._passage(page), self._reader.name_of)
            self._reader.app.copy_to_clipboard(words)
            self._reader.say("quotation copied, with its citation")

    def edit(self) -> None:
        """Open the article's file in `$VISUAL` or `$EDITOR` on this terminal."""
        if not (page := self._page()):
            return
        if command := os.environ.get("VISUAL") or os.environ.get("EDITOR"):
            self._run([*_words(command), str(self._reader.library.file(page.article.key))])
        else:
            self._reader.say("no editor is set: set VISUAL or EDITOR")

    def browse(self) -> None:
        """Open the article's source in `$BROWSER`, else in the desktop's browser."""
        if not (page := self._page()):
            return
        if _is_on_the_web(page.article.source):
            self._open(page.article.source)
        else:
            self._reader.say("the article names no web address as its source")

    def follow(self, address: str) -> None:
        """Say where a link of the text leads, and open it as `browse` does, if the reader may and it is on the web."""
        self._reader.say(visible(address, lines=False))
        if _is_on_the_web(address) and any(command.id == "browse" for command in self._reader.keys.all):
            self._open(address)

    def _open(self, address: str) -> None:
        if command := os.environ.get("BROWSER"):
            self._run([*_words(command.partition(os.pathsep)[0].replace("%s", "")), address])
        elif not _is_opened(address):
            self._reader.say("no browser is set: set BROWSER")

    def mouse(self) -> None:
        """Switch the mouse off, so that the terminal selects as it always does, or on again."""
        driver = self._reader.app._driver
        used = self._reader.mouse = not self._reader.mouse
        switch = getattr(driver, "_enable_mouse_support" if used else "_disable_mouse_support", None)
        if switch is None:
            self._reader.say("this terminal's mouse cannot be switched")
            return
        switch()
        self._reader.say(
            "the mouse is on" if used else "the mouse is off: the terminal selects; m switches it on"
        )

    def full_repaint(self) -> None:
        """Send all that may have changed on the screen, or only what did."""
        driver = self._reader.app._driver
        switch = getattr(driver, "repaint_fully", None)
        if switch is None:
            self._reader.say("all that may have changed is sent; there is no other way here")
            return
        full = not getattr(driver, "repaints_fully", False)
        switch(full)
        self._reader.say("all that may have changed is sent" if full else "only what changed is sent")

    def _page(self) -> Page | None:
        page = self._reader.place.page
        if page is None:
            self._reader.say(NOTHING_OPEN)
        return page

    def _passage(self, page: Page) -> Span:
        place, text = self._reader.place, page.reading.text
        if place.event is not None:
            return page.events[place.event].sentence
        start = text.rfind("\n\n", 0, place.offset) + 1
        end = text.find("\n\n", place.offset)
        return Span(start + (start > 0), end if end >= 0 else len(text))

    def _run(self, command: Sequence[str]) -> None:
        import subprocess

        app = self._reader.app
        try:
            with app.suspend():
                done = subprocess.run(command, check=False)  # noqa: S603 - the user's own program
        except SuspendNotSupported:
            self._reader.say("this terminal cannot be handed over to another program")
        except OSError as error:
            self._reader.say(f"{command[0]}: {error.strerror}")
        else:
            if done.returncode:
                self._reader.say(f"{command[0]} ended with {done.returncode}")
            app.refresh()


def _words(command: str) -> list[str]:
    import shlex

    return shlex.split(command)


def _is_opened(address: str) -> bool:
    import webbrowser

    return webbrowser.open(address)


def _is_on_the_web(address: str) -> bool:
    return address.startswith(("https://", "http://"))
