"""Makes a collection of any size out of the paragraphs of real texts, the same one for the same seed.

python tests/bench/collection.py --texts FOLDER --size 1000 OUT
"""

from __future__ import annotations

import argparse
import random
import re
from collections.abc import Sequence
from html import escape
from pathlib import Path

from tui.formats import Unreadable, format_of

ORGANIZATIONS = 40
YEARS = range(1917, 2024)
_WANTED = (".txt", ".md", ".htm", ".html", ".markdown")
_PARAGRAPH = range(120, 3000)
_TEMPLATES = {
    ".txt": "{title}\n\n{text}\n",
    ".md": '---\ntitle: "{title}"\nauthor: {author}\ndate: {date}\n---\n\n{text}\n',
    ".html": "<!DOCTYPE html><html><head><meta charset='utf-8'><title>{title}</title></head>"
    "<body><div class='nav'><a href='/'>Home</a></div><article><h1>{title}</h1><p>{text}</p></article></body></html>\n",
}
_WEIGHTS = (45, 40, 15)


def paragraphs(texts: Path) -> list[str]:
    """The paragraphs of all texts below a folder that are neither too short nor too long."""
    found = []
    for path in sorted(texts.rglob("*")):
        format = format_of(path.name)
        if format is None or path.suffix.lower() not in _WANTED or not path.is_file():
            continue
        try:
            drafts = format.read(path.read_bytes(), path.name)
        except Unreadable:
            continue
        for draft in drafts:
            found += [part for part in draft.reading.text.split("\n\n") if len(part) in _PARAGRAPH]
    return found


def make(out: Path, size: int, source: Sequence[str], seed: int = 1917) -> None:
    """Write a collection of so many articles of 2 to 12 paragraphs each."""
    chance = random.Random(seed)
    out.mkdir(parents=True, exist_ok=True)
    lines = [
        f"o{number}:\n  name: Organization {number} of the {chance.choice(source).split()[0]} Union\n"
        f"  aliases: [OU{number}]\n  organs: [The {number}th Sheet]\n"
        for number in range(ORGANIZATIONS)
    ]
    (out / "organizations.yaml").write_text("".join(re.sub(r"[^\w\s:,\[\]]", "", line) for line in lines))
    for number in range(size):
        ending = chance.choices(list(_TEMPLATES), _WEIGHTS)[0]
        year, month, day = chance.choice(YEARS), chance.randint(1, 12), chance.randint(1, 28)
        chosen = [chance.choice(source) for _ in range(chance.randint(2, 12))]
        title = re.sub(r"[^\w\s]", "", chosen[0])[:60].strip() or "Untitled"
        joint = "\n\n"
        if ending == ".html":
            chosen, joint = [escape(part) for part in chosen], "</p>\n<p>"
        words = _TEMPLATES[ending].format(
            title=title,
            author=f"Author {chance.randint(1, 500)}",
            date=f"{year}-{month:02}-{day:02}",
            text=joint.join(chosen),
        )
        folder = out / f"o{chance.randrange(ORGANIZATIONS)}" / str(year)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{number:06}{ending}").write_text(words, encoding="utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--texts", type=Path, required=True)
    parser.add_argument("--size", type=int, default=1000)
    args = parser.parse_args()
    make(args.out, args.size, paragraphs(args.texts))
