"""Goldens: the screens that were accepted, as text to be compared and a picture to be looked at.

A golden `NAME.txt` holds the cells, then the same grid with one letter a style, then the legend of these letters:

    screen 20x2
    Organizations     3
    Articles           1

    styles
    ..................aa
    aaaaaaaaaaaaaaaaaaaa

    legend
    . bold #ffffff on #121212
    a #e0e0e0 on #121212

A blank stands under the letter of the cell before it (at the start of a row, under the commonest) where it looks the same in
both styles, so that other words in the same styles leave the second grid alone. Blanks at the end of a row of cells are not written, nor is "." at the end of a row of
styles. "." is the style of most characters, the others take their letters in the order in which they appear. A character that would not be seen, or that a terminal would obey, stands as "\N{REPLACEMENT CHARACTER}" and is told at the end, under
`characters`, with its row and column (from 1) and its code points. `NAME.svg` beside it is only looked at, never compared.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator
from itertools import chain, count
from pathlib import Path

from rich.cells import cell_len
from rich.errors import StyleSyntaxError
from rich.style import Style

from tui.scenes.grid import PLAIN, Cell, Grid, blank, graphemes, seen
from tui.scenes.picture import svg
from tui.scenes.trouble import SceneError

COMMONEST = "."


class Goldens:
    """A folder of goldens; files that are not goldens may stand in it and are left alone."""

    def __init__(self, folder: Path) -> None:
        """The folder need not be there before the first golden is kept."""
        self.folder = folder

    def path(self, name: str) -> Path:
        """Where the golden of that name stands, or would stand."""
        return self.folder / f"{name}.txt"

    def picture(self, name: str) -> Path:
        """Where its picture stands."""
        return self.folder / f"{name}.svg"

    def get(self, name: str) -> Grid | None:
        """The golden of that name, None where there is none; `SceneError` with the line if it is damaged."""
        path = self.path(name)
        try:
            text = path.read_text(encoding="utf-8")
        except FileNotFoundError:
            return None
        except (OSError, UnicodeError) as error:
            raise SceneError(path, 0, f"cannot be read: {error}") from error
        return read(text, path)

    def keep(self, name: str, screen: Grid) -> None:
        """Write the golden of that name and its picture."""
        self.folder.mkdir(parents=True, exist_ok=True)
        _write(self.path(name), write(screen))
        self.draw(name, screen)

    def draw(self, name: str, screen: Grid) -> None:
        """Write the picture alone."""
        _write(self.picture(name), svg(screen, name))

    def stale(self, names: Collection[str]) -> list[str]:
        """The goldens that none of these scenes names."""
        return sorted(set(self._names()) - set(names))

    def drop(self, name: str) -> None:
        """Remove the golden of that name and its picture."""
        self.path(name).unlink()
        self.picture(name).unlink(missing_ok=True)

    def _names(self) -> Iterator[str]:
        for path in self.folder.glob("*.txt"):
            with path.open(encoding="utf-8", errors="replace") as file:
                if file.readline(20).startswith("screen "):
                    yield path.stem


def write(screen: Grid) -> str:
    """The golden's text; the same for the same screen always."""
    commonest = _commonest(screen)
    inks = [_filled(row, commonest) for row in screen.rows]
    letters = _letters(inks, commonest)
    unseen: list[str] = []
    cells = []
    for y, row in enumerate(screen.rows, start=1):
        texts = seen(row)
        if graphemes("".join(texts)) != texts:
            texts = seen(row, strict=True)
        for x, (cell, text) in enumerate(zip(row, texts, strict=True), start=1):
            if cell.text != text:
                codes = " ".join(f"U+{ord(char):04X}" for char in cell.text)
                unseen.append(f"{y},{x} {codes}".rstrip())
        cells.append("".join(texts).rstrip(" "))
    styles = ["".join(letters[style] for style in row).rstrip(COMMONEST) for row in inks]
    legend = [f"{letter} {style}" for style, letter in letters.items()]
    parts = [[f"screen {screen.width}x{screen.height}", *cells], ["styles", *styles], ["legend", *legend]]
    if unseen:
        parts.append(["characters", *unseen])
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def read(text: str, path: Path) -> Grid:
    """The screen that a golden keeps; `SceneError` with `path` and the line where the text is not such as `write` makes."""
    return _Reader(text, path).screen()


class _Reader:
    def __init__(self, text: str, path: Path) -> None:
        # Not splitlines(): a screen may show characters that Python takes for the end of a line.
        self.lines = [line.removesuffix("\r") for line in text.split("\n")]
        self.path, self.at = path, 0

    def screen(self) -> Grid:
        width, height = self.size()
        texts = [self.cells(width) for _ in range(height)]
        self.expect("")
        self.expect("styles")
        letters = [self.row(width) for _ in range(height)]
        self.expect("")
        self.expect("legend")
        legend = dict(self.legend())
        for y, line in enumerate(letters):
            if missing := set(line) - set(legend):
                self.fail(f"no style in the legend for {min(missing)!r}", height + 4 + y)
        self.unseen(texts)
        blanks = {letter: Cell(" ", blank(style)) for letter, style in legend.items()}
        return Grid(
            tuple(
                tuple(
                    blanks[letter] if text == " " else Cell(text, legend[letter])
                    for text, letter in zip(*row, strict=True)
                )
                for row in zip(texts, letters, strict=True)
            )
        )

    def size(self) -> tuple[int, int]:
        word, _, size = self.next().partition(" ")
        width, _, height = size.partition("x")
        if word != "screen" or not (width.isdecimal() and height.isdecimal()):
            self.fail("a golden begins with its size: screen 80x24")
        return int(width), int(height)

    def cells(self, width: int) -> list[str]:
        line = self.next()
        line += " " * (width - cell_len(line))
        cells = graphemes(line)
        if len(cells) != width:
            self.fail(f"the row has {len(cells)} cells instead of {width}")
        return cells

    def row(self, width: int) -> str:
        line = self.next()
        if len(line) > width:
            self.fail(f"the row has {len(line)} letters instead of {width}")
        return line.ljust(width, COMMONEST)

    def legend(self) -> Iterator[tuple[str, str]]:
        while self.at < len(self.lines) and (line := self.next()):
            letter, style = line[:1], line[2:]
            try:
                Style.parse(style)
            except StyleSyntaxError:
                self.fail(f"no style: {style!r}")
            yield letter, style

    def unseen(self, texts: list[list[str]]) -> None:
        if self.at >= len(self.lines):
            return
        self.expect("characters")
        while self.at < len(self.lines) and (line := self.next()):
            where, *codes = line.split()
            try:
                y, x = map(int, where.split(","))
                texts[y - 1][x - 1] = "".join(chr(int(code.removeprefix("U+"), 16)) for code in codes)
            except (ValueError, IndexError):
                self.fail("a character is told as ROW,COLUMN U+CODE")

    def next(self) -> str:
        self.at += 1
        if self.at > len(self.lines):
            self.fail("the golden ends too early")
        return self.lines[self.at - 1]

    def expect(self, line: str) -> None:
        found = self.next()
        if found != line:
            self.fail(f"{line or 'an empty line'} is expected here, not {found[:40]!r}")

    def fail(self, reason: str, line: int = 0) -> None:
        raise SceneError(self.path, line or self.at, f"{reason}; write the golden anew")


def _commonest(screen: Grid) -> str:
    """The style of most characters; on an empty screen, of most blanks."""
    cells = [cell for row in screen.rows for cell in row]
    counts = Counter(cell.style for cell in cells if cell.text != " ") or Counter(
        cell.style for cell in cells
    )
    return counts.most_common(1)[0][0] if counts else PLAIN


def _filled(row: tuple[Cell, ...], commonest: str) -> list[str]:
    """The style of each cell; a blank takes that of the cell before (the commonest, at the start) if it looks the same in it."""
    styles: list[str] = []
    for cell in row:
        before = styles[-1] if styles else commonest
        styles.append(before if cell.text == " " and blank(before) == cell.style else cell.style)
    return styles


def _letters(inks: list[list[str]], commonest: str) -> dict[str, str]:
    others = (style for style in dict.fromkeys(chain.from_iterable(inks)) if style != commonest)
    return {commonest: COMMONEST, **dict(zip(others, _alphabet(), strict=False))}


def _alphabet() -> Iterator[str]:
    """Letters one column wide, the plain ones first; never out of letters."""
    yield from "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
    for code in count(0x100):
        char = chr(code)
        if char.isalpha() and not unicodedata.combining(char) and cell_len(char) == 1:
            yield char


def _write(path: Path, text: str) -> None:
    """Replace the file as a whole, so that an interrupted run leaves no half of one."""
    new = path.with_name(f".{path.name}.new")
    new.write_text(text, encoding="utf-8", newline="\n")
    new.replace(path)
