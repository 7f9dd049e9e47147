"""The tables of the index."""

from __future__ import annotations

VERSION = 6
"""Grows with every change of the tables; an index of another version is made anew."""

ARTICLES, SIDECAR, OTHER = "article", "sidecar", "other"
"""What a file can be: one with articles, one that stands beside such a file and describes it, or neither."""

UNDATED = 1_000_000_000
"""Events without a day sort from here on; every day's ordinal is far below."""

STRETCH = 5
"""A stretch of days holds two to the power of this many; the number of a day's stretch is its ordinal shifted right."""


def stretch_of(first: int, last: int) -> tuple[int, int]:
    """The number of the stretch in which an event begins, and its last day, or the stretch's where it ends there, too."""
    stretch = first >> STRETCH
    return stretch, last if last >> STRETCH != stretch else ((stretch + 1) << STRETCH) - 1


TABLES = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value) WITHOUT ROWID;

-- Everything that stands in the folder. `path` is from the root, in the bytes of the file system. `edition` says by which
-- organizations.yaml and which code an article's file was read; NULL: it must be read again.
CREATE TABLE files (
    id INTEGER PRIMARY KEY, path BLOB NOT NULL UNIQUE, folder BLOB NOT NULL, size INTEGER NOT NULL,
    mtime INTEGER NOT NULL, kind TEXT NOT NULL, edition TEXT, content BLOB
);
CREATE INDEX files_by_folder ON files (folder, path, size, mtime, edition);
CREATE INDEX files_by_content ON files (content) WHERE content IS NOT NULL;
CREATE TABLE problems (
    id INTEGER PRIMARY KEY, owner INTEGER NOT NULL, file TEXT NOT NULL, what TEXT NOT NULL,
    line INTEGER NOT NULL, field TEXT NOT NULL, hint TEXT NOT NULL
);
CREATE INDEX problems_by_owner ON problems (owner);

CREATE TABLE organizations (position INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, data TEXT NOT NULL);

-- `earliest` and `latest` are the ordinals of when it was written. `dated` is a hash of all that its dates depend on.
-- `filing` puts articles in the order of their files, and in a file as they stand there (see `files.filing_of`).
CREATE TABLE articles (
    id INTEGER PRIMARY KEY, file INTEGER NOT NULL, part TEXT NOT NULL, key TEXT NOT NULL UNIQUE,
    filing TEXT NOT NULL, organization TEXT NOT NULL, language TEXT NOT NULL, earliest INTEGER, latest INTEGER,
    data TEXT NOT NULL, written TEXT NOT NULL, dated BLOB
);
CREATE INDEX articles_by_file ON articles (file);
CREATE INDEX articles_by_filing ON articles (filing);
CREATE INDEX articles_by_organization ON articles (organization, filing);
CREATE INDEX articles_by_written ON articles (earliest, latest);
-- What lists of articles are sorted and filtered by: the title as it is filed, the first day of its publication
-- (`UNDATED` where none is known), and the words of title, authors and date, folded.
CREATE TABLE listings (
    article INTEGER PRIMARY KEY, title TEXT NOT NULL, published INTEGER NOT NULL, words TEXT NOT NULL
);
CREATE INDEX listings_by_title ON listings (title);
CREATE INDEX listings_by_date ON listings (published);
CREATE TABLE about (organization TEXT, article INTEGER, PRIMARY KEY (organization, article)) WITHOUT ROWID;
CREATE INDEX about_by_article ON about (article);
CREATE TABLE texts (article INTEGER PRIMARY KEY, text TEXT NOT NULL, marks TEXT NOT NULL);
CREATE VIRTUAL TABLE words USING fts5 (
    title, authors, text, content='', tokenize="unicode61 remove_diacritics 0"
);
-- What comes in is kept in memory up to so many bytes, and merged on disk when there are so many pieces of a size.
INSERT INTO words (words, rank) VALUES ('hashsize', 33554432);
INSERT INTO words (words, rank) VALUES ('automerge', 16);

-- `first` and `last` sort as a timeline does; `earliest` and `latest` are NULL where the interval is open. `organization`
-- is the article's; `kind` is how the event is drawn (see `rows`).
CREATE TABLE events (
    id INTEGER PRIMARY KEY, article INTEGER NOT NULL, organization TEXT NOT NULL,
    first INTEGER NOT NULL, last INTEGER NOT NULL, earliest INTEGER, latest INTEGER, start INTEGER NOT NULL,
    certainty TEXT NOT NULL, kind INTEGER NOT NULL, sentence TEXT NOT NULL, data TEXT NOT NULL
);
CREATE INDEX events_by_time ON events (first, last, start, article, certainty);
CREATE INDEX events_by_article ON events (article, first, last, start);
-- What a lane is drawn from; which events of days before reach into a view is found among the long ones.
CREATE INDEX events_by_lane ON events (organization, first, last, start, id, kind);
CREATE INDEX events_over_months ON events (organization, first, last, start, id, kind) WHERE last - first > 31;
CREATE INDEX events_over_years ON events (organization, first, last, start, id, kind) WHERE last - first > 366;
-- How many events an organization's articles tell for the same days: "*" is the collection, "=KEY" an organization.
CREATE TABLE spans (
    shelf TEXT, first INTEGER, last INTEGER, count INTEGER NOT NULL, PRIMARY KEY (shelf, first, last)
) WITHOUT ROWID;
-- The same summed up by stretches of 32 days in which events begin, which are numbered: there are few of them, however many
-- events there are. `last` is a day: where events end in another stretch, and for all that do not the end of the stretch.
CREATE TABLE stretches (
    shelf TEXT, first INTEGER, last INTEGER, count INTEGER NOT NULL, PRIMARY KEY (shelf, first, last)
) WITHOUT ROWID;
-- How many events the articles by an organization tell.
CREATE TABLE lanes (
    organization TEXT PRIMARY KEY, dated INTEGER NOT NULL, undated INTEGER NOT NULL
) WITHOUT ROWID;

-- Where a text names an organization by one of its names.
CREATE TABLE namings (
    organization TEXT, article INTEGER, start INTEGER, end INTEGER NOT NULL,
    PRIMARY KEY (organization, article, start)
) WITHOUT ROWID;
CREATE INDEX namings_by_article ON namings (article);
"""
