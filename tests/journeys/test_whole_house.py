"""One person through the whole house: register → ticket → desk → lobby → talk → own calendar; three browsers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from django.utils import translation
from django.utils.translation import gettext as _
from icalendar import Calendar
from playwright.sync_api import Browser, BrowserContext, Page, expect

from events_site.demo.pairing import pairing_link
from events_site.demo.seed import PASSWORD, SLUG
from forum.forums.queries import forum_by_slug
from networking.rounds.verbs.mixers import open_mixer
from tests.browser import ARGUMENTS, find_chromium
from tests.journeys.camera import fake_camera
from tests.journeys.conftest import PATIENCE
from tests.mails import mailed_code
from tests.sites import Site
from tickets.registration.models import Ticket

pytestmark = pytest.mark.xdist_group("journeys")

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
DESKTOP = {"viewport": {"width": 1280, "height": 800}}


Enter = Callable[[dict[str, Any], str], Page]


@pytest.fixture
def enter(chromium: Browser) -> Iterator[Enter]:
    """Open browsers of their own for people, and close them: whoever stays in a lobby is counted there."""
    contexts: list[BrowserContext] = []

    def open_(screen: dict[str, Any], language: str) -> Page:
        contexts.append(chromium.new_context(**screen, locale=language))
        return a_page(contexts[-1])

    yield open_
    for context in contexts:
        context.close()


@pytest.mark.parametrize(
    ("language", "screen"), [("ko", PHONE), ("en", DESKTOP)], ids=["ko-phone", "en-desktop"]
)
def test_whole_house(
    site: Site, chromium: Browser, enter: Enter, tmp_path: Path, language: str, screen: dict[str, Any]
) -> None:
    with translation.override(language):
        email = f"newcomer-{language}@example.com"
        newcomer = enter(screen, language)
        ticket = register(newcomer, site, language, email)
        let_in(chromium, site, language, ticket, tmp_path)
        sign_in_by_code(newcomer, site, language, email)
        friend = enter(screen, language)
        sign_in_by_password(
            friend, site, language, f"{'attendee' if language == 'ko' else 'visitor'}@example.com"
        )
        host = enter(DESKTOP, language)
        sign_in_by_password(host, site, language, "organizer@example.com")
        meet(newcomer, friend, host, site, language)
        follow_in_calendar(newcomer, site, language)


def a_page(context: BrowserContext) -> Page:
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    return page


def address(site: Site, language: str, path: str = "") -> str:
    return f"{site.url}/{language}/{SLUG}/{path}"


def press(page: Page, name: str) -> None:
    """Press a button by keyboard alone, as somebody does who has no mouse."""
    button = page.get_by_role("button", name=name).locator("visible=true").first
    button.focus()
    page.keyboard.press("Enter")


def register(page: Page, site: Site, language: str, email: str) -> Ticket:
    """Fill the form by keyboard; return the ticket that is shown at once."""
    page.goto(address(site, language))
    link = page.get_by_role("link", name=_("Register")).first
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/register/")
    for name, text in (("name", "Sun Newcomer"), ("email", email), ("organization", "Maru")):
        page.locator(f"[name={name}]").focus()
        page.keyboard.insert_text(text)
    page.locator("[name=occupation]").select_option("developer")
    for consent in page.locator(".consent input[type=checkbox]").all()[:2]:  # to take part, and to be seen
        consent.focus()
        page.keyboard.press("Space")
    page.locator("main form button[type=submit]").last.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".ticket-code svg")).to_be_visible()
    with site.data():
        return Ticket.objects.get(registration__attendee__user__email=email)


def let_in(chromium: Browser, site: Site, language: str, ticket: Ticket, folder: Path) -> None:
    """Pair a device by the link alone and hold the ticket before its camera: in; its typed number does not again."""
    with site.data():
        path = urlsplit(pairing_link(SLUG, language)).path
    desk_browser = chromium.browser_type.launch(
        executable_path=find_chromium(), args=[*ARGUMENTS, *fake_camera(ticket.code, folder)]
    )
    desk = a_page(desk_browser.new_context(**PHONE, locale=language))
    desk.goto(site.url + path)
    desk.get_by_role("button", name=_("Use this device")).click()
    desk.locator("[data-view=start] button").first.click()
    expect(desk.locator("[data-result] [data-kind=in] .result-name")).to_have_text("Sun Newcomer")
    desk.locator("[data-typing] [name=code]").fill(ticket.typing_code)
    desk.keyboard.press("Enter")
    expect(desk.locator("[data-result] [data-kind=again]")).to_be_visible()
    desk_browser.close()


def sign_in_by_code(page: Page, site: Site, language: str, email: str) -> None:
    page.goto(f"{site.url}/{language}/account/login/code/?next=/{language}/{SLUG}/")
    page.locator("[name=email]").fill(email)
    page.locator("main form button[type=submit]").first.click()
    expect(page.locator("[name=code]")).to_be_visible()
    page.locator("[name=code]").fill(mailed_code(site.mail, email))
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{language}/{SLUG}/")


def sign_in_by_password(page: Page, site: Site, language: str, email: str) -> None:
    page.goto(f"{site.url}/{language}/account/login/?next=/{language}/{SLUG}/")
    page.locator("[name=login]").fill(email)
    page.locator("[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{language}/{SLUG}/")


def meet(newcomer: Page, friend: Page, host: Page, site: Site, language: str) -> None:
    """Both get ready, the host starts a round, they see each other and talk."""
    with site.data():
        names = {"name_ko": f"만남 {language}", "name_en": f"Meeting {language}"}
        lengths = {"round_minutes": 5, "break_minutes": 5, "rounds": None, "until": None}
        mixer = open_mixer(forum_by_slug(SLUG), **names, **lengths, policy="never_alone", by="").key
    for page in (newcomer, friend):
        page.goto(address(site, language, f"networking/{mixer}/"))
        page.get_by_role("switch").focus()
        page.keyboard.press("Space")
        expect(page.get_by_role("switch")).to_be_checked()
    host.goto(address(site, language, "manage/"))
    line = host.locator(f"[data-mixer='mixer:{mixer}']")
    expect(line.locator("[data-slot=ready]")).to_have_text("2")
    line.locator("[data-action='mixer.start']").click()
    expect(friend.locator("[data-people] [data-slot=name]")).to_have_text(["Sun Newcomer"])
    expect(newcomer.locator("[data-at=talk]")).to_be_visible()
    composer = newcomer.locator("[data-composer] textarea")
    composer.focus()
    newcomer.keyboard.insert_text("반가워요, hello!")
    newcomer.keyboard.press("Enter")
    expect(friend.locator("[data-log] .message-text")).to_have_text(["반가워요, hello!"])
    expect(line.locator("[data-slot=talking]")).to_have_text("2")
    line.locator("[data-action='mixer.skip']").click()
    expect(newcomer.locator("[data-at=break]")).to_be_visible()


def follow_in_calendar(page: Page, site: Site, language: str) -> None:
    """Save a session and find it in the private feed, beside the days of the forum; a revoked address opens nothing."""
    page.goto(address(site, language, "sessions/s02/"))
    press(page, _("Save for my day"))
    expect(page.get_by_role("button", name=_("Saved · take it out")).first).to_be_focused()
    page.goto(address(site, language, "me/calendar/"))
    press(page, _("Make my private address"))
    feed = page.locator("#private-address")
    expect(feed).to_be_visible()
    link = re.search(r"/cal/[\w-]+\.ics", page.locator("main").inner_html())
    assert link is not None
    with urlopen(site.url + link.group()) as answer:
        events = Calendar.from_ical(answer.read()).walk("VEVENT")
    saved = [event["URL"] for event in events if "/sessions/" in event.get("URL", "")]
    assert len(events) == 3
    assert [urlsplit(url).path for url in saved] == [f"/{language}/{SLUG}/sessions/s02/"]
