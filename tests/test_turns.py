"""Keys typed in a burst have their effect one after the other."""

from __future__ import annotations

import asyncio

from textual import events
from textual.app import App, ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widget import Widget

from tui.turns import DRAWINGS, LIMIT, Turns


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
        self.restless = False
        note = self.got.append
        self._turns = None
        if turns:
            self._turns = Turns(
                self,
                super().on_event,
                began=lambda: note("("),
                draw=self._draw,
                ended=lambda: note(")"),
            )

    def _draw(self) -> None:
        self.got.append("draw")
        if self.restless:
            self.post_message(events.Blur())

    def compose(self) -> ComposeResult:
        with Vertical(), Vertical():
            yield Leaf(id="one")
            yield Leaf(id="two")

    async def on_event(self, event: events.Event) -> None:
        if self._turns is not None and isinstance(event, events.Key) and not event.is_forwarded:
            await self._turns.take(event)
        else:
            await super().on_event(event)

    def on_leaf_pressed(self, event: Leaf.Pressed) -> None:
        self.got.append(f"{event.key} {event.leaf}")
        if event.key == "n":
            self.screen.set_focus(self.query_one("#two" if event.leaf == "one" else "#one"))
        if event.key == "x":
            self.query_one(f"#{event.leaf}").remove()


async def burst(app: Room, keys: str) -> list[str]:
    async with app.run_test() as pilot:
        app.screen.set_focus(app.query_one("#one"))
        await pilot.pause()
        for key in keys:
            app.post_message(events.Key(key, key))
        await pilot.pause(LIMIT * 2)
        await pilot.pause()
    return app.got


def keys_of(got: list[str]) -> list[str]:
    """What was got, without the ends of turns."""
    return [one for one in got if one not in ("(", ")", "draw")]


async def test_each_key_goes_to_what_the_one_before_gave_the_focus() -> None:
    assert keys_of(await burst(Room(turns=True), "anbnc")) == ["a one", "n one", "b two", "n two", "c one"]


async def test_without_turns_they_overtake() -> None:
    """Why there are turns: if this fails, Textual sees to it, and `tui.turns` can go."""
    assert await burst(Room(turns=False), "nb") == ["n one", "b one"]


async def test_a_widget_that_goes_takes_no_turn_with_it() -> None:
    assert keys_of(await burst(Room(turns=True), "xbc")) == ["x one", "b two", "c two"]


async def test_what_a_key_does_is_drawn_once_after_it_and_not_while_more_keys_wait() -> None:
    assert await burst(Room(turns=True), "a") == ["(", "a one", "draw", ")"]
    assert await burst(Room(turns=True), "ab") == ["(", "a one", ")", "(", "b one", "draw", ")"]


async def test_what_drawing_sets_off_is_drawn_too_but_not_for_ever() -> None:
    app = Room(turns=True)
    app.restless = True
    assert await burst(app, "a") == ["(", "a one", *["draw"] * DRAWINGS, ")"]


async def test_a_key_that_takes_long_does_not_keep_the_next_waiting_for_ever() -> None:
    class Slow(Leaf):
        async def on_key(self, event: events.Key) -> None:  # type: ignore[override]
            event.prevent_default()
            if event.key == "s":
                await asyncio.sleep(LIMIT * 1.5)
            self.post_message(self.Pressed(str(self.id), event.key))

    class Rooms(Room):
        def compose(self) -> ComposeResult:
            yield Slow(id="one")

    got = await burst(Rooms(turns=True), "sb")
    assert got.index(")") < got.index("s one") < got.index("b one")
