"""How long a code is good, how often one may try and ask, and that nobody is locked out by others."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from forum import brakes
from forum.live.limits import Limit
from forum.signin import views
from forum.signin.asking import COOKIE
from forum.signin.models import SignInCode
from forum.signin.verbs import forget_codes
from tests.forum.cast import a_forum, an_attendee
from tests.forum.signin.test_views import CONFIRM, MINJI, REQUEST, a_browser, ask, enter, is_in, sent_codes

pytestmark = pytest.mark.django_db


def test_too_many_wrong_codes_are_the_end_of_trying_but_not_of_the_code(client: Client) -> None:
    an_attendee(a_forum(), MINJI)
    ask(client, then="/en/x/")
    for _ in range(views.TRIES):
        last = client.post(CONFIRM, {"code": "WRONG", "next": "/en/x/"}, follow=True)

    assert last.redirect_chain == [(f"{REQUEST}?next=%2Fen%2Fx%2F", 302)]
    assert "Too many tries." in last.content.decode()
    (code,) = sent_codes()
    assert (enter(client, code).status_code, is_in(client)) == (302, False)
    ask(client)
    assert (enter(client, code).status_code, is_in(client)) == (302, True)


def tried(browser: Client, cookie: str, times: int) -> int:
    """Return how many wrong codes were looked at, the memory of the first one shown again with each."""
    said = []
    for _ in range(times):
        browser.cookies[COOKIE] = cookie
        said.append(browser.post(CONFIRM, {"code": "WRONG"}).status_code)
    return said.count(422)


def test_a_memory_shown_again_gives_no_more_tries() -> None:
    an_attendee(a_forum(), MINJI)
    guesser, owner = a_browser(), a_browser()
    ask(guesser)
    assert tried(guesser, guesser.cookies[COOKIE].value, 50) == views.OWN_TRIES.burst
    ask(owner)
    assert (enter(owner, sent_codes()[-1]).status_code, is_in(owner)) == (302, True)


def test_who_asks_in_vain_shares_the_tries_of_all_who_do() -> None:
    an_attendee(a_forum(), MINJI)
    owner = a_browser()
    ask(owner)
    guessers = [a_browser() for _ in range(10)]
    for guesser in guessers:
        ask(guesser)
    had_none_mailed = guessers[-4:]
    looked_at = [tried(guesser, guesser.cookies[COOKIE].value, 25) for guesser in had_none_mailed]

    assert views.SHARED_TRIES.burst <= sum(looked_at) < 100
    assert (enter(owner, sent_codes()[0]).status_code, is_in(owner)) == (302, True)


def test_an_expired_code_says_so(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    an_attendee(a_forum(), MINJI)
    ask(client)
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 601)

    late = client.post(CONFIRM, {"code": sent_codes()[0]}, follow=True)

    assert "The code has expired." in late.content.decode()
    assert not is_in(client)


def test_an_old_code_opens_nothing_and_is_forgotten(client: Client) -> None:
    an_attendee(a_forum(), MINJI)
    ask(client)
    SignInCode.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    assert (enter(client, sent_codes()[0]).status_code, is_in(client)) == (422, False)
    forget_codes(timezone.now())
    assert not SignInCode.objects.exists()


def test_every_code_of_the_last_minutes_is_good_and_one_use_ends_them_all(client: Client) -> None:
    an_attendee(a_forum(), MINJI)
    other = a_browser()
    ask(other)
    ask(client)
    client.post(CONFIRM, {"action": "resend"})
    first, second, third = sent_codes()

    assert (enter(client, first).status_code, is_in(client)) == (302, True)
    for code in (first, second, third):
        enter(other, code)
    assert not is_in(other)


def test_nobody_is_locked_out_by_what_others_ask_in_their_name() -> None:
    an_attendee(a_forum(), MINJI)
    for number in range(60):
        ask(a_browser(f"198.51.100.{number % 3}"))
    mails = len(sent_codes())
    here, elsewhere = a_browser("198.51.100.0"), a_browser("192.0.2.1")

    said, free = ask(here), ask(elsewhere)

    assert mails == 3 * views.BRAKE.mailbox.burst
    assert "each of them is still good" in said and "We have sent a code" in free
    assert len(sent_codes()) == mails + 1
    assert (enter(here, sent_codes()[-1]).status_code, is_in(here)) == (302, True)


def test_where_no_code_is_good_one_goes_out_whoever_has_asked_how_often() -> None:
    an_attendee(a_forum(), MINJI)
    for _ in range(20):
        ask(a_browser())
    SignInCode.objects.update(expires_at=timezone.now())
    victim, mails = a_browser(), len(sent_codes())

    ask(victim)

    assert len(sent_codes()) == mails + 1
    assert (enter(victim, sent_codes()[-1]).status_code, is_in(victim)) == (302, True)


def test_one_browser_that_asks_and_asks_takes_nothing_from_the_hall(monkeypatch: pytest.MonkeyPatch) -> None:
    few = Limit(burst=views.BRAKE.browser.burst + 1, per_second=0.001)
    monkeypatch.setattr(views, "BRAKE", brakes.Brake("code", views.BRAKE.browser, views.BRAKE.mailbox, few))
    eager = a_browser()
    for number in range(20):
        ask(eager, f"person-{number}@example.com")

    assert "We have sent a code" in ask(a_browser(), "other@example.com")
    crowded = a_browser().post(REQUEST, {"email": "third@example.com"})
    assert (crowded.status_code, crowded.context["refusal"].code) == (429, "network.crowded")
    assert "We have sent a code" in ask(a_browser("192.0.2.1"), "third@example.com")
