"""Every page is open to everybody: axe finds nothing, nothing sticks out or is too small, no script complains."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Browser, Page

from events_site.demo.seed import SLUG
from forum.consents.verbs import choose_consents
from forum.forums.queries import forum_by_slug
from forum.people.models import User
from networking.rounds.models import Mixer
from networking.safety.models import Report
from networking.safety.verbs import report
from networking.talks.models import Place
from networking.talks.queries import conversation_of
from tests.journeys.conftest import PATIENCE
from tests.networking.cast import a_talk
from tests.pages import noting_errors, session_of
from tests.sites import Site

pytestmark = pytest.mark.xdist_group("journeys")

SCREENS = [("ko", "light", 360), ("en", "dark", 390), ("ko", "dark", 1280), ("en", "light", 1280)]
STRANGER = [
    "",
    "?past=1&kind=talk",
    "speakers/",
    "speakers/in-ho-maeng/",
    "register/",
    "ticket/",
    "sessions/s01/",
]
STRANGER += ["sessions/s07/", "nowhere/"]
TAKES_PART = ["me/", "me/card/", "me/calendar/", "me/consents/", "me/leave/", "ticket/", "networking/"]
HOST = ["manage/", "manage/networking/", "manage/reports/"]
ORGANIZER = ["manage/", "manage/desks/", "desk/"]


PHONE = 400
PAST_EVERY_LOOK = timedelta(hours=1)
"""In the hall nobody is missed before a talk has had its time: it is open for as long as these tests look."""
SMALL = """() => [...document.querySelectorAll("a[href], button, summary, select, textarea, input:not([type=hidden])")]
  .filter((one) => one.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && !one.matches(".skip"))
  .filter((one) => {
    const isInLine = getComputedStyle(one).display === "inline";
    return !isInLine || one.parentElement.textContent.trim() === one.textContent.trim();
  })
  .map((one) => (["radio", "checkbox"].includes(one.type) ? one.labels[0] : one))
  .map((one) => [one.outerHTML.slice(0, 90), one.getBoundingClientRect()])
  .filter(([, { width, height }]) => Math.min(width, height) < 43.5)
  .map(([html, { width, height }]) => `${Math.round(width)} × ${Math.round(height)} px: ${html}`)"""
"""What a finger has to hit and is under 44 px; a link within a sentence is as large as its words (WCAG 2.5.5)."""


@pytest.fixture(scope="module")
def keys(site: Site) -> dict[str, str]:
    """A mixer at rest, a talk of two of the cast, a report about one of them, a guest who is not to be seen."""
    with site.data():
        forum = forum_by_slug(SLUG)
        one, other = forum.attendees.filter(user__email__in=("attendee@example.com", "visitor@example.com"))
        mixer = Mixer.objects.filter(forum=forum).earliest("pk")
        room = conversation_of(one) or a_talk(
            mixer, [one, other], at=timezone.now() + PAST_EVERY_LOOK, place=Place.HALL
        )
        shy = forum.attendees.filter(user__email__startswith="guest").earliest("pk")
        shy.user.email = "shy@example.com"
        shy.user.save()
        choose_consents(shy, forum.consent_texts.filter(is_required=True).values_list("pk", flat=True), by="")
        made = Report.objects.first() or report(room, one, other, why="spam", text="Again", by=one.key)
        return {"mixer": mixer.key, "room": room.key, "report": made.key}


@pytest.fixture(params=SCREENS, ids=lambda screen: "-".join(map(str, screen)))
def screen(request: pytest.FixtureRequest) -> tuple[str, str, int]:
    found: tuple[str, str, int] = request.param
    return found


@pytest.fixture
def page(chromium: Browser, screen: tuple[str, str, int]) -> Iterator[Page]:
    """A page of this screen whose scripts may not complain."""
    _, scheme, width = screen
    context = chromium.new_context(
        viewport={"width": width, "height": 844},
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
    )
    shown, complaints = context.new_page(), []
    shown.set_default_timeout(PATIENCE)
    shown.on("pageerror", noting_errors(complaints))
    shown.on("console", lambda said: complaints.append(said.text) if "Refused to" in said.text else None)
    yield shown
    context.close()
    assert complaints == []


@pytest.mark.parametrize(
    ("who", "paths"),
    [
        ("", STRANGER),
        ("attendee", [*TAKES_PART, "networking/{mixer}/", "rooms/{room}/"]),
        ("shy", ["networking/{mixer}/", "me/consents/"]),
        ("host", [*HOST, "manage/reports/{report}/"]),
        ("organizer", ORGANIZER),
    ],
    ids=["stranger", "attendee", "shy", "host", "organizer"],
)
def test_every_page_is_open_to_all(
    site: Site, page: Page, keys: dict[str, str], screen: tuple[str, str, int], who: str, paths: list[str]
) -> None:
    language = screen[0]
    home = f"{site.url}/{language}/"
    if who:
        signed_in(page, site, f"{who}@example.com")
    looked_at = [] if who else ["account/login/", "account/login/code/"]
    looked_at += [f"{SLUG}/{path.format(**keys)}" for path in paths]
    faults = [fault for path in looked_at for fault in look_at(page, home + path)]
    assert faults == []


def signed_in(page: Page, site: Site, email: str) -> None:
    """Let the browser be one in which somebody of the cast has signed in before."""
    with site.data():
        session = session_of(User.objects.get(email=email))
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site.url}])


def look_at(page: Page, address: str) -> list[str]:
    """Return what is wrong with a page."""
    page.goto(address)
    page.wait_for_load_state("load")
    found = Axe().run(page)
    faults = [
        f"{address}: {one['id']} {one['nodes'][0]['html'][:120]}" for one in found.response["violations"]
    ]
    if (wide := page.evaluate("document.documentElement.scrollWidth - innerWidth")) > 0:
        faults.append(f"{address}: {wide} px too wide")
    if page.viewport_size and page.viewport_size["width"] <= PHONE:
        faults += [f"{address}: {small}" for small in page.evaluate(SMALL)]
    return faults
