"""What has become of a scene: the take held against its golden."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from tui.scenes.difference import difference
from tui.scenes.golden import Goldens
from tui.scenes.grid import Grid
from tui.scenes.player import Take
from tui.scenes.scene import Scene
from tui.scenes.trouble import SceneError


class Verdict(Enum):
    """How a scene came out."""

    SAME = "same"
    CHANGED = "changed"
    NEW = "new"
    BROKEN = "broken"


@dataclass(frozen=True)
class Outcome:
    """A scene, its golden before (None where there is none or it is damaged), the screen after, and what is in the way.

    `cause` is the name of the error's class where the scene could not be played.
    """

    scene: Scene
    before: Grid | None
    after: Grid | None
    trouble: str = ""
    cause: str = ""

    @property
    def verdict(self) -> Verdict:
        """Same, changed, new (no golden yet) or broken (could not be played, or the golden is damaged)."""
        if self.trouble:
            return Verdict.BROKEN
        if self.before is None:
            return Verdict.NEW
        return Verdict.SAME if self.before == self.after else Verdict.CHANGED

    def __str__(self) -> str:
        """What a person has to know, in lines; nothing but the difference where there is one."""
        if self.trouble:
            told = self.trouble
        elif self.before is None or self.after is None:
            told = "there is no golden of this scene yet"
        elif self.before == self.after:
            told = "as before"
        else:
            told = difference(self.before, self.after)
        return f"{self.scene.name}: {told}"


def compare(take: Take, goldens: Goldens) -> Outcome:
    """Hold a take against the golden of its scene."""
    try:
        before = goldens.get(take.scene.name)
    except SceneError as error:
        return Outcome(take.scene, None, take.screen, take.trouble or str(error), take.cause)
    return Outcome(take.scene, before, take.screen, take.trouble, take.cause)
