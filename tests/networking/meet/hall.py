"""Two people who fit and their host, each with pages of their own, and what they do there."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any, TypeAlias

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Locator, Page, expect

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
        return self.lobby_in("en")

    def lobby_in(self, language: str) -> str:
        return f"{self.url}/{language}/{self.forum}/networking/{self.mixer}/"


async def step(host: Page, verb: str) -> None:
    """Let the host press a button once the page is live, and see what came of it: what is pressed before is refused."""
    await expect(host.locator("[data-slot=ready]")).not_to_have_text("–")
    form = host.locator(f"form[data-verb='mixer.{verb}']")
    before = await form.locator("[name=rev]").input_value()
    await form.locator("button").click()
    await expect(form.locator("[name=rev]")).not_to_have_value(before)


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


async def open_ways(page: Page) -> None:
    """Open what leads out of a conversation."""
    await page.locator("[data-ways] > summary").click()


async def propose(*pages: Page) -> None:
    """Let these two ask to meet somebody now, until each sees the other."""
    for page in pages:
        await page.locator("form[data-verb='match.ask'] button").click()
    for page in pages:
        await expect(page.locator("dialog [data-slot=name]")).to_be_visible()


async def meet_now(*pages: Page) -> None:
    """Let these two meet because both say yes."""
    await propose(*pages)
    for page in pages:
        await page.locator("form[data-verb='match.accept'] button").click()
    for page in pages:
        await expect(page.locator("[data-at=talk]")).to_be_visible()


SEEN = """(element) => {
  const box = element.getBoundingClientRect();
  const { offsetLeft, offsetTop, width, height } = visualViewport;
  const isInside = box.width > 0 && box.height > 0
    && box.left >= offsetLeft - 1 && box.right <= offsetLeft + width + 1
    && box.top >= offsetTop - 1 && box.bottom <= offsetTop + height + 1;
  const there = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  const isOnTop = element.contains(there) || there?.contains(element);
  if (isInside && isOnTop) return "seen";
  return JSON.stringify({ box, width, height, offsetTop, over: there?.outerHTML.slice(0, 80) });
}"""


async def expect_seen(*wanted: Locator) -> None:
    """Expect each of these, whole, in what can be seen of the page, with nothing over it."""
    for one in wanted:
        await expect(one).to_be_visible()
        for _ in range(40):
            found = await one.evaluate(SEEN)
            if found == "seen":
                break
            await asyncio.sleep(0.1)
        assert found == "seen", f"{one}: {found}"


async def top_of(one: Locator) -> float:
    """Return how far below the upper edge of the screen something begins."""
    box = await one.bounding_box()
    assert box is not None
    return box["y"]
