"""Stories of a reader's collection."""

import threading
from pathlib import Path

import pytest

from tui.library import Library
from tui.model import Certainty, CollectionError, Scope
from tui.resources import seeds


def lines(library: Library) -> list[str]:
    return [str(problem) for problem in library.problems]


def write(root: Path, name: str, text: str | bytes = "A lamp.\n") -> Path:
    file = root / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


class TestTheCatalogue:
    def test_organizations_stand_in_the_order_of_the_file_with_their_counts(self, collection: Path) -> None:
        shelves = Library(collection).organizations()
        assert [(shelf.key, shelf.by, shelf.on) for shelf in shelves] == [
            ("lamp", 1, 0),
            ("clock", 1, 1),
            ("guild", 0, 0),
        ]

    @pytest.mark.parametrize(
        ("said", "folder", "organization"),
        [
            ("Clockmakers’ Union", "lamp", "clock"),
            ("The Wick Society", "lamp", "lamp"),
            ("The Wick Society", "other", "The Wick Society"),
        ],
    )
    def test_a_page_s_own_word_of_its_publisher_goes_before_a_folder_only_where_it_is_declared(
        self, collection: Path, said: str, folder: str, organization: str
    ) -> None:
        page = f'<html><head><meta charset="utf-8"><meta property="og:site_name" content="{said}"><title>Oil</title></head><body><p>'
        write(collection, f"{folder}/page.html", f"{page}{'The price of oil. ' * 20}")
        library = Library(collection)
        library.refresh()
        assert library.article(f"{folder}/page.html").organization == organization
        assert bool(lines(library)) == (organization == said)

    def test_an_article_is_described_by_sidecar_front_matter_text_and_folder(self, collection: Path) -> None:
        article = Library(collection).article("lamp/against-the-clock.md")
        assert article.title == "Against the Clock"
        assert article.organization == "lamp"
        assert article.about == ("clock",)
        assert article.authors == ("Ada Wick",)
        assert article.published is not None
        assert article.published.edtf == "1932-05-14"
        assert article.source == "https://lantern.example/clock"
        assert dict(article.said) == {
            "title": "front matter",
            "authors": "front matter",
            "published": "front matter",
            "organization": "folder",
            "about": "sidecar",
            "source": "sidecar",
            "language": "sidecar",
        }

    def test_what_nobody_says_stays_unknown(self, collection: Path) -> None:
        article = Library(collection).article("clock/on-light.txt")
        assert article.published is None
        assert article.authors == ()
        assert article.language == ""
        assert article.title == "A word on light"
        assert article.said["title"] == "heading"

    def test_those_by_an_organization_come_before_those_on_it(self, collection: Path) -> None:
        library = Library(collection)
        assert [article.key for article in library.articles("clock")] == [
            "clock/on-light.txt",
            "lamp/against-the-clock.md",
        ]
        assert len(library.articles()) == 2
        assert library.articles("guild") == ()
        assert library.articles("nobody") == ()

    def test_the_sidecar_goes_before_the_front_matter(self, collection: Path) -> None:
        write(
            collection,
            "lamp/against-the-clock.md.yaml",
            "title: Revised\norganization: The Lantern\npublished: 1933",
        )
        article = Library(collection).article("lamp/against-the-clock.md")
        assert (article.title, article.organization) == ("Revised", "lamp")
        assert article.published is not None
        assert article.published.edtf == "1933"

    def test_an_organization_goes_by_key_name_alias_or_organ(self, collection: Path) -> None:
        library = Library(collection)
        for name in ("lamp", "League of Lamplighters", "ll", "the lantern", "  LAMPS "):
            organization = library.organization(name)
            assert organization is not None
            assert organization.key == "lamp"
        clock = library.organization("Clockmakers' Union")
        assert clock is not None
        assert clock.key == "clock"
        assert library.organization("nobody") is None

    def test_undeclared_folders_and_the_unknown_publisher_come_last(self, collection: Path) -> None:
        write(collection, "bell/ring.txt")
        write(collection, "stray.txt")
        shelves = Library(collection).organizations()
        assert [shelf.key for shelf in shelves] == ["lamp", "clock", "guild", "bell", ""]
        library = Library(collection)
        assert [article.key for article in library.articles("")] == ["stray.txt"]
        assert library.name_of("bell") == "bell"
        assert library.name_of("lamp") == "League of Lamplighters"
        assert library.name_of("") == "unknown publisher"
        assert library.file("stray.txt") == collection / "stray.txt"

    def test_the_nearest_declared_folder_is_the_organization(self, collection: Path) -> None:
        write(collection, "guild/lamp/1932/05/a.txt")
        write(collection, "bell/1932/b.txt")
        library = Library(collection)
        assert library.article("guild/lamp/1932/05/a.txt").organization == "lamp"
        assert library.article("bell/1932/b.txt").organization == "bell"

    def test_titles_fall_back_to_heading_first_line_and_file_name(self, collection: Path) -> None:
        write(collection, "bell/a.md", "Some text.\n\n## A *heading*\n")
        write(collection, "bell/b.txt", "word " * 100)
        write(collection, "bell/c.txt", "")
        library = Library(collection)
        a, b, c = library.articles("bell")
        assert (a.title, a.said["title"]) == ("A heading", "heading")
        assert (len(b.title), b.title[-2:], b.said["title"]) == (120, "d…", "first line")
        assert (c.title, c.said["title"]) == ("c", "file name")

    def test_a_date_in_the_words_of_front_matter_is_read(self, collection: Path) -> None:
        write(collection, "bell/a.md", "---\ndate: 14 May 1932\n---\nText.\n")
        write(collection, "bell/b.md", "---\ndate: last Tuesday\n---\nText.\n")
        library = Library(collection)
        a, b = library.articles("bell")
        assert a.published is not None
        assert a.published.edtf == "1932-05-14"
        assert b.published is None
        assert [line.split(": not")[0] for line in lines(library)] == ["bell/b.md:2: published"]

    def test_the_title_in_the_list_is_the_title_on_the_page(self, collection: Path) -> None:
        write(collection, "bell/a.md", "Lamps. " * 10_000 + "\n\n# Far down\n")
        library = Library(collection)
        [article] = library.articles("bell")
        assert library.open(article.key).article == article
        assert article.title.startswith("Lamps. Lamps.")

    def test_readmes_licences_and_hidden_files_are_no_articles(self, collection: Path) -> None:
        for name in ("README.md", "LICENSE", "lamp/readme.txt", ".hidden.md", ".git/a.md"):
            write(collection, name)
        library = Library(collection)
        assert len(library.articles()) == 2
        assert lines(library) == []


class TestPages:
    def test_a_page_has_the_text_and_its_events_in_order(self, collection: Path) -> None:
        page = Library(collection).open("clock/on-light.txt")
        assert page.reading.text.startswith("A word on light\n\nThe lamps went out in 1914")
        assert [event.timex.words for event in page.events] == ["1914", "11 November 1918"]
        assert list(page.events) == sorted(page.events, key=lambda event: event.order)

    def test_a_known_date_of_publication_is_the_anchor(self, collection: Path) -> None:
        page = Library(collection).open("lamp/against-the-clock.md")
        assert page.written.certainty is Certainty.STATED
        assert page.written.words == "1932-05-14"

    def test_a_page_is_kept_until_its_file_changes(self, collection: Path) -> None:
        library = Library(collection)
        first = library.open("clock/on-light.txt")
        assert library.open("clock/on-light.txt") is first
        write(collection, "clock/on-light.txt", "The lamps went out in 1915, it was said.\n")
        assert library.open("clock/on-light.txt").events[0].timex.words == "1915"
        write(collection, "clock/on-light.txt.yaml", "title: Dark\n")
        assert library.open("clock/on-light.txt").article.title == "Dark"

    def test_timelines_of_an_article_an_organization_and_all(self, collection: Path) -> None:
        library = Library(collection)
        article = library.mentions(Scope.ARTICLE, "clock/on-light.txt")
        assert article == library.open("clock/on-light.txt").mentions
        organization = library.mentions(Scope.ORGANIZATION, "lamp")
        assert {mention.article.key for mention in organization} == {"lamp/against-the-clock.md"}
        everything = library.mentions(Scope.COLLECTION)
        assert {mention.article.key for mention in everything} == {
            "clock/on-light.txt",
            "lamp/against-the-clock.md",
        }
        assert [row.event.order for row in everything] == sorted(row.event.order for row in everything)
        assert everything[0].clause in everything[0].sentence

    def test_no_such_article(self, collection: Path) -> None:
        library = Library(collection)
        for key in ("nothing.txt", "", "../x.md", "/etc/passwd", "lamp", "organizations.yaml", "a\0b.md"):
            with pytest.raises(KeyError):
                library.open(key)
            with pytest.raises(KeyError):
                library.article(key)

    def test_an_article_can_be_opened_before_anything_was_listed(self, collection: Path) -> None:
        write(collection, "lamp/broken.md.yaml", "title: [")
        library = Library(collection)
        assert library.article("clock/on-light.txt").title == "A word on light"
        assert library.open("clock/on-light.txt").events
        assert library.problems_of("clock/on-light.txt") == ()

    def test_a_file_that_goes_away_is_told(self, collection: Path) -> None:
        library = Library(collection)
        assert len(library.articles()) == 2
        (collection / "clock/on-light.txt").unlink()
        with pytest.raises(CollectionError, match=r"clock/on-light.txt: cannot be read \(no such file"):
            library.open("clock/on-light.txt")
        assert {mention.article.key for mention in library.mentions(Scope.COLLECTION)} == {
            "lamp/against-the-clock.md"
        }
        assert len(lines(library)) == 1

    def test_a_language_without_dates_is_told_and_the_text_is_there(self, collection: Path) -> None:
        write(collection, "clock/on-light.txt.yaml", "language: tlh\n")
        library = Library(collection)
        page = library.open("clock/on-light.txt")
        assert page.events == ()
        assert page.reading.text
        assert lines(library) == [
            "clock/on-light.txt: language: dates in the language 'tlh' cannot be read yet"
        ]

    def test_many_threads_may_ask(self, collection: Path) -> None:
        for number in range(20):
            write(collection, f"lamp/{number}.txt", f"The lamps went out in {1900 + number}.\n")
        library = Library(collection)
        found: list[int] = []

        def ask() -> None:
            found.append(len(library.organizations()) + len(library.mentions(Scope.COLLECTION)))

        threads = [threading.Thread(target=ask) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(set(found)) == 1
        assert len(found) == 8


class TestTheSeeds:
    def test_the_bundled_collection_is_sound(self) -> None:
        library = Library(seeds())
        counts = {shelf.key: (shelf.by, shelf.on) for shelf in library.organizations()}
        assert counts["wsws"] == counts["icl"] == (1, 0)
        assert counts["iso"] == counts["ig"] == (0, 1)
        assert [article.published for article in library.articles()] == [None, None]
        for article in library.articles():
            assert library.open(article.key).events
        assert library.problems == ()

    def test_the_paragraph_that_a_page_end_broke_is_whole(self) -> None:
        [article] = Library(seeds()).articles("icl")
        text = Library(seeds()).open(article.key).reading.text
        assert "no matter how successful Ukrainian forces are on the battlefield" in text
        assert "*" not in text
        assert "International Communist League\n(Fourth Internationalist)" in text

    def test_the_organs_and_aliases_are_known(self) -> None:
        library = Library(seeds())
        for name, key in (
            ("Socialist Worker", "iso"),
            ("International Socialist Review", "iso"),
            ("Spartacist", "icl"),
            ("ISO", "iso"),
            ("IG", "ig"),
            ("ICL", "icl"),
            ("SWP", "swp"),
        ):
            organization = library.organization(name)
            assert organization is not None
            assert organization.key == key
