"""What is wrong with a collection is one clear line, and the rest opens."""

import os
from itertools import count
from pathlib import Path

import pytest

from tests.library.test_library import lines, write
from tui.library import Library
from tui.library.description import read_description
from tui.library.digest import Digester, Task, patience_for
from tui.library.files import LARGEST
from tui.model import CollectionError, Progress, Scope


def test_a_missing_folder(tmp_path: Path) -> None:
    with pytest.raises(CollectionError, match="nowhere: there is no such folder; name"):
        Library(tmp_path / "nowhere")


def test_a_file_for_a_folder(collection: Path) -> None:
    with pytest.raises(CollectionError, match="is no folder; name the folder that"):
        Library(collection / "organizations.yaml")


def test_an_impossible_folder() -> None:
    with pytest.raises(CollectionError):
        Library(Path("a\0b"))


def test_a_file_that_the_system_refuses(collection: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = os.open

    def refuse(path: object, *rest: int) -> int:
        if str(path).endswith("on-light.txt"):
            raise PermissionError(13, "Permission denied")
        return whole(path, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "open", refuse)
    library = Library(collection)
    assert [article.key for article in library.articles()] == ["lamp/against-the-clock.md"]
    assert lines(library) == ["clock/on-light.txt: cannot be read (permission denied)"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_folder_and_a_file_that_may_not_be_read(collection: Path) -> None:
    (collection / "lamp").chmod(0)
    (collection / "clock/on-light.txt").chmod(0)
    try:
        library = Library(collection)
        assert library.articles() == ()
        assert "clock/on-light.txt: cannot be read (permission denied)" in lines(library)
        assert "lamp: cannot be read (permission denied)" in lines(library)
    finally:
        (collection / "lamp").chmod(0o755)


def test_a_folder_without_articles(tmp_path: Path) -> None:
    library = Library(tmp_path)
    assert library.organizations() == ()
    assert library.articles() == ()
    assert library.mentions(Scope.COLLECTION) == ()
    assert lines(library) == [
        f"{tmp_path}: there are no articles here; put .txt or .md files in a folder an organization"
    ]


def test_formats_that_are_not_read_are_told(collection: Path) -> None:
    write(collection, "lamp/issue.odt", b"PK")
    write(collection, "lamp/nameless", "A text without an ending")
    library = Library(collection)
    assert len(library.articles()) == 2
    assert lines(library) == [
        "lamp/issue.odt: is of a format that is not read; passed over",
        "lamp/nameless: is of a format that is not read; passed over",
    ]


def test_a_file_of_a_far_future_is_read_and_known_again(collection: Path, tmp_path: Path) -> None:
    os.utime(write(collection, "lamp/late.txt"), (2**40, 2**40))
    library = Library(collection, tmp_path / "cache")
    library.refresh()
    assert library.open("lamp/late.txt").reading.text == "A lamp."
    assert Library(collection, tmp_path / "cache").refresh() == Progress()


def test_articles_of_one_name_in_a_file_are_all_there(collection: Path) -> None:
    text = "<TEI xml:id='a'><text><p>Lamp {}.</p></text></TEI>"
    write(collection, "lamp/many.tei", f"<teiCorpus>{''.join(map(text.format, range(3)))}</teiCorpus>")
    rows = ('{"text": "One."}', '{"id": "line 3", "text": "Two."}', '{"id": "line 3", "text": "Three."}')
    write(collection, "lamp/rows.jsonl", "\n".join(rows))
    library = Library(collection)
    library.refresh()
    opened = {
        article.key: library.open(article.key).reading.text
        for article in library.articles()
        if "#" in article.key
    }
    assert opened == {
        "lamp/many.tei#a": "Lamp 0.",
        "lamp/many.tei#a (2)": "Lamp 1.",
        "lamp/many.tei#a (3)": "Lamp 2.",
        "lamp/rows.jsonl#line 1": "One.",
        "lamp/rows.jsonl#line 3": "Two.",
        "lamp/rows.jsonl#line 3 (2)": "Three.",
    }


def test_a_name_of_broken_bytes_is_not_taken_for_one_that_looks_so(collection: Path) -> None:
    broken, plain = os.fsencode(collection / "lamp") + b"/\xff.txt", collection / "lamp" / "\\xff.txt"
    with open(broken, "wb") as file:  # noqa: PTH123 - the name is bytes
        file.write(b"Broken.")
    plain.write_text("Plain.")
    library = Library(collection)
    texts = {article.key: library.open(article.key).reading.text for article in library.articles("lamp")}
    assert texts["lamp/\\xff.txt"] == "Broken."
    assert texts["lamp/\\x5cxff.txt"] == "Plain."


def test_two_files_of_one_key_are_told(collection: Path, tmp_path: Path) -> None:
    write(collection, "lamp/rows.jsonl", '{"id": "a.txt", "text": "One."}')
    write(collection, "lamp/rows.jsonl#a.txt", "Two.")
    library = Library(collection, tmp_path / "cache")
    library.refresh()
    assert len(library.articles()) == 3
    [line] = [each for each in lines(library) if "same key" in each]
    assert line.endswith("has the same key as another article, lamp/rows.jsonl#a.txt; rename one of them")
    again = Library(collection, tmp_path / "cache")
    again.refresh()
    assert (len(again.articles()), lines(again)) == (3, lines(library))


def test_mislabelled_files_are_told(collection: Path) -> None:
    write(collection, "lamp/a.txt", b"%PDF-1.7 binary")
    write(collection, "lamp/b.md", b"\0\1\2\3" * 1000)
    library = Library(collection)
    assert len(library.articles()) == 2
    assert lines(library) == [
        "lamp/a.txt: is a PDF file, not text",
        "lamp/b.md: is not text (too many control bytes)",
    ]


def test_a_file_that_is_too_large(collection: Path) -> None:
    with (collection / "lamp/large.txt").open("wb") as file:
        file.truncate(LARGEST + 1)
    library = Library(collection)
    assert len(library.articles()) == 2
    assert lines(library) == ["lamp/large.txt: is too large (64 MB; at most 64 MB are read)"]


def test_yaml_errors_name_file_and_line(collection: Path) -> None:
    write(collection, "organizations.yaml", "lamp:\n  name: Lamps: a league\n")
    library = Library(collection)
    assert [shelf.key for shelf in library.organizations()] == ["clock", "CU", "lamp"]
    problems = lines(library)
    assert problems[0].startswith("organizations.yaml:2: YAML: mapping values are not allowed")
    assert problems[0].endswith("put the value in quotes")
    assert problems[1] == (
        "lamp/against-the-clock.md.yaml:1: about: 'CU' is no organization of this collection; "
        "add it to organizations.yaml"
    )


@pytest.mark.parametrize(
    ("sidecar", "problem"),
    [
        ("title: [a, b]", "1: title: must be a text, is a list"),
        ("note: {a: b}", "1: note: must be a text, is a group of fields"),
        (
            "\npublished: 2023-02-30",
            "2: published: no such day: 2023-02-30; write 1932-05-14, 1932-05 or 1932, or leave it out",
        ),
        (
            "published: yesterday",
            "1: published: not an EDTF date: 'yesterday'; write 1932-05-14, 1932-05 or 1932, or leave it out",
        ),
        ("authors: [[Ada]]", "1: authors: must be a list of names, has a list in it"),
        ("authors: {age: 3}", "1: authors: must be a name or a list of names, is a group of fields"),
        (
            "organization: Bells",
            "1: organization: 'Bells' is no organization of this collection; add it to organizations.yaml",
        ),
        (
            "colour: x",
            "1: colour: is no field of an article; the fields are title, authors, organization, about, "
            "published, source, language, note",
        ),
        ("- a\n- b", "1: must be `name: value` lines"),
        ("just words", "1: must be `name: value` lines"),
        ("title: a\ntitle: b", "2: title: stands here twice; the first holds"),
        ("a: &a [1]\nb: [*a, *a]", "2: YAML: aliases (*name) are not read"),
    ],
)
def test_a_fault_in_a_sidecar(collection: Path, sidecar: str, problem: str) -> None:
    write(collection, "clock/on-light.txt.yaml", sidecar)
    library = Library(collection)
    assert len(library.articles()) == 2
    assert lines(library) == [f"clock/on-light.txt.yaml:{problem}"]
    assert library.open("clock/on-light.txt").events
    assert len(lines(library)) == 1


def test_a_fault_in_front_matter_names_its_line(collection: Path) -> None:
    write(collection, "clock/a.md", "---\ntitle: A\ndate: 2023-13-01\n---\nText.\n")
    library = Library(collection)
    assert library.article("clock/a.md").published is None
    assert lines(library) == [
        "clock/a.md:3: published: no such day: 2023-13-01; write 1932-05-14, 1932-05 or 1932, or leave it out"
    ]


def test_of_very_many_faults_of_one_file_the_first_are_told(collection: Path) -> None:
    fields = "".join(f"field{number}: x\n" for number in range(250))
    (collection / "clock/on-light.txt.yaml").write_text(fields)
    told = lines(Library(collection))
    assert len(told) == 101
    assert told[0].startswith("clock/on-light.txt.yaml:1: field0: is no field of an article")
    assert told[-1] == "clock/on-light.txt: has 150 more such problems"


def test_an_organization_that_many_files_name_and_nobody_declared_is_one_line(collection: Path) -> None:
    for number in range(6):
        write(collection, f"lamp/{number}.txt.yaml", "organization: The Wick Society\n")
        write(collection, f"lamp/{number}.txt")
    assert lines(Library(collection)) == [
        "lamp/0.txt.yaml:1: organization: 'The Wick Society' is no organization of this collection; so in "
        "lamp/1.txt.yaml, lamp/2.txt.yaml and 3 more; add it to organizations.yaml"
    ]


def test_a_dump_that_takes_too_long_is_read_as_far_as_there_is_time(
    collection: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(collection, "lamp/dump.jsonl", '{"title": "A", "text": "They met on 5 May 1931."}\n' * 3)
    digester = Digester(collection, read_description(collection))
    monkeypatch.setattr("tui.library.digest._SECONDS_FOR_DATES", 0.0)
    digest = digester(Task("lamp/dump.jsonl"))
    assert [len(row.events or ()) for row in digest.articles or ()] == [1, 0, 0]
    assert list(map(str, digest.problems)) == [
        "lamp/dump.jsonl: holds 3 articles; the dates of only the first 1 are read, the others take too long; part the file"
    ]
    monkeypatch.setattr("tui.library.digest._SECONDS", 0.0)
    digest = digester(Task("lamp/dump.jsonl"))
    assert len(digest.articles or ()) == 1
    assert list(map(str, digest.problems)) == [
        "lamp/dump.jsonl: holds 3 articles; only the first 1 are read, the others take too long; part the file"
    ]


def test_a_large_dump_may_take_as_much_longer_as_it_is_larger(
    collection: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert patience_for("lamp/page.html", 10 << 20) == 1
    for name in ("lamp/dump.csv", "lamp/dump.jsonl", "lamp/feed.rss", "lamp/feed.xml"):
        assert patience_for(name, 5 << 20) == 1
        assert patience_for(name, 10 << 20) == 2
    write(collection, "lamp/dump.jsonl", '{"title": "A", "text": "They met on 5 May 1931."}\n' * 12)
    digester = Digester(collection, read_description(collection))
    read: list[tuple[int, int]] = []
    for patience in (1, 2, 3):
        seconds = count()
        monkeypatch.setattr("tui.library.digest.time.monotonic", lambda seconds=seconds: next(seconds))
        rows = digester(Task("lamp/dump.jsonl", patience=patience)).articles or ()
        read.append((len(rows), sum(bool(row.events) for row in rows)))
    assert read == [(5, 4), (11, 8), (12, 12)]


def test_a_sidecar_beside_nothing(collection: Path) -> None:
    write(collection, "lamp/gone.md.yaml", "title: x")
    library = Library(collection)
    assert len(library.articles()) == 2
    assert lines(library) == ["lamp/gone.md.yaml: there is no article gone.md beside it; passed over"]


def test_a_shared_alias_is_not_guessed(collection: Path) -> None:
    write(
        collection,
        "organizations.yaml",
        "lamp: {name: Lamps, aliases: [WP]}\nclock: {name: Clocks, aliases: [WP]}\n",
    )
    write(collection, "lamp/against-the-clock.md.yaml", "about: [WP]\norganization: wp")
    library = Library(collection)
    article = library.article("lamp/against-the-clock.md")
    assert article.about == ()
    assert (article.organization, article.said["organization"]) == ("lamp", "folder")
    assert lines(library) == [
        "lamp/against-the-clock.md.yaml:2: organization: 'wp' can be lamp or clock; write the key",
        "lamp/against-the-clock.md.yaml:1: about: 'WP' can be lamp or clock; write the key",
    ]


def test_a_pipe_a_socket_and_links(collection: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = write(tmp_path_factory.mktemp("outside"), "secret.txt", "Secret of 1 May 1900.")
    os.mkfifo(collection / "lamp/pipe.txt")
    (collection / "lamp/loop").symlink_to(collection)
    (collection / "lamp/circle.txt").symlink_to(collection / "lamp/circle.txt")
    (collection / "lamp/again.txt").symlink_to(collection / "clock/on-light.txt")
    (collection / "lamp/secret.txt").symlink_to(outside)
    (collection / "clock/on-light.txt.yaml").symlink_to(outside)
    library = Library(collection)
    assert [article.key for article in library.articles()] == [
        "clock/on-light.txt",
        "lamp/against-the-clock.md",
    ]
    out = "is a link that leads out of the collection; passed over; put the file itself here"
    assert f"lamp/secret.txt: {out}" in lines(library)
    assert f"clock/on-light.txt.yaml: {out}" in lines(library)
    assert "lamp/circle.txt: is a link that leads nowhere or in a circle; passed over" in lines(library)
    assert "lamp/pipe.txt: is no ordinary file; passed over" in lines(library)
    assert not any("Secret" in str(mention) for mention in library.mentions(Scope.COLLECTION))
    with pytest.raises(KeyError):
        library.open("lamp/secret.txt")


def test_a_pipe_put_in_the_place_of_a_file_does_not_hang(collection: Path) -> None:
    library = Library(collection)
    assert library.articles()
    (collection / "clock/on-light.txt").unlink()
    os.mkfifo(collection / "clock/on-light.txt")
    with pytest.raises(CollectionError, match="is no ordinary file"):
        library.open("clock/on-light.txt")


def test_names_that_are_no_utf8_and_names_with_newlines(collection: Path) -> None:
    name = os.fsencode(collection / "lamp") + b"/lamp\xe9\n\x1b[31m.txt"
    Path(os.fsdecode(name)).write_bytes(b"The lamps of 1914.\n")
    library = Library(collection)
    [article] = [each for each in library.articles("lamp") if "lamp/lamp" in each.key]
    article.key.encode()
    assert library.open(article.key).events[0].timex.words == "1914"
    (collection / "lamp/empty\n\x1b[31m.txt").write_text("")
    [empty] = [each for each in Library(collection).articles("lamp") if "empty" in each.key]
    assert empty.title == "empty ␛[31m"


def test_markup_and_controls_in_every_field_are_shown_harmlessly(collection: Path) -> None:
    write(
        collection,
        "clock/on-light.txt.yaml",
        'title: "[red]\\e[31m\\u202e"\nauthors: ["\\a"]\nabout: ["x\\ey"]\n',
    )
    library = Library(collection)
    article = library.article("clock/on-light.txt")
    assert article.title == "[red]␛[31m⟨202E⟩"
    assert article.authors == ("␇",)
    assert article.about == ("x␛y",)
    assert all("\x1b" not in line for line in lines(library))


def test_folders_nested_200_deep(collection: Path) -> None:
    write(collection, "/".join(["d"] * 200) + "/a.txt", "The lamps of 1914.\n")
    library = Library(collection)
    [article] = library.articles("d")
    assert library.open(article.key).events


def test_the_files_are_never_written_to(collection: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in sorted(collection.rglob("*"))}
    library = Library(collection)
    for article in library.articles():
        library.open(article.key)
    assert {path: path.stat().st_mtime_ns for path in sorted(collection.rglob("*"))} == before
