"""The moments that matter, on a phone in Korean, with two real people: what is in view, and what has the focus."""

from __future__ import annotations

import asyncio
import re
from itertools import pairwise

import pytest
from playwright.async_api import Page, expect
from pytest_django import DjangoDbBlocker

from networking.meet.models import Match
from networking.rounds.models import Mixer
from tests.networking.meet.hall import (
    Pair,
    Scene,
    expect_accessible,
    expect_seen,
    meet_now,
    messages,
    open_ways,
    propose,
    ready,
    say,
    step,
    talking,
    top_of,
)
from tests.pages import HEIGHT, NewPage
from tests.sites import Site

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.xdist_group("lobby")]

UPPER_THIRD = HEIGHT / 3
KEYBOARD = 360


async def leave(page: Page) -> None:
    await open_ways(page)
    await page.locator("form[data-verb='meet.end'] button").click()


# Somebody is met


async def test_who_said_yes_sees_the_person_first(scene: Scene, phones: Pair) -> None:
    await meet_now(*phones)
    for page, name in zip(phones, reversed(scene.names), strict=True):
        talk = page.locator("[data-talk]")
        called = talk.locator("[data-people] [data-slot=name]")
        await expect(called).to_have_text([name])
        await expect_seen(
            called,
            talk.locator("[data-people] [data-face]"),
            talk.locator("[data-reasons] li").first,
            talk.locator("[data-place]"),
            talk.locator("[data-bell]"),
            talk.locator("[data-composer] textarea"),
        )
        assert await top_of(called) < UPPER_THIRD
        assert await top_of(called) < await top_of(talk.locator("[data-place]"))
        await expect(page.locator("dialog")).to_be_hidden()
        await expect(talk.locator("[data-heading]")).to_be_focused()
        await expect_seen(talk.locator("[data-heading]"))
        await expect(page.locator(".roof-nav")).to_be_hidden()


async def test_whom_a_round_brings_is_seen_first(scene: Scene, phones: Pair, host: Page) -> None:
    await phones[0].evaluate("scrollTo(0, document.body.scrollHeight)")
    await talking(phones, host)
    for page, name in zip(phones, reversed(scene.names), strict=True):
        called = page.locator("[data-people] [data-slot=name]")
        await expect(called).to_have_text([name])
        await expect_seen(called, page.locator("[data-bell]"), page.locator("[data-place]"))
        assert await top_of(called) < UPPER_THIRD
        await expect(page.locator("[data-place]")).to_have_text("테이블 1")
        await expect(page.locator("[data-talk] [data-heading]")).to_be_focused()
        await expect(page).to_have_title(f"● {name} · 테이블 1")


async def test_who_meets_now_learns_where_and_how_long(phones: Pair) -> None:
    await meet_now(*phones)
    for page in phones:
        await expect(page.locator("[data-place]")).to_have_text("채팅으로 만날 곳을 정해 보세요")
        await expect(page.locator("[data-bell] .countdown")).to_have_text(re.compile(r"5:5\d|6:00"))


@pytest.fixture
def far_point(site: Site, scene: Scene, django_db_blocker: DjangoDbBlocker) -> None:
    """Hosts who have much to say about where people meet."""
    words = "Standing tables by the lobby windows, left of the stairs"
    with django_db_blocker.unblock(), site.data():
        Mixer.objects.filter(key=scene.mixer).update(meeting_point_ko=words, meeting_point_en=words)


async def test_a_long_meeting_point_leaves_room_for_who_it_is(
    far_point: None, scene: Scene, phones: Pair
) -> None:
    await meet_now(*phones)
    one, other = phones
    for number in range(12):
        await say(other, f"{number}")
        await expect(messages(one)).to_have_count(number + 1)
    await expect(one.locator("[data-bar]")).to_have_class(re.compile("is-past"))

    name, place, bell = [
        one.locator(f"[data-bar] [data-{part}]") for part in ("slot=names", "slot=table", "bell")
    ]
    await expect(place).to_contain_text("Standing tables")
    boxes = [box for part in (name, place, bell) if (box := await part.bounding_box())]
    assert [box["width"] > 40 for box in boxes] == [True, True, True]
    for earlier, later in pairwise(boxes):
        assert earlier["x"] + earlier["width"] <= later["x"]


async def test_who_where_and_how_long_stay_while_one_writes(scene: Scene, phones: Pair, host: Page) -> None:
    await talking(phones, host)
    one, other = phones
    for number in range(12):
        await other.locator("[data-composer] textarea").fill(f"{number}\n어디에 계세요?")
        await other.locator("[data-composer] textarea").press("Enter")
        await expect(messages(one)).to_have_count(number + 1)
    field = one.locator("[data-composer] textarea")
    await field.tap()
    bar = one.locator("[data-bar]")
    for height in (HEIGHT, HEIGHT - KEYBOARD):
        await one.set_viewport_size({"width": 390, "height": height})
        await expect(bar).to_have_class(re.compile("is-past"))
        await expect(bar.locator("[data-slot=names]")).to_have_text(scene.names[1])
        await expect(bar.locator("[data-slot=table]")).to_have_text("테이블 1")
        await expect_seen(
            bar.locator("[data-face]"),
            bar.locator("[data-slot=names]"),
            bar.locator("[data-slot=table]"),
            bar.locator("[data-bell]"),
            field,
            messages(one).last,
        )
        box = await bar.bounding_box()
        assert box is not None and box["height"] <= 60


async def test_a_keyboard_that_only_covers_the_page_covers_nothing_of_a_talk(
    scene: Scene, enter: NewPage, host: Page
) -> None:
    """Where the browser leaves the page as large as it is (Safari), it tells how much of it can be seen."""
    one = await enter(scene.cookies[0], scene.lobby_in("ko"))
    other = await enter(scene.cookies[1], scene.lobby_in("ko"))
    await talking((one, other), host)
    await one.evaluate(
        """(covered) => {
          for (const [name, value] of [["height", innerHeight - covered], ["offsetTop", 120]]) {
            Object.defineProperty(visualViewport, name, { value, configurable: true });
          }
          visualViewport.dispatchEvent(new Event("resize"));
        }""",
        KEYBOARD,
    )
    await expect_seen(one.locator("[data-bar]"), one.locator("[data-composer] textarea"))


async def test_a_message_that_comes_while_one_reads_above_is_a_tap_away(phones: Pair, host: Page) -> None:
    await talking(phones, host)
    one, other = phones
    for number in range(6):
        await say(one, f"{number}\n" * 6)
        await expect(messages(one)).to_have_count(number + 1)
    await expect(one.locator(".is-pending")).to_have_count(0)
    await one.locator("[data-scroller]").evaluate("(body) => (body.scrollTop = 0)")
    await say(other, "새 소식")
    news = one.locator("[data-action=to-end]")
    await expect_seen(news)
    await news.tap()
    await expect_seen(messages(one).last)
    await expect(news).to_be_hidden()


# A conversation is over


async def test_how_it_was_is_asked_in_view_until_it_is_answered(
    scene: Scene, phones: Pair, host: Page
) -> None:
    await talking(phones, host)
    await leave(phones[1])
    for page, name in zip(phones, reversed(scene.names), strict=True):
        after = page.locator("[data-after]")
        await expect(after.get_by_role("heading")).to_have_text(f"{name} 님과의 대화가 끝났어요.")
        await expect(after.get_by_role("heading")).to_be_focused()
        await expect_seen(
            after.get_by_role("heading"), *[after.get_by_role("button").nth(n) for n in range(3)]
        )
        widths = await after.get_by_role("button").evaluate_all(
            "(buttons) => buttons.map((button) => Math.round(button.getBoundingClientRect().width))"
        )
        assert len(set(widths)) == 1
    one, other = phones
    await step(host, "pause")
    await expect(one.locator("[data-at=paused]")).to_be_visible()
    await one.reload()
    await expect_seen(one.locator("[data-after] h2"))
    await one.get_by_role("button", name="아주 좋았어요").tap()
    await expect(one.locator("[data-after] [data-done]")).to_be_focused()
    await expect_seen(one.locator("[data-after] [data-done]"))

    await expect(other.locator("[data-after]")).to_be_visible()
    await step(host, "resume")
    await step(host, "skip")
    await step(host, "skip")
    await expect(other.locator("[data-at=out]")).to_be_visible()  # who left early is not brought back
    await expect(other.locator("[data-after]")).to_be_hidden()


async def test_the_bell_leads_to_the_same_question(scene: Scene, phones: Pair, host: Page) -> None:
    await talking(phones, host)
    await step(host, "skip")
    for page, name in zip(phones, reversed(scene.names), strict=True):
        heading = page.locator("[data-after] h2")
        await expect(heading).to_have_text(f"시간이 다 됐어요. {name} 님과의 대화가 끝났어요.")
        await expect(heading).to_be_focused()
        await expect_seen(heading, page.get_by_role("button", name="아쉬웠어요"))


async def test_leaving_on_the_page_of_the_conversation_leads_to_the_question(
    scene: Scene, phones: Pair, host: Page
) -> None:
    await talking(phones, host)
    one = phones[0]
    await open_ways(one)
    await one.locator("[data-room-link]").tap()
    await one.wait_for_url("**/rooms/**")
    await expect_seen(one.locator("[data-people] [data-slot=name]"), one.locator("[data-bar] .talk-back"))
    await leave(one)
    await one.wait_for_url("**/networking/**")
    heading = one.locator("[data-after] h2")
    await expect(heading).to_have_text(f"{scene.names[1]} 님과의 대화가 끝났어요.")
    await expect(heading).to_be_focused()
    await expect_seen(heading)


# A proposal


CALLS = """
  window.calls = { buzzes: 0, locks: 0, notes: 0 };
  navigator.vibrate = () => Boolean(++calls.buzzes);
  const lock = navigator.wakeLock.request.bind(navigator.wakeLock);
  navigator.wakeLock.request = (kind) => (calls.locks++, lock(kind));
  const start = OscillatorNode.prototype.start;
  OscillatorNode.prototype.start = function (...when) { calls.notes++; return start.apply(this, when); };
"""


async def test_a_proposal_calls_and_waits_long_enough(scene: Scene, phones: Pair) -> None:
    one, other = phones
    await one.add_init_script(CALLS)
    await one.reload()
    await ready(one)
    await one.wait_for_function("calls.locks === 1")
    await propose(*phones)
    dialog = one.locator("dialog")
    await expect(one).to_have_title(f"● {scene.names[1]} 님 · 지금 만날까요?")
    await expect(dialog.locator("[data-answer] .countdown")).to_have_text(re.compile(r"0:(50|4\d)"))
    assert await one.evaluate("[calls.buzzes, calls.notes]") == [1, 0]
    await expect_seen(
        dialog.locator("[data-face]"),
        dialog.locator("[data-slot=name]"),
        dialog.locator("[data-reasons] li").first,
        dialog.get_by_role("button", name="네, 만나요"),
        dialog.get_by_role("button", name="다음에 할게요"),
    )
    await expect(dialog.get_by_role("button", name="네, 만나요")).to_be_focused()
    await dialog.get_by_role("button", name="네, 만나요").tap()
    await expect(dialog.locator("[data-accepted]")).to_be_focused()
    await expect_seen(dialog.locator("[data-accepted]"))
    await other.get_by_role("button", name="다음에 할게요").tap()
    await expect(dialog).to_be_hidden()
    await expect(one).not_to_have_title(re.compile("●"))


async def test_a_sound_is_for_who_wishes_it(phones: Pair) -> None:
    one, _ = phones
    await one.add_init_script(CALLS)
    await one.reload()
    await one.get_by_role("checkbox", name="상대를 찾으면 소리로 알림 받기").check()
    await one.wait_for_function("calls.notes === 2")  # this is how it sounds
    await one.reload()
    await expect(one.get_by_role("checkbox", name="상대를 찾으면 소리로 알림 받기")).to_be_checked()
    await propose(*phones)
    await one.wait_for_function("calls.notes === 2")


async def test_who_declines_goes_on_looking_with_one_tap(phones: Pair) -> None:
    await propose(*phones)
    one = phones[0]
    await one.get_by_role("button", name="다음에 할게요").tap()
    again = one.get_by_role("button", name="계속 찾기")
    await expect(one.locator("[data-slot=outcome]")).to_have_text("이번에는 넘어갔어요. 계속 찾아볼까요?")
    await expect(again).to_be_focused()
    await expect_seen(again, one.locator("[data-slot=outcome]"))
    await again.tap()
    await expect(one.get_by_text("잘 맞는 분을 찾고 있어요…")).to_be_visible()
    await expect(one.locator("[data-slot=outcome]")).to_be_hidden()


def met_before(site: Site, scene: Scene) -> None:
    with site.data():
        Match.objects.filter(mixer__key=scene.mixer).update(again=True)


async def test_whom_one_met_before_is_said_so(site: Site, scene: Scene, phones: Pair) -> None:
    await propose(*phones)
    await asyncio.to_thread(met_before, site, scene)
    for page in phones:
        await page.reload()
        await expect(page.locator("dialog [data-again]")).to_have_text("전에 만난 분이에요")
        await expect_seen(page.locator("dialog [data-again]"), page.get_by_role("button", name="네, 만나요"))


# For everybody


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_each_moment_is_open_to_all(phones: Pair, scheme: str) -> None:
    one, other = phones
    for page in phones:
        await page.emulate_media(
            color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce"
        )
    await propose(*phones)
    await expect_accessible(one)
    for page in phones:
        await page.get_by_role("button", name="네, 만나요").tap()
    await say(other, "안녕하세요")
    await expect(messages(one)).to_have_count(1)
    await open_ways(one)
    await one.get_by_text("차단하거나 신고하기").tap()
    await expect_accessible(one)
    await one.keyboard.press("Escape")
    await expect(one.locator("[data-ways] > summary")).to_be_focused()
    await leave(other)
    await expect(one.locator("[data-after] h2")).to_be_focused()
    await expect_accessible(one)


@pytest.mark.parametrize(("width", "height"), [(320, 568), (844, 390)])
async def test_small_screens_hold_the_talk(phones: Pair, width: int, height: int) -> None:
    for page in phones:
        await page.set_viewport_size({"width": width, "height": height})
    await propose(*phones)
    for page in phones:
        await expect_seen(
            page.get_by_role("button", name="네, 만나요"), page.get_by_role("button", name="다음에 할게요")
        )
        await page.get_by_role("button", name="네, 만나요").tap()
    for page in phones:
        await expect_seen(
            page.locator("[data-talk] [data-people] [data-slot=name]"),
            page.locator("[data-bar]"),
            page.locator("[data-composer] textarea"),
        )
        assert await page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
