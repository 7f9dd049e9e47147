"""The files of the web door's page, kept in memory, and the headers that keep other sites out of it."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from aiohttp import web

_HEADERS = {
    "Content-Security-Policy": (
        # The terminal makes style sheets of its own for its colours; nothing else comes from anywhere but here.
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; connect-src 'self'; img-src data:; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Permissions-Policy": "clipboard-read=(), camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-cache",
    "Server": "polemics",
}
_TYPES = {"html": "text/html", "css": "text/css", "mjs": "text/javascript"}


async def furnish(request: web.Request, response: web.StreamResponse) -> None:
    """Give an answer the headers that every answer has."""
    response.headers.update(_HEADERS)


def answer(request: web.Request, path: str) -> web.Response:
    """A file of the page by its path under `static`; nothing where the browser has it already."""
    file = _files().get(path)
    if file is None:
        return web.Response(status=404, text="There is no such page.\n")
    if any(tag.value == file.tag for tag in request.if_none_match or ()):
        response = web.Response(status=304)
    elif "gzip" in request.headers.get("Accept-Encoding", ""):
        headers = {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
        response = web.Response(
            body=file.zipped, content_type=file.content_type, charset="utf-8", headers=headers
        )
    else:
        response = web.Response(body=file.plain, content_type=file.content_type, charset="utf-8")
    response.etag = file.tag
    return response


@dataclass(frozen=True, slots=True)
class _File:
    content_type: str
    plain: bytes
    zipped: bytes
    tag: str


@cache
def _files() -> dict[str, _File]:
    """Every file, by its path."""
    folder = files("tui.serve") / "static"
    there = {file.name: file for file in folder.iterdir()}
    there |= {f"xterm/{file.name}": file for file in (folder / "xterm").iterdir()}
    kinds = {path: _TYPES.get(path.rpartition(".")[2]) for path in there}
    return {path: _read(kind, there[path].read_bytes()) for path, kind in kinds.items() if kind}


def _read(content_type: str, plain: bytes) -> _File:
    tag = hashlib.sha256(plain).hexdigest()[:16]
    return _File(content_type, plain, gzip.compress(plain, mtime=0), tag)
