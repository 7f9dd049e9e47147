"""What the terminal shows, and the shortest way to make it show something else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from operator import is_not

from tui.driver import scroll
from tui.driver.cells import BLANK, UNKNOWN, Cell, blank
from tui.driver.frame import Box, Frame, Row
from tui.driver.pen import PLAIN, Pen, pen
from tui.driver.scroll import Scroll


@dataclass
class Abilities:
    """What a terminal can do beyond what all can."""

    erases_coloured: bool = False
    """It erases to the background of the pen (terminfo's `bce`)."""

    erases_runs: bool = False
    """It erases a number of cells (ECH)."""

    margins: bool = False
    """It scrolls between left and right margins (DECLRMM)."""


class Piece:
    """Cells of a row, from `begin` to `end`, that are drawn together; `erased` if they are blanks at its end."""

    __slots__ = ("begin", "doubtful", "end", "erased", "pen", "row", "y")

    def __init__(
        self,
        y: int,
        begin: int,
        end: int,
        row: Row,
        pen: Pen | None = None,
        *,
        erased: bool = False,
        doubtful: bool = False,
    ) -> None:
        """Of the row `y`; drawn with a `pen` first, that of its first cell by default. A `doubtful` one is a whole row."""
        self.y, self.begin, self.end, self.row = y, begin, end, row
        self.erased, self.doubtful = erased, doubtful
        self.pen = pen or (
            _ahead(row, begin, end) if row[begin].text == " " and not erased else row[begin].pen
        )


class Terminal:
    """The cells, the pen, the cursor and the scroll region of a terminal, as what was sent has left them.

    Lines must not wrap at the right edge, and the terminal must take a line feed as one (no carriage return added).
    """

    def __init__(self, abilities: Abilities) -> None:
        """Of a terminal about which nothing else is known."""
        self.can = abilities
        self.rows: list[Row] = []
        self._lost = True
        self._out: list[str] = []
        self._pen = PLAIN
        self._x: int | None = None
        self._y: int | None = None
        self._region = (0, 0)

    def forget(self) -> None:
        """Take nothing for granted any more: the next frame is drawn whole."""
        self._lost = True

    def take(self, rows: list[Row]) -> None:
        """Begin with what somebody else has drawn, with a plain pen and the whole screen for a region."""
        self.rows, self._lost = rows, False
        self._pen, self._region = PLAIN, (0, len(rows) - 1)
        self._x = self._y = None

    def show(self, frame: Frame, drawn: Iterable[Box], cursor: tuple[int, int] | None = None) -> str:
        """What to send so that the terminal shows a frame; empty if it does.

        `drawn` are the parts in which something may have moved; `cursor` is where the cursor must stand after it, if that
        matters.
        """
        if self._lost or len(self.rows) != frame.height or len(self.rows[0]) != frame.width:
            self._clear(frame)
        else:
            for box in _with_whole_lines(drawn, frame):
                self._scroll(frame, box)
        self._draw_rows(frame)
        if cursor is not None:
            self._move(*cursor)
        if self._pen.link:
            self._to(pen(self._pen.attributes, self._pen.fore, self._pen.back, ""))
        sent = "".join(self._out)
        self._out.clear()
        return sent

    def leave(self) -> str:
        """What to send before somebody else writes to the terminal."""
        self._lost = True
        return "\x1b[m\x1b[r" + ("\x1b[s\x1b[?69l" if self.can.margins else "")

    # -- beginning anew

    def _clear(self, frame: Frame) -> None:
        """Erase everything, to the background that most blanks have if the terminal can."""
        self._out.append("\x1b[m\x1b[r" + ("\x1b[?69h\x1b[s" if self.can.margins else ""))
        self._pen, self._region, self._lost = PLAIN, (0, frame.height - 1), False
        blanks = Counter(c for c in chain.from_iterable(frame.rows) if c.text == " " and self._erasable(c))
        ground = max(blanks, key=lambda c: blanks[c]) if blanks else BLANK
        self._to(ground.pen)
        self._out.append("\x1b[H\x1b[2J")
        self._x = self._y = 0
        self.rows = [[ground] * frame.width for _ in range(frame.height)]

    def _erasable(self, ground: Cell) -> bool:
        return ground.pen.erases and (self.can.erases_coloured or not ground.pen.back)

    # -- moving bands

    def _scroll(self, frame: Frame, box: Box) -> None:
        whole = (box.left, box.right) == (0, frame.width)
        if not whole and not self.can.margins:
            return
        found = scroll.find(self.rows, frame.rows, box)
        if found is None or not (whole or self._is_cut_clean(found.box)):
            return
        self._set_region(found.box, whole, frame)
        self._shift(found)
        if not whole:
            # Takes the cursor home as well.
            self._out.append("\x1b[s")
            self._x = self._y = 0
        # Not all terminals fill new lines with the pen's background.
        fresh = BLANK if self._pen.bare is PLAIN else UNKNOWN
        left, top, right, bottom = found.box
        before = [tuple(row[left:right]) for row in self.rows[top:bottom]]
        for row, moved in zip(self.rows[top:bottom], scroll.moved_rows(before, found.lines), strict=True):
            row[left:right] = moved or (fresh,) * (right - left)

    def _is_cut_clean(self, box: Box) -> bool:
        """Whether no wide character stands across the sides of a box, and none that may be wider than counted."""
        for row in self.rows[box.top : box.bottom]:
            if row[box.left].is_tail or (box.right < len(row) and row[box.right].is_tail):
                return False
            if not all(c.sure and c is not UNKNOWN for c in row):
                return False
        return True

    def _set_region(self, box: Box, whole: bool, frame: Frame) -> None:
        region = box.top, box.bottom - 1
        if not whole:
            self._out.append(f"\x1b[{box.left + 1};{box.right}s")
            self._x = self._y = 0
        if region != self._region:
            top = box.top + 1 if box.top else ""
            bottom = f";{box.bottom}" if box.bottom < frame.height else ""
            self._out.append(f"\x1b[{top}{bottom}r")
            self._x = self._y = 0
            self._region = region

    def _shift(self, found: Scroll) -> None:
        box, lines = found
        if 0 < lines <= 4:
            self._place(box.left, box.bottom - 1)
            self._out.append("\n" * lines)
        else:
            self._place(box.left, box.top)
            count = abs(lines) if abs(lines) > 1 else ""
            self._out.append(f"\x1b[{count}{'M' if lines > 0 else 'L'}")
            # The standard has the cursor go to the first column; not all do.
            self._x = None

    # -- drawing

    def _draw_rows(self, frame: Frame) -> None:
        """Draw what differs: row by row, or all of one pen after the other, whichever is shorter."""
        differing = [y for y, old in enumerate(self.rows) if old != frame.rows[y]]
        if not differing:
            return
        rows: dict[int, list[Piece]] = {}
        for y in differing:
            old, new = self.rows[y], frame.rows[y]
            is_sure = all(c.sure for c in new) and all(c.sure for c in old)
            rows[y] = self._pieces(y, old, new) if is_sure else [Piece(y, 0, len(new), new, doubtful=True)]
        before, start = self._out, (self._pen, self._x, self._y)
        ways: list[tuple[list[str], tuple[Pen, int | None, int | None]]] = []
        for draw in (self._draw_row_by_row, self._draw_by_pens):
            self._out, (self._pen, self._x, self._y) = [], start
            draw(rows)
            ways.append((self._out, (self._pen, self._x, self._y)))
        shortest, (self._pen, self._x, self._y) = min(ways, key=lambda way: sum(map(len, way[0])))
        self._out = before + shortest
        for y in differing:
            self.rows[y] = frame.rows[y].copy()

    def _draw_row_by_row(self, rows: dict[int, list[Piece]]) -> None:
        """From the top; a few in the order of what it takes to begin with them."""
        left = [*rows]
        while left:
            y = min(left, key=lambda y: self._distance(rows[y][0])) if len(left) <= _FEW else left[0]
            left.remove(y)
            for piece in rows[y]:
                self._draw(piece)

    def _draw_by_pens(self, rows: dict[int, list[Piece]]) -> None:
        """All that is drawn with one pen, then all with the pen to which it is the shortest way from that."""
        groups: dict[Pen, list[Piece]] = {}
        for piece in chain.from_iterable(rows.values()):
            for part in _by_pens(piece):
                groups.setdefault(part.pen, []).append(part)
        # Blanks alone are drawn with whatever pen draws the same.
        for ground in [one for one in groups if one.bare is one]:
            if other := next((one for one in groups if one is not ground and one.bare is ground), None):
                groups[other] = sorted(
                    groups[other] + groups.pop(ground), key=lambda part: (part.y, part.begin)
                )
        while groups:
            nearest = min(groups, key=lambda one: len(self._pen.to(one)))
            parts = groups.pop(nearest)
            while parts:
                next_part = min(parts, key=self._distance) if len(parts) <= _FEW else parts[0]
                parts.remove(next_part)
                self._draw(next_part)

    def _distance(self, piece: Piece) -> int:
        """How many bytes it takes to begin with a piece, with the pen and the cursor as they are."""
        turn = 0 if self._pen.bare is piece.pen else len(self._pen.to(piece.pen))
        return turn + (
            0 if (piece.begin, piece.y) == (self._x, self._y) else len(self._way(piece.begin, piece.y))
        )

    def _draw(self, piece: Piece) -> None:
        if piece.doubtful:
            self._draw_doubtful(piece.y, piece.row)
        elif piece.erased:
            self._erase(piece.begin, piece.y, piece.row[piece.begin])
        else:
            self._write(piece.y, piece.begin, piece.end, piece.row)

    def _pieces(self, y: int, old: Row, new: Row) -> list[Piece]:
        """What has to be drawn of a row."""
        changed = [x for x, differs in enumerate(map(is_not, old, new)) if differs]
        rest_from = self._blank_from(new)
        rest = [x for x in changed if x >= rest_from]
        erase = rest[0] if rest and rest[-1] - rest[0] >= _ERASE else None
        body = changed if erase is None else changed[: len(changed) - len(rest)]
        pieces: list[Piece] = []
        begin = end = -1
        for x in body:
            if x < end:
                continue
            if new[x].is_tail:
                x -= 1
            if begin >= 0 and not _bridges(new, end, x):
                pieces.append(Piece(y, begin, end, new))
                begin = x
            elif begin < 0:
                begin = x
            end = x + max(1, new[x].width)
        if begin >= 0:
            pieces.append(Piece(y, begin, end, new))
        if erase is not None:
            pieces.append(Piece(y, rest_from if rest_from == end else erase, len(new), new, erased=True))
        return pieces

    def _blank_from(self, row: Row) -> int:
        """Where the blanks at the end of a row begin that can be erased; its width if there are none."""
        last = row[-1]
        if last.text != " " or not self._erasable(last):
            return len(row)
        x = len(row)
        while x and row[x - 1] is last:
            x -= 1
        return x

    def _draw_doubtful(self, y: int, row: Row) -> None:
        """Draw a row whole, every piece after a doubt from a position of its own."""
        x, width, rest = 0, len(row), self._blank_from(row)
        while x < rest:
            begin, sure = x, row[x].sure
            if sure:
                while x < rest and row[x].sure:
                    x += 1
                self._write(y, begin, x, row)
                continue
            head = row[x]
            x = min(x + max(1, head.width), width)
            # What the character leaves free, if it is narrower than counted, must be blank.
            self._write(y, begin, x, [blank(head.pen)] * width)
            self._write(y, begin, begin + 1, row)
            self._x = None
        if rest < width:
            self._erase(rest, y, row[rest])

    def _erase(self, x: int, y: int, ground: Cell) -> None:
        self._place(x, y)
        if self._pen.bare is not ground.pen:
            self._to(ground.pen)
        self._out.append("\x1b[K")

    def _write(self, y: int, begin: int, end: int, row: Row) -> None:
        """Write the cells of a row from `begin` to `end`."""
        self._place(begin, y)
        out, pen, x = self._out, self._pen, begin
        self._x = end if end < len(row) else None
        while x < end:
            here = row[x]
            x += 1
            if here.width == 0:
                continue
            if here.text != " ":
                if pen is not here.pen:
                    out.append(pen.to(here.pen))
                    pen = here.pen
                out.append(here.text)
                continue
            count = self._erasable_run(row, x - 1, end)
            if pen.bare is not here.pen:
                wanted = here.pen if count else _ahead(row, x - 1, end)
                if not count and wanted is here.pen:
                    wanted = pen.over(wanted)
                out.append(pen.to(wanted))
                pen = wanted
            if count:
                x += count - 1
                out.append(f"\x1b[{count}X" + (f"\x1b[{count}C" if x < end else ""))
                self._x = self._x if x < end else x - count
            else:
                out.append(" ")
        self._pen = pen

    def _erasable_run(self, row: Row, x: int, end: int) -> int:
        """How many blanks from `x` on are shorter to erase than to write; 0 if there are too few."""
        ground, last = row[x], x + 1
        while last < end and row[last] is ground:
            last += 1
        least = _ERASE_LAST if last == end else _ERASE_AMID
        return last - x if last - x >= least and self.can.erases_runs and self._erasable(ground) else 0

    def _to(self, pen: Pen) -> None:
        self._out.append(self._pen.to(pen))
        self._pen = pen

    def _move(self, x: int, y: int) -> None:
        self._place(min(x, len(self.rows[0]) - 1), min(y, len(self.rows) - 1))

    def _place(self, x: int, y: int) -> None:
        """Move the cursor, the shortest way."""
        if (x, y) != (self._x, self._y):
            self._out.append(self._way(x, y))
            self._x, self._y = x, y

    def _way(self, x: int, y: int) -> str:
        """The shortest way for the cursor to a place where it does not stand."""
        direct = f"\x1b[{y + 1 if y else ''}{f';{x + 1}' if x else ''}H"
        if self._y is None:
            return direct
        down = self._down(self._y, y)
        if len(down) >= len(direct):
            return direct
        return min((direct, *(down + aside for aside in self._aside_to(x))), key=len)

    def _down(self, start: int, y: int) -> str:
        """The shortest way from one row to another, in the same column."""
        by = y - start
        if not by:
            return ""
        ways = [f"\x1b[{y + 1 if y else ''}d"]
        first, last = self._region
        if first <= start <= last and first <= y <= last:
            ways.append(f"\x1b[{abs(by) if abs(by) > 1 else ''}{'B' if by > 0 else 'A'}")
            if 0 < by <= 3:
                ways.append("\n" * by)
        return min(ways, key=len)

    def _aside_to(self, x: int) -> list[str]:
        """Ways to another column of the same row."""
        if x == self._x:
            return [""]
        ways = [f"\x1b[{x + 1 if x else ''}G"]
        if x == 0:
            ways.append("\r")
        if self._x is not None:
            by = abs(x - self._x)
            ways.append(f"\x1b[{by if by > 1 else ''}{'C' if x > self._x else 'D'}")
            if x < self._x:
                ways.append("\b" * by)
        return ways


_ERASE, _ERASE_LAST, _ERASE_AMID = 3, 6, 12
"""So many blanks are shorter to erase: at the end of a line; at the end, and amid, of what is written."""

_FEW = 6
"""Rows that are drawn in the order of their pens; more are drawn from the top."""


_BRIDGE = 8
"""Cells of a gap that are not written again in any case."""


def _by_pens(piece: Piece) -> list[Piece]:
    """The same in pieces of one pen each; blanks go with what is before them or after them, where that draws the same."""
    if piece.erased or piece.doubtful:
        return [piece]
    parts, row, begin, pen = [], piece.row, piece.begin, piece.pen
    for x in range(piece.begin, piece.end):
        here = row[x]
        fits = pen.bare is here.pen if here.text == " " else here.pen is pen
        if fits or here.is_tail:
            continue
        if x > begin:
            parts.append(Piece(piece.y, begin, x, row, pen))
        begin, pen = x, _ahead(row, x, piece.end) if here.text == " " else here.pen
    parts.append(Piece(piece.y, begin, piece.end, row, pen))
    return parts


def _bridges(row: Row, begin: int, end: int) -> bool:
    """Whether it is shorter to write the cells of a gap again than to move over it."""
    gap = row[begin:end]
    pen = row[begin - 1].pen
    if len(gap) > _BRIDGE or any(c.pen is not (pen.bare if c.text == " " else pen) for c in gap):
        return False
    return len("".join(c.text for c in gap).encode()) <= 3 + len(str(len(gap)))


def _ahead(row: Row, x: int, end: int) -> Pen:
    """The pen for the blanks at `x`: that of the character after them, if it draws the same blanks."""
    ground = row[x]
    for here in row[x:end]:
        if here is not ground:
            return here.pen if here.pen.bare is ground.pen else ground.pen
    return ground.pen


def _with_whole_lines(drawn: Iterable[Box], frame: Frame) -> list[Box]:
    """The boxes, widest first, and one over the whole width where there is none."""
    boxes = sorted(set(drawn), key=lambda box: box.left - box.right)
    tall = [box for box in boxes if box.bottom - box.top > 2]
    if tall and (tall[0].left, tall[0].right) != (0, frame.width):
        top, bottom = min(box.top for box in tall), max(box.bottom for box in tall)
        tall.insert(0, Box(0, top, frame.width, bottom))
    return tall
