"""All changes as one HTML file that needs nothing else: pictures before and after, the difference, and its words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from html import escape

from tui.scenes.difference import marked
from tui.scenes.grid import Grid
from tui.scenes.outcome import Outcome, Verdict
from tui.scenes.picture import svg
from tui.scenes.scene import Scene

_PAGE = """\
<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>
body {{ font: 16px/1.5 sans-serif; margin: 2rem auto; padding: 0 1rem; color: #1b1b1b; background: #fbfaf7; }}
h1 {{ font-size: 1.4rem; }} h2 {{ font-size: 1.1rem; margin: 2.5rem 0 0; }} summary {{ margin: .5rem 0; cursor: pointer; }}
p.scene {{ margin: 0 0 .5rem; color: #555; }}
pre {{ overflow-x: auto; background: #f0eee8; padding: .75rem; font: 14px/1.35 "Fira Code", "DejaVu Sans Mono", Menlo, Consolas, monospace; }}
.pictures {{ display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 36rem), 1fr)); gap: 1rem; }}
figure {{ margin: 0; }} figcaption {{ font-weight: bold; }} svg {{ width: 100%; max-width: 72rem; height: auto; }}
</style>
<h1>{title}</h1>
<p>{summary}</p>
{sections}
</html>
"""


def report(outcomes: Sequence[Outcome], stale: Iterable[str], title: str) -> str:
    """The page; scenes that are as before are only counted, goldens that no scene has are named."""
    counts = Counter(outcome.verdict for outcome in outcomes)
    told = ", ".join(f"{counts[verdict]} {verdict.value}" for verdict in Verdict if counts[verdict])
    sections = [_section(outcome) for outcome in outcomes if outcome.verdict is not Verdict.SAME]
    if names := ", ".join(stale):
        sections.append(f"<h2>stale</h2>\n<p>No scene has these goldens: {escape(names)}</p>")
    return _PAGE.format(
        title=escape(title), summary=f"{len(outcomes)} scenes: {told}", sections="\n".join(sections)
    )


def _section(outcome: Outcome) -> str:
    name = outcome.scene.name
    pictures: list[tuple[str, Grid]] = []
    if outcome.before is not None:
        pictures.append(("before", outcome.before))
    if outcome.after is not None:
        pictures.append(("after", outcome.after))
    if outcome.before is not None and outcome.after is not None:
        pictures.append(("difference", marked(outcome.before, outcome.after)))
    figures = "\n".join(
        f"<figure><figcaption>{caption}</figcaption>\n{svg(grid, f'{name}, {caption}')}</figure>"
        for caption, grid in pictures
    )
    first = str(outcome).partition("\n")[0]
    opened = "" if outcome.verdict is Verdict.CHANGED else " open"
    return (
        f'<section id="{escape(name)}">\n<h2>{escape(name)} <small>{outcome.verdict.value}</small></h2>\n'
        f'<p class="scene">{escape(_told(outcome.scene))}</p>\n'
        f'<div class="pictures">\n{figures}\n</div>\n'
        f"<details{opened}><summary>{escape(first)}</summary>\n<pre>{escape(str(outcome))}</pre></details>\n</section>"
    )


def _told(scene: Scene) -> str:
    parts = [f"line {scene.line}", str(scene.size)]
    if scene.theme is not None:
        parts.append(f"theme {scene.theme}")
    if scene.steps:
        parts.append("steps " + ", ".join(map(str, scene.steps)))
    return " · ".join(parts)
