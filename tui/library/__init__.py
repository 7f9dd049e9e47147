"""The collection on disk: its one face is `Library`."""

from tui.library.library import Library

__all__ = ["Library"]
