"""Words fitted into cells of the terminal."""

from __future__ import annotations

from rich.cells import cell_len, set_cell_size

from tui.model import visible


def fit(words: str, width: int, *, ellipsis: str = "…") -> str:
    """The words on one line of exactly `width` cells: padded with spaces, or cut with an ellipsis."""
    words = visible(words, lines=False)
    if width <= 0:
        return ""
    if cell_len(words) <= width:
        return set_cell_size(words, width)
    kept = set_cell_size(words, max(0, width - cell_len(ellipsis))).rstrip()
    return set_cell_size(kept + ellipsis, width)


def clip(words: str, width: int, *, ellipsis: str = "…") -> str:
    """The words on one line of at most `width` cells, cut with an ellipsis, not padded."""
    return fit(words, min(width, cell_len(visible(words, lines=False))), ellipsis=ellipsis)
