"""The values that travel through the house: frozen, standard library only, no I/O."""

from tui.model.article import Article
from tui.model.bookmark import Bookmark
from tui.model.citation import citation, quotation
from tui.model.event import Event, Mention, Relation
from tui.model.filing import filed
from tui.model.folded import folded
from tui.model.hit import Hit
from tui.model.interval import Day, Granularity, Interval
from tui.model.organization import Organization, Shelf
from tui.model.outline import Lane, Outline, Side
from tui.model.page import Page
from tui.model.place import Place, Scope
from tui.model.problem import CollectionError, Problem
from tui.model.progress import Progress
from tui.model.query import Found, KeptSearch, QueryError, Sort, Stopped
from tui.model.reading import Mark, MarkKind, Reading
from tui.model.span import Span
from tui.model.timex import Anchor, AnchorKind, Certainty, Timex, TimexType
from tui.model.visible import visible
from tui.model.written import Written

__all__ = [
    "Anchor",
    "AnchorKind",
    "Article",
    "Bookmark",
    "Certainty",
    "CollectionError",
    "Day",
    "Event",
    "Found",
    "Granularity",
    "Hit",
    "Interval",
    "KeptSearch",
    "Lane",
    "Mark",
    "MarkKind",
    "Mention",
    "Organization",
    "Outline",
    "Page",
    "Place",
    "Problem",
    "Progress",
    "QueryError",
    "Reading",
    "Relation",
    "Scope",
    "Shelf",
    "Side",
    "Sort",
    "Span",
    "Stopped",
    "Timex",
    "TimexType",
    "Written",
    "citation",
    "filed",
    "folded",
    "quotation",
    "visible",
]
