"""Signing in by code: what strangers cannot learn, and every way it may go wrong."""

from __future__ import annotations

import re
import time

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from forum.mail.models import OutboxMail
from forum.people.models import User
from tests.forum.cast import a_forum, an_attendee

pytestmark = pytest.mark.django_db
REQUEST, CONFIRM = "/en/account/login/code/", "/en/account/login/code/confirm/"


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    cache.clear()


def ask(client: Client, email: str, then: str = "") -> str:
    """Ask for a code and return the page that follows."""
    response = client.post(REQUEST, {"email": email, "next": then}, follow=True)
    assert response.status_code == 200
    return response.content.decode()


def sent_code(email: str = "minji@example.com") -> str:
    mail = OutboxMail.objects.filter(to=email).latest("pk")
    return mail.subject.split(" ")[0]


def without_secrets(text: str) -> str:
    return re.sub(r'(csrfmiddlewaretoken" value|nonce)="[^"]*"', "", text)


def test_a_stranger_and_a_known_address_get_the_same_page_and_a_mail_each(client: Client) -> None:
    an_attendee(a_forum(), "minji@example.com")

    known = ask(client, "minji@example.com").replace("minji@", "x@")
    unknown = ask(Client(), "nobody@example.com").replace("nobody@", "x@")

    assert without_secrets(known) == without_secrets(unknown)
    assert list(OutboxMail.objects.order_by("pk").values_list("to", "subject")) == [
        ("minji@example.com", f"{sent_code()} is your code to sign in"),
        ("nobody@example.com", "Nobody is registered with this address"),
    ]


def test_a_stranger_cannot_guess_a_code(client: Client) -> None:
    ask(client, "nobody@example.com")

    answers = [client.post(CONFIRM, {"code": code}).status_code for code in ("", "BCDF-GHJK", "None")]

    assert (answers, "_auth_user_id" in client.session) == ([200, 200, 302], False)


def test_the_mail_speaks_the_readers_language_not_the_pages(client: Client) -> None:
    an_attendee(a_forum(), "minji@example.com", language="ko")

    ask(client, "minji@example.com")

    assert '<html lang="ko">' in OutboxMail.objects.get().html


def test_a_wrong_code_may_be_corrected_and_leads_where_one_wanted_to_go(client: Client) -> None:
    forum = a_forum()
    attendee = an_attendee(forum, "minji@example.com")
    there = f"/en/{forum.slug}/me/calendar/"
    page = ask(client, "minji@example.com", there)

    wrong = client.post(CONFIRM, {"code": "WRONG", "next": there}).content.decode()
    right = client.post(CONFIRM, {"code": sent_code().lower(), "next": there})

    assert f'name="next" value="{there}"' in page
    assert "That is not the code we sent." in wrong
    assert (right.status_code, right.headers["Location"]) == (302, there)
    assert client.session["_auth_user_id"] == str(attendee.user_id)


def test_three_wrong_codes_are_the_end_of_that_code(client: Client) -> None:
    an_attendee(a_forum(), "minji@example.com")
    ask(client, "minji@example.com", "/en/x/")
    code = sent_code()
    for _ in range(3):
        last = client.post(CONFIRM, {"code": "WRONG", "next": "/en/x/"}, follow=True)

    assert last.redirect_chain == [(f"{REQUEST}?next=%2Fen%2Fx%2F", 302)]
    assert "Too many tries." in last.content.decode()
    assert (client.post(CONFIRM, {"code": code}).status_code, "_auth_user_id" in client.session) == (
        302,
        False,
    )


def test_an_expired_code_says_so(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    an_attendee(a_forum(), "minji@example.com")
    ask(client, "minji@example.com")
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 601)

    late = client.post(CONFIRM, {"code": sent_code()}, follow=True)

    assert "The code has expired." in late.content.decode()
    assert "_auth_user_id" not in client.session


def test_a_new_code_replaces_the_first(client: Client) -> None:
    an_attendee(a_forum(), "minji@example.com")
    ask(client, "minji@example.com")
    first = sent_code()
    client.post(CONFIRM, {"action": "resend"})

    assert OutboxMail.objects.count() == 2
    assert "That is not the code we sent." in client.post(CONFIRM, {"code": first}).content.decode()
    assert client.post(CONFIRM, {"code": sent_code()}).status_code == 302


def test_another_address_may_be_tried_instead(client: Client) -> None:
    ask(client, "typo@example.com")
    assert client.get(REQUEST).headers["Location"] == CONFIRM

    client.post("/en/account/logout/", {"next": REQUEST})

    assert client.get(REQUEST).status_code == 200


def test_one_address_may_not_be_flooded_and_the_venue_is_not_shut_out() -> None:
    pages = [ask(Client(), "minji@example.com") for _ in range(7)]

    assert ["Too many tries." in page for page in pages] == [False] * 6 + [True]
    assert "Look into your mail" in ask(Client(), "other@example.com")


def test_next_never_leads_off_the_site(client: Client) -> None:
    an_attendee(a_forum(), "minji@example.com")
    ask(client, "minji@example.com")

    right = client.post(CONFIRM, {"code": sent_code(), "next": "https://evil.example/"})

    assert right.headers["Location"] == "/en/"


def test_a_closed_account_gets_no_code(client: Client) -> None:
    an_attendee(a_forum(), "minji@example.com")
    User.objects.update(is_active=False)

    ask(client, "minji@example.com")

    assert OutboxMail.objects.get().subject == "Nobody is registered with this address"


def test_nobody_signs_up_here(client: Client) -> None:
    form = {"email": "new@example.com", "password1": "long enough to pass"}

    pages = [client.get("/en/account/signup/"), client.post("/en/account/signup/", form)]

    assert ["You do not need to sign up" in page.content.decode() for page in pages] == [True, True]
    assert User.objects.count() == 0


def test_a_password_is_for_the_demo_cast_only(client: Client) -> None:
    attendee = an_attendee(a_forum(), "minji@example.com")
    form = {"login": "minji@example.com", "password": "madang"}
    without = client.post("/en/account/login/", form).content.decode()
    attendee.user.set_password("madang")
    attendee.user.save()

    with_one = client.post("/en/account/login/", form)

    assert "Address and password do not fit together." in without
    assert (with_one.status_code, client.session["_auth_user_id"]) == (302, str(attendee.user_id))


@pytest.mark.parametrize(
    "path", ["email/", "password/change/", "password/reset/", "password/set/", "reauthenticate/"]
)
def test_the_rest_of_allauth_is_not_there(client: Client, path: str, settings: Settings) -> None:
    client.force_login(an_attendee(a_forum()).user)

    assert client.get(f"/en/account/{path}").status_code == 404


def test_sign_in_and_out_keep_the_language_of_the_page(client: Client) -> None:
    user = an_attendee(a_forum()).user
    user.set_password("madang")
    user.save()
    form = {"login": user.email, "password": "madang"}
    english = {"accept-language": "en"}

    signed_in = client.post("/ko/account/login/", form, headers=english)
    signed_out = client.post("/ko/account/logout/", headers=english)

    assert (signed_in["location"], signed_out["location"]) == ("/ko/", "/ko/")
