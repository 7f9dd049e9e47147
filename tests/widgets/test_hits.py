"""What a search found, as lines."""

from textual.message import Message

from tests.widgets.harness import Harness
from tui.model import Article, Hit, Interval, Span
from tui.widgets.hits import Group, Hits, Row


def hit(article: Article, left: str, words: str, right: str, when: str = "") -> Hit:
    return Hit(article, Span(5, 9), left, words, right, Interval.parse(when) if when else None)


def group(number: int, passages: int = 2, *, more: bool = False) -> Group:
    article = Article(
        f"lamp/{number}.md", f"Article {number}", "lamp", published=Interval.parse("1932-05-14")
    )
    hits = [hit(article, "x" * place + " the ", "lamp", " went out") for place in range(passages)]
    return Group(article, "LL", tuple(hits), more)


class Found(Harness):
    """Keeps what the list says."""

    def on_hits_wanted(self, message: Message) -> None:
        self.said.append(message)

    def on_hits_passages_wanted(self, message: Message) -> None:
        self.said.append(message)

    def on_hits_chosen(self, message: Message) -> None:
        self.said.append(message)


def kinds(app: Found) -> list[type[Message]]:
    return [type(message) for message in app.said]


async def test_an_article_stands_over_its_passages() -> None:
    pane = Hits()
    async with Found(pane).run_test(size=(60, 10)) as pilot:
        pane.set_groups([group(1)], more=False)
        await pilot.pause()
        lines = pilot.app.lines()  # type: ignore[attr-defined]
        assert lines[1].split() == ["1932-05-14", "LL", "Article", "1", "2"]
        assert lines[2].strip() == "the lamp went out"
        assert lines[2].index("lamp") == lines[3].index("lamp")


async def test_the_keyword_stands_in_its_column_whatever_stands_before() -> None:
    pane, article = Hits(), Article("a", "A", "")
    befores = [
        "",
        "short ",
        "much longer than there is room for, by far and wide ",
        "灯火管制の夜に、私たちは ",
        "e\u0301te\u0301 ",
    ]
    async with Found(pane).run_test(size=(50, 10)) as pilot:
        hits = tuple(hit(article, before, "lamp", " out") for before in befores)
        pane.set_groups([Group(article, "", hits)], more=False)
        await pilot.pause()
        from rich.cells import cell_len

        lines = pilot.app.lines()[2:7]  # type: ignore[attr-defined]
        assert {cell_len(line[: line.index("lamp")]) for line in lines} == {20}
        assert {cell_len(line) for line in lines} == {50}


async def test_the_date_that_was_asked_for_stands_before_its_words() -> None:
    pane, article = Hits(), Article("a", "A", "")
    async with Found(pane).run_test(size=(60, 10)) as pilot:
        pane.set_groups(
            [Group(article, "", (hit(article, "since ", "that May", " of", "1932-05"),))], more=False
        )
        await pilot.pause()
        assert pilot.app.lines()[2].split()[:3] == ["1932-05", "since", "that"]  # type: ignore[attr-defined]


async def test_more_groups_are_asked_for_near_the_end_and_never_without() -> None:
    pane = Hits()
    async with (app := Found(pane)).run_test(size=(60, 10)) as pilot:
        pane.set_groups([group(n) for n in range(50)], more=True)
        await pilot.pause()
        assert kinds(app) == []
        await pilot.press("G")
        assert Hits.Wanted in kinds(app)
        cursor = pane.cursor
        app.said.clear()
        pane.add_groups([group(n) for n in range(50, 60)], more=False)
        await pilot.pause()
        assert pane.cursor == cursor
        await pilot.press("G")
        assert pane.row == Row(59, 1)
        assert kinds(app) == []


async def test_a_line_says_that_there_are_more_passages_and_asks_for_them() -> None:
    pane = Hits()
    async with (app := Found(pane)).run_test(size=(60, 10)) as pilot:
        pane.set_groups([group(1, more=True), group(2)], more=False)
        await pilot.press("j", "j", "j", "enter")
        assert kinds(app) == [Hits.PassagesWanted]
        pane.set_passages(0, group(1, 5).hits, more=False)
        assert pane.row == Row(0, 2)
        assert len(pane.rows) == 9


async def test_choosing_an_article_chooses_its_first_passage() -> None:
    pane = Hits()
    async with (app := Found(pane)).run_test(size=(60, 10)) as pilot:
        pane.set_groups([group(1), group(2)], more=False)
        await pilot.press("enter", "j", "j", "enter")
        chosen = [message.hit for message in app.said if isinstance(message, Hits.Chosen)]
        assert chosen == list(group(1).hits)


async def test_articles_are_stepped_through_from_wherever_one_is() -> None:
    pane = Hits()
    async with Found(pane).run_test(size=(60, 10)) as pilot:
        pane.set_groups([group(1), group(2), group(3)], more=False)
        await pilot.pause()
        assert pane.by_group(1)
        assert pane.row == Row(1, -1)
        await pilot.press("j")
        assert pane.by_group(-1)
        assert pane.row == Row(1, -1)
        assert pane.by_group(-1)
        assert not pane.by_group(-1)
        assert not pane.by_group(3)


async def test_hints_stand_where_nothing_is_found() -> None:
    pane = Hits()
    async with Found(pane).run_test(size=(60, 4)) as pilot:
        pane.hints = (("lamp clock", "both"), ("", "a line"), ("x", "y"), ("", "the last"))
        await pilot.pause()
        assert "lamp clock" in pilot.app.lines()[1]  # type: ignore[attr-defined]
        await pilot.press("j", "j", "j")
        assert "the last" in pilot.app.lines()[3]  # type: ignore[attr-defined]
        await pilot.press("enter")


async def test_what_files_say_is_no_markup_and_no_control() -> None:
    pane, article = Hits(), Article("a", "[red]A[/red]\x1b[2J", "")
    async with Found(pane).run_test(size=(80, 6)) as pilot:
        pane.set_groups(
            [Group(article, "\x07[b]", (hit(article, "\x1b[31m", "[b]w\u202e[/b]", "\x9b2J"),))], more=False
        )
        await pilot.pause()
        shown = "".join(pilot.app.lines())  # type: ignore[attr-defined]
        assert "[red]A[/red]" in shown
        assert not set(shown) & set("\x1b\x07\x9b\u202e")


async def test_it_draws_in_any_size() -> None:
    pane = Hits()
    async with (app := Found(pane)).run_test(size=(60, 10)) as pilot:
        pane.set_groups([group(1, more=True), group(2)], more=True)
        for width in (1, 2, 5, 13, 24, 40):
            await pilot.resize_terminal(width, 5)
            await pilot.pause()
            assert all(len(line) == width for line in app.lines())
