"""The server's log: a line for each session at its end, for each visitor turned away, and for what befalls the house.

Whatever comes from outside (names, commands) is written as `repr` writes it, so that no line holds a character that a
terminal would obey, and none can be forged.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from tui.serve.limits import Bucket, Clock

LONGEST, LONGEST_NOTE = 200, 8000
"""Characters that are written of what a visitor says, and of a note; longer ones are cut, and end with `…`."""

_TURNED_AWAY = 60
"""Lines a minute about visitors turned away: a flood of them must not fill the disk."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A session that has ended.

    `reader` is the fingerprint or lasting name, empty for a guest; `words` the command asked for, empty for one who
    came to read; `seconds` how long it lasted; `received` and `sent` count bytes; `keys` the times that something was
    typed; `reason` says in a word or a few why it ended; `code` is the exit code, `None` where there was none.
    """

    door: str
    began: datetime
    seconds: float
    address: str
    name: str = ""
    reader: str = ""
    words: tuple[str, ...] = ()
    term: str = ""
    received: int = 0
    sent: int = 0
    keys: int = 0
    reason: str = ""
    code: int | None = None


class Log:
    """Writes lines to a file or to standard error, as text or as JSON.

    A line that cannot be written (a full disk) is lost, the server goes on; how many were lost is said in the first
    that can be written again.
    """

    def __init__(
        self,
        file: Path | Literal["stderr"],
        form: Literal["text", "json"],
        clock: Clock,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """Open it for appending; raises `OSError`. `clock` paces what would flood it, `now` dates the lines."""
        self._file, self._form, self._now = file, form, now
        self._pace = Bucket(_TURNED_AWAY / 60, _TURNED_AWAY, clock)
        self._unsaid = self._lost = 0
        self._to = _opened(file)

    def reopen(self) -> None:
        """Go on in a new file of the same name, after the old one was moved away; raises `OSError`, and keeps the old."""
        new = _opened(self._file)
        self.close()
        self._to = new

    def close(self) -> None:
        """Write no more."""
        if self._file != "stderr":
            os.close(self._to)

    def session(self, entry: Entry) -> None:
        """Tell of a session that has ended."""
        told: dict[str, Any] = {
            "door": entry.door,
            "began": _instant(entry.began),
            "seconds": round(entry.seconds, 1),
            "address": entry.address,
            "name": entry.name,
            "reader": entry.reader,
            "words": " ".join(map(_quoted, entry.words)),
            "term": entry.term,
            "received": entry.received,
            "sent": entry.sent,
            "keys": entry.keys,
            "reason": entry.reason,
            "code": entry.code,
        }
        self._write("session", {name: value for name, value in told.items() if value not in ("", None)})

    def turned_away(self, door: str, address: str, reason: str, name: str = "") -> None:
        """Tell of a visitor who was not let in; in a flood, only of some, and of how many are left out."""
        if not self._pace.take():
            self._unsaid += 1
            return
        told: dict[str, Any] = {"door": door, "address": address, "reason": reason}
        if name:
            told["name"] = name
        if self._unsaid:
            told["unsaid"], self._unsaid = self._unsaid, 0
        self._write("turned-away", told)

    def note(self, words: str) -> None:
        """Tell what befalls the house: started, reloaded, a part that came to harm."""
        self._write("note", {"words": words}, LONGEST_NOTE)

    def _write(self, what: str, told: Mapping[str, Any], longest: int = LONGEST) -> None:
        lost = {"lost": self._lost} if self._lost else {}
        values = {name: _cut(value, longest) for name, value in {**told, **lost}.items()}
        line = self._line(what, values)
        try:
            os.write(self._to, line.encode("ascii"))
            self._lost = 0
        except OSError:
            self._lost += 1

    def _line(self, what: str, told: Mapping[str, Any]) -> str:
        when = _instant(self._now())
        if self._form == "json":
            # JSON leaves DEL as it is.
            return json.dumps({"time": when, "what": what, **told}).replace("\x7f", "\\u007f") + "\n"
        return " ".join([when, what, *(f"{name}={_shown(value)}" for name, value in told.items())]) + "\n"


def _opened(file: Path | Literal["stderr"]) -> int:
    if file == "stderr":
        return 2
    return os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o640)


def _instant(when: datetime) -> str:
    return when.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _cut(value: Any, longest: int) -> Any:
    return value if not isinstance(value, str) or len(value) <= longest else value[:longest] + "…"


def _shown(value: Any) -> str:
    """A number as it is, words as `ascii` writes them: quoted, with nothing that a terminal would obey."""
    return ascii(value) if isinstance(value, str) else str(value)


def _quoted(word: str) -> str:
    return word if word.isalnum() else ascii(word)
