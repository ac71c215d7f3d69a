"""The desk app in a real browser, before a real server: what the guest at the door is told, with and without a line."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from axe_playwright_python.async_playwright import Axe
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from playwright.async_api import Browser, Page, expect
from pytest_django import DjangoDbBlocker

from forum.forums.models import Forum
from tests.journeys.camera import fake_camera
from tests.pages import NewPage, new_pages, started_chromium
from tests.sites import Site, embedded
from tests.tickets import cast
from tickets.checkin.models import CheckIn
from tickets.checkin.queries import checkpoint_by_key
from tickets.checkin.verbs import check_in, open_checkpoint
from tickets.desks.models import Desk
from tickets.desks.verbs import open_desk, revoke
from tickets.registration.codes import new_code, read
from tickets.registration.links import sign
from tickets.registration.models import Ticket
from tickets.registration.verbs import block

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.xdist_group("desk")]

expect.set_options(timeout=15_000)
numbers = count(1)
BEAT = 21_000
WITHOUT_CAMERA = "Object.defineProperty(navigator, 'mediaDevices', { value: undefined });"


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

    def cookie(self) -> str:
        """The cookie of a browser in which Minji is signed in."""
        with self.site.data():
            user = self.minji.attendee.user
            session = SessionStore()
            session[SESSION_KEY] = str(user.pk)
            session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
            session[HASH_SESSION_KEY] = user.get_session_auth_hash()
            session.save()
            return str(session.session_key)


@pytest.fixture(scope="module")
def site(django_db_blocker: DjangoDbBlocker) -> Iterator[Site]:
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), embedded() as running:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        yield running


@pytest.fixture
def door(site: Site) -> Door:
    with site.data():
        forum = cast.a_forum(f"door-{next(numbers)}")
        minji = cast.a_ticket(forum, organization="Courtyard Lab")
        alex = cast.a_ticket(forum, "alex@example.com", name="Alex Kim", latin_name="")
        opened = open_desk(forum, name="North door", by="")
        link = f"{site.url}/en/{forum.slug}/desk/pair/{opened.pairing}/"
        return Door(site, forum, minji, alex, opened.desk, link)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def chromium(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Browser]:
    folder: Path = tmp_path_factory.mktemp("camera")
    async with started_chromium(*fake_camera("nobody's code", folder)) as started:
        yield started


@pytest_asyncio.fixture(loop_scope="module")
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


@pytest_asyncio.fixture(loop_scope="module")
async def desk(door: Door, open_page: NewPage) -> Page:
    """A paired device that has started, without a camera."""
    page = await open_page(door.link)
    await page.locator("[data-action=pair]").click()
    await page.locator("[data-action=start]").first.click()
    await expect(page.locator("[data-bar]")).to_have_attribute("data-line", "up")
    return page


def answer(page: Page) -> Any:
    return page.locator("[data-result]:not([hidden])")


async def typed(page: Page, code: str) -> None:
    await page.locator("[name=code]").fill(code)
    await page.locator("[name=code]").press("Enter")


async def scanned(page: Page, keys: list[str]) -> None:
    """Press keys as fast as a scanner, and as a browser tells them while the Hangul input state is on."""
    await page.evaluate(
        """(codes) => codes.forEach((code) => document.activeElement.dispatchEvent(
             new KeyboardEvent("keydown", { code, key: "Process", keyCode: 229, bubbles: true })))""",
        keys,
    )


async def idle(page: Page) -> None:
    """Open the desk anew, with a clock of the test's own, and wait for its first answer."""
    await page.clock.install()
    async with page.expect_response("**/checkpoints"):
        await page.reload()
    await page.locator("[data-action=start]").first.click()
    await expect(page.locator("[data-bar]")).to_have_attribute("data-line", "up")


async def kept(page: Page, path: str = "") -> None:
    """Wait until the page, or that at another path, would open without a line."""
    while not await page.evaluate("(path) => caches.match(path || location.pathname).then(Boolean)", path):
        await page.wait_for_timeout(100)


async def test_each_answer_has_a_colour_a_word_and_a_person(door: Door, desk: Page) -> None:
    with door.site.data():
        block(door.alex, by="")

    await typed(desk, door.minji.typing_code.lower())
    await expect(answer(desk)).to_have_attribute("data-kind", "in")
    await expect(desk.locator(".result-name")).to_have_text("김민지")
    size = await desk.locator(".result-name").evaluate(
        "(name) => parseFloat(getComputedStyle(name).fontSize)"
    )
    assert size >= 32
    await expect(answer(desk)).to_be_hidden(timeout=5_000)

    await typed(desk, door.minji.code)
    await expect(answer(desk)).to_have_attribute("data-kind", "again")
    await expect(desk.locator(".result-since")).to_contain_text("North door")

    await typed(desk, door.alex.code)
    await expect(answer(desk)).to_have_attribute("data-answer", "blocked")
    await expect(desk.locator(".result-name")).to_have_text("Alex Kim")

    await typed(desk, "hello")
    await expect(answer(desk)).to_have_attribute("data-answer", "mistyped")
    await desk.wait_for_timeout(3_500)
    await expect(answer(desk)).to_be_visible()
    await desk.locator("[data-next]").click()
    await expect(answer(desk)).to_be_hidden()


async def test_a_slip_is_looked_for_in_what_a_hand_typed_only(door: Door, desk: Page) -> None:
    await scanned(desk, [f"Digit{digit}" for digit in new_code()])
    await expect(answer(desk)).to_have_attribute("data-answer", "invalid")
    await desk.locator("[data-next]").click()

    await typed(desk, "hello")

    await expect(answer(desk)).to_have_attribute("data-answer", "mistyped")
    await expect(desk.locator(".result-now")).to_contain_text("Check each letter")


async def test_an_empty_field_is_no_scan(door: Door, desk: Page) -> None:
    for text in ("", "   "):
        await desk.locator("[name=code]").fill(text)
        await desk.locator("[data-typing] button").click()
        await expect(desk.locator("[name=code]")).to_be_focused()

    await typed(desk, door.minji.code)
    await expect(answer(desk)).to_have_attribute("data-answer", "in")
    assert door.scans() == [("ok", "")]


async def test_the_list_tells_who_is_in_already_from_who_is_turned_away(door: Door, desk: Page) -> None:
    await typed(desk, door.minji.code)
    await expect(answer(desk)).to_be_hidden()
    for code in (door.minji.typing_code, "hello"):
        await typed(desk, code)
        await desk.locator("[data-next]").click()

    words = desk.locator(".desk-entry [data-slot=word]")
    await expect(words).to_have_text(["Not let in", "Already in", "In"])
    await expect(desk.locator("[data-kind=again] [data-slot=why]")).to_be_hidden()
    colours = await words.evaluate_all("(words) => words.map((word) => getComputedStyle(word).color)")
    assert len(set(colours)) == 3


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844)])
async def test_the_switch_is_as_large_above_a_long_list(
    door: Door, desk: Page, width: int, height: int
) -> None:
    await desk.set_viewport_size({"width": width, "height": height})
    with door.site.data():
        other, _ = cast.a_desk(door.forum, "South door")
        entrance = checkpoint_by_key(door.forum, "entrance")
        for number in range(20):
            check_in(entrance, None, nonce=f"long-list-{number}", by=other)
    await desk.locator("[data-action=refresh]").click()
    await expect(desk.locator(".desk-entry")).to_have_count(20)

    box = await desk.locator(".desk-way").bounding_box()
    assert box is not None and box["height"] >= 44
    await desk.locator(".desk-way label", has_text="Out").click()
    await expect(desk.locator("[value=out]")).to_be_checked()


async def test_the_clock_of_the_bar_has_two_digits_in_korean(door: Door, desk: Page) -> None:
    await desk.clock.set_fixed_time(datetime(2026, 12, 3, 16, 19, 44, tzinfo=UTC))
    await desk.goto(f"{door.site.url}/ko/{door.forum.slug}/desk/")
    await expect(desk.locator("[data-bar]")).to_have_attribute("data-line", "up")
    await expect(desk.locator("[data-slot=synced]")).to_have_text("01:19:44")


async def test_an_idle_desk_is_heard_of_and_sees_a_line_that_is_cut(door: Door, desk: Page) -> None:
    await idle(desk)
    long_ago = datetime(2026, 1, 1, tzinfo=UTC)
    with door.site.data():
        Desk.objects.filter(pk=door.desk.pk).update(last_seen_at=long_ago)

    async with desk.expect_response("**/checkpoints"):
        await desk.clock.fast_forward(BEAT)

    with door.site.data():
        door.desk.refresh_from_db()
    assert door.desk.last_seen_at is not None and door.desk.last_seen_at > long_ago
    await desk.route("**/checkpoints", lambda route: route.abort())
    await desk.clock.fast_forward(BEAT)
    await expect(desk.locator("[data-bar]")).to_have_attribute("data-line", "down")
    await desk.unroute("**/checkpoints")
    await desk.clock.fast_forward(BEAT)
    await expect(desk.locator("[data-bar]")).to_have_attribute("data-line", "up")


async def test_an_idle_desk_asks_one_thing_at_a_time(door: Door, desk: Page) -> None:
    await idle(desk)
    asked: list[Any] = []
    await desk.route("**/checkpoints", lambda route: asked.append(route))

    await desk.clock.fast_forward(BEAT)
    for event in ("online", "offline", "online"):
        await desk.evaluate("(name) => dispatchEvent(new Event(name))", event)
        await desk.wait_for_timeout(200)

    assert len(asked) == 1


async def test_a_checkpoint_opened_later_is_offered_and_the_choice_stays(door: Door, desk: Page) -> None:
    await idle(desk)
    for key in ("lunch", "workshop"):
        with door.site.data():
            open_checkpoint(door.forum, key=key, name_ko=key, by="")
        await desk.clock.fast_forward(BEAT)
        await desk.locator("[data-places]").select_option(key)

    async with desk.expect_response("**/checkpoints"):
        await desk.clock.fast_forward(BEAT)

    await expect(desk.locator("[data-places]")).to_have_value("workshop")
    await expect(desk.locator("[data-places] option")).to_have_text(["Main entrance", "lunch", "workshop"])


async def test_a_scanner_that_types_is_heard_wherever_the_focus_is(door: Door, desk: Page) -> None:
    await desk.locator("[value=out]").check()
    await desk.locator("[value=in]").check()

    await scanned(desk, [f"Digit{digit}" for digit in door.minji.code])
    await expect(answer(desk)).to_have_attribute("data-answer", "in")

    await scanned(desk, [*(f"Numpad{digit}" for digit in door.alex.code), "Enter"])
    await expect(desk.locator(".result-name")).to_have_text("Alex Kim")
    assert door.scans() == [("ok", ""), ("ok", "")]


async def test_leaving_and_coming_back_is_shown(door: Door, desk: Page) -> None:
    for direction, code, expected in (
        ("in", door.minji.code, "in"),
        ("out", door.minji.code, "out"),
        ("in", door.minji.typing_code, "back"),
    ):
        await desk.locator(f"[value={direction}]").check()
        await typed(desk, code)
        await expect(answer(desk)).to_have_attribute("data-answer", expected)
        await expect(answer(desk)).to_be_hidden()
    await expect(desk.locator("[data-slot=inside]")).to_have_text("1")


async def test_without_a_line_nobody_is_refused_and_each_scan_arrives_once(door: Door, desk: Page) -> None:
    await kept(desk)
    await desk.context.set_offline(True)
    for code in (door.minji.code, door.alex.code, new_code()):
        await typed(desk, code)
        await expect(answer(desk)).to_have_attribute("data-kind", "held")
        await desk.locator("[data-next]").click()
    await expect(desk.locator("[data-slot=waiting]")).to_have_text("3")

    await desk.reload()
    await expect(desk.locator("[data-slot=waiting]")).to_have_text("3")
    await desk.context.set_offline(False)

    await expect(desk.locator("[data-slot=waiting]")).to_have_text("0")
    await desk.locator("[data-action=start]").first.click()
    await expect(desk.locator("[data-conflict]")).to_have_count(1)
    await desk.locator("[data-conflict]").click()
    await expect(desk.locator("[data-conflict]")).to_have_count(0)
    assert door.scans() == [("ok", ""), ("ok", ""), ("refused", "invalid")]


async def test_a_guest_two_desks_admitted_is_named_when_the_line_is_back(door: Door, desk: Page) -> None:
    await desk.context.set_offline(True)
    await typed(desk, door.minji.code)
    await expect(answer(desk)).to_have_attribute("data-kind", "held")
    await desk.locator("[data-next]").click()
    with door.site.data():
        other, _ = cast.a_desk(door.forum, "South door")
        entrance = checkpoint_by_key(door.forum, "entrance")
        check_in(entrance, read(door.minji.code), nonce="at-the-other-door", by=other)

    await desk.context.set_offline(False)

    await expect(desk.locator("[data-conflict]")).to_contain_text("김민지")
    await expect(desk.locator("[data-conflict]")).to_contain_text("Already in")


async def test_an_answer_that_was_lost_is_asked_for_again(door: Door, desk: Page) -> None:
    lost = 0

    async def lose_the_first(route: Any) -> None:
        nonlocal lost
        if lost:
            await route.continue_()
        else:
            lost += 1
            await route.fetch()
            await route.abort()

    await desk.route("**/scans", lose_the_first)
    await typed(desk, door.minji.code)

    await expect(answer(desk)).to_have_attribute("data-answer", "in")
    assert lost == 1
    assert door.scans() == [("ok", "")]


async def test_a_closed_desk_is_out_at_once_and_keeps_what_it_has(door: Door, desk: Page) -> None:
    await desk.context.set_offline(True)
    await typed(desk, door.minji.code)
    await expect(answer(desk)).to_have_attribute("data-kind", "held")
    with door.site.data():
        revoke(door.desk, by="")

    await desk.context.set_offline(False)

    await expect(desk.locator("[data-view=closed]")).to_be_visible()
    await expect(answer(desk)).to_be_hidden()
    await expect(desk.locator("[data-slot=waiting]")).to_have_text("1")
    assert door.scans() == []
    await desk.reload()
    await expect(desk.locator("[data-view=unpaired]")).to_be_visible()


async def test_a_code_before_the_camera_is_one_scan(door: Door, open_page: NewPage) -> None:
    page = await open_page(door.link, camera=True, permissions=["camera"])
    await page.locator("[data-action=pair]").click()
    await page.locator("[data-action=start]").first.click()

    await expect(answer(page)).to_have_attribute("data-answer", "invalid")
    await page.wait_for_timeout(3_000)

    assert door.scans() == [("refused", "invalid")]


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_the_desk_is_reachable_for_everybody(door: Door, open_page: NewPage, scheme: str) -> None:
    page = await open_page(door.link, color_scheme=scheme, reduced_motion="reduce")
    await page.locator("[data-action=pair]").click()
    await page.locator("[data-action=start]").first.click()
    for code, expected in (
        (door.minji.code, "in"),
        (door.minji.typing_code, "already_redeemed"),
        ("x", "mistyped"),
    ):
        await typed(page, code)
        await expect(answer(page)).to_have_attribute("data-answer", expected)
        found = await Axe().run(page, options={"rules": {"color-contrast-enhanced": {"enabled": True}}})
        assert [violation["id"] for violation in found.response["violations"]] == []


async def test_a_ticket_opens_without_a_line(door: Door, open_page: NewPage) -> None:
    token = sign(door.minji.key, door.minji.code)
    page = await open_page(f"{door.site.url}/en/{door.forum.slug}/ticket/?t={token}")
    await kept(page)

    await page.context.set_offline(True)
    await page.reload()

    await expect(page.locator(".ticket-name")).to_have_text("김민지")
    box = await page.locator(".ticket-code svg").bounding_box()
    assert box is not None and box["width"] * 21 / 23 >= 240


async def test_a_ticket_just_given_opens_without_a_line_at_its_page_and_in_the_other_language(
    door: Door, open_page: NewPage
) -> None:
    here = f"{door.site.url}/en/{door.forum.slug}"
    page = await open_page(f"{here}/register/")
    await page.get_by_label("Name", exact=True).fill("Lee Seoyeon")
    await page.get_by_label("E-mail").fill("seoyeon@example.com")
    await page.get_by_label("Role").select_option("developer")
    await page.locator("main button[type=submit]").click()
    await page.wait_for_url(f"{here}/register/done/")
    for language in ("en", "ko"):
        await kept(page, f"/{language}/{door.forum.slug}/ticket/")

    await page.context.set_offline(True)

    await page.reload()
    await expect(page.locator(".ticket-name")).to_have_text("Lee Seoyeon")
    await page.goto(f"{door.site.url}/ko/{door.forum.slug}/ticket/")
    await expect(page.locator("html")).to_have_attribute("lang", "ko")
    await expect(page.locator(".ticket-name")).to_have_text("Lee Seoyeon")


async def test_a_holder_reads_that_they_are_in_at_the_moment_of_the_scan(
    door: Door, desk: Page, open_page: NewPage
) -> None:
    page = await open_page("about:blank")
    await page.context.add_cookies([{"name": "sessionid", "value": door.cookie(), "url": door.site.url}])
    async with page.expect_event("websocket") as opened:
        await page.goto(f"{door.site.url}/en/{door.forum.slug}/ticket/")
    await (await opened.value).wait_for_event("framereceived")
    come, welcome = page.get_by_text("Come to the entrance"), page.get_by_text("Welcome, you are in.")
    await expect(come).to_be_visible()

    await typed(desk, door.minji.code)

    await expect(welcome).to_be_visible()
    await expect(come).to_be_hidden()
    await page.reload()
    await expect(page.get_by_text("Since")).to_be_visible()
    await desk.locator("[value=out]").check()
    await typed(desk, door.minji.code)
    await expect(come).to_be_visible()
    await expect(welcome).to_be_hidden()
