"""The index: what is new is read, what is the same is not, and nothing that happens to it costs more than time."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from tests.library.test_library import lines, write
from tui.library import Library, edition
from tui.library.digest import Digest, Digester, Task
from tui.library.store import Store, place_of
from tui.library.writer import Writer
from tui.model import CollectionError, Progress, Scope
from tui.resources import seeds


@pytest.fixture
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache folder of the test's own."""
    return tmp_path_factory.mktemp("cache")


def summary(library: Library) -> object:
    """All that a library answers."""
    return (
        [(shelf.key, shelf.by, shelf.on) for shelf in library.organizations()],
        list(library.articles()),
        list(library.mentions(Scope.COLLECTION)),
        [library.open(article.key).reading for article in library.articles()],
        lines(library),
    )


def test_what_the_index_gives_back_is_what_was_read(collection: Path, cache: Path) -> None:
    from tui.dates import chronology

    library = Library(collection, cache)
    for article in library.articles():
        page = library.open(article.key)
        known = chronology(page.reading, article.published)
        assert page.events == known.events
        assert page.written == known.written
        assert page.article == article
    assert summary(Library(collection, cache)) == summary(library)


def test_a_fresh_index_is_opened_without_the_readers_and_the_engine(cache: Path) -> None:
    Library(seeds(), cache).articles()
    code = (
        "import sys; from pathlib import Path; from tui.library import Library; from tui.model import Scope\n"
        f"library = Library(Path({str(seeds())!r}), Path({str(cache)!r}))\n"
        "library.organizations(); first = library.articles()[0]; library.open(first.key); library.problems\n"
        "len(library.mentions(Scope.COLLECTION)); library.search('russia')\n"
        "print(sorted(set(sys.modules) & {'yaml', 'pyromark', 'tui.dates', 'tui.formats', 'tui.library.digest'}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


class TestChanges:
    def test_only_what_changed_is_read(self, collection: Path, cache: Path) -> None:
        library = Library(collection, cache)
        assert library.refresh() == Progress(2, 2)
        assert library.refresh() == Progress()
        write(collection, "clock/on-light.txt", "The lamps went out in 1915.\n")
        assert library.refresh() == Progress(1, 1)
        assert next(iter(library.mentions(Scope.ORGANIZATION, "clock"))).event.timex.words == "1915"

    def test_a_file_that_was_only_touched_is_not_dated_again(
        self, collection: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        library = Library(collection, cache)
        before = summary(library)
        os.utime(collection / "clock/on-light.txt", (1, 1))
        monkeypatch.setattr("tui.dates.chronology", None)
        assert library.refresh() == Progress(1, 1)
        assert summary(library) == before

    def test_a_file_that_moved_keeps_its_dates_and_its_number(
        self, collection: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        library = Library(collection, cache)
        [before] = library.articles("clock")[:1]
        store = Store(place_of(collection, cache))
        number = store.one("SELECT id FROM articles WHERE key = ?", (before.key,))
        monkeypatch.setattr("tui.dates.chronology", None)
        (collection / "lamp/moved.txt").write_bytes((collection / "clock/on-light.txt").read_bytes())
        (collection / "clock/on-light.txt").unlink()
        library.refresh()
        after = library.article("lamp/moved.txt")
        assert (after.title, after.organization) == (before.title, "lamp")
        assert store.one("SELECT id FROM articles WHERE key = ?", (after.key,)) == number
        assert len(library.open(after.key).events) == 2
        assert {m.article.key for m in library.mentions(Scope.ORGANIZATION, "clock")} == {
            "lamp/against-the-clock.md"
        }
        store.close()

    def test_a_file_that_moved_over_another_takes_its_place(self, collection: Path, cache: Path) -> None:
        other = write(collection, "clock/other.txt", "On 2 May 1932 they met.\n")
        library = Library(collection, cache)
        library.refresh()
        (collection / "clock/on-light.txt").replace(other)
        library.refresh()
        assert [article.key for article in library.articles("clock")][:1] == ["clock/other.txt"]
        assert "A word on light" in library.open("clock/other.txt").reading.text
        assert summary(library) == summary(Library(collection, cache / "fresh"))

    def test_other_organizations_need_no_other_dates(
        self, collection: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        library = Library(collection, cache)
        library.refresh()
        monkeypatch.setattr("tui.dates.chronology", None)
        write(collection, "organizations.yaml", "guild:\n  aliases: [CU]\n")
        library.refresh()
        assert library.article("lamp/against-the-clock.md").about == ("guild",)
        assert [shelf.key for shelf in library.organizations()] == ["guild", "clock", "lamp"]
        assert len(library.mentions(Scope.ORGANIZATION, "guild")) == 2
        assert lines(library) == []

    def test_a_sidecar_that_comes_and_goes(self, collection: Path, cache: Path) -> None:
        library = Library(collection, cache)
        library.refresh()
        sidecar = write(collection, "clock/on-light.txt.yaml", "title: Dark\n")
        library.refresh()
        assert library.article("clock/on-light.txt").title == "Dark"
        sidecar.unlink()
        library.refresh()
        assert library.article("clock/on-light.txt").title == "A word on light"

    def test_a_folder_that_is_closed_and_opened_again(
        self, collection: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        library = Library(collection, cache)
        library.refresh()
        whole = os.scandir

        def refuse(path: str) -> object:
            if str(path).endswith("clock"):
                raise PermissionError(13, "Permission denied")
            return whole(path)

        monkeypatch.setattr("tui.library.survey.os.scandir", refuse)
        for _ in range(2):
            library.refresh()
            assert lines(library) == ["clock: cannot be read (permission denied)"]
            assert [article.key for article in library.articles()] == ["lamp/against-the-clock.md"]
        assert library.refresh() == Progress()
        monkeypatch.undo()
        library.refresh()
        assert lines(library) == []
        assert len(library.articles()) == 2

    def test_what_is_gone_is_gone_everywhere(self, collection: Path, cache: Path) -> None:
        library = Library(collection, cache)
        assert library.search("lamps").hits
        (collection / "clock/on-light.txt").unlink()
        library.refresh()
        assert not library.search("lamps").hits
        assert len(library.articles()) == 1
        store = Store(place_of(collection, cache))
        for table in ("texts", "events", "articles"):
            assert store.one(f"SELECT count(*) FROM {table}") in ((1,), (2,))
        assert store.one("SELECT sum(count) FROM spans WHERE shelf = '*'") == (2,)
        store.close()

    def test_another_engine_makes_the_dates_anew(
        self, collection: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        Library(collection, cache).refresh()
        monkeypatch.setattr("tui.library.edition._code", lambda: "other")
        monkeypatch.setattr("tui.library.edition._stamp", lambda: "other")
        library = Library(collection, cache)
        assert library.refresh() == Progress(2, 2)
        assert len(library.articles()) == 2
        assert len(library.mentions(Scope.COLLECTION)) == 4


class TestTheFile:
    def test_it_may_be_deleted_at_any_time(self, collection: Path, cache: Path) -> None:
        library = Library(collection, cache)
        before = summary(library)
        for file in (cache / "collections").iterdir():
            file.unlink()
        assert summary(library) == before
        library.refresh()
        assert summary(Library(collection, cache)) == before

    @pytest.mark.parametrize(
        "damage", [b"no database at all", b"SQLite format 3\0" + bytes(range(256)) * 40, b""]
    )
    def test_a_damaged_one_is_made_anew(self, collection: Path, cache: Path, damage: bytes) -> None:
        library = Library(collection, cache)
        before = summary(library)
        library.close()
        place_of(collection, cache).write_bytes(damage)
        assert summary(Library(collection, cache)) == before

    def test_one_damaged_within_is_made_anew(self, collection: Path, cache: Path) -> None:
        for number in range(40):
            write(collection, f"lamp/{number}.txt", f"The lamps of {1900 + number}. " * 50)
        library = Library(collection, cache)
        before = summary(library)
        library.close()
        place = place_of(collection, cache)
        data = bytearray(place.read_bytes())
        data[8192:] = b"\xff" * (len(data) - 8192)
        place.write_bytes(data)
        assert summary(Library(collection, cache)) == before

    def test_one_of_another_version_is_made_anew(self, collection: Path, cache: Path) -> None:
        library = Library(collection, cache)
        before = summary(library)
        library.close()
        with sqlite3.connect(place_of(collection, cache)) as database:
            database.execute("PRAGMA user_version = 999")
        database.close()
        assert summary(Library(collection, cache)) == before

    def test_a_cache_folder_that_cannot_be_written_is_told_once(self, collection: Path, cache: Path) -> None:
        (cache / "collections").write_text("a file in the way")
        library = Library(collection, cache)
        assert len(library.articles()) == 2
        assert len(library.mentions(Scope.COLLECTION)) == 4
        [told] = lines(library)
        assert "the index cannot be kept (" in told
        library.refresh()
        assert lines(library) == [told]

    def test_an_index_that_cannot_be_locked_is_told_and_answers_what_it_has(
        self, collection: Path, cache: Path
    ) -> None:
        Library(collection, cache).refresh()
        turn = place_of(collection, cache).with_name(place_of(collection, cache).name + ".turn")
        turn.unlink(missing_ok=True)
        turn.mkdir()
        write(collection, "lamp/new.txt")
        library = Library(collection, cache)
        assert len(library.articles()) == 2
        assert lines(library) == [f"{collection}: the index cannot be written (unable to open database file)"]
        with pytest.raises(CollectionError, match="the index cannot be written"):
            library.refresh()

    def test_a_full_disk_is_one_line_and_what_was_read_stays(
        self, collection: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("tui.library.refresh._BATCH_FILES", 5)
        library = Library(collection, cache)
        library.refresh()
        for number in range(200):
            write(collection, f"lamp/{number}.txt", f"The lamps of {1900 + number}. " * 200)
        store = library._opened()
        with store.write() as database:
            database.execute(
                f"PRAGMA max_page_count = {database.execute('PRAGMA page_count').fetchone()[0] + 40}"
            )
        with pytest.raises(
            CollectionError, match=r"the index cannot be written \(database or disk is full\)"
        ):
            library.refresh()
        assert 2 <= len(library.articles()) < 202
        library.close()
        library.refresh()
        assert len(library.articles()) == 202

    def test_two_collections_have_two(self, collection: Path, cache: Path, tmp_path: Path) -> None:
        (other := tmp_path / "other").mkdir()
        assert place_of(collection, cache) != place_of(other, cache)
        (link := tmp_path / "link").symlink_to(collection)
        assert place_of(collection, cache) == place_of(link, cache)

    def test_only_one_process_writes(self, collection: Path, cache: Path) -> None:
        library = Library(collection, cache)
        library.refresh()
        other = Store(place_of(collection, cache))
        assert other.take_turn()
        assert library.refresh().busy
        assert len(library.articles()) == 2
        other.end_turn()
        assert not library.refresh().busy
        other.close()

    def test_readers_see_it_grow(self, collection: Path, cache: Path) -> None:
        reader, indexer = Library(collection, cache), Library(collection, cache)
        assert len(reader.articles()) == 2
        before = reader.generation
        write(collection, "lamp/new.txt")
        indexer.refresh()
        assert reader.generation != before
        assert len(reader.articles()) == 3


def many(root: Path, count: int) -> None:
    for number in range(count):
        write(
            root,
            f"lamp/{number:04}.txt",
            f"Lamp {number}\n\nIt burnt on {number % 28 + 1} May {1900 + number % 90}. " * 4,
        )


def test_killed_at_any_moment_it_goes_on_from_there(tmp_path: Path, cache: Path) -> None:
    root = tmp_path / "collection"
    many(root, 300)
    command = [sys.executable, "-m", "tui.cli", "index", str(root), "--jobs", "1"]
    environment = {**os.environ, "XDG_CACHE_HOME": str(cache)}
    chance = random.Random(1917)
    place = place_of(root, cache / "polemics")
    done = 0
    for _ in range(20):
        process = subprocess.Popen(
            command,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        time.sleep(chance.uniform(0.02, 0.9))
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        if place.exists():
            store = Store(place)
            [count] = store.one("SELECT count(*) FROM articles") or [0]
            assert count >= done
            assert store.one("PRAGMA integrity_check") == ("ok",)
            done = count
            store.close()
    assert subprocess.run(
        command, env=environment, check=True, capture_output=True, text=True
    ).stdout.endswith("the index holds 300 articles, 1 organizations, 1200 dated sentences\n")
    library = Library(root, cache / "polemics")
    assert library.refresh() == Progress()
    fresh = Library(root, tmp_path / "other-cache")
    fresh.refresh(jobs=2)
    assert summary(fresh) == summary(library)


class TestLimits:
    """A file that hangs, crashes or eats memory is one line, and the others are all there."""

    @pytest.fixture
    def trap(self, collection: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        """A reader of `.txt` that does what the text says, in the processes that read."""
        site = collection.parent / f"{collection.name}-site"
        site.mkdir()
        (site / "sitecustomize.py").write_text(
            "import tui.formats.text as text\nread = text.read\n"
            "def trapped(data, name):\n"
            "    if b'HANG' in data:\n        while True: pass\n"
            "    if b'CRASH' in data:\n        import os; os.abort()\n"
            "    if b'EAT' in data:\n        rest = bytes(1 << 34)\n"
            "    if b'FAULT' in data:\n        raise ZeroDivisionError('what was that')\n"
            "    if b'CHATTER' in data:\n        print('x' * 100000, flush=True)\n"
            "    return read(data, name)\ntext.read = trapped\n"
        )
        monkeypatch.setattr(sys, "path", [str(site), *sys.path])
        monkeypatch.setattr("tui.library.upkeep._MOST_FILES", 0)
        monkeypatch.setattr("tui.library.crew.SECONDS", 3.0)
        for word in ("hang", "crash", "eat", "fault", "chatter"):
            write(collection, f"lamp/{word}.txt", word.upper() + " in 1932.\n")
        return collection

    @pytest.mark.parametrize("jobs", [1, 3])
    def test_each_is_told_and_the_rest_is_there(self, trap: Path, cache: Path, jobs: int) -> None:
        library = Library(trap, cache)
        progress = library.refresh(jobs=jobs)
        assert (progress.done, progress.failed) == (7, 4)
        assert [article.key for article in library.articles()] == [
            "clock/on-light.txt",
            "lamp/against-the-clock.md",
            "lamp/chatter.txt",
        ]
        crash, eat, fault, hang = lines(library)
        why = "SIGABRT, most likely for more than 768 MB of memory"
        assert crash == f"lamp/crash.txt: ended the process that read it ({why}); passed over"
        assert eat == "lamp/eat.txt: needs more than 768 MB of memory to read; passed over"
        assert fault.startswith("lamp/fault.txt: ")
        assert "ZeroDivisionError: what was that" in fault
        assert hang == "lamp/hang.txt: took longer than 2 seconds to read; passed over"
        assert library.refresh() == Progress()

    def test_a_file_that_is_opened_alone_has_the_same_limits(self, trap: Path, cache: Path) -> None:
        for word in ("hang", "crash"):
            (trap / f"lamp/{word}.txt").write_text(f"{word.upper()} in 1932.\n" + "A lamp.\n" * 10_000)
            with pytest.raises(CollectionError, match=r"passed over"):
                Library(trap, cache / word).open(f"lamp/{word}.txt")

    def test_a_changed_file_has_the_same_limits(self, trap: Path, cache: Path) -> None:
        library = Library(trap, cache)
        library.refresh()
        (trap / "clock/on-light.txt").write_text("CRASH in 1932.\n" + "A lamp.\n" * 10_000)
        with pytest.raises(CollectionError, match="ended the process that read it"):
            library.open("clock/on-light.txt")

    def test_dates_that_take_too_long_leave_the_text(
        self, trap: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        site = Path(sys.path[0])
        (site / "sitecustomize.py").write_text(
            "import tui.dates\ndef slow(*rest):\n    while True: pass\ntui.dates.chronology = slow\n"
        )
        (trap / "clock/on-light.txt").unlink()
        for word in ("hang", "crash", "eat", "fault"):
            (trap / f"lamp/{word}.txt").unlink()
        (trap / "lamp/against-the-clock.md").unlink()
        (trap / "lamp/against-the-clock.md.yaml").unlink()
        library = Library(trap, cache)
        assert library.refresh().failed == 0
        [article] = library.articles()
        assert library.open(article.key).reading.text.startswith("CHATTER")
        assert lines(library) == [
            "lamp/chatter.txt: its dates could not be read: took longer than 2 seconds to read"
        ]


def test_two_made_anew_are_the_same_whoever_was_the_faster(
    tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Events of the same days, told by several articles, stand in the same order on every machine."""
    for number in range(30):
        write(tmp_path, f"lamp/{number:04}.txt", f"Lamp {number}\n\nIt burnt on 1 May 1932.")
    orders = []
    for seed in (1, 2):
        chance = random.Random(seed)

        def whoever(
            digester: Digester, tasks: Iterable[Task], chance: random.Random = chance
        ) -> Iterator[Digest]:
            return map(digester, sorted(tasks, key=lambda task: chance.random()))

        monkeypatch.setattr("tui.library.refresh.here", whoever)
        library = Library(tmp_path, cache / str(seed))
        library.refresh()
        orders.append(
            [(mention.article.key, mention.event) for mention in library.mentions(Scope.COLLECTION)]
        )
    assert len(orders[0]) == 30
    assert orders[0] == orders[1]


def test_a_file_that_takes_long_holds_up_only_a_few(
    tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.library.refresh._HELD_BACK", 3)
    monkeypatch.setattr("tui.library.refresh._BATCH_FILES", 1)
    many(tmp_path, 9)

    def first_comes_last(digester: Digester, tasks: Iterable[Task]) -> Iterator[Digest]:
        slow, *others = tasks
        return map(digester, (*others, slow))

    monkeypatch.setattr("tui.library.refresh.here", first_comes_last)
    library = Library(tmp_path, cache)
    told: list[str] = []
    digest = Writer.digest

    def listening(writer: Writer, file: int, made: Digest) -> None:
        told.append(made.path)
        digest(writer, file, made)

    monkeypatch.setattr(Writer, "digest", listening)
    library.refresh()
    assert told == [*sorted(told)[1:], min(told)]
    assert len(library.articles()) == 9


def test_a_process_that_cannot_be_started_ends_the_work(
    collection: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.library.upkeep._MOST_FILES", 0)
    for program in ("/bin/false", "/nowhere/python"):
        monkeypatch.setattr(sys, "executable", program)
        with pytest.raises(CollectionError, match="the process that reads its files cannot be started"):
            Library(collection, cache).refresh()


def test_no_program_is_taken_from_the_folder_that_one_stands_in(
    collection: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A collection may hold a `tui` or a `struct.py` of its own."""
    for name in ("tui/__init__.py", "struct.py"):
        write(collection, name, f"open({str(collection / 'marker')!r}, 'w')\n")
    monkeypatch.setattr("tui.library.upkeep._MOST_FILES", 0)
    monkeypatch.chdir(collection)
    library = Library(Path(), cache)
    library.refresh()
    assert len(library.articles()) == 2
    assert not (collection / "marker").exists()


def test_a_large_collection_does_not_hold_up_its_opening(
    tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.library.upkeep._MOST_FILES", 10)
    many(tmp_path, 30)
    library = Library(tmp_path, cache)
    monkeypatch.setattr(Digester, "__call__", lambda *_: pytest.fail("nothing is read"))
    assert library.articles() == ()
    assert library.organizations() == ()
    assert not library.complete
    monkeypatch.undo()
    told: list[Progress] = []
    library.refresh(told.append)
    assert told[0] == Progress(0, 30)
    assert told[-1] == Progress(30, 30)
    assert library.complete
    assert len(library.articles()) == 30


def test_the_work_can_be_stopped(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tui.library.refresh._BATCH_FILES", 5)
    many(tmp_path, 30)
    library = Library(tmp_path, cache)
    progress = library.refresh(stopped=lambda: True)
    assert progress.done == 5
    assert len(library.articles()) == 5
    assert library.refresh() == Progress(25, 25)


def test_an_unknown_article_of_a_large_collection_is_read_alone(
    collection: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.library.upkeep._MOST_FILES", 0)
    library = Library(collection, cache)
    assert library.open("clock/on-light.txt").events
    assert len(library.articles()) == 1
    with pytest.raises(KeyError):
        library.open("clock/nothing.txt")
    (collection / "clock/on-light.txt").unlink()
    with pytest.raises(CollectionError):
        library.open("clock/on-light.txt")


def test_an_installed_format_makes_another_edition(monkeypatch: pytest.MonkeyPatch) -> None:
    before = edition._code()
    point = EntryPoint("scroll", "scroll_reader", "polemics.formats")
    monkeypatch.setattr("importlib.metadata.entry_points", lambda group: [point])
    assert edition._code() != before


def test_a_package_that_is_installed_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    packages = tmp_path / "site-packages"
    packages.mkdir()
    monkeypatch.syspath_prepend(packages)
    before = edition._stamp()
    assert edition._stamp() == before
    (packages / "scroll_reader.py").write_text("")
    os.utime(packages, (1, 1))
    assert edition._stamp() != before
