"""Stories of readers: by keyboard from an organization to an article to its text to its timeline, and back."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.screens.rooms import visit
from tui.commands import Keys
from tui.model import Certainty, Scope
from tui.screens.desk import Desk


async def test_from_an_organization_to_an_article_to_its_text_to_its_timeline_and_back(
    collection: Path,
) -> None:
    async with visit(collection, (80, 24)) as room:
        await room.press("j", "enter")
        assert room.reader.place.organization == "lamp"
        assert room.reader.room.front == "articles"
        await room.press("enter")
        assert room.reader.place.article == "lamp/against-the-clock.md"
        assert room.reader.room.front == "text"
        await room.press("tab")
        assert room.reader.room.front == "timeline"
        await room.press("escape", "escape", "escape")
        assert room.reader.room.front == "organizations"


async def test_the_first_article_is_open_from_the_start(collection: Path) -> None:
    async with visit(collection) as room:
        assert room.reader.place.article == "clock/on-light.txt"
        assert "The lamps went out in 1914" in room.screen


async def test_a_row_of_the_timeline_and_the_key_end_in_the_same_place(collection: Path) -> None:
    async with visit(collection) as by_key, visit(collection) as by_row:
        await by_key.press("3", "]")
        await by_row.press("4", "j", "k")
        assert by_key.reader.place.event == by_row.reader.place.event
        assert by_key.reader.place.offset == by_row.reader.place.offset


async def test_enter_on_an_event_shows_where_its_date_comes_from(collection: Path) -> None:
    async with visit(collection) as room:
        await room.press("1", "j", "enter", "enter", "4", "G", "enter")
        assert "A week later" in room.screen
        assert "1932-05-09" in room.screen
        assert "3 May 1932" in room.screen
        await room.press("escape")
        assert room.app.screen is room.reader


async def test_an_event_of_another_article_opens_it_at_the_passage(collection: Path) -> None:
    async with visit(collection) as room:
        await room.press("t", "t")
        assert room.reader.place.scope is Scope.COLLECTION
        rows = room.reader.room.timeline.rows
        assert {mention.article.key for mention in rows} == {
            "lamp/against-the-clock.md",
            "clock/on-light.txt",
        }
        await room.press("4", "G", "enter")
        page, event = room.reader.place.page, room.reader.place.event
        assert page is not None
        assert event is not None
        assert page.article.key == "lamp/against-the-clock.md"
        assert page.events[event].timex.words == rows[-1].event.timex.words


async def test_by_and_on_are_counted_and_listed(collection: Path) -> None:
    async with visit(collection) as room:
        rows = {entry.key: (entry.by, entry.on) for entry in room.reader.room.organizations.rows}
        assert rows["lamp"] == (1, 0)
        assert rows["clock"] == (1, 1)
        await room.press("1", "j", "j")
        listed = [(entry.article.key, entry.relation) for entry in room.reader.room.articles.rows]
        assert listed == [("clock/on-light.txt", "by"), ("lamp/against-the-clock.md", "on")]


async def test_it_opens_again_where_one_was(collection: Path) -> None:
    async with visit(collection) as room:
        await room.press("j", "enter", "enter", "4")
    async with visit(collection) as room:
        assert room.reader.place.article == "lamp/against-the-clock.md"
        assert room.reader.place.organization == "lamp"
        assert room.reader.room.front == "timeline"
    async with visit(collection, resume=False) as room:
        assert room.reader.room.front == "organizations"


async def test_a_bookmark_of_what_is_gone_does_no_harm(collection: Path) -> None:
    async with visit(collection) as room:
        await room.press("j", "enter", "enter")
    (collection / "lamp/against-the-clock.md").unlink()
    (collection / "lamp/against-the-clock.md.yaml").unlink()
    async with visit(collection) as room:
        assert room.reader.place.article == "clock/on-light.txt"


async def test_words_are_found_in_the_text_and_counted(collection: Path) -> None:
    async with visit(collection) as room:
        await room.press("3", "slash", *"lamps", "enter")
        assert "1/1" in room.screen
        await room.press("n")
        assert "1/1" in room.screen
        await room.press("escape")
        assert "1/1" not in room.screen


async def test_what_is_not_there_is_said(collection: Path) -> None:
    async with visit(collection) as room:
        await room.press("3", "slash", *"zebra", "enter")
        assert "zebra is not in this pane" in room.screen


async def test_a_list_is_filtered_as_one_types_and_escape_shows_all(collection: Path) -> None:
    async with visit(collection) as room:
        await room.press("f", *"lantern")
        assert [entry.key for entry in map(room.reader.room.organizations.row_at, range(1))] == ["lamp"]
        await room.press("enter", "escape")
        assert room.reader.room.organizations.line_count == 4


async def test_one_reads_on_article_by_article_in_the_order_of_the_list(collection: Path) -> None:
    async with visit(collection, (40, 12)) as room:
        await room.press("2", "s", "n", "enter")
        keys = [room.reader.room.articles.row_at(n).article.key for n in range(2)]
        await room.press("<", "<", ">")
        assert room.reader.place.article == keys[1]
        assert room.reader.room.front == "text"
        await room.press(">")
        assert room.reader.place.article == keys[1]
        assert "no more articles in this list" in room.screen
        await room.press("<")
        assert room.reader.place.article == keys[0]


async def test_lists_are_sorted(collection: Path) -> None:
    async with visit(collection) as room:
        await room.press("2", "s", "n")
        titles = [room.reader.room.articles.row_at(n).article.title for n in range(2)]
        assert titles == sorted(titles)
        await room.press("1", "s", "d")
        assert "cannot be sorted by date" in room.screen


async def test_a_narrow_terminal_shows_one_pane_at_a_time(collection: Path) -> None:
    async with visit(collection, (40, 12)) as room:
        shown = [pane.label for pane in room.reader.room.panes if pane.display]
        assert shown == ["1 Organizations"]
        await room.press("j", "enter", "enter")
        assert [pane.label for pane in room.reader.room.panes if pane.display] == ["3 Text"]
        await room.press("escape")
        assert [pane.label for pane in room.reader.room.panes if pane.display] == ["2 Articles"]


async def test_a_terminal_that_is_too_small_is_told_so_and_comes_back(collection: Path) -> None:
    async with visit(collection, (39, 12)) as room:
        assert "39×12 is too small" in room.screen
        await room.pilot.resize_terminal(80, 24)
        await room.settle()
        assert "Organizations" in room.screen


async def test_a_pane_is_zoomed_and_given_back(collection: Path) -> None:
    async with visit(collection) as room:
        await room.press("3", "z")
        assert [pane.label for pane in room.reader.room.panes if pane.display] == ["3 Text"]
        await room.press("escape")
        assert all(pane.display for pane in room.reader.room.panes)


async def test_a_citation_and_a_quotation_are_copied(collection: Path) -> None:
    async with visit(collection) as room:
        await room.press("j", "enter", "enter", "y", "c")
        citation = (
            "Ada Wick, “Against the Clock”, League of Lamplighters, 1932-05-14, https://lantern.example/clock"
        )
        assert room.app.clipboard == f"{citation} (lamp/against-the-clock.md)."
        await room.press("g", "g", "]", "y", "q")
        assert room.app.clipboard.startswith("“")
        assert citation in room.app.clipboard


async def test_the_editor_is_asked_for_the_file_and_missing_ones_are_told(
    collection: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.delenv("EDITOR", raising=False)
    async with visit(collection) as room:
        await room.press("e")
        assert "set VISUAL or EDITOR" in room.screen
        await room.press("o")
        assert "names no web address" in room.screen


@pytest.mark.parametrize("may", [True, False])
async def test_a_link_is_told_and_followed_where_the_reader_may(
    collection: Path, monkeypatch: pytest.MonkeyPatch, may: bool
) -> None:
    opened: list[Sequence[str]] = []
    monkeypatch.setenv("BROWSER", "surf:%s")
    monkeypatch.setattr(Desk, "_run", lambda self, command: opened.append(command))
    text = "# Links\n\nSee [the lamp](https://lamp.example/oil) and [a note](notes.html#3) of ours.\n"
    (collection / "lamp/links.md").write_text(text, encoding="utf-8")
    async with visit(collection) as room:
        if not may:
            room.reader.keys = Keys(visitor=True)
        await room.press("2", "G", "enter", "3")
        pane = room.reader.room.text
        for words, told in (("the lamp", "https://lamp.example/oil"), ("a note", "notes.html#3")):
            lines = [pane.render_line(y).text for y in range(pane.size.height)]
            row = next(y for y, line in enumerate(lines) if words in line)
            await room.pilot.click(pane, offset=(lines[row].index(words) + 1, row))
            await room.settle()
            assert told in room.screen.splitlines()[-1]
        assert opened == ([["surf", "https://lamp.example/oil"]] if may else [])


async def test_ascii_alone_is_shown_of_an_article_too_and_help_says_so(collection: Path) -> None:
    (collection / "lamp/été.md").write_text("# L’été\n\n“La lampe” – dit-il – s’éteint.\n", encoding="utf-8")
    async with visit(collection, (80, 24), ascii=True) as room:
        await room.press("2", "G", "enter", "3")
        assert '"La lampe" - dit-il - s\'eteint.' in room.screen
        assert room.screen.isascii()
        await room.press("question_mark")
        assert "shown by its like, or as ?" in room.screen
        assert room.screen.isascii()


async def test_help_filters_as_one_types(collection: Path) -> None:
    async with visit(collection, (80, 24)) as room:
        await room.press("question_mark", *"citation")
        assert "Copy a citation of the article" in room.screen
        assert "Move down a line" not in room.screen
        await room.press("escape")
        assert room.app.screen is room.reader


async def test_a_key_of_a_sequence_says_what_can_follow(collection: Path) -> None:
    async with visit(collection) as room:
        await room.press("y")
        assert "Copy a citation" in room.screen
        await room.press("x")
        assert "yx is no key here" in room.screen


async def test_unknown_is_said_as_unknown(collection: Path) -> None:
    stray = collection / "stray.txt"
    stray.write_text("A leaf without a name\n\nIt was found some day.\n", encoding="utf-8")
    async with visit(collection) as room:
        assert any(entry.name == "Publisher unknown" for entry in room.reader.room.organizations.rows)
        await room.press("G", "enter", "enter", "g", "g")
        assert "unknown" in room.screen


async def test_problems_are_counted_and_listed_and_the_rest_opens(collection: Path) -> None:
    (collection / "lamp/broken.md.yaml").write_text("title: [\n", encoding="utf-8")
    (collection / "lamp/broken.md").write_text("# Broken\n\nStill read in 1920.\n", encoding="utf-8")
    async with visit(collection) as room:
        assert "1 problem" in room.screen
        await room.press("exclamation_mark")
        assert "broken.md.yaml" in room.screen


async def test_a_date_is_gone_to(collection: Path) -> None:
    async with visit(collection) as room:
        await room.press("g", "d", *"1918-11", "enter")
        row = room.reader.room.timeline.row
        assert row is not None
        assert row.event.timex.words == "11 November 1918"
        await room.press("g", "d", *"soon", "enter")
        assert "not an EDTF date" in room.screen


HOSTILE = "\x1b[31mRed\x1b]52;c;AAAA\x07 [bold]not markup[/bold] \u202egnimoc\u202c \x9b2J"


async def test_what_files_say_is_shown_and_never_obeyed(collection: Path) -> None:
    (collection / "lamp/trap.md").write_text(f"# {HOSTILE}\n\nIn 1920 {HOSTILE} came.\n", encoding="utf-8")
    (collection / "lamp/trap.md.yaml").write_text(
        "about: ['[red]nobody[/red]']\nauthors: ['[b]A[/b]']\n", encoding="utf-8"
    )
    async with visit(collection) as room:
        await room.press("j", "enter", "j", "enter")
        for keys in ([], ["i"], ["escape", "]", "p"], ["escape", "exclamation_mark"], ["escape", "colon"]):
            await room.press(*keys)
            assert not set(room.screen) & set("\x1b\x07\x9b\u202e\u202c")
        await room.press("escape", "3")
        assert "[bold]not markup[/bold]" in room.screen.replace("\n", " ")
        await room.press("y", "c")
        assert "\x1b" not in room.app.clipboard


async def test_the_seeds_tell_their_dates_as_inferred() -> None:
    async with visit(None) as room:
        await room.press("1", "G", "enter", "enter")
        page = room.reader.place.page
        assert page is not None
        assert page.written.words == "after 2017-02-16"
        assert page.written.certainty is Certainty.INFERRED
        assert "after 2017-02-16 (inferred from the text)" in room.screen


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (40, 12)], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_every_key_of_the_table_does_something_and_breaks_nothing(
    collection: Path, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    from tui.commands import Keys

    for name in ("VISUAL", "EDITOR", "BROWSER"):
        monkeypatch.setenv(name, "true")
    names = {"/": "slash", "?": "question_mark"}
    leave = {"quit", "suspend"}
    async with visit(collection, size) as room:
        for command in Keys().commands("reader"):
            for key in command.keys if command.id not in leave else ():
                await room.press(*(names.get(part, part) for part in key.split(" ")))
                assert room.app.is_running, key
                while room.app.screen is not room.reader:
                    await room.press("escape")
                if room.reader.is_asking:
                    await room.press("escape")


def contents(folder: Path) -> dict[Path, tuple[bytes, int]]:
    return {
        file: (file.read_bytes(), file.stat().st_mtime_ns) for file in folder.rglob("*") if file.is_file()
    }


async def test_the_files_are_never_written_to(collection: Path) -> None:
    before = contents(collection)
    async with visit(collection) as room:
        await room.press("j", "enter", "enter", "t", "t", "4", "j", "y", "c")
    assert contents(collection) == before
