"""How fast timelines of any size open and move; run by hand.

    python tests/bench/timeline.py [--sizes 1000,100000,1000000] [--work FOLDER] [--steps 200]

Writes seeded articles by forty organizations, with the dates that a press is full of, straight into an index through
the library's own writer; the indexes are kept in the work folder for the next run. Then the room is opened over them, on
120×40, with the program's own screens, keys and drawing, without a terminal. Prints Markdown.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import random
import resource
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median, quantiles

from textual.pilot import Pilot

from tui.app import Polemics
from tui.config import Config
from tui.library import Library, pages, rows
from tui.library.digest import ArticleRow, Digest
from tui.library.fold import fold
from tui.library.schema import ARTICLES
from tui.library.survey import FILE, Found
from tui.library.writer import writing
from tui.model import (
    Article,
    Certainty,
    Day,
    Event,
    Interval,
    Page,
    Progress,
    Relation,
    Scope,
    Span,
    Timex,
    TimexType,
    Written,
)
from tui.screens.chronicle import Chronicle
from tui.screens.reader import Reader
from tui.state import State
from tui.widgets.lanes import Lanes

ORGANIZATIONS, EVENTS_AN_ARTICLE = 40, 12
FIRST, LAST = Day(1840, 1, 1).ordinal, Day(2024, 12, 31).ordinal
SENTENCES = (
    "On {} the committee met in the hall behind the lamp works and could not agree.",
    "The split of {} is told otherwise by those who stayed.",
    "Nobody who was there in {} will forget how the harbour looked without a single light.",
    "Since {} the paper has come out weekly, with one interruption that its editors regret.",
)
SIZE = (120, 40)


# -- the index


def date_of(chance: random.Random) -> tuple[str, Interval | None]:
    """A date as a press names it: mostly days, many years, some spans; now and then one that nobody can place."""
    kind = chance.random()
    # More is told of some times than of others.
    around = chance.choice((1848, 1905, 1917, 1919, 1936, 1953, 1968, 1989))
    middle = Day(around, 7, 1).ordinal + round(chance.gauss(0, 900))
    ordinal = max(FIRST, min(LAST, middle if chance.random() < 0.6 else chance.randint(FIRST, LAST)))
    day = Day.from_ordinal(ordinal)
    if kind < 0.05:
        return "recently", None
    if kind < 0.55:
        return day.iso, Interval.parse(day.iso)
    if kind < 0.70:
        return day.iso[:7], Interval.parse(day.iso[:7])
    if kind < 0.88:
        return day.iso[:4], Interval.parse(day.iso[:4])
    if kind < 0.92:
        return f"{day.iso[:3]}0s", Interval.parse(f"{day.iso[:3]}X")
    if kind < 0.96:
        end = day.plus(chance.randint(2, 2000)).iso
        return f"{day.iso} to {end}", Interval.parse(f"{day.iso}/{end}")
    return f"since {day.iso}", Interval.parse(f"{day.iso}/..")


def article_of(number: int, chance: random.Random) -> ArticleRow:
    """An article with its events."""
    events, text = [], ""
    for _ in range(EVENTS_AN_ARTICLE):
        words, interval = date_of(chance)
        sentence = chance.choice(SENTENCES)
        start = len(text) + sentence.index("{}")
        whole = Span(len(text), len(text) + len(sentence) - 2 + len(words))
        text += sentence.format(words) + "\n\n"
        certainty = chance.choice((Certainty.STATED, Certainty.STATED, Certainty.INFERRED))
        timex = Timex(
            Span(start, start + len(words)),
            words,
            TimexType.DATE,
            interval.edtf if interval else "PAST_REF",
            "bench",
            certainty if interval else Certainty.UNRESOLVED,
            interval,
        )
        events.append(Event(timex, Relation.AT, interval, whole, whole))
    events.sort(key=lambda event: event.order)
    organization = f"o{min(int(chance.expovariate(0.1)), ORGANIZATIONS - 1)}"
    key = f"{organization}/{number:07}.txt"
    published = Interval.parse(Day.from_ordinal(chance.randint(FIRST, LAST)).iso)
    article = Article(
        key,
        f"The {chance.choice(('lamp', 'clock', 'harbour', 'strike'))} question, {number}",
        organization,
        (),
        (f"Author {chance.randint(1, 500)}",),
        published,
    )
    about = (f"o{chance.randrange(ORGANIZATIONS)}",) if chance.random() < 0.2 else ()
    return ArticleRow(
        "", key, key, organization, about, "en", *rows.ordinals(published), rows.article_to(article),
        rows.written_to(Written(published)), b"bench", rows.listing_to(article), text, "",
        (fold(article.title), fold(article.authors[0]), fold(text)), rows.events_to(events, text), (),
    )  # fmt: skip


def make(root: Path, cache: Path, mentions: int) -> None:
    """Write an index of so many mentions, once."""
    root.mkdir(parents=True, exist_ok=True)
    library = Library(root, cache)
    store = library._opened()
    articles = mentions // EVENTS_AN_ARTICLE
    if store.one("SELECT count(*) FROM articles") == (articles,):
        return
    library.refresh(rebuild=True)
    store = library._opened()
    chance = random.Random(1917)
    for first in range(0, articles, 2000):
        with writing(store) as writer:
            for number in range(first, min(first + 2000, articles)):
                row = article_of(number, chance)
                file = writer.file(row.key, Found(FILE, len(row.text), number), ARTICLES, "bench")
                writer.digest(file, Digest(row.key, row.key.encode(), (row,)))
    with writing(store) as writer:
        writer.meta("ended", "bench")
    library.close()


# -- what is measured


class Frozen(Library):
    """A library whose index is not compared with the folder, in which no files stand."""

    def __init__(self, root: Path, cache: Path) -> None:
        super().__init__(root, cache)
        self._settled = True

    def open(self, key: str) -> Page:
        return self._of_article(key, pages.page)

    def refresh(self, *given: object, **options: object) -> Progress:  # type: ignore[override]
        return Progress()


async def until(pilot: Pilot[None], done: Callable[[], bool]) -> None:
    """Wait for the screen to follow."""
    while not done():  # noqa: ASYNC110 - a screen posts no event when it is drawn
        await asyncio.sleep(0.001)


async def timed(
    pilot: Pilot[None], do: Callable[[], object], done: Callable[[], bool] = lambda: True
) -> float:
    """Milliseconds of doing something, its drawing included."""
    began = time.perf_counter()
    do()
    await until(pilot, done)
    pilot.app.screen._compositor.render_update(full=True)
    return (time.perf_counter() - began) * 1000


def drawn(times: list[float]) -> str:
    """The median, and the 99th of a hundred."""
    return f"{median(times):.1f} / {quantiles(times, n=100)[98]:.1f}"


def drawn_once(screen: Chronicle) -> bool:
    """Whether the lanes have their place on the screen, and an event under the cursor."""
    lanes = screen.query(Lanes)
    return bool(lanes) and lanes.first().size.width > 0 and lanes.first().view is not None


async def visit(root: Path, cache: Path, steps: int) -> list[tuple[str, str]]:
    """What each thing takes."""
    told: list[tuple[str, str]] = []
    chance = random.Random(5)
    app = Polemics(Frozen(root, cache), Config(resume=False), State(cache / "state"), [])
    async with app.run_test(size=SIZE) as pilot:
        await app.workers.wait_for_complete()
        reader = app.screen
        assert isinstance(reader, Reader)

        opened = []
        for _ in range(9):
            gc.collect()
            opened.append(
                await timed(
                    pilot,
                    reader.sheets.chronicle,
                    lambda: isinstance(app.screen, Chronicle) and drawn_once(app.screen),
                )
            )
            screen = app.screen
            assert isinstance(screen, Chronicle)
            if _ < 8:
                screen.dismiss(None)
                await pilot.pause()
        told.append(("T opens", f"{median(opened):.0f} (first {opened[0]:.0f})"))
        lanes = screen.lanes
        moves = [
            lambda: lanes.by_event(1), lambda: lanes.by_event(-1), lambda: lanes.along(1),
            lambda: lanes.move(1), lambda: lanes.move(-1),
        ]  # fmt: skip
        times = []
        for n in range(steps):
            if n % 10 == 0:
                lanes.go_to_date(Interval.year(chance.randint(1845, 2020)))
            times.append(await timed(pilot, chance.choice(moves)))
        told.append(("T moves", drawn(times)))
        told.append(("T by gap, first", f"{await timed(pilot, lambda: lanes.by_gap(1)):.1f}"))
        times = []
        for _ in range(steps):
            if not lanes.view or lanes.view.name == "day":
                lanes.fit()
            lanes.go_to_date(Interval.year(chance.randint(1845, 2020)))
            times.append(await timed(pilot, lambda: lanes.zoom(chance.choice((1, 1, 1, -1)))))
        told.append(("T zooms", drawn(times)))
        times = []
        for _ in range(steps):
            when = Interval.year(chance.randint(1845, 2020))
            times.append(await timed(pilot, lambda: lanes.go_to_date(when)))  # noqa: B023
        told.append(("T goes to a date", drawn(times)))
        screen.dismiss(None)
        await pilot.pause()

        room, timeline = reader.room, reader.room.timeline
        total = len(reader.library.timeline(Scope.COLLECTION))
        opened = []
        for _ in range(5):
            while reader.place.scope != "collection":
                reader.action_scope()
                await app.workers.wait_for_complete()
                await pilot.pause()
            reader.action_scope()
            await pilot.pause()
            reader.action_scope()
            await app.workers.wait_for_complete()
            await pilot.pause()
            opened.append(await timed(pilot, reader.action_scope, lambda: len(timeline.rows) == total))
        told.append(("pane opens", f"{median(opened):.0f} (first {opened[0]:.0f})"))
        room.go_to("timeline")
        times = [
            await timed(pilot, lambda: timeline.move_page(chance.choice((1.0, -1.0)))) for _ in range(steps)
        ]
        told.append(("pane pages", drawn(times)))
        times = []
        for _ in range(steps):
            when = Interval.year(chance.randint(1845, 2020))
            times.append(await timed(pilot, lambda: timeline.go_to_date(when)))  # noqa: B023
        told.append(("pane goes to a date", drawn(times)))
        for name, pane, orders, words in (
            ("pane", timeline, ("certainty", "date"), ("harbour light", "1917")),
            ("articles", room.articles, ("name", "organization", "date", "place"), ("strike", "author 77")),
        ):
            for order in orders:
                took = await timed(pilot, partial(pane.sort_by, order), lambda: not pane.is_asking)  # noqa: B023
                told.append((f"{name} sorts by {order}", f"{took:.0f}"))
            for word in words:
                for what in (pane.filter, pane.find):
                    took = await timed(pilot, partial(what, word), lambda: not pane.is_asking)  # noqa: B023
                    pane.clear()
                    told.append((f"{name}: {what.__name__} {word}", f"{took:.0f}"))
    told.append(("largest memory, MB", f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f}"))
    return told


def main() -> None:
    """Make the indexes, visit each, print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="1000,100000,1000000")
    parser.add_argument("--work", type=Path)
    parser.add_argument("--steps", type=int, default=200)
    parser.add_argument("--make", action="store_true", help="only write the indexes")
    args = parser.parse_args()
    work = args.work or Path(tempfile.gettempdir()) / "polemics-timeline"
    table: dict[str, list[str]] = {}
    sizes = [int(size) for size in args.sizes.split(",")]
    for size in sizes:
        root, cache = work / str(size), work / "cache"
        make(root, cache, size)
        if not args.make:
            for what, figure in asyncio.run(visit(root, cache, args.steps)):
                table.setdefault(what, []).append(figure)
    if table:
        print("| milliseconds: median / p99 | " + " | ".join(f"{size:,}" for size in sizes) + " |")
        print("|---" * (len(sizes) + 1) + "|")
        for what, figures in table.items():
            print(f"| {what} | {' | '.join(figures)} |")


if __name__ == "__main__":
    main()
