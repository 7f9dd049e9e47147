"""A reading's text flowed into lines of a width.

No character is changed and no offset translated: a line is a stretch of the reading. What the terminal shows in place
of a character that it would not show as one (`shown`) never changes what a span means.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from rich.cells import cell_len, get_character_cell_size, split_graphemes

from tui.model import Mark, MarkKind, Reading, visible

_SPACE = " \t\u1680\u2000-\u2006\u2008-\u200a\u205f"
_CLOSE = r"(?:[)\]}!?:;,.…%»›](?!\w)|[–—-](?:\s|\Z))"
_SPACE_BREAK = rf"(?<![(\[{{])(?<![\s(][«‹])[{_SPACE}]++(?!{_CLOSE})"
_HYPHEN_BREAK = r"(?<=[^\W\d_]{2}[-‐/])(?=[^\W\d_]{2})|(?<=[\w)\]”’]—)(?=[\w“‘(])"
_END = rf"[{_SPACE}]*+(?:\n|\Z)"

# In the copy that is measured, a character is followed by WIDE if it takes two cells, and replaced by GLUE (a second cell
# of the character before it), NOTHING (no cell) or SOFT (no cell, but a line may be broken after it). JOIN and JOINED
# are a zero-width joiner and the character that it joins to the one before; together they take no cell.
_WIDE, _GLUE, _NOTHING, _SOFT, _JOIN, _JOINED = "\x00", "\x01", "\x02", "\x03", "\x04", "\x05"
_MEASURES = re.compile("[\x00-\x05]")
_JOINER, _EMOJI_SELECTOR = "\u200d", "\ufe0f"
_SOFT_HYPHEN = "\u00ad"
_SOFTS = _SOFT_HYPHEN + "\u200b"
_REGIONAL = re.compile("[\U0001f1e6-\U0001f1ff]")
_REGIONAL_PAIR = re.compile("([\U0001f1e6-\U0001f1ff])[\U0001f1e6-\U0001f1ff]")
_HANGUL = "\uac00-\ud7a3"
_CJK_OPEN = r"（「『【〈《〔［｛“‘(\["
_CJK_CLOSE = "）」』】〉》〕］｝、。，．：；！？・ー々ゝヽぁぃぅぇぉっゃゅょァィゥェォッャュョ”’…"

_UNSHOWN = re.compile("[\u00ad\u200b\u2060\ufeff]")
_OBEYED = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
_BULLET = re.compile(rf"(?:[-*•‣▪◦·–—]|\(?\d{{1,3}}[.)]|\(?[A-Za-z][.)])[{_SPACE}\u00a0]{{1,4}}")
_BLOCKS = (MarkKind.HEADING, MarkKind.ITEM, MarkKind.QUOTATION)
_INDENT = 2
_QUOTATION_INDENT = 4
_QUOTATION_SLACK = 3
_STRETCH = 10_000


class Line(NamedTuple):
    """A line: characters `start` to `end` (exclusive) of the reading, set in by `indent` cells.

    `kind` is that of the block it belongs to (`None` for a plain paragraph). `bullet` is what stands before the first
    line of a list item whose own words have no bullet or number.
    """

    start: int
    end: int
    indent: int
    kind: MarkKind | None
    bullet: bool


class _Block(NamedTuple):
    """Whole lines of the text that are set alike: the first line in by `first` cells, the others by `rest`."""

    start: int
    end: int
    first: int
    rest: int
    kind: MarkKind | None
    bullet: bool


class Flow:
    """A reading's text in lines of at most `width` cells, numbered from 0.

    Every character is on exactly one line or is white space at a break. Costs grow with the length of the text alone,
    whatever is in it.
    """

    def __init__(self, reading: Reading, width: int) -> None:
        """Flow the text; a width under 8 cells counts as 8."""
        self.text = reading.text
        self.width = max(8, width)
        self._starts = array("L")
        self._ends = array("L")
        self._blocks: list[_Block] = []
        self._block_lines = array("L")
        odd = _Odd(characters) if (characters := _odd_characters(self.text)) else None
        for block in _blocks(reading, self.width):
            self._flow_block(block, odd)

    def __len__(self) -> int:
        """How many lines there are."""
        return len(self._starts)

    def line(self, number: int) -> Line:
        """The line with that number."""
        place = bisect_right(self._block_lines, number) - 1
        block, is_first = self._blocks[place], self._block_lines[place] == number
        indent = block.first if is_first else block.rest
        return Line(self._starts[number], self._ends[number], indent, block.kind, block.bullet and is_first)

    def end_of(self, number: int) -> int:
        """Where the line with that number ends with the white space that it is broken at: where the next one begins."""
        return self._starts[number + 1] if number + 1 < len(self) else len(self.text)

    def line_at(self, offset: int) -> int:
        """The number of the line that holds the character, or after which it is the white space."""
        return max(0, bisect_right(self._starts, offset) - 1)

    def column_of(self, offset: int) -> int:
        """The cell in its line at which the character begins; the line's end for white space at a break."""
        line = self.line(self.line_at(offset))
        return line.indent + cell_len(shown(self.text[line.start : max(line.start, min(offset, line.end))]))

    def offset_at(self, number: int, column: int) -> int:
        """The character at a cell of a line; the nearest one of the line when the cell is beside it."""
        if not self._starts:
            return 0
        line = self.line(max(0, min(number, len(self) - 1)))
        words = self.text[line.start : line.end]
        cells = column - line.indent
        if cells <= 0 or not words:
            return line.start
        at = 0
        for start, _end, size in _graphemes(words):
            if at + size > cells:
                return line.start + start
            at += size
        return line.end

    def _flow_block(self, block: _Block, odd: _Odd | None) -> None:
        """Add the lines of a block."""
        if block.start == block.end:
            return
        self._blocks.append(block)
        self._block_lines.append(len(self._starts))
        start = block.start
        if block.first != block.rest:
            first, last, start = next(self._lines(start, block.end, self.width - block.first, odd))
            self._starts.append(first)
            self._ends.append(last)
        for first, last, _after in self._lines(start, block.end, self.width - block.rest, odd):
            self._starts.append(first)
            self._ends.append(last)

    def _lines(self, start: int, end: int, width: int, odd: _Odd | None) -> Iterator[tuple[int, int, int]]:
        """Start and end of each line of a stretch, and where the next one may begin."""
        while start < end:
            odd_start, odd_end = odd.stretch(self.text, start, end) if odd else (end, end)
            for match in _plain_line(width).finditer(self.text, start, odd_start):
                yield *match.span(1), match.end()
            if odd and odd_start < odd_end:
                yield from odd.lines(self.text, odd_start, odd_end, width)
            start = odd_end


def shown(words: str) -> str:
    """What the terminal is given for words of a line: one cell for a tab and for a control, none for a soft hyphen."""
    if words.isascii() and words.isprintable():
        return words
    words = _UNSHOWN.sub("", words.replace("\t", " "))
    return _OBEYED.sub("\ufffd", words)


def wrapped(words: str, width: int) -> list[str]:
    """Words that are no reading (a title, a value) in lines of a width, as the terminal shows them."""
    flow = Flow(Reading(visible(words)), width)
    return [line_words(flow.text, flow.line(number)) for number in range(len(flow))]


def line_words(text: str, line: Line) -> str:
    """The characters of a line as the terminal shows them, with a hyphen where it is broken at a soft one."""
    return shown(text[line.start : line.end]) + broken_hyphen(text, line)


def broken_hyphen(text: str, line: Line) -> str:
    """The hyphen that shows at the end of a line broken at a soft hyphen; else nothing."""
    return "-" if line.end > line.start and text[line.end - 1] == _SOFT_HYPHEN else ""


def whole(text: str, offset: int) -> int:
    """The offset, or the end of the character as one sees it if the offset is in the middle of one."""
    while 0 < offset < len(text) and (
        text[offset - 1] == _JOINER
        or (text[offset] > "\u02ff" and get_character_cell_size(text[offset]) == 0)
    ):
        offset += 1
    return offset


# -- lines of a width


@lru_cache(maxsize=64)
def _plain_line(width: int) -> re.Pattern[str]:
    """A line of text whose every character takes one cell: group 1, then the white space that it is broken at."""
    to_word_end = rf"[^\n]{{0,{width - 1}}}[^\n{_SPACE}]"
    return re.compile(
        rf"""(?!\Z)(
              (?={_END})                                              # an empty line
            | {to_word_end}(?={_END}|{_SPACE_BREAK}|{_HYPHEN_BREAK})  # as many words as there is room for
            | {to_word_end}(?=[{_SPACE}])                             # no good break: at any space
            | [{_SPACE}]{{{width}}}                                   # a line of spaces
            | [^\n]{{1,{width}}}(?!{_CLOSE})                          # a word longer than the line
            | [^\n]{{1,{width}}}
            )[{_SPACE}]*+\n?""",
        re.VERBOSE,
    )


@lru_cache(maxsize=64)
def _measured_line(width: int) -> re.Pattern[str]:
    """The same for text that has been marked by `_Odd.measured`."""
    # Nobody stacks more than 16 characters on a cell but to do harm.
    upon = f"(?:[{_NOTHING}{_SOFT}]|{_JOIN}{_JOINED}){{0,16}}+"
    not_cell = f"{_NOTHING}{_SOFT}{_JOIN}{_JOINED}"
    uncut = f"(?![{_WIDE}{_GLUE}{_NOTHING}{_SOFT}{_JOIN}])"
    cell = rf"[^\n{not_cell}]{upon}"
    cells = rf"{upon}(?:{cell}){{0,{width - 1}}}"
    word_end = rf"[^\n{_SPACE}{not_cell}]{upon}{uncut}"
    wide_break = (
        rf"(?<={_WIDE})(?<![{_CJK_OPEN}]{_WIDE})(?<![{_HANGUL}]{_WIDE})(?![{_CJK_CLOSE}]|{_CLOSE})"
        rf"|(?=[^\n{_HANGUL}{_CJK_CLOSE}]{_WIDE})(?<![{_CJK_OPEN}])"
    )
    good = rf"{_END}|{_SPACE_BREAK}|{_HYPHEN_BREAK}|{wide_break}"
    return re.compile(
        rf"""(?!\Z)(
              (?={_END})
            | {upon}(?:{cell}){{1,{width - 1}}}(?:{word_end}(?={good})|(?<={_SOFT})(?=\w))
            | {upon}{word_end}(?={good})
            | {cells}{word_end}(?=[{_SPACE}])
            | [{_SPACE}]{{{width}}}
            | {cells}{word_end}(?!{_CLOSE})
            | {cells}{cell}(?![{_WIDE}{_GLUE}])
            | (?:[{_NOTHING}{_SOFT}]|{_JOIN}{_JOINED}?+){{1,16}}+
            )[{_SPACE}]*+\n?""",
        re.VERBOSE,
    )


class _Odd:
    """The characters of a text that do not take exactly one cell."""

    def __init__(self, characters: set[str]) -> None:
        self._pattern = re.compile(f"[{re.escape(''.join(sorted(characters)))}]")
        self._table = {ord(c): _measure(c) for c in characters if not _MEASURES.match(c)}

    def stretch(self, text: str, start: int, end: int) -> tuple[int, int]:
        """The first stretch of whole lines of the text, between two characters, that has to be measured."""
        found = self._pattern.search(text, start, end)
        if found is None:
            return end, end
        first = text.rfind("\n", start, found.start()) + 1
        # More than one line at once, for a text that has such a character on every line.
        last = text.find("\n", min(found.end() + _STRETCH, end), end) + 1
        return max(start, first), last or end

    def lines(self, text: str, start: int, end: int, width: int) -> Iterator[tuple[int, int, int]]:
        """The same as `Flow._lines`, for such a stretch."""
        measured, seen = self.measured(text[start:end]), 0
        for match in _measured_line(width).finditer(measured):
            first, last = match.span(1)
            start -= measured.count(_WIDE, seen, first)
            line_start = start + first
            start -= measured.count(_WIDE, first, last)
            seen = last
            yield line_start, start + last, start + match.end()

    def measured(self, text: str) -> str:
        """A copy of the text in which every cell can be counted (see `_WIDE` above)."""
        text = _MEASURES.sub("\ufffd", text)
        if _JOINER in text:
            text = re.sub(f"{_JOINER}[^\n]", _JOIN + _JOINED, text)
        if _REGIONAL.search(text):
            text = _REGIONAL_PAIR.sub(f"\\1{_GLUE}", text)
        if _EMOJI_SELECTOR in text:
            text = re.sub(f"([^\\n{_GLUE}{_EMOJI_SELECTOR}]){_EMOJI_SELECTOR}", f"\\1{_GLUE}", text)
        return text.translate(self._table)


def _odd_characters(text: str) -> set[str]:
    return {
        c
        for c in set(text)
        if not " " <= c <= "~" and c not in "\n\t" and (_measure(c) != c or _REGIONAL.match(c))
    }


def _measure(character: str) -> str:
    if character in _SOFTS:
        return _SOFT
    if _OBEYED.match(character):
        return "\ufffd"
    size = get_character_cell_size(character)
    return (_NOTHING, character, character + _WIDE)[size]


def _graphemes(words: str) -> Iterator[tuple[int, int, int]]:
    """Start, end and cells of each character as one sees it."""
    if not _odd_characters(words):
        yield from ((i, i + 1, 1) for i in range(len(words)))
        return
    for start, end, _size in split_graphemes(words)[0]:
        yield start, end, cell_len(shown(words[start:end]))


# -- blocks


def _blocks(reading: Reading, width: int) -> Iterator[_Block]:
    """The text in stretches of whole lines that are set alike, from its marks."""
    text, ends = reading.text, _line_ends(reading)
    edges: list[tuple[int, int, Mark, int]] = []
    for mark in reading.marks:
        if (edge := _block_edges(text, ends, mark)) is not None:
            start, end, indent = edge
            edges += [(start, 1, mark, indent), (end, -1, mark, indent)]
    edges.sort(key=lambda edge: (edge[0], edge[1]))
    room = width // 3
    kinds = dict.fromkeys(_BLOCKS, 0)
    at = indent = 0
    first, bullet = 0, False
    for place, step, mark, own in edges:
        if place > at:
            yield _Block(at, place, min(first, room), min(indent, room), _kind(kinds), bullet)
            at, first, bullet = place, indent, False
        kinds[mark.kind] += step
        indent += step * own
        if step > 0 and mark.kind is MarkKind.ITEM:
            bullet = not _BULLET.match(text, place)
            first = indent - (0 if bullet else own)
        else:
            first = indent
    if at < len(text):
        yield _Block(at, len(text), min(first, room), min(indent, room), _kind(kinds), bullet)


def _line_ends(reading: Reading) -> array[int]:
    """Where the lines of the text itself end, if any mark is a block; with a last one at the end of the text."""
    if not any(mark.kind in _BLOCKS for mark in reading.marks):
        return array("L")
    return array("L", [*(match.start() for match in re.finditer("\n", reading.text)), len(reading.text)])


def _block_edges(text: str, ends: array[int], mark: Mark) -> tuple[int, int, int] | None:
    """Start, end and indent of the block that a mark makes, in whole lines; `None` if it makes none."""
    first, last = max(0, mark.span.start), min(mark.span.end, len(text))
    if mark.kind not in _BLOCKS or first >= last:
        return None
    place = bisect_left(ends, first)
    start = ends[place - 1] + 1 if place else 0
    end = ends[bisect_left(ends, last - 1)]
    after = min(end + 1, len(text))
    if mark.kind is MarkKind.HEADING:
        return start, after, 0
    if mark.kind is MarkKind.ITEM:
        bullet = _BULLET.match(text, start)
        return start, after, cell_len(bullet[0]) if bullet else _INDENT
    inline = first - start > _QUOTATION_SLACK or end - last > _QUOTATION_SLACK
    return (
        None if inline or (text[start:first] + text[last:end]).strip() else (start, after, _QUOTATION_INDENT)
    )


def _kind(open_kinds: dict[MarkKind, int]) -> MarkKind | None:
    return next((kind for kind, count in open_kinds.items() if count), None)
