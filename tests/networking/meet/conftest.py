"""One site and one Chromium for all tests of the lobby in a browser; for each test a forum of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from itertools import count
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect
from pytest_django import DjangoDbBlocker

from networking.cards.verbs import update_card
from tests.networking.cast import a_forum, a_mixer, let_in, people
from tests.networking.meet.hall import Pair, Scene
from tests.networking.visitors import a_host
from tests.pages import NewPage, new_pages, session_of, sign_in, started_chromium
from tests.sites import Site, embedded

expect.set_options(timeout=10_000)
numbers = count(1)


@pytest.fixture(scope="session")
def site(django_db_blocker: DjangoDbBlocker) -> Iterator[Site]:
    with django_db_blocker.unblock(), embedded() as running:
        yield running


@pytest.fixture
def scene(site: Site) -> Scene:
    with site.data():
        forum = a_forum(f"forum-{next(numbers)}")
        pair = people(forum, 2, latin_name="Latin Name")
        for person, seeks, offers in zip(
            pair, ("funding", "engineers"), ("engineers", "funding"), strict=True
        ):
            card = {"seeks": [seeks], "offers": [offers], "topics": ["agents"], "languages": ["en"]}
            headline = f"I am {person.name}"
            update_card(person, headline=headline, shows="", is_listed=True, by=person.key, **card)
        cookies = [session_of(person.user) for person in pair]
        elsewhere = session_of(pair[0].user)
        host = session_of(a_host(forum))
        names = [person.name for person in pair]
        let_in(pair)
        mixer = a_mixer(forum, where="hall").key
        return Scene(site.url, forum.slug, mixer, names, cookies, elsewhere, host)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    async with started_chromium() as started:
        yield started


@pytest_asyncio.fixture(loop_scope="session")
async def enter(chromium: Browser, scene: Scene) -> AsyncIterator[NewPage]:
    """Open an address as the one whose cookie it is."""
    async with new_pages(chromium) as new_page:

        async def open_(cookie: str, address: str, **options: Any) -> Page:
            page = await new_page(**options)
            await sign_in(page, cookie, scene.url)
            await page.goto(address)
            return page

        yield open_


@pytest_asyncio.fixture(loop_scope="session")
async def pair(scene: Scene, enter: NewPage) -> Pair:
    """The two in their lobbies."""
    one, other = [await enter(cookie, scene.lobby) for cookie in scene.cookies]
    return one, other


@pytest_asyncio.fixture(loop_scope="session")
async def host(scene: Scene, enter: NewPage) -> Page:
    return await enter(scene.host, f"{scene.url}/en/{scene.forum}/manage/networking/")


@pytest_asyncio.fixture(loop_scope="session")
async def phones(scene: Scene, enter: NewPage) -> Pair:
    """The two in their lobbies, in Korean, each on a phone."""
    phone = {"has_touch": True, "is_mobile": True, "locale": "ko-KR", "reduced_motion": "reduce"}
    one, other = [await enter(cookie, scene.lobby_in("ko"), **phone) for cookie in scene.cookies]
    return one, other
