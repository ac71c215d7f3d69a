"""The desk app and its line: idle, cut, back again; nothing is lost, and nobody is told what is not known."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.async_api import Page, expect

from tests.pages import NewPage
from tests.tickets import cast
from tests.tickets.door import Door, answer, kept, typed
from tickets.checkin.models import CheckIn
from tickets.checkin.queries import checkpoint_by_key
from tickets.checkin.verbs import check_in, open_checkpoint
from tickets.desks.models import Desk
from tickets.desks.verbs import open_desk, revoke
from tickets.registration.codes import new_code, read
from tickets.registration.verbs import block

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.xdist_group("desk")]

BEAT = 21_000


async def idle(page: Page) -> None:
    """Open the desk anew, with a clock of the test's own, and wait for its first answer."""
    await page.clock.install()
    async with page.expect_response("**/checkpoints"):
        await page.reload()
    await page.locator("[data-action=start]").first.click()
    await expect(page.locator("[data-bar]")).to_have_attribute("data-line", "up")


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
        await desk.locator("[data-place] summary").click()
        await desk.locator("[data-places] label", has_text=key).click()

    async with desk.expect_response("**/checkpoints"):
        await desk.clock.fast_forward(BEAT)

    await expect(desk.locator("[data-places] :checked")).to_have_value("workshop")
    await expect(desk.locator("[data-slot=place]")).to_have_text("workshop")
    await expect(desk.locator("[data-places] label")).to_have_text(["Main entrance", "lunch", "workshop"])


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


async def test_a_guest_to_be_looked_for_stays_on_every_desk_until_somebody_has_seen_it(
    door: Door, desk: Page, open_page: NewPage
) -> None:
    await kept(desk)
    await desk.context.set_offline(True)
    await typed(desk, door.minji.code)
    await expect(answer(desk)).to_have_attribute("data-kind", "held")
    await desk.locator("[data-next]").click()
    await expect(desk.locator(".desk-entry[data-waits]")).to_contain_text(door.minji.code[-8:])
    with door.site.data():
        block(door.minji, by="", at=timezone.now() - timedelta(minutes=1))
        south = open_desk(door.forum, name="South door", by="")
    await desk.context.set_offline(False)
    await expect(desk.locator("[data-conflict]")).to_contain_text("Ticket blocked")
    await expect(desk.locator("[data-look]")).to_have_text("To look for 1")
    await expect(desk.locator("[data-waits]")).to_have_count(0)

    await desk.context.set_offline(True)
    await desk.reload()
    await desk.locator("[data-action=start]").first.click()
    await expect(desk.locator("[data-conflict]")).to_contain_text(door.minji.code[-8:])
    await desk.context.set_offline(False)
    await expect(desk.locator("[data-conflict]")).to_contain_text("김민지")

    other = await open_page(f"{door.site.url}/en/{door.forum.slug}/desk/pair/{south.pairing}/")
    await other.locator("[data-action=pair]").click()
    await other.locator("[data-action=start]").first.click()
    await expect(other.locator("[data-conflict]")).to_contain_text("김민지")
    await other.locator("[data-conflict] button").press("Enter")
    await expect(other.locator("[data-conflict]")).to_have_count(0)
    await expect(desk.locator("[data-conflict]")).to_have_count(0)
    await desk.reload()
    await desk.locator("[data-action=start]").first.click()
    await expect(desk.locator(".desk-entry")).to_have_count(1)
    await expect(desk.locator("[data-conflict]")).to_have_count(0)


async def test_an_answer_that_came_while_the_guest_stood_there_is_no_conflict(door: Door, desk: Page) -> None:
    with door.site.data():
        block(door.minji, by="")

    async def slowly(route: Any) -> None:
        await asyncio.sleep(2.5)
        await route.continue_()

    await desk.route("**/scans", slowly)
    await typed(desk, door.minji.code)
    await expect(answer(desk)).to_have_attribute("data-kind", "held")
    await expect(answer(desk)).to_have_attribute("data-answer", "blocked")

    await desk.locator("[data-next]").click()
    await desk.locator("[data-action=refresh]").click()
    await expect(desk.locator(".desk-entry")).to_have_count(1)
    await expect(desk.locator("[data-conflict]")).to_have_count(0)


async def test_a_clock_that_is_set_while_a_scan_waits_moves_it_nowhere(door: Door, desk: Page) -> None:
    await desk.context.set_offline(True)
    await typed(desk, door.minji.code)
    await expect(answer(desk)).to_have_attribute("data-kind", "held")
    await desk.evaluate("() => { const now = Date.now; Date.now = () => now() + 3_600_000; }")
    await desk.context.set_offline(False)
    await expect(desk.locator("[data-slot=waiting]")).to_have_text("0")

    with door.site.data():
        scan = CheckIn.objects.get(desk__forum=door.forum)
    assert scan.received_at - scan.happened_at < timedelta(minutes=5)
