"""Signing in by code: what strangers cannot learn, whom nobody can lock out, and every way it may go wrong."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from forum.mail.models import OutboxMail
from forum.mail.registry import letter_of
from forum.mail.verbs import send_due
from forum.people.models import User
from forum.signin.asking import COOKIE
from tests.forum.cast import a_forum, an_attendee

pytestmark = pytest.mark.django_db
REQUEST, CONFIRM = "/en/account/login/code/", "/en/account/login/code/confirm/"
MINJI = "minji@example.com"


def a_browser(network: str = "203.0.113.9") -> Client:
    """A browser that has been to a page with a form, as every real one that sends a form."""
    browser = Client(REMOTE_ADDR=network)
    browser.get(REQUEST)
    return browser


def ask(client: Client, email: str = MINJI, then: str = "") -> str:
    """Ask for a code and return the page that follows."""
    response = client.post(REQUEST, {"email": email, "next": then}, follow=True)
    assert response.status_code == 200
    return response.content.decode()


def enter(client: Client, code: str, then: str = "") -> Any:
    return client.post(CONFIRM, {"code": code, "next": then})


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def sent_codes(email: str = MINJI) -> list[str]:
    return [mail.facts["code"] for mail in OutboxMail.objects.filter(to=email).order_by("pk")]


def without_secrets(text: str) -> str:
    return re.sub(r'(csrfmiddlewaretoken" value|nonce)="[^"]*"', "", text)


def test_a_stranger_and_a_known_address_are_answered_alike_by_the_same_statements() -> None:
    an_attendee(a_forum(), MINJI)
    pages, statements = [], []
    for email in (MINJI, "nobody@example.com"):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            browser = a_browser()
            pages.append(
                ask(browser, email)
                + browser.post(CONFIRM, {"action": "resend"}, follow=True).content.decode()
                + enter(browser, "WRONG").content.decode()
            )
        statements.append([re.sub(r"'[^']*'|[0-9]+", "?", query["sql"]) for query in asked])

    assert without_secrets(pages[0]).replace("minji@", "x@") == without_secrets(pages[1]).replace(
        "nobody@", "x@"
    )
    assert statements[0] == statements[1]
    assert [letter_of(mail).subject.partition(" ")[2] for mail in OutboxMail.objects.order_by("pk")] == [
        *["is your code to sign in"] * 2,
        *["is registered with this address"] * 2,
    ]


def test_a_stranger_cannot_guess_a_code(client: Client) -> None:
    ask(client, "nobody@example.com")

    answers = [
        enter(client, code).status_code
        for code in ("", "BCDF-GHJK", "None", *sent_codes("nobody@example.com"))
    ]

    assert (answers, is_in(client)) == ([422] * 4, False)


def test_the_mail_speaks_the_readers_language_not_the_pages(client: Client) -> None:
    an_attendee(a_forum(), MINJI, language="ko")

    ask(client)

    assert '<html lang="ko">' in letter_of(OutboxMail.objects.get()).html


def test_a_wrong_code_may_be_corrected_and_leads_where_one_wanted_to_go(client: Client) -> None:
    forum = a_forum()
    attendee = an_attendee(forum, MINJI)
    there = f"/en/{forum.slug}/me/calendar/"
    page = ask(client, then=there)

    wrong = enter(client, "WRONG", there).content.decode()
    right = enter(client, f" {sent_codes()[0].lower().replace('-', ' ')} ", there)

    assert f'name="next" value="{there}"' in page and f'name="next" value="{there}"' in wrong
    assert "That is not the code we sent." in wrong
    assert (right.status_code, right.headers["Location"]) == (302, there)
    assert client.session["_auth_user_id"] == str(attendee.user_id)


def test_a_code_in_another_browser_is_told_where_it_belongs_and_how_to_go_on(client: Client) -> None:
    an_attendee(a_forum(), MINJI)
    ask(client)
    (code,) = sent_codes()
    elsewhere = a_browser()

    for answer in (
        elsewhere.get(f"{CONFIRM}?next=/en/x/", follow=True),
        elsewhere.post(CONFIRM, {"code": code, "next": "/en/x/"}, follow=True),
    ):
        assert answer.redirect_chain == [(f"{REQUEST}?next=%2Fen%2Fx%2F", 302)]
        assert "belongs to the browser in which you asked" in answer.content.decode()
    assert not is_in(elsewhere)
    ask(elsewhere)
    assert (enter(elsewhere, code).status_code, is_in(elsewhere)) == (302, True)


def test_another_address_may_be_tried_instead(client: Client) -> None:
    page = ask(client, "typo@example.com")
    assert client.get(REQUEST).headers["Location"] == CONFIRM

    instead = client.get(f"{REQUEST}?again=1")

    assert f'href="{REQUEST}?again=1"' in page
    assert 'value="typo@example.com"' in instead.content.decode()


def test_any_spelling_of_an_address_is_the_same_person(client: Client) -> None:
    attendee = an_attendee(a_forum(), "minji@한글.kr")

    page = ask(client, "ＭinJi@XN--BJ0BJ06E.kr ")

    assert "minji@한글.kr" in page
    enter(client, sent_codes("minji@한글.kr")[0])
    assert client.session["_auth_user_id"] == str(attendee.user_id)


def test_what_is_no_address_is_asked_for_again(client: Client) -> None:
    answer = client.post(REQUEST, {"email": "minji@example", "next": "/en/x/"})

    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {"email"})
    assert 'name="next" value="/en/x/"' in answer.content.decode()
    assert not OutboxMail.objects.exists()


def test_next_never_leads_off_the_site(client: Client) -> None:
    an_attendee(a_forum(), MINJI)
    page = ask(client, then="https://evil.example/")

    right = enter(client, sent_codes()[0], "https://evil.example/")

    assert "evil.example" not in page
    assert right.headers["Location"] == "/en/"


def test_who_is_signed_in_is_led_on(client: Client) -> None:
    client.force_login(an_attendee(a_forum()).user)

    for path in (REQUEST, CONFIRM):
        assert client.get(f"{path}?next=/en/x/")["Location"] == "/en/x/"
        assert client.get(f"{path}?next=//evil.example")["Location"] == "/en/"


def test_a_closed_account_gets_no_code(client: Client) -> None:
    an_attendee(a_forum(), MINJI)
    User.objects.update(is_active=False)

    ask(client)

    assert letter_of(OutboxMail.objects.get()).subject == "Nobody is registered with this address"
    enter(client, sent_codes()[0])
    assert not is_in(client)


def test_a_code_that_could_not_be_mailed_in_time_is_not_mailed() -> None:
    ask(a_browser())

    assert send_due(at=timezone.now() + timedelta(minutes=11)) == 0
    assert not OutboxMail.objects.exists()


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


def test_nothing_of_an_asked_address_is_kept_here_but_the_code_and_the_mail(client: Client) -> None:
    an_attendee(a_forum(), MINJI)

    ask(client)

    assert not Session.objects.exists()
    cookie = client.cookies[COOKIE]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", 3600)
    enter(client, sent_codes()[0])
    assert client.cookies[COOKIE].value == ""


def test_a_forged_memory_of_an_address_is_none(client: Client) -> None:
    ask(client)
    client.cookies[COOKIE] = client.cookies[COOKIE].value[:-2] + "xx"

    assert "belongs to the browser" in client.get(CONFIRM, follow=True).content.decode()


@pytest.mark.parametrize("page", ["/ko/seoul/me/", "/en/seoul/sessions/s02/?from=mail#top"])
def test_who_came_from_a_forum_stays_in_it_and_may_register_there(client: Client, page: str) -> None:
    forum = a_forum(slug="seoul")

    from_there = client.get("/en/account/login/code/", {"next": page}).content.decode()
    from_elsewhere = client.get("/en/account/login/code/", {"next": "/en/nothing/at/all/"}).content.decode()

    assert f'href="/en/{forum.slug}/register/">Register</a>' in from_there
    assert f'<span class="home-name">{forum.name}</span>' in from_there
    assert "/register/" not in from_elsewhere and '<span class="home-name">Madang</span>' in from_elsewhere
