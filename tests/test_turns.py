"""Keys typed in a burst have their effect one after the other."""

from __future__ import annotations

from textual import events
from textual.app import App, ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widget import Widget

from tui.turns import LIMIT, Settled, Turns


class Leaf(Widget, can_focus=True):
    """Answers a key with a message, as a pane does."""

    class Pressed(Message):
        def __init__(self, leaf: str, key: str) -> None:
            super().__init__()
            self.leaf, self.key = leaf, key

    def on_key(self, event: events.Key) -> None:
        self.post_message(self.Pressed(str(self.id), event.key))


class Room(App[None]):
    """The key n gives the focus to the other leaf, by a message; every key is noted with the leaf that got it."""

    def __init__(self, *, turns: bool) -> None:
        super().__init__()
        self.got: list[str] = []
        self._turns = Turns(self, super().on_event) if turns else None

    def compose(self) -> ComposeResult:
        with Vertical(), Vertical():
            yield Leaf(id="one")
            yield Leaf(id="two")

    async def on_event(self, event: events.Event) -> None:
        if self._turns is not None and isinstance(event, events.Key) and not event.is_forwarded:
            await self._turns.take(event)
        else:
            await super().on_event(event)

    async def on_settled(self, marker: Settled) -> None:
        assert self._turns is not None
        await self._turns.settled(marker)

    def on_leaf_pressed(self, event: Leaf.Pressed) -> None:
        self.got.append(f"{event.key} {event.leaf}")
        if event.key == "n":
            self.screen.set_focus(self.query_one("#two" if event.leaf == "one" else "#one"))
        if event.key == "x":
            self.query_one(f"#{event.leaf}").remove()


async def burst(app: Room, keys: str) -> list[str]:
    async with app.run_test() as pilot:
        app.screen.set_focus(app.query_one("#one"))
        for key in keys:
            app.post_message(events.Key(key, key))
        await pilot.pause(LIMIT * 2)
        await pilot.pause()
    return app.got


async def test_each_key_goes_to_what_the_one_before_gave_the_focus() -> None:
    assert await burst(Room(turns=True), "anbnc") == ["a one", "n one", "b two", "n two", "c one"]


async def test_without_turns_they_overtake() -> None:
    """Why there are turns: if this fails, Textual sees to it, and `tui.turns` can go."""
    assert await burst(Room(turns=False), "nb") == ["n one", "b one"]


async def test_a_widget_that_goes_takes_no_turn_with_it() -> None:
    assert await burst(Room(turns=True), "xbc") == ["x one", "b two", "c two"]
