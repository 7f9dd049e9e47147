"""What the terminal shows, and the shortest way to make it show something else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from tui.driver import scroll
from tui.driver.cells import BLANK, UNKNOWN, Cell, all_sure, blank
from tui.driver.draft import FEW, Draft
from tui.driver.frame import Box, Frame, Row
from tui.driver.part import Erasing, Part, blank_from, erasure, parts_between, parts_of_row
from tui.driver.pen import PLAIN, Pen, pen
from tui.driver.scroll import Scroll
from tui.driver.ways import Region, way


@dataclass
class Abilities:
    """What a terminal can do beyond what all can."""

    erases_coloured: bool = False
    """It erases to the background of the pen (terminfo's `bce`)."""

    erases_runs: bool = False
    """It erases a number of cells (ECH)."""

    margins: bool = False
    """It scrolls between left and right margins (DECLRMM)."""


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
        self._region = Region(0, 0)
        self._right = 0
        self._doubtful: set[int] = set()

    def forget(self) -> None:
        """Take nothing for granted any more: the next frame is drawn whole."""
        self._lost = True

    def take(self, rows: list[Row]) -> None:
        """Begin with what somebody else has drawn, with a plain pen and the whole screen for a region."""
        self.rows, self._lost = rows, False
        self._pen = PLAIN
        self._scrolls_whole(len(rows[0]) if rows else 0, len(rows))
        self._x = self._y = None
        self._doubtful = {y for y, row in enumerate(rows) if not all_sure(row)}

    def show(self, frame: Frame, drawn: Iterable[Box], cursor: tuple[int, int] | None = None) -> str:
        """What to send so that the terminal shows a frame; empty if it does.

        `drawn` are the parts in which something may have moved; `cursor` is where the cursor must stand after it, if that
        matters.
        """
        if self._lost or len(self.rows) != frame.height or len(self.rows[0]) != frame.width:
            self._clear(frame)
        else:
            for box in sorted(set(drawn), key=lambda box: box.left - box.right):
                if box.bottom - box.top > 2:
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
        self._pen, self._lost = PLAIN, False
        self._scrolls_whole(frame.width, frame.height)
        self._doubtful.clear()
        draws = self._erasing.draws
        blanks = Counter(c for c in chain.from_iterable(frame.rows) if c.text == " " and draws(c.pen))
        ground = max(blanks, key=lambda c: blanks[c]) if blanks else BLANK
        self._to(ground.pen)
        self._out.append("\x1b[H\x1b[2J")
        self._x = self._y = 0
        self.rows = [[ground] * frame.width for _ in range(frame.height)]

    @property
    def _erasing(self) -> Erasing:
        return Erasing(self.can.erases_coloured, self.can.erases_runs)

    # -- moving bands

    def _scroll(self, frame: Frame, box: Box) -> None:
        """Move a band within a box, or the whole lines that it is part of, if that is shorter than to draw what has moved."""
        lines = scroll.shift(self.rows, frame.rows, box)
        if not lines:
            return
        whole_lines = Box(0, box.top, frame.width, box.bottom)
        boxes = [box] if box == whole_lines or self.can.margins else []
        if box != whole_lines and not self._doubtful and not frame.doubtful:
            boxes.append(whole_lines)
        found = scroll.best(self.rows, frame.rows, boxes, lines)
        if found is None:
            return
        whole = (found.box.left, found.box.right) == (0, frame.width)
        if not whole and not self._is_cut_clean(found.box):
            return
        self._set_region(found.box, frame)
        fresh = self._shift(found, frame)
        if found.box.right < frame.width:
            # What is written before a right margin must not end at it. At the left one only some moves of the cursor do.
            self._set_sides(0, frame.width, frame)
        left, top, right, bottom = found.box
        before = [row[left:right] for row in self.rows[top:bottom]]
        for row, moved in zip(self.rows[top:bottom], scroll.moved_rows(before, found.lines), strict=True):
            row[left:right] = moved or (fresh,) * (right - left)
        if self._doubtful:
            moving = range(top, bottom)
            for y in moving:
                self._mark(y, is_sure=all_sure(self.rows[y]))

    def _is_cut_clean(self, box: Box) -> bool:
        """Whether no wide character stands across the sides of a box, and none that may be wider than counted."""
        for y in range(box.top, box.bottom):
            row = self.rows[y]
            if not self._is_sure(y) or UNKNOWN in row:
                return False
            if not row[box.left].width or (box.right < len(row) and not row[box.right].width):
                return False
        return True

    def _scrolls_whole(self, width: int, height: int) -> None:
        """Note that the whole screen scrolls."""
        self._region, self._right = Region(0, height - 1), width

    def _set_region(self, box: Box, frame: Frame) -> None:
        """Have a box scroll."""
        self._set_sides(box.left, box.right, frame)
        if (box.top, box.bottom - 1) != self._region[:2]:
            top = box.top + 1 if box.top else ""
            bottom = f";{box.bottom}" if box.bottom < frame.height else ""
            self._out.append(f"\x1b[{top}{bottom}r")
            # Takes the cursor home as well.
            self._x = self._y = 0
            self._region = Region(box.top, box.bottom - 1, self._region.left)

    def _set_sides(self, left: int, right: int, frame: Frame) -> None:
        """Have the columns from `left` to `right` scroll."""
        if (left, right) != (self._region.left, self._right):
            self._out.append("\x1b[s" if right - left == frame.width else f"\x1b[{left + 1};{right}s")
            self._x = self._y = 0
            self._region, self._right = self._region._replace(left=left), right

    def _shift(self, found: Scroll, frame: Frame) -> Cell:
        """Scroll, and say what stands in the new lines."""
        box, lines = found
        # Not all terminals fill new lines with the pen's background.
        fresh = BLANK if self._pen.bare is PLAIN else UNKNOWN
        if 0 < lines <= 4:
            self._place(box.left, box.bottom - 1)
            erase, grounds = "", {frame.rows[y][-1] for y in range(box.bottom - lines, box.bottom)}
            ground = grounds.pop()
            is_like = ground.text == " " and ground.pen.back == self._pen.back and not grounds
            if fresh is UNKNOWN and is_like and box.right == frame.width and self._erasing.draws(ground.pen):
                if self._pen.bare is not ground.pen:
                    self._to(self._pen.over(ground.pen))
                erase, fresh = "\x1b[K", ground
            self._out.append(f"\n{erase}" * lines)
        else:
            self._place(box.left, box.top)
            count = abs(lines) if abs(lines) > 1 else ""
            self._out.append(f"\x1b[{count}{'M' if lines > 0 else 'L'}")
            # The standard has the cursor go to the first column; not all do.
            self._x = None
        return fresh

    # -- drawing

    def _draw_rows(self, frame: Frame) -> None:
        """Draw what differs, in whichever order is the shortest."""
        differing = [y for y, old in enumerate(self.rows) if old != frame.rows[y]]
        parts: list[Part] = []
        doubtful: list[int] = []
        erasing = self._erasing
        for y in differing:
            old, new = self.rows[y], frame.rows[y]
            if self._is_sure(y) and frame.is_sure(y):
                parts += parts_of_row(y, old, new, erasing)
            else:
                doubtful.append(y)
        if parts:
            self._follow(min(self._drafts(parts), key=lambda draft: draft.length))
        for y in doubtful:
            self._draw_doubtful(y, frame.rows[y])
        for y in differing:
            self.rows[y] = frame.rows[y].copy()
            self._mark(y, is_sure=frame.is_sure(y))

    def _drafts(self, parts: list[Part]) -> Iterator[Draft]:
        """The parts in several orders."""
        yield self._draft().draw(parts)
        if len(parts) > 1:
            if len(parts) <= FEW:
                yield self._draft().draw_nearest(parts)
            yield self._draft().draw_by_pens(parts)

    def _draft(self) -> Draft:
        return Draft(self._pen, self._x, self._y, self._region)

    def _follow(self, draft: Draft) -> None:
        self._out += draft.out
        self._pen, self._x, self._y = draft.pen, draft.x, draft.y

    def _draw_doubtful(self, y: int, row: Row) -> None:
        """Draw a row whole, every piece after a doubt from a position of its own."""
        x, width, rest = 0, len(row), blank_from(row, self._erasing)
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
            self._follow(self._draft().draw([erasure(y, rest, row)]))

    def _write(self, y: int, begin: int, end: int, row: Row) -> None:
        """Write the cells of a row from `begin` to `end`."""
        self._follow(self._draft().draw(parts_between(y, begin, end, row, self._erasing)))

    # -- what is sure

    def _is_sure(self, y: int) -> bool:
        """Whether what stands in a row stands where it is counted."""
        return y not in self._doubtful

    def _mark(self, y: int, *, is_sure: bool) -> None:
        (self._doubtful.discard if is_sure else self._doubtful.add)(y)

    # -- the pen and the cursor

    def _to(self, pen: Pen) -> None:
        self._out.append(self._pen.to(pen))
        self._pen = pen

    def _move(self, x: int, y: int) -> None:
        self._place(min(x, len(self.rows[0]) - 1), min(y, len(self.rows) - 1))

    def _place(self, x: int, y: int) -> None:
        """Move the cursor, the shortest way."""
        if (x, y) != (self._x, self._y):
            self._out.append(way((self._x, self._y), x, y, self._region))
            self._x, self._y = x, y
