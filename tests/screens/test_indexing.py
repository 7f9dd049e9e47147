"""Stories of collections whose index is not yet there, or not any more what the folder holds."""

import asyncio
import time
from pathlib import Path

import pytest

from tests.screens.rooms import Visit, visit
from tui.library import Library, upkeep
from tui.screens import indexing


@pytest.fixture
def many(collection: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Forty more articles, too many to be read before the first screen."""
    for number in range(40):
        (collection / f"lamp/{number:02}.md").write_text(f"# Lamp {number}\n\nLit in {1900 + number}.\n")
    monkeypatch.setattr(upkeep, "_MOST_FILES", 3)
    monkeypatch.setattr(indexing, "EVERY", 0.0)
    return collection


async def until_indexed(room: Visit) -> None:
    library = room.reader.library
    for _ in range(400):
        await room.pilot.pause(0.05)
        if library.complete and not room.reader.status.state.startswith("indexing"):
            break
    await room.settle()


async def test_the_panes_fill_while_one_reads(many: Path) -> None:
    async with visit(many, (80, 24)) as room:
        await until_indexed(room)
        assert len(room.reader.room.articles.rows) == 42
        counts = {entry.key: entry.by for entry in room.reader.room.organizations.rows}
        assert counts[None] == 42
        assert counts["lamp"] == 41
        assert "indexing" not in room.screen


async def test_cursor_and_text_stay_where_they_are(many: Path) -> None:
    Library(many).refresh()
    async with visit(many, (80, 24)) as room:
        await room.press("2", *"jjjjj", "enter", "2")
        row, article = room.reader.room.articles.row, room.reader.place.article
        top, cursor = room.reader.room.articles.top, room.reader.room.articles.cursor
        for number in range(30):
            (many / f"clock/{number:02}.md").write_text(f"# Clock {number}\n\nWound in 1914.\n")
        room.reader.indexing.begin()
        await until_indexed(room)
        for _ in range(100):
            await room.pilot.pause(0.05)
            if len(room.reader.room.articles.rows) == 72:
                break
        pane = room.reader.room.articles
        assert len(pane.rows) == 72
        assert pane.row == row
        assert pane.cursor - pane.top == cursor - top
        assert room.reader.place.article == article


async def test_the_timeline_of_the_collection_grows_too(many: Path) -> None:
    async with visit(many, (80, 24)) as room:
        await room.press("t", "t")
        await until_indexed(room)
        for _ in range(100):
            await room.pilot.pause(0.05)
            if len(room.reader.room.timeline.rows) > 40:
                break
        assert len(room.reader.room.timeline.rows) == len(
            room.reader.library.timeline(room.reader.place.scope).mentions()
        )


async def test_nothing_is_told_where_nothing_is_to_be_done(collection: Path) -> None:
    told: list[object] = []
    async with visit(collection, (80, 24)) as room:
        show = room.reader.indexing.show
        room.reader.indexing.show = lambda state: (told.append(state), show(state))  # type: ignore[method-assign,assignment,func-returns-value]
        await room.pilot.pause(0.5)
        assert told == []
        assert room.reader.status.state == ""


async def test_leaving_does_not_wait_for_the_index(many: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stopped: list[bool] = []

    def refresh(self: Library, told: object, *, jobs: int, stopped: object) -> None:
        until = time.monotonic() + 20
        while not stopped() and time.monotonic() < until:  # type: ignore[operator]
            time.sleep(0.01)
        notes.append(stopped())  # type: ignore[operator]
        raise OSError("ended")

    notes = stopped
    monkeypatch.setattr(Library, "refresh", refresh)
    began = time.monotonic()
    async with visit(many, (80, 24)):
        pass
    for _ in range(100):
        if notes:
            break
        await asyncio.sleep(0.02)
    assert notes == [True]
    assert time.monotonic() - began < 10
