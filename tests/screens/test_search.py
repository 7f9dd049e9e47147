"""Stories of readers who look for something: from words to a passage, back, and on; and of searches that are kept."""

import threading
from pathlib import Path

import pytest

from tests.screens.rooms import Visit, visit
from tui.library import Library, ranking
from tui.model import Found, Sort
from tui.screens.search import Search


def search_of(room: Visit) -> Search:
    screen = room.app.screen
    assert isinstance(screen, Search)
    return screen


def row_of(room: Visit) -> str:
    """The line under the cursor, as drawn."""
    hits = search_of(room).hits
    assert hits.row is not None
    return "".join(segment.text for segment in hits.draw_line(hits.cursor, hits.size.width))


@pytest.fixture
def lamps(collection: Path) -> Path:
    """Sixty more articles of the lamplighters, each with the word lamp three times and a year of its own."""
    for number in range(60):
        text = f"# Lamp {number}\n\nThe lamp of {1860 + number} was dim.\n\nNo other lamp was lit by us. Nor was wick {number}.\n"
        (collection / f"lamp/{number:03}.md").write_text(text, encoding="utf-8")
    return collection


async def test_from_words_to_the_passage_and_back_to_the_same_row(lamps: Path) -> None:
    async with visit(lamps, (80, 24)) as room:
        await room.press("S", *"wick 7", "enter")
        assert "1 article by relevance" in room.screen
        await room.press("j")
        row = row_of(room)
        await room.press("enter")
        assert room.app.screen is room.reader
        assert room.reader.place.article == "lamp/007.md"
        assert room.reader.room.front == "text"
        assert "/7 1/3" in room.screen
        await room.press("escape")
        assert row_of(room) == row
        assert search_of(room).line.value == "wick 7"
        assert room.app.focused is search_of(room).hits
        await room.press("escape")
        assert room.app.screen is room.reader


async def test_the_way_back_leads_to_the_same_place_among_many(lamps: Path) -> None:
    async with visit(lamps, (80, 24)) as room:
        await room.press("S", *"lamp", "enter", *"jjjj", "pagedown", "pagedown", "pagedown")
        hits = search_of(room).hits
        cursor, top, there = hits.cursor, hits.top, len(hits.groups)
        assert top > 20
        await room.press("enter", "escape")
        hits = search_of(room).hits
        assert (hits.cursor, hits.top, len(hits.groups)) == (cursor, top, there)


async def test_who_goes_elsewhere_backs_out_as_ever(lamps: Path) -> None:
    async with visit(lamps, (80, 24)) as room:
        await room.press("S", *"wick 7", "enter", "enter", "1", "j", "j", "enter", "enter")
        assert room.reader.place.article != "lamp/007.md"
        await room.press("escape")
        assert room.reader.room.front == "articles"


async def test_a_find_of_ones_own_is_ended_before_one_goes_back(lamps: Path) -> None:
    async with visit(lamps, (80, 24)) as room:
        await room.press("S", *"wick 7", "enter", "enter", "slash", *"dim", "enter", "escape")
        assert room.app.screen is room.reader
        await room.press("escape")
        assert search_of(room).line.value == "wick 7"


async def test_the_words_are_lit_at_the_passage_chosen_and_n_goes_on(lamps: Path) -> None:
    async with visit(lamps, (80, 24)) as room:
        await room.press("S", *"title:lamp lit", "enter", "j", "enter")
        assert "/lit 1/1" in room.screen


async def test_many_articles_come_page_by_page_and_are_counted(lamps: Path) -> None:
    async with visit(lamps, (80, 24)) as room:
        await room.press("S", *"lamp*", "enter")
        hits = search_of(room).hits
        assert "61 articles by relevance" in room.screen
        there = len(hits.groups)
        assert there < 61
        for _ in range(20):
            await room.press("G")
        assert len(hits.groups) == 61
        await room.press("g", "g")
        assert hits.cursor == 0


async def test_articles_are_gone_through_and_sorted(lamps: Path) -> None:
    async with visit(lamps, (80, 24)) as room:
        await room.press("S", *"about:1860..1925 lamp", "enter", "s", "m")
        assert "by date mentioned" in room.screen
        assert "Lamp 0 " in row_of(room)
        await room.press("]", "]")
        assert "Lamp 2 " in row_of(room)
        await room.press("j", "[")
        assert "Lamp 2 " in row_of(room)
        await room.press("[")
        assert "Lamp 1 " in row_of(room)
        await room.press("s", "w")
        assert "by date written" in room.screen


async def test_all_that_is_counted_agrees(lamps: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with visit(lamps, (80, 24)) as room:
        await room.press("S", *"lamp wick", "enter")
        assert "60 articles by relevance" in room.screen
        assert "1/60" in room.screen
        search_of(room).hits.count = None
        await room.pilot.pause()
        assert "1/20+" in room.screen
        monkeypatch.setattr(ranking, "MOST_COMPARED", 30)
        await room.press("slash", *" dim", "enter")
        assert "60 articles, those with the words in the title first" in room.screen
        assert "1/60" in room.screen
        await room.press("j", "enter", "escape")
        assert "60 articles, those with the words in the title first" in room.screen
        assert "1/60" in room.screen


async def test_the_keywords_stand_in_one_column(lamps: Path) -> None:
    async with visit(lamps, (80, 24)) as room:
        await room.press("S", *"dim", "enter")
        lines = [line for line in room.screen.splitlines() if " was dim" in line]
        assert len(lines) > 3
        assert len({line.index("dim") for line in lines}) == 1


async def test_other_passages_of_an_article_come_when_wanted(collection: Path) -> None:
    (collection / "lamp/long.txt").write_text("Oil\n\n" + "We need oil. " * 40, encoding="utf-8")
    async with visit(collection, (80, 24)) as room:
        await room.press("S", *"oil", "enter")
        assert "10+" in room.screen
        await room.press("G")
        assert "more in this article" in row_of(room)
        await room.press("enter")
        assert len(search_of(room).hits.groups[0].hits) == 41
        assert "We need oil" in row_of(room)


async def test_an_error_is_shown_under_the_word_at_fault(collection: Path) -> None:
    async with visit(collection, (80, 24)) as room:
        await room.press("S", *"lamp foo:bar", "enter")
        lines = room.screen.splitlines()
        at = lines[0].index("foo:")
        assert lines[1].index("^^^^") == at
        assert "there is no field foo" in lines[2]
        assert search_of(room).line.line.has_focus
        await room.press("backspace")
        assert "^^^^" not in room.screen


async def test_nothing_found_is_said(collection: Path) -> None:
    async with visit(collection, (80, 24)) as room:
        await room.press("S", *"zebra", "enter")
        assert "Nothing found." in room.screen


async def test_the_language_is_shown_by_examples_until_words_are_typed(collection: Path) -> None:
    async with visit(collection, (80, 24)) as room:
        await room.press("S")
        for example in ("by:", "on:", "title:", "written:1948..1953", "about:1939..1945", "OR", "certainty:"):
            assert example in room.screen
        await room.press("l")
        assert "about:1939" not in room.screen


async def test_the_history_is_kept_for_the_collection(collection: Path) -> None:
    async with visit(collection, (80, 24)) as room:
        await room.press("S", *"oil", "enter", "slash", *"split", "enter", "escape")
    async with visit(collection, (80, 24)) as room:
        await room.press("S", *"wi", "up")
        assert search_of(room).line.value == "split"
        await room.press("up", "up")
        assert search_of(room).line.value == "oil"
        await room.press("down", "down")
        assert search_of(room).line.value == "wi"


async def test_a_search_is_kept_as_a_shelf_and_forgotten(lamps: Path) -> None:
    async with visit(lamps, (80, 24)) as room:
        await room.press("S", *"split OR dim", "enter", "+", *"The dim ones", "enter", "escape")
        assert room.app.screen is room.reader
        await room.press("1", "G")
        row = room.reader.room.organizations.row
        assert row is not None
        assert (row.name, row.query, row.by) == ("The dim ones", "split OR dim", 61)
        assert "kept searches" in room.screen
        assert len(room.reader.room.articles.rows) == 61
        await room.press("enter", "enter")
        assert room.reader.place.article in {
            "lamp/against-the-clock.md",
            *(f"lamp/{n:03}.md" for n in range(60)),
        }
    async with visit(lamps, (80, 24)) as room:
        await room.press("1", "G", "D")
        assert "kept searches" not in room.screen
        assert len(room.reader.room.articles.rows) != 61
        await room.press("D")
        assert "no kept search" in room.screen


async def test_a_kept_search_is_come_back_to_and_has_a_timeline_of_its_own(lamps: Path) -> None:
    Library(lamps).searches.keep("Early", "written:1860..1865 OR title:clock OR wick")
    async with visit(lamps, (120, 40)) as room:
        await room.press("1", "G", "t")
        timeline = room.reader.room.timeline
        listed = {entry.article.key for entry in room.reader.room.articles.rows}
        assert 0 < len(listed) < len(room.reader.library.articles())
        assert {mention.article.key for mention in timeline.rows} <= listed
        assert len(timeline.rows) == sum(len(room.reader.library.open(key).events) for key in listed)
        count = len(timeline.rows)
        await room.press("t")
        assert len(timeline.rows) > count
        await room.press("t", "t")
    async with visit(lamps, (120, 40)) as room:
        assert room.reader.place.search == ("Early", "written:1860..1865 OR title:clock OR wick")
        row = room.reader.room.organizations.row
        assert row is not None
        assert row.name == "Early"
        assert {entry.article.key for entry in room.reader.room.articles.rows} == listed
        assert len(room.reader.room.timeline.rows) == count
        await room.press("1", "D")
    async with visit(lamps, (120, 40)) as room:
        assert room.reader.place.search is None, "what is not kept any more is not come back to"


async def test_a_kept_search_that_is_wrong_by_now_says_why(collection: Path) -> None:
    Library(collection).searches.keep("gone", "by:nobody")
    async with visit(collection, (120, 40)) as room:
        await room.press("1", "G")
        assert "no organization of this collection goes by this name" in room.screen


async def test_a_search_that_is_typed_on_is_given_up(lamps: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
    real = Library.search

    def slow(self: Library, query: str, **given: object) -> Found:
        if query == "wic":
            self._ask(lambda store: store.one(endless))
        return real(self, query, **given)  # type: ignore[arg-type]

    monkeypatch.setattr(Library, "search", slow)
    async with visit(lamps, (80, 24)) as room:
        await room.press("S", "w", "i")
        await room.pilot.press("c")
        await room.pilot.pause(0.1)
        await room.press("k")
        assert "60 articles by relevance" in room.screen


async def test_a_slow_search_blocks_no_typing_and_the_newest_wins(
    lamps: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    go_on = threading.Event()
    real = Library.search

    def slow(self: Library, query: str, **given: object) -> Found:
        asked.append(query)
        assert go_on.wait(10)
        return real(self, query, **given)  # type: ignore[arg-type]

    monkeypatch.setattr(Library, "search", slow)
    async with visit(lamps, (80, 24)) as room:
        await room.pilot.press("S")
        await room.pilot.pause()
        for key in "wick":
            await room.pilot.press(key)
            await room.pilot.pause()
        assert search_of(room).line.value == "wick"
        assert asked == ["w"]
        await room.pilot.pause(0.7)
        assert "searching" in room.screen
        go_on.set()
        await room.settle()
        assert asked[0] == "w"
        assert set(asked[1:]) == {"wick"}
        assert "60 articles by relevance" in room.screen
        assert "searching" not in room.screen


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (40, 12)], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_every_key_of_the_search_does_something_and_breaks_nothing(
    lamps: Path, size: tuple[int, int]
) -> None:
    from tui.commands import Keys

    names = {"/": "slash", "?": "question_mark", "+": "plus"}
    async with visit(lamps, size) as room:
        for command in Keys().commands("search"):
            for key in command.keys if command.id not in {"quit", "suspend"} else ():
                if not isinstance(room.app.screen, Search):
                    while room.app.screen is not room.reader:
                        await room.press("escape")
                    await room.press("S", "backspace", *"lamp", "enter")
                await room.press(*(names.get(part, part) for part in key.split(" ")))
                assert room.app.is_running, key
                screen = room.app.screen
                if isinstance(screen, Search) and screen.is_asking:
                    await room.press("enter")


@pytest.mark.parametrize("size", [(40, 12), (20, 5)], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_a_small_terminal_shows_what_it_can(lamps: Path, size: tuple[int, int]) -> None:
    async with visit(lamps, size) as room:
        await room.press("S", *"dim", "enter", "j")
        assert "dim" in row_of(room)
        assert all(len(line) <= size[0] for line in room.screen.splitlines())


HOSTILE = "\x1b[31mRed\x1b]52;c;AAAA\x07 [bold]not markup[/bold] \u202egnimoc\u202c \x9b2J"


async def test_what_files_say_is_shown_and_never_obeyed(collection: Path) -> None:
    (collection / "lamp/trap.md").write_text(f"# {HOSTILE}\n\nIn 1920 {HOSTILE} came.\n", encoding="utf-8")
    async with visit(collection, (120, 40)) as room:
        await room.press("S", *"markup", "enter", "+")
        await room.press("ctrl+u", *"[red]mine", "enter")
        assert "[bold]not" in room.screen
        assert not set(room.screen) & set("\x1b\x07\x9b\u202e\u202c")
        await room.press("escape")
        assert "[red]mine" in room.screen


async def test_the_order_asked_for_reaches_the_library(lamps: Path) -> None:
    async with visit(lamps, (80, 24)) as room:
        await room.press("S", *"lamp", "enter", "s", "w")
        assert search_of(room).stand.sort is Sort.WRITTEN
        expected = Library(lamps).search("lamp", sort=Sort.WRITTEN).hits[0].article
        assert search_of(room).hits.groups[0].article == expected
