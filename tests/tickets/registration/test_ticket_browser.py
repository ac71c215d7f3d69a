"""The ticket in its holder's browser: without a line, in both languages, and in the moment of the scan."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, expect

from tests.pages import NewPage, session_of, sign_in
from tests.tickets.door import Door, kept, typed
from tickets.registration.links import sign

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.xdist_group("desk")]


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
    with door.site.data():
        session = session_of(door.minji.attendee.user)
    await sign_in(page, session, door.site.url)
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
