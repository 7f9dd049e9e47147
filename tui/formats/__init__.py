"""Readers of article files: one file a format, the table `FORMATS`, and what they share.

A format turns bytes into a `Draft`: the text as established (`Reading`) and what the file itself says of title,
author and date. It knows nothing of the collection the file stands in.
"""

from tui.formats.columns import Columns, read_columns
from tui.formats.draft import Draft, Unreadable
from tui.formats.fields import Field, read_fields
from tui.formats.front_matter import NAMES, renamed
from tui.formats.table import FORMATS, Format, format_of, strangers

__all__ = [
    "FORMATS",
    "NAMES",
    "Columns",
    "Draft",
    "Field",
    "Format",
    "Unreadable",
    "format_of",
    "read_columns",
    "read_fields",
    "renamed",
    "strangers",
]
