"""However its line ends, a page says what happened and offers the next step, or comes back by itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from django.utils import translation
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, WebSocketRoute, expect

from events_site.demo.seed import SLUG
from forum.live.endings import ENDINGS, Ending
from forum.live.principal import LANGUAGES
from tests.journeys.test_every_page import keys, signed_in
from tests.pages import noting_errors
from tests.sites import Site

pytestmark = pytest.mark.xdist_group("journeys")

__all__ = ["keys"]  # a fixture

PAGES = {
    "lobby": ("attendee", "networking/{mixer}/"),
    "conversation": ("attendee", "rooms/{room}/"),
    "mixers": ("host", "manage/networking/"),
    "board": ("organizer", "manage/"),
    "ticket": ("attendee", "ticket/"),
}
FINAL = [ending for ending in ENDINGS.values() if ending.is_final]
PASSING = [ending for ending in ENDINGS.values() if not ending.is_final and ending.code >= 3000]
"""Those that a script may close a socket with; the server's own (1009, 1012) are no different to the client."""


@dataclass
class Line:
    """The line of a page, in the hands of a test."""

    page: Page
    sockets: list[WebSocketRoute] = field(default_factory=list)
    greeted: int = 0
    """How often the page was let in. Somebody who dials often may be told to come again in a second, and does."""

    def __post_init__(self) -> None:
        self.page.route_web_socket("**/live/", self._dialled)
        self.page.on("console", self._said)

    def _said(self, said: ConsoleMessage) -> None:
        self.greeted += said.text == "up"

    def _dialled(self, socket: WebSocketRoute) -> None:
        socket.connect_to_server()
        self.sockets.append(socket)

    def until_up(self, address: str) -> None:
        """Open a page and wait until it is greeted."""
        with self.page.expect_console_message(lambda said: said.text == "up"):
            self.page.goto(address)

    def end(self, ending: Ending) -> None:
        self.sockets[-1].close(code=ending.code)

    @property
    def bar(self) -> Locator:
        return self.page.locator("[data-offline-bar]")


TELLS = """
addEventListener("load", async () => {
  if (!document.querySelector("[data-live]")) return;
  const { client } = await import("/static/forum/live/page.js");
  if (client.isOnline) console.log("up");
  client.on("online", () => console.log("up"));
});
"""


@pytest.fixture
def line(chromium: Browser) -> Iterator[Line]:
    context = chromium.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.add_init_script(TELLS)
    complaints: list[str] = []
    page.on("pageerror", noting_errors(complaints))
    yield Line(page)
    context.close()
    assert complaints == []


@pytest.mark.parametrize("kind", PAGES)
def test_a_page_says_what_ended_its_line_and_offers_the_next_step(
    site: Site, line: Line, keys: dict[str, str], kind: str
) -> None:
    who, path = PAGES[kind]
    language = LANGUAGES[len(kind) % 2]
    home = f"{site.url}/{language}/"
    signed_in(line.page, site, f"{who}@example.com")
    address = f"{home}{SLUG}/{path.format(**keys)}"
    for ending in FINAL:
        line.until_up(address)
        dialled, greeted = len(line.sockets), line.greeted

        if ending.offers == "sign-in" and kind != "ticket":
            with (
                line.page.expect_request(lambda request: "/account/login/" in request.url),
                line.page.expect_console_message(lambda said: said.text == "up"),
            ):
                line.end(ending)  # who is signed in all the same is led back at once
            continue
        line.end(ending)

        expect(line.bar).to_contain_text(said(ending, language))
        expect(line.bar).to_be_in_viewport()
        offer = line.bar.locator("button")
        expect(offer).to_be_in_viewport()
        line.page.evaluate("dispatchEvent(new Event('offline')); dispatchEvent(new Event('online'))")
        if kind == "lobby":
            line.page.wait_for_timeout(1_200)  # longer than a client waits that means to come back
        expect(line.bar).to_contain_text(said(ending, language))  # and no flap of the network wipes it away
        assert len(line.sockets) == dialled
        if ending.offers == "forum":
            offer.click()
            line.page.wait_for_url(f"**/{SLUG}/")
            continue
        with line.page.expect_console_message(lambda said: said.text == "up"):
            offer.click()
        if ending.offers == "go-on":
            expect(line.bar).to_be_hidden()
            assert line.greeted == greeted + 1


def test_a_page_comes_back_by_itself_from_every_other_ending(
    site: Site, line: Line, keys: dict[str, str]
) -> None:
    signed_in(line.page, site, "attendee@example.com")
    line.until_up(f"{site.url}/en/{SLUG}/networking/{keys['mixer']}/")
    for ending in PASSING:
        with line.page.expect_console_message(lambda said: said.text == "up"):
            line.end(ending)
        expect(line.bar).to_be_hidden()
    assert line.greeted == len(PASSING) + 1


def said(ending: Ending, language: str) -> str:
    with translation.override(language):
        return str(ending.says)
