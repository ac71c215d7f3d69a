"""The moments after the form on a phone, in Korean: what is in view, what has the focus, what goes on at once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.async_api import Page, expect

from tests.forum.cast import a_session
from tests.pages import NewPage
from tests.tickets.door import Door
from tickets.registration.links import sign

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.xdist_group("desk")]


def address(door: Door, path: str = "") -> str:
    return f"{door.site.url}/ko/{door.forum.slug}/{path}"


async def fill_in(page: Page, door: Door, email: str) -> None:
    """Fill in the form and press its button."""
    await page.goto(address(door, "register/"))
    await page.locator("[name=name]").fill("이서연")
    await page.locator("[name=email]").fill(email)
    await page.locator("[name=occupation]").select_option("researcher")
    await page.locator("main button[type=submit]").click()


async def test_who_has_registered_sees_it_and_the_ticket_and_goes_on_without_a_code(
    door: Door, open_page: NewPage
) -> None:
    with door.site.data():
        session = a_session(door.forum, starts_at=timezone.now() + timedelta(hours=1))
    page = await open_page("about:blank", locale="ko-KR")
    await fill_in(page, door, "seoyeon@example.com")
    await page.wait_for_url("**/register/done/")

    heading = page.get_by_role("heading", level=1)
    await expect(heading).to_have_text("등록됐어요")
    await expect(heading).to_be_focused()
    notice = page.locator("main .notice.is-look")
    for seen in (heading, notice, page.locator(".ticket-when")):
        await expect(seen).to_be_in_viewport(ratio=1)
    await expect(page.locator(".ticket-code svg")).to_be_in_viewport(ratio=0.8)
    await expect(notice).to_contain_text("seoyeon@example.com")

    await page.goto(address(door))
    await expect(page.locator("main").get_by_role("link", name="내 티켓")).to_be_visible()
    await expect(page.locator("main").get_by_role("link", name="등록")).to_have_count(0)
    await page.goto(address(door, f"sessions/{session.key}/"))
    await page.locator("[name=on][value='1']").click()
    await expect(page.locator("[name=on][value='0']")).to_be_visible()
    await page.goto(address(door, "me/card/"))
    await page.wait_for_url("**/account/login/code/?next=**")
    await expect(page.locator("[name=email]")).to_have_value("seoyeon@example.com")


async def test_who_registers_again_reads_that_first(door: Door, open_page: NewPage) -> None:
    page = await open_page("about:blank", locale="ko-KR")
    await fill_in(page, door, "minji@example.com")
    await page.wait_for_url("**/register/done/")

    heading = page.get_by_role("heading", level=1)
    await expect(heading).to_have_text("이미 등록하셨어요")
    await expect(heading).to_be_focused()
    await expect(page.get_by_text("이번에 입력한 내용은 저장하지 않았어요")).to_be_in_viewport(ratio=1)
    await expect(page.locator("main").get_by_role("link", name="로그인", exact=True)).to_be_in_viewport(
        ratio=1
    )
    await expect(page.locator(".ticket-code")).to_have_count(0)


async def test_the_first_field_at_fault_has_the_focus_and_its_fault_in_view(
    door: Door, open_page: NewPage
) -> None:
    page = await open_page("about:blank", locale="ko-KR")
    await fill_in(page, door, "seoyeon@")
    await page.wait_for_load_state()

    field = page.locator("[name=email]")
    await expect(field).to_be_focused()
    await expect(field).to_be_in_viewport(ratio=1)
    await expect(page.get_by_text("이메일 주소가 아닌 것 같아요")).to_be_in_viewport(ratio=1)
    await expect(page.locator(".errors")).to_have_count(0)
    await expect(page.locator("[name=name]")).to_have_value("이서연")


async def test_the_ticket_of_a_mail_is_in_view_on_a_phone(door: Door, open_page: NewPage) -> None:
    token = sign(door.minji.key, door.minji.code)
    page = await open_page(address(door, f"ticket/?t={token}"), locale="ko-KR")

    await expect(page.get_by_text("고마워요. 자리가 확정됐어요.")).to_be_in_viewport(ratio=1)
    await expect(page.locator(".ticket-code svg")).to_be_in_viewport(ratio=1)
