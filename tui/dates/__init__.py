"""The temporal engine: text in, events out."""

from tui.dates.chronology import Chronology, chronology, events

__all__ = ["Chronology", "chronology", "events"]
