"""A headless Chromium, driven by its DevTools protocol."""

from __future__ import annotations

import asyncio
import json
import shutil
import subprocess
from contextlib import suppress
from pathlib import Path
from typing import Any

import aiohttp

BINARY = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
PATIENCE = 20.0
_KEYS = {"Enter": (13, "\r"), "Escape": (27, ""), "Tab": (9, "")}


class Chromium:
    """The browser's process; each test opens a `Page` of its own in it."""

    def __init__(self, folder: Path) -> None:
        assert BINARY is not None
        self._folder = folder
        words = [BINARY, "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run"]
        words += ["--disable-background-networking", "--disable-dev-shm-usage"]
        words += ["--remote-debugging-port=0", f"--user-data-dir={folder}", "about:blank"]
        self.process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    async def address(self) -> str:
        file = self._folder / "DevToolsActivePort"
        async with asyncio.timeout(PATIENCE):
            while True:
                with suppress(FileNotFoundError, ValueError):
                    port, path = file.read_text().split()
                    return f"ws://127.0.0.1:{port}{path}"
                await asyncio.sleep(0.05)

    def close(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Page:
    """A page in a context of its own (cookies, permissions)."""

    def __init__(self) -> None:
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self._answers: dict[int, asyncio.Future[Any]] = {}
        self._number = 0
        self._target = ""

    @classmethod
    async def open(cls, chromium: Chromium, *, origin: str = "", permissions: tuple[str, ...] = ()) -> Page:
        page = cls()
        page._client = aiohttp.ClientSession()
        page._line = await page._client.ws_connect(await chromium.address(), max_msg_size=0)
        page._listening = asyncio.create_task(page._listen())
        context = (await page.call("Target.createBrowserContext"))["browserContextId"]
        if permissions:
            await page.call(
                "Browser.grantPermissions",
                browserContextId=context,
                origin=origin,
                permissions=list(permissions),
            )
        made = await page.call("Target.createTarget", url="about:blank", browserContextId=context)
        attached = await page.call("Target.attachToTarget", targetId=made["targetId"], flatten=True)
        page._target = attached["sessionId"]
        for domain in ("Page", "Network", "Runtime", "Log"):
            await page.call(f"{domain}.enable")
        await page.resize(900, 600)
        return page

    async def close(self) -> None:
        await self.call("Page.close")
        self._listening.cancel()
        await self._line.close()
        await self._client.close()

    async def call(self, method: str, **parameters: Any) -> Any:
        self._number += 1
        answer = self._answers[self._number] = asyncio.get_running_loop().create_future()
        message = {"id": self._number, "method": method, "params": parameters}
        if self._target:
            message["sessionId"] = self._target
        await self._line.send_str(json.dumps(message))
        async with asyncio.timeout(PATIENCE):
            return await answer

    async def go(self, address: str) -> None:
        await self.call("Page.navigate", url=address)

    async def evaluate(self, words: str) -> Any:
        done = await self.call(
            "Runtime.evaluate", expression=words, awaitPromise=True, returnByValue=True, userGesture=True
        )
        assert "exceptionDetails" not in done, done["exceptionDetails"]
        return done["result"].get("value")

    async def until(self, words: str) -> Any:
        """Wait until an expression of JavaScript holds, and give its value."""
        for _ in range(round(PATIENCE / 0.05)):
            # What the page does not have yet is no error.
            if value := await self.evaluate(
                f"(() => {{ try {{ return {words} }} catch {{ return null }} }})()"
            ):
                return value
            await asyncio.sleep(0.05)
        raise AssertionError(f"{words} does not come true; on the screen:\n{await self.screen()}")

    async def screen(self) -> str:
        """The text in the terminal: it is drawn with elements, not on a canvas."""
        return str(
            await self.evaluate(
                "[...document.querySelectorAll('.xterm-rows > div')].map(row => row.textContent).join('\\n')"
                ".replaceAll('\\u00a0', ' ')"
            )
        )

    async def sees(self, words: str) -> None:
        """Wait until words stand on the screen, also across the ends of its lines."""
        rows = "[...document.querySelectorAll('.xterm-rows > div')].map(row => row.textContent).join('')"
        await self.until(f"{rows}.replaceAll('\\u00a0', ' ').includes({json.dumps(words)})")

    async def press(self, key: str, *, ctrl: bool = False, commands: tuple[str, ...] = ()) -> None:
        code, text = _KEYS.get(key, (ord(key.upper()) if len(key) == 1 else 0, key))
        parameters = {"key": key, "windowsVirtualKeyCode": code, "modifiers": 2 if ctrl else 0}
        if text and not ctrl:
            parameters["text"] = text
        await self.call("Input.dispatchKeyEvent", type="keyDown", commands=list(commands), **parameters)
        parameters.pop("text", None)
        await self.call("Input.dispatchKeyEvent", type="keyUp", **parameters)

    async def click(self, selector: str) -> None:
        box = await self.until(
            f"(box => box.width && [box.x + box.width / 2, box.y + box.height / 2])"
            f"(document.querySelector({json.dumps(selector)}).getBoundingClientRect())"
        )
        for kind in ("mousePressed", "mouseReleased"):
            await self.call(
                "Input.dispatchMouseEvent", type=kind, x=box[0], y=box[1], button="left", clickCount=1
            )

    async def resize(self, width: int, height: int) -> None:
        await self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=False,
        )

    async def _listen(self) -> None:
        async for message in self._line:
            said = json.loads(message.data)
            if waiting := self._answers.pop(said.get("id", 0), None):
                if "error" in said:
                    waiting.set_exception(RuntimeError(said["error"]["message"]))
                else:
                    waiting.set_result(said["result"])
                continue
            match said.get("method"):
                case "Network.requestWillBeSent":
                    self.requests.append(said["params"]["request"]["url"])
                case "Network.webSocketCreated":
                    self.requests.append(said["params"]["url"])
                case "Log.entryAdded":
                    self.complaints.append(said["params"]["entry"]["text"])
                case "Runtime.exceptionThrown":
                    self.complaints.append(json.dumps(said["params"]["exceptionDetails"]))
