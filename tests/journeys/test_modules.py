"""A page names every module it needs beforehand, and no other: one look at the page, then all of them at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Request, Route

from events_site.demo.seed import SLUG
from networking.rounds.models import Mixer
from tests.journeys.conftest import PATIENCE
from tests.journeys.test_every_page import signed_in
from tests.sites import Site

pytestmark = pytest.mark.xdist_group("journeys")

PRELOAD = re.compile(r'<link rel="modulepreload" href="([^"]+)">')
MOST_REQUESTS = 70
"""Of the lobby, the largest page, 54 of them modules, which no bundler makes one."""


@pytest.fixture
def guest(chromium: Browser, site: Site) -> Iterator[Page]:
    context = chromium.new_context(locale="ko-KR")
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    signed_in(page, site, "attendee@example.com")
    yield page
    context.close()


def asked_for(page: Page, address: str) -> list[str]:
    """Open a page and return the paths of all it asked for until nothing more came."""
    paths: list[str] = []

    def note(request: Request) -> None:
        paths.append(urlsplit(request.url).path)

    page.on("request", note)
    page.goto(address, wait_until="load")
    page.remove_listener("request", note)
    return paths


def without_preloads(route: Route) -> None:
    answer = route.fetch()
    route.fulfill(response=answer, body=PRELOAD.sub("", answer.text()))


@pytest.mark.parametrize("where", ["", "me/", "networking/{mixer}/", "register/"])
def test_what_is_named_beforehand_is_what_is_imported(guest: Page, site: Site, where: str) -> None:
    with site.data():
        mixer = Mixer.objects.get().key
    address = f"{site.url}/ko/{SLUG}/{where.format(mixer=mixer)}"

    with_preloads = asked_for(guest, address)
    named = PRELOAD.findall(guest.request.get(address).text())
    guest.route(address, without_preloads)
    imported = [path for path in asked_for(guest, address) if path.endswith(".js")]

    assert named and len(named) == len(set(named))
    assert set(named) <= set(imported)
    assert set(imported) == {path for path in with_preloads if path.endswith(".js")}
    assert set(imported) - set(named) == set(scripts(guest))
    assert len(with_preloads) == len(set(with_preloads)) <= MOST_REQUESTS


def scripts(page: Page) -> list[str]:
    """Return the scripts that stand on the page themselves."""
    found: list[str] = page.eval_on_selector_all(
        "script[src]", "(all) => all.map((one) => new URL(one.src).pathname)"
    )
    return found
