"""Who is in the hall when a process dies: attendees with sessions, and a desk, a board and a lobby in a real browser.

For the suite and for `bench/storm.py`.
"""

from __future__ import annotations

import asyncio
import time
from contextlib import AsyncExitStack
from dataclasses import dataclass
from importlib import import_module

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.utils import timezone
from playwright.async_api import Page

from events_site.demo.tokens import seats
from forum.people.models import Attendee, User
from tests.pages import new_pages, sign_in, started_chromium
from tests.sites import Site
from tests.tickets import cast
from tickets.desks.verbs import offer_pairing


@dataclass(frozen=True)
class Guest:
    """One attendee: who they are on every wire, the cookie of their browser, the mixer whose lobby they are in."""

    key: str
    session: str
    mixer: str


@dataclass(frozen=True)
class Hall:
    """A forum with so many guests, an organizer's cookie, and the link that pairs a desk."""

    forum: str
    seats: list[Guest]
    organizer: str
    pairing: str
    codes: list[str]


def fill(site: Site, count: int, slug: str = "hall") -> Hall:
    """Make everybody; call it inside `site.data()`."""
    forum = cast.a_forum(slug)
    cast.a_kind(forum, size=10_000)
    taken = list(seats(forum, count, ttl_seconds=3_600, limits="person"))
    people = {one.key: one for one in Attendee.objects.filter(forum=forum).select_related("user")}
    guests = [Guest(seat.attendee, session_of(people[seat.attendee].user), seat.mixer) for seat in taken]
    codes = [cast.registered(forum, f"{slug}-{number}@example.com").ticket.code for number in range(3)]
    organizer = session_of(cast.an_organizer(forum, f"boss@{slug}.example.com"))
    desk, _ = cast.a_desk(forum)
    pairing = offer_pairing(desk, by="", at=timezone.now()).pairing
    return Hall(slug, guests, organizer, pairing, codes)


def session_of(user: User) -> str:
    """Return the cookie of a browser in which this user is signed in, without a request."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return str(session.session_key)


NOTES_GREETINGS = """
window.greeted = [];
window.WebSocket = class extends WebSocket {
  constructor(...address) {
    super(...address);
    this.addEventListener("message", ({ data }) => data.includes('"build":') && greeted.push(Date.now()));
  }
};
"""
LOOK = """() => ({
  greeted: greeted.length,
  ago: greeted.length ? Date.now() - greeted.at(-1) : 0,
  isOver: Boolean(document.querySelector('[data-state=over], [data-over], [data-view=closed]:not([hidden])')),
  isQuiet: [...document.querySelectorAll('[data-offline-bar], [data-stale]')].every(({ hidden }) => hidden),
})"""


class Pages:
    """A desk, a board and a lobby, each in a browser of its own; use it as a context."""

    def __init__(self, site: Site, hall: Hall) -> None:
        self.back_at: dict[str, float] = {}
        self.ended: list[str] = []
        self.pages: dict[str, Page] = {}
        self._site = site
        self._hall = hall
        self._open = AsyncExitStack()

    async def __aenter__(self) -> Pages:
        chromium = await self._open.enter_async_context(started_chromium())
        new_page = await self._open.enter_async_context(new_pages(chromium))
        self.pages = {name: await new_page() for name in ("desk", "board", "lobby")}
        for page in self.pages.values():
            await page.add_init_script(NOTES_GREETINGS)
        for name, session in (("board", self._hall.organizer), ("lobby", self._hall.seats[0].session)):
            await sign_in(self.pages[name], session, self._site.url)
        home = f"{self._site.url}/en/{self._hall.forum}"
        await self.pages["desk"].goto(f"{home}/desk/pair/{self._hall.pairing}/")
        await self.pages["desk"].locator("[data-action=pair]").click()
        await self.pages["desk"].wait_for_url("**/desk/")
        return self

    async def __aexit__(self, *error: object) -> None:
        await self._open.aclose()

    async def open(self) -> None:
        """Open all three anew, and wait until each has been greeted."""
        home = f"{self._site.url}/en/{self._hall.forum}"
        mixer = self._hall.seats[0].mixer.partition(":")[2]
        for name, path in (("desk", "desk/"), ("board", "manage/"), ("lobby", f"networking/{mixer}/")):
            await self.pages[name].goto(f"{home}/{path}")
            await self.pages[name].wait_for_function("() => window.greeted.length")
        await self.pages["desk"].locator("[data-action=start]").first.click()

    async def all_back(self, seconds: float) -> None:
        """Return when each was greeted once more and shows it; note who says that it is over."""
        self.back_at, self.ended = {}, []
        async with asyncio.timeout(seconds):
            await asyncio.gather(*(self._back(name, page) for name, page in self.pages.items()))

    async def _back(self, name: str, page: Page) -> None:
        while True:
            seen = await page.evaluate(LOOK)
            if seen["isOver"]:
                self.ended.append(name)
                return
            if seen["greeted"] > 1 and seen["isQuiet"]:
                self.back_at[name] = time.monotonic() - seen["ago"] / 1000
                return
            await asyncio.sleep(0.05)
