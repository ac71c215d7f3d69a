"""What a browser may do for whom it registered, before anybody signs in: see the ticket, save sessions, no more."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from forum.agenda.models import SavedSession
from forum.forums.models import Forum
from forum.leaving.verbs import withdraw
from forum.mail.models import OutboxMail
from forum.people.models import Attendee
from forum.programme.models import Session
from tests.contracts.test_every_address import demo, every_address
from tests.forum.cast import a_session
from tests.pages import asked_to_sign_in
from tests.tickets.cast import a_forum, a_kind, a_ticket
from tickets.registration.links import sign
from tickets.registration.models import Ticket
from tickets.registration.verbs import lapse_unconfirmed, reissue

__all__ = ["demo"]
pytestmark = pytest.mark.django_db

PERSON = {"name": "이서연", "email": "seoyeon@example.com", "occupation": "other", "language": "en"}


@pytest.fixture
def forum() -> Forum:
    made = a_forum()
    a_kind(made)
    return made


@pytest.fixture
def session(forum: Forum) -> Session:
    return a_session(forum, starts_at=timezone.now() + timedelta(hours=1))


def registered_in(browser: Client, slug: str = "seoul", **person: str) -> Attendee:
    texts = Forum.objects.get(slug=slug).consent_texts.filter(retired_at=None)
    consents = {f"consent_{text.pk}": "on" for text in texts}
    browser.post(f"/en/{slug}/register/", {**PERSON, **consents, **person})
    return Attendee.objects.get(user__email=person.get("email", PERSON["email"]), forum__slug=slug)


def save(browser: Client, session: Session) -> Any:
    return browser.post(f"/en/{session.forum.slug}/sessions/{session.key}/save/", {"on": "1"})


def page(browser: Client, path: str = "") -> str:
    return str(browser.get(f"/en/seoul/{path}").content.decode())


def saved_by(attendee: Attendee) -> list[Session]:
    return [row.session for row in SavedSession.objects.filter(attendee=attendee, removed_at=None)]


def test_the_browser_that_registered_shows_the_ticket_and_saves_sessions(
    client: Client, forum: Forum, session: Session
) -> None:
    attendee = registered_in(client)

    front = page(client)
    saved = save(client, session)

    assert "Your ticket" in front and "/en/seoul/register/" not in front
    assert (saved.status_code, saved_by(attendee)) == (302, [session])
    assert "Sign in to save it" not in page(client, f"sessions/{session.key}/")
    assert session.title in page(client, "me/")
    client.post(f"/en/seoul/sessions/{session.key}/save/", {"on": "0"})
    assert saved_by(attendee) == []


def test_a_stranger_and_who_got_the_mail_save_nothing(client: Client, forum: Forum, session: Session) -> None:
    ticket = a_ticket(forum)
    client.get(f"/en/seoul/ticket/?t={sign(ticket.key, ticket.code)}")

    assert "Your ticket" in page(client)
    for browser in (client, Client()):
        assert asked_to_sign_in(save(browser, session))
        assert asked_to_sign_in(browser.get("/en/seoul/me/"))
    assert not SavedSession.objects.exists()


def test_who_types_the_address_of_somebody_acts_for_nobody(
    client: Client, forum: Forum, session: Session
) -> None:
    a_ticket(forum, PERSON["email"])

    registered_in(client, name="Somebody Else")

    assert asked_to_sign_in(save(client, session))
    assert "Your ticket" not in page(client)


def test_opening_the_own_mail_keeps_what_the_browser_may(
    client: Client, forum: Forum, session: Session
) -> None:
    attendee = registered_in(client)
    ticket = Ticket.objects.get()
    client.get(f"/en/seoul/ticket/?t={sign(ticket.key, ticket.code)}")

    save(client, session)

    assert saved_by(attendee) == [session]


@pytest.mark.parametrize(
    "end", ["code elsewhere", "new codes", "leaves", "lapses", "signs out", "forgets here"]
)
def test_what_ends_it(client: Client, forum: Forum, session: Session, end: str) -> None:
    attendee = registered_in(client)
    if end == "code elsewhere":
        owner = Client()
        owner.post("/en/account/login/code/", {"email": PERSON["email"]})
        code = OutboxMail.objects.get(letter="signin.code").facts["code"]
        owner.post("/en/account/login/code/confirm/", {"code": code})
        assert save(owner, session).status_code == 302 and saved_by(attendee) == [session]
        SavedSession.objects.all().delete()
    elif end == "new codes":
        reissue(Ticket.objects.get(), by="boss")
    elif end == "leaves":
        withdraw(attendee, by="")
    elif end == "lapses":
        lapse_unconfirmed(at=timezone.now() + timedelta(days=1))
    elif end == "forgets here":
        client.post("/en/seoul/ticket/forget/")
        assert "There is no ticket in this browser" in page(client, "ticket/")
    else:
        client.force_login(attendee.user)
        client.post("/en/account/logout/")

    assert asked_to_sign_in(save(client, session))
    assert asked_to_sign_in(client.get("/en/seoul/me/"))
    assert saved_by(attendee) == []


def test_who_is_signed_in_acts_as_themselves(client: Client, forum: Forum, session: Session) -> None:
    registered_in(client)
    other = a_ticket(forum, "lee@example.com").attendee
    client.force_login(other.user)

    save(client, session)

    assert saved_by(other) == [session] and SavedSession.objects.count() == 1


def test_it_is_for_one_forum(client: Client, forum: Forum) -> None:
    registered_in(client)
    elsewhere = a_session(a_forum("busan"), starts_at=timezone.now())

    assert asked_to_sign_in(save(client, elsewhere))


def test_the_address_need_not_be_typed_again(client: Client, forum: Forum) -> None:
    registered_in(client)

    wall = client.get("/en/seoul/me/card/", follow=True).content.decode()

    assert f'value="{PERSON["email"]}"' in wall
    assert PERSON["email"] not in Client().get("/en/account/login/code/").content.decode()


MAY = ("/demo/me/", "/demo/ticket/codes/", "/save/", "/demo/saved/", "/demo/register/done/")
"""Where a browser that registered somebody is answered otherwise than a stranger."""


def test_everywhere_else_the_browser_is_a_stranger(demo: Forum) -> None:
    stranger, held = Client(raise_request_exception=False), Client(raise_request_exception=False)
    registered_in(held, "demo")
    different = {
        path
        for path in dict.fromkeys(every_address(demo))
        for ask in ("get", "post")
        if "/account/logout/" not in path
        and getattr(held, ask)(path).status_code != getattr(stranger, ask)(path).status_code
    }

    assert {path for path in different if not path.endswith(MAY)} == set()
    assert different


def test_new_codes_end_the_old_ones_and_stay_with_who_asked(
    client: Client, forum: Forum, session: Session
) -> None:
    attendee = registered_in(client)
    old = Ticket.objects.get()
    by_mail = Client()
    by_mail.get(f"/en/seoul/ticket/?t={sign(old.key, old.code)}")

    assert asked_to_sign_in(by_mail.post("/en/seoul/ticket/codes/"))
    answer = client.post("/en/seoul/ticket/codes/", follow=True)

    fresh = Ticket.objects.get()
    assert fresh.code != old.code and fresh.spaced_typing_code in answer.content.decode()
    assert "There is no ticket in this browser" in page(by_mail, "ticket/")
    assert by_mail.get(f"/en/seoul/ticket/?t={sign(old.key, old.code)}").status_code == 410
    save(client, session)
    assert saved_by(attendee) == [session]
    assert OutboxMail.objects.filter(letter="tickets.ticket").count() == 2


def test_who_has_no_ticket_gets_no_codes(client: Client, forum: Forum) -> None:
    attendee = registered_in(client)
    Ticket.objects.update(canceled_at=timezone.now())
    client.force_login(attendee.user)

    assert client.post("/en/seoul/ticket/codes/").status_code == 404
