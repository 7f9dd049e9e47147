"""Lines that a pane keeps are those that it would draw."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from textual.geometry import Region
from textual.pilot import Pilot

from tui.app import build
from tui.widgets.pane import Pane

KEYS = [
    *("j", "k", "J", "K", "space", "b", "d", "u", "G", "g", "enter", "tab", "z", "]", "[", "escape"),
    *("t", "plus", "minus", "1", "2", "3", "4", "n", "N", "e", "a", "s", "T", "j", "j", "k", "]"),
]
QUESTIONS = (["slash", *"the", "enter"], ["f", *"la", "enter"], ["escape", "escape"])


def compare(pane: Pane, after: str) -> None:
    """Compare each line in view with the same drawn anew."""
    whole = Region(0, 0, *pane.outer_size)
    kept = pane.render_lines(whole)
    pane._kept_lines.clear()
    pane._styles_cache.clear()
    pane._rich_style_cache.clear()
    for y, (one, other) in enumerate(zip(kept, pane.render_lines(whole), strict=True)):
        assert list(one) == list(other), f"{pane!r}, line {y}, after {after}"


@given(
    story=st.lists(
        st.one_of(st.sampled_from(KEYS).map(lambda key: [key]), st.sampled_from(QUESTIONS)),
        min_size=8,
        max_size=40,
    ),
    size=st.tuples(st.integers(40, 140), st.integers(12, 40)),
)
@settings(
    max_examples=15,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
def test_what_is_kept_is_what_would_be_drawn(
    collection: Path, story: list[list[str]], size: tuple[int, int]
) -> None:
    text = "\n\n".join(
        f"In {1890 + n} the lamps were lit; on {n % 28 + 1} May {1900 + n} they were not." for n in range(60)
    )
    (collection / "lamp" / "long.txt").write_text(f"The long night\n\n{text}\n", encoding="utf-8")
    app = build(collection, resume=False)

    async def play(pilot: Pilot[Any]) -> None:
        for keys in (["2"], ["G"], ["enter"], *story):
            await pilot.press(*keys)
            await app.workers.wait_for_complete()
            await pilot.pause()
            for pane in app.screen.query(Pane):
                if pane.size and pane.region:
                    compare(pane, " ".join(keys))
        app.exit()

    asyncio.run(app.run_async(headless=True, size=size, auto_pilot=play))
