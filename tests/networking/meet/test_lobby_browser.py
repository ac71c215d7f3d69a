"""The lobby with two people in two browsers, before a real server."""

from __future__ import annotations

import asyncio
import re

import pytest
from playwright.async_api import Page, expect

from forum.people.models import Attendee
from forum.people.verbs import record_arrival, record_departure
from tests.networking.meet.hall import (
    Pair,
    Scene,
    expect_accessible,
    messages,
    open_ways,
    ready,
    say,
    step,
    talking,
)
from tests.pages import NewPage
from tests.sites import Site

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.xdist_group("lobby")]

BLOCKED = "You will not meet again, and nobody is told."


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
        await page.get_by_role("button", name="Very good").click()
        await expect(page.get_by_text("The next match knows more.")).to_be_visible()


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
    around = pair[0].locator("[data-scroller]")
    await around.evaluate("(around) => (around.scrollTop = 0)")
    await say(pair[1], "New")
    await expect(log.locator(".unread-line + .message .message-text")).to_have_text("New")
    await around.evaluate("(around) => (around.scrollTop = around.scrollHeight)")
    await expect(log.locator(".unread-line")).to_have_count(0)


async def test_two_who_ask_are_proposed_and_talk_without_a_bell(scene: Scene, pair: Pair) -> None:
    for page in pair:
        await page.get_by_role("button", name="Find somebody for me").click()
    for page, name in zip(pair, reversed(scene.names), strict=True):
        await expect(page.locator("dialog [data-slot=name]")).to_have_text([name])
        await expect(page.get_by_role("button", name="Yes, let us meet")).to_be_focused()
    await pair[0].get_by_role("button", name="Yes, let us meet").click()
    await expect(pair[0].get_by_text("Waiting for their answer")).to_be_visible()
    await pair[1].get_by_role("button", name="Yes, let us meet").click()
    for page in pair:
        await expect(page.locator("[data-at=talk]")).to_be_visible()
        await expect(page.locator("[data-place]")).to_have_text("Begin in the chat and agree on a place")
        await expect(page.locator("[data-bell]")).to_be_visible()
        await expect(page.locator("dialog")).to_be_hidden()


async def test_who_waits_is_told_when_nobody_else_looks_any_more(pair: Pair) -> None:
    why = pair[0].get_by_text("Nobody else is looking at the moment.")
    await pair[0].get_by_role("button", name="Find somebody for me").click()
    await expect(why).to_be_visible()
    await pair[1].get_by_role("button", name="Find somebody for me").click()
    await expect(pair[0].locator("dialog")).to_be_visible()
    await expect(why).to_be_hidden()
    await pair[1].get_by_role("button", name="Not now").click()
    await expect(pair[0].locator("dialog")).to_be_hidden()
    await expect(why).to_be_visible()


def pass_the_door(site: Site, scene: Scene, is_in: bool) -> None:
    """Let the first of the two in, or out."""
    with site.data():
        attendee = Attendee.objects.get(forum__slug=scene.forum, name=scene.names[0])
        (record_arrival if is_in else record_departure)(attendee, by="")


async def test_the_switch_in_the_hall_is_theirs_who_are_let_in(site: Site, scene: Scene, pair: Pair) -> None:
    page = pair[0]
    await expect(page.locator("[data-at=waiting] [data-slot=ready]")).to_have_text("0")
    for is_in in (False, True, False):
        await asyncio.to_thread(pass_the_door, site, scene, is_in)
        await expect(page.get_by_role("switch")).to_be_enabled(enabled=is_in)
        await expect(page.locator("[data-missing]")).to_be_visible(visible=not is_in)
        await expect(page.locator("[data-asking]")).to_be_visible(visible=is_in)
    await page.reload()
    await expect(page.get_by_role("switch")).to_be_disabled()
    await expect(page.locator("[data-missing]")).to_contain_text("Show your ticket at the entrance")


async def test_who_says_no_is_out_of_the_line_and_the_other_stays(pair: Pair) -> None:
    for page in pair:
        await page.get_by_role("button", name="Find somebody for me").click()
    await expect(pair[1].locator("dialog")).to_be_visible()
    await pair[0].get_by_role("button", name="Not now").click()
    await expect(pair[0].get_by_role("button", name="Keep looking")).to_be_focused()
    await expect(pair[0].locator("[data-slot=outcome]")).to_have_text("Passed this time. Keep looking?")
    await expect(pair[1].get_by_text("You keep your place in the line.")).to_be_visible()
    await expect(pair[1].get_by_role("button", name="Stop looking")).to_be_visible()


async def test_block_takes_two_taps_and_reads_like_leaving(scene: Scene, pair: Pair, host: Page) -> None:
    await talking(pair, host)
    await open_ways(pair[0])
    await pair[0].get_by_text("Block or report", exact=True).click()
    await pair[0].get_by_role("button", name="Block and leave").click()
    told = (BLOCKED, f"Your conversation with {scene.names[0]} is over.")
    for page, sentence in zip(pair, told, strict=True):
        await expect(page.locator("[data-at=out]")).to_be_visible()
        await expect(page.locator("[data-slot=after]")).to_have_text(sentence)
    await expect(pair[0].get_by_text("How was it?")).to_be_hidden()


async def test_block_on_the_page_of_the_conversation_is_told_in_the_lobby(pair: Pair, host: Page) -> None:
    await talking(pair, host)
    one = pair[0]
    await open_ways(one)
    await one.locator("[data-room-link]").click()
    await one.wait_for_url("**/rooms/**")
    await open_ways(one)
    await one.get_by_text("Block or report", exact=True).click()
    await one.get_by_role("button", name="Block and leave").click()
    await expect(one.locator("[data-slot=after]")).to_have_text(BLOCKED)
    await expect(one.get_by_text("How was it?")).to_be_hidden()
    await one.reload()
    await expect(one.get_by_text(BLOCKED)).to_be_hidden()


async def test_report_is_asked_for_sent_once_and_leads_out(scene: Scene, pair: Pair, host: Page) -> None:
    await talking(pair, host)
    one = pair[0]
    await open_ways(one)
    await one.get_by_text("Block or report", exact=True).click()
    report = one.locator("form[data-verb='safety.report']")
    await report.get_by_role("button", name="Tell the hosts").click()
    await expect(
        report.get_by_role("radio", name="Harassment")
    ).to_be_focused()  # what it is about comes first
    await report.get_by_role("textbox").fill("Sells tokens")
    await report.get_by_role("radio", name="Spam or advertising").check()
    await report.get_by_role("button", name="Tell the hosts").click()
    await expect(report.get_by_role("status")).to_contain_text("The hosts have been told. Thank you.")
    await expect(report.get_by_role("status")).to_be_focused()
    await expect(report.get_by_role("status")).to_be_in_viewport(ratio=1)
    await expect(report.get_by_role("textbox")).to_have_count(0)
    await expect(report.get_by_role("button")).to_have_count(0)
    await one.get_by_role("button", name="Block and leave").click()
    await expect(one.locator("[data-slot=after]")).to_have_text(BLOCKED)


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


async def test_signing_out_in_one_tab_ends_the_others_of_this_device_only(
    scene: Scene, pair: Pair, host: Page, enter: NewPage
) -> None:
    await talking(pair, host)
    elsewhere = await enter(scene.elsewhere, scene.lobby)
    tab = await pair[0].context.new_page()
    await tab.goto(f"{scene.url}/en/account/logout/")
    await tab.locator("main form button").click()
    await expect(pair[0]).to_have_url(
        re.compile("/account/login/code/")
    )  # by its line or by the other tab's word
    await say(elsewhere, "Still here")
    await expect(messages(pair[1])).to_have_text(["Still here"])


async def test_news_that_cannot_be_had_leave_what_is_there(scene: Scene, pair: Pair) -> None:
    """A proxy's error page never takes the list's place, and the list asks again."""
    one, other = pair
    there, count = (
        one.locator("[data-here-list] .here-list"),
        one.locator("[data-at=waiting] [data-slot=ready]"),
    )
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
    await expect(one.get_by_role("heading", level=1)).to_have_text("Sign in")
    await expect(one.locator("main")).to_have_count(1)


async def test_what_got_no_answer_is_said_and_free_to_be_tried_again(pair: Pair, host: Page) -> None:
    """By htmx and by the page's own posting alike: nothing is lost, nothing is stuck, nothing is silent."""
    await talking(pair, host)
    await step(host, "skip")
    one = pair[0]
    said = one.locator("[data-refusal]")
    good = one.get_by_role("button", name="Good", exact=True)
    tap = one.locator("#my-card button[name=add]").first
    wanted = await tap.get_attribute("value")
    for pattern, button in (("**/rate/", good), ("**/card/add/", tap)):
        await one.route(pattern, lambda route: route.abort())
        await button.click()
        await expect(said).to_contain_text("There was no answer.")
        await expect(button).to_be_visible()
        await one.unroute(pattern)
    await good.click()
    await expect(one.get_by_text("Thank you. The next match knows more.")).to_be_visible()
    await expect(said).to_be_hidden()
    await tap.click()
    await expect(one.locator(f"#my-card button[value='{wanted}']")).to_have_count(0)
    await expect(one.locator("#my-card button[name=add]").first).to_be_focused()
