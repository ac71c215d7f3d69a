"""After signing out this browser shows nothing of who was here: not by Back, not in another tab, not without a line."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from events_site.demo.seed import PASSWORD, SLUG
from tests.browser import ARGUMENTS, find_chromium
from tests.journeys.conftest import PATIENCE
from tests.sites import Site

pytestmark = pytest.mark.xdist_group("journeys")

NAME = "이하늘"
NOTE_RETURN = "addEventListener('pageshow', ({ persisted }) => { window.cameBack = persisted; })"


@pytest.fixture
def device(chromium: Browser) -> Iterator[BrowserContext]:
    """A browser that remembers pages as people's browsers do; Playwright's forgets them."""
    remembers = ["--disable-back-forward-cache"]
    browser = chromium.browser_type.launch(
        executable_path=find_chromium(), args=[*ARGUMENTS], ignore_default_args=remembers
    )
    context = browser.new_context(locale="ko", viewport={"width": 390, "height": 844})
    context.set_default_timeout(PATIENCE)
    yield context
    browser.close()


def test_after_signing_out_nothing_private_is_shown(site: Site, device: BrowserContext) -> None:
    home = f"{site.url}/ko/"
    page, other = device.new_page(), device.new_page()
    sign_in(page, home, "attendee@example.com")
    page.goto(f"{home}{SLUG}/ticket/")
    expect(page.locator("main")).to_contain_text(NAME)
    page.wait_for_function(
        "() => caches.keys().then((names) => names.some((name) => name.endsWith('/ticket/')))"
    )
    for path in ("me/", "me/card/", "me/consents/"):
        page.goto(f"{home}{SLUG}/{path}")
        assert page.evaluate("document.body.dataset.somebodys") == ""
    other.goto(f"{home}{SLUG}/me/")

    page.goto(f"{home}account/logout/")
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(lambda address: "/logout/" not in address)

    expect(other.locator("body")).not_to_have_attribute("data-somebodys", "")
    for _ in range(5):
        page.go_back(wait_until="commit")
        expect(page.locator("body")).not_to_have_attribute("data-somebodys", "")
        expect(page.locator("body")).not_to_contain_text(NAME)
    page.wait_for_function(
        "() => caches.keys().then((names) => !names.some((name) => name.endsWith('/ticket/')))"
    )


def test_a_page_of_nobodys_comes_back_from_the_browsers_memory(site: Site, device: BrowserContext) -> None:
    """Else the test above would show nothing."""
    page = device.new_page()
    page.add_init_script(NOTE_RETURN)
    page.goto(f"{site.url}/robots.txt")
    page.goto(f"{site.url}/ko/{SLUG}/speakers/")
    page.go_back(wait_until="commit")
    page.wait_for_function("() => window.cameBack === true")


def sign_in(page: Page, home: str, email: str) -> None:
    page.goto(f"{home}account/login/")
    page.fill("[name=login]", email)
    page.fill("[name=password]", PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(lambda address: "/login/" not in address)
