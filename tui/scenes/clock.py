"""A clock that stands still."""

from __future__ import annotations

import copyreg
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, tzinfo
from datetime import date as TrueDate
from datetime import datetime as TrueDatetime
from typing import Any, ClassVar
from unittest.mock import patch


@contextmanager
def stopped(moment: TrueDatetime) -> Iterator[None]:
    """Let `datetime.now`, `date.today`, `time.time` and their kin say `moment` (aware), in every module.

    The classes are replaced in all modules that know them by their own names, and put back at the end. What measures time
    (`time.monotonic`, `time.perf_counter`, the event loop's timers) runs on.
    """
    seconds = moment.timestamp()
    StoppedDatetime.moment = moment
    with (
        patch.multiple(time, time=lambda: seconds, time_ns=lambda: int(seconds * 1e9)),
        patch.dict(copyreg.dispatch_table, {TrueDate: _packed, TrueDatetime: _packed}),
    ):
        _replace({TrueDate: StoppedDate, TrueDatetime: StoppedDatetime})
        try:
            yield
        finally:
            # Modules first imported under the stopped clock hold its classes, so all are looked through again.
            _replace({StoppedDate: TrueDate, StoppedDatetime: TrueDatetime})


def _packed(value: TrueDate) -> tuple[Any, ...]:
    """For pickle, which would look for the class under its name and find the stopped one."""
    reduced: Any = value.__reduce_ex__(2)
    make, *arguments = reduced
    return (_real_datetime if make is TrueDatetime else _real_date, *arguments)


def _real_date(*arguments: Any) -> TrueDate:
    return TrueDate(*arguments)


def _real_datetime(*arguments: Any) -> TrueDatetime:
    return TrueDatetime(*arguments)


def _replace(swap: dict[type, type]) -> None:
    for module in list(sys.modules.values()):
        names = getattr(module, "__dict__", None)
        if not isinstance(names, dict):
            continue
        for name in ("datetime", "date"):
            value = names.get(name)
            if isinstance(value, type) and value in swap:
                names[name] = swap[value]


class _Kin(type):
    """Real values are instances of the stopped classes, and the stopped classes make real values."""

    def __instancecheck__(cls, value: object) -> bool:
        return isinstance(value, cls.__mro__[1])

    def __subclasscheck__(cls, other: type) -> bool:
        return issubclass(other, cls.__mro__[1])


class StoppedDate(TrueDate, metaclass=_Kin):
    """`datetime.date` under a stopped clock."""

    def __new__(cls, *args: Any, **kwargs: Any) -> Any:
        """Make a real date."""
        return TrueDate(*args, **kwargs)

    @classmethod
    def today(cls) -> Any:
        """The stopped day."""
        return StoppedDatetime.now().date()


class StoppedDatetime(TrueDatetime, metaclass=_Kin):
    """`datetime.datetime` under a stopped clock."""

    moment: ClassVar[TrueDatetime]

    def __new__(cls, *args: Any, **kwargs: Any) -> Any:
        """Make a real datetime."""
        return TrueDatetime(*args, **kwargs)

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Any:
        """The stopped moment."""
        return cls.moment.astimezone(tz) if tz else cls.moment.astimezone().replace(tzinfo=None)

    @classmethod
    def today(cls) -> Any:
        """The stopped moment, local."""
        return cls.now()

    @classmethod
    def utcnow(cls) -> Any:
        """The stopped moment in UTC, without a zone."""
        return cls.moment.astimezone(UTC).replace(tzinfo=None)
