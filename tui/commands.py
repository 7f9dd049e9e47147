"""The one table of commands: name, keys, action, help. Bindings, status line, help, palette and README are made from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Command:
    """Something a reader can do.

    `keys` are characters as typed (`]`) or Textual's names (`pagedown`, `ctrl+d`); a sequence has a space in it
    (`g g`). `action` is a verb and its arguments, of the screen itself or
    of what it names first (`pane.move(1)`, `desk.edit`). `hint` is the word for it in the status line (none: not shown
    there). `screens` are those that know it. What starts another program of this machine is `local`: it does not
    exist for a visitor who reads from afar, through a server.
    """

    id: str
    keys: tuple[str, ...]
    action: str
    help: str
    group: str
    hint: str = ""
    screens: tuple[str, ...] = ("reader",)
    local: bool = False


_BOTH = ("reader", "chronicle")
_LISTS = ("reader", "chronicle", "card", "help", "search")
_SEARCH = ("search",)
_ROOMS = (*_BOTH, *_SEARCH)

COMMANDS: tuple[Command, ...] = (
    Command("down", ("j", "down"), "pane.move(1)", "Move down a line", "Move", screens=_LISTS),
    Command("up", ("k", "up"), "pane.move(-1)", "Move up a line", "Move", screens=_LISTS),
    Command(
        "page-down", ("space", "pagedown"), "pane.move_page(1.0)", "Move down a page", "Move", screens=_LISTS
    ),
    Command("page-up", ("b", "pageup"), "pane.move_page(-1.0)", "Move up a page", "Move", screens=_LISTS),
    Command(
        "half-down", ("d", "ctrl+d"), "pane.move_page(0.5)", "Move down half a page", "Move", screens=_LISTS
    ),
    Command(
        "half-up", ("u", "ctrl+u"), "pane.move_page(-0.5)", "Move up half a page", "Move", screens=_LISTS
    ),
    Command("top", ("g g", "home"), "pane.move_to_top", "Go to the first line", "Move", screens=_LISTS),
    Command("bottom", ("G", "end"), "pane.move_to_bottom", "Go to the last line", "Move", screens=_LISTS),
    Command("text-down", ("J",), "room.text.move(1)", "Scroll the text down, from any pane", "Move"),
    Command("text-up", ("K",), "room.text.move(-1)", "Scroll the text up, from any pane", "Move"),
    Command("open", ("enter",), "choose", "Open what the cursor is on", "Panes", "open", _LISTS),
    Command("back", ("escape", "q"), "back", "Back out, one step at a time", "Panes", "back", _LISTS),
    Command("next-pane", ("tab",), "room.by_pane(1)", "Go to the next pane", "Panes", "next pane"),
    Command("previous-pane", ("shift+tab",), "room.by_pane(-1)", "Go to the previous pane", "Panes"),
    Command("left", ("h", "left"), "room.by_pane(-1, False)", "Go to the pane before", "Panes"),
    Command("right", ("l", "right"), "room.by_pane(1, False)", "Go to the pane after", "Panes"),
    Command("organizations", ("1",), "room.go_to('organizations')", "Go to the organizations", "Panes"),
    Command("articles", ("2",), "room.go_to('articles')", "Go to the articles", "Panes"),
    Command("text", ("3",), "room.go_to('text')", "Go to the text", "Panes"),
    Command("timeline", ("4",), "room.go_to('timeline')", "Go to the timeline", "Panes"),
    Command("zoom", ("z",), "room.zoom", "Give the pane the whole screen, and take it back", "Panes", "zoom"),
    Command("find", ("/",), "asking.find", "Find words in the pane", "Find", "find"),
    Command("find-next", ("n",), "find_next(1)", "Go to the next find", "Find"),
    Command("find-previous", ("N",), "find_next(-1)", "Go to the previous find", "Find"),
    Command("filter", ("f",), "asking.filter", "Show only the rows that hold some words", "Find", "filter"),
    Command("search", ("S",), "searches.ask", "Search the whole collection", "Find", "search"),
    Command("query", ("/", "S", "tab"), "ask", "Search for something else", "Find", "other words", _SEARCH),
    Command(
        "next-found",
        ("]", "l", "right"),
        "by_article(1)",
        "Go to the next article found",
        "Find",
        "",
        _SEARCH,
    ),
    Command(
        "previous-found",
        ("[", "h", "left"),
        "by_article(-1)",
        "Go to the previous article found",
        "Find",
        "",
        _SEARCH,
    ),
    Command(
        "keep", ("+",), "keep", "Keep the search as a shelf beside the organizations", "Find", "keep", _SEARCH
    ),
    Command("forget", ("D", "delete"), "shelves.forget", "Forget the kept search under the cursor", "Find"),
    Command("next-event", ("]",), "by_event(1)", "Go to the next dated event", "Dates", "event", _BOTH),
    Command("previous-event", ("[",), "by_event(-1)", "Go to the previous dated event", "Dates", "", _BOTH),
    Command(
        "provenance", ("p",), "sheets.provenance", "Show where the date comes from", "Dates", "provenance"
    ),
    Command(
        "scope",
        ("t",),
        "scope",
        "Timeline of this article, this organization, the collection",
        "Dates",
        "scope",
    ),
    Command(
        "chronicle",
        ("T",),
        "sheets.chronicle",
        "The timeline on the whole screen, a lane an organization",
        "Dates",
    ),
    Command("zoom-in", ("+", "="), "zoom(1)", "Show a shorter time, larger", "Dates", "zoom", ("chronicle",)),
    Command("zoom-out", ("-",), "zoom(-1)", "Show a longer time, smaller", "Dates", "", ("chronicle",)),
    Command("fit", ("0",), "fit", "Show all of the time", "Dates", "all", ("chronicle",)),
    Command(
        "next-gap",
        ("}",),
        "by_gap(1)",
        "Go over the next stretch without events",
        "Dates",
        "gap",
        ("chronicle",),
    ),
    Command(
        "previous-gap",
        ("{",),
        "by_gap(-1)",
        "Go back over a stretch without events",
        "Dates",
        "",
        ("chronicle",),
    ),
    Command(
        "earlier",
        ("h", "left"),
        "along(-1)",
        "Go to the event before, in the lane",
        "Dates",
        "",
        ("chronicle",),
    ),
    Command(
        "later", ("l", "right"), "along(1)", "Go to the event after, in the lane", "Dates", "", ("chronicle",)
    ),
    Command("go-date", ("g d",), "go_date", "Go to a date", "Dates", "", _BOTH),
    Command("sort-place", ("s p",), "sort('place')", "Sort as the collection or the text has it", "Sort"),
    Command("sort-name", ("s n",), "sort('name')", "Sort by name or title", "Sort"),
    Command("sort-date", ("s d",), "sort('date')", "Sort by date", "Sort"),
    Command("sort-count", ("s c",), "sort('count')", "Sort by number of articles", "Sort"),
    Command("sort-organization", ("s o",), "sort('organization')", "Sort by organization", "Sort"),
    Command("sort-relevance", ("s r",), "sort('relevance')", "Sort by relevance", "Sort", "", _SEARCH),
    Command("sort-written", ("s w",), "sort('written')", "Sort by when it was written", "Sort", "", _SEARCH),
    Command(
        "sort-mentioned", ("s m",), "sort('mentioned')", "Sort by the dates mentioned", "Sort", "", _SEARCH
    ),
    Command("sort-certainty", ("s s",), "sort('certainty')", "Sort by how surely it is known", "Sort"),
    Command("copy-citation", ("y c",), "desk.copy_citation", "Copy a citation of the article", "Article"),
    Command(
        "copy-quotation",
        ("y q",),
        "desk.copy_quotation",
        "Copy the sentence read, with its citation",
        "Article",
    ),
    Command("next-article", (">",), "by_article(1)", "Open the next article of the list", "Article"),
    Command("previous-article", ("<",), "by_article(-1)", "Open the article before it", "Article"),
    Command("card", ("i",), "sheets.article", "What is known of the article, and who says so", "Article"),
    Command("edit", ("e",), "desk.edit", "Open the file in $VISUAL or $EDITOR", "Article", local=True),
    Command("browse", ("o",), "desk.browse", "Open the source in $BROWSER", "Article", local=True),
    Command("problems", ("!",), "sheets.problems", "List what could not be read as meant", "Program"),
    Command(
        "palette",
        (":", "ctrl+p"),
        "sheets.palette",
        "Choose a command, a theme, an article by name",
        "Program",
        "commands",
    ),
    Command("help", ("?", "f1"), "help", "List the keys; type to filter", "Program", "help", _ROOMS),
    Command(
        "mouse",
        ("m",),
        "desk.mouse",
        "Switch the mouse off, for the terminal's own selection, or on",
        "Program",
    ),
    Command(
        "full-repaint",
        ("F",),
        "desk.full_repaint",
        "Send all that may have changed on the screen, or only what did",
        "Program",
    ),
    Command("redraw", ("R", "ctrl+l"), "redraw", "Draw the screen anew", "Program", "", _ROOMS),
    Command(
        "suspend",
        ("ctrl+z",),
        "suspend",
        "Suspend to the shell (fg comes back)",
        "Program",
        "",
        _ROOMS,
        local=True,
    ),
    Command("quit", ("Q", "ctrl+c"), "quit", "Quit; the place is remembered", "Program", "quit", _LISTS),
)


class Keys:
    """The commands with the keys that they have for this user."""

    def __init__(self, changed: Mapping[str, Sequence[str]] | None = None, *, visitor: bool = False) -> None:
        """Take the table, with other keys for some commands by their ids; `faults` says what could not be taken.

        For a `visitor` there are no `local` commands.
        """
        self.all = tuple(command for command in COMMANDS if not (visitor and command.local))
        """The commands that there are, in the order of the table."""
        self.faults: list[str] = []
        known = {command.id for command in COMMANDS}
        changed = changed or {}
        self.faults += [f"{id}: no such command" for id in changed if id not in known]
        self._keys = {c.id: tuple(changed.get(c.id, c.keys)) for c in COMMANDS}
        self._find_conflicts(set(changed) & known)

    def of(self, id: str) -> tuple[str, ...]:
        """The keys of a command."""
        return self._keys[id]

    def commands(self, screen: str) -> Iterator[Command]:
        """The commands of a screen, in the order of the table."""
        return (command for command in self.all if screen in command.screens)

    def command(self, screen: str, typed: str) -> Command | None:
        """The command of a key or of a whole sequence."""
        return next((c for c in self.commands(screen) if typed in self._keys[c.id]), None)

    def continuing(self, screen: str, typed: str) -> tuple[tuple[str, Command], ...]:
        """The commands whose sequences begin with what was typed, each with the key that comes next."""
        begin = typed + " "
        return tuple(
            (key[len(begin) :], command)
            for command in self.commands(screen)
            for key in self._keys[command.id]
            if key.startswith(begin)
        )

    def _find_conflicts(self, changed: set[str]) -> None:
        for screen in sorted({screen for command in COMMANDS for screen in command.screens}):
            owner: dict[str, str] = {}
            for command in self.commands(screen):
                for key in self._keys[command.id]:
                    other = owner.setdefault(key, command.id)
                    if other != command.id and {other, command.id} & changed:
                        self.faults.append(
                            f"{key}: is a key of both {other} and {command.id} on the {screen} screen"
                        )


def shown(key: str) -> str:
    """A key as people write it: `g g` is `gg`, `pagedown` is `PgDn`, `shift+tab` is `⇧Tab`."""
    return "".join(_SHOWN.get(part, part) for part in key.split(" "))


_SHOWN = {
    "down": "↓",
    "up": "↑",
    "left": "←",
    "right": "→",
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "space": "Space",
    "home": "Home",
    "end": "End",
    "enter": "Enter",
    "escape": "Esc",
    "delete": "Del",
    "tab": "Tab",
    "shift+tab": "⇧Tab",
    "f1": "F1",
    "ctrl+d": "^D",
    "ctrl+u": "^U",
    "ctrl+p": "^P",
    "ctrl+l": "^L",
    "ctrl+z": "^Z",
    "ctrl+c": "^C",
}


_ELSEWHERE = {"chronicle": "whole-screen timeline", "search": "search"}


def markdown(keys: Keys | None = None) -> str:
    """The table of keys for the README."""
    keys = keys or Keys()
    lines = ["| keys | what they do |", "|---|---|"]
    for group in dict.fromkeys(command.group for command in COMMANDS):
        lines.append(f"| **{group}** | |")
        for command in COMMANDS:
            if command.group == group:
                where = "" if "reader" in command.screens else f" ({_ELSEWHERE[command.screens[0]]})"
                keycaps = " ".join(f"`{shown(key)}`" for key in keys.of(command.id))
                lines.append(f"| {keycaps} | {command.help}{where} |")
    return "\n".join(lines)
