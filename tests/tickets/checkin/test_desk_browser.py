"""The desk app in a real browser: what the guest at the door is told, and how a desk is worked."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, expect

from tests.pages import NewPage
from tests.tickets import cast
from tests.tickets.door import Door, answer, typed
from tickets.checkin.queries import checkpoint_by_key
from tickets.checkin.verbs import check_in
from tickets.registration.codes import new_code
from tickets.registration.verbs import block

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.xdist_group("desk")]


async def scanned(page: Page, keys: list[str]) -> None:
    """Press keys as fast as a scanner, and as a browser tells them while the Hangul input state is on."""
    await page.evaluate(
        """(codes) => codes.forEach((code) => document.activeElement.dispatchEvent(
             new KeyboardEvent("keydown", { code, key: "Process", keyCode: 229, bubbles: true })))""",
        keys,
    )


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
    await expect(answer(desk)).to_be_hidden()

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


async def test_a_code_before_the_camera_is_one_scan(door: Door, open_page: NewPage) -> None:
    page = await open_page(door.link, camera=True, permissions=["camera"])
    await page.locator("[data-action=pair]").click()
    await page.locator("[data-action=start]").first.click()

    await expect(answer(page)).to_have_attribute("data-answer", "invalid")
    await page.wait_for_timeout(3_000)

    assert door.scans() == [("refused", "invalid")]


async def test_a_camera_that_cannot_read_without_a_line_says_so(door: Door, open_page: NewPage) -> None:
    page = await open_page(door.link, camera=True, permissions=["camera"])
    await page.locator("[data-action=pair]").click()
    await page.locator("[data-action=start]").first.click()
    await expect(answer(page)).to_have_attribute("data-answer", "invalid")
    await page.locator("[data-next]").click()
    await expect(page.locator("[data-blind]")).to_be_hidden()

    await page.context.set_offline(True)
    await expect(page.locator("[data-blind]")).to_be_visible()

    await page.context.set_offline(False)
    await expect(page.locator("[data-blind]")).to_be_hidden()


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
