"""Nothing that was drawn for somebody is kept by a cache; a secret address is only opened, and named to nobody."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone

from events_site.demo.seed import seed
from events_site.secret_links import SECRET_LINKS
from forum.calendars.verbs import make_feed
from forum.forums.models import Forum
from forum.people.models import User
from tests.contracts.test_every_address import every_address, in_which_two_have_met
from tests.processes import ROOT
from tickets.desks.verbs import open_desk
from tickets.registration.links import sign
from tickets.registration.queries import ticket_of

pytestmark = pytest.mark.django_db

CSRF_TOKEN = re.compile(rb'(csrfmiddlewaretoken" value|X-CSRFToken&quot;: &quot)[^>]*')


@pytest.fixture
def demo() -> Forum:
    return in_which_two_have_met(seed(timezone.now() - timedelta(days=1)))


def signed_in(who: str) -> Client:
    browser = Client(raise_request_exception=False)
    browser.force_login(User.objects.get(email=f"{who}@example.com"))
    return browser


def said(answer: Any) -> tuple[int, str, bytes]:
    """Return what an answer tells: its status, where it leads, its text without the token of its forms."""
    body = b"".join(answer) if answer.streaming else answer.content
    return answer.status_code, answer.headers.get("Location", ""), CSRF_TOKEN.sub(b"", body)


def is_kept_by_nobody(answer: Any) -> bool:
    return answer.headers.get("Cache-Control") == "no-store, private"


@pytest.mark.parametrize("who", ["attendee", "organizer"])
def test_what_is_drawn_for_somebody_is_kept_by_nobody(demo: Forum, who: str) -> None:
    """An answer that may be kept is the one everybody gets."""
    mine, stranger = signed_in(who), Client(raise_request_exception=False)
    pages = [
        page
        for page in dict.fromkeys(every_address(demo))
        if not page.startswith("/ko/") and "logout" not in page
    ]
    answers = {page: mine.get(page) for page in pages}
    open_to_all = [page for page, answer in answers.items() if not is_kept_by_nobody(answer)]

    assert [page for page in open_to_all if said(answers[page]) != said(stranger.get(page))] == []
    assert {"/robots.txt", "/demo/schedule.ics", "/health/live"} <= set(open_to_all)
    assert {"/en/demo/", "/en/demo/me/", "/en/demo/manage/", "/en/nothing/"}.isdisjoint(open_to_all)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("post", "/en/demo/me/consents/", 422),
        ("post", "/en/demo/me/leave/", 200),
        ("get", "/en/demo/manage/", 403),
        ("get", "/en/nowhere/", 404),
        ("post", "/en/demo/now/", 405),
        ("get", "/api/v1/forums/demo/sessions/nothing", 404),
        ("put", "/api/v1/forums/demo/sessions/s01/saved", 200),
    ],
)
def test_so_are_refusals_redirects_parts_and_the_api(
    demo: Forum, method: str, path: str, status: int
) -> None:
    answer = getattr(signed_in("attendee"), method)(path, headers={"HX-Request": "true"})
    assert (answer.status_code, is_kept_by_nobody(answer)) == (status, True)


def test_the_end_of_a_session_empties_the_browsers_cache(demo: Forum) -> None:
    browser = signed_in("attendee")
    before = browser.get("/en/account/logout/")
    after = browser.post("/en/account/logout/")

    assert ("Clear-Site-Data" in before.headers, after.headers["Clear-Site-Data"]) == (False, '"cache"')
    assert is_kept_by_nobody(after)


# Secret links --------------------------------------------------------------------------------------


def links(forum: Forum) -> dict[str, str]:
    """Return an address that opens something for each kind of secret link."""
    me = forum.attendees.get(user__email="attendee@example.com")
    ticket = ticket_of(me)
    assert ticket is not None
    return {
        "private-feed": f"/cal/{make_feed(me, by=me.key)}.ics",
        "desk-pair": f"/en/demo/desk/pair/{open_desk(forum, name='Of a test', by='').pairing}/",
        "ticket": f"/en/demo/ticket/?t={sign(ticket.key, ticket.code)}",
    }


def test_every_address_with_a_secret_is_known() -> None:
    named = {
        pattern.name for pattern in patterns(get_resolver().url_patterns) if ":token>" in str(pattern.pattern)
    }
    assert named | {"ticket"} == SECRET_LINKS


def test_a_secret_link_opens_and_names_itself_to_nobody(demo: Forum) -> None:
    for name, path in links(demo).items():
        browser = Client()
        answer = browser.get(path)
        secret = re.split(r"[=/.]", path.rstrip("/").removesuffix(".ics"))[-1]
        assert answer.status_code in (200, 302), name
        assert "no-store" in answer["Cache-Control"] or answer["Cache-Control"].startswith("private,"), name
        assert answer["Referrer-Policy"] in ("strict-origin", "no-referrer"), name
        page = browser.get(path, follow=True).content.decode()
        assert re.findall(rf'href="[^"]*next=[^"]*{re.escape(secret)}', page) == [], name


def test_a_secret_link_refuses_what_is_sent_before_anybody_writes_it_down(
    demo: Forum, caplog: pytest.LogCaptureFixture
) -> None:
    for path in links(demo).values():
        answer = Client(enforce_csrf_checks=True).post(path, {"a": "b"})
        assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")
    assert [record for record in caplog.records if record.name.startswith("django")] == []


def test_nginx_writes_no_secret_link_into_a_log(demo: Forum) -> None:
    text = (ROOT / "deploy" / "nginx" / "madang.conf").read_text()
    [silent] = re.findall(r"location ~ (\S+) \{\s+error_log /dev/null;", text)
    [masked] = re.findall(r'"~(\S+)" "\$\{before_secret\}-";', text)
    for path in links(demo).values():
        path, _, query = path.partition("?")  # queries are not logged
        assert re.search(silent, path) and (not query or re.search(silent, path.rstrip("/")))
        assert query or re.search(masked.replace("?<", "?P<"), path)


def patterns(found: Any) -> Iterator[Any]:
    for pattern in found:
        if hasattr(pattern, "url_patterns"):
            yield from patterns(pattern.url_patterns)
        else:
            yield pattern
