"""Golden screens as test items of pytest: `polemics_scenes = snapshots/scenes.yaml` in the ini file is all it takes.

Each scene is an item; its failure text is the difference and nothing else. One more item for each scenes file fails for goldens
that no scene names. `--polemics-update` writes the goldens instead, though not where the variable `CI` is true.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tui.scenes import Goldens, Scene


def pytest_addoption(parser: pytest.Parser) -> None:
    """Tell pytest of the ini value and the option."""
    parser.addini("polemics_scenes", "scenes files whose golden screens are tested", type="paths", default=[])
    group = parser.getgroup("polemics", "golden screens")
    group.addoption(
        "--polemics-update",
        action="store_true",
        help="write new and changed golden screens instead of failing",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Where no files are named on the command line, the scenes files are tested too."""
    files = _files(config)
    if not files:
        return
    from tui.scenes.stage import forget_textual_settings, in_ci

    if config.option.polemics_update and in_ci():
        raise pytest.UsageError("--polemics-update: nothing is written where CI is true")
    forget_textual_settings()
    if config.args_source is not pytest.Config.ArgsSource.ARGS:
        given = [(config.invocation_params.dir / arg).resolve() for arg in config.args]
        config.args += [
            str(file) for file in files if not any(file.resolve().is_relative_to(folder) for folder in given)
        ]


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """A scenes file that the ini value names is collected; no other file is looked at."""
    if file_path in _files(parent.config):
        return ScenesFile.from_parent(parent, path=file_path)
    return None


class ScenesFile(pytest.File):
    """A scenes file: an item for each scene, and one for stale goldens."""

    def collect(self) -> Iterator[pytest.Item]:
        """Read the file; where it is wrong, its line and the reason are the error."""
        from tui.scenes import Goldens, SceneError, read

        try:
            script = read(self.path)
        except SceneError as error:
            raise self.CollectError(str(error)) from error
        goldens = Goldens(script.goldens)
        for scene in script.scenes:
            yield SceneItem.from_parent(self, name=scene.name, scene=scene, goldens=goldens)
        names = [scene.name for scene in script.scenes]
        yield StaleItem.from_parent(self, name="no-stale-goldens", goldens=goldens, names=names)


class Difference(Exception):
    """A screen is not as it was; the text is for people."""


class GoldenItem(pytest.Item):
    """An item that fails with a text, without a traceback."""

    def __init__(self, *, goldens: Goldens, **kwargs: Any) -> None:
        """Take the folder of the goldens along."""
        super().__init__(**kwargs)
        self.goldens = goldens

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """The difference and nothing else."""
        if isinstance(excinfo.value, Difference):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)


class SceneItem(GoldenItem):
    """A scene that is played and held against its golden."""

    def __init__(self, *, scene: Scene, **kwargs: Any) -> None:
        """Take the scene along."""
        super().__init__(**kwargs)
        self.scene = scene

    def runtest(self) -> None:
        """Play the scene; write its golden or compare."""
        from tui.cli.snapshot import make
        from tui.scenes import Verdict, compare, play

        outcome = compare(play(self.scene, make), self.goldens)
        if outcome.verdict is Verdict.SAME:
            return
        if self.config.option.polemics_update and outcome.after is not None:
            self.goldens.keep(self.scene.name, outcome.after)
            return
        hint = "; write it with --polemics-update" if outcome.verdict is Verdict.NEW else ""
        raise Difference(f"{outcome}{hint}")

    def reportinfo(self) -> tuple[Path, int, str]:
        """The scene's line in its file."""
        return self.path, self.scene.line - 1, self.name


class StaleItem(GoldenItem):
    """Fails where a golden stands that no scene names."""

    def __init__(self, *, names: list[str], **kwargs: Any) -> None:
        """Take the names of all scenes along."""
        super().__init__(**kwargs)
        self.names = names

    def runtest(self) -> None:
        """Look through the folder of goldens."""
        if stale := self.goldens.stale(self.names):
            raise Difference(
                f"no scene has these goldens: {', '.join(stale)}; `polemics snapshot --prune` removes them"
            )

    def reportinfo(self) -> tuple[Path, None, str]:
        """The scenes file."""
        return self.path, None, self.name


def _files(config: pytest.Config) -> list[Path]:
    return list(config.getini("polemics_scenes"))
