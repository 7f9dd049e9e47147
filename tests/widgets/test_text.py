import time

import pytest
from rich.segment import Segment
from textual.app import App, ComposeResult
from textual.events import MouseScrollDown
from textual.geometry import Size
from textual.message import Message

from tests.widgets.pages import FIRST, HEAD, LOST, TEXT, TITLE, TOLD, WEEK, event, events, page, span_of
from tui.model import Mark, MarkKind, Page, Reading
from tui.widgets.text import Text


class Room(App[None]):
    """A text pane alone, and what it said."""

    CSS = "Text { width: 100%; height: 100%; }"

    def __init__(self, opened: Page | None = None) -> None:
        super().__init__()
        self.text = Text()
        self.opened = opened
        self.said: list[Message] = []

    def compose(self) -> ComposeResult:
        yield self.text

    def on_mount(self) -> None:
        self.text.head = HEAD if self.opened else ()
        self.text.page = self.opened
        self.text.focus()

    def on_text_moved(self, message: Text.Moved) -> None:
        self.said.append(message)

    def on_text_clicked(self, message: Text.Clicked) -> None:
        self.said.append(message)

    def on_text_event_clicked(self, message: Text.EventClicked) -> None:
        self.said.append(message)

    def segments(self, words: str) -> list[Segment]:
        """The pieces of the screen that hold the words."""
        rows = (self.text.render_line(y) for y in range(self.text.size.height))
        return [segment for row in rows for segment in row if words in segment.text]

    def row_of(self, words: str) -> int:
        """On which row of the screen words are."""
        return next(y for y, row in enumerate(self.rows()) if words in row)

    def rows(self) -> list[str]:
        return [self.text.render_line(y).text.rstrip() for y in range(self.text.size.height)]


@pytest.fixture
def room() -> Room:
    return Room(page())


async def test_the_catalogue_entry_stands_before_the_text(room):
    async with room.run_test(size=(60, 12)):
        assert room.rows()[1:6] == [
            "   Publisher  League of Lamplighters",
            "   Written    after 1932-05-10 (inferred from the text)",
            "",
            f"   {TITLE}",
            "",
        ]


async def test_a_title_that_the_text_does_not_begin_with_stands_first():
    room = Room(page(title="The Lantern’s Reply"))
    async with room.run_test(size=(60, 12)):
        assert room.rows()[1] == "   The Lantern’s Reply"
        assert room.segments("Reply")[-1].style.bold


async def test_without_an_article_it_says_what_to_do():
    room = Room()
    async with room.run_test(size=(60, 12)):
        assert room.rows()[1:3] == ["   No article is open.", "   Choose one in 2 Articles, and press Enter."]
        room.text.move(1)
        room.text.show_offset(7)
        assert room.text.find("lamp") is None
        assert room.said == []


async def test_an_article_without_text_says_so():
    room = Room(page("", title="Empty"))
    async with room.run_test(size=(60, 12)):
        assert "   This article has no text." in room.rows()


async def test_dates_are_told_apart_by_shape_and_by_attribute(room):
    async with room.run_test(size=(80, 40)):
        assert room.rows()[room.row_of("3 May 1932")].startswith("● ")
        assert room.rows()[room.row_of("A week later")].startswith("●~")
        assert room.rows()[room.row_of("In 1914")].startswith("○ ")
        assert room.rows()[room.row_of("Some time")].startswith("○ ")
        stated, inferred, unresolved = (
            room.segments(words)[0].style for words in ("3 May 1932", "A week later", "Some time afterwards")
        )
        assert stated.underline
        assert not stated.italic
        assert inferred.underline
        assert inferred.italic
        assert unresolved.italic
        assert not unresolved.underline


async def test_a_date_that_nobody_could_resolve_has_a_question_mark_where_its_line_begins_with_it(room):
    async with room.run_test(size=(34, 60)):
        assert room.rows()[room.row_of("Some time")].startswith("? ")


async def test_shapes_can_be_of_ascii_alone(room):
    async with room.run_test(size=(80, 40)):
        room.text.ascii = True
        room.text.event = WEEK
        gutters = "".join(row[:3] for row in room.rows()) + room.rows()[0]
        assert gutters.isascii()
        assert room.rows()[room.row_of("A week later")].startswith("*~|")


async def test_the_lit_event_has_a_bar_and_its_date_is_reversed(room):
    async with room.run_test(size=(50, 60)):
        assert "▌" not in "\n".join(room.rows())
        room.text.event = TOLD
        barred = [row for row in room.rows() if row[2:3] == "▌"]
        assert "The Clockmakers’ Union met on 3 May 1932" in barred[0]
        assert len(barred) == 3
        assert room.segments("3 May 1932")[0].style.reverse
        assert not room.segments("A week later")[0].style.reverse
        plain = room.segments("likes to speak")[0].style.bgcolor
        assert room.segments("met on")[0].style.bgcolor != plain


async def test_marks_are_drawn(room):
    async with room.run_test(size=(60, 30)):
        assert room.segments(TITLE)[-1].style.bold
        assert room.segments("*nobody*")[0].style.italic


async def test_moving_says_where_one_is_and_stops_at_the_ends(room):
    async with room.run_test(size=(60, 12)) as pilot:
        room.text.move(3)
        await pilot.pause()
        assert [m.offset for m in room.said] == [0]
        room.text.move(3)
        await pilot.pause()
        here = room.said[-1].offset
        assert here == room.text.reading_offset
        assert room.rows()[1][3:].startswith(TEXT[here : here + 10])
        room.text.move_to_bottom()
        await pilot.pause()
        assert room.rows()[-1].strip() == "Since then every hour has struck against them."
        said = len(room.said)
        room.text.move(1)
        await pilot.pause()
        assert len(room.said) == said
        assert "100%" in room.rows()[0]
        room.text.move_to_top()
        await pilot.pause()
        assert "Publisher" in room.rows()[1]


async def test_the_wheel_moves_the_text(room):
    async with room.run_test(size=(60, 12)) as pilot:
        await pilot._post_mouse_events([MouseScrollDown], widget=room.text)
        await pilot.pause()
        assert room.text.top == 3
        assert room.said


async def test_an_event_is_brought_to_a_third_of_the_height(room):
    async with room.run_test(size=(60, 13)):
        room.text.show_event(LOST)
        assert room.row_of("Some time") == 1 + 12 // 3
        room.text.show_event(FIRST)
        assert room.row_of("Some time") == 1 + 12 // 3, "what is in view is not scrolled"
        room.text.show_offset(0)
        assert room.text.top == 0


async def test_the_same_words_stay_at_the_top_when_the_width_changes():
    room = Room(page(TEXT + "\n\nThey said it again and again." * 20, dated=events()))
    async with room.run_test(size=(60, 12)) as pilot:
        room.text.show_offset(TEXT.index("In 1914"))
        room.text.scroll_lines(1 - room.text.top + room.text._setting.line_of(TEXT.index("In 1914")))
        offset = room.text.reading_offset
        first = TEXT[offset:].split()[0]
        for width in (100, 44, 71, 40, 60):
            await pilot.resize_terminal(width, 12)
            await pilot.pause()
            line = room.rows()[1]
            assert first in line, (width, line)
        assert room.text.reading_offset == offset


async def test_the_lit_date_stays_in_view_when_the_width_changes(room):
    async with room.run_test(size=(80, 9)) as pilot:
        room.text.event = LOST
        room.text.show_event(LOST)
        await pilot.resize_terminal(34, 9)
        await pilot.pause()
        assert any("Some" in row for row in room.rows())


async def test_text_is_set_in_a_readable_measure_in_the_middle_of_a_wide_pane(room):
    async with room.run_test(size=(160, 30)):
        left = room.rows()[1].index("Publisher")
        assert left == pytest.approx((160 - 88) / 2, abs=2)
        assert 80 <= max(len(row.rstrip()) - left for row in room.rows()[1:]) <= 88


async def test_finding_goes_round_and_counts(room):
    async with room.run_test(size=(60, 12)):
        assert room.text.find("clockmakers") == (1, 2)
        assert "/clockmakers 1/2" in room.rows()[0]
        assert room.text.find_next(1) == (2, 2)
        assert "have never told" in "\n".join(room.rows())
        assert room.text.find_next(1) == (1, 2)
        assert room.text.find_next(-1) == (2, 2)
        here = [s for s in room.segments("Clockmakers") if s.style.bold]
        assert len(here) == 1
        assert room.text.clear()
        assert not room.text.clear()
        assert "/clockmakers" not in room.rows()[0]


async def test_finding_as_one_types_does_not_drift(room):
    async with room.run_test(size=(60, 12)):
        places = []
        for words in ("l", "la", "lam", "lamp", "lamps", "lamp"):
            room.text.find(words)
            places.append(room.text._find_from)
        assert set(places) == {0}
        assert room.text.find("nowhere to be found") is None
        assert room.text.find("") is None


async def test_a_new_find_begins_where_one_is(room):
    async with room.run_test(size=(60, 12)):
        room.text.move_to_bottom()
        here = room.text.reading_offset
        number, _count = room.text.find("lamp")
        assert number == TEXT[:here].lower().count("lamp") + 1


async def test_a_click_says_which_character_or_which_date(room):
    async with room.run_test(size=(60, 30)) as pilot:
        row = room.row_of("3 May 1932")
        column = room.rows()[row].index("3 May")
        await pilot.click(Text, offset=(column + 2, row))
        assert room.said[-1].index == TOLD
        await pilot.click(Text, offset=(3, row))
        assert TEXT[room.said[-1].offset :].startswith("The Clockmakers")
        said = len(room.said)
        await pilot.click(Text, offset=(5, 0))
        await pilot.click(Text, offset=(5, 1))
        assert len(room.said) == said


async def test_what_an_article_holds_is_shown_and_not_obeyed():
    text = "[bold]Not bold[/bold] \x1b[2J gone \u202edesrever\u202c and [@click=app.quit]quit[/]."
    room = Room(page(text, title="[red]Title[/red] \x1b]0;owned\x07"))
    async with room.run_test(size=(90, 12)):
        shown = "\n".join(room.rows())
        assert "[bold]Not bold[/bold]" in shown
        assert "[red]Title[/red]" in shown
        assert not {"\x1b", "\x07", "\u202e", "\u202c"} & set(shown)


async def test_marks_that_cut_a_character_in_two_do_not_tear_it():
    text = "A family 👩\u200d👩\u200d👧 came"
    family = text.index("👩")
    marks = tuple(Mark(span_of(text[family + n], text), MarkKind.EMPHASIS) for n in range(2))
    opened = page(text)
    opened = Page(opened.article, Reading(text, marks), (), opened.written)
    room = Room(opened)
    async with room.run_test(size=(60, 10)):
        row = room.text.render_line(room.row_of("came"))
        assert row.cell_length == 60
        assert any("👩\u200d👩\u200d👧" in segment.text for segment in row)


async def test_the_page_of_the_source_is_told():
    text = "First page of it.\n\nSecond page of it.\n\n" + "More of that. " * 200
    opened = page(text)
    marks = (
        Mark(span_of("First", text), MarkKind.PAGE, "7"),
        Mark(span_of("Second", text), MarkKind.PAGE, "8"),
    )
    room = Room(Page(opened.article, Reading(text, marks), (), opened.written))
    async with room.run_test(size=(60, 10)):
        room.text.move_to_bottom()
        assert "p. 8" in room.rows()[0]


async def test_long_articles_open_at_once():
    sentence = "The Clockmakers met on 3 May 1932, and a week later they split. "
    text = (sentence * 8 + "\n\n") * 10_000
    dated = tuple(event("3 May 1932", "1932-05-03", sentence.strip(), text=text) for _ in range(1000))
    room = Room(page("short"))
    async with room.run_test(size=(80, 24)) as pilot:
        before = time.process_time()
        room.text.page = page(text, dated=dated)
        await pilot.pause()
        opened = time.process_time() - before
        before = time.process_time()
        assert room.text.find("THEY SPLIT") == (1, 80_000)
        found = time.process_time() - before
        before = time.process_time()
        for _ in range(50):
            room.text.move(1)
        moved = time.process_time() - before
    assert len(text) > 5_000_000
    assert opened < 2
    assert found < 3
    assert moved < 1


async def test_the_size_of_the_pane_can_be_anything(room):
    async with room.run_test(size=(40, 12)) as pilot:
        for size in ((4, 3), (1, 1), (10, 2), (300, 90), (40, 12)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            assert room.text.size == Size(*size)
            room.rows()


@pytest.mark.parametrize("theme", ["textual-dark", "textual-light"])
async def test_labels_can_be_read_on_the_background(room, theme):
    async with room.run_test(size=(60, 12)) as pilot:
        room.theme = theme
        await pilot.pause()
        style = room.segments("Publisher")[0].style
        colour, behind = (sum(c.triplet) for c in (style.color, style.bgcolor))
        assert abs(colour - behind) > 150


async def test_the_find_one_is_at_is_told_apart_by_more_than_colour(room):
    async with room.run_test(size=(60, 40)):
        room.text.find("clockmakers")
        here, other = (segment.style for segment in room.segments("Clockmakers"))
        assert here.underline
        assert not other.underline


async def test_the_first_frame_of_another_width_has_the_right_words(monkeypatch):
    room = Room(page(TEXT + "\n\nThey said it again and again." * 60, dated=events()))
    async with room.run_test(size=(60, 12)) as pilot:
        room.text.show_offset(TEXT.index("In 1914"))
        await pilot.pause()
        frames: list[str] = []
        render_lines = Text.render_lines

        def watched(pane, crop):
            strips = render_lines(pane, crop)
            frames.extend(strip.text for y, strip in zip(crop.line_range, strips, strict=True) if y == 1)
            return strips

        monkeypatch.setattr(Text, "render_lines", watched)
        await pilot.resize_terminal(44, 12)
        await pilot.pause()
        at = room.text._setting.flow.line(room.text.top - len(room.text._setting.head))
        assert {frame.rstrip() for frame in frames} == {room.rows()[1]}
        assert at.start <= room.text._kept[1] < at.end


async def test_only_the_lines_of_a_date_that_is_lit_are_drawn_again(room):
    async with room.run_test(size=(60, 30)) as pilot:
        drawn: list[int] = []
        draw_line = room.text.draw_line
        room.text.draw_line = lambda line, width: (drawn.append(line), draw_line(line, width))[1]
        lit = next(n for n, one in enumerate(room.opened.events) if one.sentence.start > 0)
        room.text.event = lit
        await pilot.pause()
        once = set(drawn)
        assert once
        assert len(once) < 8
        room.text.event = None
        await pilot.pause()
        assert set(drawn) == once
