"""Waiting for files without a thread."""

from __future__ import annotations

import asyncio
import socket


async def readable(file: int | socket.socket) -> None:
    """Wait until a file can be read, or its other side is gone; a process's handle (pidfd), until the process has ended."""
    loop = asyncio.get_running_loop()
    came = asyncio.Event()
    loop.add_reader(file, came.set)
    try:
        await came.wait()
    finally:
        loop.remove_reader(file)
