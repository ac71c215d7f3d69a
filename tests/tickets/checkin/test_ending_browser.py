"""The desk app whose live line fails or ends: it scans on, says that its numbers stand still, and comes back."""

from __future__ import annotations

from typing import Any

import pytest
import pytest_asyncio
from django.utils import translation
from playwright.async_api import Page, Route, WebSocketRoute, expect

from forum.live import endings
from forum.live.endings import ENDINGS, Ending
from tests.pages import NewPage
from tests.tickets.door import Door, answer, typed
from tickets.checkin.queries import checkpoint_by_key
from tickets.checkin.verbs import check_in
from tickets.desks.verbs import offer_pairing, pair, revoke
from tickets.registration.codes import read

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.xdist_group("desk")]

TOKEN = "**/desk/live-token"
FAILURES: list[dict[str, Any] | None] = [
    {"status": 503, "json": {"code": "busy", "title": "busy", "status": 503}},
    None,  # no network
    {"status": 502, "content_type": "text/html", "body": "<h1>Bad Gateway</h1>"},
    {"status": 403, "content_type": "text/html", "body": "<h1>Sign in to the hotel's network</h1>"},
    {"status": 200, "content_type": "text/html", "body": "<h1>Welcome to the hotel</h1>"},
    {"status": 429, "json": {"code": "rate.limited", "title": "slow", "status": 429}},
]


CODES = [ending for ending in ENDINGS.values() if ending.code >= 3000]  # a script may not say the others
BY_HAND = ("go-on", "reload")
"""What a hand has to do at a desk; about everything else it asks its own door and goes on by itself."""


class Sockets:
    """The desk's live lines, in the hands of a test."""

    def __init__(self) -> None:
        self.opened: list[WebSocketRoute] = []

    def take(self, socket: WebSocketRoute) -> None:
        socket.connect_to_server()
        self.opened.append(socket)


@pytest.fixture
def sockets() -> Sockets:
    return Sockets()


@pytest_asyncio.fixture(loop_scope="session")
async def failing(door: Door, open_page: NewPage, sockets: Sockets) -> Page:
    """A device just paired, not started; its pauses are as short as they may be, and no worker takes its requests."""
    page = await open_page(door.link, service_workers="block")
    await page.context.add_init_script("Math.random = () => 0;")
    await page.route_web_socket("**/live/", sockets.take)
    return page


async def start(page: Page) -> None:
    await page.locator("[data-action=pair]").click()
    await page.locator("[data-action=start]").first.click()


def stale(page: Page) -> Any:
    return page.locator("[data-stale]")


async def numbers_follow(door: Door, page: Page, code: str, inside: int) -> None:
    """Somebody is let in at another door, and this desk hears of it."""
    with door.site.data():
        check_in(checkpoint_by_key(door.forum, "entrance"), read(code), nonce=f"n-{inside}", by=door.desk)
    await expect(page.locator("[data-bar] [data-slot=inside]")).to_have_text(str(inside))


@pytest.mark.parametrize("times", [1, 5])
async def test_a_live_token_that_cannot_be_had_is_asked_for_again(
    door: Door, failing: Page, times: int
) -> None:
    left = times

    async def refuse(route: Route) -> None:
        nonlocal left
        if left:
            left -= 1
            how = FAILURES[left % len(FAILURES)]
            await (route.abort() if how is None else route.fulfill(**how))
        else:
            await route.continue_()

    await failing.route(TOKEN, refuse)
    await start(failing)
    await typed(failing, door.minji.code)
    await expect(answer(failing)).to_have_attribute("data-answer", "in")  # whatever the live line does

    await expect(failing.locator("[data-bar] [data-slot=inside]")).to_have_text("1")
    assert left == 0
    await expect(stale(failing)).to_be_hidden()
    await numbers_follow(door, failing, door.alex.code, 2)


async def test_a_minute_without_a_live_token_is_said_and_got_over(
    door: Door, failing: Page, sockets: Sockets
) -> None:
    asked = 0

    async def refuse(route: Route) -> None:
        nonlocal asked
        how = FAILURES[asked % len(FAILURES)]
        asked += 1
        await (route.abort() if how is None else route.fulfill(**how))

    await failing.clock.install()
    await start(failing)
    await expect(failing.locator("[data-bar] [data-slot=inside]")).to_have_text("0")
    await failing.route(TOKEN, refuse)
    await failing.evaluate("Math.random = () => 0.5")
    await sockets.opened[-1].close(code=endings.LIMITS.code)

    for _ in range(60):
        await failing.clock.run_for(1_000)

    assert 4 <= asked <= 12
    await expect(stale(failing)).to_be_visible()
    await typed(failing, door.minji.code)
    await expect(answer(failing)).to_have_attribute("data-answer", "in")
    await failing.unroute(TOKEN)
    for _ in range(25):
        await failing.clock.run_for(1_000)
    await expect(failing.locator("[data-bar] [data-slot=inside]")).to_have_text("1")
    await expect(stale(failing)).to_be_hidden()


@pytest.mark.parametrize("ending", CODES, ids=lambda one: one.name)
async def test_no_ending_stops_a_desk_that_is_one(
    door: Door, failing: Page, sockets: Sockets, ending: Ending
) -> None:
    await start(failing)
    await expect(failing.locator("[data-bar] [data-slot=inside]")).to_have_text("0")

    await sockets.opened[-1].close(code=ending.code)

    if ending.offers in BY_HAND:
        with translation.override("en"):
            await expect(failing.locator("[data-over] span")).to_have_text(str(ending.says))
        await typed(failing, door.minji.code)
        await expect(answer(failing)).to_have_attribute("data-answer", "in")
        await expect(answer(failing)).to_be_hidden()
        await failing.locator("[data-over] button").click()
    if ending.offers == "reload":
        await failing.locator("[data-action=start]").first.click()
    await expect(stale(failing)).to_be_hidden()
    await expect(failing.locator("[data-over]")).to_have_count(0)
    await numbers_follow(door, failing, door.alex.code, 1 + (ending.offers in BY_HAND))
    assert len(sockets.opened) == 2


@pytest.mark.parametrize("how", ["closed", "paired again"])
async def test_a_device_that_is_no_desk_any_more_says_so(door: Door, failing: Page, how: str) -> None:
    await start(failing)
    await expect(failing.locator("[data-bar] [data-slot=inside]")).to_have_text("0")

    with door.site.data():
        if how == "closed":
            revoke(door.desk, by="")
        else:
            pair(door.forum, offer_pairing(door.desk, by="").pairing)
    await failing.evaluate("dispatchEvent(new Event('online'))")  # the desk asks at once

    await expect(failing.locator("[data-view=closed]")).to_be_visible()
    assert await failing.evaluate("Object.keys(localStorage).filter((name) => name.includes('desk'))") == []
