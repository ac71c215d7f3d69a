"""The gallery in a real browser, without a server: one Chromium for all who look at it."""

from __future__ import annotations

import mimetypes
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest_asyncio
from django.contrib.staticfiles import finders
from playwright.async_api import Browser, Page, Route

from tests.forum import gallery
from tests.pages import NewPage, new_pages, started_chromium

ADDRESS = "http://madang.test/"
POLICY = "default-src 'self'; style-src 'self'; script-src 'self'; img-src 'self' data:; object-src 'none'"


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    async with started_chromium() as started:
        yield started


@pytest_asyncio.fixture(loop_scope="session")
async def open_gallery(chromium: Browser) -> AsyncIterator[NewPage]:
    """Open the gallery under the site's policy; its console stays empty."""
    async with new_pages(chromium, complaint="") as new_page:

        async def open_(language: str = "en", theme: str = "light", width: int = 390, **options: Any) -> Page:
            page = await new_page(width, **options)
            body = gallery.render(language, theme)
            await page.route("**/*", lambda route: answer(route, body))
            await page.clock.install()
            await page.goto(ADDRESS)
            return page

        yield open_


async def answer(route: Route, body: str) -> None:
    """Answer from the templates and the static folders, without a server."""
    path = route.request.url.removeprefix(ADDRESS)
    if not path:
        await route.fulfill(body=body, content_type="text/html", headers={"Content-Security-Policy": POLICY})
        return
    found = finders.find(path.removeprefix("static/"))
    await route.fulfill(
        status=200 if found else 404,
        body=Path(found).read_bytes() if found else b"",
        content_type=mimetypes.guess_type(path)[0],
    )
