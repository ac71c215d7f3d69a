"""The programme on a phone in Korean: now in one screen, the day in sight, stars that save where one reads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from events_site.demo.seed import SLUG
from forum.agenda.models import SavedSession
from forum.forums.queries import forum_by_slug
from tests.journeys.conftest import PATIENCE
from tests.journeys.test_every_page import signed_in
from tests.pages import noting_errors
from tests.sites import Site

pytestmark = pytest.mark.xdist_group("journeys")

SHOWN = """(element) => {
  const { top, bottom } = element.getBoundingClientRect();
  return top >= 0 && bottom <= innerHeight;
}"""


@pytest.fixture
def phone(chromium: Browser, site: Site) -> Iterator[Page]:
    """The programme, opened by an attendee whose phone has no hurry with motion."""
    context = chromium.new_context(
        viewport={"width": 390, "height": 844},
        locale="ko-KR",
        timezone_id="Asia/Seoul",
        reduced_motion="reduce",
    )
    page, complaints = context.new_page(), []
    page.set_default_timeout(PATIENCE)
    page.on("pageerror", noting_errors(complaints))
    signed_in(page, site, "attendee@example.com")
    page.goto(f"{site.url}/ko/{SLUG}/")
    yield page
    context.close()
    assert complaints == []


def test_now_is_one_tap_and_one_screen_away_and_the_day_stays_in_sight(phone: Page) -> None:
    phone.locator(".to-now").click()

    live = phone.locator(".slot.is-live")
    assert live.count() > 1
    expect(live.first).to_be_in_viewport(ratio=1)
    assert live.last.evaluate(SHOWN)
    assert phone.locator(".day-bar").evaluate(SHOWN)
    phone.locator(".slot").last.scroll_into_view_if_needed()
    assert phone.locator(".day-bar").evaluate(SHOWN)
    titles = phone.locator(".session-title").all_inner_texts()
    assert len(titles) == len(set(titles))


def test_filters_stand_in_the_address_and_are_taken_away_one_by_one(phone: Page) -> None:
    phone.locator(".filters > summary").click()
    phone.get_by_role("link", name="발표", exact=True).click()
    phone.wait_for_url(re.compile("kind=talk"))
    phone.get_by_role("link", name="영어", exact=True).click()
    phone.wait_for_url(re.compile("kind=talk&language=en"))

    kinds = set(phone.locator(".session-line > span:not([class])").all_inner_texts())
    assert kinds == {"발표", "영어"}
    phone.reload()
    phone.get_by_role("link", name="발표", exact=True).click()
    phone.wait_for_url(lambda address: "kind" not in address and "language=en" in address)


def test_star_saves_where_one_reads_and_says_what_is_at_the_same_time(site: Site, phone: Page) -> None:
    stars = phone.locator(".slot.is-next .star")
    one, other = stars.nth(0), stars.nth(1)
    one.click()
    expect(one).to_have_attribute("aria-pressed", "true")
    other.click()
    expect(other).to_have_attribute("aria-pressed", "true")

    expect(phone.locator(".session-clash")).to_contain_text(["같은 시간에 저장한 세션이 있어요"] * 2)
    with site.data():
        assert SavedSession.objects.filter(removed_at=None).count() == 2
    phone.goto(f"{site.url}/ko/{SLUG}/me/")
    expect(phone.locator("h2").first).to_contain_text("다음 일정")
    assert phone.locator(".session-clash").count() == 2
    first = phone.locator(".star").first
    first.click()
    expect(first).to_have_attribute("aria-pressed", "false")
    expect(phone.locator(".session-clash")).to_have_count(0)
    with site.data():
        assert SavedSession.objects.filter(removed_at=None).count() == 1


def test_without_a_line_the_programme_stays_and_says_why(phone: Page) -> None:
    here, star = phone.url, phone.locator(".star").first
    phone.context.set_offline(True)

    star.click()

    expect(phone.get_by_role("alert")).to_contain_text("연결되면 다시 시도해 주세요")
    expect(star).to_have_attribute("aria-pressed", "false")
    phone.locator(".session-title a").first.click()
    assert phone.url == here
    phone.context.set_offline(False)
    star.click()
    expect(star).to_have_attribute("aria-pressed", "true")
    expect(phone.get_by_role("alert")).to_be_hidden()
    star.click()
    expect(star).to_have_attribute("aria-pressed", "false")


def test_star_that_is_refused_is_sent_as_a_form_whose_page_says_why(phone: Page) -> None:
    phone.context.clear_cookies(name="sessionid")
    phone.locator(".star").first.click()

    phone.wait_for_url(re.compile("/account/login/"))


def test_what_runs_stays_true_while_the_page_is_open(site: Site, phone: Page) -> None:
    with site.data():
        sessions = forum_by_slug(SLUG).sessions.filter(starts_at__gt=timezone.now()).order_by("starts_at")
        begins = sessions[0].starts_at
        keys = {one.key for one in sessions.filter(starts_at=begins)}
    phone.clock.install(time=timezone.now())
    phone.reload()
    before = phone.locator(".slot.is-live").count()

    phone.clock.fast_forward(int((begins - timezone.now() + timedelta(minutes=1)).total_seconds() * 1000))
    phone.clock.run_for(25_000)

    for key in keys:
        expect(phone.locator(f".slot:has(#s-{key})")).to_have_class(re.compile("is-live"))
    assert phone.locator(".slot.is-over").count() + before > 0
