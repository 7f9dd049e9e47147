"""One who comes back reads on at the same words, however often."""

from pathlib import Path

from tests.screens.rooms import visit


def beside_the_lists(screen: str) -> list[str]:
    """The lines of the text."""
    return [line.partition("│")[2] for line in screen.splitlines()[1:15]]


async def test_the_place_in_the_text_is_the_same_each_time(collection: Path) -> None:
    text = "\n\n".join(
        f"In {1890 + n} the lamps of the harbour were lit again, and nobody was surprised." for n in range(80)
    )
    (collection / "lamp" / "long.txt").write_text(f"The long night\n\n{text}\n", encoding="utf-8")
    async with visit(collection, size=(90, 26), resume=False) as room:
        await room.press("2", "slash", *"long", "enter", "enter")
        await room.settle()
        await room.press("3", "space", "j", "j")
        there = room.reader.room.text.reading_offset
        shown = room.screen
    assert there > 0
    for _ in range(3):
        async with visit(collection, size=(90, 26)) as room:
            assert room.reader.room.text.reading_offset == there
            await room.press("1", "3")
            assert beside_the_lists(room.screen) == beside_the_lists(shown)
