"""Where a scene is played: the same environment, an empty home and a stopped clock, whoever plays it."""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, redirect_stderr, redirect_stdout
from functools import cache
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

from tui.scenes.clock import stopped
from tui.scenes.scene import Scene
from tui.scenes.trouble import SceneBroken

FIXED = {
    "COLORTERM": "truecolor",
    "LANG": "C.UTF-8",
    "LC_ALL": "C.UTF-8",
    "TERM": "xterm-256color",
    "TZ": "UTC",
    "USER": "user",
}
"""What every scene finds in its environment, apart from its home; a scene's own `environment` goes over it."""

_KEPT = {
    "DYLD_LIBRARY_PATH",
    "LD_LIBRARY_PATH",
    "PATH",
    "PATHEXT",
    "SYSTEMROOT",
    "TEMP",
    "TMP",
    "TMPDIR",
    "VIRTUAL_ENV",
}
"""What the machine needs to run programs at all; all names that begin with PYTHON are kept too."""

_SETTINGS: dict[str, Any] = {
    "FILTERS": "",
    "COLOR_SYSTEM": "auto",
    "TEXTUAL_ANIMATIONS": "none",
    "DEBUG": False,
    "DRIVER": None,
    "PRESS": "",
    "SCREENSHOT_DELAY": -1,
    "SHOW_RETURN": False,
}
"""Textual reads these from the environment when it is imported, and uses them when an app is made."""


@contextmanager
def stage(scene: Scene) -> Iterator[None]:
    """Set the stage for making and playing the scene's app, and clear it away afterwards.

    The home (with all XDG folders) is empty and is removed; only the cache folder is shared by the scenes of one process,
    since a cache may change the speed and nothing else.
    """
    with ExitStack() as stack:
        home = Path(stack.enter_context(TemporaryDirectory(prefix="scene-")))
        environment = {**_kept(), **FIXED, **_folders(home), **dict(scene.environment)}
        # What an app prints, or Textual of its crash, would go over the report of the scenes.
        stack.enter_context(redirect_stdout(StringIO()))
        stack.enter_context(redirect_stderr(StringIO()))
        stack.enter_context(_environment(environment))
        stack.enter_context(_settings())
        stack.enter_context(stopped(scene.clock))
        stack.enter_context(_no_collections())
        yield


def in_ci() -> bool:
    """Whether a CI runs this, where nothing may be written: its variable `CI` is true."""
    return os.environ.get("CI", "").lower() in {"1", "true", "yes"}


def forget_textual_settings() -> None:
    """Take Textual's variables out of the environment, for a process that has not imported Textual yet."""
    for name in [name for name in os.environ if name.startswith("TEXTUAL_")]:
        del os.environ[name]


def _kept() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name in _KEPT or name.startswith("PYTHON")}


def _folders(home: Path) -> dict[str, str]:
    folders = {
        "HOME": home,
        "USERPROFILE": home,
        "XDG_CONFIG_HOME": home / ".config",
        "XDG_DATA_HOME": home / ".local" / "share",
        "XDG_STATE_HOME": home / ".local" / "state",
        "XDG_RUNTIME_DIR": home,
        "XDG_CACHE_HOME": Path(_cache().name),
    }
    return {name: str(folder) for name, folder in folders.items()}


@cache
def _cache() -> TemporaryDirectory[str]:
    return TemporaryDirectory(prefix="scenes-cache-")


@contextmanager
def _environment(environment: Mapping[str, str]) -> Iterator[None]:
    try:
        with patch.dict(os.environ, environment, clear=True):
            _tell_clock()
            yield
    finally:
        _tell_clock()


@contextmanager
def _no_collections() -> Iterator[None]:
    """Keep Python from going through an app's objects again and again while it starts: a sixth of a scene's time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _tell_clock() -> None:
    if hasattr(time, "tzset"):
        time.tzset()


@contextmanager
def _settings() -> Iterator[None]:
    from textual import constants

    if constants.DIM_FACTOR != 0.66 or constants.DEFAULT_THEME != "textual-dark":
        raise SceneBroken(
            "TEXTUAL_THEME or TEXTUAL_DIM_FACTOR changes the colours; unset them and begin again"
        )
    with patch.multiple(constants, **_SETTINGS):
        yield
