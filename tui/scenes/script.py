"""Read a scenes file: YAML in, scenes out, or the line that is wrong and why.

    collection: ..              # what every scene has, unless it says otherwise
    sizes: [80x24, 120x40]
    scenes:
      - name: start
      - name: find
        steps: [/, type: dock strike, enter, j*3]

A scene with `sizes` or `themes` (in the plural) stands for one scene each, named `find-80x24`. Paths count from the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from difflib import get_close_matches
from itertools import chain, product
from pathlib import Path
from typing import NoReturn

import yaml

from tui.scenes.scene import NOON, Scene, Size
from tui.scenes.step import Click, Press, Resize, Step, Type, Wait, is_key, key_names
from tui.scenes.trouble import SceneError

SHARED = ("size", "sizes", "theme", "themes", "collection", "config", "environment", "clock")
"""What may stand at the top for all scenes, and in a scene for itself."""

DEEDS = "a step is a key, or one of `type:`, `click:` (with `at`, `times`, `button`), `resize:`, `wait:` (with `limit`)"

NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True)
class Script:
    """A scenes file as read: its scenes, and the folder where their goldens stand."""

    file: Path
    goldens: Path
    scenes: tuple[Scene, ...]


def read(file: Path) -> Script:
    """The scenes of a file; `SceneError` with the first line that is wrong."""
    try:
        root = yaml.compose(file.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except (OSError, UnicodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise SceneError(file, 0, f"cannot be read: {reason}") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or str(error)
        raise SceneError(
            file, mark.line + 1 if mark else 0, f"no YAML: {problem}; a key such as ] or : stands in quotes"
        ) from error
    if root is None:
        raise SceneError(file, 0, "the file is empty; it needs at least `scenes:` with a list")
    return _Reader(file).script(root)


class _Reader:
    """One scenes file. Works on YAML's nodes, so that each complaint has a line and `y`, `1` and `~` stay keys."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def script(self, root: yaml.Node) -> Script:
        top = self.mapping(root, (*SHARED, "goldens", "scenes"))
        if "scenes" not in top:
            self.fail(root, "`scenes:` is missing")
        goldens = self.file.parent / self.word(top["goldens"]) if "goldens" in top else self.file.parent
        shared = {name: node for name, node in top.items() if name in SHARED}
        self.check_plurals(shared)
        scenes = tuple(
            chain.from_iterable(self.variants(node, shared) for node in self.sequence(top["scenes"]))
        )
        self.check_names(scenes)
        return Script(self.file, goldens, scenes)

    def variants(self, node: yaml.Node, shared: dict[str, yaml.Node]) -> Iterator[Scene]:
        """One scene for each size and theme."""
        own = self.mapping(node, ("name", "steps", *SHARED))
        self.check_plurals(own)
        if "name" not in own:
            self.fail(node, "the scene has no `name`")
        # A scene's own `size` takes the place of `sizes` at the top.
        fields = {
            name: value
            for name, value in shared.items()
            if not {name, f"{name}s", name.rstrip("s")} & own.keys()
        } | own
        name = self.word(own["name"])
        if not NAME.fullmatch(name):
            self.fail(own["name"], f"{name!r} is no name; small letters, digits and single hyphens make one")
        scene = Scene(
            name=name,
            family=name,
            size=self.size(fields["size"]) if "size" in fields else Size(80, 24),
            steps=tuple(chain.from_iterable(self.steps(own["steps"]))) if "steps" in own else (),
            theme=self.word(fields["theme"]) if "theme" in fields else None,
            collection=self.path(fields.get("collection")),
            config=self.path(fields.get("config")),
            environment=self.environment(fields.get("environment")),
            clock=self.clock(fields["clock"]) if "clock" in fields else NOON,
            file=self.file,
            line=node.start_mark.line + 1,
        )
        sizes = [self.size(each) for each in self.sequence(fields["sizes"])] if "sizes" in fields else [None]
        themes = (
            [self.word(each) for each in self.sequence(fields["themes"])] if "themes" in fields else [None]
        )
        for size, theme in product(sizes, themes):
            yield self.variant(scene, size, theme)

    def variant(self, scene: Scene, size: Size | None, theme: str | None) -> Scene:
        if size is not None:
            scene = replace(scene, name=f"{scene.name}-{size}", size=size)
        if theme is not None:
            word = "-".join(re.findall("[a-z0-9]+", theme.lower()))
            scene = replace(scene, name=f"{scene.name}-{word}", theme=theme)
        return scene

    def steps(self, node: yaml.Node) -> Iterator[list[Step]]:
        """A list of steps, or keys in one line."""
        for each in self.sequence(node) if isinstance(node, yaml.SequenceNode) else [node]:
            if isinstance(each, yaml.ScalarNode):
                for word in each.value.split() or [each.value]:
                    yield self.keys(each, word)
            else:
                yield self.deed(each)

    def keys(self, node: yaml.Node, word: str) -> list[Step]:
        """`j`, `enter`, `j*3`; `*` and `**3` are the key `*`."""
        match = re.fullmatch(r"(.+)\*([0-9]+)", word)
        key, times = (match[1], int(match[2])) if match else (word, 1)
        if not is_key(key):
            near = get_close_matches(key.lower(), key_names(), 1)
            self.fail(node, f"{key!r} is no key" + (f"; perhaps {near[0]}" if near else ""))
        if not 1 <= times <= 1000:
            self.fail(node, f"{word!r}: a key is pressed 1 to 1000 times")
        return [Press(key)] * times

    def deed(self, node: yaml.Node) -> list[Step]:
        """A step that is more than a key: a mapping with one entry, or more for a click or a wait."""
        fields = self.mapping(node, ("type", "click", "at", "times", "button", "resize", "wait", "limit"))
        match sorted(fields):
            case ["type"]:
                return [Type(char) for char in self.word(fields["type"], blank=True)]
            case ["resize"]:
                return [Resize(*self.size(fields["resize"]))]
            case ["wait"] | ["limit", "wait"]:
                return [self.wait(fields)]
            case names if "click" in names and {"click", "at", "times", "button"}.issuperset(names):
                return [self.click(fields)]
            case _:
                raise self.wrong(node, DEEDS)

    def wait(self, fields: dict[str, yaml.Node]) -> Wait:
        node = fields["wait"]
        word = self.word(node)
        if len(word) < 3 or not (word.startswith("/") and word.endswith("/")):
            self.fail(node, f"{word!r}: what to wait for is a regular expression between slashes: /done/")
        try:
            re.compile(word[1:-1])
        except re.error as error:
            self.fail(node, f"{word} is no regular expression: {error}")
        if "limit" not in fields:
            return Wait(word[1:-1])
        try:
            limit = float(self.word(fields["limit"]))
        except ValueError:
            limit = 0
        if not 0 < limit <= 600:
            self.fail(fields["limit"], "`limit` is a number of seconds, 600 at most")
        return Wait(word[1:-1], limit)

    def click(self, fields: dict[str, yaml.Node]) -> Click:
        from textual.css.errors import StyleValueError
        from textual.css.parse import parse_selectors
        from textual.css.tokenizer import TokenError

        on = self.word(fields["click"])
        at = self.cell(fields["at"]) if "at" in fields else None
        if re.fullmatch(r"\d+ *, *\d+", on):
            if at is not None:
                self.fail(fields["at"], "`click` names a cell already")
            on, at = "", self.cell(fields["click"])
        try:
            parse_selectors(on)
        except (TokenError, StyleValueError):
            self.fail(fields["click"], f"{on!r} is neither a cell (12,3) nor a selector of a widget (#list)")
        times = self.number(fields["times"], 1, 3) if "times" in fields else 1
        button = self.number(fields["button"], 1, 3) if "button" in fields else 1
        return Click(on, at, times, button)

    def size(self, node: yaml.Node) -> Size:
        word = self.word(node)
        match = re.fullmatch(r"([0-9]{1,3})x([0-9]{1,3})", word)
        size = Size(int(match[1]), int(match[2])) if match else Size(0, 0)
        if not all(size):
            self.fail(node, f"{word!r} is no size; columns and rows, 999 at most: 80x24")
        return size

    def cell(self, node: yaml.Node) -> tuple[int, int]:
        word = self.word(node)
        match = re.fullmatch(r"([0-9]{1,3}) *, *([0-9]{1,3})", word)
        if not match:
            self.fail(node, f"{word!r} is no cell; column and row, counted from 0: 12,3")
        return int(match[1]), int(match[2])

    def number(self, node: yaml.Node, least: int, most: int) -> int:
        word = self.word(node)
        if not word.isdecimal() or not least <= int(word) <= most:
            self.fail(node, f"{word!r} is no number from {least} to {most}")
        return int(word)

    def path(self, node: yaml.Node | None) -> Path | None:
        if node is None:
            return None
        path = self.file.parent / self.word(node)
        if not path.exists():
            self.fail(node, f"there is no {path}")
        return path

    def environment(self, node: yaml.Node | None) -> tuple[tuple[str, str], ...]:
        if node is None:
            return ()
        fields = self.mapping(node, None)
        for name, value in fields.items():
            if not name or "=" in name or "\0" in name + self.word(value, blank=True):
                self.fail(value, f"{name!r} cannot be a variable of the environment")
        return tuple((name, self.word(value, blank=True)) for name, value in fields.items())

    def clock(self, node: yaml.Node) -> datetime:
        word = self.word(node)
        try:
            moment = datetime.fromisoformat(word)
        except ValueError:
            self.fail(node, f"{word!r} is no moment; write 2017-01-18T09:30 (UTC where no zone is given)")
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

    def check_plurals(self, fields: dict[str, yaml.Node]) -> None:
        for one in ("size", "theme"):
            if one in fields and f"{one}s" in fields:
                self.fail(fields[one], f"either `{one}` or `{one}s`")

    def check_names(self, scenes: tuple[Scene, ...]) -> None:
        lines: dict[str, int] = {}
        for scene in scenes:
            if scene.name in lines:
                reason = f"there is a scene named {scene.name} in line {lines[scene.name]} already"
                raise SceneError(self.file, scene.line, reason)
            lines[scene.name] = scene.line

    def mapping(self, node: yaml.Node, known: tuple[str, ...] | None) -> dict[str, yaml.Node]:
        if not isinstance(node, yaml.MappingNode):
            self.fail(node, "names with values are expected here: `name: value`")
        fields: dict[str, yaml.Node] = {}
        for key, value in node.value:
            name = self.word(key)
            if known is not None and name not in known:
                near = get_close_matches(name, known, 1)
                self.fail(
                    key,
                    f"`{name}` is not known here; "
                    + (f"perhaps `{near[0]}`" if near else f"known: {', '.join(known)}"),
                )
            if name in fields:
                self.fail(key, f"`{name}` stands here twice")
            fields[name] = value
        return fields

    def sequence(self, node: yaml.Node) -> list[yaml.Node]:
        if not isinstance(node, yaml.SequenceNode) or not node.value:
            self.fail(node, "a list is expected here, with at least one entry")
        return list(node.value)

    def word(self, node: yaml.Node, *, blank: bool = False) -> str:
        if not isinstance(node, yaml.ScalarNode):
            self.fail(node, "a word is expected here; a key such as ? or [ stands in quotes")
        if not blank and not node.value.strip():
            self.fail(node, "a value is missing here")
        return str(node.value)

    def fail(self, node: yaml.Node, reason: str) -> NoReturn:
        raise self.wrong(node, reason)

    def wrong(self, node: yaml.Node, reason: str) -> SceneError:
        return SceneError(self.file, node.start_mark.line + 1, reason)
