"""The door of a forum in real browsers: one site and one Chromium for all of them, a forum of its own for each test."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect
from pytest_django import DjangoDbBlocker

from tests.journeys.camera import fake_camera
from tests.pages import NewPage, new_pages, started_chromium
from tests.sites import Site, embedded
from tests.tickets import cast
from tests.tickets.door import Door, kept
from tickets.desks.verbs import open_desk

PATIENCE = 15_000
WITHOUT_CAMERA = "Object.defineProperty(navigator, 'mediaDevices', { value: undefined });"
numbers = count(1)


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    with embedded() as running:
        yield running


@pytest.fixture
def door(site: Site, django_db_blocker: DjangoDbBlocker, monkeypatch: pytest.MonkeyPatch) -> Iterator[Door]:
    """A forum with two tickets and a desk. Playwright's loop must not keep Django from its tables."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    with django_db_blocker.unblock(), site.data():
        forum = cast.a_forum(f"door-{next(numbers)}")
        minji = cast.a_ticket(forum, organization="Courtyard Lab")
        alex = cast.a_ticket(forum, "alex@example.com", name="Alex Kim", latin_name="")
        opened = open_desk(forum, name="North door", by="")
        link = f"{site.url}/en/{forum.slug}/desk/pair/{opened.pairing}/"
    with django_db_blocker.unblock():
        yield Door(site, forum, minji, alex, opened.desk, link)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Browser]:
    folder: Path = tmp_path_factory.mktemp("camera")
    async with started_chromium(*fake_camera("nobody's code", folder)) as started:
        expect.set_options(timeout=PATIENCE)
        yield started


@pytest_asyncio.fixture(loop_scope="session")
async def open_page(chromium: Browser) -> AsyncIterator[NewPage]:
    """Open an address, without a camera unless one is asked for."""
    async with new_pages(chromium) as new_page:

        async def open_(address: str, *, camera: bool = False, **options: Any) -> Page:
            page = await new_page(**options)
            if not camera:
                await page.add_init_script(WITHOUT_CAMERA)
            await page.goto(address)
            return page

        yield open_


@pytest_asyncio.fixture(loop_scope="session")
async def desk(door: Door, open_page: NewPage) -> Page:
    """A paired device that has started, without a camera; its worker is there, so no request slips by a route."""
    page = await open_page(door.link)
    await page.locator("[data-action=pair]").click()
    await page.locator("[data-action=start]").first.click()
    await expect(page.locator("[data-bar]")).to_have_attribute("data-line", "up")
    await kept(page)
    return page
