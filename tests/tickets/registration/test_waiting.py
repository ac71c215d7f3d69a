"""Seats that nobody confirms: they lapse, come back to whoever turns up, and no machine holds them."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from forum.consents.models import Consent
from forum.forums.models import Forum
from forum.leaving.verbs import lapse, withdraw
from forum.live.due import registered as due
from forum.live.limits import buckets
from forum.mail.models import OutboxMail
from forum.mail.verbs import send_due
from forum.people.models import Attendee
from forum.people.queries import is_inside
from forum.people.verbs import confirm
from forum.signin.verbs import ask_for_code, spend_code
from tests.tickets.cast import a_desk, a_forum, a_kind, a_text, a_ticket, an_organizer, registered
from tickets.checkin.queries import checkpoint_by_key
from tickets.checkin.verbs import check_in
from tickets.errors import RegistrationUnconfirmed, SeatGone, TicketLinkOver
from tickets.registration.codes import read
from tickets.registration.links import sign
from tickets.registration.models import Quota, Registration, Ticket
from tickets.registration.verbs import (
    NETWORKS_KEPT,
    cancel,
    forget_networks,
    lapse_unconfirmed,
    open_link,
)
from tickets.registration.waiting import HANDFUL, USUAL_LAPSES, Network

pytestmark = pytest.mark.django_db

SOON = timedelta(minutes=59)
LATE = timedelta(minutes=61)


@pytest.fixture
def forum() -> Forum:
    made = a_forum()
    a_kind(made, size=40)
    return made


@pytest.fixture
def now() -> datetime:
    return timezone.now()


def link(ticket: Ticket) -> str:
    return sign(ticket.key, ticket.code)


def taken() -> int:
    return Quota.objects.get().taken


def test_a_seat_nobody_confirms_is_given_back_and_its_holder_is_told(forum: Forum, now: datetime) -> None:
    ticket = registered(forum, language="en", at=now).ticket

    lapsed = [lapse_unconfirmed(at=now + wait) for wait in (SOON, LATE, LATE)]
    send_due(at=now + LATE)

    assert (lapsed, taken(), Ticket.objects.live().count()) == ([0, 1, 0], 0, 0)
    assert [sent.subject for sent in mail.outbox] == ["Not confirmed in time: Forum seoul"]
    assert f"/en/seoul/ticket/?t={link(ticket)}" in mail.outbox[0].body


def test_where_no_mail_arrives_none_tells_of_the_end(forum: Forum, now: datetime) -> None:
    registered(forum, "nobody@example.com", at=now)
    OutboxMail.objects.update(failed_at=now + SOON)
    lapse_unconfirmed(at=now + LATE)

    assert (send_due(at=now + LATE), mail.outbox) == (0, [])


@pytest.mark.parametrize("way", ["link", "code", "desk", "team", "known"])
def test_every_way_to_show_that_one_is_real_keeps_the_seat(
    client: Client, forum: Forum, now: datetime, way: str
) -> None:
    proved = way in ("team", "known")
    ticket = registered(forum, at=now, is_proved=proved).ticket
    if way == "link":
        assert open_link(forum, link(ticket), at=now).was_waiting
        assert not open_link(forum, link(ticket), at=now).was_waiting
    elif way == "code":
        ask_for_code("minji@example.com", language="en", at=now)
        code = OutboxMail.objects.get(letter="signin.code").facts["code"]
        assert spend_code("minji@example.com", code, at=now) == ticket.attendee.user
    elif way == "desk":
        desk, _ = a_desk(forum)
        check_in(checkpoint_by_key(forum, "entrance"), read(ticket.code), nonce="n", by=desk)

    assert lapse_unconfirmed(at=now + LATE) == 0
    assert (taken(), Attendee.objects.get().confirm_by) == (1, None)


def test_a_forum_may_ask_for_no_confirmation_or_give_more_time(forum: Forum, now: datetime) -> None:
    forum.confirm_minutes = 0
    registered(forum, at=now)
    forum.confirm_minutes = 120
    registered(forum, "lee@example.com", at=now)

    lapsed = [lapse_unconfirmed(at=now + timedelta(minutes=minutes)) for minutes in (61, 119, 121, 9999)]

    assert lapsed == [0, 0, 1, 0]


def test_a_late_link_gives_the_seat_back_with_all_that_was_agreed(forum: Forum, now: datetime) -> None:
    text = a_text(forum)
    optional = a_text(forum, kind="networking", is_required=False)
    ticket = registered(forum, at=now).ticket
    lapse_unconfirmed(at=now + LATE)
    assert not Consent.objects.filter(withdrawn_at=None).exists()

    opened = open_link(forum, link(ticket), at=now + 2 * LATE)

    assert (opened.ticket, opened.was_waiting, taken()) == (ticket, True, 1)
    attendee = Attendee.objects.get()
    assert (attendee.withdrawn_at, attendee.confirm_by) == (None, None)
    given = Consent.objects.filter(withdrawn_at=None).values_list("text_id", flat=True)
    assert set(given) == {text.pk, optional.pk}
    assert Ticket.objects.live().get() == ticket
    assert lapse_unconfirmed(at=now + 9 * LATE) == 0


def test_a_late_link_finds_no_seat_where_all_are_taken(client: Client, forum: Forum, now: datetime) -> None:
    Quota.objects.update(size=1)
    ticket = registered(forum, at=now - LATE).ticket
    lapse_unconfirmed(at=now)
    registered(forum, "lee@example.com", at=now)

    with pytest.raises(SeatGone):
        open_link(forum, link(ticket), at=now)
    answer = client.get(f"/en/seoul/ticket/?t={link(ticket)}")
    assert (answer.status_code, answer.context["refusal"].code, taken()) == (410, "registration.seat_gone", 1)


def test_who_stands_at_the_door_after_all_is_let_in_while_a_seat_is_left(forum: Forum, now: datetime) -> None:
    Quota.objects.update(size=1)
    ticket = registered(forum, at=now - LATE).ticket
    lapse_unconfirmed(at=now - timedelta(minutes=1))
    desk, _ = a_desk(forum)

    came = check_in(checkpoint_by_key(forum, "entrance"), read(ticket.code), nonce="1", by=desk)

    assert (came.status, taken(), is_inside(ticket.attendee)) == ("ok", 1, True)
    other = registered(a_full(forum), "lee@example.com", at=now - LATE).ticket
    lapse_unconfirmed(at=now)
    Quota.objects.update(size=1)
    refused = check_in(checkpoint_by_key(forum, "entrance"), read(other.code), nonce="2", by=desk)
    assert (refused.status, refused.reason) == ("refused", "canceled")


def a_full(forum: Forum) -> Forum:
    """One more seat, so that somebody may register whose seat then lapses."""
    Quota.objects.update(size=2)
    return forum


def test_a_ticket_taken_back_for_another_reason_does_not_come_back(forum: Forum, now: datetime) -> None:
    ticket = registered(forum, at=now).ticket
    cancel(ticket, by="boss", at=now)
    gone = registered(forum, "lee@example.com", at=now).ticket
    withdraw(gone.attendee, by=gone.attendee.key, at=now)

    for one in (ticket, gone):
        with pytest.raises(TicketLinkOver):
            open_link(forum, link(one), at=now)
    assert lapse_unconfirmed(at=now + LATE) == 1  # who has no ticket any more but never confirmed
    with pytest.raises(TicketLinkOver):
        open_link(forum, link(gone), at=now)
    assert taken() == 0


def test_who_registers_anew_after_the_lapse_waits_anew(forum: Forum, now: datetime) -> None:
    first = registered(forum, at=now).ticket
    lapse_unconfirmed(at=now + LATE)

    again = registered(forum, name="민지 김", at=now + LATE)

    assert (again.is_new, again.ticket.attendee.name, taken()) == (True, "민지 김", 1)
    with pytest.raises(TicketLinkOver):
        open_link(forum, link(first), at=now + LATE)
    assert [lapse_unconfirmed(at=now + LATE + wait) for wait in (SOON, LATE)] == [0, 1]


def test_confirming_and_lapsing_are_decided_once(forum: Forum, now: datetime) -> None:
    ticket = registered(forum, at=now).ticket
    stale = Attendee.objects.get()

    assert confirm(ticket.attendee, by="", at=now + LATE)
    assert not lapse(stale, at=now + LATE)
    assert not confirm(stale, by="", at=now + LATE)


# One machine, and a hall


def a_machine(number: int) -> Client:
    """A browser that has opened the form, on the one machine."""
    browser = Client(REMOTE_ADDR="203.0.113.66")
    browser.get("/en/seoul/register/")
    return browser


def try_to_register(browser: Client, email: str) -> int:
    person = {"name": "Nobody", "email": email, "occupation": "other", "language": "en"}
    return browser.post("/en/seoul/register/", person).status_code


def test_one_machine_with_invented_addresses_cannot_hold_seats(forum: Forum, now: datetime) -> None:
    first = [try_to_register(a_machine(n), f"invented{n}@example.com") for n in range(45)]
    full = Client(REMOTE_ADDR="192.0.2.7")
    page = full.get("/en/seoul/register/").content.decode()
    assert (first.count(302), taken()) == (40, 40)
    assert "may come free at" in page

    later = timezone.now() + LATE
    assert lapse_unconfirmed(at=later) == 40
    assert taken() == 0
    buckets.forget()  # an hour has gone by

    second = [try_to_register(a_machine(n), f"another{n}@example.com") for n in range(45)]
    assert (second.count(302), second.count(429), taken()) == (HANDFUL, 45 - HANDFUL, HANDFUL)
    assert try_to_register(full, "real@example.com") == 302
    said = a_machine(0).post("/en/seoul/register/", {
        "name": "N", "email": "x@example.com", "occupation": "other", "language": "en"})  # fmt: skip
    assert said.context["refusal"].code == "registration.unconfirmed"


def test_a_hall_behind_one_address_feels_nothing(now: datetime) -> None:
    forum = a_forum()
    a_kind(forum, size=1000)
    network = "hall"
    for number in range(100):
        ticket = registered(forum, f"guest{number}@example.com", network=network, at=now).ticket
        if number >= USUAL_LAPSES:
            open_link(forum, link(ticket), at=now + SOON)
    assert lapse_unconfirmed(at=now + LATE) == USUAL_LAPSES

    for number in range(100, 200):
        registered(forum, f"guest{number}@example.com", network=network, at=now + LATE)

    assert taken() == 200 - USUAL_LAPSES


def test_the_team_and_who_is_signed_in_are_not_held_back(client: Client, forum: Forum, now: datetime) -> None:
    for number in range(USUAL_LAPSES + 1):
        registered(forum, f"invented{number}@example.com", network="n", at=now)
    lapse_unconfirmed(at=now + LATE)
    for number in range(HANDFUL):
        registered(forum, f"more{number}@example.com", network="n", at=now + LATE)

    with pytest.raises(RegistrationUnconfirmed):
        registered(forum, "real@example.com", network="n", at=now + LATE)
    assert registered(forum, "real@example.com", network="n", is_proved=True, at=now + LATE).is_new
    client.force_login(an_organizer(forum, role="desk"))
    try_to_register(client, "walk-in@example.com")
    walk_in = Attendee.objects.get(user__email="walk-in@example.com")
    assert walk_in.confirm_by is None
    client.force_login(walk_in.user)
    a_kind(a_forum("busan"))
    person = {"name": "W", "email": "Walk-in@example.com", "occupation": "other", "language": "en"}
    client.post("/en/busan/register/", person)
    assert Attendee.objects.get(forum__slug="busan").confirm_by is None


def test_which_network_somebody_came_from_is_forgotten(client: Client, forum: Forum, now: datetime) -> None:
    try_to_register(a_machine(0), "guest@example.com")
    kept = Registration.objects.get()
    assert len(kept.network) == 32 and "203" not in kept.network

    forget_networks(now + NETWORKS_KEPT / 2)
    kept.refresh_from_db()
    assert kept.network
    forget_networks(timezone.now() + NETWORKS_KEPT)
    kept.refresh_from_db()
    assert kept.network == ""


@given(st.integers(0, 900), st.integers(0, 900), st.integers(0, 900))
def test_a_network_that_confirms_is_never_held_below_what_it_confirmed(
    confirmed: int, unconfirmed: int, lapsed: int
) -> None:
    here = Network(confirmed, unconfirmed, lapsed)

    assert here.may_hold_another or unconfirmed >= max(HANDFUL, confirmed)
    if lapsed <= USUAL_LAPSES:
        assert here.may_hold_another


# What pages say


def test_the_pages_say_until_when_and_thank_for_it(client: Client, forum: Forum) -> None:
    person = {"name": "Minji", "email": "minji@example.com", "occupation": "other", "language": "en"}
    done = client.post("/en/seoul/register/", person, follow=True).content.decode()
    ticket = Ticket.objects.get()
    shown = client.get("/en/seoul/ticket/").content.decode()
    opened = client.get(f"/en/seoul/ticket/?t={link(ticket)}", follow=True).content.decode()

    for page in (done, shown):
        assert "Confirm by" in page and 'class="qr"' in page
    assert "Thank you, your seat is confirmed." in opened and "Confirm by" not in opened


def test_a_program_that_only_looks_at_a_link_confirms_nothing(client: Client, forum: Forum) -> None:
    ticket = a_ticket(forum)

    client.head(f"/en/seoul/ticket/?t={link(ticket)}")

    assert Attendee.objects.get().confirm_by is not None


def test_who_mistyped_the_address_is_asked_whether_it_is_right(client: Client, forum: Forum) -> None:
    person = {"name": "Minji", "email": "minji@exmaple.com", "occupation": "other", "language": "en"}
    client.post("/en/seoul/register/", person)
    OutboxMail.objects.update(failed_at=timezone.now() + timedelta(seconds=1))

    page = client.get("/en/seoul/ticket/").content.decode()

    assert "Our mail did not get through." in page and "Is minji@exmaple.com right?" in page


def test_a_browser_whose_seat_lapsed_is_told_so(client: Client, forum: Forum) -> None:
    person = {"name": "Minji", "email": "minji@example.com", "occupation": "other", "language": "en"}
    client.post("/en/seoul/register/", person)
    lapse_unconfirmed(at=timezone.now() + LATE)

    assert "Your seat was given back" in client.get("/en/seoul/ticket/").content.decode()
    assert "There is no ticket in this browser" in Client().get("/en/seoul/ticket/").content.decode()


def test_the_clock_gives_seats_back_in_several_goes(forum: Forum, now: datetime) -> None:
    registered(forum, at=now)
    work = due["registration.lapse"].work

    assert [work(now + LATE), work(now + LATE)] == [now + LATE, None]
