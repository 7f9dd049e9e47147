"""Golden screens for any Textual app: scenes in, texts to compare and pictures to look at out.

A scene is an app, a size and steps. `read` takes scenes from a YAML file, `play` makes the app (you give the function that does)
and takes the steps on a stage that is the same everywhere, `Goldens` keeps the accepted screens in a folder, and `compare`
holds a take against them:

    def make(scene: Scene) -> App:
        app = Notes(folder=scene.collection)
        app.theme = scene.theme or "textual-dark"
        return app

    script = read(Path("snapshots/scenes.yaml"))
    goldens = Goldens(script.goldens)
    for take in play_all(script.scenes, make, jobs=2):
        print(compare(take, goldens))

`difference` tells two screens apart in words, `picture` draws one as SVG or for a terminal, `report` makes one HTML file of all
changes, and `review` is an app to walk through them. Nothing here knows what the app is about.
"""

from __future__ import annotations

from tui.scenes.golden import Goldens
from tui.scenes.grid import Cell, Grid
from tui.scenes.outcome import Outcome, Verdict, compare
from tui.scenes.player import Make, Take, play, play_all
from tui.scenes.scene import Scene, Size
from tui.scenes.script import Script, read
from tui.scenes.trouble import SceneBroken, SceneError

__all__ = [
    "Cell",
    "Goldens",
    "Grid",
    "Make",
    "Outcome",
    "Scene",
    "SceneBroken",
    "SceneError",
    "Script",
    "Size",
    "Take",
    "Verdict",
    "compare",
    "play",
    "play_all",
    "read",
]
