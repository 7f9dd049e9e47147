"""Keeping still the memory that a zygote shares with its children: each page that a child writes to, it has a copy of.

A child writes to far more than it means to: every use of an object is counted in it, what it makes goes into the
holes that others have left, and what it gives back leaves new ones.
"""

from __future__ import annotations

import ctypes
import gc
import sys
import sysconfig
from types import CodeType

_KNOWN = ((3, 12), (3, 13))
"""The versions of Python in whose objects the count stands where `_make_immortal` writes it."""

_LARGEST, _STEP = 124 * 1024, 16
"""Bytes of the largest hole that is filled, and by which holes differ."""

_MOST = 8 * 1024**2
"""Bytes that are filled in any case, in a C library that orders its memory in another way."""


def keep_still() -> None:
    """Make this process's memory fit to be shared: to be called once, when it has all that its children will have in common.

    What there is then is never given back, in the children neither. In a Python that has no objects without a count
    (before 3.12), or whose objects are not known here, uses are counted as ever, and about twice as much is copied.
    """
    gc.collect()
    if _can_be_immortal():
        _make_immortal()
    _fill_holes()
    gc.freeze()


def _can_be_immortal() -> bool:
    """Whether this Python leaves alone the count of an object that is marked as immortal (PEP 683)."""
    return (
        sys.implementation.name == "cpython"
        and sys.version_info[:2] in _KNOWN
        and not sysconfig.get_config_var("Py_GIL_DISABLED")
        and sys.byteorder == "little"
        and sys.maxsize > 2**32
    )


def _make_immortal() -> None:
    """Give every object that can be found the count that `None` has, which is never changed."""
    found: dict[int, object] = {}
    left: list[object] = gc.get_objects()
    while left:
        one = left.pop()
        if id(one) in found or one is found or one is left:
            continue
        found[id(one)] = one
        left += gc.get_referents(one)
        if isinstance(one, CodeType):
            # Code does not tell the collector what it refers to.
            left += (one.co_consts, one.co_names, one.co_filename, one.co_name, one.co_qualname)
            left += (one.co_linetable, one.co_exceptiontable)
    count = ctypes.c_uint32.from_address
    forever = count(id(None)).value
    for address in found:
        count(address).value = forever


def _fill_holes() -> None:
    """Take the pieces of memory that are free amid others, so that what is made from now on stands together, at the end.

    Of the C library's memory alone: to fill those of Python's own allocator was tried, and gained nothing.
    """
    malloc, free = ctypes.pythonapi.PyMem_RawMalloc, ctypes.pythonapi.PyMem_RawFree
    malloc.argtypes, malloc.restype = [ctypes.c_size_t], ctypes.c_void_p
    free.argtypes, free.restype = [ctypes.c_void_p], None
    # Taken at the end of the memory, and never given back, though nothing is written there: what lies before it is a hole.
    filled, end = 0, malloc(_LARGEST)
    for size in range(_LARGEST, 0, -_STEP):
        while (piece := malloc(size)) < end and filled < _MOST:
            filled += size
        free(piece)
