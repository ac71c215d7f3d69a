"""Every address answers everybody: with a page, a refusal or a way on, never with a fault."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone

from events_site.demo.seed import CAST, seed
from forum.forums.models import Forum
from forum.people.models import User
from networking.rounds.models import Mixer
from networking.safety.verbs import report
from tests.contracts.test_middleware import addresses
from tests.networking.cast import a_talk
from tickets.desks.models import Desk
from tickets.desks.verbs import open_desk

pytestmark = pytest.mark.django_db

WAITING = "live/events"
"""A test's browser has no loop to wait on; tests of its own ask there."""
LIBRARIES = ("/admin/", "/api/schema/")
STRANGER = ""
LANGUAGE = re.compile("^/(ko|en)/")


@pytest.fixture
def demo() -> Forum:
    """The demo forum, in which two of the cast have met and one was reported."""
    return in_which_two_have_met(seed(timezone.now()))


def in_which_two_have_met(forum: Forum) -> Forum:
    """Let two of the cast meet, one report the other, and a desk be open."""
    one, other = forum.attendees.filter(user__email__in=("attendee@example.com", "visitor@example.com"))
    room = a_talk(Mixer.objects.get(forum=forum), [one, other])
    report(room, one, other, why="spam", by=one.key)
    open_desk(forum, name="Annex", by="")
    return forum


def keys(forum: Forum) -> dict[str, str]:
    """Return something that exists for each blank of an address."""
    room = forum.rooms.get()
    return {
        "forum": forum.slug,
        "room": room.key,
        "report": room.reports.get().key,
        "mixer": Mixer.objects.get(forum=forum).key,
        "verb": "skip",
        "checkpoint": "entrance",
        "kind": "days",
        "token": "nothing",
    }


def filled(address: str, known: dict[str, str], key: str) -> str:
    """Return the address with its blanks filled: with what exists, or what does not."""
    plain = (
        re.sub(r"\(\?P<(\w+)>[^)]*\)", r"<slug:\1>", address)
        .replace("^", "")
        .replace(r"\.", ".")
        .rstrip("$\\Z")
    )
    return re.sub(r"<\w+:(\w+)>", lambda blank: known.get(blank.group(1), key), plain).replace("//", "/")


def every_address(forum: Forum) -> Iterator[str]:
    """Yield every address of ours, about something that exists and about nothing."""
    known = keys(forum)
    nothing = dict.fromkeys(known, "nothing") | {"verb": "dance"}
    for address, _ in addresses(get_resolver().url_patterns):
        if WAITING in address or address.startswith(LIBRARIES):
            continue
        exists = (
            Desk.objects.filter(forum=forum).latest("pk").key
            if "/desks/" in address
            else forum.sessions.first().key
        )
        for page in {filled(address, known, exists), filled(address, nothing, "nothing")}:
            yield from {LANGUAGE.sub(prefix, page) for prefix in ("/ko/", "/en/")}


@pytest.mark.parametrize("who", [STRANGER, *(member.email for member in CAST)])
def test_every_address_answers(demo: Forum, who: str) -> None:
    browser = Client(raise_request_exception=False)
    answers: dict[str, int] = {}
    for page in dict.fromkeys(every_address(demo)):
        if who and not who_is(browser):
            browser.force_login(User.objects.get(email=who))  # signing out is an address, too
        answers |= {
            f"GET {page}": browser.get(page).status_code,
            f"POST {page}": browser.post(page).status_code,
        }
    assert {what: status for what, status in answers.items() if status >= 500} == {}
    assert {answers[f"GET /{language}/demo/"] for language in ("ko", "en")} == {200}


def test_a_nul_in_a_question_names_nothing(demo: Forum) -> None:
    browser = Client()
    for page in ("/ko/demo/?track=%00", "/en/?x=%00", "/api/v1/forums/demo/sessions?day=%00"):
        assert browser.get(page).status_code == 404


WAYS_ON = ("front", "http://[", "//evil.example")
"""What may stand in a link as the page to go on to: the name of a view, no address at all, another site's."""
WITH_A_WAY_ON: dict[str, list[tuple[str, dict[str, str]]]] = {
    STRANGER: [
        ("/en/account/login/code/", {"email": "minji@example.com"}),
        ("/en/account/login/", {"login": "minji@example.com", "password": "x"}),
        ("/theme/", {"theme": "dark"}),
    ],
    "attendee@example.com": [
        ("/en/account/login/code/", {}),
        ("/en/demo/me/consents/", {}),
        ("/en/demo/me/card/", {"languages": "ko"}),
        ("/en/demo/me/card/add/", {"add": "topics:nothing"}),
        ("/en/demo/saved/", {"unsave": "s01"}),
        ("/en/account/logout/", {}),
    ],
}


@pytest.mark.parametrize("who", WITH_A_WAY_ON)
def test_a_way_on_leads_through_this_site_alone(demo: Forum, who: str) -> None:
    browser = Client(raise_request_exception=False)
    for page, form in WITH_A_WAY_ON[who]:
        for way in WAYS_ON:
            if who and not who_is(browser):
                browser.force_login(User.objects.get(email=who))
            answer = browser.post(page, {**form, "next": way})
            assert answer.status_code < 500, (page, way)
            assert re.match(r"/(?![/\\])|$", answer.headers.get("Location", "")), (page, way)


def test_a_nul_in_a_form_reaches_no_database(demo: Forum) -> None:
    """PostgreSQL takes none; what a script writes into a form is no better than what stands in an address."""
    browser = Client()
    browser.force_login(User.objects.get(email="attendee@example.com"))
    mixer = Mixer.objects.get(forum=demo).key
    for page, form in {
        "saved": {"save": "\0"},
        "sessions/s01/save": {"on": "\0"},
        "me/card/add": {"add": "topics:\0", "part": "\0"},
        "me/calendar": {"replaces": "\0"},
        f"networking/{mixer}/ready": {"on": "\0"},
        f"networking/{mixer}/accept": {"match": "\0"},
        "ticket/mail": {"email": "a\0@example.com"},
    }.items():
        asked: list[str] = []
        with connection.execute_wrapper(noting(asked)):
            assert browser.post(f"/en/demo/{page}/", form).status_code < 500, page
        assert [said for said in asked if "\\x00" in said] == [], page


def noting(asked: list[str]) -> Callable[..., Any]:
    """Return what writes down with which values the database is asked."""

    def note(execute: Callable[..., Any], sql: str, values: Any, *rest: Any) -> Any:
        asked.append(repr(values))
        return execute(sql, values, *rest)

    return note


def who_is(browser: Client) -> bool:
    return "_auth_user_id" in browser.session


def test_demo_is_seeded_once_and_moves_with_the_days() -> None:
    now = timezone.now()
    first = seed(now)
    people = first.attendees.count()

    again, later = seed(now), seed(now + timedelta(days=9))

    assert (again.pk, later.pk) == (first.pk, first.pk)
    assert later.starts_at > first.starts_at
    assert later.attendees.count() == people
    assert Forum.objects.count() == 1
