"""The ticket's page: who is shown it, in which browser, and what it says."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from forum.forums.models import Forum
from forum.mail.models import OutboxMail
from forum.people.verbs import record_arrival, record_departure
from tests.tickets.cast import a_forum, a_kind, a_ticket, registered
from tests.tickets.registration.test_views import LANGUAGES, PERSON, QR, page, register
from tickets.registration.links import sign
from tickets.registration.models import Ticket
from tickets.registration.verbs import block, reissue

pytestmark = pytest.mark.django_db


@pytest.fixture
def forum() -> Forum:
    made = a_forum()
    a_kind(made)
    return made


def test_the_ticket_stays_with_the_browser_that_registered(client: Client, forum: Forum) -> None:
    register(client)

    stranger = Client()
    assert QR not in page(stranger.get("/en/seoul/ticket/"))
    assert stranger.get("/en/seoul/register/done/")["Location"] == "/en/seoul/register/"


def test_a_known_address_never_shows_its_ticket(client: Client, forum: Forum) -> None:
    owner = registered(forum, PERSON["email"]).ticket

    response = register(client, name="Somebody Else")

    for text in (
        page(response),
        page(client.get("/en/seoul/ticket/")),
        page(client.get("/en/seoul/register/done/")),
    ):
        assert QR not in text
        assert owner.code not in text and owner.spaced_typing_code not in text and "김민지" not in text
    assert PERSON["email"] in page(response)


def test_a_known_address_does_not_take_the_ticket_of_the_browser_away(client: Client, forum: Forum) -> None:
    registered(forum, "other@example.com")
    register(client)

    register(client, email="other@example.com")

    assert Ticket.objects.get(registration__attendee__name="이서연").spaced_typing_code in page(
        client.get("/en/seoul/ticket/")
    )


def test_the_link_of_a_mail_binds_the_browser_and_hides_itself(client: Client, forum: Forum) -> None:
    ticket = a_ticket(forum)

    response = client.get(f"/en/seoul/ticket/?t={sign(ticket.key, ticket.code)}", follow=True)

    assert response.redirect_chain == [("/en/seoul/ticket/", 302)]
    assert ticket.spaced_typing_code in page(response)
    assert "no-store" in response["Cache-Control"]


def test_a_replaced_code_ends_links_and_browsers(client: Client, forum: Forum) -> None:
    ticket = a_ticket(forum)
    old = f"/en/seoul/ticket/?t={sign(ticket.key, ticket.code)}"
    client.get(old)

    reissue(ticket, by="")

    assert QR not in page(client.get("/en/seoul/ticket/"))
    assert client.get(old).status_code == 410


def test_a_forged_link_opens_nothing(client: Client, forum: Forum) -> None:
    ticket = a_ticket(forum)

    for token in (f"{ticket.key}.forged", ticket.key, ticket.code, "%00", "é" * 200):
        response = client.get("/en/seoul/ticket/", {"t": token})
        assert (response.status_code, response.context["refusal"].code) == (410, "ticket.link_over")


def test_who_is_signed_in_sees_their_own_ticket(client: Client, forum: Forum) -> None:
    ticket = a_ticket(forum)
    other = a_ticket(forum, "lee@example.com")
    client.force_login(ticket.registration.attendee.user)

    text = page(client.get("/en/seoul/ticket/"))

    assert ticket.spaced_typing_code in text
    assert other.spaced_typing_code not in text
    assert f'data-topic="user:{ticket.registration.attendee.key}"' in text


def test_who_is_in_reads_since_when_and_is_not_sent_to_the_entrance(client: Client, forum: Forum) -> None:
    ticket = a_ticket(forum)
    client.force_login(ticket.attendee.user)
    came = datetime(2026, 12, 3, 0, 12, tzinfo=UTC)

    def shown() -> tuple[bool, bool, bool]:
        text = page(client.get("/en/seoul/ticket/"))
        assert QR in text
        parts = re.findall(r"<(?:li|div)[^>]* data-(inside|outside)( hidden)?>", text)
        assert [name for name, _ in parts] == ["inside", "inside", "outside"]
        return tuple(not hidden for _, hidden in parts)  # type: ignore[return-value]

    assert shown() == (False, False, True)
    record_arrival(ticket.attendee, by="", at=came)
    assert shown() == (True, True, False)
    assert "Since 3 December 2026 09:12" in page(client.get("/en/seoul/ticket/"))
    record_departure(ticket.attendee, by="", at=came + timedelta(hours=1))
    assert shown() == (False, False, True)


def test_a_blocked_ticket_says_where_to_go(client: Client, forum: Forum) -> None:
    ticket = a_ticket(forum)
    block(ticket, by="")
    client.force_login(ticket.registration.attendee.user)

    assert "information desk" in page(client.get("/en/seoul/ticket/"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_asking_for_the_ticket_says_the_same_to_everybody(
    client: Client, forum: Forum, language: str
) -> None:
    a_ticket(forum)
    OutboxMail.objects.all().delete()

    with CaptureQueriesContext(connection) as for_known:
        known = client.post(f"/{language}/seoul/ticket/mail/", {"email": "minji@example.com"})
    with CaptureQueriesContext(connection) as for_unknown:
        unknown = client.post(f"/{language}/seoul/ticket/mail/", {"email": "nobody@example.com"})
    wrong = client.post(f"/{language}/seoul/ticket/mail/", {"email": "nobody"})

    def without_secrets(response: Any, email: str) -> str:
        return re.sub(r'(csrfmiddlewaretoken" value=|nonce=)"[^"]*"', "", page(response)).replace(email, "")

    assert without_secrets(known, "minji@example.com") == without_secrets(unknown, "nobody@example.com")
    said = [[re.sub("'[^']*'", "?", query["sql"]) for query in asked] for asked in (for_known, for_unknown)]
    assert said[0] == said[1]
    queued = OutboxMail.objects.order_by("pk").values_list("to", "letter")
    assert list(queued) == [(f"{who}@example.com", "tickets.asked") for who in ("minji", "nobody")]
    assert wrong.status_code == 422


def test_the_calendar_entry_names_nobody(client: Client, forum: Forum) -> None:
    a_ticket(forum)

    response = client.get("/ko/seoul/ticket/calendar.ics")

    assert response["Content-Type"].startswith("text/calendar")
    assert "포럼 seoul" in page(response) and "ATTENDEE" not in page(response)
    assert response.content == client.get("/ko/seoul/ticket/calendar.ics").content


def test_the_worker_is_for_this_forum_and_language(client: Client, forum: Forum) -> None:
    response = client.get("/en/seoul/worker.js")

    assert response["Content-Type"].startswith("text/javascript")
    text = page(response)
    assert 'TICKET = "/en/seoul/ticket/"' in text and 'KEPT = [TICKET, "/en/seoul/desk/"]' in text
    assert client.get("/en/nowhere/worker.js").status_code == 404
