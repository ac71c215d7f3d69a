"""For each test a scripted server and a fresh tab."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest_asyncio
from playwright.async_api import Browser, Page

from tests.forum.live_client.stage import Stage, Wire, stage


class Tab:
    """A page with the client in it; its time is the test's."""

    def __init__(self, page: Page) -> None:
        self.page = page

    async def open(self, **options: Any) -> None:
        """Start the client."""
        await self.page.evaluate("(options) => open(options)", options)

    async def follow(self, topic: str) -> None:
        await self.page.evaluate("(topic) => follow(topic)", topic)

    async def pass_time(self, seconds: float) -> None:
        await self.page.clock.run_for(round(seconds * 1000))

    async def until(self, condition: str) -> None:
        """Wait, outside the page's time, until an expression holds."""
        await self.page.wait_for_function(f"() => {condition}", polling=20)

    async def pass_until(self, condition: str, seconds: float) -> None:
        """Let time pass until an expression holds, so many seconds at most."""
        for _ in range(round(seconds * 4)):
            if await self.js(f"() => Boolean({condition})"):
                return
            await self.pass_time(0.25)
        raise AssertionError(f"{condition}: not within {seconds} s")

    async def pause_before_redial(self) -> int:
        """Let time pass until the client dials again after the end of the line; return the milliseconds."""
        await self.until("ended.length === dialled.length")
        count = await self.js("() => dialled.length")
        while await self.js("() => dialled.length") == count:
            await self.pass_time(0.1)
        return await self.js("() => dialled.at(-1) - ended.at(-1)")

    async def hide(self, is_hidden: bool = True) -> None:
        """Put the tab into the background, or bring it back."""
        await self.page.evaluate(
            """(isHidden) => {
              Object.defineProperty(document, "hidden", { value: isHidden, configurable: true });
              document.dispatchEvent(new Event("visibilitychange"));
            }""",
            is_hidden,
        )

    async def told(self, *names: str) -> list[Any]:
        """Return what the client told so far, of these names."""
        found = await self.js("(names) => told.filter(([name]) => names.includes(name))", list(names))
        return [rest[0] if len(rest) == 1 else tuple(rest) for _, *rest in found]

    async def hears(self, name: str, count: int = 1) -> list[Any]:
        """Wait until the client has told this so often."""
        await self.page.wait_for_function(
            "([name, count]) => told.filter(([told]) => told === name).length >= count",
            arg=[name, count],
            polling=20,
        )
        return await self.told(name)

    async def has_heard(self, wire: Wire) -> None:
        """Wait until the client has dealt with everything this connection sent so far."""
        count = len(await self.told("reload"))
        await wire.send(t="ctl", k="reload", d={"in": 0})
        await self.hears("reload", count + 1)

    async def js(self, code: str, arg: Any = None) -> Any:
        return await self.page.evaluate(code, arg)


@pytest_asyncio.fixture(loop_scope="session")
async def server() -> AsyncIterator[Stage]:
    async with stage() as scene:
        yield scene


@pytest_asyncio.fixture(loop_scope="session")
async def tab(chromium: Browser, server: Stage) -> AsyncIterator[Tab]:
    """A tab that stands still in time: nothing happens by the clock unless the test lets it pass."""
    page = await chromium.new_page()
    await page.clock.install(time="2026-12-01T01:00:00Z")
    await page.goto(server.url)
    await page.wait_for_function("() => window.ask")
    await page.clock.pause_at("2026-12-01T01:01:00Z")
    yield Tab(page)
    await page.close()
