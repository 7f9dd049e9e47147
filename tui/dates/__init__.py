"""The temporal engine: text in, events out.

`chronology(reading, written)` gives all expressions of time, the events, and when the text was written; `events(…)` the
events alone. Spans are characters of the reading, the end exclusive; days are counted in the Gregorian calendar.
"""

from tui.dates.chronology import Chronology, chronology, events
from tui.dates.days import own_day
from tui.dates.languages import codes, load

__all__ = ["Chronology", "chronology", "codes", "events", "load", "own_day"]
