"""The cameras of a desk: which one looks, that it looks again at each return, and what is said if none does."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from tests.pages import NewPage, new_pages, started_chromium
from tests.tickets.door import Door, answer

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.xdist_group("desk")]

THREE = ("--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream=device-count=3")
COUNTED = """
window.asked = { camera: [], awake: 0 };
const media = navigator.mediaDevices;
const open = media.getUserMedia.bind(media);
media.getUserMedia = (wishes) => (asked.camera.push(wishes.video.deviceId?.exact ?? "any"), open(wishes));
Object.defineProperty(navigator, "wakeLock", { value: { request: async () => void (asked.awake += 1) } });
"""
HIDE = """(isHidden) => {
  Object.defineProperty(document, "hidden", { value: isHidden, configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
}"""
PLAYS = "(video) => video.srcObject?.active ?? false"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def many_eyed() -> AsyncIterator[Browser]:
    async with started_chromium(*THREE) as started:
        yield started


@pytest_asyncio.fixture(loop_scope="session")
async def new_page(many_eyed: Browser) -> AsyncIterator[NewPage]:
    async with new_pages(many_eyed) as new_page:
        yield new_page


@pytest_asyncio.fixture(loop_scope="session")
async def desk(door: Door, new_page: NewPage) -> Page:
    """A paired device with three cameras, one of which runs."""
    page = await new_page(permissions=["camera"])
    await page.add_init_script(COUNTED)
    await page.goto(door.link)
    await page.locator("[data-action=pair]").click()
    await start(page)
    return page


async def start(page: Page) -> None:
    await page.locator("[data-view=start] [data-action=start]").click()
    await runs(page)


async def runs(page: Page) -> None:
    while not await page.locator("[data-video]").evaluate(PLAYS):
        await page.wait_for_timeout(50)


async def chosen(page: Page) -> str:
    track: str = await page.locator("[data-video]").evaluate(
        "(video) => video.srcObject.getVideoTracks()[0].getSettings().deviceId"
    )
    return track


async def test_one_of_three_cameras_is_chosen_and_remembered(desk: Page) -> None:
    cameras = desk.locator("[data-cameras] label")
    await expect(cameras).to_have_count(3)
    await expect(desk.locator("[data-cameras] input:checked")).to_have_count(1)
    await desk.locator("[data-camera-choice] summary").click()

    await cameras.last.click()
    third = await desk.locator("[data-cameras] input").last.input_value()
    await expect(desk.locator("[data-cameras] input").last).to_be_checked()
    await runs(desk)
    assert await chosen(desk) == third

    await desk.reload()
    await start(desk)
    assert await chosen(desk) == third
    await expect(desk.locator("[data-cameras] input").last).to_be_checked()


async def test_a_camera_that_is_gone_is_no_trouble_while_there_is_another(desk: Page) -> None:
    await desk.evaluate(
        "Object.keys(localStorage).filter((name) => name.endsWith('camera')).concat("
        "`madang-desk-of:${document.querySelector('[data-desk]').dataset.forum}:camera`"
        ").forEach((name) => localStorage.setItem(name, JSON.stringify('gone')))"
    )

    await desk.reload()
    await start(desk)

    await expect(desk.locator("[data-camera-trouble]")).to_be_hidden()
    assert await desk.evaluate("asked.camera") == ["gone", "any"]


async def test_camera_and_screen_are_asked_for_again_at_each_return(desk: Page) -> None:
    for returns in (1, 2):
        await desk.evaluate(HIDE, True)
        assert not await desk.locator("[data-video]").evaluate(PLAYS)

        await desk.evaluate(HIDE, False)
        await runs(desk)

        assert await desk.evaluate("[asked.camera.length, asked.awake]") == [1 + returns, 1 + returns]


TROUBLES = {
    "NotAllowedError": "not allowed here",
    "NotFoundError": "no camera",
    "NotReadableError": "Another app",
    "AbortError": "did not start",
}


@pytest.mark.parametrize("name", TROUBLES)
async def test_a_camera_that_does_not_start_says_why_and_the_scanner_works_on(
    door: Door, desk: Page, name: str
) -> None:
    await desk.evaluate(
        "(name) => navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no', name))",
        name,
    )

    await desk.evaluate(HIDE, True)
    await desk.evaluate(HIDE, False)

    await expect(desk.locator("[data-camera-trouble]")).to_contain_text(TROUBLES[name])
    await desk.keyboard.type(door.minji.code)
    await desk.keyboard.press("Enter")
    await expect(answer(desk)).to_have_attribute("data-answer", "in")
    await desk.locator("[data-result]").dispatch_event("click")
    await desk.evaluate("delete navigator.mediaDevices.getUserMedia")
    await desk.locator("[data-camera-trouble] [data-action=start]").click()
    await expect(desk.locator("[data-camera-trouble]")).to_be_hidden()


async def test_a_camera_that_stopped_meanwhile_is_not_shown_as_running(desk: Page) -> None:
    await desk.evaluate(
        """() => {
          const { mediaDevices } = navigator;
          const listed = mediaDevices.enumerateDevices();
          mediaDevices.enumerateDevices = () => new Promise((resume) => { window.goOn = () => resume(listed); });
        }"""
    )
    await desk.evaluate(HIDE, True)
    await desk.evaluate(HIDE, False)
    await desk.wait_for_function("() => window.goOn")
    await desk.evaluate(
        """() => {
          navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no', 'NotReadableError'));
        }"""
    )
    await desk.evaluate(HIDE, True)
    await desk.evaluate(HIDE, False)
    trouble = desk.locator("[data-camera-trouble]")
    await expect(trouble).to_contain_text(TROUBLES["NotReadableError"])

    await desk.evaluate("() => { goOn(); return new Promise((soon) => setTimeout(soon)); }")

    await expect(trouble).to_be_visible()
