"""The lobby with two people in two browsers, before a real server."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any

import pytest
import pytest_asyncio
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, expect
from pytest_django import DjangoDbBlocker

from networking.cards.verbs import update_card
from tests.networking.cast import a_forum, a_mixer, people
from tests.networking.visitors import a_host
from tests.pages import NewPage, new_pages, session_of, sign_in, started_chromium
from tests.sites import Site, embedded

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.xdist_group("lobby")]

expect.set_options(timeout=10_000)
numbers = count(1)
BLOCKED = "You will not meet again, and nobody is told."
Pair = tuple[Page, Page]


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


@pytest.fixture(scope="module")
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
        return Scene(site.url, forum.slug, a_mixer(forum).key, names, cookies, elsewhere, host)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def chromium() -> AsyncIterator[Browser]:
    async with started_chromium() as started:
        yield started


@pytest_asyncio.fixture(loop_scope="module")
async def enter(chromium: Browser, scene: Scene) -> AsyncIterator[NewPage]:
    """Open an address as the one whose cookie it is."""
    async with new_pages(chromium) as new_page:

        async def open_(cookie: str, address: str, **options: Any) -> Page:
            page = await new_page(**options)
            await sign_in(page, cookie, scene.url)
            await page.goto(address)
            return page

        yield open_


@pytest_asyncio.fixture(loop_scope="module")
async def pair(scene: Scene, enter: NewPage) -> Pair:
    """The two in their lobbies."""
    one, other = [await enter(cookie, scene.lobby) for cookie in scene.cookies]
    return one, other


@pytest_asyncio.fixture(loop_scope="module")
async def host(scene: Scene, enter: NewPage) -> Page:
    return await enter(scene.host, f"{scene.url}/en/{scene.forum}/manage/networking/")


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


async def test_a_round_brings_two_together_and_the_bell_parts_them(
    scene: Scene, pair: Pair, host: Page
) -> None:
    await talking(pair, host)
    for page, name in zip(pair, reversed(scene.names), strict=True):
        await expect(page.locator("[data-people] [data-slot=name]")).to_have_text([name])
        await expect(page.locator("[data-people] [data-slot=name_other]")).to_have_text(["Latin Name"])
        await expect(page.locator("[data-people] [data-slot=note]")).to_have_text([f"I am {name}"])
        await expect(page.locator("[data-slot=table]")).to_have_text("Table 1")
        await expect(page.locator("[data-reasons] li")).to_have_count(2)
        await expect(page.locator("[data-at=talk] [data-heading]")).to_be_focused()
    openers = [await page.locator("[data-slot=opener]").inner_text() for page in pair]
    assert openers[0] == openers[1]
    await step(host, "skip")
    for page in pair:
        await expect(page.locator("[data-at=break]")).to_be_visible()
        await expect(page.locator("[data-talk]")).to_have_count(0)
        await page.get_by_role("button", name="Very much").click()
        await expect(page.get_by_text("The next pairing knows more.")).to_be_visible()


async def test_what_is_said_is_text_and_stays_after_a_reload(pair: Pair, host: Page) -> None:
    await talking(pair, host)
    said = "<img src=x onerror=document.title='broken'> & more"
    await say(pair[0], said)
    await expect(messages(pair[1])).to_have_text([said])
    await expect(pair[0].locator(".is-mine:not(.is-pending)")).to_have_count(1)
    await say(pair[1], "Hello")
    for page in pair:
        await page.reload()
        await expect(messages(page)).to_have_text([said, "Hello"])


async def test_enter_within_a_syllable_sends_nothing(pair: Pair, host: Page) -> None:
    await talking(pair, host)
    field = pair[0].locator("[data-composer] textarea")
    await field.fill("안녕하세")
    composing = {"key": "Enter", "isComposing": True, "bubbles": True, "cancelable": True}
    await field.dispatch_event("keydown", composing)
    await field.dispatch_event("keydown", composing | {"isComposing": False, "keyCode": 229})
    await expect(field).to_have_value("안녕하세")
    await field.press("Shift+Enter")
    await field.press("Enter")
    await expect(messages(pair[1])).to_have_text(["안녕하세"])


async def test_message_written_without_a_line_arrives_once(pair: Pair, host: Page) -> None:
    await talking(pair, host)
    await pair[0].context.set_offline(True)
    await say(pair[0], "From the lift")
    await expect(pair[0].locator(".is-pending")).to_have_count(1)
    await expect(pair[0].locator("[data-offline-bar]")).to_be_visible()
    await pair[0].context.set_offline(False)
    await expect(messages(pair[1])).to_have_text(["From the lift"])
    await expect(pair[0].locator("[data-offline-bar]")).to_be_hidden()
    await expect(pair[0].locator(".is-mine:not(.is-pending)")).to_have_count(1)


async def test_what_came_while_reading_above_is_marked(pair: Pair, host: Page) -> None:
    await talking(pair, host)
    for number in range(4):
        await say(pair[0], f"{number}\n" * 12)
        await expect(messages(pair[0])).to_have_count(number + 1)
    await expect(pair[0].locator(".is-pending")).to_have_count(0)  # what is acknowledged leads to the end
    log = pair[0].locator("[data-log]")
    await log.evaluate("(log) => (log.scrollTop = 0)")
    await say(pair[1], "New")
    await expect(log.locator(".unread-line + .message .message-text")).to_have_text("New")
    await log.evaluate("(log) => (log.scrollTop = log.scrollHeight)")
    await expect(log.locator(".unread-line")).to_have_count(0)


async def test_two_who_ask_are_proposed_and_talk_without_a_bell(scene: Scene, pair: Pair) -> None:
    for page in pair:
        await page.get_by_role("button", name="Find somebody for me").click()
    for page, name in zip(pair, reversed(scene.names), strict=True):
        await expect(page.locator("dialog [data-slot=name]")).to_have_text([name])
        await expect(page.get_by_role("button", name="Yes, let us meet")).to_be_focused()
    await pair[0].get_by_role("button", name="Yes, let us meet").click()
    await expect(pair[0].get_by_text("Waiting for the other side")).to_be_visible()
    await pair[1].get_by_role("button", name="Yes, let us meet").click()
    for page in pair:
        await expect(page.locator("[data-at=talk]")).to_be_visible()
        await expect(page.locator("[data-bell]")).to_be_hidden()
        await expect(page.locator("dialog")).to_be_hidden()


async def test_who_says_no_is_out_of_the_line_and_the_other_stays(pair: Pair) -> None:
    for page in pair:
        await page.get_by_role("button", name="Find somebody for me").click()
    await expect(pair[1].locator("dialog")).to_be_visible()
    await pair[0].get_by_role("button", name="Not now").click()
    await expect(pair[0].get_by_role("button", name="Find somebody for me")).to_be_visible()
    await expect(pair[0].locator("[data-slot=outcome]")).to_be_hidden()
    await expect(pair[1].get_by_text("You keep your place in the line.")).to_be_visible()
    await expect(pair[1].get_by_role("button", name="Stop looking")).to_be_visible()


async def test_block_takes_two_taps_and_reads_like_leaving(pair: Pair, host: Page) -> None:
    await talking(pair, host)
    await pair[0].get_by_text("Block or report").click()
    await pair[0].get_by_role("button", name="Block: never meet again").click()
    told = (BLOCKED, "Your conversation is over.")
    for page, sentence in zip(pair, told, strict=True):
        await expect(page.locator("[data-at=out]")).to_be_visible()
        await expect(page.locator("[data-slot=after]")).to_have_text(sentence)
    await expect(pair[0].get_by_text("Was it worth your time?")).to_be_hidden()


async def test_block_on_the_page_of_the_conversation_is_told_in_the_lobby(pair: Pair, host: Page) -> None:
    await talking(pair, host)
    one = pair[0]
    await one.locator("[data-room-link]").click()
    await one.get_by_text("Block or report").click()
    await one.get_by_role("button", name="Block: never meet again").click()
    await expect(one.locator("[data-slot=after]")).to_have_text(BLOCKED)
    await expect(one.get_by_text("Was it worth your time?")).to_be_hidden()
    await one.reload()
    await expect(one.get_by_text(BLOCKED)).to_be_hidden()


async def test_report_makes_room_for_the_thanks_and_is_sent_once(pair: Pair, host: Page) -> None:
    await talking(pair, host)
    await pair[0].get_by_text("Block or report").click()
    report = pair[0].locator("form[data-verb='safety.report']")
    await report.get_by_role("textbox").fill("Sells tokens")
    await report.get_by_role("button", name="Spam or advertising").click()
    await expect(report.get_by_role("status")).to_have_text("The moderators have been told. Thank you.")
    await expect(report.get_by_role("status")).to_be_in_viewport(ratio=1)
    await expect(report.get_by_role("textbox")).to_have_count(0)
    await expect(report.get_by_role("button")).to_have_count(0)
    await expect(pair[0].get_by_role("button", name="Block: never meet again")).to_be_visible()


async def test_pause_stops_the_bell_and_not_the_talk(pair: Pair, host: Page) -> None:
    await talking(pair, host)
    await step(host, "pause")
    for page in pair:
        await expect(page.locator("[data-talk-paused]")).to_be_visible()
        await expect(page.locator("[data-bell]")).to_be_hidden()
    await step(host, "resume")
    await expect(pair[0].locator("[data-bell]")).to_be_visible()
    await step(host, "end")
    for page in pair:
        await expect(page.locator("[data-at=ended]")).to_be_visible()
        await expect(page.get_by_role("switch")).to_be_hidden()


async def test_everything_works_without_scripts(scene: Scene, enter: NewPage) -> None:
    one, other = [await enter(cookie, scene.lobby, java_script_enabled=False) for cookie in scene.cookies]
    await one.get_by_role("switch").click()
    await expect(one.get_by_role("switch")).to_be_checked()
    host = await enter(
        scene.host, f"{scene.url}/en/{scene.forum}/manage/networking/", java_script_enabled=False
    )
    await host.get_by_role("button", name="Start the first round").click()
    await host.get_by_role("button", name="Pause").click()
    await one.reload()
    await expect(one.get_by_role("heading", name="The hosts have paused the session")).to_be_visible()
    await other.get_by_role("button", name="Find somebody for me").click()
    await expect(other.get_by_text("Looking for somebody who fits")).to_be_visible()
    await other.get_by_role("button", name="Stop looking").click()
    await expect(other.get_by_role("button", name="Find somebody for me")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_lobby_and_talk_are_accessible(scene: Scene, pair: Pair, host: Page, scheme: str) -> None:
    for page in pair:
        await page.emulate_media(
            color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce"
        )
    await expect_accessible(pair[0])
    await talking(pair, host)
    await say(pair[1], "Hello")
    await expect(messages(pair[0])).to_have_count(1)
    await expect_accessible(pair[0])


async def expect_accessible(page: Page) -> None:
    found = await Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert await page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


async def test_signing_out_in_one_tab_ends_the_others_of_this_device_only(
    scene: Scene, pair: Pair, host: Page, enter: NewPage
) -> None:
    await talking(pair, host)
    elsewhere = await enter(scene.elsewhere, scene.lobby)
    tab = await pair[0].context.new_page()
    await tab.goto(f"{scene.url}/en/account/logout/")
    await tab.locator("main form button").click()
    await pair[0].wait_for_url("**/account/login/code/**")
    await say(elsewhere, "Still here")
    await expect(messages(pair[1])).to_have_text(["Still here"])


async def test_news_that_cannot_be_had_leave_what_is_there(scene: Scene, pair: Pair) -> None:
    """A proxy's error page never takes the list's place, and the list asks again."""
    one, other = pair
    there, count = one.locator("[data-here-list] .here-list"), one.locator("[data-slot=ready]")
    await ready(other)
    await expect(count).to_have_text("1")
    await one.clock.install()
    while not await there.count():  # who comes is written down within a moment; the page may be faster
        await one.reload()
    await expect(there).to_contain_text(scene.names[1])
    await one.route("**/here/", lambda route: route.fulfill(status=502, body="<h1>Bad Gateway</h1>"))
    for number in ("0", "1"):
        await other.get_by_role("switch").click()
        await expect(count).to_have_text(number)
        async with one.expect_response("**/here/"):
            await one.clock.run_for(61_000)
        await expect(there).to_contain_text(scene.names[1])
        await one.unroute("**/here/")


async def test_what_is_refused_is_answered_by_a_page_that_says_why(scene: Scene, pair: Pair) -> None:
    one = pair[0]
    await one.goto(f"{scene.url}/en/{scene.forum}/networking/")
    await one.context.clear_cookies(name="sessionid")
    await one.locator("form[hx-post] button").first.click()
    await expect(one.get_by_role("heading", level=1)).to_be_visible()
    await expect(one.locator("main")).to_contain_text("sign in")
    await expect(one.locator("main")).to_have_count(1)
