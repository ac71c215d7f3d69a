"""What is everybody's leaves compressed; what is somebody's, a secret or a calendar never does."""

from __future__ import annotations

import gzip
from datetime import timedelta

import httpx
import pytest
from django.test import Client
from django.utils import timezone

from events_site.demo.seed import seed
from forum.calendars.verbs import make_feed
from forum.forums.models import Forum
from forum.people.models import User
from tests.sites import Site
from tickets.desks.verbs import open_desk
from tickets.registration.links import sign
from tickets.registration.queries import ticket_of

ASKED = {"Accept-Encoding": "gzip, deflate, br, zstd"}
EVERYBODYS = [
    "/en/demo/",
    "/en/demo/speakers/",
    "/en/demo/sessions/s01/",
    "/api/v1/forums/demo/sessions",
]
OWN = [
    "/en/demo/",
    "/en/demo/me/",
    "/en/demo/ticket/",
    "/en/demo/networking/",
    "/api/v1/forums/demo/sessions",
]


@pytest.fixture
def demo() -> Forum:
    return seed(timezone.now() - timedelta(days=1))


@pytest.mark.django_db
def test_what_is_everybodys_leaves_compressed(client: Client, demo: Forum) -> None:
    for path in EVERYBODYS:
        plain, packed = client.get(path), Client().get(path, headers=ASKED)
        assert (plain.get("Content-Encoding"), packed.get("Content-Encoding")) == (None, "gzip"), path
        assert "Accept-Encoding" in plain["Vary"] and "Accept-Encoding" in packed["Vary"], path
        assert len(packed.content) < len(plain.content) / 2, path
        assert len(gzip.decompress(packed.content)) == len(plain.content), path
        assert packed["Content-Length"] == str(len(packed.content)), path


@pytest.mark.django_db
def test_what_is_somebodys_never_does(demo: Forum) -> None:
    browser = Client()
    browser.force_login(User.objects.get(email="attendee@example.com"))

    answers = [browser.get(path, headers=ASKED) for path in OWN]

    assert [answer.status_code for answer in answers] == [200] * len(OWN)
    assert [answer.get("Content-Encoding") for answer in answers] == [None] * len(OWN)


@pytest.mark.django_db
def test_no_secret_and_no_calendar_does(demo: Forum) -> None:
    me = demo.attendees.get(user__email="attendee@example.com")
    ticket = ticket_of(me)
    assert ticket is not None
    paths = [
        "/demo/schedule.ics",
        f"/cal/{make_feed(me, by=me.key)}.ics",
        f"/en/demo/desk/pair/{open_desk(demo, name='Of a test', by='').pairing}/",
        f"/en/demo/ticket/?t={sign(ticket.key, ticket.code)}",
        "/en/demo/register/",
    ]

    answers = [Client().get(path, headers=ASKED, follow=True) for path in paths]

    assert [answer.status_code for answer in answers] == [200] * len(paths)
    assert [answer.get("Content-Encoding") for answer in answers] == [None] * len(paths)


@pytest.mark.django_db
def test_an_answer_to_a_form_never_does(client: Client, demo: Forum) -> None:
    answer = client.post("/en/demo/register/", {"name": "<b>"}, headers=ASKED)

    assert (answer.status_code, answer.get("Content-Encoding")) == (422, None)


@pytest.mark.django_db
def test_the_length_of_a_page_says_little(client: Client, demo: Forum) -> None:
    lengths = {len(client.get("/en/demo/speakers/", headers=ASKED).content) for _ in range(12)}

    assert len(lengths) > 1


@pytest.mark.xdist_group("servers")
def test_nginx_hands_on_what_is_compressed(production_form: Site) -> None:
    answer = httpx.get(f"{production_form.url}/en/", headers=ASKED, follow_redirects=True)

    assert (answer.status_code, answer.headers["Content-Encoding"]) == (200, "gzip")
    assert answer.text.startswith("<!doctype html>")
