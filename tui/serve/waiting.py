"""Waiting for files without a thread."""

from __future__ import annotations

import asyncio
import os
import socket


async def readable(file: int | socket.socket) -> None:
    """Wait until a file can be read, or its other side is gone; for a process's handle (pidfd), until the process has ended."""
    loop = asyncio.get_running_loop()
    came = asyncio.Event()
    loop.add_reader(file, came.set)
    try:
        await came.wait()
    finally:
        loop.remove_reader(file)


async def ended(pid: int) -> None:
    """Wait until a child of this process has ended, without taking its exit code."""
    try:
        handle = os.pidfd_open(pid)
    except ProcessLookupError:
        return
    try:
        await readable(handle)
    finally:
        os.close(handle)
