from collections.abc import Iterator
from pathlib import Path

import pytest

ORGANIZATIONS = """\
lamp:
  name: League of Lamplighters
  aliases: [LL, Lamps]
  organs: [The Lantern]
  founded: 1889
clock:
  name: Clockmakers’ Union
  aliases: [CU]
  parent: guild
guild:
  name: Guild of Guilds
"""
FILES = {
    "organizations.yaml": ORGANIZATIONS,
    "lamp/against-the-clock.md": "---\ntitle: Against the Clock\ndate: 1932-05-14\nauthor: Ada Wick\n---\n"
    "# Against the *Clock*\n\nThe Clockmakers met on 3 May 1932. A week later they split.\n",
    "lamp/against-the-clock.md.yaml": "about: [CU]\nlanguage: en\nsource: https://lantern.example/clock\n",
    "clock/on-light.txt": "A word on light\n\nThe lamps went out in 1914, and were lit again on 11 November 1918.\n",
}


@pytest.fixture(autouse=True, scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A cache folder of the tests' own, so that nobody's index is touched."""
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder))
        yield folder


@pytest.fixture
def collection(tmp_path: Path) -> Path:
    """An invented collection of two articles by two organizations."""
    for name, text in FILES.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return tmp_path
