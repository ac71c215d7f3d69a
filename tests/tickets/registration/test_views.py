"""Registering in a browser: what is refused and kept, who sees a QR, and that it works without scripts."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from forum.consents.models import Consent
from forum.forums.models import Forum
from forum.live.limits import Limit
from forum.mail.models import OutboxMail
from tests.tickets.cast import a_forum, a_kind, a_text, a_ticket, an_organizer
from tickets.registration import views
from tickets.registration.models import Ticket

pytestmark = pytest.mark.django_db

LANGUAGES = ["ko", "en"]
PERSON = {
    "name": "이서연",
    "latin_name": "Seoyeon Lee",
    "email": "seoyeon@example.com",
    "organization": "Courtyard Lab",
    "occupation": "researcher",
    "language": "en",
}
QR = 'class="qr"'


@pytest.fixture
def forum() -> Forum:
    made = a_forum()
    a_kind(made)
    return made


def page(response: Any) -> str:
    return str(response.content.decode())


def register(client: Client, language: str = "en", **person: Any) -> Any:
    return client.post(f"/{language}/seoul/register/", {**PERSON, **person}, follow=True)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_kept_of_a_form_that_is_not_right_but_what_was_typed_stays(
    client: Client, forum: Forum, language: str
) -> None:
    required = a_text(forum)

    response = register(client, language, email="not an address", occupation="")

    text = page(response)
    assert response.status_code == 422
    assert 'value="이서연"' in text and 'value="Seoyeon Lee"' in text and 'value="not an address"' in text
    assert set(response.context["form"].errors) == {"email", "occupation", f"consent_{required.pk}"}
    assert not Ticket.objects.exists()


def test_no_consent_is_given_in_advance(client: Client, forum: Forum) -> None:
    a_text(forum)
    a_text(forum, kind="overseas", is_required=False)

    text = page(client.get("/en/seoul/register/"))

    boxes = re.findall(r'<input type="checkbox"[^>]*>', text)
    assert len(boxes) == 2
    assert not any("checked" in box for box in boxes)
    assert text.count("The text.") == 2


def test_an_outdated_consent_does_not_count(client: Client, forum: Forum) -> None:
    old = a_text(forum)
    old.retired_at = timezone.now()
    old.save()
    a_text(forum, version=2)

    response = register(client, **{f"consent_{old.pk}": "on"})

    assert response.status_code == 422
    assert not Consent.objects.exists()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("opens", "closes", "code"), [(1, 2, "registration.not_open"), (-2, -1, "registration.closed")]
)
def test_outside_the_time_a_visitor_is_told_and_a_form_is_refused(
    client: Client, language: str, opens: int, closes: int, code: str
) -> None:
    now = timezone.now()
    a_kind(
        a_forum(
            registration_opens_at=now + timedelta(days=opens),
            registration_closes_at=now + timedelta(days=closes),
        )
    )

    shown = client.get(f"/{language}/seoul/register/")
    refused = register(client, language)

    assert shown.context["refusal"].code == code
    assert f"/{language}/seoul/ticket/" in page(shown)
    assert (refused.status_code, refused.context["refusal"].code) == (409, code)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_full_forum_says_so_in_both_ways(client: Client, language: str) -> None:
    a_kind(a_forum(), size=0)

    shown = client.get(f"/{language}/seoul/register/")
    refused = register(client, language)

    assert shown.context["form"].is_full
    assert (refused.status_code, refused.context["refusal"].code) == (409, "registration.full")
    assert 'value="이서연"' in page(refused) and "registration.full" in page(refused)


def a_browser(network: str = "203.0.113.9") -> Client:
    """A browser that has opened the form, as every real one that sends it."""
    browser = Client(REMOTE_ADDR=network)
    browser.get("/en/seoul/register/")
    return browser


def test_a_network_is_stopped_and_the_next_one_is_not(forum: Forum, monkeypatch: pytest.MonkeyPatch) -> None:
    few = replace(views.REGISTERING, network=Limit(burst=2, per_second=0.001))
    monkeypatch.setattr(views, "REGISTERING", few)

    answers = [register(a_browser(), email=f"person-{number}@example.com").status_code for number in range(3)]

    assert answers == [200, 200, 429]
    assert register(a_browser("203.0.113.10"), email="else@example.com").status_code == 200
    assert Ticket.objects.count() == 3


@pytest.mark.parametrize("path", ["register/", "ticket/mail/"])
def test_one_browser_that_sends_and_sends_takes_nothing_from_the_hall(
    forum: Forum, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    for name in ("REGISTERING", "ASKING"):
        brake = getattr(views, name)
        enough = Limit(burst=brake.browser.burst + 1, per_second=0.001)
        monkeypatch.setattr(views, name, replace(brake, network=enough))
    eager = a_browser()

    for number in range(30):
        eager.post(f"/en/seoul/{path}", {**PERSON, "email": f"person-{number}@example.com"})

    mails = OutboxMail.objects.count()
    assert mails == views.REGISTERING.browser.burst
    assert a_browser().post(f"/en/seoul/{path}", PERSON).status_code in (200, 302)
    assert OutboxMail.objects.count() == mails + 1


def test_somebody_who_registers_again_and_again_is_told_and_keeps_what_was_typed(forum: Forum) -> None:
    browser = a_browser()
    for number in range(int(views.REGISTERING.browser.burst) + 1):
        last = register(browser, email=f"person-{number}@example.com")

    assert (last.status_code, last.context["refusal"].code) == (429, "registration.too_often")
    assert 'value="이서연"' in page(last)


def test_the_team_registers_a_queue_of_guests_in_one_browser(forum: Forum) -> None:
    browser = a_browser()
    browser.force_login(an_organizer(forum, role="desk"))

    answers = {register(browser, email=f"guest-{number}@example.com").status_code for number in range(30)}

    assert (answers, Ticket.objects.count()) == ({200}, 30)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_new_person_sees_the_ticket_at_once(client: Client, forum: Forum, language: str) -> None:
    text = a_text(forum)

    response = register(client, language, **{f"consent_{text.pk}": "on"})

    ticket = Ticket.objects.get()
    assert response.redirect_chain == [(f"/{language}/seoul/register/done/", 302)]
    assert QR in page(response) and "이서연" in page(response) and ticket.spaced_typing_code in page(response)
    assert QR in page(client.get(f"/{language}/seoul/ticket/"))
    assert [mail.to for mail in OutboxMail.objects.all()] == ["seoyeon@example.com"]
    assert Consent.objects.get().text == text


def test_kinds_are_offered_where_there_is_a_choice(client: Client, forum: Forum) -> None:
    assert 'name="ticket_type"' not in page(client.get("/en/seoul/register/"))
    a_kind(forum, key="student", size=0)

    text = page(client.get("/en/seoul/register/"))

    assert text.count('name="ticket_type"') == 2
    assert "no seats left" in text
    assert register(client).status_code == 422
    assert Ticket.objects.count() == 0
    register(client, ticket_type="general")
    assert Ticket.objects.get().type.key == "general"


@pytest.mark.parametrize("path", ["register/", "register/done/", "ticket/", "ticket/calendar.ics"])
def test_a_forum_that_is_not_there_has_no_pages(client: Client, path: str) -> None:
    assert client.get(f"/en/nowhere/{path}").status_code == 404


def test_a_name_stays_on_one_line(client: Client, forum: Forum) -> None:
    register(client, name="이\r\nBcc: everybody@example.com  서연")

    assert Ticket.objects.get().registration.attendee.name == "이 Bcc: everybody@example.com 서연"


def test_a_name_that_cannot_be_seen_is_none_and_one_that_turns_the_line_is_straightened(
    client: Client, forum: Forum
) -> None:
    unseen = register(client, name="\u200b\u2060\u200d", latin_name="\u200b")

    assert (unseen.status_code, set(unseen.context["form"].errors)) == (422, {"name", "latin_name"})
    register(client, name="이\u202e서연", latin_name="", organization="\u2066Lab\u2069")
    person = Ticket.objects.get().attendee
    assert (person.name, person.latin_name, person.organization) == ("이서연", "", "Lab")


def test_a_form_with_a_foreign_origin_is_refused(forum: Forum) -> None:
    response = Client(enforce_csrf_checks=True).post("/en/seoul/register/", PERSON)

    assert response.status_code == 403
    assert not Ticket.objects.exists()


def test_one_mailbox_is_one_person_whichever_way_it_is_typed(client: Client, forum: Forum) -> None:
    ticket = a_ticket(forum, "minji@한글.kr")
    OutboxMail.objects.update(queued_at=timezone.now() - timedelta(hours=1))

    register(client, email="Minji@xn--bj0bj06e.kr")
    OutboxMail.objects.update(queued_at=timezone.now() - timedelta(hours=1))
    client.post("/en/seoul/ticket/mail/", {"email": "ｍinji@한글。kr "})

    assert Ticket.objects.get() == ticket
    assert [mail.to for mail in OutboxMail.objects.all()] == ["minji@xn--bj0bj06e.kr"] * 3


def test_sessions_keep_keys_and_no_address_of_whom_they_showed(client: Client, forum: Forum) -> None:
    a_ticket(forum, "known@example.com")
    register(client)
    register(client, email="known@example.com")

    kept = [str(session.get_decoded()) for session in Session.objects.all()]
    assert kept and not any("@" in text for text in kept)
    again = page(client.get("/en/seoul/register/done/"))
    assert "You are registered already" in again and "known@example.com" not in again
