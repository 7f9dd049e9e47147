"""How a character is drawn, and the shortest way from one such state of the terminal to another (SGR)."""

from __future__ import annotations

from functools import lru_cache

from rich.color import Color, ColorSystem
from rich.style import Style

_ON = ("1", "2", "3", "4", "5", "6", "7", "8", "9", "21", "51", "52", "53")
_OFF = ("22", "22", "23", "24", "25", "25", "27", "28", "29", "24", "54", "54", "55")
_NAMES = (
    "bold",
    "dim",
    "italic",
    "underline",
    "blink",
    "blink2",
    "reverse",
    "conceal",
    "strike",
    "underline2",
    "frame",
    "encircle",
    "overline",
)
_SEEN_ON_BLANKS = sum(
    1 << _NAMES.index(name)
    for name in ("underline", "reverse", "strike", "underline2", "frame", "encircle", "overline")
)


class Pen:
    """A state of the terminal's pen: attributes (a bit each, in the order of SGR), colours as SGR parameters, a link.

    Pens are made by `pen`, the same one for the same values, so they are compared with `is`.
    """

    __slots__ = ("attributes", "back", "bare", "fore", "link", "ways")

    def __init__(self, attributes: int, fore: str, back: str, link: str) -> None:
        """Of these values; an empty colour is the terminal's own."""
        self.attributes, self.fore, self.back, self.link = attributes, fore, back, link
        self.ways: dict[Pen, str] = {}
        plain = not attributes & _SEEN_ON_BLANKS and not link
        self.bare: Pen = self if not plain or self._is_bare else pen(0, "", back, "")
        """The pen that draws the same blanks as this one: only the background is seen on most."""

    @property
    def _is_bare(self) -> bool:
        return not self.attributes and not self.fore and not self.link

    @property
    def erases(self) -> bool:
        """Whether erasing can draw its blanks, if the terminal erases to this background."""
        return self._is_bare

    def over(self, ground: Pen) -> Pen:
        """The pen next to this one that draws the same blanks as `ground`, itself one that only blanks are drawn with."""
        return (
            pen(self.attributes & ~_SEEN_ON_BLANKS, self.fore, ground.back, "") if ground._is_bare else ground
        )

    def to(self, other: Pen) -> str:
        """The shortest sequence that makes the other pen of this one; empty if they draw alike."""
        way = self.ways.get(other)
        if way is None:
            way = self.ways[other] = _link(self, other) + min(_step(self, other), _anew(other), key=len)
        return way


@lru_cache(maxsize=4096)
def pen(attributes: int, fore: str, back: str, link: str) -> Pen:
    """The pen of these values."""
    return Pen(attributes, fore, back, link)


@lru_cache(maxsize=4096)
def pen_of(style: Style | None, colours: ColorSystem | None) -> Pen:
    """The pen of a Rich style on a terminal with these colours (`None`: with none)."""
    if style is None:
        return PLAIN
    attributes = sum(1 << bit for bit, name in enumerate(_NAMES) if getattr(style, name))
    fore, back = "", ""
    if colours is not None:
        if style.color is not None:
            fore = ";".join(_shortest(style.color, colours).get_ansi_codes())
        if style.bgcolor is not None:
            back = ";".join(_shortest(style.bgcolor, colours).get_ansi_codes(foreground=False))
    link = f"id={style.link_id};{style.link}" if style.link else ""
    return pen(attributes, "" if fore == "39" else fore, "" if back == "49" else back, link)


def _shortest(color: Color, colours: ColorSystem) -> Color:
    """A colour on a terminal with these colours: by its number in the palette of 256, where it is exactly one of those.

    The first sixteen are the user's own, and some set the next six as well, so those are never taken for a colour's value.
    """
    if colours is ColorSystem.TRUECOLOR and color.triplet is not None:
        number = _PALETTE.get(color.triplet)
        return color if number is None else Color.from_ansi(number)
    return color.downgrade(colours)


def _palette() -> dict[tuple[int, int, int], int]:
    steps = (0, 95, 135, 175, 215, 255)
    cube = {(steps[n // 36], steps[n // 6 % 6], steps[n % 6]): 16 + n for n in range(6, 216)}
    return cube | {(8 + 10 * n, 8 + 10 * n, 8 + 10 * n): 232 + n for n in range(24)}


_PALETTE = _palette()
"""Numbers of colours that stand for the same in all terminals of 256 (xterm's `256colres.h`): a cube and a row of greys."""


def _link(old: Pen, new: Pen) -> str:
    return "" if old.link == new.link else f"\x1b]8;{new.link or ';'}\x1b\\"


def _anew(new: Pen) -> str:
    codes = [on for bit, on in enumerate(_ON) if new.attributes >> bit & 1]
    codes += [colour for colour in (new.fore, new.back) if colour]
    return f"\x1b[;{';'.join(codes)}m" if codes else "\x1b[m"


def _step(old: Pen, new: Pen) -> str:
    gone = old.attributes & ~new.attributes
    codes = list(dict.fromkeys(off for bit, off in enumerate(_OFF) if gone >> bit & 1))
    # What one code switches off together has to be switched on again in part.
    codes += [
        on
        for bit, on in enumerate(_ON)
        if new.attributes >> bit & 1 and (not old.attributes >> bit & 1 or _OFF[bit] in codes)
    ]
    if old.fore != new.fore:
        codes.append(new.fore or "39")
    if old.back != new.back:
        codes.append(new.back or "49")
    return f"\x1b[{';'.join(codes)}m" if codes else ""


PLAIN = pen(0, "", "", "")
