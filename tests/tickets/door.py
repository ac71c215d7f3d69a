"""A forum with a desk and two guests, and what is done at a desk in a browser."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from playwright.async_api import Page

from forum.forums.models import Forum
from tests.sites import Site
from tickets.checkin.models import CheckIn
from tickets.desks.models import Desk
from tickets.registration.models import Ticket


@dataclass
class Door:
    """A forum with two tickets and a desk that waits for its device."""

    site: Site
    forum: Forum
    minji: Ticket
    alex: Ticket
    desk: Desk
    link: str

    def scans(self) -> list[tuple[str, str]]:
        """Every scan there ever was: status and reason, oldest first."""
        with self.site.data():
            kept = CheckIn.objects.filter(desk__forum=self.forum).order_by("pk")
            return list(kept.values_list("status", "reason"))


def answer(page: Page) -> Any:
    return page.locator("[data-result]:not([hidden])")


async def typed(page: Page, code: str) -> None:
    await page.locator("[name=code]").fill(code)
    await page.locator("[name=code]").press("Enter")


async def kept(page: Page, path: str = "") -> None:
    """Wait until the page, or that at another path, would open without a line."""
    while not await page.evaluate("(path) => caches.match(path || location.pathname).then(Boolean)", path):
        await page.wait_for_timeout(100)
