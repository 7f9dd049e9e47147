"""The catalogue: every article's entry, read from the head of its file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tui.formats import Draft, Unreadable, format_of, read_fields
from tui.formats.encoding import decode
from tui.library.entry import SIDECAR, Entry, Sidecar, make_entry
from tui.library.files import LARGEST, ORGANIZATIONS, SIDECARS, Files, find_files, key_of, read_bytes, reason
from tui.library.register import Register, read_register
from tui.model import Article, Organization, Problem, Shelf

_HEAD = 16 * 1024
_LONGEST_DESCRIPTION = 1024 * 1024


@dataclass(slots=True)
class Catalogue:
    """The articles by key in the order of their files, who is in them, and what was wrong."""

    register: Register
    articles: dict[str, Article] = field(default_factory=dict)
    paths: dict[str, Path] = field(default_factory=dict)
    undeclared: dict[str, Organization] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def shelves(self) -> tuple[Shelf, ...]:
        """The declared organizations, then those that only articles know, then the unknown publisher."""
        by = Counter(article.organization for article in self.articles.values())
        on = Counter(key for article in self.articles.values() for key in article.about)
        organizations = [*self.register.organizations.values(), *self.undeclared.values()]
        shelves = [Shelf(each, by[each.key], on[each.key]) for each in organizations]
        return (*shelves, Shelf(None, by[""], 0)) if by[""] else tuple(shelves)

    def of(self, organization: str | None) -> tuple[Article, ...]:
        """The articles by an organization, then those on it; with `None` all."""
        everything = self.articles.values()
        if organization is None:
            return tuple(everything)
        by = [article for article in everything if article.organization == organization]
        on = [
            article
            for article in everything
            if organization and organization in article.about and article.organization != organization
        ]
        return (*by, *on)

    def take(self, entry: Entry, path: Path) -> None:
        """Enter an article."""
        article = entry.article
        self.articles[article.key] = article
        self.paths[article.key] = path
        self.problems.extend(entry.problems)
        known = self.register.organizations
        for organization in entry.undeclared:
            self.undeclared.setdefault(organization.key, organization)
        if (folder := article.organization) and folder not in known:
            self.undeclared.setdefault(folder, Organization(folder, folder))


def read_catalogue(root: Path, register: Register) -> Catalogue:
    """Read the heads of all files of the collection; what cannot be read is told and left out."""
    files = find_files(root)
    catalogue = Catalogue(register, problems=files.problems)
    for key, path in files.articles.items():
        try:
            for entry, _ in read_entries(root, path, register, _HEAD):
                catalogue.take(entry, path)
        except (OSError, Unreadable) as error:
            catalogue.problems.append(Problem(key, reason(error)))
    if not catalogue.articles:
        catalogue.problems.append(_empty(root, files))
    return catalogue


def read_entries(
    root: Path, path: Path, register: Register, limit: int = LARGEST
) -> Iterator[tuple[Entry, Draft]]:
    """The entries of the articles in a file, with their drafts as far as `limit` bytes reach.

    Raises `Unreadable` and `OSError`.
    """
    format = format_of(path.name)
    if format is None:
        raise Unreadable("is of a format that is not read")
    key = key_of(root, path)
    drafts = format.read(read_bytes(path, limit), key)
    sidecar = _sidecar(root, path)
    for draft in drafts:
        whole = f"{key}#{draft.part}" if draft.part else key
        yield make_entry(whole, draft, sidecar, format.name, register), draft


def read_organizations(root: Path) -> tuple[Register, list[Problem]]:
    """The collection's `organizations.yaml`; none is no mistake."""
    path = root / ORGANIZATIONS
    if not path.exists() and not path.is_symlink():
        return Register(), []
    try:
        text, _ = decode(read_bytes(path, _LONGEST_DESCRIPTION))
    except (OSError, Unreadable) as error:
        return Register(), [Problem(ORGANIZATIONS, reason(error))]
    return read_register(text, ORGANIZATIONS)


def sidecar_paths(path: Path) -> Sequence[Path]:
    """Where the sidecar of a file can stand."""
    return [path.with_name(path.name + ending) for ending in SIDECARS]


def _sidecar(root: Path, path: Path) -> Sidecar:
    for beside in sidecar_paths(path):
        key = key_of(root, beside)
        try:
            text, _ = decode(read_bytes(beside, _LONGEST_DESCRIPTION))
        except FileNotFoundError:
            continue
        except (OSError, Unreadable) as error:
            return Sidecar(key, problems=(Problem(key, reason(error)),))
        whole, problems = read_fields(text, key, SIDECAR)
        return Sidecar.of(whole, problems, key)
    return Sidecar("")


def _empty(root: Path, files: Files) -> Problem:
    if files.articles or files.problems:
        return Problem(str(root), "none of the files here can be read as an article")
    return Problem(
        str(root), "there are no articles here", hint="put .txt or .md files in a folder an organization"
    )
