"""A visit: who comes, on what kind of terminal, for what."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Visit:
    """What a door knows of a visitor; the same for SSH and the web.

    `words` are the command and its arguments, empty for one who comes to read. `term` is empty where there is no
    terminal (the streams are pipes then); `columns` and `rows` count its cells; `colorterm`, `lang` and `no_color` are
    what the variables of these names say. `reader` is the fingerprint of a key or another lasting name, empty for a
    guest; `name` is what the visitor calls themself and `address` where they come from: neither is to be trusted.
    """

    words: tuple[str, ...] = ()
    term: str = ""
    columns: int = 80
    rows: int = 24
    colorterm: str = ""
    lang: str = "C.UTF-8"
    no_color: str = ""
    reader: str = ""
    name: str = ""
    address: str = ""

    @property
    def has_terminal(self) -> bool:
        """Whether the visitor sits at a terminal."""
        return bool(self.term)

    def to_json(self) -> bytes:
        """As it goes to the visitor's process."""
        return json.dumps(asdict(self)).encode()

    @classmethod
    def from_json(cls, said: bytes) -> Visit:
        """As it came from the server."""
        values = json.loads(said)
        return cls(**values | {"words": tuple(values["words"])})
