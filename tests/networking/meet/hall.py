"""Two people who fit and their host, each with pages of their own, and what they do there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, expect

Pair: TypeAlias = tuple[Page, Page]


@dataclass
class Scene:
    """A forum with one mixer; `cookies` sign in the two people who fit, and `host` their host. `elsewhere` is the
    first one's other device."""

    url: str
    forum: str
    mixer: str
    names: list[str]
    cookies: list[str]
    elsewhere: str
    host: str

    @property
    def lobby(self) -> str:
        return f"{self.url}/en/{self.forum}/networking/{self.mixer}/"


async def step(host: Page, verb: str) -> None:
    """Let the host press a button once the page is live."""
    await expect(host.locator("[data-slot=ready]")).not_to_have_text("–")
    await host.locator(f"form[data-verb='mixer.{verb}'] button").click()


async def ready(*pages: Page) -> None:
    for page in pages:
        await page.get_by_role("switch").click()
        await expect(page.get_by_role("switch")).to_be_checked()


async def talking(pair: Pair, host: Page) -> None:
    """Bring the two into a conversation of the first round."""
    await ready(*pair)
    await step(host, "start")
    for page in pair:
        await expect(page.locator("[data-at=talk]")).to_be_visible()


async def say(page: Page, text: str) -> None:
    await page.locator("[data-composer] textarea").fill(text)
    await page.locator("[data-composer] textarea").press("Enter")


def messages(page: Page) -> Any:
    return page.locator("[data-log] .message-text")


async def expect_accessible(page: Page) -> None:
    found = await Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert await page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
