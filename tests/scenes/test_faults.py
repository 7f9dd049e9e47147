"""Twenty small faults in a screen, seeded; the golden screens must catch every one."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path

import pytest
from textual.widgets import Label, ListView

from tests.scenes.apps import Notes, notes
from tui.scenes import Goldens, Scene, Size, Verdict, compare, play
from tui.scenes.step import Press

SCENE = Scene("notes", Size(60, 20), (Press("down"), Press("n"), Press("m")))


def moved_border(app: Notes, chance: random.Random) -> None:
    side = chance.choice(
        ["margin: 0 0 0 1", "margin: 0 1 0 0", "margin: 1 0 0 0", "padding: 0 0 0 1", "width: 59"]
    )
    app.CSS += f"ListView {{ {side}; }}"


def other_border(app: Notes, chance: random.Random) -> None:
    kind = chance.choice(["heavy", "double", "dashed", "solid", "ascii"])
    app.CSS += f"ListView {{ border: {kind} $primary; }}"


def other_colour(app: Notes, chance: random.Random) -> None:
    """One step of one channel, in the one line of text."""
    red, green, blue = chance.choice([(225, 224, 224), (224, 225, 224), (224, 224, 223)])
    app.CSS += f"#said {{ color: rgb({red},{green},{blue}); }}"


def other_weight(app: Notes, chance: random.Random) -> None:
    app.CSS += f"#said {{ text-style: {chance.choice(['bold', 'italic', 'underline', 'strike', 'dim'])}; }}"


def lost_letter(app: Notes, chance: random.Random) -> None:
    letter = chance.randrange(4)
    app.fault = lambda: relabel(app, 3, "Note"[:letter] + "Note"[letter + 1 :] + " 3")


def wrong_order(app: Notes, chance: random.Random) -> None:
    first = chance.randrange(1, 10)

    def swap() -> None:
        relabel(app, first, f"Note {first + 1}")
        relabel(app, first + 1, f"Note {first}")

    app.fault = swap


def highlight_off_by_one(app: Notes, chance: random.Random) -> None:
    by = chance.choice([-1, 1])

    def move() -> None:
        notes = app.query_one(ListView)
        notes.index = (notes.index or 0) + by

    app.fault = move


def relabel(app: Notes, number: int, words: str) -> None:
    app.query_one(f"#note-{number} Label", Label).update(words)


FAULTS: list[Callable[[Notes, random.Random], None]] = [
    moved_border,
    other_border,
    other_colour,
    other_weight,
    lost_letter,
    wrong_order,
    highlight_off_by_one,
]


def faulty(seed: int, scene: Scene) -> Notes:
    app = notes(scene)
    FAULTS[seed % len(FAULTS)](app, random.Random(seed))
    return app


@cache
def sound() -> str:
    from tui.scenes.golden import write

    take = play(SCENE, notes)
    assert take.screen is not None, take.trouble
    return write(take.screen)


@pytest.mark.parametrize("seed", range(20), ids=lambda seed: f"{FAULTS[seed % len(FAULTS)].__name__}-{seed}")
def test_a_fault_is_caught(seed: int, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text(sound(), encoding="utf-8")
    outcome = compare(play(SCENE, partial(faulty, seed)), Goldens(tmp_path))
    assert outcome.verdict is Verdict.CHANGED, outcome


def test_without_a_fault_nothing_is_caught(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text(sound(), encoding="utf-8")
    assert compare(play(SCENE, notes), Goldens(tmp_path)).verdict is Verdict.SAME
