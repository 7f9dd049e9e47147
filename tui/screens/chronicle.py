"""The timeline on the whole screen, a lane an organization."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.app import ComposeResult

from tui.commands import Keys
from tui.model import Mention
from tui.screens.commanded import Commanded
from tui.screens.typed_date import EXAMPLES, typed_date
from tui.widgets.caption import Caption
from tui.widgets.chart import Chart
from tui.widgets.lanes import Lanes
from tui.widgets.prompt import Prompt
from tui.widgets.status import Status

_LOW = 20


class Chronicle(Commanded):
    """Events on lanes with what is known of the one under the cursor; it is left with the event chosen, or with none."""

    table: ClassVar[str] = "chronicle"

    DEFAULT_CSS = """
    Chronicle {
        & > Lanes { height: 1fr; }
        & > Caption { dock: bottom; margin-bottom: 1; }
        &.-low > Caption { height: 3; }
    }
    """

    def __init__(
        self,
        keys: Keys,
        chart: Chart,
        *,
        title: str = "",
        start: Mention | None = None,
        ascii: bool = False,
    ) -> None:
        """Show a chart, the cursor on `start`."""
        super().__init__(keys, ascii=ascii)
        self._names = {lane.key: lane.name for lane in chart.lanes}
        self._chart = chart
        self._scope = title
        self._start = start

    # -- what is seen

    def compose(self) -> ComposeResult:
        """The lanes, the event in words, the status line, the line to type a date in."""
        self.lanes = Lanes()
        self.lanes.title, self.lanes.ascii = self._scope, self.ascii
        self.caption = Caption(self._source_of)
        self.caption.ascii = self.ascii
        self.dates = Prompt()
        yield self.lanes
        yield self.caption
        yield Status()
        yield self.dates

    def on_mount(self) -> None:
        """Show the events."""
        self.lanes.set_chart(self._chart, self._start)
        self.caption.mention = self.lanes.mention
        self.status.hints = self.hints()
        self.lanes.focus()

    def on_chart_pane_reached(self, event: Lanes.Reached) -> None:
        """Tell of the event that was reached."""
        self.caption.mention = event.mention

    def on_chart_pane_chosen(self, event: Lanes.Chosen) -> None:
        """Leave with the event."""
        self.dismiss(event.mention)

    def on_resize(self, event: events.Resize) -> None:
        """Leave the lanes what height there is."""
        self.set_class(event.size.height < _LOW, "-low")

    # -- commands

    def action_zoom(self, steps: int) -> None:
        """Show less time in more detail, or more time."""
        if not self.lanes.zoom(steps):
            self.say("this is the finest scale" if steps > 0 else "this is the coarsest scale")

    def action_fit(self) -> None:
        """Show all of the time."""
        self.lanes.fit()

    def action_by_event(self, steps: int) -> None:
        """Go to the next event in time, whoever tells of it."""
        if not self.lanes.by_event(steps):
            self.say("no more events")

    def action_along(self, steps: int) -> None:
        """Go to the next event in the lane."""
        if not self.lanes.along(steps):
            self.say("no more events in this lane")

    def action_by_gap(self, steps: int) -> None:
        """Go over the next stretch without events."""
        if not self.lanes.by_gap(steps):
            where = "after" if steps > 0 else "before"
            self.say(f"no empty stretch {where} this event at this scale; + shows shorter ones")

    def action_go_date(self) -> None:
        """Ask for a date."""
        self.dates.open("date", f"go to ({EXAMPLES})")

    def on_prompt_entered(self, event: Prompt.Entered) -> None:
        """Go to the event nearest to the date."""
        self.lanes.focus()
        if not event.words.strip():
            return
        try:
            when = typed_date(event.words)
        except ValueError as fault:
            self.say(str(fault))
            return
        if not self.lanes.go_to_date(when):
            self.say("no event has a date")

    def on_prompt_left(self) -> None:
        """Go back to the lanes."""
        self.lanes.focus()

    def _source_of(self, mention: Mention) -> str:
        article = mention.article
        publisher = self._names.get(article.organization) or article.organization or "publisher unknown"
        return f"{publisher}: {article.title}"
